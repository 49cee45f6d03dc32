/* ticks.h: which periods of a chart have a month written below them.
 *
 *     struct tick *ticks = calloc(chart->period_count + 1, sizeof *ticks);
 *     size_t count = ticks_choose(chart, ticks);
 */
#ifndef TICKS_H
#define TICKS_H

#include "shown.h"

struct tick {
    size_t period; /* of the chart */
    int year, month;
    bool year_begins; /* the year is written, too: the first tick of it */
};

/* Ticks where the month changes, as many as have room under a wide chart; how many.
 * `ticks` has a place for each period. */
size_t ticks_choose(const struct shown_chart *chart, struct tick *ticks);

#endif
