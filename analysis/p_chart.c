/* p_chart.c: binomial tails where they matter, Laney's p' everywhere. */
#include "p_chart.h"
#include "binomial.h"
#include <math.h>

static const double tail = 0.00135, range_factor = 1.128, screen_factor = 3.267;

static double standardised(struct counts counts, double line)
{
    double n = (double)counts.n;

    return ((double)counts.positive / n - line) / sqrt(line * (1 - line) / n);
}

/* The mean of the moving ranges below `most`; NAN when there is none. */
static double mean_range(const struct counts *counts, size_t size, double line,
                         double most)
{
    double sum = 0, last = nan("");
    size_t ranges = 0;

    for (size_t i = 0; i < size; i++) {
        if (counts[i].n == 0)
            continue;
        double z = standardised(counts[i], line);
        if (fabs(z - last) < most) {
            sum += fabs(z - last);
            ranges++;
        }
        last = z;
    }
    return ranges ? sum / (double)ranges : nan("");
}

double p_chart_sigma_z(const struct counts *counts, size_t size, double line,
                       bool screened)
{
    if (line <= 0 || line >= 1)
        return nan("");
    double range = mean_range(counts, size, line, HUGE_VAL);
    if (screened && range > 0)
        range = mean_range(counts, size, line, screen_factor * range);
    return range / range_factor;
}

struct interval p_chart_normal(double line, double sigma, int64_t n)
{
    double half = 3 * sigma * sqrt(line * (1 - line) / (double)n);

    return (struct interval){fmax(0, line - half), fmin(1, line + half)};
}

static bool is_exact(double line, int64_t n)
{
    return (double)n * fmin(line, 1 - line) < P_CHART_EXACT_MOST;
}

struct interval p_chart_exact(double line, int64_t n)
{
    if (!is_exact(line, n))
        return p_chart_normal(line, 1, n);
    /* At least x is n - x at most of the other kind. */
    int64_t low = binomial_quantile(tail, n, line);
    int64_t high = n - binomial_quantile(tail, n, 1 - line);
    return (struct interval){(double)low / (double)n, (double)high / (double)n};
}

/* Not a number where there is no line between two shares: then the binomial decides. */
static double floored(double sigma_z)
{
    return sigma_z > 1 ? sigma_z : 1;
}

struct interval p_chart_outer(double line, double sigma_z, int64_t n)
{
    struct interval exact = p_chart_exact(line, n);
    struct interval normal = p_chart_normal(line, floored(sigma_z), n);

    return (struct interval){fmin(exact.low, normal.low),
                             fmax(exact.high, normal.high)};
}

bool p_chart_broken(double line, double sigma_z, struct counts counts)
{
    struct interval normal = p_chart_normal(line, floored(sigma_z), counts.n);
    double share = (double)counts.positive / (double)counts.n;

    /* The cheap one first: the tails are asked for few periods. */
    if (share < normal.low)
        return !is_exact(line, counts.n)
               || binomial_at_most(counts.positive, counts.n, line) < tail;
    if (share > normal.high)
        return !is_exact(line, counts.n)
               || binomial_at_least(counts.positive, counts.n, line) < tail;
    return false;
}
