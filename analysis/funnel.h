/* funnel.h: a funnel's figures as a table beside the network's page, for anyone to draw
 * again.
 *
 *     struct funnel_texts texts = {.title = "Counselling desks", ...};
 *     funnel_table(&funnel, names, counts, &texts, &table, &error)
 *
 * Its columns are those of funnel.gp, which says what they mean. It holds what the page
 * shows and nothing else. */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "plot.h"
#include "statistics.h"

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
