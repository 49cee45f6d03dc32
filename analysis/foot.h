/* foot.h: what a page rests on: how to read it, below which number nothing is shown,
 * how the answers were given, how many of them are shown and of which days, by which
 * version of which form. */
#ifndef FOOT_H
#define FOOT_H

#include "book.h"

/* The footer and the end of the document. `place` is one of those that are shown; NULL
 * for the first page, whose foot is of them all and has no number of answers. */
void foot_add(const struct book *book, const struct shown_place *place,
              const struct words *words, struct text *out);

#endif
