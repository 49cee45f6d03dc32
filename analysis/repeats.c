/* repeats.c: see repeats.h. */
#include "repeats.h"

/* A share that moves by more than one in so many moves by more than 2 points. */
enum { WORTH_ONE_IN = 50 };

static bool is_exact(struct counts counts, const struct disclosure_rule *rule)
{
    const struct figure figure = disclosure_figure(counts, rule);

    return figure.showing == SHOWN && figure.bound == EXACT;
}

/* A part that is shown as a bound could be one of two: none positive or one, all or all
 * but one. May the other part be known to go with either? Only if both are possible,
 * and it could be shown exactly itself. */
static bool hides(struct counts part, enum bound bound, struct counts other,
                  const struct disclosure_rule *rule)
{
    const int64_t sum = bound == AT_MOST ? 1 : 2 * part.n - 1;
    const int64_t twin = sum - part.positive;
    const struct counts beside = {other.n, other.positive + part.positive - twin};

    return beside.positive >= 0 && beside.positive <= beside.n && is_exact(beside, rule)
           && is_exact(other, rule);
}

/* Does the share move by more than 2 points, whatever the bound leaves open? In whole
 * numbers, so that 2 points are not more than 2 points. */
static bool moves(struct counts all, const struct figure *rest)
{
    const int64_t up = rest->positive * all.n - all.positive * rest->n;
    const int64_t enough = all.n * rest->n / WORTH_ONE_IN;

    return (rest->bound != AT_MOST && up > enough)
           || (rest->bound != AT_LEAST && -up > enough);
}

struct figure repeats_rest(struct counts all, struct counts flagged,
                           const struct disclosure_rule *rule)
{
    const struct counts rest = {all.n - flagged.n, all.positive - flagged.positive};
    const struct figure left_out = disclosure_figure(flagged, rule);
    const struct figure none = {.showing = EMPTY};
    struct figure figure = disclosure_figure(rest, rule);

    if (left_out.showing != SHOWN || figure.showing != SHOWN)
        return none;
    if (figure.bound != EXACT && !hides(rest, figure.bound, flagged, rule))
        return none;
    if (left_out.bound != EXACT) {
        if (!hides(flagged, left_out.bound, rest, rule))
            return none;
        figure.bound = left_out.bound == AT_MOST ? AT_LEAST : AT_MOST;
        figure.positive = all.positive - left_out.positive;
    }
    return moves(all, &figure) ? figure : none;
}

struct interval repeats_interval(const struct figure *rest)
{
    const double n = (double)rest->n, positive = (double)rest->positive;
    const double low = rest->bound == AT_MOST ? positive - 1 : positive;
    const double high = rest->bound == AT_LEAST ? positive + 1 : positive;

    return (struct interval){statistics_wilson(low, n, STATISTICS_95).low,
                             statistics_wilson(high, n, STATISTICS_95).high};
}
