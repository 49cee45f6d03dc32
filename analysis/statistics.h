/* statistics.h: shares and means, their intervals and the limits of a funnel.
 *
 *     struct interval i = statistics_wilson(10, 12, STATISTICS_95);    0.5520, 0.9530
 *
 * Numbers in, numbers out: nothing here knows of surveys, weeks or places. Shares lie
 * in 0..1. */
#ifndef STATISTICS_H
#define STATISTICS_H

#include "sortie/counts.h"

#include <stdbool.h>
#include <stddef.h>

/* Two-sided quantiles of the normal distribution. */
#define STATISTICS_95 1.959963984540054
#define STATISTICS_998 3.090232306167813

/* What lies beyond them on either side. */
#define STATISTICS_TAIL_95 0.025
#define STATISTICS_TAIL_998 0.001

struct interval {
    double low, high;
};

/* Wilson's score interval (Wilson 1927) of `positive` out of n > 0. The bound is
 * exactly 0 when none is positive and exactly 1 when all are. */
struct interval statistics_wilson(double positive, double n, double z);

/* The exact interval of Clopper and Pearson 1934 for n > 0 and the tail 0.025 (0.001)
 * on either side: never too narrow, mostly too wide. R: binom.test(positive,
 * n)$conf.int.
 */
struct interval statistics_exact(struct counts counts, double tail);

/* Of the difference between two shares, the first minus the second: Newcombe's hybrid
 * score interval (Newcombe 1998, Stat Med 17:873, method 10). Both n > 0. */
struct interval statistics_difference(struct counts first, struct counts second,
                                      double z);

/* The smallest fall from the share p (or rise to it, whichever side has more room) that
 * so many answers before and after show four times out of five, at 95 %: Fleiss 1981,
 * Statistical Methods for Rates and Proportions, 3.2; R: power.prop.test(n, p1 = p,
 * power = .8). NAN when not even the largest one is seen. */
double statistics_visible(double p, double n);

/* The net promoter score of n > 0 answers, -1..1, and the adjusted Wald interval (Rocks
 * 2016, Am Stat 70:365: 3/4 added to promoters and detractors, 3/2 to the others). The
 * interval lies around the adjusted score and may end beyond 1: cut it where it is
 * shown. */
struct score {
    double value;
    struct interval interval;
};
struct score statistics_nps(int64_t detractors, int64_t passives, int64_t promoters,
                            double z);

/* The mean of n > 0 answers to options with ascending scores, `counts` of each, with
 * the t interval of Student (may end beyond the scale). With fewer than MEAN_LEAST
 * answers, or all alike, that is absurd: then Wilson's interval of the mean's place
 * between the lowest and the highest score, which is too wide rather than too narrow. z
 * and tail belong together. R: t.test(x)$conf.int. */
struct score statistics_mean(const double *scores, const int64_t *counts, size_t size,
                             double z, double tail);

enum { MEAN_LEAST = 5 };

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
 * Stat Med 24:1185, appendix A.1.1: r = the smallest with F(r) >= a, lower limit
 * (r - (F(r) - a) / f(r)) / n, cut to 0. The upper one is 1 - the lower one of the other
 * kind: his own lies one answer below it, and so would call outside who has all of ten
 * positive where that happens by chance in one case of four. Outside, strictly, are those
 * whose binomial tail, their own count included, is below `tail`. */
struct funnel statistics_funnel(double line, int64_t n, double z, double tail);

enum { FUNNEL_MINORITY = 10 };

#endif
