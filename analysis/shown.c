/* shown.c: puts lines into periods and asks disclosure.h and totals.h about each. */
#include "shown.h"
#include "false_alarms.h"
#include "repeats.h"
#include "sums.h"
#include "totals.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is needed to make one place's charts. */
struct making {
    const struct measures *measures;
    const struct totals *totals;
    const struct centre *centre;
    const struct place *place;
    struct disclosure_rule rule;
    int32_t week, first; /* the edition's week, and the first one with answers */
    enum rules rules;
};

int shown_smallest(const struct centre *centre, const struct place *place)
{
    return (int)sums_rule(centre, place).smallest;
}

bool shown_is_small(const struct figure *figure)
{
    return figure->n < PERCENTAGE_FROM;
}

bool shown_is_joined(const struct shown_period *period, const struct settings *settings)
{
    return period->by == BY_MONTH
           && period_of(BY_MONTH, period->first, settings)
                  != period_of(BY_MONTH, period->last, settings);
}

static void put_figure(struct shown_period *period, struct figure figure)
{
    double n = (double)figure.n, positive = (double)figure.positive;

    period->figure = figure;
    period->share = nan("");
    if (figure.showing != SHOWN)
        return;
    period->interval = statistics_wilson(positive, n, STATISTICS_95);
    if (figure.bound == EXACT)
        period->share = positive / n;
    else if (figure.bound == AT_MOST)
        period->interval.low = 0;
    else
        period->interval.high = 1;
}

/* ---- weeks, months and terms ---- */

static size_t most_periods(enum by by)
{
    return by == BY_MONTH ? MONTHS_SHOWN : by == BY_TERM ? TERMS_SHOWN : WEEKS_SHOWN;
}

static int32_t weeks_shown(enum by by)
{
    return by == BY_WEEK                     ? WEEKS_SHOWN
           : by == BY_MONTH || by == BY_TERM ? WEEKS_READ
                                             : WEEKS_SHOWN_LONGER;
}

static struct span span_of(const struct making *making, const struct line *line,
                           int32_t week)
{
    return periodicity_span(&making->totals->periodicity, line, week);
}

/* The last period that is over. */
static struct span last_finished(const struct making *making, const struct line *line)
{
    const struct span span = span_of(making, line, making->week);

    return span.last == making->week ? span : span_of(making, line, span.first - 1);
}

/* Where a place's charts of a mode begin: with its first answers, or when it opened
 * after the centre's. */
static int32_t first_week(const struct making *making, enum mode mode)
{
    const struct place *place = making->place;

    if (place->from != DAY_NONE && week_of(place->from) > making->first)
        return week_of(place->from);
    return measures_began(&making->measures->places[place - making->centre->places],
                          mode, making->week);
}

/* Was all of the period read? What is known of the oldest in part would change from
 * edition to edition, and the difference would show a week. */
static bool is_whole(const struct making *making, int32_t first)
{
    return first >= making->week - WEEKS_READ;
}

/* Not of the centre as a whole, whose repeats less those of its places would be told of
 * places that show none. */
static void put_rest(const struct making *making, const struct line *line,
                     struct shown_period *period)
{
    const struct counts all = {period->figure.n, period->figure.positive};

    if (!isnan(period->share) && making->place != making->centre->places)
        period->rest = repeats_rest(
            all, measures_flagged(line, period->first, period->last), &making->rule);
}

static void put_period(const struct making *making, const struct line *line,
                       struct span own, struct shown_period *period)
{
    const struct span span = totals_span(making->totals, line, own);

    period->by = span.by;
    period->first = span.first;
    period->last = span.last;
    put_figure(period, totals_figure(making->totals, line, span));
    put_rest(making, line, period);
}

/* The finished periods, the last one first while they are found, then turned round. */
static bool by_calendar(const struct making *making, struct shown_chart *chart)
{
    const size_t most = most_periods(chart->by);
    const int32_t reach = making->week - weeks_shown(chart->by);
    const int32_t first = first_week(making, chart->line->mode);
    struct span span = last_finished(making, chart->line);

    chart->periods = calloc(most, sizeof *chart->periods);
    if (!chart->periods)
        return false;
    for (size_t i = most; i > 0 && span.last > reach && span.last >= making->first
                          && is_whole(making, span.first);
         i--) {
        if (span.last < first)
            chart->blank++;
        else
            put_period(making, chart->line, span,
                       &chart->periods[most - ++chart->period_count]);
        span = span_of(making, chart->line, span.first - 1);
    }
    memmove(chart->periods, chart->periods + most - chart->period_count,
            chart->period_count * sizeof *chart->periods);
    return true;
}

/* ---- sessions ---- */

/* Also when an edition of a year ago is made anew. */
_Static_assert(WEEKS_READ + 52 < SESSION_WEEKS_KEPT, "each session read is known");

static bool is_listed(const struct making *making, const struct shown_chart *chart,
                      const struct session *session)
{
    int32_t week = week_of(session->day);

    return session->place == making->place && week <= making->week
           && week > making->week - WEEKS_SHOWN
           && week >= first_week(making, chart->line->mode);
}

static bool by_session(const struct making *making, struct shown_chart *chart)
{
    size_t all = 0, skip = 0;

    for (size_t i = 0; i < making->centre->session_count; i++)
        all += is_listed(making, chart, &making->centre->sessions[i]);
    skip = all > SESSIONS_SHOWN ? all - SESSIONS_SHOWN : 0;
    chart->periods = calloc(all + 1, sizeof *chart->periods);
    if (!chart->periods)
        return false;
    for (size_t i = 0; i < making->centre->session_count; i++) {
        const struct session *session = &making->centre->sessions[i];
        if (!is_listed(making, chart, session) || (skip > 0 && skip--))
            continue;
        struct shown_period *period = &chart->periods[chart->period_count++];
        period->by = BY_SESSION;
        period->first = period->last = week_of(session->day);
        period->session = session;
        put_figure(period, disclosure_figure(measures_session(chart->line, session),
                                             &making->rule));
    }
    return true;
}

/* ---- distributions and reasons ---- */

static bool new_cells(struct shown_cells *cells, size_t count)
{
    cells->shown = calloc(count + 1, sizeof *cells->shown);
    cells->cells = calloc(count + 1, sizeof *cells->cells);
    cells->reasons = calloc(count + 1, sizeof *cells->reasons);
    return cells->shown && cells->cells && cells->reasons;
}

static void free_cells(struct shown_cells *cells)
{
    free(cells->shown);
    free(cells->cells);
    free(cells->reasons);
}

/* Do the options sum to how many answered? Of several choices they do when everybody
 * takes the same number. */
static bool sums_up(const struct question *question)
{
    bool exclusive = true;

    for (size_t i = 0; i < question->option_count; i++)
        exclusive = exclusive && question->options[i].exclusive;
    return question->type != CHOICES || exclusive || question->max == 1
           || question->min == question->max;
}

/* Cells of a scored question sum to the positive and to the other answers; "don't know"
 * of one to nothing known. Those of one choice without scores sum to all answers,
 * "don't know" among them: how many answered may be known from another question. */
static int group_of(const struct question *question, const struct option *option)
{
    if (question_is_scored(question))
        return option->missing ? -1 : option->positive;
    return sums_up(question) ? 0 : -1;
}

static bool decide(const struct making *making, const struct question *question,
                   struct shown_cells *cells)
{
    int *groups = calloc(question->option_count + 1, sizeof *groups);

    if (!groups)
        return false;
    for (size_t i = 0; i < question->option_count; i++)
        groups[i] = group_of(question, &question->options[i]);
    disclosure_cells(cells->cells, groups, question->option_count, &making->rule,
                     cells->shown);
    free(groups);
    for (size_t i = 0; i < question->option_count; i++) {
        bool small = cells->cells[i] < making->rule.smallest_cell;
        bool hidden = cells->shown[i] && cells->reasons[i] != REASON_NONE;
        if (!cells->shown[i])
            cells->reasons[i] =
                small && cells->cells[i] > 0 ? REASON_CELL : REASON_BESIDE;
        cells->shown[i] = cells->shown[i] && !hidden;
        cells->cells[i] = cells->shown[i] ? cells->cells[i] : 0;
    }
    return true;
}

static void add_options(const struct line *line, int32_t first, int32_t last,
                        int64_t *sums, int64_t *space)
{
    measures_options(line, first, last, space);
    for (size_t i = 0; i < line->question->option_count; i++)
        sums[i] += space[i];
}

/* A window has only periods of its own kind: after a choice, weeks or blocks within a
 * thirteen have distributions of their own, which beside its would tell the rest. */
static bool is_of_window(const struct shown_chart *chart, enum by by)
{
    return periodicity_window(by) == periodicity_window(chart->by);
}

/* A scored question: over the periods of its chart that are shown exactly, so that the
 * distribution sums to figures that are known already. */
static void sum_shown(const struct shown_chart *chart, struct shown_cells *cells,
                      int64_t *space)
{
    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        if (period->first < cells->first || period->last > cells->last
            || isnan(period->share) || !is_of_window(chart, period->by))
            continue;
        cells->n += period->figure.n;
        cells->positive += period->figure.positive;
        add_options(chart->line, period->first, period->last, cells->cells, space);
    }
    cells->any = cells->n > 0;
}

/* Are all shares of a place and mode shown exactly in a period? Reasons are asked of
 * the pleased or of the displeased only: counted where such a share is hidden, they
 * would tell it. */
static bool is_open(const struct making *making, const struct shown_chart *chart,
                    struct span span)
{
    const struct line_list *list =
        &making->measures->places[making->place - making->centre->places];

    for (size_t i = 0; i < list->count; i++) {
        const struct line *other = list->lines[i];
        if (other->mode != chart->line->mode || !question_is_scored(other->question))
            continue;
        struct figure figure = totals_figure(making->totals, other, span);
        if (figure.showing == WITHHELD || figure.bound != EXACT)
            return false;
    }
    return true;
}

/* How many visitors answered, at least: of several choices, each has one once. */
static int64_t least_base(const struct question *question, const int64_t *cells)
{
    int64_t most = 0, sum = 0;

    for (size_t i = 0; i < question->option_count; i++) {
        most = cells[i] > most ? cells[i] : most;
        sum += question->options[i].missing ? 0 : cells[i];
    }
    return question->type == CHOICES ? most : sum;
}

/* A reason that everybody gave is not shown as such, nor is anything unanimous at a
 * sensitive place. It can be told from the others when these are all 0, or when all sum
 * to how many answered. */
static bool tells_unanimity(const struct making *making,
                            const struct question *question, int64_t answered,
                            struct shown_cells *cells)
{
    bool unanimous = false, others = false;

    if (question->type != CHOICES && !making->rule.sensitive)
        return false;
    for (size_t i = 0; i < question->option_count; i++) {
        bool all = cells->cells[i] == answered;
        cells->reasons[i] = all ? REASON_UNANIMOUS : REASON_NONE;
        unanimous = unanimous || all;
        others = others || (!all && cells->cells[i] > 0);
    }
    return unanimous && (!others || sums_up(question));
}

/* Others: over the open periods; of the centre itself, over all. That something is
 * withheld is said of a period that is not open whether it was answered in or not. */
static void sum_open(const struct making *making, const struct shown_chart *chart,
                     struct shown_cells *cells, int64_t *space)
{
    const struct question *question = chart->line->question;
    const bool whole = making->place == making->centre->places;
    bool left_out = false;
    int64_t answered = 0;
    struct span span;

    for (int32_t week = cells->first; week <= cells->last; week = span.last + 1) {
        span = span_of(making, chart->line, week);
        if (span.first < cells->first || span.last > cells->last
            || !is_of_window(chart, span.by))
            continue;
        if (!whole && !is_open(making, chart, span)) {
            left_out = true;
            continue;
        }
        add_options(chart->line, span.first, span.last, cells->cells, space);
        answered += measures_answered(chart->line, span.first, span.last);
    }
    if (least_base(question, cells->cells) < making->rule.smallest)
        cells->none = answered > 0 ? REASON_BASE
                      : left_out   ? REASON_BESIDE
                                   : REASON_NONE;
    else if (tells_unanimity(making, question, answered, cells))
        cells->none = REASON_UNANIMOUS;
    else
        cells->any = true;
    if (!cells->any)
        memset(cells->cells, 0, question->option_count * sizeof *cells->cells);
}

static bool make_cells(const struct making *making, const struct shown_chart *chart,
                       int32_t last, struct shown_cells *cells)
{
    const struct question *question = chart->line->question;
    const struct settings *settings = &making->centre->settings;
    int64_t *space = calloc(question->option_count + 1, sizeof *space);
    bool made = space && new_cells(cells, question->option_count);

    if (made) {
        cells->last = last;
        cells->first = period_first(periodicity_window(chart->by), last, settings);
        if (chart->periods)
            sum_shown(chart, cells, space);
        else
            sum_open(making, chart, cells, space);
        made = !cells->any || decide(making, question, cells);
    }
    free(space);
    return made;
}

/* Not for the core questions of the whole centre, whose distribution less those of its
 * places would show a hidden cell; sessions are too small, their months have one. */
static bool has_cells(const struct making *making, const struct shown_chart *chart)
{
    bool whole = making->place == making->centre->places;

    return chart->by != BY_SESSION && !(whole && chart->line->question->core);
}

static bool both_cells(const struct making *making, struct shown_chart *chart)
{
    const struct settings *settings = &making->centre->settings;
    const enum by by = periodicity_window(chart->by);

    if (!has_cells(making, chart))
        return true;
    int32_t last = making->week;
    if (period_last(by, last, settings) != last)
        last = period_first(by, last, settings) - 1;
    int32_t before = period_first(by, last, settings) - 1;
    return make_cells(making, chart, last, &chart->now)
           && make_cells(making, chart, before, &chart->before);
}

/* ---- what the rules say of a line ---- */

int32_t shown_first_day(const struct shown_period *period)
{
    return period->session ? period->session->day : week_monday(period->first);
}

int32_t shown_last_day(const struct shown_period *period)
{
    return period->session ? period->session->day : week_monday(period->last) + 6;
}

/* The first period after a change, which a period in which something changed is not;
 * NULL when it came before the chart, or too late. */
static struct shown_period *period_after(const struct change *change,
                                         const struct shown_chart *chart)
{
    size_t i = 0;

    while (i < chart->period_count && shown_first_day(&chart->periods[i]) < change->day)
        i++;
    return i > 0 && i < chart->period_count ? &chart->periods[i] : NULL;
}

/* Only its own changes are told of a place; one of the whole centre begins anew at
 * each.
 */
static void put_changes(const struct making *making, struct shown_chart *chart)
{
    int number = 0;

    for (size_t i = 0; i < making->measures->change_count; i++) {
        const struct change *change = &making->measures->changes[i];
        struct shown_period *period = period_after(change, chart);
        bool own = change->place == making->place;
        number += own;
        if (period && own)
            period->change = number;
        if (period && (own || change->place == making->centre->places))
            period->anew = period->anew || change->rebase;
    }
}

/* Does a period lie with the one before in one as long as the latest? A longer one
 * begins where it likes: the thirteen weeks from week 40 on in the block of 37. */
static bool is_joined(const struct making *making, const struct shown_chart *chart,
                      size_t at)
{
    const struct settings *settings = &making->centre->settings;
    const struct shown_period *period = &chart->periods[at];

    return at > 0 && by_weeks(chart->by) && period->by <= chart->by
           && period[-1].by <= chart->by
           && period_of(chart->by, period[-1].first, settings)
                  == period_of(chart->by, period->first, settings);
}

static bool read_signals(const struct making *making, struct shown_chart *chart)
{
    struct reading *readings = calloc(chart->period_count + 1, sizeof *readings);
    struct error error = {0};

    for (size_t i = 0; readings && i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        readings[i].anew = period->anew;
        readings[i].joined = is_joined(making, chart, i);
        readings[i].longer = period->by > chart->by;
        if (!isnan(period->share))
            readings[i].counts =
                (struct counts){period->figure.n, period->figure.positive};
    }
    bool read = readings
                && signals_read(readings, chart->period_count, making->rules,
                                &chart->signals, &error);
    if (read && making->rules == RULES_MDC)
        read = false_alarms_share(readings, chart->period_count, chart->signals.line,
                                  making->rules, &chart->false_alarms, &error);
    free(readings);
    return read;
}

/* ---- charts of a place ---- */

static void summarize(struct shown_chart *chart)
{
    chart->latest = chart->period_count;
    for (size_t i = 0; i < chart->period_count; i++) {
        if (chart->periods[i].figure.showing != SHOWN)
            continue;
        chart->shown++;
        chart->latest = i;
    }
}

static bool make_chart(const struct making *making, const struct line *line, enum by by,
                       struct shown_chart *chart)
{
    bool made = true;

    *chart = (struct shown_chart){.line = line, .by = by, .false_alarms = nan("")};
    if (question_is_scored(line->question))
        made =
            by == BY_SESSION ? by_session(making, chart) : by_calendar(making, chart);
    summarize(chart);
    put_changes(making, chart);
    return made && read_signals(making, chart) && both_cells(making, chart);
}

static bool is_charted(const struct question *question)
{
    switch (question->type) {
    case SCALE:
    case CHOICE:
    case CHOICES:
    case YESNO:
    case NPS:
        return true;
    case PICK:
    case TEXT:
    case NOTE:
    case QUESTION_TYPES:
        break;
    }
    return false;
}

/* How much of a place's answers a mode has, of those that are shown. */
static int64_t weight(const struct shown_place *place, enum mode mode)
{
    int64_t n = 0;

    for (size_t i = 0; i < place->chart_count; i++)
        for (size_t k = 0; k < place->charts[i].period_count; k++)
            if (place->charts[i].line->mode == mode)
                n += place->charts[i].periods[k].figure.n;
    return n;
}

static size_t place_in_form(const struct shown_chart *chart)
{
    return (size_t)(chart->line->question - chart->line->form->questions);
}

struct ordered {
    struct shown_chart chart;
    int64_t weight;
};

/* The mode with most answers first; then sessions before all else; then overall,
 * forward, the others as their form asks them, charts before lists of reasons. */
static int by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    const struct shown_chart *c = &x->chart, *d = &y->chart;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (c->line->mode != d->line->mode)
        return c->line->mode < d->line->mode ? -1 : 1;
    if ((c->by == BY_SESSION) != (d->by == BY_SESSION))
        return c->by == BY_SESSION ? -1 : 1;
    if (question_rank(c->line->question) != question_rank(d->line->question))
        return question_rank(c->line->question) - question_rank(d->line->question);
    if (!c->periods != !d->periods)
        return c->periods ? -1 : 1;
    if (c->line->form_number != d->line->form_number)
        return c->line->form_number > d->line->form_number ? -1 : 1;
    if (place_in_form(c) != place_in_form(d))
        return place_in_form(c) < place_in_form(d) ? -1 : 1;
    return strcmp(c->line->series, d->line->series);
}

static bool put_in_order(struct shown_place *place)
{
    struct ordered *ordered = calloc(place->chart_count + 1, sizeof *ordered);

    if (!ordered)
        return false;
    for (size_t i = 0; i < place->chart_count; i++)
        ordered[i] = (struct ordered){place->charts[i],
                                      weight(place, place->charts[i].line->mode)};
    qsort(ordered, place->chart_count, sizeof *ordered, by_order);
    for (size_t i = 0; i < place->chart_count; i++)
        place->charts[i] = ordered[i].chart;
    free(ordered);
    return true;
}

/* That a question is listed tells that it was answered once. Of reasons this may be
 * said only of periods whose shares are shown exactly: else "at most 1 positive" and a
 * list of reasons of the pleased were one of them. */
static bool may_be_listed(const struct making *making, const struct line *line)
{
    const struct shown_chart chart = {.line = line};

    if (question_is_scored(line->question) || making->place == making->centre->places)
        return true;
    for (size_t i = line->cell_count; i-- > 0;) {
        struct span span = span_of(making, line, line->cells[i].week);
        if (span.last <= making->week && is_open(making, &chart, span))
            return true;
    }
    return false;
}

static bool make_place(const struct making *making, const struct line_list *list,
                       struct shown_place *place)
{
    bool sessions = periodicity_usual(making->place) == BY_MONTH;
    bool made = true;

    place->place = making->place;
    place->charts = calloc(list->count * 2 + 1, sizeof *place->charts);
    if (!place->charts)
        return false;
    for (size_t i = 0; made && i < list->count; i++) {
        const struct line *line = list->lines[i];
        if (!is_charted(line->question) || !may_be_listed(making, line))
            continue;
        if (sessions && question_is_scored(line->question))
            made = make_chart(making, line, BY_SESSION,
                              &place->charts[place->chart_count++]);
        made = made
               && make_chart(making, line, last_finished(making, line).by,
                             &place->charts[place->chart_count++]);
    }
    return made && put_in_order(place);
}

/* Places that had answers, or exist in the edition's week. */
static bool is_in_edition(const struct making *making, const struct line_list *list)
{
    return list->count > 0 || making->place == making->centre->places
           || place_valid(making->place, week_thursday(making->week));
}

static int64_t class_shown(const struct measures *measures, enum class class)
{
    int64_t n = measures->classes[class];

    return n >= measures->centre->settings.smallest_group ? n : 0;
}

static void note_modes(struct shown *shown)
{
    for (size_t i = 0; i < shown->place_count; i++)
        for (size_t j = 0; j < shown->places[i].chart_count; j++)
            shown->modes[shown->places[i].charts[j].line->mode] = true;
}

bool shown_make(const struct measures *measures, int32_t week, enum rules rules,
                struct shown *shown, struct error *error)
{
    const struct centre *centre = measures->centre;
    OWNED(totals_release) struct totals totals = {0};
    struct making making = {.measures = measures,
                            .totals = &totals,
                            .centre = centre,
                            .week = week,
                            .first = measures_first(measures, week),
                            .rules = rules};
    bool made = totals_make(measures, week, &totals, error);

    *shown = (struct shown){
        .centre = centre,
        .week = week,
        .places = calloc(centre->place_count, sizeof *shown->places),
        .late = class_shown(measures, LATE),
        .uncertain = class_shown(measures, UNCERTAIN),
    };
    for (size_t i = 0; shown->places && made && i < centre->place_count; i++) {
        making.place = &centre->places[i];
        making.rule = sums_rule(centre, making.place);
        if (is_in_edition(&making, &measures->places[i]))
            made = make_place(&making, &measures->places[i],
                              &shown->places[shown->place_count++]);
    }
    if (shown->places && made) {
        note_modes(shown);
        return true;
    }
    shown_release(shown);
    return error_set(error, ERROR_SYSTEM, "cannot make the edition: out of memory");
}

void shown_release(struct shown *shown)
{
    for (size_t i = 0; shown->places && i < shown->place_count; i++) {
        for (size_t j = 0; j < shown->places[i].chart_count; j++) {
            free_cells(&shown->places[i].charts[j].now);
            free_cells(&shown->places[i].charts[j].before);
            free(shown->places[i].charts[j].periods);
            signals_release(&shown->places[i].charts[j].signals);
        }
        free(shown->places[i].charts);
    }
    free(shown->places);
    *shown = (struct shown){0};
}
