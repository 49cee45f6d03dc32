/* digest.h: a week in a few lines of plain text, for `mail`.
 *
 *     digest_add(&book, &words, &out, &error)       digest.fr.txt
 *
 * At most 25 lines of at most 72 columns, in the reader's language: the centre, the
 * week, what has changed or is unusual, below its question, and a line for each figure
 * that is new this week: a desk's week, a workshop's session, a month or term that
 * ended; in the catalogue's order. Counts, as short as 7/10, and no percentages, since
 * there is no room for their intervals and names need it. Places of which this week
 * shows nothing are counted, not named, and so is what finds no room: news in the first
 * half, or figures, of which those come first that are in the catalogue. */
#ifndef DIGEST_H
#define DIGEST_H

#include "book.h"

enum { DIGEST_LINES = 25, DIGEST_COLUMNS = 72 };

bool digest_add(const struct book *book, const struct words *words, struct text *out,
                struct error *error);

#endif
