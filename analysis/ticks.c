/* ticks.c: see ticks.h. A week belongs to the month of its Thursday, a session to that
 * of its day; a term is named where it begins. */
#include "ticks.h"

enum { TICKS_APART = 40, LINE_WIDTH = 562 };

static struct tick tick_of(const struct shown_chart *chart, size_t i)
{
    const struct shown_period *period = &chart->periods[i];
    int32_t week = chart->by == BY_TERM ? period->first : period->last;
    struct civil day =
        day_civil(period->session ? period->session->day : week_thursday(week));

    return (struct tick){.period = i, .year = day.year, .month = day.month};
}

size_t ticks_choose(const struct shown_chart *chart, struct tick *ticks)
{
    size_t apart = chart->period_count * TICKS_APART / LINE_WIDTH + 1;
    size_t next = 0, count = 0;
    struct tick last = {0};

    for (size_t i = 0; i < chart->period_count; i++) {
        struct tick tick = tick_of(chart, i);
        bool changed = tick.year != last.year || tick.month != last.month;
        if (i < next || !changed)
            continue;
        tick.year_begins = tick.year != last.year;
        ticks[count++] = last = tick;
        next = i + apart;
    }
    return count;
}
