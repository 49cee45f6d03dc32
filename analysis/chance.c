/* chance.c: small counts by inversion, large ones from the normal distribution. */
#include "chance.h"
#include <math.h>

double chance_even(struct chance *chance)
{
    uint64_t z = chance->state += 0x9E3779B97F4A7C15;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static double normal(struct chance *chance)
{
    double radius = sqrt(-2 * log1p(-chance_even(chance)));

    return radius * cos(2 * M_PI * chance_even(chance));
}

/* p <= 1/2 and n p below CHANCE_EXACT_MOST: the first term does not vanish. */
static int64_t rare(struct chance *chance, int64_t n, double p)
{
    double left = chance_even(chance), f = exp((double)n * log1p(-p));
    int64_t x = 0;

    while (left >= f && x < n && f > 0) {
        left -= f;
        f *= (double)(n - x) / (double)(x + 1) * p / (1 - p);
        x++;
    }
    return x;
}

static int64_t many(struct chance *chance, int64_t n, double p)
{
    double mean = (double)n * p;
    double drawn = round(mean + sqrt(mean * (1 - p)) * normal(chance));

    return (int64_t)fmin((double)n, fmax(0, drawn));
}

int64_t chance_binomial(struct chance *chance, int64_t n, double p)
{
    if (p > 0.5)
        return n - chance_binomial(chance, n, 1 - p);
    if ((double)n * p < CHANCE_EXACT_MOST)
        return rare(chance, n, p);
    return many(chance, n, p);
}

int64_t chance_poisson(struct chance *chance, double mean)
{
    double left = chance_even(chance), f = exp(-mean);
    int64_t x = 0;

    while (left >= f && f > 0) {
        left -= f;
        x++;
        f *= mean / (double)x;
    }
    return x;
}
