/* texts.c: see texts.h. */
#include "texts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { KEY_TEXT_SIZE = 128 };

/* ---- a key and its text ---- */

static json_t *as_line(const char *text)
{
    OWNED(text_release) struct text line = {0};
    text_add(&line, text);
    for (size_t i = 0; i < line.length; i++)
        if ((unsigned char)line.bytes[i] < ' ' || line.bytes[i] == 0x7F)
            line.bytes[i] = ' ';
    return line.cut ? NULL : json_string(text_string(&line));
}

__attribute__((format(printf, 3, 4))) static void
add(struct texts *texts, const char *text, const char *format, ...)
{
    char key[KEY_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(key, sizeof key, format, arguments);
    va_end(arguments);
    if (!texts->list)
        texts->list = json_object();
    json_t *line = as_line(text), *known = json_object_get(texts->list, key);
    if (line && known && !json_equal(line, known)) {
        json_decref(line);
        line = json_null();
    }
    texts->cut |= json_object_set_new(texts->list, key, line) != 0;
}

/* The text of a map in this very language: another one's would be read with a wrong
 * voice. NULL when there is none. */
static const char *own_text(const struct texts *texts, const json_t *map)
{
    return document_string(map, texts->words->language);
}

/* ---- the three sources ---- */

void texts_add_interface(struct texts *texts)
{
    static const char prefix[] = "kiosk.", staff[] = "kiosk.staff.";
    const char *key;
    json_t *text;
    json_object_foreach(texts->words->document, key, text)
    {
        const char *string = json_string_value(text);
        if (string && strncmp(key, prefix, strlen(prefix)) == 0
            && strncmp(key, staff, strlen(staff)) != 0 && !strchr(string, '{'))
            add(texts, string, "%s", key);
    }
}

static void add_most(struct texts *texts, int most)
{
    OWNED(text_release) struct text sentence = {0};
    char digits[16];
    snprintf(digits, sizeof digits, "%d", most);
    text_add_filled(&sentence, words_get(texts->words, "kiosk.max"),
                    (const struct filling[]){
                        {"n",  digits},
                        {NULL, NULL  }
    });
    texts->cut |= sentence.cut;
    add(texts, text_string(&sentence), "kiosk.max.%d", most);
}

static void add_question(struct texts *texts, const struct form *form,
                         const struct question *question)
{
    const char *text = own_text(texts, question->text),
               *hint = own_text(texts, question->hint);
    if (text)
        add(texts, text, "%s.%s", form->id, question->name);
    if (hint)
        add(texts, hint, "%s.%s.hint", form->id, question->name);
    for (size_t i = 0; i < question->option_count; i++) {
        const struct option *option = &question->options[i];
        text = own_text(texts, option->text);
        if (text)
            add(texts, text, "%s.%s.%s", form->id, question->name, option->code);
    }
    if (question->type == CHOICES && question->max >= 2)
        add_most(texts, question->max);
}

void texts_add_form(struct texts *texts, const struct form *form)
{
    for (size_t i = 0; i < form->question_count; i++)
        add_question(texts, form, &form->questions[i]);
}

void texts_add_places(struct texts *texts, const struct centre *centre)
{
    for (size_t i = 0; i < centre->place_count; i++) {
        const struct place *place = &centre->places[i];
        const char *name = own_text(texts, place->name);
        if (name && place->kind != KIND_CENTRE && !place->sensitive)
            add(texts, name, "place.%s", place->id);
    }
}

void texts_add_store(struct texts *texts, const struct store *store)
{
    const struct forms *forms = store_forms(store);
    texts_add_interface(texts);
    for (size_t i = 0; i < forms->count; i++)
        if (store_newest_form(store, forms->entries[i]->id) == forms->entries[i])
            texts_add_form(texts, forms->entries[i]);
    texts_add_places(texts, store_centre(store));
}

bool texts_ok(const struct texts *texts, struct error *error)
{
    return !texts->cut
           || error_set(error, ERROR_SYSTEM,
                        "cannot gather what is read aloud: out of memory");
}

void texts_release(struct texts *texts)
{
    json_decref(texts->list);
    texts->list = NULL;
}

/* ---- the command ---- */

static bool add_stored(struct texts *texts, const char *path, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    if (!store_open(path, STORE_READ, &store, error))
        return false;
    texts_add_store(texts, store);
    return true;
}

static bool add_files(struct texts *texts, const struct options *options,
                      struct error *error)
{
    const char *path;
    texts_add_interface(texts);
    for (size_t i = 0; (path = options_nth(options, "form", i)); i++) {
        struct form *form = form_load(path, error);
        if (!form)
            return false;
        texts_add_form(texts, form);
        form_free(form);
    }
    for (size_t i = 0; (path = options_nth(options, "centre", i)); i++) {
        struct centre *centre = centre_load(path, error);
        if (!centre)
            return false;
        texts_add_places(texts, centre);
        centre_free(centre);
    }
    return true;
}

static void print(const struct texts *texts)
{
    const char *key;
    json_t *text;
    json_object_foreach(texts->list, key, text)
    {
        if (json_is_string(text))
            printf("%s\t%s\n", key, json_string_value(text));
        else
            fprintf(stderr,
                    "sortie: '%s' names two texts, so neither is read aloud: rename a "
                    "form, a question or a place\n",
                    key);
    }
}

bool texts_print(const struct options *options, struct error *error)
{
    OWNED(words_release) struct words words = {0};
    OWNED(texts_release) struct texts texts = {.words = &words};
    const char *store = options_value(options, "store");
    bool files = options_value(options, "form") || options_value(options, "centre");
    if ((store != NULL) == files)
        return error_set(error, ERROR_USAGE,
                         "say whose texts: --store FILE, or --form FILE and --centre "
                         "FILE as often as needed");
    if (!words_load(options_value(options, "lang"), &words, error))
        return false;
    if (!(store ? add_stored(&texts, store, error) : add_files(&texts, options, error))
        || !texts_ok(&texts, error))
        return false;
    print(&texts);
    return true;
}
