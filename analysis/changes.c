/* changes.c: see changes.h. */
#include "changes.h"
#include <math.h>
#include <stdlib.h>

/* ---- before and after ---- */

/* The shown figures of the periods that lie whole in the days from..to. */
static struct counts sum(const struct shown_chart *chart, int32_t from, int32_t to)
{
    struct counts counts = {0};

    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        if (isnan(period->share) || shown_first_day(period) < from
            || shown_last_day(period) > to)
            continue;
        counts.n += period->figure.n;
        counts.positive += period->figure.positive;
    }
    return counts;
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* The week of the change is neither before nor after, unless it begins with it. */
static int32_t monday_before(int32_t day)
{
    return week_monday(week_of(day));
}

static int32_t monday_after(int32_t day)
{
    return week_monday(week_of(day + 6));
}

/* How many whole weeks of the days first..last there are on either side. */
static int32_t weeks_beside(int32_t day, int32_t first, int32_t last)
{
    int32_t weeks =
        smaller((monday_before(day) - first) / 7, (last + 1 - monday_after(day)) / 7);

    return weeks < 0 ? 0 : smaller(weeks, CHANGES_WEEKS);
}

/* Answers a week, of those that are shown. */
static int64_t rate_of(const struct shown_chart *chart)
{
    int64_t n = 0, weeks = 0;

    for (size_t i = 0; i < chart->period_count; i++) {
        if (isnan(chart->periods[i].share))
            continue;
        n += chart->periods[i].figure.n;
        weeks += chart->periods[i].last - chart->periods[i].first + 1;
    }
    return by_weeks(chart->by) && weeks > 0 ? (n + weeks / 2) / weeks : 0;
}

static void compare(struct change_effect *effect)
{
    const struct counts *before = &effect->before, *after = &effect->after;

    effect->told = before->n >= CHANGES_ANSWERS && after->n >= CHANGES_ANSWERS;
    if (!effect->told)
        return;
    effect->difference = (double)after->positive / (double)after->n
                         - (double)before->positive / (double)before->n;
    effect->difference_95 = statistics_difference(*after, *before, STATISTICS_95);
}

struct change_effect changes_effect(const struct shown_chart *chart, int32_t day,
                                    int32_t from, int32_t to)
{
    struct change_effect effect = {
        .chart = chart, .difference = nan(""), .visible = nan("")};

    if (chart->period_count == 0)
        return effect;
    int32_t first = week_monday(chart->periods[0].first);
    int32_t last = week_monday(chart->periods[chart->period_count - 1].last) + 6;
    if (from != DAY_NONE && from > first)
        first = from;
    if (to != DAY_NONE && to - 1 < last)
        last = to - 1;
    effect.weeks = weeks_beside(day, first, last);
    effect.before = sum(chart, monday_before(day) - 7 * effect.weeks, day - 1);
    effect.after = sum(chart, day, monday_after(day) + 7 * effect.weeks - 1);
    effect.rate = rate_of(chart);
    effect.visible =
        statistics_visible(chart->signals.line, (double)(effect.rate * CHANGES_WEEKS));
    compare(&effect);
    return effect;
}

/* ---- of the places ---- */

/* Do limits start anew with a change for the charts of a place? */
static bool is_boundary(const struct change *change, const struct place *place,
                        const struct centre *centre)
{
    return change->rebase
           && (change->place == place || change->place == centre->places);
}

/* The days between which a change stands alone: `all` are by day. */
static void find_bounds(const struct change *all, size_t count,
                        const struct shown *shown, const struct change *change,
                        int32_t *from, int32_t *to)
{
    *from = *to = DAY_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!is_boundary(&all[i], change->place, shown->centre))
            continue;
        if (all[i].day < change->day)
            *from = all[i].day;
        else if (all[i].day > change->day && *to == DAY_NONE)
            *to = all[i].day;
    }
}

static void add_effects(const struct shown_place *place, int32_t from, int32_t to,
                        struct shown_change *entry)
{
    const struct line *last = NULL;

    for (size_t i = 0; i < place->chart_count; i++) {
        const struct shown_chart *chart = &place->charts[i];
        if (entry->effect_count == CHANGES_QUESTIONS || !chart->periods
            || chart->line == last || chart->line->mode != place->charts[0].line->mode)
            continue;
        entry->effects[entry->effect_count++] =
            changes_effect(chart, entry->change->day, from, to);
        last = chart->line;
    }
}

static int number_of(const struct change *all, size_t at)
{
    int number = 0;

    for (size_t i = 0; i <= at; i++)
        number += all[i].place == all[at].place;
    return number;
}

static size_t take_latest(const struct change *all, size_t count,
                          const struct shown *shown, const struct shown_place *place,
                          struct shown_change *entries)
{
    int32_t sunday = week_monday(shown->week) + 6, from, to;
    size_t taken = 0;

    for (size_t i = count; i-- > 0 && taken < CHANGES_LATEST;) {
        if (all[i].place != place->place || all[i].day > sunday)
            continue;
        entries[taken] =
            (struct shown_change){.change = &all[i], .number = number_of(all, i)};
        find_bounds(all, count, shown, &all[i], &from, &to);
        add_effects(place, from, to, &entries[taken++]);
    }
    return taken;
}

static void take_marks(struct shown_place *place)
{
    int oldest =
        place->change_count > 0 ? place->changes[place->change_count - 1].number : 0;

    for (size_t i = 0; i < place->chart_count; i++)
        for (size_t k = 0; k < place->charts[i].period_count; k++)
            if (place->charts[i].periods[k].change < oldest)
                place->charts[i].periods[k].change = 0;
}

bool changes_make(const struct change *all, size_t count, struct shown *shown,
                  struct changes *changes, struct error *error)
{
    struct shown_change *next = calloc(count + 1, sizeof *next);

    changes->entries = next;
    if (!next)
        return error_set(error, ERROR_SYSTEM, "cannot read the changes: out of memory");
    for (size_t i = 0; i < shown->place_count; i++) {
        struct shown_place *place = &shown->places[i];
        place->changes = next;
        place->change_count = take_latest(all, count, shown, place, next);
        next += place->change_count;
        take_marks(place);
    }
    return true;
}

void changes_release(struct changes *changes)
{
    free(changes->entries);
    changes->entries = NULL;
}
