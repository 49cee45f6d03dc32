/* disclosure.h: what may be shown of a figure, of a total beside its parts, of a
 * distribution. Totals of several periods and places beside each other are a matter of
 * totals.h. Nothing else decides, and everything after sees only what is let through.
 *
 *     struct figure figure = disclosure_figure(counts, &rule);
 *     if (figure.showing == SHOWN) ... figure.n ...
 *
 * A base under the threshold is withheld. Of a shown base n and positive are shown; any
 * other cell of 1 to 4 is not. Unanimous bad answers are not shown as such: 0 and 1
 * positive look alike, "at most 1". What is hidden cannot be worked out from what is
 * shown, not even by someone who knows these rules (tests/unit/test_disclosure.c tries
 * every table). */
#ifndef SORTIE_DISCLOSURE_H
#define SORTIE_DISCLOSURE_H

#include "sortie/counts.h"

#include <stdbool.h>
#include <stddef.h>

struct disclosure_rule {
    int64_t smallest;      /* base */
    int64_t smallest_cell; /* cell of a shown base */
    bool sensitive;        /* unanimity is hidden in both directions */
};

/* Answers from which a figure is one of many: with fewer it has no percentage. */
enum { PERCENTAGE_FROM = 10 };

enum showing { SHOWN, WITHHELD, EMPTY, CLOSED };
enum bound { EXACT, AT_MOST, AT_LEAST };

/* Why something is hidden: for the list of decisions alone. What is published has the
 * same mark for all of them. */
enum reason {
    REASON_NONE,
    REASON_FEW,       /* a base under the threshold */
    REASON_CELL,      /* a cell of 1 to 4 */
    REASON_BESIDE,    /* it would tell a hidden cell of the same sum */
    REASON_UNANIMOUS, /* a reason that everybody gave */
    REASON_BASE,      /* options of fewer answers than the threshold */
    REASON_SESSION,   /* a month that would tell a hidden session */
    REASON_BOUND,     /* a total of a place whose positive answers are hidden */
    REASON_REST,      /* a total that less its places would be a small base */
    REASON_SOLVED,    /* beside others it would give a hidden count, */
    REASON_NARROW,    /* bring it too close, */
    REASON_ALONE,     /* or give it to a visitor who was alone */
    REASON_UNSURE,
    REASONS
};

struct figure {
    enum showing showing;
    enum reason reason; /* REASON_NONE unless WITHHELD */
    int64_t n;          /* 0 unless SHOWN */
    enum bound bound;
    int64_t positive; /* at most or at least so many, unless EXACT */
};

struct figure disclosure_figure(struct counts counts,
                                const struct disclosure_rule *rule);

/* A figure that is hidden for what it would tell of others. */
struct figure disclosure_withheld(enum reason reason);

/* "few", "cell", ... and what it means, in a few words. */
const char *disclosure_reason(enum reason reason);
const char *disclosure_meaning(enum reason reason);

/* What is left of a total when the parts that are shown exactly are taken away. */
struct rest {
    struct counts counts; /* of all that is left */
    int64_t loose;        /* answers of it that are in no published part */
    int64_t withheld;     /* how many parts are withheld */
    int64_t alone;        /* how many of these are one visitor */
    int64_t bounded;      /* how many are shown, but not exactly */
};

void disclosure_take(struct rest *rest, struct counts part, const struct figure *shown);

/* May a total be shown beside its parts? Not if what is left is a small group, or one
 * whose members are known (all parts of it 1, or all 4, or to a visitor who was a part
 * of their own), or unanimous. */
bool disclosure_rest(const struct rest *rest, const struct disclosure_rule *rule);

/* What may be said of a number that grows one by one from edition to edition: the
 * multiple of `smallest` that it reached. */
int64_t disclosure_step(int64_t n, int64_t smallest);

/* Which cells of a distribution may be shown. Cells with the same group number >= 0 sum
 * to a number that is shown elsewhere; those of group -1 sum to nothing known. */
void disclosure_cells(const int64_t *cells, const int *groups, size_t size,
                      const struct disclosure_rule *rule, bool *shown);

#endif
