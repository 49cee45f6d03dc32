/* runs.h: does a series stay on one side of its line for longer, or cross it less
 * often, than chance lets it? (Anhoej & Olesen 2014, PLoS ONE 9(11) e113825.)
 *
 *     struct runs runs = runs_about(shares, size, median);
 *     runs.usual.signal         in 2 % of steady series of any length, looked at once
 *     runs.headline.signal      rarer: for who looks again every Monday
 *
 * The usual limits are Anhoej's. Looked at on 26 Mondays they call up to 15 % of steady
 * series changed. Of the stricter ones, beside unusual points, tests/bench/mondays.c
 * counts 4.2 % at the worst; with a quantile of 1 % for crossings it was 5.1 %, more
 * than the 1 in 20 that is promised, for 2 % more power. */
#ifndef RUNS_H
#define RUNS_H

#include <stdbool.h>
#include <stddef.h>

/* The longest run that chance explains, the fewest crossings, and whether the series is
 * beyond either. */
struct runs_limit {
    size_t longest_max, crossings_min;
    bool signal;
};

struct runs {
    size_t useful; /* values that are not on the line */
    size_t longest, crossings;
    bool known; /* RUNS_LEAST useful values; else the limits are 0 */
    /* round(log2 useful) + 3, qbinom(.05, useful - 1, .5); + 5 and .005: */
    struct runs_limit usual, headline;
};

enum { RUNS_LEAST = 10 };

/* Values that are NAN are gaps: a run goes on across them. So it does across a value on
 * the line, which is not counted. */
struct runs runs_about(const double *values, size_t size, double line);

#endif
