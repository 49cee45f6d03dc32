/* funnel.h: units by how many answered, with the limits that chance alone makes around
 * the share of all together; drawn by plot.h, and as a table beside the page, for
 * anyone to draw again.
 *
 *     OWNED(funnel_release) struct funnel_drawing funnel = {0};
 *     funnel_make(line, units, count, &funnel)
 *     plot_funnel(plot, &funnel.plot)
 *     struct funnel_texts texts = {.title = "Counselling desks", ...};
 *     funnel_table(&funnel.plot, names, &texts, &table, &error)
 *
 * Its columns are those of funnel.gp, which says what they mean. It holds what the page
 * shows and nothing else. */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "plot.h"
#include "statistics.h"

enum { FUNNEL_TICKS = 6 };

struct funnel_drawing {
    struct plot_limit *limits;
    struct plot_unit *units; /* those that have answers */
    int64_t ticks[FUNNEL_TICKS];
    struct plot_funnel plot; /* of the three */
};

/* False when memory ran out. Points into itself: it is not copied. */
bool funnel_make(double line, const struct counts *units, size_t count,
                 struct funnel_drawing *funnel);
void funnel_release(struct funnel_drawing *funnel);

/* Outside the 99.8 % limits? */
bool funnel_outside(double line, struct counts counts);

/* What is read beside the figures; `notice` may be NULL. */
struct funnel_texts {
    const char *title, *question, *about, *notice, *axis, *mean, *inner, *outer;
    const char *percents[3]; /* 0, 50 and 100 % */
};

/* A unit of the funnel: its number in the page's table, its name, its counts. */
struct funnel_name {
    size_t number;
    const char *name;
    int64_t positive;
};

/* `names` has one a unit of the funnel. */
bool funnel_table(const struct plot_funnel *funnel, const struct funnel_name *names,
                  const struct funnel_texts *texts, struct text *out,
                  struct error *error);

#endif
