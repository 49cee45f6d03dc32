/* visitors.c: see visitors.h. */
#include "visitors.h"
#include "sortie/median.h"
#include <math.h>
#include <stdlib.h>

enum { UNCOUNTED = -1 };

/* What was counted: of each place and week, of each session. */
struct counted {
    const struct centre *centre;
    int32_t first;     /* week */
    int64_t *weeks;    /* WEEKS_READ + 1 of each place */
    int64_t *sessions; /* one each */
};

static void add(int64_t *sum, int64_t n)
{
    *sum = (*sum == UNCOUNTED ? 0 : *sum) + n;
}

static int64_t *week_at(const struct counted *counted, const struct place *place,
                        int32_t week)
{
    size_t row = (size_t)(place - counted->centre->places);

    return &counted->weeks[row * (WEEKS_READ + 1) + (size_t)(week - counted->first)];
}

static bool add_row(void *context, const struct visitors *visitors, struct error *error)
{
    const struct counted *counted = context;
    const struct centre *centre = counted->centre;
    const struct place *place = centre_place(centre, visitors->place);
    const struct session *session = centre_session(centre, visitors->session);

    (void)error;
    if (place)
        add(week_at(counted, place, week_of(visitors->day)), visitors->n);
    if (session)
        add(&counted->sessions[session - centre->sessions], visitors->n);
    return true;
}

/* ---- of a period ---- */

static bool has_session(const struct centre *centre, const struct place *place,
                        int32_t week)
{
    bool any = false;

    for (size_t i = 0; i < centre->session_count; i++) {
        const struct session *session = &centre->sessions[i];
        any = any || session->place == place;
        if (session->place == place && week_of(session->day) == week)
            return true;
    }
    return !any;
}

static bool is_wanted(const struct centre *centre, const struct place *place,
                      int32_t week)
{
    return centre_open_days(centre, week) > 0 && has_session(centre, place, week);
}

static int64_t count_period(const struct counted *counted, const struct place *place,
                            const struct shown_period *period)
{
    int64_t sum = 0;

    if (period->session)
        sum = counted->sessions[period->session - counted->centre->sessions];
    for (int32_t week = period->first; !period->session && week <= period->last;
         week++) {
        int64_t n = *week_at(counted, place, week);
        if (n == UNCOUNTED && is_wanted(counted->centre, place, week))
            return 0;
        sum += n == UNCOUNTED ? 0 : n;
    }
    return sum > 0 ? sum : 0;
}

static void fill_in(const struct counted *counted, struct shown *shown)
{
    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t i = 0; i < shown->places[p].chart_count; i++) {
            struct shown_chart *chart = &shown->places[p].charts[i];
            for (size_t k = 0; k < chart->period_count; k++)
                chart->periods[k].visitors =
                    count_period(counted, shown->places[p].place, &chart->periods[k]);
        }
}

static int64_t *uncounted(size_t size)
{
    int64_t *counts = calloc(size + 1, sizeof *counts);

    for (size_t i = 0; counts && i < size; i++)
        counts[i] = UNCOUNTED;
    return counts;
}

bool visitors_read(struct store *store, struct shown *shown, struct error *error)
{
    const struct centre *centre = shown->centre;
    struct counted counted = {
        .centre = centre,
        .first = shown->week - WEEKS_READ,
        .weeks = uncounted(centre->place_count * (WEEKS_READ + 1)),
        .sessions = uncounted(centre->session_count),
    };
    bool read =
        counted.weeks && counted.sessions
            ? store_visitors(store, week_monday(counted.first),
                             week_monday(shown->week) + 6, add_row, &counted, error)
            : error_set(error, ERROR_SYSTEM, "cannot count visitors: out of memory");

    if (read)
        fill_in(&counted, shown);
    free(counted.weeks);
    free(counted.sessions);
    return read;
}

/* ---- the share ---- */

double visitors_share(const struct shown_period *period)
{
    bool known = period->figure.showing == SHOWN && period->visitors > 0
                 && period->figure.n <= period->visitors;

    return known ? (double)period->figure.n / (double)period->visitors : nan("");
}

static const struct shown_chart *leading(const struct shown_place *place)
{
    const struct shown_chart *first = NULL;

    for (size_t i = 0; i < place->chart_count; i++) {
        const struct shown_chart *chart = &place->charts[i];
        if (chart->shown > 0 && chart->line->mode == MODE_DOOR)
            return chart;
        if (chart->shown > 0 && !first)
            first = chart;
    }
    return first;
}

/* The median of up to VISITORS_BEFORE known values of periods before the latest: a
 * single odd week moves it little. NAN when too few are known. */
static double usual(const struct shown_chart *chart,
                    double (*value)(const struct shown_period *))
{
    double before[VISITORS_BEFORE];
    size_t count = 0;

    for (size_t i = chart->latest; i-- > 0 && count < VISITORS_BEFORE;) {
        double one = value(&chart->periods[i]);
        if (!isnan(one))
            before[count++] = one;
    }
    return count < VISITORS_BEFORE_LEAST ? nan("") : median_value(before, count);
}

/* Answers a week. */
static double rate(const struct shown_period *period)
{
    return period->figure.showing == SHOWN
               ? (double)period->figure.n / (period->last - period->first + 1)
               : nan("");
}

struct turnout visitors_turnout(const struct shown_place *place)
{
    const double low = 0.1, crowd = 3;
    struct turnout turnout = {.chart = leading(place), .share = nan("")};

    if (!turnout.chart)
        return turnout;
    turnout.period = &turnout.chart->periods[turnout.chart->latest];
    turnout.share = visitors_share(turnout.period);
    turnout.low = turnout.share < low;
    double before = usual(turnout.chart, visitors_share);
    turnout.moved = turnout.share <= before / 2 || turnout.share >= before * 2;
    turnout.crowded = rate(turnout.period) > crowd * usual(turnout.chart, rate);
    return turnout;
}
