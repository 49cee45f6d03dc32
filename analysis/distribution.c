/* distribution.c: how answers spread over the options, now and before. */
#include "distribution.h"
#include "html.h"
#include "phrase.h"

static int64_t widest(const struct shown_chart *chart)
{
    int64_t most = chart->periods ? chart->now.n : 0;

    for (size_t i = 0; !chart->periods && i < chart->line->question->option_count; i++)
        most = chart->now.cells[i] > most ? chart->now.cells[i] : most;
    return most > 0 ? most : 1;
}

static void add_bar(double width, struct text *out)
{
    text_add_format(
        out,
        "<td class=\"bar\"><svg width=\"100\" height=\"10\" "
        "viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect width=\"%.2f\" height=\"10\" fill=\"#12436D\"/></svg></td>",
        width);
}

static void add_cell_number(const struct shown_cells *cells, size_t option,
                            const struct words *words, struct text *out)
{
    char n[PHRASE_COUNT_SIZE];

    if (!cells->any || !cells->shown[option]) {
        text_add(out, "<td class=\"number\">·</td>");
        return;
    }
    phrase_count(n, words, cells->cells[option]);
    html_add(out, "<td class=\"number\">{}</td>", n, NULL);
}

bool distribution_worth(const struct shown_chart *chart)
{
    for (size_t i = 0; chart->now.any && i < chart->line->question->option_count; i++)
        if (chart->now.cells[i] > 0)
            return true;
    return false;
}

static bool hides_all(const struct shown_chart *chart)
{
    for (size_t i = 0; i < chart->line->question->option_count; i++)
        if (!chart->now.shown[i])
            return !distribution_worth(chart);
    return false;
}

bool distribution_withheld(const struct shown_chart *chart)
{
    return chart->now.any ? hides_all(chart) : chart->now.none != REASON_NONE;
}

static bool has_hidden(const struct shown_chart *chart)
{
    for (size_t i = 0; i < chart->line->question->option_count; i++)
        if (!chart->now.shown[i] || (chart->before.any && !chart->before.shown[i]))
            return true;
    return false;
}

/* A term goes by its name: the rows beside it say its days. */
static void add_span(const struct shown_chart *chart, const struct shown_cells *cells,
                     const struct settings *settings, const struct words *words,
                     struct text *out)
{
    const struct shown_period span = {
        .by = BY_TERM, .first = cells->first, .last = cells->last};

    if (chart->by == BY_TERM)
        phrase_period(out, words, settings, &span);
    else
        phrase_weeks(out, words, cells->first, cells->last);
}

static void add_cells_head(const struct shown_chart *chart,
                           const struct settings *settings, const struct words *words,
                           struct text *out)
{
    OWNED(text_release) struct text now = {.whole = out}, before = {.whole = out};

    add_span(chart, &chart->now, settings, words, &now);
    add_span(chart, &chart->before, settings, words, &before);
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

    text_add(out, "<tr><th scope=\"row\">");
    html_add_option(out, words, question, &question->options[option]);
    text_add(out, "</th>");
    add_bar(missing && chart->periods ? 0 : 100 * share, out);
    add_cell_number(&chart->now, option, words, out);
    if (chart->before.any)
        add_cell_number(&chart->before, option, words, out);
    text_add(out, "</tr>\n");
}

static void add_withheld(const struct shown_chart *chart,
                         const struct settings *settings, const struct words *words,
                         struct text *out)
{
    OWNED(text_release) struct text weeks = {.whole = out}, sentence = {.whole = out};

    add_span(chart, &chart->now, settings, words, &weeks);
    phrase_add(&sentence, words, "report.gap",
               (struct filling[]){
                   {"periods", text_string(&weeks)},
                   {"why",     words_get(words,     "report.protected")},
                   {NULL,         NULL                        }
    });
    html_add(out, "<p class=\"small\">{}</p>\n", text_string(&sentence), NULL);
}

void distribution_add(const struct shown_chart *chart, const struct settings *settings,
                      const struct words *words, struct text *out)
{
    size_t count = chart->line->question->option_count;
    bool turned = is_worst_first(chart->line->question);

    if (distribution_withheld(chart))
        add_withheld(chart, settings, words, out);
    if (!distribution_worth(chart))
        return;
    add_cells_head(chart, settings, words, out);
    for (size_t i = 0; i < count; i++)
        add_option_row(chart, turned ? count - 1 - i : i, words, out);
    text_add(out, "</tbody>\n</table>\n");
    if (has_hidden(chart))
        html_add(out, "<p class=\"small\">{}</p>\n", words_get(words, "report.hidden"),
                 NULL);
}
