/* poster.h: a sheet for the hall: two figures of the whole centre, one chart, three
 * things that were done.
 *
 * It is for the public: nothing of fewer answers than may leave the centre
 * (smallest_outside) is on it, and nothing of a place where it is sensitive to have
 * been. */
#ifndef POSTER_H
#define POSTER_H

#include "shown.h"
#include "sortie/words.h"

enum {
    POSTER_CHANGES = 3,
    POSTER_LONG = 400 /* characters told of them: with more the sheet is set smaller */
};

struct book;

/* The centre's leading chart with only the periods that the public may see, without
 * what the rules say and without marks of changes; without periods when there is none.
 */
bool poster_chart(const struct shown *shown, struct shown_chart *chart);
void poster_release(struct shown_chart *chart);

/* Is there anything to put on it? There is not where no form asks a core question of
 * the whole centre, or too few answered, and nothing was done. */
bool poster_worth(const struct shown *shown);

/* poster.html, where it is worth it. */
bool poster_page(const struct book *book, const struct words *words, struct text *out,
                 struct error *error);

#endif
