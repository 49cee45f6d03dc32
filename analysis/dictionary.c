/* dictionary.c: files of words, read, checked and stemmed. */
#include "dictionary.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const list_names[LISTS] = {
    [LIST_THEMES] = "themes", [LIST_IDEAS] = "ideas"};

/* ---- one word ---- */

/* What a string of a file is as a word. */
struct one {
    char word[128], stem[128];
    size_t words;
};

static bool keep_word(void *context, const char *word, const char *stem,
                      struct error *error)
{
    struct one *one = context;
    (void)error;
    snprintf(one->word, sizeof one->word, "%s", word);
    snprintf(one->stem, sizeof one->stem, "%s", stem);
    one->words++;
    return true;
}

static bool read_word(const struct dictionary *dictionary, const json_t *given,
                      const char *at, struct one *one, struct problems *problems,
                      struct error *error)
{
    const char *string = json_string_value(given);
    *one = (struct one){0};
    if (string && !stems_read(&dictionary->stems, string, keep_word, one, error))
        return false;
    if (one->words != 1)
        problems_add(problems, at, "must be one word of two letters or more");
    return true;
}

/* ---- one list ---- */

/* A stem belongs to one theme: what is counted for two tells of neither. */
static void claim(const struct dictionary *dictionary, enum list list, size_t theme,
                  const struct one *one, const char *at, struct problems *problems)
{
    int owner = dictionary_theme(dictionary, list, one->stem);
    if (owner >= 0 && (size_t)owner != theme)
        problems_add(problems, at,
                     "'%s' is the same word as one of /%s/%d without its ending: take "
                     "one of them away",
                     one->word, list_names[list], owner);
    else
        json_object_set_new(dictionary->lists[list], one->stem,
                            json_integer((json_int_t)theme));
}

static bool read_words(const struct dictionary *dictionary, enum list list,
                       size_t theme, const json_t *words, const char *at,
                       struct problems *problems, struct error *error)
{
    size_t index;
    json_t *given;

    if (!json_is_array(words) || json_array_size(words) == 0)
        problems_add(problems, at, "must be a list of words");
    json_array_foreach(words, index, given)
    {
        struct one one;
        const struct pointer pointer = pointer_to(at, index);
        if (!read_word(dictionary, given, pointer.text, &one, problems, error))
            return false;
        if (one.words == 1 && dictionary_ignores(dictionary, one.word))
            problems_add(problems, pointer.text, "'%s' is in /ignored, too", one.word);
        else if (one.words == 1)
            claim(dictionary, list, theme, &one, pointer.text, problems);
    }
    return true;
}

static bool is_id(const char *id)
{
    return id && *id && strlen(id) < 32
           && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

static bool read_theme(const struct dictionary *dictionary, enum list list,
                       size_t theme, const json_t *object, const char *at,
                       struct problems *problems, struct error *error)
{
    static const char *const known[] = {"id", "name", "words", NULL};
    const char *name = document_string(object, "name");

    problems_unknown(problems, at, object, known);
    if (!is_id(document_string(object, "id")))
        problems_add(problems, at, "'id' must be small letters, digits and hyphens");
    if (!name || !*name)
        problems_add(problems, at, "'name' must be a text");
    return read_words(dictionary, list, theme, json_object_get(object, "words"),
                      pointer_member(at, "words").text, problems, error);
}

static bool read_list(struct dictionary *dictionary, enum list list,
                      struct problems *problems, struct error *error)
{
    const struct pointer at = pointer_member("", list_names[list]);
    const json_t *themes = json_object_get(dictionary->document, list_names[list]);
    size_t index;
    json_t *theme;

    dictionary->lists[list] = json_object();
    dictionary->counts[list] = json_array_size(themes);
    if (!json_is_array(themes) || json_array_size(themes) > THEMES_MOST)
        problems_add(problems, at.text, "must be a list of at most %d", THEMES_MOST);
    json_array_foreach(themes, index, theme)
    {
        if (!read_theme(dictionary, list, index, theme, pointer_to(at.text, index).text,
                        problems, error))
            return false;
    }
    return true;
}

static bool read_ignored(struct dictionary *dictionary, struct problems *problems,
                         struct error *error)
{
    const json_t *words = json_object_get(dictionary->document, "ignored");
    size_t index;
    json_t *given;

    dictionary->ignored = json_object();
    if (!json_is_array(words))
        problems_add(problems, "/ignored", "must be a list of words");
    json_array_foreach(words, index, given)
    {
        struct one one;
        if (!read_word(dictionary, given, pointer_to("/ignored", index).text, &one,
                       problems, error))
            return false;
        json_object_set_new(dictionary->ignored, one.word, json_true());
    }
    return true;
}

/* ---- one file ---- */

static bool read_file(struct dictionary *dictionary, struct problems *problems,
                      struct error *error)
{
    static const char *const known[] = {"sortie", "language", "ignored",
                                        "themes", "ideas",    NULL};
    const char *kind = document_string(dictionary->document, "sortie");
    const char *language = document_string(dictionary->document, "language");
    const char *slash = strrchr(dictionary->path, '/');
    const char *name = slash ? slash + 1 : dictionary->path;

    problems_unknown(problems, "", dictionary->document, known);
    if (!kind || strcmp(kind, "themes/1") != 0)
        problems_add(problems, "/sortie", "must be \"themes/1\"");
    if (!language || strncmp(name, language, strlen(language)) != 0
        || strcmp(name + strlen(language), ".json") != 0)
        problems_add(problems, "/language", "must be that of the file's name");
    if (!stems_open(&dictionary->stems, language ? language : "", error)
        || !read_ignored(dictionary, problems, error))
        return false;
    for (int list = 0; list < LISTS; list++)
        if (!read_list(dictionary, (enum list)list, problems, error))
            return false;
    return true;
}

static bool load(const char *folder, const char *name, struct dictionary *dictionary,
                 struct error *error)
{
    OWNED(problems_release) struct problems problems = {0};

    *dictionary = (struct dictionary){0};
    if (asprintf(&dictionary->path, "%s/%s", folder, name) < 0) {
        dictionary->path = NULL;
        return error_set(error, ERROR_SYSTEM, "cannot read the themes: out of memory");
    }
    dictionary->document = document_load(dictionary->path, error);
    return dictionary->document && read_file(dictionary, &problems, error)
           && (problems.count == 0
               || problems_tell(&problems, dictionary->path, error));
}

static void release(struct dictionary *dictionary)
{
    free(dictionary->path);
    json_decref(dictionary->document);
    json_decref(dictionary->ignored);
    for (int list = 0; list < LISTS; list++)
        json_decref(dictionary->lists[list]);
    stems_release(&dictionary->stems);
}

/* ---- a folder ---- */

static const char *id_of(const struct dictionary *dictionary, enum list list,
                         size_t theme)
{
    return document_string(
        json_array_get(json_object_get(dictionary->document, list_names[list]), theme),
        "id");
}

static bool alike(const struct dictionary *first, const struct dictionary *other,
                  enum list list)
{
    bool same = first->counts[list] == other->counts[list];
    for (size_t i = 0; same && i < first->counts[list]; i++)
        same = strcmp(id_of(first, list, i), id_of(other, list, i)) == 0;
    return same;
}

static bool all_alike(const struct dictionaries *dictionaries, struct error *error)
{
    const struct dictionary *first = &dictionaries->entries[0];
    for (size_t i = 1; i < dictionaries->count; i++)
        for (int list = 0; list < LISTS; list++)
            if (!alike(first, &dictionaries->entries[i], (enum list)list))
                return error_set(error, ERROR_INPUT,
                                 "%s: its %s must have the ids of '%s', in the same "
                                 "order",
                                 dictionaries->entries[i].path, list_names[list],
                                 first->path);
    return true;
}

static int is_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static bool load_names(const char *folder, struct dirent **names, int count,
                       struct dictionaries *dictionaries, struct error *error)
{
    if (count > DICTIONARIES_MOST)
        return error_set(error, ERROR_INPUT, "'%s' has more than %d files", folder,
                         DICTIONARIES_MOST);
    for (int i = 0; i < count; i++) {
        struct dictionary *next = &dictionaries->entries[dictionaries->count++];
        if (!load(folder, names[i]->d_name, next, error))
            return false;
    }
    return all_alike(dictionaries, error);
}

bool dictionaries_load(const char *folder, struct dictionaries *dictionaries,
                       struct error *error)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_file, alphasort);

    *dictionaries = (struct dictionaries){0};
    if (count <= 0)
        error_keep(error, ERROR_INPUT, "there is no file of themes in '%s'", folder);
    bool loaded = count > 0 && load_names(folder, names, count, dictionaries, error);
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    if (!loaded)
        dictionaries_release(dictionaries);
    return loaded;
}

void dictionaries_release(struct dictionaries *dictionaries)
{
    for (size_t i = 0; i < dictionaries->count; i++)
        release(&dictionaries->entries[i]);
    *dictionaries = (struct dictionaries){0};
}

/* ---- asking ---- */

const struct dictionary *dictionaries_find(const struct dictionaries *dictionaries,
                                           const char *language)
{
    for (size_t i = 0; i < dictionaries->count; i++)
        if (strcmp(dictionaries->entries[i].stems.language, language) == 0)
            return &dictionaries->entries[i];
    return NULL;
}

int dictionary_theme(const struct dictionary *dictionary, enum list list,
                     const char *stem)
{
    const json_t *theme = json_object_get(dictionary->lists[list], stem);
    return theme ? (int)json_integer_value(theme) : -1;
}

bool dictionary_ignores(const struct dictionary *dictionary, const char *word)
{
    return json_object_get(dictionary->ignored, word) != NULL;
}

size_t dictionaries_themes(const struct dictionaries *dictionaries, enum list list)
{
    return dictionaries->entries[0].counts[list];
}

const char *dictionaries_id(const struct dictionaries *dictionaries, enum list list,
                            size_t theme)
{
    return id_of(&dictionaries->entries[0], list, theme);
}

const char *dictionaries_name(const struct dictionaries *dictionaries, enum list list,
                              size_t theme, const char *language)
{
    const struct dictionary *found = dictionaries_find(dictionaries, language);
    const json_t *document = (found ? found : &dictionaries->entries[0])->document;
    return document_string(
        json_array_get(json_object_get(document, list_names[list]), theme), "name");
}

bool dictionary_check(const struct options *options, struct error *error)
{
    OWNED(dictionaries_release) struct dictionaries dictionaries = {0};
    if (!dictionaries_load(options->operands[0], &dictionaries, error))
        return false;
    printf("%zu languages, %zu themes, %zu ideas\n", dictionaries.count,
           dictionaries_themes(&dictionaries, LIST_THEMES),
           dictionaries_themes(&dictionaries, LIST_IDEAS));
    return true;
}
