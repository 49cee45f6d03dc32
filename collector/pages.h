/* pages.h: the pages that the collector writes: the tablet's shell, the form as plain
 * HTML without JavaScript, what comes after it, and errors for people. */
#ifndef SORTIE_PAGES_H
#define SORTIE_PAGES_H

#include "submission.h"
#include "visit.h"

void pages_kiosk(const struct visit *visit, struct reply *reply);

/* The plain page: empty (submission NULL), or again with its answers and one sentence
 * about the first of its problems, or about the server being busy. */
void pages_plain(const struct visit *visit, unsigned status,
                 const struct submission *submission, struct reply *reply);

/* The page after it: thanks, or already counted. */
void pages_thanks(const struct visit *visit, bool counted, struct reply *reply);

/* An item of a list of languages: a link to a page, beside the present one, in
 * `language`. */
void pages_add_language(const struct templates *templates,
                        const struct language *current, const struct language *language,
                        const char *address, struct text *out);

/* One sentence, by the key of its word, for a person who opened a wrong address. */
void pages_error(const struct language *language, const struct templates *templates,
                 unsigned status, const char *word, struct reply *reply);

#endif
