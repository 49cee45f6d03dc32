/* runs.c: one walk along a series, then two sets of limits. */
#include "runs.h"
#include "binomial.h"
#include <math.h>

static void walk(struct runs *runs, const double *values, size_t size, double line)
{
    bool above = false;
    size_t run = 0;

    for (size_t i = 0; i < size; i++) {
        if (isnan(values[i]) || values[i] == line)
            continue;
        bool now = values[i] > line;
        if (runs->useful++ > 0 && now != above) {
            runs->crossings++;
            run = 0;
        }
        above = now;
        if (++run > runs->longest)
            runs->longest = run;
    }
}

static struct runs_limit limit(const struct runs *runs, size_t more, double share)
{
    struct runs_limit limit = {
        .longest_max = (size_t)lround(log2((double)runs->useful)) + more,
        .crossings_min =
            (size_t)binomial_quantile(share, (int64_t)runs->useful - 1, 0.5),
    };

    limit.signal =
        runs->longest > limit.longest_max || runs->crossings < limit.crossings_min;
    return limit;
}

struct runs runs_about(const double *values, size_t size, double line)
{
    struct runs runs = {0};

    walk(&runs, values, size, line);
    runs.known = runs.useful >= RUNS_LEAST;
    if (runs.known) {
        runs.usual = limit(&runs, 3, 0.05);
        runs.headline = limit(&runs, 5, 0.005);
    }
    return runs;
}
