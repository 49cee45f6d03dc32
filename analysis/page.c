/* page.c: pages walk what is shown, in reading order. */
#include "page.h"
#include "account.h"
#include "cusum.h"
#include "distribution.h"
#include "exhibit.h"
#include "foot.h"
#include "html.h"
#include "ledger.h"
#include "neighbours.h"
#include "phrase.h"
#include "poster.h"
#include "remarks_page.h"
#include "repeats.h"
#include "verdict.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* On paper a place is one sheet: its leading mode, and so many questions of it, of
 * which so many are drawn. */
enum { ON_PAPER = 4, DRAWN_ON_PAPER = 3 };

/* A figure that is older, and than its own period is long, is said to be. */
enum { WEEKS_FRESH = 8 };

/* ---- what every page has ---- */

static void add_when(const struct book *book, const struct words *words,
                     struct text *out)
{
    const struct shown_period week = {.first = book->shown->week,
                                      .last = book->shown->week};

    phrase_period(out, words, &book->shown->centre->settings, &week);
}

void page_head(const struct book *book, const struct words *words, const char *title,
               struct text *out)
{
    OWNED(text_release) struct text when = {.whole = out};

    add_when(book, words, &when);
    html_begin(out, words, title, text_string(&when), book_root(book, words));
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
        book_folder(book, other, folder);
        if (other == words)
            html_add(out, "<span aria-current=\"page\">{}</span>\n",
                     words_get(other, "name"), NULL);
        else
            html_add(out, "<a href=\"{}{}{}\" lang=\"{}\" hreflang=\"{}\">{}</a>\n",
                     book_root(book, words), folder, file, other->language,
                     other->language, words_get(other, "name"), NULL);
    }
    text_add(out, "</nav>\n");
}

void page_notices(const struct book *book, const struct words *words, struct text *out)
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
    OWNED(text_release) struct text when = {.whole = out}, days = {.whole = out};

    add_when(book, words, &when);
    phrase_weeks(&days, words, book->shown->week, book->shown->week);
    html_add(out, "<p class=\"when\">{} · {}</p>\n", text_string(&when),
             text_string(&days), NULL);
}

void page_note(const struct words *words, const char *key, int64_t n, struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out};

    if (n <= 0)
        return;
    phrase_number(&sentence, words, key, n);
    html_add(out, "<p>{}</p>\n", text_string(&sentence), NULL);
}

/* ---- a place's page ---- */

static void add_positive(const struct question *question, const struct words *words,
                         struct text *out)
{
    OWNED(text_release) struct text options = {.whole = out};

    for (size_t i = 0; i < question->option_count; i++) {
        if (!question->options[i].positive)
            continue;
        text_add(&options, options.length ? " · " : "");
        html_add_option(&options, words, question, &question->options[i]);
    }
    html_add_phrase(out, words, "report.positive",
                    (struct filling[]){
                        {"options", text_string(&options)},
                        {NULL,      NULL                 }
    });
}

/* Since when it is by longer or shorter periods, if it was not always so. */
static void add_choice(const struct shown_chart *chart, const struct words *words,
                       struct text *out)
{
    size_t i = chart->period_count;
    OWNED(text_release) struct text day = {.whole = out}, sentence = {.whole = out};

    while (i > 0 && chart->periods[i - 1].by == chart->by)
        i--;
    if (i == 0 || i == chart->period_count)
        return;
    phrase_day(&day, words, week_monday(chart->periods[i].first));
    phrase_add(&sentence, words,
               chart->periods[i - 1].by < chart->by ? "report.longer"
                                                    : "report.shorter",
               (struct filling[]){
                   {"day", text_string(&day)},
                   {NULL,  NULL             }
    });
    html_add(out, "{} ", text_string(&sentence), NULL);
}

static bool has_months_together(const struct shown_chart *chart,
                                const struct settings *settings)
{
    for (size_t i = 0; i < chart->period_count; i++)
        if (shown_is_joined(&chart->periods[i], settings))
            return true;
    return false;
}

void page_caption(const struct book *book, const struct shown_chart *chart,
                  const struct words *words, struct text *out)
{
    char key[32];

    snprintf(key, sizeof key, "report.by.%s", by_name(chart->by));
    html_add(out, "<p class=\"caption\">{} ", words_get(words, key), NULL);
    add_choice(chart, words, out);
    if (has_months_together(chart, &book->shown->centre->settings))
        html_add(out, "<span class=\"once\">{}</span> ",
                 words_get(words, "report.months"), NULL);
    add_positive(chart->line->question, words, out);
    text_add(out, "</p>\n");
}

static void add_verdict(const struct shown_chart *chart, const struct words *words,
                        struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out}, detail = {.whole = out};

    if (!verdict_given(chart))
        return;
    verdict_add(&sentence, words, chart);
    verdict_detail(&detail, words, chart);
    html_add(out, "<p class=\"verdict{}\">{}", verdict_is_news(chart) ? " news" : "",
             text_string(&sentence), NULL);
    if (detail.length > 0)
        html_add(out, " <span class=\"detail\">{}</span>", text_string(&detail), NULL);
    text_add(out, "</p>\n");
}

/* The latest figure without what looks like repeats, where that moves it. */
static void add_rest(const struct shown_chart *chart, const struct words *words,
                     struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    OWNED(text_release)
    struct text figure = {.whole = out}, between = {.whole = out},
                sentence = {.whole = out};
    char flagged[PHRASE_COUNT_SIZE];

    if (latest->rest.n == 0)
        return;
    const struct interval interval = repeats_interval(&latest->rest);
    phrase_count(flagged, words, latest->figure.n - latest->rest.n);
    phrase_sum(&figure, words, &latest->rest);
    phrase_interval(&between, words, &interval);
    phrase_add(&sentence, words, "report.without",
               (struct filling[]){
                   {"n",        flagged              },
                   {"figure",   text_string(&figure) },
                   {"interval", text_string(&between)},
                   {NULL,       NULL                 }
    });
    html_add(out, "<p class=\"rest\">{}</p>\n", text_string(&sentence), NULL);
}

/* How often the NHS's rules mark a line like this one although nothing happened. */
static void add_false_alarms(const struct shown_chart *chart, const struct words *words,
                             struct text *out)
{
    OWNED(text_release) struct text share = {.whole = out}, sentence = {.whole = out};

    if (isnan(chart->false_alarms))
        return;
    phrase_percent(&share, words, chart->false_alarms);
    phrase_add(&sentence, words, "report.false_alarms",
               (struct filling[]){
                   {"share", text_string(&share)},
                   {NULL,    NULL               }
    });
    html_add(out, "<p class=\"small\">{}</p>\n", text_string(&sentence), NULL);
}

static bool add_series(const struct book *book, size_t place, size_t i,
                       const struct words *words, struct text *out, struct error *error)
{
    const struct shown_chart *chart = &book->shown->places[place].charts[i];
    int smallest =
        shown_smallest(book->shown->centre, book->shown->places[place].place);
    size_t number = book->drawn[place].wide[i];

    page_caption(book, chart, words, out);
    if (chart->shown == 0) {
        page_note(words, "report.none", smallest, out);
        return true;
    }
    if (chart->by == BY_TERM) {
        ledger_add(book, chart, words, out);
        return true;
    }
    add_verdict(chart, words, out);
    add_rest(chart, words, out);
    text_add(out, "<div class=\"picture\">\n");
    bool added = exhibit_chart(book, chart, PLOT_WIDE, number, words, out, error);
    text_add(out, "</div>\n");
    exhibit_legend(chart, smallest, words, out);
    add_false_alarms(chart, words, out);
    exhibit_table(book, chart, smallest, words, out);
    return added;
}

/* A question: its chart, its distribution; of terms each in a block of its own, which
 * stand side by side on paper. */
static bool add_question(const struct book *book, size_t place, size_t i,
                         const struct words *words, struct text *out,
                         struct error *error)
{
    const struct shown_chart *chart = &book->shown->places[place].charts[i];
    bool terms = chart->periods && chart->by == BY_TERM;

    html_add_texts(out, words, "<h2>{}</h2>\n", chart->line->question->text, NULL);
    text_add(out, terms ? "<div class=\"rows\">\n" : "");
    if (chart->periods && !add_series(book, place, i, words, out, error))
        return false;
    text_add(out, terms ? "</div>\n<div class=\"spread\">\n" : "");
    distribution_add(chart, &book->shown->centre->settings, words, out);
    text_add(out, terms ? "</div>\n" : "");
    return true;
}

static size_t modes_of(const struct shown_place *place)
{
    size_t modes = place->chart_count > 0;

    for (size_t i = 1; i < place->chart_count; i++)
        modes += place->charts[i].line->mode != place->charts[i - 1].line->mode;
    return modes;
}

/* More than a sentence? */
static bool is_large(const struct shown_chart *chart)
{
    return chart->periods || distribution_worth(chart);
}

static bool is_worth(const struct shown_chart *chart)
{
    return is_large(chart) || distribution_withheld(chart);
}

static bool is_drawn(const struct shown_chart *chart)
{
    return chart->periods && chart->by != BY_TERM;
}

/* Does a chart stand on the sheet? Sessions do as a ledger. */
static bool is_on_paper(const struct shown_place *place, size_t i)
{
    const struct shown_chart *charts = place->charts;
    size_t before = 0, drawn = 0;

    for (size_t k = 0; k < i; k++) {
        before += is_large(&charts[k]) && charts[k].by != BY_SESSION;
        drawn += is_drawn(&charts[k]) && charts[k].by != BY_SESSION;
    }
    return charts[i].line->mode == charts[0].line->mode && charts[i].by != BY_SESSION
           && before < ON_PAPER && (!is_drawn(&charts[i]) || drawn < DRAWN_ON_PAPER);
}

static void add_mode(const struct shown_place *place, size_t i,
                     const struct words *words, struct text *out)
{
    const struct line *line = place->charts[i].line;

    if (i == 0 || place->charts[i - 1].line->mode != line->mode)
        html_add(out, "<p class=\"mode{}\">{} {}</p>\n",
                 is_on_paper(place, i) ? "" : " screen",
                 words_get(words, "report.modes"), phrase_mode(words, line->mode),
                 NULL);
}

static const char *section_class(const struct shown_chart *chart)
{
    if (!chart->periods)
        return "counts";
    return chart->by == BY_TERM ? "terms" : "line";
}

static bool add_section(const struct book *book, size_t place, size_t i,
                        const struct words *words, struct text *out,
                        struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];

    html_add(out, "<section class=\"{}{}\">\n", section_class(&shown->charts[i]),
             is_on_paper(shown, i) ? "" : " screen", NULL);
    bool added = add_question(book, place, i, words, out, error);
    text_add(out, "</section>\n");
    return added;
}

static bool add_questions(const struct book *book, size_t place,
                          const struct words *words, struct text *out,
                          struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];
    bool several = modes_of(shown) > 1;
    bool all = shown->change_count == 0; /* they take the place of something */

    for (size_t i = 0; i < shown->chart_count; i++) {
        if (several)
            add_mode(shown, i, words, out);
        if (!is_worth(&shown->charts[i]))
            continue;
        if (!add_section(book, place, i, words, out, error))
            return false;
        all = all && is_on_paper(shown, i);
    }
    if (!all)
        html_add(out, "<p class=\"paper\" hidden>{}</p>\n",
                 words_get(words, "report.screen"), NULL);
    return true;
}

/* Of the latest figure that is shown; one of long ago is not taken for this week's. */
static void add_period(const struct book *book, const struct words *words,
                       const struct shown_period *latest, struct text *out)
{
    const struct settings *settings = &book->shown->centre->settings;
    const int32_t age = book->shown->week - latest->last,
                  length = latest->last - latest->first + 1;
    OWNED(text_release) struct text period = {.whole = out};

    if (age <= WEEKS_FRESH || age <= length) {
        phrase_period(out, words, settings, latest);
        return;
    }
    phrase_period(&period, words, settings, latest);
    phrase_add(out, words, "report.period.old",
               (struct filling[]){
                   {"period", text_string(&period)},
                   {NULL,     NULL                }
    });
}

/* The latest shown figure of a question, large. */
static void add_large(const struct book *book, const struct shown_chart *chart,
                      const struct words *words, struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    OWNED(text_release)
    struct text share = {.whole = out}, figure = {.whole = out},
                period = {.whole = out};

    phrase_share(&share, words, latest);
    phrase_figure(&figure, words, &latest->figure, 0);
    add_period(book, words, latest, &period);
    html_add(out, "<p><strong>{}</strong> ", text_string(&share), NULL);
    html_add_texts(out, words, "<span class=\"what\">{}</span> ",
                   chart->line->question->text, NULL);
    html_add(out, "<span class=\"of\">{}</span> <span class=\"of\">{}</span></p>\n",
             text_string(&figure), text_string(&period), NULL);
}

/* The page in one sentence. */
static void add_headline(const struct shown_place *place, const struct words *words,
                         struct text *out)
{
    const struct shown_chart *chart = book_heading(place);
    OWNED(text_release) struct text sentence = {.whole = out};

    if (!chart)
        return;
    verdict_add(&sentence, words, chart);
    html_add(out, "<p class=\"headline{}\">", verdict_is_news(chart) ? " news" : "",
             NULL);
    if (verdict_is_news(chart))
        html_add_texts(out, words, "<span class=\"what\">{}</span> ",
                       chart->line->question->text, NULL);
    html_add(out, "{}</p>\n", text_string(&sentence), NULL);
}

static void add_glance(const struct book *book, const struct shown_place *place,
                       const struct words *words, struct text *out)
{
    const struct shown_chart *charts[BOOK_GLANCE];
    size_t count = book_glance(place, charts);

    text_add(out, "<div class=\"glance\">\n");
    for (size_t i = 0; i < count; i++)
        add_large(book, charts[i], words, out);
    account_visitors(place, &book->shown->centre->settings, words, out);
    text_add(out, "</div>\n");
}

static void add_kind(const struct book *book, const struct place *place,
                     const struct words *words, struct text *out)
{
    const json_t *track = centre_track_name(book->shown->centre, place->track);
    char key[32];

    snprintf(key, sizeof key, "report.kind.%s", kind_name(place->kind));
    html_add(out, "<p class=\"kind\">{}", words_get(words, key), NULL);
    if (place->track && track)
        html_add_texts(out, words, " · {}", track, NULL);
    text_add(out, "</p>\n");
}

bool page_place(const struct book *book, size_t place, const struct words *words,
                struct text *out, struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];
    bool is_whole = shown->place->kind == KIND_CENTRE;
    char file[80];

    snprintf(file, sizeof file, "%s.html", shown->place->id);
    page_head(book, words, document_text(shown->place->name, words->language), out);
    html_add_texts(out, words,
                   "<header>\n<p class=\"up\"><a href=\"index.html\">{}</a></p>\n",
                   book->shown->centre->name, NULL);
    add_languages(book, words, file, out);
    html_add_texts(out, words, "<h1>{}</h1>\n", shown->place->name, NULL);
    add_kind(book, shown->place, words, out);
    add_week(book, words, out);
    page_notices(book, words, out);
    text_add(out, "</header>\n<main>\n");
    if (shown->chart_count == 0)
        page_note(words, is_whole ? "report.none.centre" : "report.none",
                  shown_smallest(book->shown->centre, shown->place), out);
    else {
        add_headline(shown, words, out);
        add_glance(book, shown, words, out);
    }
    ledger_sessions(book, shown, words, out);
    if (!add_questions(book, place, words, out, error)
        || !neighbours_add(book, place, words, out, error))
        return false;
    account_changes(shown, words, out);
    if (!is_whole)
        remarks_add(book, shown->place, words, out);
    text_add(out, "</main>\n");
    foot_add(book, shown, words, out);
    return text_ok(out, error);
}

/* ---- the first page ---- */

/* A place by its name, what was asked, and what the rules say. */
static void add_item(const struct book *book, const struct shown_chart *chart,
                     bool verdict, const struct words *words, struct text *out)
{
    const struct place *place = chart->line->place;
    const struct shown_period *latest = &chart->periods[chart->latest];
    OWNED(text_release)
    struct text sentence = {.whole = out}, figure = {.whole = out},
                period = {.whole = out};

    phrase_figure(&figure, words, &latest->figure, 0);
    add_period(book, words, latest, &period);
    html_add(out, "<li><a href=\"{}.html\">", place->id, NULL);
    html_add_texts(out, words, "{}</a> <span class=\"what\">{}</span> ", place->name,
                   chart->line->question->text, NULL);
    if (verdict) {
        verdict_add(&sentence, words, chart);
        html_add(out, "<strong>{}</strong> ", text_string(&sentence), NULL);
    }
    html_add(out, "<span class=\"of\">{} · {}</span></li>\n", text_string(&figure),
             text_string(&period), NULL);
}

static void add_news(const struct book *book, const struct words *words,
                     struct text *out)
{
    OWNED(text_release)
    struct text items = {.whole = out}, none = {.whole = out};
    const struct shown_chart *chart;

    for (size_t at = 0; (chart = book_news(book->shown, &at));)
        add_item(book, chart, true, words, &items);
    html_add(out, "<section class=\"news\">\n<h2>{}</h2>\n",
             words_get(words, "report.news"), NULL);
    if (items.length > 0)
        text_add_format(out, "<ul>\n%s</ul>\n", text_string(&items));
    else {
        book_no_news(&none, words, book->shown);
        html_add(out, "<p>{}</p>\n", text_string(&none), NULL);
    }
    text_add(out, "</section>\n");
}

/* How many weeks a period of a line takes that is looked at so; 0: it is not. */
static double weeks_watched(const struct shown_chart *chart)
{
    bool watched =
        verdict_given(chart) && !isnan(chart->signals.points[chart->latest].cusum);

    if (watched && chart->by == BY_MONTH)
        return 52.0 / 12;
    return watched ? by_length(chart->by) : 0;
}

/* A fall that may be beginning: never called a change, and with how often some line
 * comes here though none changes. */
static void add_look(const struct book *book, const struct words *words,
                     struct text *out)
{
    OWNED(text_release) struct text items = {.whole = out};
    double a_week = 0; /* false alarms */

    for (size_t i = 0; i < book->shown->place_count; i++) {
        const struct shown_place *place = &book->shown->places[i];
        const struct shown_chart *charts[BOOK_GLANCE];
        size_t count = book_glance(place, charts);
        for (size_t k = 0; k < count; k++) {
            double weeks = weeks_watched(charts[k]);
            if (weeks == 0)
                continue;
            a_week += 1 / (weeks * CUSUM_FALSE_ALARM_EVERY);
            if (charts[k]->signals.look && !verdict_is_news(charts[k]))
                add_item(book, charts[k], false, words, &items);
        }
    }
    if (items.length == 0)
        return;
    html_add(out, "<section class=\"look\">\n<h2>{}</h2>\n",
             words_get(words, "report.look"), NULL);
    int64_t every = lround(1 / a_week);
    page_note(words, every > 1 ? "report.look.note" : "report.look.often", every, out);
    text_add_format(out, "<ul>\n%s</ul>\n</section>\n", text_string(&items));
}

static void add_card_figure(const struct book *book, const struct shown_chart *chart,
                            const struct words *words, struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    OWNED(text_release)
    struct text share = {.whole = out}, figure = {.whole = out},
                period = {.whole = out};

    phrase_share(&share, words, latest);
    if (!shown_is_small(&latest->figure))
        phrase_number(&figure, words, "report.answers", latest->figure.n);
    add_period(book, words, latest, &period);
    html_add(out,
             "<p class=\"figure\"><strong>{}</strong> <span class=\"of\">{}{}{}</span>"
             "</p>\n",
             text_string(&share), text_string(&figure), figure.length ? " · " : "",
             text_string(&period), NULL);
}

/* Said in the same words, whatever the form. */
static bool is_same(const struct question *a, const struct question *b,
                    const struct words *words)
{
    return !strcmp(document_text(a->text, words->language),
                   document_text(b->text, words->language));
}

/* Which question the small charts of a kind are of, unless it was the last one said;
 * how they are read, once. */
static void add_subject(const struct shown *shown, enum kind kind,
                        const struct question **asked, const struct words *words,
                        struct text *out)
{
    for (size_t i = 0; i < shown->place_count; i++) {
        const struct shown_chart *chart = book_lead(&shown->places[i]);
        if (shown->places[i].place->kind != kind || !chart || chart->shown == 0)
            continue;
        const struct question *question = chart->line->question;
        if (*asked && is_same(question, *asked, words))
            return;
        html_add_texts(out, words, "<p class=\"caption\"><strong>{}</strong> ",
                       question->text, NULL);
        if (!*asked)
            html_add(out, "{} ", words_get(words, "report.cards"), NULL);
        add_positive(question, words, out);
        text_add(out, "</p>\n");
        *asked = question;
        return;
    }
}

/* A place that was asked another question than the others of its kind says it. */
static bool add_card(const struct book *book, size_t place,
                     const struct question *asked, const struct words *words,
                     struct text *out, struct error *error)
{
    const struct shown_place *shown = &book->shown->places[place];
    const struct shown_chart *chart = book_lead(shown);
    bool added = true;

    html_add(out, "<li>\n<h3><a href=\"{}.html\">", shown->place->id, NULL);
    html_add_texts(out, words, "{}</a></h3>\n", shown->place->name, NULL);
    if (book->drawn[place].small > 0) {
        if (asked && !is_same(chart->line->question, asked, words))
            html_add_texts(out, words, "<p class=\"what\">{}</p>\n",
                           chart->line->question->text, NULL);
        add_card_figure(book, chart, words, out);
        added = exhibit_chart(book, chart, PLOT_SMALL, book->drawn[place].small, words,
                              out, error);
    } else {
        text_add(out, "<div class=\"none\">");
        page_note(words, "report.none",
                  shown_smallest(book->shown->centre, shown->place), out);
        text_add(out, "</div>\n");
    }
    text_add(out, "</li>\n");
    return added;
}

static bool add_cards(const struct book *book, enum kind kind,
                      const struct question **asked, const struct words *words,
                      struct text *out, struct error *error)
{
    const struct shown *shown = book->shown;
    size_t cards = 0;
    char key[32];

    snprintf(key, sizeof key, "report.kinds.%s", kind_name(kind));
    for (size_t i = 0; i < shown->place_count; i++) {
        if (shown->places[i].place->kind != kind
            || (kind == KIND_CENTRE && !book_lead(&shown->places[i])))
            continue;
        if (cards++ == 0) {
            html_add(out, "<section>\n<h2>{}</h2>\n", words_get(words, key), NULL);
            add_subject(shown, kind, asked, words, out);
            text_add_format(out, "<ul class=\"cards %s\">\n", kind_name(kind));
        }
        if (!add_card(book, i, *asked, words, out, error))
            return false;
    }
    if (cards > 0)
        text_add(out, "</ul>\n</section>\n");
    return true;
}

bool page_index(const struct book *book, const struct words *words, struct text *out,
                struct error *error)
{
    static const enum kind order[] = {KIND_CENTRE, KIND_DESK, KIND_WORKSHOP, KIND_CLUB,
                                      KIND_SPACE};
    const struct question *asked = NULL;

    page_head(book, words, document_text(book->shown->centre->name, words->language),
              out);
    html_add(out, "<header>\n<p class=\"up\"><a href=\"{}../index.html\">{}</a></p>\n",
             book_root(book, words), words_get(words, "report.editions"), NULL);
    add_languages(book, words, "index.html", out);
    html_add_texts(out, words, "<h1>{}</h1>\n", book->shown->centre->name, NULL);
    add_week(book, words, out);
    if (poster_worth(book->shown))
        html_add(out, "<p class=\"screen\"><a href=\"poster.html\">{}</a></p>\n",
                 words_get(words, "report.poster"), NULL);
    page_notices(book, words, out);
    text_add(out, "</header>\n<main>\n");
    add_news(book, words, out);
    add_look(book, words, out);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (!add_cards(book, order[i], &asked, words, out, error))
            return false;
    remarks_add(book, book->shown->centre->places, words, out);
    text_add(out, "</main>\n");
    foot_add(book, NULL, words, out);
    return text_ok(out, error);
}
