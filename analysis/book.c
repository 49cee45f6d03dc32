/* book.c: has the charts of an edition drawn, and knows where its pages lie. */
#include "book.h"
#include "phrase.h"
#include "poster.h"
#include "ticks.h"
#include "verdict.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const struct shown_chart *book_lead(const struct shown_place *place)
{
    for (size_t i = 0; i < place->chart_count; i++)
        if (place->charts[i].periods)
            return &place->charts[i];
    return NULL;
}

size_t book_glance(const struct shown_place *place,
                   const struct shown_chart *charts[static BOOK_GLANCE])
{
    const struct shown_chart *first = book_lead(place);
    size_t count = 0;

    for (size_t i = 0; first && count < BOOK_GLANCE && i < place->chart_count; i++) {
        const struct shown_chart *chart = &place->charts[i];
        if (chart->shown > 0 && chart->line->mode == first->line->mode
            && (count == 0 || chart->line != charts[count - 1]->line))
            charts[count++] = chart;
    }
    return count;
}

const struct shown_chart *book_gravest(const struct shown_place *place)
{
    const struct shown_chart *charts[BOOK_GLANCE], *found = NULL;
    size_t count = book_glance(place, charts);

    for (size_t i = 0; i < count; i++)
        if (verdict_given(charts[i])
            && (!found || verdict_weight(charts[i]) > verdict_weight(found)))
            found = charts[i];
    return found;
}

const struct shown_chart *book_heading(const struct shown_place *place)
{
    const struct shown_chart *charts[BOOK_GLANCE], *gravest = book_gravest(place);
    size_t count = book_glance(place, charts);

    for (size_t i = 0; !gravest && i < count; i++)
        if (verdict_refused(charts[i]))
            return charts[i];
    return gravest;
}

const struct shown_chart *book_news(const struct shown *shown, size_t *at)
{
    while (*at < 2 * shown->place_count) {
        int weight = *at < shown->place_count ? 2 : 1;
        const struct shown_chart *chart =
            book_gravest(&shown->places[(*at)++ % shown->place_count]);
        if (chart && verdict_weight(chart) == weight)
            return chart;
    }
    return NULL;
}

void book_no_news(struct text *out, const struct words *words,
                  const struct shown *shown)
{
    static const char *const keys[] = {[TOO_EARLY] = "report.change.early",
                                       [TOO_LITTLE] = "report.verdict.small",
                                       [ENOUGH] = "report.news.none"};
    enum sight most = TOO_EARLY;
    int64_t all = 0, enough = 0;
    char n[PHRASE_COUNT_SIZE], of[PHRASE_COUNT_SIZE];

    for (size_t p = 0; p < shown->place_count; p++) {
        const struct shown_chart *charts[BOOK_GLANCE];
        size_t count = book_glance(&shown->places[p], charts);
        all += (int64_t)count;
        for (size_t i = 0; i < count; i++) {
            if (!verdict_given(charts[i]))
                continue;
            enum sight sight = verdict_sight(charts[i]);
            most = sight > most ? sight : most;
            enough += sight == ENOUGH;
        }
    }
    if (most < ENOUGH || enough == all) {
        text_add(out, words_get(words, keys[most]));
        return;
    }
    phrase_count(n, words, enough);
    phrase_count(of, words, all);
    phrase_add(out, words, "report.news.some",
               (struct filling[]){
                   {"n",   n   },
                   {"all", of  },
                   {NULL,  NULL}
    });
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

enum plot_side book_side(const struct shown_chart *chart, size_t at)
{
    if ((chart->signals.points[at].marks & ~(1U << SIGNAL_CUSUM)) == 0)
        return PLOT_WITHIN;
    return signals_below(&chart->signals, at, chart->periods[at].share) ? PLOT_BELOW
                                                                        : PLOT_ABOVE;
}

struct plot_period book_period(const struct shown_chart *chart, size_t at)
{
    const struct shown_period *period = &chart->periods[at];
    const struct signal_point *point = &chart->signals.points[at];
    struct interval limits = {nan(""), nan("")};

    if (point->limited && verdict_given(chart))
        limits = signals_limits(&chart->signals, at, period->figure.n);
    return (struct plot_period){
        .mark = mark_of(period->figure.showing),
        .share = period->share,
        .low = period->interval.low,
        .high = period->interval.high,
        .hollow = shown_is_small(&period->figure),
        .line = chart->shown > 2 ? point->line : nan(""),
        .limit_low = limits.low,
        .limit_high = limits.high,
        .trial = point->trial,
        .signal = book_side(chart, at),
        .changed = period->change > 0,
        .width = ticks_width(chart, at),
    };
}

/* A place's own chart begins with the place; small ones stand beside others, and a week
 * of all of them lies in the same place. */
static double blank_of(const struct shown_chart *chart, enum plot_kind kind)
{
    const double length = by_weeks(chart->by) ? by_length(chart->by) : 1;

    return kind == PLOT_SMALL ? (double)chart->blank / length : 0;
}

static bool draw_chart(struct plot *plot, const struct shown_chart *chart,
                       enum plot_kind kind, size_t *number)
{
    struct plot_period *periods = calloc(chart->period_count + 1, sizeof *periods);

    if (!periods)
        return false;
    for (size_t i = 0; i < chart->period_count; i++)
        periods[i] = book_period(chart, i);
    const struct plot_line line = {.periods = periods,
                                   .count = chart->period_count,
                                   .blank = blank_of(chart, kind),
                                   .joined = chart->by != BY_SESSION};
    *number = plot_line(plot, kind, &line);
    free(periods);
    return true;
}

static bool draw_place(struct plot *plot, const struct shown_place *place,
                       struct drawn *drawn)
{
    const struct shown_chart *first = book_lead(place);
    bool done = true;

    drawn->wide = calloc(place->chart_count + 1, sizeof *drawn->wide);
    if (!drawn->wide)
        return false;
    for (size_t i = 0; done && i < place->chart_count; i++)
        if (place->charts[i].shown > 0 && place->charts[i].by != BY_TERM)
            done = draw_chart(plot, &place->charts[i], PLOT_WIDE, &drawn->wide[i]);
    if (done && first && first->shown > 0)
        done = draw_chart(plot, first, PLOT_SMALL, &drawn->small);
    return done;
}

bool book_draw(struct book *book, struct error *error)
{
    const struct shown *shown = book->shown;

    book->plot = plot_new(error);
    book->drawn = calloc(shown->place_count + 1, sizeof *book->drawn);
    bool done = book->plot && book->drawn;
    for (size_t i = 0; done && i < shown->place_count; i++)
        done = draw_place(book->plot, &shown->places[i], &book->drawn[i]);
    done = done && poster_chart(shown, &book->poster);
    if (done && book->poster.shown > 0)
        done = draw_chart(book->plot, &book->poster, PLOT_WIDE, &book->poster_drawn);
    if (!done)
        return error_set(error, ERROR_SYSTEM, "cannot draw the charts: out of memory");
    return plot_draw(book->plot, error);
}

void book_release(struct book *book)
{
    for (size_t i = 0; book->drawn && i < book->shown->place_count; i++)
        free(book->drawn[i].wide);
    free(book->drawn);
    poster_release(&book->poster);
    plot_free(book->plot);
    book->drawn = NULL;
    book->plot = NULL;
}

void book_folder(const struct book *book, const struct words *words,
                 char folder[static 16])
{
    bool first = words == book->languages;

    snprintf(folder, 16, "%s%s", first ? "" : words->language, first ? "" : "/");
}

const char *book_root(const struct book *book, const struct words *words)
{
    return words == book->languages ? "" : "../";
}
