/* exhibit.c: labels for a drawing, the signs it uses, its figures in rows. */
#include "exhibit.h"
#include "html.h"
#include "phrase.h"
#include "ticks.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LABEL_SIZE = 24 };

/* Names of labels ("x12") and what stands there. */
struct labels {
    struct filling *fillings;
    char (*names)[LABEL_SIZE];
    char (*years)[LABEL_SIZE];
    struct change_label {
        char name[LABEL_SIZE], number[LABEL_SIZE];
    } * changes;
    size_t count;
};

static void add_label(struct labels *labels, const char *name, const char *value)
{
    labels->fillings[labels->count++] = (struct filling){name, value};
    labels->fillings[labels->count] = (struct filling){NULL, NULL};
}

static bool labels_init(struct labels *labels, size_t periods)
{
    *labels = (struct labels){
        .fillings = calloc(periods * 3 + 8, sizeof *labels->fillings),
        .names = calloc(periods * 2 + 2, sizeof *labels->names),
        .years = calloc(periods + 1, sizeof *labels->years),
        .changes = calloc(periods + 1, sizeof *labels->changes),
    };
    return labels->fillings && labels->names && labels->years && labels->changes;
}

static void labels_release(struct labels *labels)
{
    free(labels->fillings);
    free(labels->names);
    free(labels->years);
    free(labels->changes);
}

/* A month under each tick, a year below where it begins. */
static bool add_ticks(const struct shown_chart *chart, const struct words *words,
                      struct labels *labels)
{
    struct tick *ticks = calloc(chart->period_count + 1, sizeof *ticks);
    bool made = ticks != NULL;
    size_t count = made ? ticks_choose(chart, ticks) : 0;

    for (size_t i = 0; i < count; i++) {
        const struct tick *tick = &ticks[i];
        char *name = labels->names[i * 2], *below = labels->names[i * 2 + 1];
        snprintf(name, LABEL_SIZE, "x%zu", tick->period);
        snprintf(below, LABEL_SIZE, "v%zu", tick->period);
        snprintf(labels->years[i], LABEL_SIZE, "%d", tick->year);
        add_label(labels, name, phrase_month(words, tick->month));
        if (tick->year_begins)
            add_label(labels, below, labels->years[i]);
    }
    free(ticks);
    return made;
}

/* Each change by the number that it has below the charts. */
static void add_changes(const struct shown_chart *chart, struct labels *labels)
{
    for (size_t i = 0; i < chart->period_count; i++) {
        struct change_label *label = &labels->changes[i];
        if (chart->periods[i].change == 0)
            continue;
        snprintf(label->name, LABEL_SIZE, "c%zu", i);
        snprintf(label->number, LABEL_SIZE, "%d", chart->periods[i].change);
        add_label(labels, label->name, label->number);
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
    OWNED(text_release) struct text figure = {.whole = out}, period = {.whole = out};

    phrase_figure(&figure, words, &latest->figure, 0);
    phrase_period(&period, words, settings, latest);
    phrase_add(
        out, words, "report.chart",
        (struct filling[]){
            {"question", document_text(chart->line->question->text, words->language)},
            {"period",          text_string(&period)                                           },
            {"figure",          text_string(&figure)},
            {NULL,          NULL                                               }
    });
}

bool exhibit_chart(const struct book *book, const struct shown_chart *chart,
                   enum plot_kind kind, size_t number, const struct words *words,
                   struct text *out, struct error *error)
{
    OWNED(text_release)
    struct text alternative = {.whole = out}, share = {.whole = out},
                mean = {.whole = out};
    OWNED(text_release)
    struct text zero = {.whole = out}, half = {.whole = out}, all = {.whole = out};
    const struct shown_period *last = last_share(chart);
    OWNED(labels_release) struct labels labels;

    if (!labels_init(&labels, chart->period_count) || !add_ticks(chart, words, &labels))
        return error_set(error, ERROR_SYSTEM, "cannot write a page: out of memory");
    phrase_percent(&zero, words, 0);
    phrase_percent(&half, words, 0.5);
    phrase_percent(&all, words, 1);
    add_label(&labels, "y0", text_string(&zero));
    add_label(&labels, "y50", text_string(&half));
    add_label(&labels, "y100", text_string(&all));
    add_changes(chart, &labels);
    if (last) {
        phrase_share(&share, words, last);
        phrase_percent(&mean, words, chart->signals.line);
        add_label(&labels, "last", text_string(&share));
    }
    OWNED(text_release) struct text average = {.whole = out};
    phrase_add(&average, words, "report.mean",
               (struct filling[]){
                   {"share", text_string(&mean)},
                   {NULL,    NULL              }
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
    "<svg class=\"sign\" width=\"16\" height=\"12\" viewBox=\"0 0 16 12\" "            \
    "aria-hidden=\"true\">" shape "</svg>"

static const struct sign large_sign = {
    "report.legend.large",
    SIGN("<circle cx=\"8\" cy=\"6\" r=\"4\" fill=\"#12436D\"/>")};
static const struct sign small_sign = {
    "report.legend.small", SIGN("<circle cx=\"8\" cy=\"6\" r=\"3.4\" fill=\"#fff\" "
                                "stroke=\"#12436D\" stroke-width=\"1.6\"/>")};
static const struct sign interval_sign = {
    "report.legend.interval",
    SIGN("<rect x=\"4\" width=\"8\" height=\"12\" fill=\"#C5D5E3\"/>")};
static const char *const showing_signs[] = {
    [WITHHELD] = SIGN("<circle cx=\"8\" cy=\"6\" r=\"2\" fill=\"#767C82\"/>"),
    [EMPTY] =
        SIGN("<circle cx=\"8\" cy=\"6\" r=\"2\" fill=\"none\" stroke=\"#767C82\"/>"),
    [CLOSED] = SIGN("<rect width=\"16\" height=\"12\" fill=\"#E4E6E9\"/>"),
};

/* A session or a place's week is withheld for its few answers; anything longer, and the
 * whole centre, for what could be worked out from it, too. */
static int withheld_below(const struct shown_chart *chart, enum by by, int smallest)
{
    bool total =
        (by != BY_WEEK && by != BY_SESSION) || chart->line->place->kind == KIND_CENTRE;

    return total ? 0 : smallest;
}

static void add_sign(const struct sign *sign, const struct words *words, int64_t n,
                     struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out};

    phrase_number(&sentence, words, sign->key, n);
    text_add_format(out, "<li>%s ", sign->drawing);
    html_add(out, "{}</li>\n", text_string(&sentence), NULL);
}

/* Of what kind a withheld period is: a longer one, if any is. */
static enum by withheld_by(const struct shown_chart *chart)
{
    enum by by = BY_WEEK;

    for (size_t i = 0; i < chart->period_count; i++)
        if (chart->periods[i].figure.showing == WITHHELD
            && chart->periods[i].by != BY_SESSION && by == BY_WEEK)
            by = chart->periods[i].by;
    return by;
}

static void add_showing(const struct shown_chart *chart, enum showing showing,
                        int smallest, const struct words *words, struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out};
    const struct figure figure = {.showing = showing};

    phrase_figure(&sentence, words, &figure,
                  withheld_below(chart, withheld_by(chart), smallest));
    text_add_format(out, "<li>%s ", showing_signs[showing]);
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

static const struct sign range_sign = {
    "report.legend.range", SIGN("<path d=\"M0 2h16M0 10h16\" stroke=\"#767C82\"/>")};
static const struct sign trial_sign = {
    "report.legend.trial", SIGN("<path d=\"M0 2h16M0 10h16\" stroke=\"#767C82\" "
                                "stroke-dasharray=\"2 3\"/>")};
static const struct sign below_sign = {
    "report.legend.below", SIGN("<path d=\"M8 0l6 6-6 6-6-6z\" fill=\"#F46A25\"/>")};
static const struct sign above_sign = {
    "report.legend.above", SIGN("<path d=\"M8 0l6 6-6 6-6-6z\" fill=\"#12436D\"/>")};

static const struct sign change_sign = {
    "report.legend.change", SIGN("<path d=\"M8 0v12\" stroke=\"#1D2730\"/>")};

/* Signs of what the rules drew into the wide chart. */
static void add_rules(const struct shown_chart *chart, const struct words *words,
                      struct text *out)
{
    bool range = false, trial = false, changed = false;
    bool sides[PLOT_ABOVE + 1] = {false};

    for (size_t i = 0; i < chart->period_count; i++) {
        struct plot_period period = book_period(chart, i);
        bool limited = !isnan(period.limit_low);
        range = range || (limited && !period.trial);
        trial = trial || (limited && period.trial);
        sides[period.signal] = true;
        changed = changed || period.changed;
    }
    if (range)
        add_sign(&range_sign, words, 0, out);
    if (trial)
        add_sign(&trial_sign, words, 0, out);
    if (sides[PLOT_BELOW])
        add_sign(&below_sign, words, 0, out);
    if (sides[PLOT_ABOVE])
        add_sign(&above_sign, words, 0, out);
    if (changed)
        add_sign(&change_sign, words, 0, out);
}

void exhibit_legend(const struct shown_chart *chart, int smallest,
                    const struct words *words, struct text *out)
{
    text_add(out, "<ul class=\"legend\">\n");
    if (has_size(chart, false))
        add_sign(&large_sign, words, 0, out);
    if (has_size(chart, true))
        add_sign(&small_sign, words, smallest, out);
    add_sign(&interval_sign, words, 0, out);
    add_rules(chart, words, out);
    for (enum showing showing = WITHHELD; showing <= CLOSED; showing++)
        if (has_showing(chart, showing))
            add_showing(chart, showing, smallest, words, out);
    text_add(out, "</ul>\n");
}

/* ---- the figures of a chart as a table ---- */

/* " · below the usual range", of what is marked in the chart. */
static void add_side(const struct shown_chart *chart, size_t at,
                     const struct words *words, struct text *out)
{
    enum plot_side side = book_side(chart, at);

    if (side == PLOT_WITHIN)
        return;
    text_add(out, " · ");
    text_add(out, words_get(words, side == PLOT_BELOW ? "report.legend.below"
                                                      : "report.legend.above"));
}

static void add_row(const struct book *book, const struct shown_chart *chart,
                    const struct shown_period *period, int smallest,
                    const struct words *words, struct text *out)
{
    OWNED(text_release)
    struct text name = {.whole = out}, figure = {.whole = out}, share = {.whole = out};
    OWNED(text_release) struct text interval = {.whole = out};

    phrase_period(&name, words, &book->shown->centre->settings, period);
    phrase_figure(&figure, words, &period->figure,
                  withheld_below(chart, period->by, smallest));
    html_add(out, "<tr><th scope=\"row\">{}</th>", text_string(&name), NULL);
    if (period->figure.showing != SHOWN) {
        html_add(out, "<td colspan=\"3\" class=\"none\">{}</td></tr>\n",
                 text_string(&figure), NULL);
        return;
    }
    if (!isnan(period->share) && !shown_is_small(&period->figure))
        phrase_percent(&share, words, period->share);
    phrase_interval(&interval, words, &period->interval);
    add_side(chart, (size_t)(period - chart->periods), words, &figure);
    html_add(out, "<td>{}</td><td class=\"number\">{}</td><td>{}</td></tr>\n",
             text_string(&figure), text_string(&share), text_string(&interval), NULL);
}

/* The latest period comes first: it is the one that is looked up. */
void exhibit_table(const struct book *book, const struct shown_chart *chart,
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
