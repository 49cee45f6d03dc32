/* beta.c: the continued fraction of the incomplete beta function (DLMF 8.17.22), summed
 * from the front by Lentz's method, and what is found by halving with it. */
#include "beta.h"
#include <float.h>
#include <math.h>

enum { FRACTION_MOST = 1000000 };

/* Numerators of the fraction 1 / (1 + d1 / (1 + d2 / (1 + ...))). */
static double numerator(int index, double x, double a, double b)
{
    int odd = index % 2;
    double m = (index - odd) / 2.0;

    if (odd)
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
}

static double off_zero(double value)
{
    return fabs(value) < DBL_MIN ? DBL_MIN : value;
}

static double fraction(double x, double a, double b)
{
    double c = 1, d = 0, value = 1;

    for (int index = 1; index < FRACTION_MOST; index++) {
        double each = numerator(index, x, a, b);
        d = 1 / off_zero(1 + each * d);
        c = off_zero(1 + each / c);
        value *= c * d;
        if (fabs(c * d - 1) < DBL_EPSILON)
            break;
    }
    return 1 / value;
}

static double by_fraction(double x, double a, double b)
{
    double log_beta = lgamma(a) + lgamma(b) - lgamma(a + b);

    return exp(a * log(x) + b * log1p(-x) - log_beta) / a * fraction(x, a, b);
}

double beta_below(double x, double a, double b)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    /* Beyond the mean the fraction converges slowly, and the other side is the small
     * one. */
    if (x > (a + 1) / (a + b + 2))
        return 1 - by_fraction(1 - x, b, a);
    return by_fraction(x, a, b);
}

double beta_quantile(double share, double a, double b)
{
    double low = 0, high = 1;

    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            return middle;
        if (beta_below(middle, a, b) < share)
            low = middle;
        else
            high = middle;
    }
}

/* Both tails of t beyond +-t hold I_x(freedom / 2, 1 / 2), x = freedom / (freedom +
 * t^2). */
double student_quantile(double tail, double freedom)
{
    double x = beta_quantile(2 * tail, freedom / 2, 0.5);

    return sqrt(freedom * (1 - x) / x);
}
