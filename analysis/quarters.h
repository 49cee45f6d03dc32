/* quarters.h: what leaves a centre of a closed quarter: the answers of all its places
 * of a kind to a core question, put together.
 *
 *     quarters_make(&totals, read, closed, add, context, &error)
 *
 * All of them, summed before anything is withheld, once its terms, and what lies in
 * them in part, are over, and where the sum tells no more of what their editions hide
 * than these do (totals.h). Until then, and elsewhere, those of the periods of the
 * quarter that are shown exactly: this tells nothing that the editions do not. */
#ifndef QUARTERS_H
#define QUARTERS_H

#include "totals.h"

struct quarter_sum {
    int32_t first, last; /* weeks of the quarter */
    enum kind kind;
    const char *core; /* the question's */
    enum mode mode;
    struct counts counts;
    bool sensitive; /* a sensitive place is among them */
};

/* Tells each sum in which anybody is, the quarters of one question and mode after the
 * other, and stops with false when `add` does. `totals` are those of an edition of
 * `closed`, the last closed week, whose measures were read from the week `read` on
 * (INT32_MIN: all of them): a quarter of which a part, or a part of the terms beside
 * it, was not read is told no more, or it would change as the weeks go by. */
bool quarters_make(const struct totals *totals, int32_t read, int32_t closed,
                   bool (*add)(void *context, const struct quarter_sum *sum,
                               struct error *error),
                   void *context, struct error *error);

#endif
