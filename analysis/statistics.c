/* statistics.c: the formulas of statistics.h. */
#include "statistics.h"
#include <math.h>

struct interval statistics_wilson(double positive, double n, double z)
{
    double z2 = z * z;
    double centre = (positive + z2 / 2) / (n + z2);
    double half = z / (n + z2) * sqrt(positive * (n - positive) / n + z2 / 4);

    return (struct interval){
        .low = positive <= 0 ? 0 : centre - half,
        .high = positive >= n ? 1 : centre + half,
    };
}

double statistics_pooled(const struct counts *counts, size_t size)
{
    int64_t n = 0, positive = 0;

    for (size_t i = 0; i < size; i++) {
        n += counts[i].n;
        positive += counts[i].positive;
    }
    return n > 0 ? (double)positive / (double)n : nan("");
}

static double unit(double share)
{
    return fmin(1, fmax(0, share));
}

static struct interval score_limits(double line, int64_t n, double z)
{
    double half = z * sqrt(line * (1 - line) / (double)n);

    return (struct interval){unit(line - half), unit(line + half)};
}

/* How many of n are positive at the point `a` of the binomial distribution function,
 * between whole numbers as Spiegelhalter does it; for line <= 1/2, where the first
 * terms of the sum are the largest. */
static double quantile_rare(double line, int64_t n, double a)
{
    double f = exp((double)n * log1p(-line));
    double sum = f;
    int64_t r = 0;

    while (sum < a && r < n) {
        f *= (double)(n - r) / (double)(r + 1) * line / (1 - line);
        r++;
        sum += f;
    }
    return (double)r - (sum - a) / f;
}

/* The same for line > 1/2, from the other end: X >= r is n - X <= n - r. */
static double quantile_common(double line, int64_t n, double a)
{
    double rare = 1 - line;
    double f = exp((double)n * log1p(-rare));
    double sum = f; /* of n - X <= m */
    int64_t m = 0;

    while (sum <= 1 - a && m < n) {
        f *= (double)(n - m) / (double)(m + 1) * rare / (1 - rare);
        m++;
        sum += f;
    }
    return (double)(n - m) - (f - (sum - (1 - a))) / f;
}

static double quantile(double line, int64_t n, double a)
{
    double count = line > 0.5 ? quantile_common(line, n, a) : quantile_rare(line, n, a);

    return unit(count / (double)n);
}

struct funnel statistics_funnel(double line, int64_t n, double z, double tail)
{
    double minority = (double)n * fmin(line, 1 - line);

    if (line <= 0 || line >= 1)
        return (struct funnel){
            .limits = {line, line},
              .exact = true
        };
    if (minority >= FUNNEL_MINORITY)
        return (struct funnel){.limits = score_limits(line, n, z)};
    return (struct funnel){
        .limits = {quantile(line, n, tail), quantile(line, n, 1 - tail)},
        .exact = true,
    };
}
