/* dispersion.c: distances from a line, and what is left of them without chance. */
#include "dispersion.h"
#include "sortie/median.h"
#include <math.h>
#include <stdlib.h>

static const double outer = 0.1, chance = 0.05;

/* Q(a + 1, h) = Q(a, h) + h^a e^-h / gamma(a + 1), from Q(1/2, h) or Q(1, h) on. */
double dispersion_beyond(double x, size_t freedom)
{
    const double h = x / 2;
    const bool odd = freedom % 2;
    double beyond = odd ? erfc(sqrt(h)) : exp(-h);

    for (size_t twice = odd ? 1 : 2; twice < freedom && h > 0; twice += 2) {
        double a = (double)twice / 2;
        beyond += exp(a * log(h) - h - lgamma(a + 1));
    }
    return h > 0 ? beyond : 1;
}

static double variance_of(double line, int64_t n)
{
    return line * (1 - line) / (double)n;
}

static double quantile(const double *sorted, size_t size, double share)
{
    double place = (double)(size - 1) * share;
    size_t below = (size_t)place, above = below + 1 < size ? below + 1 : below;

    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

/* `z` are sorted. */
static double squares_of(const double *z, size_t size)
{
    double low = quantile(z, size, outer), high = quantile(z, size, 1 - outer), sum = 0;

    for (size_t i = 0; i < size; i++) {
        double pulled = fmin(fmax(z[i], low), high);
        sum += pulled * pulled;
    }
    return sum;
}

static double excess(const struct counts *counts, size_t size, double line,
                     double squares, size_t units)
{
    double weights = 0, weights2 = 0;

    if (dispersion_beyond(squares, units - 1) >= chance)
        return 0;
    for (size_t i = 0; i < size; i++) {
        double weight = counts[i].n > 0 ? 1 / variance_of(line, counts[i].n) : 0;
        weights += weight;
        weights2 += weight * weight;
    }
    return fmax(0, squares - (double)(units - 1)) / (weights - weights2 / weights);
}

bool dispersion_of(const struct counts *counts, size_t size, double line,
                   struct dispersion *dispersion, struct error *error)
{
    double *z = calloc(size + 1, sizeof *z);
    size_t units = 0;

    *dispersion = (struct dispersion){nan(""), nan("")};
    if (!z)
        return error_set(error, ERROR_SYSTEM, "cannot compare units: out of memory");
    for (size_t i = 0; i < size && line > 0 && line < 1; i++)
        if (counts[i].n > 0)
            z[units++] = ((double)counts[i].positive / (double)counts[i].n - line)
                         / sqrt(variance_of(line, counts[i].n));
    if (units >= 2) {
        values_sort(z, units);
        double squares = squares_of(z, units);
        dispersion->phi = squares / (double)units;
        dispersion->tau2 = excess(counts, size, line, squares, units);
    }
    free(z);
    return true;
}
