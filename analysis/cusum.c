/* cusum.c: one walk along a series. */
#include "cusum.h"
#include <math.h>

/* Odds multiplied by r turn p0 into r p0 / (q0 + r p0) and q0 into q0 / (q0 + r p0):
 * written so, nothing is divided by a share of 0. */
double cusum_weight(struct counts counts, double p0, double ratio)
{
    double n = (double)counts.n, x = (double)counts.positive;

    return x * log(ratio) - n * log(1 - p0 + ratio * p0);
}

void cusum_of(const struct counts *counts, size_t size, double *sums)
{
    struct counts before = {0};
    size_t periods = 0;
    double sum = 0;

    for (size_t i = 0; i < size; i++) {
        sums[i] = nan("");
        if (counts[i].n == 0)
            continue;
        if (periods >= CUSUM_PERIODS && before.n >= CUSUM_ANSWERS) {
            double p0 = (double)before.positive / (double)before.n;
            sum = fmax(0, sum + cusum_weight(counts[i], p0, CUSUM_RATIO));
            sums[i] = sum;
        }
        if (sum >= CUSUM_LIMIT)
            sum = 0;
        before.n += counts[i].n;
        before.positive += counts[i].positive;
        periods++;
    }
}
