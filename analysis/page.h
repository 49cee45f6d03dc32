/* page.h: the pages of an edition, as HTML.
 *
 *     page_index(&book, words, &out, &error)            all places, small
 *     page_place(&book, place, words, &out, &error)     one place, whole
 *
 * Pages are complete without a script, an inline style or an image file; every chart
 * has its figures as a table beside it. */
#ifndef PAGE_H
#define PAGE_H

#include "book.h"

bool page_index(const struct book *book, const struct words *words, struct text *out,
                struct error *error);

/* `place` counts the places that are shown. */
bool page_place(const struct book *book, size_t place, const struct words *words,
                struct text *out, struct error *error);

/* What pages begin with, up to the body's start; and what a reader is to know of all
 * figures: that they are simulated, or were revised. */
void page_head(const struct book *book, const struct words *words, const char *title,
               struct text *out);
void page_notices(const struct book *book, const struct words *words, struct text *out);

/* What a chart draws: of which answers, by which periods. */
void page_caption(const struct book *book, const struct shown_chart *chart,
                  const struct words *words, struct text *out);

/* A paragraph with one number in it, {n}; nothing when that is not positive. */
void page_note(const struct words *words, const char *key, int64_t n, struct text *out);

#endif
