/* sums.h: the counts that are hidden in some weeks of a centre as cells, and the sums
 * over them, put to suppression.h.
 *
 *     struct sums sums = {.centre = ..., .periodicity = ..., .whole = line};
 *     sums_open(&sums, measures) && sums_lay(&sums, first, last);
 *     size_t count = sums_gather(&sums, line, first, last, false);
 *     enum reason reason = sums_ask(&sums, count);
 *     sums_release(&sums);
 *
 * What is shown for itself is known and no cell; a place's answers that stand in no
 * week of their own (months, terms) are cells of their weeks. totals.h decides in which
 * order sums are put, and what is published of them. */
#ifndef SUMS_H
#define SUMS_H

#include "suppression.h"

#include "sortie/disclosure.h"
#include "sortie/measures.h"
#include "sortie/periodicity.h"

/* Layers of a cell. */
enum { ANSWERS, AS_KNOWN, POSITIVE, NEGATIVE };

/* One line of the centre, the same lines of its places, and whole terms of weeks. */
struct sums {
    const struct centre *centre;
    const struct periodicity *periodicity;
    const struct line *whole;
    const struct line **parts;
    size_t part_count;
    int32_t first, last;
    struct suppression_cell *cells;
    struct column {
        const struct line *line; /* the whole's own: answers that are of no place */
        int32_t week;            /* 0: no count, but what a bound leaves open */
    } * columns;
    size_t count, size;
    unsigned
        *bounded; /* of each week, a bit of each kind of place that shows a bound */
    struct suppression *table;
    size_t *members; /* space for a sum */
};

/* Finds the lines of the places; false when memory ran out, as below. */
bool sums_open(struct sums *sums, const struct measures *measures);

/* Lays out the cells of the weeks, from the first of a term on; clears those before. */
bool sums_lay(struct sums *sums, int32_t first, int32_t last);
void sums_release(struct sums *sums);

/* The cells of a line (NULL: of all) in some weeks, and what its bound leaves open, as
 * the next sum; how many. */
size_t sums_gather(const struct sums *sums, const struct line *line, int32_t first,
                   int32_t last, bool slack);

/* Is the next sum of cells a base that may be shown itself? */
bool sums_is_base(const struct sums *sums, size_t count);

/* How the next sum is put to what is published: asked for, or taken for granted. */
typedef enum reason sums_putting(struct sums *sums, size_t count);
sums_putting sums_ask, sums_grant;

/* Puts a period of a place, as far as its own rules let it be shown; where they hide it
 * for being small it is protected. False when memory ran out. */
bool sums_put(struct sums *sums, const struct line *line, struct span span,
              sums_putting *put, enum reason *reason);

struct disclosure_rule sums_rule(const struct centre *centre,
                                 const struct place *place);

/* What a place may show when nothing of the centre is shown. */
struct figure sums_alone(const struct centre *centre, const struct line *line,
                         struct span span);

#endif
