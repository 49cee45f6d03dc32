/* ticks.h: where the periods of a chart stand, and which of them have a month written
 * below.
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

/* The axis of a chart: its first period begins at -0.5, and one of its own length is 1
 * wide; weeks before longer periods were chosen are narrower. */
double ticks_width(const struct shown_chart *chart, size_t i);
double ticks_middle(const struct shown_chart *chart, size_t i);

/* Ticks where the month changes, as many as have room under a wide chart; how many.
 * `ticks` has a place for each period. */
size_t ticks_choose(const struct shown_chart *chart, struct tick *ticks);

#endif
