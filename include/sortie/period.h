/* period.h: weeks put together: by two, by four (a block) and by thirteen, months,
 * terms, quarters.
 *
 * A period is a number that grows with time; a week belongs, whole, to the period of
 * its Thursday. Fortnights are the ISO weeks 1-2, 3-4, ... of a year, blocks 1-4, 5-8,
 * ... and thirteens 1-13, 14-26, ...: the last of each has week 53, too, so that all
 * end with the year, and fortnights nest in blocks. Periods of a kind never overlap, so
 * no two published sums differ by a week. */
#ifndef SORTIE_PERIOD_H
#define SORTIE_PERIOD_H

#include "sortie/centre.h"

enum by {
    BY_WEEK,
    BY_FORTNIGHT,
    BY_BLOCK,
    BY_THIRTEEN,
    BY_SESSION,
    BY_MONTH,
    BY_TERM,
    BY_QUARTER,
    BYS
};

enum { PERIOD_NAME_SIZE = 24 };

/* "week", "fortnight", "block", "thirteen", "session", "month", "term", "quarter". */
const char *by_name(enum by by);

/* Weeks, or so many of them: no months, terms or sessions. */
bool by_weeks(enum by by);

/* How many: 1, 2, 4 or 13; 0 of months and the like. And back: BYS when it is none. */
int by_length(enum by by);
enum by by_of_length(int weeks);

/* The period of a week; BY_SESSION is a matter of sessions, not of weeks. */
int32_t period_of(enum by by, int32_t week, const struct settings *settings);

/* Its first and last week, given any week of it. */
int32_t period_first(enum by by, int32_t week, const struct settings *settings);
int32_t period_last(enum by by, int32_t week, const struct settings *settings);

/* "2026-W47", "2026-W45/2026-W48", "2026-11", "2026-T3", "2026-Q4", given any week of
 * it. */
void period_name(enum by by, int32_t week, const struct settings *settings,
                 char name[static PERIOD_NAME_SIZE]);

/* "2026-W45/2026-W48": the name of so many weeks. */
void period_weeks(int32_t first, int32_t last, char name[static PERIOD_NAME_SIZE]);

/* The number of a term in its year, from 1, and that year (which may be the year
 * before: a term runs on until the next one starts). */
struct term {
    int year, number;
};
struct term period_term(int32_t week, const struct settings *settings);

#endif
