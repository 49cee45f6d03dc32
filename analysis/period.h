/* period.h: weeks put together: blocks of four, months, terms, quarters.
 *
 * A period is a number that grows with time; a week belongs, whole, to the period of
 * its Thursday. Blocks are the ISO weeks 1-4, 5-8, ... 49-52 of a year (and 53).
 * Periods of a kind never overlap, so no two published sums differ by a week. */
#ifndef PERIOD_H
#define PERIOD_H

#include "sortie/centre.h"

enum by { BY_WEEK, BY_BLOCK, BY_SESSION, BY_MONTH, BY_TERM, BY_QUARTER, BYS };

enum { PERIOD_NAME_SIZE = 24 };

/* "week", "block", "session", "month", "term", "quarter". */
const char *by_name(enum by by);

/* The period of a week; BY_SESSION is a matter of sessions, not of weeks. */
int32_t period_of(enum by by, int32_t week, const struct settings *settings);

/* Its first and last week, given any week of it. */
int32_t period_first(enum by by, int32_t week, const struct settings *settings);
int32_t period_last(enum by by, int32_t week, const struct settings *settings);

/* "2026-W47", "2026-W45/2026-W48", "2026-11", "2026-T3", "2026-Q4", given any week of
 * it. */
void period_name(enum by by, int32_t week, const struct settings *settings,
                 char name[static PERIOD_NAME_SIZE]);

/* The number of a term in its year, from 1, and that year (which may be the year
 * before: a term runs on until the next one starts). */
struct term {
    int year, number;
};
struct term period_term(int32_t week, const struct settings *settings);

#endif
