/* cusum.h: an early sign that a share fell, worth a look and never more.
 *
 * Each period adds the logarithm of how much likelier its answers are with odds cut by
 * CUSUM_RATIO than with the odds of all earlier periods together, and the sum never
 * goes below 0 (Steiner et al. 2000, Biostatistics 1:441). At CUSUM_LIMIT it signals
 * and starts from 0 again. What a period adds knows nothing of later ones: history is
 * never redrawn. Of a steady place it signals once in some 230 to 600 periods
 * (tests/bench/mondays.c). */
#ifndef CUSUM_H
#define CUSUM_H

#include "statistics.h"

#define CUSUM_RATIO 0.5
#define CUSUM_LIMIT 4.0

/* How seldom it signals in one steady series: once in so many periods, at the worst of
 * the shares and numbers of answers of tests/bench/mondays.c. */
enum { CUSUM_FALSE_ALARM_EVERY = 230 };

/* Earlier periods that are needed, and answers in them. */
enum { CUSUM_PERIODS = 13, CUSUM_ANSWERS = 100 };

/* What a period adds for odds multiplied by `ratio`, from the share p0. */
double cusum_weight(struct counts counts, double p0, double ratio);

/* The sum at each of size periods, CUSUM_LIMIT or more where it signals; NAN at gaps (n
 * is 0) and where earlier periods are too few. */
void cusum_of(const struct counts *counts, size_t size, double *sums);

#endif
