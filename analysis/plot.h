/* plot.h: charts. One gnuplot process draws all charts of an edition.
 *
 *     struct plot *plot = plot_new(&error);
 *     size_t chart = plot_line(plot, PLOT_WIDE, &line);      as many as there are
 *     plot_draw(plot, &error)                                one process
 *     plot_add(plot, PLOT_WIDE, chart, "what it shows", labels, &page, &error)
 *     plot_free(plot);
 *
 * gnuplot is given numbers and the names of labels, never a text: texts are put where
 * the names stand when the chart goes into a page, so one drawing serves every
 * language. Its script (house.gp) is constant, its file names are fixed, it starts
 * without anybody's settings, with an empty environment, no open files and bounded
 * resources, in a directory of its own. The same data give the same bytes. */
#ifndef PLOT_H
#define PLOT_H

#include "sortie/text.h"
#include <stdint.h>

enum plot_kind { PLOT_WIDE, PLOT_SMALL, PLOT_FUNNEL, PLOT_KINDS };

enum plot_mark { PLOT_SHOWN, PLOT_WITHHELD, PLOT_EMPTY, PLOT_CLOSED };

enum plot_side { PLOT_WITHIN, PLOT_BELOW, PLOT_ABOVE };

/* Shares are 0..1. */
struct plot_period {
    enum plot_mark mark;
    double share;                 /* NAN: only the interval is drawn */
    double low, high;             /* of a shown one */
    bool hollow;                  /* a small number of answers */
    double line;                  /* around which the shares lie; NAN: none */
    double limit_low, limit_high; /* the usual range; NAN: none */
    bool trial;                   /* its limits are not sure yet: dashed */
    enum plot_side signal;        /* stands out, on which side */
    bool changed;                 /* a change came before it: a mark between the two */
    double width;                 /* on the axis; mostly 1 */
};

struct plot_line {
    const struct plot_period *periods;
    size_t count;
    double blank; /* so wide before them */
    bool joined;  /* neighbours are joined by a line; never across a gap */
};

struct plot_unit {
    int64_t n;
    double share;
    bool outside; /* of the wide limits */
};

struct plot_limit {
    double n, line, low95, high95, low998, high998;
};

struct plot_funnel {
    const struct plot_limit *limits; /* by n, ascending; the last one ends the axis */
    size_t limit_count;
    const struct plot_unit *units;
    size_t unit_count;
    const int64_t *ticks;
    size_t tick_count;
};

struct plot;

struct plot *plot_new(struct error *error);
void plot_free(struct plot *plot);

/* The number of the new chart among those of its kind (PLOT_WIDE or PLOT_SMALL). Labels
 * of a wide one: y0 y50 y100, x0 x1 ... under the periods, v0 v1 ... a line below,
 * c0 c1 ... at the changes, last, mean. */
size_t plot_line(struct plot *plot, enum plot_kind kind, const struct plot_line *line);

/* The same for a funnel. Labels: y0 y50 y100, x0 x1 ... under the ticks, u0 u1 ... at
 * the units, mean, inner and outer at the ends of the limits. */
size_t plot_funnel(struct plot *plot, const struct plot_funnel *funnel);

/* Draws everything added so far; once. */
bool plot_draw(struct plot *plot, struct error *error);

/* Adds a drawn chart to a page. `label` is for those who do not see it. */
bool plot_add(const struct plot *plot, enum plot_kind kind, size_t number,
              const char *label, const struct filling *labels, struct text *out,
              struct error *error);

#endif
