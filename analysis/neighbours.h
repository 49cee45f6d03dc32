/* neighbours.h: the places beside a place, so that its figure is seen among theirs:
 * each a small chart on one scale, in the catalogue's order, never by their figures.
 *
 * Beside a workshop stand those of its track; beside another place those of its kind.
 */
#ifndef NEIGHBOURS_H
#define NEIGHBOURS_H

#include "book.h"

/* The first ones of the catalogue; a page does not grow with the centre. */
enum { NEIGHBOURS_MOST = 8 };

/* A section of the page of a place (counted among those that are shown), of those that
 * ask its leading question and have a figure; nothing when there is none. */
bool neighbours_add(const struct book *book, size_t place, const struct words *words,
                    struct text *out, struct error *error);

#endif
