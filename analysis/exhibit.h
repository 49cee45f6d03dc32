/* exhibit.h: one chart in a page: the drawing with its labels, the legend, the table.
 */
#ifndef EXHIBIT_H
#define EXHIBIT_H

#include "book.h"

/* The drawing `number` of a chart, with the labels of a language. */
bool exhibit_chart(const struct book *book, const struct shown_chart *chart,
                   enum plot_kind kind, size_t number, const struct words *words,
                   struct text *out, struct error *error);

/* The signs that this chart uses, and no others. */
void exhibit_legend(const struct shown_chart *chart, int smallest,
                    const struct words *words, struct text *out);

/* All its figures, the latest first. */
void exhibit_table(const struct book *book, const struct shown_chart *chart,
                   int smallest, const struct words *words, struct text *out);

#endif
