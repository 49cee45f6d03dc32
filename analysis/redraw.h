/* redraw.h: what an edition holds beside its pages so that anyone can draw a chart
 * again.
 *
 *     redraw_write(&edition, &book, &error)                  charts/NAME.tsv and .gp
 *     redraw_draw(&edition, &book, formats, &error)          charts/NAME.pdf, on
 * request redraw_links(&book, place, words, &page)               in the foot of a
 * place's page
 *
 * NAME is place.question.mode.by (desk-job.overall.door.week), of ids alone; a second
 * series of the same name is told apart by a number, .2. The .tsv holds what the page
 * shows and nothing else, its texts in the first language of the edition; the .gp is
 * the same for every chart (chart.gp, which says what the columns mean): no text of
 * anybody is ever a command of gnuplot. */
#ifndef REDRAW_H
#define REDRAW_H

#include "book.h"
#include "edition.h"

/* Which other drawings are asked for. PDF says when it was made, and both depend on the
 * fonts of the machine: an edition that has them is not the same byte for byte. */
struct redraw_formats {
    bool pdf, png;
};

bool redraw_write(const struct edition *edition, const struct book *book,
                  struct error *error);
bool redraw_draw(const struct edition *edition, const struct book *book,
                 struct redraw_formats formats, struct error *error);

void redraw_links(const struct book *book, size_t place, const struct words *words,
                  struct text *out);

/* The table of one chart. */
bool redraw_table(const struct shown *shown, size_t place, size_t chart,
                  const struct words *words, struct text *out, struct error *error);

#endif
