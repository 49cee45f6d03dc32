/* funnel.c: see funnel.h. */
#include "funnel.h"
#include "sortie/csv.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The axis begins where a bundle's sums do. */
enum { FUNNEL_LIMITS = 120, LEAST = 10, NUMBER_SIZE = 24 };

static const double tail95 = 0.025, tail998 = 0.001;

/* ---- the funnel ---- */

bool funnel_outside(double line, struct counts counts)
{
    const struct interval limits =
        statistics_funnel(line, counts.n, STATISTICS_998, tail998).limits;
    const double share = (double)counts.positive / (double)counts.n;

    return share < limits.low || share > limits.high;
}

static int64_t largest(const struct counts *units, size_t count)
{
    int64_t most = LEAST;

    for (size_t i = 0; i < count; i++)
        most = units[i].n > most ? units[i].n : most;
    return most + most / 8;
}

/* A round step so that at most FUNNEL_TICKS fit: 1, 2 or 5 times a power of ten. */
static int64_t tick_step(int64_t most)
{
    int64_t step = 1;

    for (int i = 0; most / step >= FUNNEL_TICKS; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

static void fill_limits(double line, int64_t most,
                        struct plot_limit limits[static FUNNEL_LIMITS])
{
    for (int i = 0; i < FUNNEL_LIMITS; i++) {
        double part = (double)i / (FUNNEL_LIMITS - 1);
        int64_t n = LEAST + (int64_t)round((double)(most - LEAST) * part * part);
        struct interval inner =
            statistics_funnel(line, n, STATISTICS_95, tail95).limits;
        struct interval outer =
            statistics_funnel(line, n, STATISTICS_998, tail998).limits;
        limits[i] = (struct plot_limit){(double)n,  line,      inner.low,
                                        inner.high, outer.low, outer.high};
    }
}

bool funnel_make(double line, const struct counts *units, size_t count,
                 struct funnel_drawing *funnel)
{
    const int64_t most = largest(units, count), step = tick_step(most);
    struct plot_funnel *plot = &funnel->plot;

    funnel->units = calloc(count + 1, sizeof *funnel->units);
    funnel->limits = calloc(FUNNEL_LIMITS, sizeof *funnel->limits);
    if (!funnel->units || !funnel->limits)
        return false;
    *plot = (struct plot_funnel){.limits = funnel->limits,
                                 .limit_count = FUNNEL_LIMITS,
                                 .units = funnel->units,
                                 .ticks = funnel->ticks};
    fill_limits(line, most, funnel->limits);
    for (int64_t tick = 0; tick <= most && plot->tick_count < FUNNEL_TICKS;
         tick += step)
        funnel->ticks[plot->tick_count++] = tick;
    for (size_t i = 0; i < count; i++)
        if (units[i].n > 0)
            funnel->units[plot->unit_count++] = (struct plot_unit){
                units[i].n, (double)units[i].positive / (double)units[i].n,
                funnel_outside(line, units[i])};
    return true;
}

void funnel_release(struct funnel_drawing *funnel)
{
    free(funnel->units);
    free(funnel->limits);
}

/* ---- the table ---- */

enum column {
    ROW,
    NUMBER,
    N,
    POSITIVE,
    SHARE,
    LOW,
    HIGH,
    OUTSIDE,
    LOW95,
    HIGH95,
    LOW998,
    HIGH998,
    TEXT_OF,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {
    [ROW] = "row",           [NUMBER] = "number",   [N] = "n",
    [POSITIVE] = "positive", [SHARE] = "share",     [LOW] = "low",
    [HIGH] = "high",         [OUTSIDE] = "outside", [LOW95] = "low95",
    [HIGH95] = "high95",     [LOW998] = "low998",   [HIGH998] = "high998",
    [TEXT_OF] = "text",
};

static void add_row(struct text *out, const char *const cells[static COLUMNS])
{
    csv_add_tabbed(out, cells, COLUMNS);
}

static void add_text(struct text *out, const char *row, const char *text)
{
    const char *const cells[COLUMNS] = {[ROW] = row, [TEXT_OF] = text};

    if (text)
        add_row(out, cells);
}

static void write_share(double share, char string[static NUMBER_SIZE])
{
    snprintf(string, NUMBER_SIZE, "%.4f", share);
}

static void write_count(int64_t n, char string[static NUMBER_SIZE])
{
    snprintf(string, NUMBER_SIZE, "%lld", (long long)n);
}

/* A text that stands at a height. */
static void add_level(struct text *out, const char *row, double share, const char *text)
{
    char at[NUMBER_SIZE];

    write_share(share, at);
    const char *const cells[COLUMNS] = {[ROW] = row, [SHARE] = at, [TEXT_OF] = text};
    add_row(out, cells);
}

static void add_texts(const struct plot_funnel *funnel,
                      const struct funnel_texts *texts, struct text *out)
{
    const struct plot_limit *end = &funnel->limits[funnel->limit_count - 1];

    add_text(out, "title", texts->title);
    add_text(out, "question", texts->question);
    add_text(out, "about", texts->about);
    add_text(out, "notice", texts->notice);
    add_text(out, "axis", texts->axis);
    for (int half = 0; half <= 2; half++)
        add_level(out, "percent", half / 2.0, texts->percents[half]);
    add_level(out, "mean", end->line, texts->mean);
    add_level(out, "inner", end->low95, texts->inner);
    add_level(out, "outer", end->low998, texts->outer);
}

static void add_tick(int64_t tick, struct text *out)
{
    char n[NUMBER_SIZE];

    write_count(tick, n);
    const char *const cells[COLUMNS] = {[ROW] = "tick", [N] = n, [TEXT_OF] = n};
    add_row(out, cells);
}

static void add_limit(const struct plot_limit *limit, struct text *out)
{
    char n[NUMBER_SIZE], line[NUMBER_SIZE], low95[NUMBER_SIZE], high95[NUMBER_SIZE];
    char low998[NUMBER_SIZE], high998[NUMBER_SIZE];

    write_count((int64_t)limit->n, n);
    write_share(limit->line, line);
    write_share(limit->low95, low95);
    write_share(limit->high95, high95);
    write_share(limit->low998, low998);
    write_share(limit->high998, high998);
    const char *const cells[COLUMNS] = {
        [ROW] = "limit",   [N] = n,           [SHARE] = line,      [LOW95] = low95,
        [HIGH95] = high95, [LOW998] = low998, [HIGH998] = high998, [TEXT_OF] = n,
    };
    add_row(out, cells);
}

static void add_unit(const struct plot_unit *unit, const struct funnel_name *name,
                     struct text *out)
{
    const struct interval wilson =
        statistics_wilson((double)name->positive, (double)unit->n, STATISTICS_95);
    char number[NUMBER_SIZE], n[NUMBER_SIZE], positive[NUMBER_SIZE];
    char share[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];

    write_count((int64_t)name->number, number);
    write_count(unit->n, n);
    write_count(name->positive, positive);
    write_share(unit->share, share);
    write_share(wilson.low, low);
    write_share(wilson.high, high);
    const char *const cells[COLUMNS] = {
        [ROW] = "unit",
        [NUMBER] = number,
        [N] = n,
        [POSITIVE] = positive,
        [SHARE] = share,
        [LOW] = low,
        [HIGH] = high,
        [OUTSIDE] = unit->outside ? "1" : "",
        [TEXT_OF] = name->name,
    };
    add_row(out, cells);
}

bool funnel_table(const struct plot_funnel *funnel, const struct funnel_name *names,
                  const struct funnel_texts *texts, struct text *out,
                  struct error *error)
{
    add_row(out, column_names);
    add_texts(funnel, texts, out);
    for (size_t i = 0; i < funnel->tick_count; i++)
        add_tick(funnel->ticks[i], out);
    for (size_t i = 0; i < funnel->limit_count; i++)
        add_limit(&funnel->limits[i], out);
    for (size_t i = 0; i < funnel->unit_count; i++)
        add_unit(&funnel->units[i], &names[i], out);
    return text_ok(out, error);
}
