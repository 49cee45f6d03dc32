/* page.c: pages walk what is shown, in reading order. */
#include "page.h"
#include "html.h"
#include "phrase.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICKS_APART = 40, LINE_WIDTH = 562, LABEL_SIZE = 24 };

/* Numbers of a place's charts among those that are drawn; 0: none. */
struct drawn {
    size_t *wide; /* one a chart */
    size_t small;
};

/* ---- drawing ---- */

static const struct shown_chart *lead(const struct shown_place *place)
{
    for (size_t i = 0; i < place->chart_count; i++)
        if (place->charts[i].periods)
            return &place->charts[i];
    return NULL;
}

static enum plot_mark mark_of(enum showing showing)
{
    switch (showing) {
    case SHOWN:
        return PLOT_SHOWN;
    case WITHHELD:
        return PLOT_WITHHELD;
    case EMPTY:
        return PLOT_EMPTY;
    case CLOSED:
        break;
    }
    return PLOT_CLOSED;
}

static bool draw_chart(struct plot *plot, const struct shown_chart *chart,
                       enum plot_kind kind, size_t *number)
{
    struct plot_period *periods = calloc(chart->period_count + 1, sizeof *periods);

    if (!periods)
        return false;
    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        periods[i] = (struct plot_period){
            .mark = mark_of(period->figure.showing),
            .share = period->share,
            .low = period->interval.low,
            .high = period->interval.high,
            .hollow = shown_is_small(&period->figure),
        };
    }
    const struct plot_line line = {.periods = periods,
                                   .count = chart->period_count,
                                   .mean = chart->shown > 2 ? chart->mean : nan(""),
                                   .joined = chart->by != BY_SESSION};
    *number = plot_line(plot, kind, &line);
    free(periods);
    return true;
}

static bool draw_place(struct plot *plot, const struct shown_place *place,
                       struct drawn *drawn)
{
    const struct shown_chart *first = lead(place);
    bool done = true;

    drawn->wide = calloc(place->chart_count + 1, sizeof *drawn->wide);
    if (!drawn->wide)
        return false;
    for (size_t i = 0; done && i < place->chart_count; i++)
        if (place->charts[i].shown > 0)
            done = draw_chart(plot, &place->charts[i], PLOT_WIDE, &drawn->wide[i]);
    if (done && first && first->shown > 0)
        done = draw_chart(plot, first, PLOT_SMALL, &drawn->small);
    return done;
}

bool page_draw(struct book *book, struct error *error)
{
    const struct shown *shown = book->shown;

    book->plot = plot_new(error);
    book->drawn = calloc(shown->place_count + 1, sizeof *book->drawn);
    bool done = book->plot && book->drawn;
    for (size_t i = 0; done && i < shown->place_count; i++)
        done = draw_place(book->plot, &shown->places[i], &book->drawn[i]);
    if (!done)
        return error_set(error, ERROR_SYSTEM, "cannot draw the charts: out of memory");
    return plot_draw(book->plot, error);
}

void book_release(struct book *book)
{
    for (size_t i = 0; book->drawn && i < book->shown->place_count; i++)
        free(book->drawn[i].wide);
    free(book->drawn);
    plot_free(book->plot);
    book->drawn = NULL;
    book->plot = NULL;
}

/* ---- what every page has ---- */

void page_folder(const struct book *book, const struct words *words,
                 char folder[static 16])
{
    bool first = words == book->languages;

    snprintf(folder, 16, "%s%s", first ? "" : words->language, first ? "" : "/");
}

static const char *root_of(const struct book *book, const struct words *words)
{
    return words == book->languages ? "" : "../";
}

static const char *name_of(const struct book *book, const struct words *words)
{
    return document_text(book->shown->centre->name, words->language);
}

static void add_when(const struct book *book, const struct words *words,
                     struct text *out)
{
    const struct shown_period week = {.first = book->shown->week,
                                      .last = book->shown->week};

    phrase_period(out, words, &book->shown->centre->settings, BY_WEEK, &week);
}

static void add_head(const struct book *book, const struct words *words,
                     const char *title, struct text *out)
{
    OWNED(text_release) struct text when = {0};
    bool arabic = words_right_to_left(words);

    add_when(book, words, &when);
    html_add(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n"
        "<meta charset=\"utf-8\">\n<title>{}, {}</title>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<link rel=\"stylesheet\" href=\"{}report.css\">\n</head>\n<body>\n",
        words->language, arabic ? "rtl" : "ltr", title, text_string(&when),
        root_of(book, words), NULL);
}

/* The same page in the other languages, by their own names. */
static void add_languages(const struct book *book, const struct words *words,
                          const char *file, struct text *out)
{
    char folder[16];

    if (book->language_count < 2)
        return;
    html_add(out, "<nav class=\"languages\" aria-label=\"{}\">\n",
             words_get(words, "report.languages"), NULL);
    for (size_t i = 0; i < book->language_count; i++) {
        const struct words *other = &book->languages[i];
        page_folder(book, other, folder);
        if (other == words)
            html_add(out, "<span aria-current=\"page\">{}</span>\n",
                     words_get(other, "name"), NULL);
        else
            html_add(out, "<a href=\"{}{}{}\" lang=\"{}\" hreflang=\"{}\">{}</a>\n",
                     root_of(book, words), folder, file, other->language,
                     other->language, words_get(other, "name"), NULL);
    }
    text_add(out, "</nav>\n");
}

static void add_notices(const struct book *book, const struct words *words,
                        struct text *out)
{
    if (book->shown->centre->simulated)
        html_add(out, "<p class=\"notice\">{}</p>\n",
                 words_get(words, "report.simulated"), NULL);
    if (book->revisions > 0)
        html_add(out, "<p class=\"notice\">{}</p>\n",
                 words_get(words, "report.revised"), NULL);
}

static void add_week(const struct book *book, const struct words *words,
                     struct text *out)
{
    OWNED(text_release) struct text when = {0}, days = {0};

    add_when(book, words, &when);
    phrase_weeks(&days, words, book->shown->week, book->shown->week);
    html_add(out, "<p class=\"when\">{} · {}</p>\n", text_string(&when),
             text_string(&days), NULL);
}

/* ---- the foot: how to read, thresholds, modes, classes, forms ---- */

static void add_note(const struct words *words, const char *key, int64_t n,
                     struct text *out)
{
    OWNED(text_release) struct text sentence = {0};

    if (n <= 0)
        return;
    phrase_number(&sentence, words, key, n);
    html_add(out, "<p>{}</p>\n", text_string(&sentence), NULL);
}

static const char *mode_key(enum mode mode)
{
    static const char *const keys[MODES] = {
        [MODE_DOOR] = "report.mode.door",
        [MODE_HANDED] = "report.mode.handed",
        [MODE_POSTER] = "report.mode.poster",
        [MODE_PAPER] = "report.mode.paper",
    };

    return keys[mode];
}

static void add_modes(const struct words *words, const bool modes[static MODES],
                      struct text *out)
{
    const char *between = "";

    html_add(out, "<p>{} ", words_get(words, "report.modes"), NULL);
    for (int mode = 0; mode < MODES; mode++) {
        if (!modes[mode])
            continue;
        html_add(out, "{}{}", between, words_get(words, mode_key((enum mode)mode)),
                 NULL);
        between = " · ";
    }
    text_add(out, "</p>\n");
}

static void add_form(const struct words *words, const struct form *form,
                     struct text *out)
{
    OWNED(text_release) struct text sentence = {0};
    char version[9];

    snprintf(version, sizeof version, "%.8s", form->version);
    phrase_add(&sentence, words, "report.form",
               (struct filling[]){
                   {"title",           document_text(form->title, words->language)},
                   {"id", form->id},
                   {"version",              version},
                   {NULL                }
    });
    html_add(out, "<p>{}</p>\n", text_string(&sentence), NULL);
}

/* Each form version that the charts of a place speak of, once. */
static void add_forms(const struct shown_place *place, const struct words *words,
                      struct text *out)
{
    for (size_t i = 0; i < place->chart_count; i++) {
        const struct form *form = place->charts[i].line->form;
        size_t j = 0;
        while (place->charts[j].line->form != form)
            j++;
        if (j == i)
            add_form(words, form, out);
    }
}

static void add_threshold(const struct book *book, const struct words *words,
                          struct text *out)
{
    const struct settings *settings = &book->shown->centre->settings;
    OWNED(text_release) struct text sentence = {0};
    char n[24], sensitive[24];

    snprintf(n, sizeof n, "%d", settings->smallest_group);
    snprintf(sensitive, sizeof sensitive, "%d", settings->smallest_sensitive);
    phrase_add(&sentence, words, "report.threshold",
               (struct filling[]){
                   {"n",        n},
                   {"sensitive",          sensitive},
                   {NULL}
    });
    html_add(out, "<p>{}</p>\n", text_string(&sentence), NULL);
}

static void add_foot(const struct book *book, const struct shown_place *place,
                     const struct words *words, struct text *out)
{
    html_add(out, "<footer>\n<h2>{}</h2>\n<p>{}</p>\n",
             words_get(words, "report.reading"), words_get(words, "report.read"), NULL);
    add_threshold(book, words, out);
    add_modes(words, book->shown->modes, out);
    add_note(words, "report.flagged", book->shown->flagged, out);
    add_note(words, "report.late", book->shown->late, out);
    add_note(words, "report.uncertain", book->shown->uncertain, out);
    if (place)
        add_forms(place, words, out);
    html_add(out,
             "<p>{} <a href=\"{}report.json\">report.json</a> · "
             "<a href=\"{}counts.csv\">counts.csv</a> · "
             "<a href=\"{}dictionary.csv\">dictionary.csv</a></p>\n</footer>\n"
             "</body>\n</html>\n",
             words_get(words, "report.data"), root_of(book, words),
             root_of(book, words), root_of(book, words), NULL);
}

/* ---- a chart ---- */

/* Names of labels ("x12") and what stands there. */
struct labels {
    struct filling *fillings;
    char (*names)[LABEL_SIZE];
    char (*years)[LABEL_SIZE];
    size_t count;
};

static void add_label(struct labels *labels, const char *name, const char *value)
{
    labels->fillings[labels->count++] = (struct filling){name, value};
    labels->fillings[labels->count] = (struct filling){NULL};
}

static bool labels_init(struct labels *labels, size_t periods)
{
    *labels = (struct labels){
        .fillings = calloc(periods * 2 + 8, sizeof *labels->fillings),
        .names = calloc(periods * 2 + 2, sizeof *labels->names),
        .years = calloc(periods + 1, sizeof *labels->years),
    };
    return labels->fillings && labels->names && labels->years;
}

static void labels_release(struct labels *labels)
{
    free(labels->fillings);
    free(labels->names);
    free(labels->years);
}

/* The month that a tick under a period names, and its year, on a line below. */
struct tick {
    int year, month;
};

static struct tick tick_of(const struct shown_chart *chart, size_t i)
{
    const struct shown_period *period = &chart->periods[i];
    int32_t week = chart->by == BY_TERM ? period->first : period->last;
    struct civil day =
        day_civil(period->session ? period->session->day : week_thursday(week));

    return (struct tick){day.year, day.month};
}

/* Ticks where the month changes, as many as have room; a year where it changes. */
static void add_ticks(const struct shown_chart *chart, const struct words *words,
                      struct labels *labels)
{
    size_t apart = chart->period_count * TICKS_APART / LINE_WIDTH + 1;
    struct tick last = {0};
    size_t next = 0;

    for (size_t i = 0; i < chart->period_count; i++) {
        struct tick tick = tick_of(chart, i);
        bool changed = tick.year != last.year || tick.month != last.month;
        if (i < next || !changed)
            continue;
        char *name = labels->names[i * 2], *below = labels->names[i * 2 + 1];
        snprintf(name, LABEL_SIZE, "x%zu", i);
        snprintf(below, LABEL_SIZE, "v%zu", i);
        snprintf(labels->years[i], LABEL_SIZE, "%d", tick.year);
        add_label(labels, name, phrase_month(words, tick.month));
        if (tick.year != last.year)
            add_label(labels, below, labels->years[i]);
        last = tick;
        next = i + apart;
    }
}

/* The last period whose share is drawn. */
static const struct shown_period *last_share(const struct shown_chart *chart)
{
    for (size_t i = chart->period_count; i-- > 0;)
        if (!isnan(chart->periods[i].share))
            return &chart->periods[i];
    return NULL;
}

static void add_alternative(const struct book *book, const struct shown_chart *chart,
                            const struct words *words, struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    const struct settings *settings = &book->shown->centre->settings;
    OWNED(text_release) struct text figure = {0}, period = {0};

    phrase_figure(&figure, words, &latest->figure, 0);
    phrase_period(&period, words, settings, chart->by, latest);
    phrase_add(
        out, words, "report.chart",
        (struct filling[]){
            {"question",        document_text(chart->line->question->text, words->language)},
            {"period", text_string(&period)},
            {"figure",          text_string(&figure)},
            {NULL                }
    });
}

static bool add_chart(const struct book *book, const struct shown_chart *chart,
                      enum plot_kind kind, size_t number, const struct words *words,
                      struct text *out, struct error *error)
{
    OWNED(text_release) struct text alternative = {0}, share = {0}, mean = {0};
    OWNED(text_release) struct text zero = {0}, half = {0}, all = {0};
    const struct shown_period *last = last_share(chart);
    OWNED(labels_release) struct labels labels;

    if (!labels_init(&labels, chart->period_count))
        return error_set(error, ERROR_SYSTEM, "cannot write a page: out of memory");
    phrase_percent(&zero, words, 0);
    phrase_percent(&half, words, 0.5);
    phrase_percent(&all, words, 1);
    add_label(&labels, "y0", text_string(&zero));
    add_label(&labels, "y50", text_string(&half));
    add_label(&labels, "y100", text_string(&all));
    add_ticks(chart, words, &labels);
    if (last) {
        phrase_share(&share, words, last);
        phrase_percent(&mean, words, chart->mean);
        add_label(&labels, "last", text_string(&share));
    }
    OWNED(text_release) struct text average = {0};
    phrase_add(&average, words, "report.mean",
               (struct filling[]){
                   {"share", text_string(&mean)},
                   {NULL      }
    });
    add_label(&labels, "mean", text_string(&average));
    add_alternative(book, chart, words, &alternative);
    return plot_add(book->plot, kind, number, text_string(&alternative),
                    labels.fillings, out, error);
}

/* ---- the legend: the signs of this chart only ---- */

struct sign {
    const char *key, *drawing;
};

#define SIGN(shape)                                                                    \
    "<svg class=\"sign\" viewBox=\"0 0 16 12\" aria-hidden=\"true\">" shape "</svg>"

static const struct sign large_sign = {
    "report.legend.large",
    SIGN("<circle cx=\"8\" cy=\"6\" r=\"4\" fill=\"#12436D\"/>")};
static const struct sign small_sign = {
    "report.legend.small", SIGN("<circle cx=\"8\" cy=\"6\" r=\"3.4\" fill=\"#fff\" "
                                "stroke=\"#12436D\" stroke-width=\"1.6\"/>")};
static const struct sign interval_sign = {
    "report.legend.interval",
    SIGN("<rect x=\"4\" width=\"8\" height=\"12\" fill=\"#C5D5E3\"/>")};
static const struct sign showing_signs[] = {
    [WITHHELD] = {"report.withheld",
                  SIGN("<circle cx=\"8\" cy=\"6\" r=\"2\" fill=\"#767C82\"/>")              },
    [EMPTY] = {"report.empty",    SIGN("<circle cx=\"8\" cy=\"6\" r=\"2\" fill=\"none\" "
                                    "stroke=\"#767C82\"/>")},
    [CLOSED] = {"report.closed",
                  SIGN("<rect width=\"16\" height=\"12\" fill=\"#E4E6E9\"/>")               },
};

static void add_sign(const struct sign *sign, const struct words *words, int64_t n,
                     struct text *out)
{
    OWNED(text_release) struct text sentence = {0};

    phrase_number(&sentence, words, sign->key, n);
    text_add_format(out, "<li>%s ", sign->drawing);
    html_add(out, "{}</li>\n", text_string(&sentence), NULL);
}

static bool has_showing(const struct shown_chart *chart, enum showing showing)
{
    for (size_t i = 0; i < chart->period_count; i++)
        if (chart->periods[i].figure.showing == showing)
            return true;
    return false;
}

static bool has_size(const struct shown_chart *chart, bool small)
{
    for (size_t i = 0; i < chart->period_count; i++)
        if (!isnan(chart->periods[i].share)
            && shown_is_small(&chart->periods[i].figure) == small)
            return true;
    return false;
}

static void add_legend(const struct shown_chart *chart, int smallest,
                       const struct words *words, struct text *out)
{
    text_add(out, "<ul class=\"legend\">\n");
    if (has_size(chart, false))
        add_sign(&large_sign, words, 0, out);
    if (has_size(chart, true))
        add_sign(&small_sign, words, smallest, out);
    add_sign(&interval_sign, words, 0, out);
    for (enum showing showing = WITHHELD; showing <= CLOSED; showing++)
        if (has_showing(chart, showing))
            add_sign(&showing_signs[showing], words, smallest, out);
    text_add(out, "</ul>\n");
}

/* ---- the figures of a chart as a table ---- */

static void add_row(const struct book *book, const struct shown_chart *chart,
                    const struct shown_period *period, int smallest,
                    const struct words *words, struct text *out)
{
    OWNED(text_release) struct text name = {0}, figure = {0}, share = {0};
    OWNED(text_release) struct text interval = {0};

    phrase_period(&name, words, &book->shown->centre->settings, chart->by, period);
    phrase_figure(&figure, words, &period->figure, smallest);
    html_add(out, "<tr><th scope=\"row\">{}</th>", text_string(&name), NULL);
    if (period->figure.showing != SHOWN) {
        html_add(out, "<td colspan=\"3\" class=\"none\">{}</td></tr>\n",
                 text_string(&figure), NULL);
        return;
    }
    if (!isnan(period->share) && !shown_is_small(&period->figure))
        phrase_percent(&share, words, period->share);
    phrase_interval(&interval, words, &period->interval);
    html_add(out, "<td>{}</td><td class=\"number\">{}</td><td>{}</td></tr>\n",
             text_string(&figure), text_string(&share), text_string(&interval), NULL);
}

/* The latest period comes first: it is the one that is looked up. */
static void add_table(const struct book *book, const struct shown_chart *chart,
                      int smallest, const struct words *words, struct text *out)
{
    html_add(
        out,
        "<details>\n<summary>{}</summary>\n<table class=\"figures\">\n<thead>"
        "<tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
        words_get(words, "report.table"), words_get(words, "report.column.period"),
        words_get(words, "report.column.answers"),
        words_get(words, "report.column.share"),
        words_get(words, "report.column.interval"), NULL);
    for (size_t i = chart->period_count; i-- > 0;)
        add_row(book, chart, &chart->periods[i], smallest, words, out);
    text_add(out, "</tbody>\n</table>\n</details>\n");
}

/* ---- distributions and reasons ---- */

static int64_t widest(const struct shown_chart *chart)
{
    int64_t most = chart->periods ? chart->now.n : 0;

    for (size_t i = 0; !chart->periods && i < chart->line->question->option_count; i++)
        most = chart->now.cells[i] > most ? chart->now.cells[i] : most;
    return most > 0 ? most : 1;
}

static void add_bar(double width, struct text *out)
{
    text_add_format(out,
                    "<td class=\"bar\"><svg viewBox=\"0 0 100 10\" "
                    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                    "<rect width=\"%.2f\" height=\"10\" fill=\"#12436D\"/></svg></td>",
                    width);
}

static void add_cell_number(const struct shown_cells *cells, size_t option,
                            struct text *out)
{
    if (!cells->any || !cells->shown[option])
        text_add(out, "<td class=\"number\">·</td>");
    else
        text_add_format(out, "<td class=\"number\">%lld</td>",
                        (long long)cells->cells[option]);
}

/* Is there a cell to see, other than zeros? */
static bool is_worth(const struct shown_chart *chart)
{
    for (size_t i = 0; chart->now.any && i < chart->line->question->option_count; i++)
        if (chart->now.cells[i] > 0)
            return true;
    return false;
}

static bool has_hidden(const struct shown_chart *chart)
{
    for (size_t i = 0; i < chart->line->question->option_count; i++)
        if (!chart->now.shown[i] || (chart->before.any && !chart->before.shown[i]))
            return true;
    return false;
}

static void add_cells_head(const struct shown_chart *chart, const struct words *words,
                           struct text *out)
{
    OWNED(text_release) struct text now = {0}, before = {0};

    phrase_weeks(&now, words, chart->now.first, chart->now.last);
    phrase_weeks(&before, words, chart->before.first, chart->before.last);
    html_add(out,
             "<table class=\"cells\">\n<thead><tr><th scope=\"col\">{}</th>"
             "<th scope=\"col\" colspan=\"2\">{}</th>",
             words_get(words, "report.column.option"), text_string(&now), NULL);
    if (chart->before.any)
        html_add(out, "<th scope=\"col\" class=\"before\">{}</th>",
                 text_string(&before), NULL);
    text_add(out, "</tr></thead>\n<tbody>\n");
}

/* The best answer comes first, whichever way the form asks. */
static bool is_worst_first(const struct question *question)
{
    const struct option *options = question->options;
    int first = SCORE_NONE, last = SCORE_NONE;

    for (size_t i = 0; i < question->option_count; i++) {
        if (options[i].score == SCORE_NONE)
            continue;
        first = first == SCORE_NONE ? options[i].score : first;
        last = options[i].score;
    }
    return first < last;
}

static void add_option_row(const struct shown_chart *chart, size_t option,
                           const struct words *words, struct text *out)
{
    const struct question *question = chart->line->question;
    double share = (double)chart->now.cells[option] / (double)widest(chart);
    bool missing = question->options[option].missing;

    html_add(out, "<tr><th scope=\"row\">{}</th>",
             phrase_option(words, question, &question->options[option]), NULL);
    add_bar(missing && chart->periods ? 0 : 100 * share, out);
    add_cell_number(&chart->now, option, out);
    if (chart->before.any)
        add_cell_number(&chart->before, option, out);
    text_add(out, "</tr>\n");
}

static void add_cells(const struct shown_chart *chart, const struct words *words,
                      struct text *out)
{
    size_t count = chart->line->question->option_count;
    bool turned = is_worst_first(chart->line->question);

    if (!is_worth(chart))
        return;
    add_cells_head(chart, words, out);
    for (size_t i = 0; i < count; i++)
        add_option_row(chart, turned ? count - 1 - i : i, words, out);
    text_add(out, "</tbody>\n</table>\n");
    if (has_hidden(chart))
        html_add(out, "<p class=\"small\">{}</p>\n", words_get(words, "report.hidden"),
                 NULL);
}

/* ---- a place's page ---- */

static void add_positive(const struct question *question, const struct words *words,
                         struct text *out)
{
    OWNED(text_release) struct text options = {0}, sentence = {0};

    for (size_t i = 0; i < question->option_count; i++) {
        if (!question->options[i].positive)
            continue;
        text_add(&options, options.length ? " · " : "");
        text_add(&options, phrase_option(words, question, &question->options[i]));
    }
    phrase_add(&sentence, words, "report.positive",
               (struct filling[]){
                   {"options", text_string(&options)},
                   {NULL        }
    });
    html_add(out, "{}", text_string(&sentence), NULL);
}

static void add_caption(const struct shown_chart *chart, const struct words *words,
                        struct text *out)
{
    char key[32];

    snprintf(key, sizeof key, "report.by.%s", by_name(chart->by));
    html_add(out, "<p class=\"caption\">{} ", words_get(words, key), NULL);
    add_positive(chart->line->question, words, out);
    text_add(out, "</p>\n");
}

static bool add_series(const struct book *book, size_t place, size_t i,
                       const struct words *words, struct text *out, struct error *error)
{
    const struct shown_chart *chart = &book->shown->places[place].charts[i];
    int smallest =
        shown_smallest(book->shown->centre, book->shown->places[place].place);
    size_t number = book->drawn[place].wide[i];

    add_caption(chart, words, out);
    if (number == 0) {
        add_note(words, "report.none", smallest, out);
        return true;
    }
    text_add(out, "<div class=\"picture\">\n");
    bool added = add_chart(book, chart, PLOT_WIDE, number, words, out, error);
    text_add(out, "</div>\n");
    add_legend(chart, smallest, words, out);
    add_table(book, chart, smallest, words, out);
    return added;
}

/* A question: its heading once, its charts, its distribution. */
static bool add_question(const struct book *book, size_t place, size_t i,
                         const struct words *words, struct text *out,
                         struct error *error)
{
    const struct shown_chart *chart = &book->shown->places[place].charts[i];
    bool again = i > 0 && chart[-1].line == chart->line;

    if (!chart->periods && !is_worth(chart))
        return true;
    if (!again)
        html_add(out, "<h2>{}</h2>\n",
                 document_text(chart->line->question->text, words->language), NULL);
    if (chart->periods && !add_series(book, place, i, words, out, error))
        return false;
    add_cells(chart, words, out);
    return true;
}

static size_t modes_of(const struct shown_place *place)
{
    size_t modes = place->chart_count > 0;

    for (size_t i = 1; i < place->chart_count; i++)
        modes += place->charts[i].line->mode != place->charts[i - 1].line->mode;
    return modes;
}

static bool add_questions(const struct book *book, size_t place,
                          const struct words *words, struct text *out,
                          struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];
    bool several = modes_of(shown) > 1;

    for (size_t i = 0; i < shown->chart_count; i++) {
        const struct line *line = shown->charts[i].line;
        if (several && (i == 0 || shown->charts[i - 1].line->mode != line->mode))
            html_add(out, "<p class=\"mode\">{} {}</p>\n",
                     words_get(words, "report.modes"),
                     words_get(words, mode_key(line->mode)), NULL);
        text_add(out, "<section>\n");
        if (!add_question(book, place, i, words, out, error))
            return false;
        text_add(out, "</section>\n");
    }
    return true;
}

/* The latest shown figure of a question, large. */
static void add_large(const struct book *book, const struct shown_chart *chart,
                      const struct words *words, struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    OWNED(text_release) struct text share = {0}, figure = {0}, period = {0};

    phrase_share(&share, words, latest);
    phrase_figure(&figure, words, &latest->figure, 0);
    phrase_period(&period, words, &book->shown->centre->settings, chart->by, latest);
    html_add(out,
             "<li><strong>{}</strong> <span class=\"what\">{}</span> "
             "<span class=\"of\">{} · {}</span></li>\n",
             text_string(&share),
             document_text(chart->line->question->text, words->language),
             text_string(&figure), text_string(&period), NULL);
}

/* The core questions of the leading mode at a glance. */
static void add_glance(const struct book *book, const struct shown_place *place,
                       const struct words *words, struct text *out)
{
    const struct shown_chart *first = lead(place);

    text_add(out, "<ul class=\"glance\">\n");
    for (size_t i = 0; i < place->chart_count; i++) {
        const struct shown_chart *chart = &place->charts[i];
        bool again = i > 0 && chart[-1].line == chart->line && chart[-1].shown > 0;
        if (chart->shown > 0 && chart->line->question->core && !again
            && chart->line->mode == first->line->mode)
            add_large(book, chart, words, out);
    }
    text_add(out, "</ul>\n");
}

static void add_kind(const struct book *book, const struct place *place,
                     const struct words *words, struct text *out)
{
    const json_t *track = centre_track_name(book->shown->centre, place->track);
    char key[32];

    snprintf(key, sizeof key, "report.kind.%s", kind_name(place->kind));
    html_add(out, "<p class=\"kind\">{}", words_get(words, key), NULL);
    if (place->track && track)
        html_add(out, " · {}", document_text(track, words->language), NULL);
    text_add(out, "</p>\n");
}

bool page_place(const struct book *book, size_t place, const struct words *words,
                struct text *out, struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];
    const char *name = document_text(shown->place->name, words->language);
    char file[80];

    snprintf(file, sizeof file, "%s.html", shown->place->id);
    add_head(book, words, name, out);
    html_add(out, "<header>\n<p class=\"up\"><a href=\"index.html\">{}</a></p>\n",
             name_of(book, words), NULL);
    add_languages(book, words, file, out);
    html_add(out, "<h1>{}</h1>\n", name, NULL);
    add_kind(book, shown->place, words, out);
    add_week(book, words, out);
    add_notices(book, words, out);
    text_add(out, "</header>\n<main>\n");
    if (shown->chart_count == 0)
        add_note(words, "report.none",
                 shown_smallest(book->shown->centre, shown->place), out);
    else
        add_glance(book, shown, words, out);
    if (!add_questions(book, place, words, out, error))
        return false;
    text_add(out, "</main>\n");
    add_foot(book, shown, words, out);
    return text_ok(out, error);
}

/* ---- the first page ---- */

static void add_card_figure(const struct book *book, const struct shown_chart *chart,
                            const struct words *words, struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    OWNED(text_release) struct text share = {0}, figure = {0}, period = {0};

    phrase_share(&share, words, latest);
    if (!shown_is_small(&latest->figure))
        phrase_number(&figure, words, "report.answers", latest->figure.n);
    phrase_period(&period, words, &book->shown->centre->settings, chart->by, latest);
    html_add(out,
             "<p class=\"figure\"><strong>{}</strong> <span class=\"of\">{}{}{}</span>"
             "</p>\n",
             text_string(&share), text_string(&figure), figure.length ? " · " : "",
             text_string(&period), NULL);
}

static bool add_card(const struct book *book, size_t place, const struct words *words,
                     struct text *out, struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];
    const struct shown_chart *chart = lead(shown);
    bool added = true;

    html_add(out, "<li>\n<h3><a href=\"{}.html\">{}</a></h3>\n", shown->place->id,
             document_text(shown->place->name, words->language), NULL);
    if (book->drawn[place].small > 0) {
        add_card_figure(book, chart, words, out);
        added = add_chart(book, chart, PLOT_SMALL, book->drawn[place].small, words, out,
                          error);
    } else {
        text_add(out, "<div class=\"none\">");
        add_note(words, "report.none",
                 shown_smallest(book->shown->centre, shown->place), out);
        text_add(out, "</div>\n");
    }
    text_add(out, "</li>\n");
    return added;
}

static bool add_cards(const struct book *book, enum kind kind,
                      const struct words *words, struct text *out, struct error *error)
{
    const struct shown *shown = book->shown;
    size_t cards = 0;
    char key[32];

    snprintf(key, sizeof key, "report.kinds.%s", kind_name(kind));
    for (size_t i = 0; i < shown->place_count; i++) {
        if (shown->places[i].place->kind != kind)
            continue;
        if (cards++ == 0)
            html_add(out, "<section>\n<h2>{}</h2>\n<ul class=\"cards {}\">\n",
                     words_get(words, key), kind_name(kind), NULL);
        if (!add_card(book, i, words, out, error))
            return false;
    }
    if (cards > 0)
        text_add(out, "</ul>\n</section>\n");
    return true;
}

/* Which question the small charts are of. */
static void add_subject(const struct book *book, const struct words *words,
                        struct text *out)
{
    for (size_t i = 0; i < book->shown->place_count; i++) {
        const struct shown_chart *chart = lead(&book->shown->places[i]);
        if (!chart || chart->shown == 0)
            continue;
        html_add(out, "<p class=\"caption\"><strong>{}</strong> {} ",
                 document_text(chart->line->question->text, words->language),
                 words_get(words, "report.cards"), NULL);
        add_positive(chart->line->question, words, out);
        text_add(out, "</p>\n");
        return;
    }
}

bool page_index(const struct book *book, const struct words *words, struct text *out,
                struct error *error)
{
    static const enum kind order[] = {KIND_CENTRE, KIND_DESK, KIND_WORKSHOP, KIND_CLUB,
                                      KIND_SPACE};

    add_head(book, words, name_of(book, words), out);
    text_add(out, "<header>\n");
    add_languages(book, words, "index.html", out);
    html_add(out, "<h1>{}</h1>\n", name_of(book, words), NULL);
    add_week(book, words, out);
    add_notices(book, words, out);
    text_add(out, "</header>\n<main>\n");
    add_subject(book, words, out);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (!add_cards(book, order[i], words, out, error))
            return false;
    text_add(out, "</main>\n");
    add_foot(book, NULL, words, out);
    return text_ok(out, error);
}
