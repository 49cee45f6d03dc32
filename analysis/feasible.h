/* feasible.h: other tables that give the same sums. How far can a hidden count move
 * while all that is known stays as it is?
 *
 *     struct feasible tables;
 *     feasible_init(&tables, cells, count, &known);
 *     feasible_approach(&tables, members, n);
 *     int64_t moved = feasible_reach(&tables, &sum, layer, 1, enough);
 *     feasible_release(&tables);
 *
 * Looked for from the true table, a step along the kernel of what is known at a time:
 * the simplex method, in whole numbers. Every table it meets exists; one that exists
 * may not be met. */
#ifndef FEASIBLE_H
#define FEASIBLE_H

#include "echelon.h"
#include "suppression.h"

#define FEASIBLE_NONE SIZE_MAX

struct feasible {
    const struct suppression_cell *cells; /* a column each */
    struct echelon *known;
    int64_t *truth;  /* the values of all cells, a layer after the other */
    int64_t *counts; /* the table that was met last */
    bool *near;      /* columns that hang together with what is asked */
    size_t fixed;    /* a column that may not move; FEASIBLE_NONE */
    size_t *moving;  /* rows whose pivots move along with a column */
    size_t moving_count;
};

/* A sum of cells; nothing of it is owned here. */
struct feasible_sum {
    size_t *members;
    size_t count;
};

/* The cells and what is known of them stay the caller's; none is near or fixed.
 * False when out of memory: it is to be released
 * all the same. */
bool feasible_init(struct feasible *tables, const struct suppression_cell *cells,
                   size_t count, struct echelon *known);
void feasible_release(struct feasible *tables);

/* Marks as near what hangs together with some columns by what is known. */
void feasible_approach(struct feasible *tables, const size_t *members, size_t count);

bool feasible_is_near(const struct feasible *tables, const struct feasible_sum *sum);

/* Is the sum in the span of what is known: does no free column move it by a step of
 * numbers within bounds? */
bool feasible_solved(struct feasible *tables, const struct feasible_sum *sum);

/* How far a sum can be moved up (direction 1) or down (-1) from the truth in a layer by
 * near columns, `enough` at most or a step more; `counts` is the table that shows it.
 * What is known changes its pivots, and may break. */
int64_t feasible_reach(struct feasible *tables, const struct feasible_sum *sum,
                       int layer, int direction, int64_t enough);

#endif
