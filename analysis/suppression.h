/* suppression.h: which sums may be published beside each other, so that no hidden count
 * can be worked out from them. Pure: it knows numbers and sums, and nothing of surveys.
 *
 *     struct suppression *table = suppression_new(cells, count);
 *     suppression_protect(table, members, n)        a sum that is hidden itself
 *     if (suppression_offer(table, members, n) == PUBLISHED) ...
 *     suppression_free(table);
 *
 * Sums are offered in the order of what it costs to hide them, the dearest first: one
 * is published unless a hidden count then lies in the span of what is published
 * (Gaussian elimination over the incidence of sums and cells, as Langsrud 2024), or can
 * be narrowed down. The elimination is exact: whole numbers, never floating-point, and
 * what would not fit is refused. What was published stays, so whoever offers in the
 * order of time decides each sum once and for all.
 *
 * A layer is one number of each cell (how many answered, how many were positive) with
 * what is known of it beforehand. In every layer a hidden count must be able to take
 * values that lie `width` apart: other tables exist that give the same sums. Such
 * tables are looked for from the true one, a step along the kernel at a time; if none
 * is found the sum is refused, though one may exist. */
#ifndef SUPPRESSION_H
#define SUPPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SUPPRESSION_LAYERS = 4 };

struct suppression_layer {
    int64_t value;
    int64_t least, most; /* known to everyone; INT64_MAX: no bound */
    int64_t width;       /* 0: may be known */
};

/* A count that is not shown. In the first layer, one of 1 is a person: what is left
 * when they take themselves away must not be one number either. */
struct suppression_cell {
    struct suppression_layer layers[SUPPRESSION_LAYERS];
};

enum suppression_verdict {
    PUBLISHED,
    SOLVED, /* a hidden count would be known */
    NARROW, /* it would be known too closely */
    ALONE,  /* it would be known to someone who is a cell of 1 */
    UNSURE  /* the elimination outgrew its numbers */
};

struct suppression;

/* NULL when out of memory. The cells are copied. */
struct suppression *suppression_new(const struct suppression_cell *cells, size_t count);
void suppression_free(struct suppression *table);

/* A sum that is withheld for its own sake: as hidden as a cell, with these widths. */
bool suppression_protect(struct suppression *table, const size_t *members, size_t count,
                         const int64_t width[static SUPPRESSION_LAYERS]);

/* Published, whatever it tells; false when the elimination outgrew its numbers. */
bool suppression_grant(struct suppression *table, const size_t *members, size_t count);

/* What is offered, granted and protected from now on is only supposed; and taken back.
 */
void suppression_suppose(struct suppression *table);
void suppression_return(struct suppression *table);

/* May the sum of these cells be published, in all layers? Then it is, from now on. */
enum suppression_verdict suppression_offer(struct suppression *table,
                                           const size_t *members, size_t count);

#endif
