/* ticks.c: see ticks.h. A week belongs to the month of its Thursday, a session to that
 * of its day; a term is named where it begins. */
#include "ticks.h"
#include <math.h>

enum { TICKS_APART = 40, LINE_WIDTH = 562 };

static int32_t weeks_in(const struct shown_period *period)
{
    return period->last - period->first + 1;
}

/* Those that end a year may have its week 53, too, and the first after a choice may
 * begin late: only what is of another kind is drawn as long as it is. */
double ticks_width(const struct shown_chart *chart, size_t i)
{
    static const double weeks[BYS] = {
        [BY_WEEK] = 1, [BY_FORTNIGHT] = 2, [BY_BLOCK] = 4, [BY_THIRTEEN] = 13};
    const struct shown_period *period = &chart->periods[i];

    if (!by_weeks(chart->by) || period->by == chart->by)
        return 1;
    return weeks_in(period) / weeks[chart->by];
}

double ticks_middle(const struct shown_chart *chart, size_t i)
{
    double before = -0.5;

    for (size_t k = 0; k < i; k++)
        before += ticks_width(chart, k);
    return before + ticks_width(chart, i) / 2;
}

static struct tick tick_of(const struct shown_chart *chart, size_t i)
{
    const struct shown_period *period = &chart->periods[i];
    int32_t week = period->by == BY_TERM ? period->first : period->last;
    struct civil day =
        day_civil(period->session ? period->session->day : week_thursday(week));

    return (struct tick){.period = i, .year = day.year, .month = day.month};
}

size_t ticks_choose(const struct shown_chart *chart, struct tick *ticks)
{
    double wide = 0, next = -1;
    struct tick last = {0};
    size_t count = 0;

    for (size_t i = 0; i < chart->period_count; i++)
        wide += ticks_width(chart, i);
    const double apart = floor(wide * TICKS_APART / LINE_WIDTH) + 1;

    for (size_t i = 0; i < chart->period_count; i++) {
        struct tick tick = tick_of(chart, i);
        const double x = ticks_middle(chart, i);
        bool changed = tick.year != last.year || tick.month != last.month;
        if (x < next || !changed)
            continue;
        tick.year_begins = tick.year != last.year;
        ticks[count++] = last = tick;
        next = x + apart;
    }
    return count;
}
