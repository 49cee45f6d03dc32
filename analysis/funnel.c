/* funnel.c: see funnel.h. */
#include "funnel.h"
#include "sortie/csv.h"
#include <stdio.h>

enum { NUMBER_SIZE = 24 };

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
