/* remarks_page.h: the section of a page that says what remarks speak of. */
#ifndef REMARKS_PAGE_H
#define REMARKS_PAGE_H

#include "book.h"

/* Of a place of the centre; of the whole centre when it is its first one, with ideas
 * and the words that tell. Adds nothing when nothing may be shown, but
 * that remarks are no longer kept, where visitors are asked for any. */
void remarks_add(const struct book *book, const struct place *place,
                 const struct words *words, struct text *out);

#endif
