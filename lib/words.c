/* words.c: see words.h. */
#include "sortie/words.h"

#include <stdio.h>
#include <string.h>

bool words_load(const char *language, struct words *words, struct error *error)
{
    *words = (struct words){0};
    size_t length = strlen(language);
    char path[4096];
    if (length == 0 || length >= sizeof words->language
        || strspn(language, "abcdefghijklmnopqrstuvwxyz-") != length)
        return error_set(error, ERROR_INPUT,
                         "'%.20s' is not a language code: use fr, en, ...", language);
    snprintf(path, sizeof path, "%s/forms/words/%s.json", SORTIE_SHARE, language);
    memcpy(words->language, language, length + 1);
    words->document = document_load(path, error);
    return words->document != NULL;
}

void words_release(struct words *words)
{
    json_decref(words->document);
    words->document = NULL;
}

const char *words_get(const struct words *words, const char *key)
{
    const char *text = document_string(words->document, key);
    return text ? text : key;
}

bool words_right_to_left(const struct words *words)
{
    return strcmp(words_get(words, "direction"), "rtl") == 0;
}
