/* templates.c: see templates.h. */
#include "templates.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static bool read_names(struct templates *templates, struct error *error)
{
    DIR *folder = opendir(SORTIE_SHARE "/pages");
    struct dirent *entry;
    bool fine = true;
    if (!folder)
        return error_set(error, ERROR_SYSTEM, "cannot open '%s/pages': %s",
                         SORTIE_SHARE, strerror(errno));
    while (fine && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        char **names =
            realloc(templates->names, (templates->count + 1) * sizeof *names);
        fine = names && (names[templates->count] = strdup(entry->d_name));
        templates->names = names ? names : templates->names;
        templates->count += fine;
    }
    closedir(folder);
    return fine
           || error_set(error, ERROR_SYSTEM, "cannot load the pages: out of memory");
}

/* The words of the collector's own pages as fillings; the caller frees the array. */
static struct filling *fillings_of(const struct words *words)
{
    struct filling *fillings =
        calloc(json_object_size(words->document) + 1, sizeof *fillings);
    const char *key;
    json_t *text;
    size_t count = 0;
    if (!fillings)
        return NULL;
    json_object_foreach(words->document, key, text)
    {
        if (strncmp(key, "plain.", 6) == 0 || strncmp(key, "kiosk.", 6) == 0
            || strncmp(key, "paper.", 6) == 0 || strncmp(key, "sign.", 5) == 0)
            fillings[count++] = (struct filling){
                key, json_string_value(text) ? json_string_value(text) : ""};
    }
    return fillings;
}

static char *load_page(const char *name, const struct assets *assets,
                       const struct filling *words, struct error *error)
{
    OWNED(text_release) struct text raw = {0};
    OWNED(text_release) struct text addressed = {0};
    struct text page = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/pages/%s", SORTIE_SHARE, name);
    if (!text_add_file(&raw, path, error))
        return NULL;
    assets_fill(assets, text_string(&raw), &addressed);
    text_add_page(&page, text_string(&addressed), words);
    if (!text_ok(&page, error))
        text_release(&page);
    return page.bytes;
}

static bool load_language(struct templates *templates, const struct assets *assets,
                          const char *code, struct error *error)
{
    struct language *language = &templates->languages[templates->language_count++];
    if (!words_load(code, &language->words, error))
        return false;
    struct filling *words = fillings_of(&language->words);
    language->pages = calloc(templates->count, sizeof *language->pages);
    bool fine = words && language->pages;
    for (size_t i = 0; i < templates->count && fine; i++)
        fine =
            (language->pages[i] = load_page(templates->names[i], assets, words, error));
    free(words);
    return fine
           || error_set(error, ERROR_SYSTEM, "cannot load the pages: out of memory");
}

/* A tablet compares the hash of the page it runs with the newest. The page has no
 * words: it is the same in every language. */
static void hash_page(struct templates *templates)
{
    unsigned char digest[8];
    const char *page = templates_page(templates, templates->languages, "kiosk.html");
    crypto_generichash(digest, sizeof digest, (const unsigned char *)page, strlen(page),
                       NULL, 0);
    sodium_bin2hex(templates->page, sizeof templates->page, digest, sizeof digest);
}

bool templates_load(struct templates *templates, const struct assets *assets,
                    const struct centre *centre, struct error *error)
{
    *templates = (struct templates){
        .languages = calloc(centre->language_count, sizeof *templates->languages)};
    if (!templates->languages)
        return error_set(error, ERROR_SYSTEM, "cannot load the pages: out of memory");
    if (!read_names(templates, error))
        return false;
    for (size_t i = 0; i < centre->language_count; i++)
        if (!load_language(templates, assets, centre->languages[i], error))
            return false;
    hash_page(templates);
    return true;
}

void templates_release(struct templates *templates)
{
    for (size_t i = 0; i < templates->language_count; i++) {
        struct language *language = &templates->languages[i];
        words_release(&language->words);
        for (size_t j = 0; language->pages && j < templates->count; j++)
            free(language->pages[j]);
        free(language->pages);
    }
    for (size_t i = 0; i < templates->count; i++)
        free(templates->names[i]);
    free(templates->names);
    free(templates->languages);
    *templates = (struct templates){0};
}

const struct language *templates_language(const struct templates *templates,
                                          const char *code)
{
    for (size_t i = 0; code && i < templates->language_count; i++)
        if (strcmp(templates->languages[i].words.language, code) == 0)
            return &templates->languages[i];
    return NULL;
}

const char *templates_page(const struct templates *templates,
                           const struct language *language, const char *name)
{
    for (size_t i = 0; i < templates->count; i++)
        if (strcmp(templates->names[i], name) == 0)
            return language->pages[i];
    return "";
}
