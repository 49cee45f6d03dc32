/* binomial.c: tails by the incomplete beta function, quantiles by halving. */
#include "binomial.h"
#include "beta.h"

double binomial_at_most(int64_t x, int64_t n, double p)
{
    if (x < 0 || x >= n)
        return x < 0 ? 0 : 1;
    return beta_below(1 - p, (double)(n - x), (double)x + 1);
}

double binomial_at_least(int64_t x, int64_t n, double p)
{
    if (x <= 0 || x > n)
        return x <= 0 ? 1 : 0;
    return beta_below(p, (double)x, (double)(n - x) + 1);
}

int64_t binomial_quantile(double share, int64_t n, double p)
{
    int64_t low = -1, high = n; /* at most `low`: too improbable; `high`: not */

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (binomial_at_most(middle, n, p) < share)
            low = middle;
        else
            high = middle;
    }
    return high;
}
