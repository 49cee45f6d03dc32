/* log_odds.c: see log_odds.h. */
#include "log_odds.h"
#include <math.h>

static double prior_of_all(int64_t n1, int64_t n2)
{
    const double least = 10;
    return fmax(least, (double)(n1 < n2 ? n1 : n2) / 10);
}

struct log_odds log_odds_of(int64_t y1, int64_t n1, int64_t y2, int64_t n2)
{
    double a0 = prior_of_all(n1, n2);
    double a = a0 * (double)(y1 + y2) / (double)(n1 + n2);
    double in1 = (double)y1 + a, in2 = (double)y2 + a;
    double delta =
        log(in1 / ((double)n1 + a0 - in1)) - log(in2 / ((double)n2 + a0 - in2));
    double variance = 1 / in1 + 1 / in2;

    return (struct log_odds){delta, variance, delta / sqrt(variance)};
}
