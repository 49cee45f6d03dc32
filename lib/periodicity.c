/* periodicity.c: see periodicity.h. */
#include "sortie/periodicity.h"
#include "sortie/disclosure.h"
#include "sortie/median.h"

#include <stdlib.h>

enum {
    WEEKS_BEFORE_CHOICE = 26,
    WEEKS_REMEMBERED = 52,
    ANSWERS_WHEN_HIDDEN = 2, /* the middle of 1 to 4, the lower one */
};

/* The share of positive answers where none has been shown yet: that of most desks. */
static const double EXPECTED_SHARE = 0.85;

enum by periodicity_usual(const struct place *place)
{
    if (place->sensitive || place->kind == KIND_CLUB)
        return BY_TERM;
    return place->kind == KIND_WORKSHOP ? BY_MONTH : BY_WEEK;
}

enum by periodicity_window(enum by by)
{
    return by == BY_WEEK || by == BY_FORTNIGHT ? BY_BLOCK : by;
}

/* ---- the choice ---- */

/* Weeks as they would be shown, from the first one on. */
struct past {
    const struct centre *centre;
    int32_t first, last;
    double *answers; /* of each week */
    double *periods; /* space for as many */
    struct counts exact;
};

static void look_back(const struct line *line, struct past *past)
{
    const struct disclosure_rule rule = {.smallest =
                                             past->centre->settings.smallest_group};

    for (int32_t week = past->first; week <= past->last; week++) {
        struct figure figure =
            disclosure_figure(measures_counts(line, week, week), &rule);
        bool exact = figure.showing == SHOWN && figure.bound == EXACT;
        past->exact.n += exact ? figure.n : 0;
        past->exact.positive += exact ? figure.positive : 0;
        past->answers[week - past->first] =
            figure.showing == WITHHELD ? ANSWERS_WHEN_HIDDEN : (double)figure.n;
    }
}

static double rarer_share(struct counts counts)
{
    double share =
        counts.n > 0 ? (double)counts.positive / (double)counts.n : EXPECTED_SHARE;

    return share < 0.5 ? share : 1 - share;
}

/* The answers of each whole period; how many there are. What the calendar says of the
 * past can be edited, and is not asked. */
static size_t sum_periods(struct past *past, enum by by)
{
    const struct settings *settings = &past->centre->settings;
    size_t count = 0;

    for (int32_t week = past->first, last; week <= past->last; week = last + 1) {
        double answers = 0;
        last = period_last(by, week, settings);
        if (last > past->last || period_first(by, week, settings) < past->first)
            continue;
        for (; week <= last; week++)
            answers += past->answers[week - past->first];
        past->periods[count++] = answers;
    }
    return count;
}

static bool can_be_shown(const struct past *past, size_t count)
{
    size_t large = 0;

    for (size_t i = 0; i < count; i++)
        large += past->periods[i] >= (double)past->centre->settings.smallest_group;
    return count > 0 && large * 4 >= count * 3;
}

static enum by choose(struct past *past)
{
    static const enum by choices[] = {BY_WEEK, BY_FORTNIGHT, BY_BLOCK};
    enum by shortest = BY_THIRTEEN;

    for (size_t i = sizeof choices / sizeof *choices; i-- > 0;) {
        size_t count = sum_periods(past, choices[i]);
        if (can_be_shown(past, count))
            shortest = choices[i];
    }
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        size_t count = sum_periods(past, choices[i]);
        if (can_be_shown(past, count)
            && median_value(past->periods, count) * rarer_share(past->exact) >= 1)
            return choices[i];
    }
    return shortest;
}

/* ---- of a place and mode ---- */

static int64_t answers_of(const struct line *line, int32_t first, int32_t last)
{
    return measures_counts(line, first, last).n;
}

/* Which question speaks for a place: one that was answered, overall before other core
 * questions before the centre's own, and of those the one that was answered most. One
 * that is asked later changes no choice of the past. */
static bool is_ahead(const struct line *line, const struct line *other, int32_t first,
                     int32_t last)
{
    const int64_t n = answers_of(line, first, last), m = answers_of(other, first, last);
    const int rank = question_rank(line->question),
              beside = question_rank(other->question);

    if ((n > 0) != (m > 0))
        return n > 0;
    return rank != beside ? rank < beside : n > m;
}

static const struct line *leading_line(const struct line_list *list, enum mode mode,
                                       int32_t first, int32_t last)
{
    const struct line *leading = NULL;

    for (size_t i = 0; i < list->count; i++) {
        const struct line *line = list->lines[i];
        if (line->mode != mode || !question_is_scored(line->question))
            continue;
        if (!leading || is_ahead(line, leading, first, last))
            leading = line;
    }
    return leading;
}

static bool add_stretch(struct stretches *stretches, struct stretch stretch)
{
    struct stretch *grown =
        realloc(stretches->list, (stretches->count + 1) * sizeof *grown);

    if (!grown)
        return false;
    stretches->list = grown;
    stretches->list[stretches->count++] = stretch;
    return true;
}

/* Of a mode that is not in use any more there may be no line, and nothing to choose. */
static bool choose_from(const struct measures *measures, const struct line_list *list,
                        enum mode mode, int32_t start, int32_t week,
                        struct stretches *stretches)
{
    double answers[WEEKS_REMEMBERED], periods[WEEKS_REMEMBERED];
    struct past past = {.centre = measures->centre,
                        .first = week - WEEKS_REMEMBERED,
                        .last = week - 1,
                        .answers = answers,
                        .periods = periods};

    if (past.first < start)
        past.first = start;
    const struct line *leading = leading_line(list, mode, past.first, past.last);
    if (!leading)
        return true;
    look_back(leading, &past);
    return add_stretch(stretches, (struct stretch){week, choose(&past), false});
}

/* ---- what was written down ---- */

/* The first one from a week on; NULL when there is none. */
static const struct choice *written_from(const struct measures *measures,
                                         const struct place *place, enum mode mode,
                                         int32_t week)
{
    for (size_t i = 0; i < measures->choice_count; i++) {
        const struct choice *choice = &measures->choices[i];
        if (choice->place == place && choice->mode == mode && choice->first >= week)
            return choice;
    }
    return NULL;
}

static bool is_due(int32_t start, int32_t week)
{
    const int32_t weeks = week - start;

    return weeks == WEEKS_BEFORE_CHOICE
           || (weeks > WEEKS_BEFORE_CHOICE && week_number(week) == 1);
}

/* A moving window is read: of what is not written down, a series that is older than it
 * seems to begin with it, and to be chosen for 26 weeks later. Two years on, every
 * choice has seen the whole year before; of what is older nothing is shown. */
static bool choose_all(const struct measures *measures, const struct place *place,
                       enum mode mode, int32_t last, struct stretches *stretches)
{
    const struct line_list *list = &measures->places[place - measures->centre->places];
    const struct choice *written = written_from(measures, place, mode, INT32_MIN);
    const int32_t start = written ? written->first : measures_began(list, mode, last);
    bool begun = true;

    for (int32_t week = start; begun && week <= last; week++) {
        if (written && written->first == week) {
            begun = add_stretch(stretches, (struct stretch){week, written->by, true});
            written = written_from(measures, place, mode, week + 1);
        } else if (week == start) {
            begun = add_stretch(stretches, (struct stretch){week, BY_WEEK, false});
        } else if (is_due(start, week)) {
            begun = choose_from(measures, list, mode, start, week, stretches);
        }
    }
    return begun;
}

static size_t index_of(const struct periodicity *periodicity, const struct place *place,
                       enum mode mode)
{
    return (size_t)(place - periodicity->centre->places) * MODES + mode;
}

bool periodicity_make(const struct measures *measures, int32_t week,
                      struct periodicity *periodicity, struct error *error)
{
    const struct centre *centre = measures->centre;
    bool made;

    *periodicity =
        (struct periodicity){.centre = centre,
                             .stretches = calloc(centre->place_count * MODES,
                                                 sizeof *periodicity->stretches)};
    made = periodicity->stretches != NULL;
    for (size_t p = 1; made && p < centre->place_count; p++)
        for (enum mode mode = 0;
             made && mode < MODES && periodicity_usual(&centre->places[p]) == BY_WEEK;
             mode++)
            made = choose_all(
                measures, &centre->places[p], mode, week,
                &periodicity
                     ->stretches[index_of(periodicity, &centre->places[p], mode)]);
    if (made)
        return true;
    periodicity_release(periodicity);
    return error_set(error, ERROR_SYSTEM, "cannot choose periods: out of memory");
}

void periodicity_release(struct periodicity *periodicity)
{
    for (size_t i = 0;
         periodicity->stretches && i < periodicity->centre->place_count * MODES; i++)
        free(periodicity->stretches[i].list);
    free(periodicity->stretches);
    *periodicity = (struct periodicity){0};
}

const struct stretches *periodicity_stretches(const struct periodicity *periodicity,
                                              const struct place *place, enum mode mode)
{
    return &periodicity->stretches[index_of(periodicity, place, mode)];
}

/* All periods that are chosen end with the year, as choices do but for the first one:
 * its first period may begin late. */
struct span periodicity_span(const struct periodicity *periodicity,
                             const struct line *line, int32_t week)
{
    const struct settings *settings = &periodicity->centre->settings;
    const struct stretches *stretches =
        periodicity_stretches(periodicity, line->place, line->mode);
    struct stretch stretch = {INT32_MIN, periodicity_usual(line->place), false};

    for (size_t i = 0; i < stretches->count && stretches->list[i].first <= week; i++)
        stretch = stretches->list[i];
    struct span span = {stretch.by, period_first(stretch.by, week, settings),
                        period_last(stretch.by, week, settings)};
    if (span.first < stretch.first)
        span.first = stretch.first;
    return span;
}
