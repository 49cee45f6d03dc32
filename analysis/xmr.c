/* xmr.c: the rules are laid from the weakest to the strongest, each over the last. */
#include "xmr.h"
#include <math.h>

enum { SEVEN = 7, THREE = 3 };

static const double range_factor = 2.66, screen_factor = 3.267;

/* The mean of the moving ranges below `most`; 0 when there is none. */
static double mean_range(const double *values, size_t size, double most)
{
    double sum = 0;
    size_t count = 0;

    for (size_t i = 1; i < size; i++) {
        double range = fabs(values[i] - values[i - 1]);
        if (range < most) {
            sum += range;
            count++;
        }
    }
    return count ? sum / (double)count : 0;
}

struct xmr xmr_limits(const double *values, size_t size, bool screened)
{
    double sum = 0, range = mean_range(values, size, HUGE_VAL);

    for (size_t i = 0; i < size; i++)
        sum += values[i];
    if (screened)
        range = mean_range(values, size, screen_factor * range);
    double mean = sum / (double)size;
    return (struct xmr){
        mean, {mean - range_factor * range, mean + range_factor * range}
    };
}

/* -1, 0, 1; equal up to what sums of shares round away. */
static int compare(double left, double right)
{
    double slack = 1e-12 * fmax(1, fabs(right));

    return (left > right + slack) - (left < right - slack);
}

static bool outside(double value, const struct interval *limits)
{
    return compare(value, limits->low) < 0 || compare(value, limits->high) > 0;
}

static bool outer_third(double value, const struct xmr *xmr)
{
    double low = xmr->mean + (xmr->limits.low - xmr->mean) * 2 / 3;
    double high = xmr->mean + (xmr->limits.high - xmr->mean) * 2 / 3;

    return !outside(value, &xmr->limits)
           && outside(value, &(struct interval){low, high});
}

/* The side of the mean on which all of `count` values lie; 0 when there is none. */
static int side(const double *values, size_t count, double mean)
{
    int first = compare(values[0], mean);

    for (size_t i = 1; i < count; i++)
        if (compare(values[i], mean) != first)
            return 0;
    return first;
}

static bool is_trend(const double *values)
{
    int first = compare(values[1], values[0]);

    for (size_t i = 2; i < SEVEN; i++)
        if (compare(values[i], values[i - 1]) != first)
            return false;
    return first != 0;
}

static void mark(enum xmr_cause *causes, size_t count, enum xmr_cause cause)
{
    for (size_t i = 0; i < count; i++)
        causes[i] = cause;
}

static void mark_two_of_three(const double *values, const struct xmr *xmr,
                              enum xmr_cause *causes)
{
    int close = 0;

    for (size_t i = 0; i < THREE; i++)
        close += outer_third(values[i], xmr);
    if (close < 2 || side(values, THREE, xmr->mean) == 0)
        return;
    for (size_t i = 0; i < THREE; i++)
        if (outer_third(values[i], xmr))
            causes[i] = XMR_TWO_OF_THREE;
}

void xmr_causes(const double *values, size_t size, const struct xmr *xmr,
                enum xmr_cause *causes)
{
    mark(causes, size, XMR_COMMON);
    for (size_t i = 0; i + SEVEN <= size; i++)
        if (side(values + i, SEVEN, xmr->mean) != 0)
            mark(causes + i, SEVEN, XMR_ONE_SIDE);
    for (size_t i = 0; i + THREE <= size; i++)
        mark_two_of_three(values + i, xmr, causes + i);
    for (size_t i = 0; i + SEVEN <= size; i++)
        if (is_trend(values + i))
            mark(causes + i, SEVEN, XMR_TREND);
    for (size_t i = 0; i < size; i++)
        if (outside(values[i], &xmr->limits))
            causes[i] = XMR_OUTSIDE;
}
