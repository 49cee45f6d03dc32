/* ledger.c: see ledger.h. */
#include "ledger.h"
#include "html.h"
#include "phrase.h"
#include <math.h>

/* Charts of one place and one kind of period, so that their periods are the same. */
struct ledger {
    const struct book *book;
    const struct shown_chart *charts[BOOK_GLANCE];
    size_t count, first; /* the periods from `first` on */
};

static const struct shown_period *period_of_row(const struct ledger *ledger, size_t at)
{
    return &ledger->charts[0]->periods[at];
}

static bool has_row(const struct ledger *ledger, size_t at)
{
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->charts[i]->periods[at].figure.showing == SHOWN)
            return true;
    return false;
}

static void add_name(const struct ledger *ledger, const struct shown_period *period,
                     const struct words *words, struct text *out)
{
    phrase_period(out, words, &ledger->book->shown->centre->settings, period);
}

/* ---- rows ---- */

/* Hollow where answers are few, as in the charts; its edge stays inside the drawing. */
static void add_mark(const struct shown_period *period, struct text *out)
{
    bool few = shown_is_small(&period->figure);

    text_add_format(
        out,
        "<td class=\"bar\"><svg width=\"100\" height=\"10\" viewBox=\"0 0 100 10\" "
        "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect width=\"100\" height=\"10\" fill=\"#EEF3F7\"/>"
        "<rect x=\"%.2f\" y=\"2\" width=\"%.2f\" height=\"6\" fill=\"#B4C8DA\"/>",
        period->interval.low * 100,
        (period->interval.high - period->interval.low) * 100);
    if (!isnan(period->share))
        text_add_format(
            out,
            "<rect x=\"%.2f\" y=\"0.5\" width=\"2.4\" height=\"9\" fill=\"%s\" "
            "stroke=\"#12436D\" vector-effect=\"non-scaling-stroke\"/>",
            0.8 + period->share * 96, few ? "#FFFFFF" : "#12436D");
    text_add(out, "</svg></td>");
}

/* Beside a percentage, of how many; "5/7" says it. Under a heading the number alone. */
static void add_answers(const struct shown_period *period, bool alone,
                        const struct words *words, struct text *out)
{
    OWNED(text_release) struct text answers = {.whole = out};
    char n[PHRASE_COUNT_SIZE];

    phrase_count(n, words, period->figure.n);
    if (alone)
        text_add(&answers, n);
    else if (!shown_is_small(&period->figure) && period->figure.bound == EXACT)
        phrase_number(&answers, words, "report.answers", period->figure.n);
    html_add(out, "<td>{}</td>", text_string(&answers), NULL);
}

static void add_cells(const struct shown_period *period, bool alone,
                      const struct words *words, struct text *out)
{
    OWNED(text_release) struct text share = {.whole = out}, interval = {.whole = out};

    if (period->figure.showing != SHOWN) {
        html_add(out, "<td colspan=\"{}\" class=\"none\">·</td>", alone ? "4" : "3",
                 NULL);
        return;
    }
    phrase_share(&share, words, period);
    phrase_interval(&interval, words, &period->interval);
    add_mark(period, out);
    html_add(out, "<td class=\"number\"><strong>{}</strong></td>", text_string(&share),
             NULL);
    add_answers(period, alone, words, out);
    if (alone)
        html_add(out, "<td>{}</td>", text_string(&interval), NULL);
}

/* A term is known by its days, too. */
static void add_row(const struct ledger *ledger, size_t at, const struct words *words,
                    struct text *out)
{
    const struct shown_period *period = period_of_row(ledger, at);
    OWNED(text_release) struct text name = {.whole = out}, days = {.whole = out};

    add_name(ledger, period, words, &name);
    html_add(out, "<tr><th scope=\"row\">{}", text_string(&name), NULL);
    if (!period->session) {
        phrase_weeks(&days, words, period->first, period->last);
        html_add(out, " <span class=\"of\">{}</span>", text_string(&days), NULL);
    }
    text_add(out, "</th>");
    for (size_t i = 0; i < ledger->count; i++)
        add_cells(&ledger->charts[i]->periods[at], ledger->count == 1, words, out);
    text_add(out, "</tr>\n");
}

/* One chart stands under its question; of two, each column says its own. */
static void add_head(const struct ledger *ledger, const struct words *words,
                     struct text *out)
{
    bool sessions = ledger->charts[0]->by == BY_SESSION;

    html_add(
        out, "<table class=\"ledger\">\n<thead><tr><th scope=\"col\">{}</th>",
        words_get(words, sessions ? "report.column.session" : "report.column.period"),
        NULL);
    for (size_t i = 0; i < ledger->count && ledger->count > 1; i++)
        html_add_texts(out, words, "<th scope=\"col\" colspan=\"3\">{}</th>",
                       ledger->charts[i]->line->question->text, NULL);
    if (ledger->count == 1)
        html_add(out,
                 "<th scope=\"col\" colspan=\"2\">{}</th><th scope=\"col\">{}</th>"
                 "<th scope=\"col\">{}</th>",
                 words_get(words, "report.column.share"),
                 words_get(words, "report.column.answers"),
                 words_get(words, "report.column.interval"), NULL);
    text_add(out, "</tr></thead>\n<tbody>\n");
}

static void add_rows(const struct ledger *ledger, const struct words *words,
                     struct text *out)
{
    OWNED(text_release) struct text rows = {.whole = out};

    for (size_t i = ledger->charts[0]->period_count; i-- > ledger->first;)
        if (has_row(ledger, i))
            add_row(ledger, i, words, &rows);
    if (rows.length == 0)
        return;
    add_head(ledger, words, out);
    text_add(out, text_string(&rows));
    text_add(out, "</tbody>\n</table>\n");
}

/* ---- what has no row ---- */

/* A session's year is that of the rows beside it. */
static void add_gap_name(const struct ledger *ledger, const struct shown_period *period,
                         const struct words *words, struct text *out)
{
    text_add(out, out->length > 0 ? " · " : "");
    if (period->session)
        phrase_day_month(out, words, period->session->day);
    else
        add_name(ledger, period, words, out);
}

static void add_gap(const struct ledger *ledger, enum showing showing,
                    const struct words *words, struct text *out)
{
    const struct shown_chart *chart = ledger->charts[0];
    const struct figure figure = {.showing = showing};
    int smallest = chart->by == BY_SESSION
                       ? shown_smallest(ledger->book->shown->centre, chart->line->place)
                       : 0;
    OWNED(text_release)
    struct text names = {.whole = out}, why = {.whole = out}, sentence = {.whole = out};

    for (size_t i = chart->period_count; i-- > ledger->first;)
        if (!has_row(ledger, i) && chart->periods[i].figure.showing == showing)
            add_gap_name(ledger, &chart->periods[i], words, &names);
    if (names.length == 0)
        return;
    phrase_figure(&why, words, &figure, smallest);
    phrase_add(&sentence, words, "report.gap",
               (struct filling[]){
                   {"periods", text_string(&names)},
                   {"why",     text_string(&why)  },
                   {NULL,      NULL               }
    });
    html_add(out, "<p class=\"small\">{}</p>\n", text_string(&sentence), NULL);
}

static bool has_hidden_cell(const struct ledger *ledger)
{
    for (size_t at = ledger->first; at < ledger->charts[0]->period_count; at++)
        for (size_t i = 0; has_row(ledger, at) && i < ledger->count; i++)
            if (ledger->charts[i]->periods[at].figure.showing != SHOWN)
                return true;
    return false;
}

static void add_ledger(const struct ledger *ledger, const struct words *words,
                       struct text *out)
{
    add_rows(ledger, words, out);
    if (has_hidden_cell(ledger))
        html_add(out, "<p class=\"small\">{}</p>\n", words_get(words, "report.hidden"),
                 NULL);
    for (enum showing showing = WITHHELD; showing <= CLOSED; showing++)
        add_gap(ledger, showing, words, out);
}

/* ---- what there are ledgers of ---- */

void ledger_add(const struct book *book, const struct shown_chart *chart,
                const struct words *words, struct text *out)
{
    const struct ledger ledger = {.book = book, .charts = {chart}, .count = 1};

    add_ledger(&ledger, words, out);
}

/* The first questions of the leading mode, whose charts stand first. */
static struct ledger ledger_of(const struct book *book, const struct shown_place *place)
{
    struct ledger ledger = {.book = book};

    for (size_t i = 0; i < place->chart_count && ledger.count < BOOK_GLANCE; i++) {
        const struct shown_chart *chart = &place->charts[i];
        if (chart->by == BY_SESSION && chart->period_count > 0
            && chart->line->mode == place->charts[0].line->mode)
            ledger.charts[ledger.count++] = chart;
    }
    if (ledger.count > 0 && ledger.charts[0]->period_count > LEDGER_SESSIONS)
        ledger.first = ledger.charts[0]->period_count - LEDGER_SESSIONS;
    return ledger;
}

void ledger_sessions(const struct book *book, const struct shown_place *place,
                     const struct words *words, struct text *out)
{
    const struct ledger ledger = ledger_of(book, place);

    if (ledger.count == 0)
        return;
    html_add(out, "<section class=\"sessions\">\n<h2>{}</h2>\n",
             words_get(words, "report.sessions"), NULL);
    add_ledger(&ledger, words, out);
    text_add(out, "</section>\n");
}
