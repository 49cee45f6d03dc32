/* words.h: the interface's own words, forms/words/<language>.json. */
#ifndef SORTIE_WORDS_H
#define SORTIE_WORDS_H

#include "sortie/document.h"

struct words {
    char language[8];
    json_t *document; /* key -> text */
};

/* ERROR_INPUT for a language without a file. */
bool words_load(const char *language, struct words *words, struct error *error);
void words_release(struct words *words);

/* The text of a key, and the key itself when the file lacks it (the build checks that
 * no file does). */
const char *words_get(const struct words *words, const char *key);

/* True for "rtl" languages. */
bool words_right_to_left(const struct words *words);

#endif
