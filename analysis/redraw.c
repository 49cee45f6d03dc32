/* redraw.c: see redraw.h. */
#include "redraw.h"
#include "gnuplot.h"
#include "html.h"
#include "phrase.h"
#include "progress.h"
#include "record.h"
#include "sortie/csv.h"
#include "ticks.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_SIZE = 160, NUMBER_SIZE = 24 };

/* Where the first period stands, one of its own length, on the axis of a table. */
static const double first_x = 1;

/* The text is last and never empty: gnuplot takes empty cells at the end of a line for
 * none at all. No number is below zero: a spreadsheet takes a minus for the start of a
 * formula, so csv.c makes such a cell a text, and gnuplot reads none. */
enum column {
    ROW,
    X,
    WIDTH,
    PERIOD,
    FROM,
    TO,
    STATE,
    N,
    POSITIVE,
    BOUND,
    SHARE,
    LOW,
    HIGH,
    FEW,
    LINE,
    LIMIT_LOW,
    LIMIT_HIGH,
    TRIAL,
    SIGNAL,
    CHANGE,
    MONTH,
    YEAR,
    TEXT_OF,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {
    [ROW] = "row",
    [X] = "x",
    [WIDTH] = "width",
    [PERIOD] = "period",
    [FROM] = "from",
    [TO] = "to",
    [STATE] = "state",
    [N] = "n",
    [POSITIVE] = "positive",
    [BOUND] = "bound",
    [SHARE] = "share",
    [LOW] = "low",
    [HIGH] = "high",
    [FEW] = "few",
    [LINE] = "line",
    [LIMIT_LOW] = "limit_low",
    [LIMIT_HIGH] = "limit_high",
    [TRIAL] = "trial",
    [SIGNAL] = "signal",
    [CHANGE] = "change",
    [MONTH] = "month",
    [YEAR] = "year",
    [TEXT_OF] = "text",
};

/* ---- the table ---- */

static void add_row(struct text *out, const char *const cells[static COLUMNS])
{
    csv_add_tabbed(out, cells, COLUMNS);
}

static void add_text(struct text *out, const char *row, const char *text)
{
    const char *const cells[COLUMNS] = {[ROW] = row, [TEXT_OF] = text};

    add_row(out, cells);
}

static void write_share(double share, char string[static NUMBER_SIZE])
{
    snprintf(string, NUMBER_SIZE, "%.4f", share);
}

/* A share that is a line or a mark of the axis, as a reader's language writes it. */
static void add_share(struct text *out, const char *row, double share, const char *text)
{
    char number[NUMBER_SIZE];

    write_share(share, number);
    const char *const cells[COLUMNS] = {
        [ROW] = row, [SHARE] = number, [TEXT_OF] = text};
    add_row(out, cells);
}

static void add_about(const struct shown_chart *chart, const struct words *words,
                      struct text *out)
{
    OWNED(text_release) struct text about = {.whole = out};
    char key[32];

    snprintf(key, sizeof key, "report.by.%s", by_name(chart->by));
    text_add_format(&about, "%s %s · %s", words_get(words, "report.modes"),
                    phrase_mode(words, chart->line->mode), words_get(words, key));
    add_text(out, "about", text_string(&about));
}

static void add_axis(const struct words *words, struct text *out)
{
    for (int half = 0; half <= 2; half++) {
        OWNED(text_release) struct text percent = {.whole = out};
        phrase_percent(&percent, words, half / 2.0);
        add_share(out, "axis", half / 2.0, text_string(&percent));
    }
}

/* As on the page: from three shown periods on. */
static void add_mean(const struct shown_chart *chart, const struct words *words,
                     struct text *out)
{
    OWNED(text_release) struct text percent = {.whole = out}, mean = {.whole = out};

    if (isnan(chart->signals.line) || chart->shown <= 2)
        return;
    phrase_percent(&percent, words, chart->signals.line);
    phrase_add(&mean, words, "report.mean",
               (struct filling[]){
                   {"share", text_string(&percent)},
                   {NULL,    NULL                 }
    });
    add_share(out, "mean", chart->signals.line, text_string(&mean));
}

static void add_texts(const struct shown *shown, const struct shown_place *place,
                      const struct shown_chart *chart, const struct words *words,
                      struct text *out)
{
    add_text(out, "centre", document_text(shown->centre->name, words->language));
    add_text(out, "place", document_text(place->place->name, words->language));
    add_text(out, "question",
             document_text(chart->line->question->text, words->language));
    add_about(chart, words, out);
    if (shown->centre->simulated)
        add_text(out, "notice", words_get(words, "report.simulated"));
    add_axis(words, out);
    add_mean(chart, words, out);
}

/* The numbers of a period as they are written. */
struct written {
    char x[NUMBER_SIZE], width[NUMBER_SIZE], period[PERIOD_NAME_SIZE], from[DAY_SIZE],
        to[DAY_SIZE];
    char n[NUMBER_SIZE], positive[NUMBER_SIZE], year[NUMBER_SIZE];
    char share[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    char line[NUMBER_SIZE], limit_low[NUMBER_SIZE], limit_high[NUMBER_SIZE];
    char change[NUMBER_SIZE];
};

static void write_days(const struct shown_period *period, struct written *w)
{
    const struct session *session = period->session;

    day_write(session ? session->day : week_monday(period->first), w->from);
    day_write(session ? session->day : week_monday(period->last) + 6, w->to);
}

/* Nothing but its name and days when it is not shown. */
static void write_numbers(const struct shown_period *period, struct written *w)
{
    const struct figure *figure = &period->figure;

    if (figure->showing != SHOWN)
        return;
    snprintf(w->n, NUMBER_SIZE, "%lld", (long long)figure->n);
    snprintf(w->positive, NUMBER_SIZE, "%lld", (long long)figure->positive);
    if (!isnan(period->share))
        write_share(period->share, w->share);
    write_share(period->interval.low, w->low);
    write_share(period->interval.high, w->high);
}

static void write_known(double share, char string[static NUMBER_SIZE])
{
    if (!isnan(share))
        write_share(share, string);
}

/* What the rules say, as it is drawn on the page. */
static void write_rules(const struct plot_period *drawn, int change, struct written *w)
{
    write_known(drawn->line, w->line);
    write_known(drawn->limit_low, w->limit_low);
    write_known(drawn->limit_high, w->limit_high);
    if (change > 0)
        snprintf(w->change, NUMBER_SIZE, "%d", change);
}

/* What a reader is told of a period: "83 %", "5/7", "closed". */
static void say(const struct shown_period *period, const struct words *words,
                struct text *out)
{
    if (period->figure.showing == SHOWN)
        phrase_share(out, words, period);
    else
        phrase_figure(out, words, &period->figure, 0);
}

static void add_period(const struct shown *shown, const struct shown_chart *chart,
                       size_t i, const struct tick *tick, const struct words *words,
                       struct text *out)
{
    static const char *const states[] = {[SHOWN] = "shown",
                                         [WITHHELD] = "withheld",
                                         [EMPTY] = "empty",
                                         [CLOSED] = "closed"};
    static const char *const bounds[] = {
        [EXACT] = "", [AT_MOST] = "at most", [AT_LEAST] = "at least"};
    static const char *const sides[] = {
        [PLOT_WITHIN] = "", [PLOT_BELOW] = "below", [PLOT_ABOVE] = "above"};
    const struct plot_period drawn = book_period(chart, i);
    const struct shown_period *period = &chart->periods[i];
    const struct figure *figure = &period->figure;
    bool is_shown = figure->showing == SHOWN;
    OWNED(text_release) struct text said = {.whole = out};
    struct written w = {0};

    snprintf(w.x, sizeof w.x, "%.6g", first_x + ticks_middle(chart, i));
    snprintf(w.width, sizeof w.width, "%.6g", drawn.width);
    record_period(shown, period, w.period);
    write_days(period, &w);
    write_numbers(period, &w);
    write_rules(&drawn, period->change, &w);
    say(period, words, &said);
    if (tick && tick->year_begins)
        snprintf(w.year, sizeof w.year, "%d", tick->year);
    const char *const cells[COLUMNS] = {
        [ROW] = by_name(period->by),
        [X] = w.x,
        [WIDTH] = w.width,
        [PERIOD] = w.period,
        [FROM] = w.from,
        [TO] = w.to,
        [STATE] = states[figure->showing],
        [N] = w.n,
        [POSITIVE] = w.positive,
        [BOUND] = is_shown ? bounds[figure->bound] : "",
        [SHARE] = w.share,
        [LOW] = w.low,
        [HIGH] = w.high,
        [FEW] = is_shown && shown_is_small(figure) ? "1" : "",
        [LINE] = w.line,
        [LIMIT_LOW] = w.limit_low,
        [LIMIT_HIGH] = w.limit_high,
        [TRIAL] = drawn.trial && *w.limit_low ? "1" : "",
        [SIGNAL] = sides[drawn.signal],
        [CHANGE] = w.change,
        [MONTH] = tick ? phrase_month(words, tick->month) : "",
        [YEAR] = w.year,
        [TEXT_OF] = text_string(&said),
    };
    add_row(out, cells);
}

bool redraw_table(const struct shown *shown, size_t place, size_t i,
                  const struct words *words, struct text *out, struct error *error)
{
    const struct shown_chart *chart = &shown->places[place].charts[i];
    struct tick *ticks = calloc(chart->period_count + 1, sizeof *ticks);
    size_t next = 0;

    if (!ticks)
        return error_set(error, ERROR_SYSTEM, "cannot write a chart: out of memory");
    size_t count = ticks_choose(chart, ticks);
    add_row(out, column_names);
    add_texts(shown, &shown->places[place], chart, words, out);
    for (size_t k = 0; k < chart->period_count; k++) {
        bool here = next < count && ticks[next].period == k;
        add_period(shown, chart, k, here ? &ticks[next++] : NULL, words, out);
    }
    free(ticks);
    return text_ok(out, error);
}

/* ---- names ---- */

static bool is_drawn(const struct book *book, size_t place, size_t chart)
{
    return book->shown->places[place].charts[chart].shown > 0;
}

static bool same_name(const struct shown_chart *a, const struct shown_chart *b)
{
    return a->line->mode == b->line->mode && a->by == b->by
           && !strcmp(a->line->question->name, b->line->question->name);
}

/* Without an ending. */
static void chart_name(const struct shown_place *place, size_t i,
                       char name[static NAME_SIZE])
{
    const struct shown_chart *chart = &place->charts[i];
    size_t before = 0;

    for (size_t k = 0; k < i; k++)
        before += same_name(&place->charts[k], chart);
    int length = snprintf(name, NAME_SIZE, "%s.%s.%s.%s", place->place->id,
                          chart->line->question->name, mode_name(chart->line->mode),
                          by_name(chart->by));
    if (before > 0)
        snprintf(name + length, NAME_SIZE - (size_t)length, ".%zu", before + 1);
}

void redraw_links(const struct book *book, size_t place, const struct words *words,
                  struct text *out)
{
    const struct shown_place *shown = &book->shown->places[place];
    char name[NAME_SIZE];

    for (size_t i = 0; i < shown->chart_count; i++) {
        if (!is_drawn(book, place, i))
            continue;
        chart_name(shown, i, name);
        html_add(out,
                 " · <a href=\"{}charts/{}.tsv\">{}.tsv</a> "
                 "<a href=\"{}charts/{}.gp\">.gp</a>",
                 book_root(book, words), name, name, book_root(book, words), name,
                 NULL);
    }
}

/* ---- files ---- */

static bool write_chart(const struct edition *edition, const struct book *book,
                        size_t place, size_t i, const struct text *script,
                        struct error *error)
{
    OWNED(text_release) struct text table = {0};
    char name[NAME_SIZE], path[NAME_SIZE + 16];

    chart_name(&book->shown->places[place], i, name);
    snprintf(path, sizeof path, "charts/%s.tsv", name);
    if (!redraw_table(book->shown, place, i, book->languages, &table, error)
        || !edition_write(edition, path, &table, error))
        return false;
    snprintf(path, sizeof path, "charts/%s.gp", name);
    return edition_write(edition, path, script, error);
}

bool redraw_write(const struct edition *edition, const struct book *book,
                  struct error *error)
{
    OWNED(text_release) struct text script = {0};

    if (!text_add_file(&script, SORTIE_SHARE "/analysis/chart.gp", error))
        return false;
    for (size_t p = 0; p < book->shown->place_count; p++)
        for (size_t i = 0; i < book->shown->places[p].chart_count; i++)
            if (is_drawn(book, p, i)
                && !write_chart(edition, book, p, i, &script, error))
                return false;
    return true;
}

/* ---- other drawings ---- */

/* Names of scripts, one after the other. */
struct scripts {
    char (*names)[NAME_SIZE + 4];
    const char **list; /* ends with NULL */
    size_t count;
};

static void scripts_release(struct scripts *scripts)
{
    free(scripts->names);
    free(scripts->list);
}

static bool scripts_init(struct scripts *scripts, const struct book *book)
{
    size_t most = 0;

    for (size_t p = 0; p < book->shown->place_count; p++)
        most += book->shown->places[p].chart_count;
    *scripts = (struct scripts){.names = calloc(most + 1, sizeof *scripts->names),
                                .list = calloc(most + 1, sizeof *scripts->list)};
    return scripts->names && scripts->list;
}

static void list_scripts(struct scripts *scripts, const struct book *book)
{
    char name[NAME_SIZE];

    for (size_t p = 0; p < book->shown->place_count; p++)
        for (size_t i = 0; i < book->shown->places[p].chart_count; i++) {
            if (!is_drawn(book, p, i))
                continue;
            chart_name(&book->shown->places[p], i, name);
            char *script = scripts->names[scripts->count];
            snprintf(script, sizeof *scripts->names, "%s.gp", name);
            scripts->list[scripts->count++] = script;
        }
}

static bool draw(const char *folder, const char *command, const struct scripts *scripts,
                 struct error *error)
{
    char messages[EDITION_PATH_SIZE + 32];

    progress_say("drawing %zu charts again", scripts->count);
    bool drawn = gnuplot_run(folder, command, scripts->list, error);
    snprintf(messages, sizeof messages, "%s/" GNUPLOT_MESSAGES, folder);
    unlink(messages);
    return drawn;
}

bool redraw_draw(const struct edition *edition, const struct book *book,
                 struct redraw_formats formats, struct error *error)
{
    OWNED(scripts_release) struct scripts scripts = {0};
    char folder[EDITION_PATH_SIZE + 16];

    if (!scripts_init(&scripts, book))
        return error_set(error, ERROR_SYSTEM, "cannot draw the charts: out of memory");
    list_scripts(&scripts, book);
    if (scripts.count == 0)
        return true;
    snprintf(folder, sizeof folder, "%s/charts", edition->aside);
    return (!formats.pdf || draw(folder, "format = 'pdf'", &scripts, error))
           && (!formats.png || draw(folder, "format = 'png'", &scripts, error));
}
