/* stems.c: the only file that knows libstemmer and libunistring. */
#include "stems.h"
#include <libstemmer.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

enum { WORD_SIZE = 128, LETTERS_LEAST = 2 };

bool stems_open(struct stems *stems, const char *language, struct error *error)
{
    *stems = (struct stems){0};
    if (strlen(language) >= sizeof stems->language)
        return error_set(error, ERROR_INPUT, "'%s' is no language", language);
    snprintf(stems->language, sizeof stems->language, "%s", language);
    stems->stemmer = sb_stemmer_new(language, NULL);
    return true;
}

void stems_release(struct stems *stems)
{
    sb_stemmer_delete(stems->stemmer);
    *stems = (struct stems){0};
}

/* Letters with what is written over them; the point inside Catalan's col·legi, too. */
static bool is_letter(ucs4_t point)
{
    return uc_is_general_category_withtable(point,
                                            UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M)
           || point == 0xB7;
}

/* Whose words are told to whom. */
struct reading {
    const struct stems *stems;
    bool (*each)(void *context, const char *word, const char *stem,
                 struct error *error);
    void *context;
};

/* A word of so many bytes; one that is too long for any language is none. */
static bool tell(const struct reading *reading, const uint8_t *bytes, size_t length,
                 struct error *error)
{
    struct sb_stemmer *stemmer = reading->stems->stemmer;
    char word[WORD_SIZE], stem[WORD_SIZE];
    if (length >= WORD_SIZE || u8_mbsnlen(bytes, length) < LETTERS_LEAST)
        return true;
    memcpy(word, bytes, length);
    word[length] = '\0';
    if (!stemmer)
        return reading->each(reading->context, word, word, error);
    const sb_symbol *found = sb_stemmer_stem(stemmer, bytes, (int)length);
    if (!found)
        return error_set(error, ERROR_SYSTEM, "cannot stem a word: out of memory");
    snprintf(stem, sizeof stem, "%s", (const char *)found);
    return reading->each(reading->context, word, *stem ? stem : word, error);
}

static bool tell_all(const struct reading *reading, const uint8_t *bytes, size_t length,
                     struct error *error)
{
    size_t from = 0, at = 0;
    while (at < length) {
        ucs4_t point;
        int size = u8_mbtouc(&point, bytes + at, length - at);
        if (!is_letter(point)) {
            if (!tell(reading, bytes + from, at - from, error))
                return false;
            from = at + (size_t)size;
        }
        at += (size_t)size;
    }
    return tell(reading, bytes + from, at - from, error);
}

bool stems_read(const struct stems *stems, const char *text,
                bool (*each)(void *context, const char *word, const char *stem,
                             struct error *error),
                void *context, struct error *error)
{
    const struct reading reading = {stems, each, context};
    size_t length = 0;
    uint8_t *small = u8_tolower((const uint8_t *)text, strlen(text), stems->language,
                                UNINORM_NFC, NULL, &length);
    if (!small)
        return error_set(error, ERROR_SYSTEM, "cannot read a text: out of memory");
    bool told = tell_all(&reading, small, length, error);
    free(small);
    return told;
}
