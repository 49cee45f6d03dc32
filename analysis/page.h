/* page.h: the pages of an edition, as HTML.
 *
 *     page_draw(&book, &error)                      registers and draws the charts
 *     page_index(&book, words, &out, &error)        all places, small
 *     page_place(&book, &place, words, &out, &error)
 *
 * Pages are complete without a script, an inline style or an image file; every chart
 * has its figures as a table beside it. */
#ifndef PAGE_H
#define PAGE_H

#include "plot.h"
#include "shown.h"
#include "sortie/words.h"

/* An edition with its charts, in all languages that it has. */
struct book {
    const struct shown *shown;
    struct plot *plot;
    struct drawn *drawn; /* one a place of shown */
    const struct words *languages;
    size_t language_count;
    int64_t revisions; /* how often the week was changed after it was closed */
};

/* Registers every chart and has them drawn; the book is released with book_release. */
bool page_draw(struct book *book, struct error *error);
void book_release(struct book *book);

bool page_index(const struct book *book, const struct words *words, struct text *out,
                struct error *error);
bool page_place(const struct book *book, size_t place, const struct words *words,
                struct text *out, struct error *error);

/* Where the pages of a language lie in an edition: "" for the first one, "fr/" ... */
void page_folder(const struct book *book, const struct words *words,
                 char folder[static 16]);

#endif
