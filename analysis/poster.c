/* poster.c: see poster.h. */
#include "poster.h"
#include "changes.h"
#include "exhibit.h"
#include "html.h"
#include "page.h"
#include "phrase.h"
#include <math.h>
#include <stdlib.h>

/* ---- what the public may see ---- */

static bool is_public(const struct shown *shown, const struct shown_period *period)
{
    return period->figure.showing == SHOWN && !isnan(period->share)
           && period->figure.n >= shown->centre->settings.smallest_outside;
}

static void hide(struct shown_period *period)
{
    period->figure = (struct figure){.showing = WITHHELD};
    period->share = nan("");
}

/* Memory of its own, and of the rules nothing but the line. */
static bool copy(const struct shown_chart *lead, struct shown_chart *chart)
{
    struct signals *signals = &chart->signals;
    size_t count = lead->period_count;

    *chart = *lead;
    chart->periods = calloc(count + 1, sizeof *chart->periods);
    signals->points = calloc(count + 1, sizeof *signals->points);
    for (size_t i = 0; chart->periods && signals->points && i < count; i++) {
        chart->periods[i] = lead->periods[i];
        chart->periods[i].change = 0;
        signals->points[i].line = lead->signals.points[i].line;
    }
    return chart->periods && signals->points;
}

bool poster_chart(const struct shown *shown, struct shown_chart *chart)
{
    const struct shown_chart *lead =
        shown->place_count > 0 ? book_lead(&shown->places[0]) : NULL;

    *chart = (struct shown_chart){0};
    if (!lead)
        return true;
    if (!copy(lead, chart))
        return false;
    chart->shown = 0;
    chart->latest = chart->period_count;
    for (size_t i = 0; i < chart->period_count; i++) {
        struct shown_period *period = &chart->periods[i];
        if (is_public(shown, period)) {
            chart->latest = i;
            chart->shown++;
        } else if (period->figure.showing == SHOWN)
            hide(period);
    }
    return true;
}

void poster_release(struct shown_chart *chart)
{
    free(chart->periods);
    signals_release(&chart->signals);
    *chart = (struct shown_chart){0};
}

/* ---- the sheet ---- */

/* An older figure is no news to a hall. */
enum { WEEKS_FRESH = 13 };

/* The latest period that the public may see; NULL when there is none, or an old one. */
static const struct shown_period *latest(const struct shown *shown,
                                         const struct shown_chart *chart)
{
    for (size_t i = chart->period_count; i > 0; i--)
        if (is_public(shown, &chart->periods[i - 1]))
            return shown->week - chart->periods[i - 1].last <= WEEKS_FRESH
                       ? &chart->periods[i - 1]
                       : NULL;
    return NULL;
}

static bool has_figure(const struct shown *shown)
{
    const struct shown_chart *charts[BOOK_GLANCE];
    size_t count = book_glance(&shown->places[0], charts);

    for (size_t i = 0; i < count; i++)
        if (latest(shown, charts[i]))
            return true;
    return false;
}

bool poster_worth(const struct shown *shown)
{
    for (size_t i = 0; i < shown->place_count; i++)
        if (shown->places[i].change_count > 0 && !shown->places[i].place->sensitive)
            return true;
    return shown->place_count > 0 && has_figure(shown);
}

static void add_figure(const struct book *book, const struct shown_chart *chart,
                       const struct words *words, struct text *out)
{
    const struct shown_period *period = latest(book->shown, chart);

    if (!period)
        return;
    OWNED(text_release)
    struct text share = {.whole = out}, figure = {.whole = out}, when = {.whole = out};
    phrase_share(&share, words, period);
    phrase_figure(&figure, words, &period->figure, 0);
    phrase_period(&when, words, &book->shown->centre->settings, period);
    html_add(out, "<p><strong>{}</strong> ", text_string(&share), NULL);
    html_add_texts(out, words, "<span class=\"what\">{}</span> ",
                   chart->line->question->text, NULL);
    html_add(out, "<span class=\"of\">{} · {}</span></p>\n", text_string(&figure),
             text_string(&when), NULL);
}

static void add_figures(const struct book *book, const struct words *words,
                        struct text *out)
{
    const struct shown_chart *charts[BOOK_GLANCE];
    size_t count =
        book->shown->place_count > 0 ? book_glance(&book->shown->places[0], charts) : 0;

    text_add(out, "<div class=\"glance\">\n");
    for (size_t i = 0; i < count; i++)
        add_figure(book, charts[i], words, out);
    text_add(out, "</div>\n");
}

static bool add_chart(const struct book *book, const struct words *words,
                      struct text *out, struct error *error)
{
    const int smallest = book->shown->centre->settings.smallest_outside;

    if (book->poster_drawn == 0)
        return true;
    html_add_texts(out, words, "<section>\n<h2>{}</h2>\n",
                   book->poster.line->question->text, NULL);
    page_caption(book, &book->poster, words, out);
    text_add(out, "<div class=\"picture\">\n");
    bool added = exhibit_chart(book, &book->poster, PLOT_WIDE, book->poster_drawn,
                               words, out, error);
    text_add(out, "</div>\n");
    exhibit_legend(&book->poster, smallest, words, out);
    exhibit_table(book, &book->poster, smallest, words, out);
    text_add(out, "</section>\n");
    return added;
}

/* The latest first; of those of a day, the one written down last. */
static int by_day(const void *a, const void *b)
{
    const struct change *x = *(const struct change *const *)a;
    const struct change *y = *(const struct change *const *)b;

    if (x->day != y->day)
        return x->day > y->day ? -1 : 1;
    return x->number > y->number ? -1 : x->number < y->number;
}

static size_t collect(const struct shown *shown, const struct change **found)
{
    size_t count = 0;

    for (size_t i = 0; i < shown->place_count; i++)
        for (size_t k = 0; k < shown->places[i].change_count; k++)
            if (!shown->places[i].place->sensitive)
                found[count++] = shown->places[i].changes[k].change;
    qsort(found, count, sizeof *found, by_day);
    return count;
}

static bool is_long(const struct change *const *found, size_t count,
                    const struct words *words)
{
    size_t characters = 0;

    for (size_t i = 0; i < count && i < POSTER_CHANGES; i++)
        characters += text_characters(document_text(found[i]->said, words->language))
                      + text_characters(document_text(found[i]->did, words->language));
    return characters > POSTER_LONG;
}

/* What was changed for the whole centre names no place. */
static void add_change(const struct change *change, const struct words *words,
                       struct text *out)
{
    text_add(out, "<li>");
    if (change->place->kind != KIND_CENTRE)
        html_add_texts(out, words, "<h3>{}</h3>\n", change->place->name, NULL);
    if (json_object_size(change->said) > 0) {
        html_add(out, "<p><span>{}</span> ", words_get(words, "kiosk.said"), NULL);
        html_add_texts(out, words, "{}</p>\n", change->said, NULL);
    }
    html_add(out, "<p><span>{}</span> ", words_get(words, "kiosk.did"), NULL);
    html_add_texts(out, words, "{}</p></li>\n", change->did, NULL);
}

static bool add_changes(const struct book *book, const struct words *words,
                        struct text *out)
{
    const struct change **found =
        calloc(book->shown->place_count * CHANGES_LATEST + 1, sizeof *found);

    if (!found)
        return false;
    size_t count = collect(book->shown, found);
    if (count > 0)
        html_add(out, "<section class=\"changes{}\">\n<h2>{}</h2>\n<ul>\n",
                 is_long(found, count, words) ? " long" : "",
                 words_get(words, "report.changes"), NULL);
    for (size_t i = 0; i < count && i < POSTER_CHANGES; i++)
        add_change(found[i], words, out);
    text_add(out, count > 0 ? "</ul>\n</section>\n" : "");
    free(found);
    return true;
}

bool poster_page(const struct book *book, const struct words *words, struct text *out,
                 struct error *error)
{
    OWNED(text_release) struct text foot = {.whole = out};

    page_head(book, words, words_get(words, "report.poster.title"), out);
    html_add_texts(out, words,
                   "<header>\n<p class=\"up\"><a href=\"index.html\">{}</a></p>\n",
                   book->shown->centre->name, NULL);
    html_add(out, "<h1>{}</h1>\n", words_get(words, "report.poster.title"), NULL);
    page_notices(book, words, out);
    text_add(out, "</header>\n<main class=\"poster\">\n");
    add_figures(book, words, out);
    if (!add_chart(book, words, out, error))
        return false;
    if (!add_changes(book, words, out))
        return error_set(error, ERROR_SYSTEM, "cannot write the poster: out of memory");
    phrase_number(&foot, words, "report.poster.foot",
                  book->shown->centre->settings.smallest_outside);
    html_add(out, "</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
             text_string(&foot), NULL);
    return text_ok(out, error);
}
