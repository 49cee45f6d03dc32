/* book.h: an edition with its charts, in all the languages that it has.
 *
 *     struct book book = {.shown = &shown, .languages = words, .language_count = 2};
 *     book_draw(&book, &error)          registers every chart; one process draws them
 *     book_release(&book);
 */
#ifndef BOOK_H
#define BOOK_H

#include "plot.h"
#include "shown.h"
#include "sortie/words.h"
#include "themes.h"

/* Numbers of a place's charts among those that are drawn; 0: none. Terms are rows of a
 * ledger, not a wide chart. */
struct drawn {
    size_t *wide; /* one a chart */
    size_t small;
};

struct book {
    const struct shown *shown;
    const struct words *languages; /* the first one's pages lie at the top */
    size_t language_count;
    const struct themes *themes;
    int64_t revisions; /* above 0 when a week shown was changed after it was closed */
    struct plot *plot;
    struct drawn *drawn; /* one a place of shown */
    struct shown_chart poster;
    size_t poster_drawn; /* the number of its wide chart; 0: none */
};

bool book_draw(struct book *book, struct error *error);
void book_release(struct book *book);

/* The chart that stands for a place: the first one with periods; NULL when it has none.
 */
const struct shown_chart *book_lead(const struct shown_place *place);

/* The first two questions of the leading mode: overall and forward. How many there are.
 */
enum { BOOK_GLANCE = 2 };
size_t book_glance(const struct shown_place *place,
                   const struct shown_chart *charts[static BOOK_GLANCE]);

/* Of these the one whose verdict weighs most; NULL when none has any. */
const struct shown_chart *book_gravest(const struct shown_place *place);

/* Whose sentence heads the page of a place: that one, or else the first whose verdict
 * is refused; NULL when there is no figure. */
const struct shown_chart *book_heading(const struct shown_place *place);

/* What stands out: such charts one after the other, of what has changed, then of what
 * is unusual, each in the catalogue's order; NULL after the last. Begin with *at = 0.
 */
const struct shown_chart *book_news(const struct shown *shown, size_t *at);

/* What is said where nothing stands out: "Nothing unusual" only of charts that could
 * have told of something, and of how many. Nothing is escaped. */
void book_no_news(struct text *out, const struct words *words,
                  const struct shown *shown);

/* What the rules mark, and on which side of its line. */
enum plot_side book_side(const struct shown_chart *chart, size_t at);

/* A period of a chart as it is drawn. */
struct plot_period book_period(const struct shown_chart *chart, size_t at);

/* Where the pages of a language lie in an edition ("" for the first one, "fr/"), and
 * the way back from there ("" or "../"). */
void book_folder(const struct book *book, const struct words *words,
                 char folder[static 16]);
const char *book_root(const struct book *book, const struct words *words);

#endif
