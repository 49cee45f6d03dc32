/* statistics.c: the formulas of statistics.h. */
#include "statistics.h"
#include "beta.h"
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

struct interval statistics_exact(struct counts counts, double tail)
{
    double x = (double)counts.positive, n = (double)counts.n;

    return (struct interval){
        .low = x > 0 ? beta_quantile(tail, x, n - x + 1) : 0,
        .high = x < n ? beta_quantile(1 - tail, x + 1, n - x) : 1,
    };
}

struct interval statistics_difference(struct counts first, struct counts second,
                                      double z)
{
    double p1 = (double)first.positive / (double)first.n;
    double p2 = (double)second.positive / (double)second.n;
    struct interval one = statistics_wilson((double)first.positive, (double)first.n, z);
    struct interval two =
        statistics_wilson((double)second.positive, (double)second.n, z);

    return (struct interval){
        .low = p1 - p2 - hypot(p1 - one.low, two.high - p2),
        .high = p1 - p2 + hypot(one.high - p1, p2 - two.low),
    };
}

/* How far beyond what chance needs a fall lies, in standard errors. */
static double reach(double p, double fall, double n)
{
    double q = p - fall, middle = (p + q) / 2;
    double chance = STATISTICS_95 * sqrt(2 * middle * (1 - middle));

    return (fall * sqrt(n) - chance) / sqrt(p * (1 - p) + q * (1 - q));
}

double statistics_visible(double p, double n)
{
    const double power_80 = 0.8416212335729143; /* R: qnorm(.8) */
    double from = fmax(p, 1 - p), low = 0, high = from;

    if (!(n > 0) || !(reach(from, from, n) >= power_80))
        return nan("");
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (reach(from, middle, n) < power_80)
            low = middle;
        else
            high = middle;
    }
    return high;
}

struct score statistics_nps(int64_t detractors, int64_t passives, int64_t promoters,
                            double z)
{
    double d = (double)detractors, q = (double)promoters;
    double n = d + q + (double)passives;
    double adjusted_n = n + 3, adjusted = (q - d) / adjusted_n;
    double variance = (q + d + 1.5) / adjusted_n - adjusted * adjusted;
    double half = z * sqrt(variance / adjusted_n);

    return (struct score){
        (q - d) / n, {adjusted - half, adjusted + half}
    };
}

static struct interval between_scores(double mean, double n, double lowest,
                                      double highest, double z)
{
    double width = highest - lowest;
    struct interval place = statistics_wilson(n * (mean - lowest) / width, n, z);

    return (struct interval){lowest + width * place.low, lowest + width * place.high};
}

struct score statistics_mean(const double *scores, const int64_t *counts, size_t size,
                             double z, double tail)
{
    double n = 0, sum = 0, squares = 0;

    for (size_t i = 0; i < size; i++) {
        n += (double)counts[i];
        sum += (double)counts[i] * scores[i];
    }
    double mean = sum / n;
    for (size_t i = 0; i < size; i++)
        squares += (double)counts[i] * (scores[i] - mean) * (scores[i] - mean);
    if (n < MEAN_LEAST || squares <= 0)
        return (struct score){mean,
                              between_scores(mean, n, scores[0], scores[size - 1], z)};
    double half = student_quantile(tail, n - 1) * sqrt(squares / (n - 1) / n);
    return (struct score){
        mean, {mean - half, mean + half}
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
        .limits = {quantile(line, n, tail), 1 - quantile(1 - line, n, tail)},
        .exact = true,
    };
}
