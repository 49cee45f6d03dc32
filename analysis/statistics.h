/* statistics.h: shares, their intervals and the limits of a funnel.
 *
 *     struct interval i = statistics_wilson(10, 12, STATISTICS_95);    0.5520, 0.9530
 *
 * Numbers in, numbers out: nothing here knows of surveys, weeks or places. Shares lie
 * in 0..1. */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two-sided quantiles of the normal distribution. */
#define STATISTICS_95 1.959963984540054
#define STATISTICS_998 3.090232306167813

struct interval {
    double low, high;
};

/* Wilson's score interval (Wilson 1927) of `positive` out of n > 0. The bound is
 * exactly 0 when none is positive and exactly 1 when all are. */
struct interval statistics_wilson(double positive, double n, double z);

/* A count of answers, `positive` of them positive. */
struct counts {
    int64_t n, positive;
};

/* All positives over all answers; NAN when there are none. */
double statistics_pooled(const struct counts *counts, size_t size);

/* A funnel's limits at n > 0 answers around the share `line`, for the two-sided level
 * whose normal quantile is z and whose lower tail is `tail` (0.025, 0.001). */
struct funnel {
    struct interval limits;
    bool
        exact; /* binomial; else the score limits line +- z sqrt(line (1 - line) / n) */
};

/* Exact below FUNNEL_MINORITY expected answers of the rarer kind: Spiegelhalter 2005,
 * Stat Med 24:1185, appendix A.1.1: r = the smallest with F(r) >= a, limit
 * (r - (F(r) - a) / f(r)) / n. Limits are cut to 0..1. */
struct funnel statistics_funnel(double line, int64_t n, double z, double tail);

enum { FUNNEL_MINORITY = 10 };

#endif
