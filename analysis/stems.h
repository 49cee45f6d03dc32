/* stems.h: the words of a text, and what is left of them without their endings.
 *
 *     stems_open(&stems, "fr", &error)
 *     stems_read(&stems, "L'attente était longue", each, context, &error)
 *         l attente attent, était étaient ...      each(context, word, stem)
 *     stems_release(&stems);
 *
 * A word is two letters or more between what is no letter (an apostrophe is none), in
 * small letters and NFC. Stems are those of libstemmer (Snowball); a language that it
 * does not know keeps its words whole. They change between its releases: they are made
 * anew each time and kept nowhere. One `stems` a thread. */
#ifndef STEMS_H
#define STEMS_H

#include "sortie/error.h"

struct sb_stemmer;

struct stems {
    char language[8];
    struct sb_stemmer *stemmer; /* NULL: words are left whole */
};

bool stems_open(struct stems *stems, const char *language, struct error *error);
void stems_release(struct stems *stems);

/* Tells each word of valid UTF-8 in turn, with its stem; the strings live until `each`
 * returns. */
bool stems_read(const struct stems *stems, const char *text,
                bool (*each)(void *context, const char *word, const char *stem,
                             struct error *error),
                void *context, struct error *error);

#endif
