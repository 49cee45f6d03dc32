/* quarters.c: see quarters.h. */
#include "quarters.h"
#include "sums.h"

#include <stdlib.h>

enum { QUARTER_WEEKS_LEAST = 12, QUARTER_WEEKS_MOST = 14 };

struct making {
    const struct totals *totals;
    struct sums *sums;
    struct handed {
        struct span quarter;
        unsigned kinds; /* a bit of each that was handed out whole */
    } * handed;         /* of the quarters before */
    size_t count;
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM,
                     "cannot decide what may leave the centre: out of memory");
}

/* ---- what editions published ---- */

/* A period that editions hide for what it would tell adds nothing to what is known. */
static bool replay_span(const struct making *making, const struct line *line,
                        struct span span)
{
    const struct figure figure = totals_figure(making->totals, line, span);
    enum reason reason;

    return (figure.showing == WITHHELD && figure.reason != REASON_FEW)
           || sums_put(making->sums, line, span, sums_grant, &reason);
}

/* The periods of places that end with a week, then the centre's week. */
static bool replay_week(const struct making *making, int32_t week)
{
    struct sums *sums = making->sums;
    const struct span whole = {BY_WEEK, week, week};
    bool replayed = true;

    for (size_t i = 0; replayed && i < sums->part_count; i++) {
        const struct line *line = sums->parts[i];
        const struct span span = periodicity_span(sums->periodicity, line, week);
        if (span.by == BY_WEEK || span.last != week)
            continue;
        const struct span joined = totals_span(making->totals, line, span);
        replayed = replay_span(making, line, span)
                   && (joined.first == span.first || replay_span(making, line, joined));
    }
    if (replayed && totals_figure(making->totals, sums->whole, whole).showing == SHOWN)
        sums_grant(sums, sums_gather(sums, NULL, week, week, false));
    return replayed;
}

/* ---- a quarter ---- */

static size_t gather_kind(const struct sums *sums, enum kind kind, struct span span)
{
    size_t count = 0;

    for (size_t i = 0; i < sums->count; i++) {
        const struct column *column = &sums->columns[i];
        if (column->week != 0 && column->line->place->kind == kind
            && column->week >= span.first && column->week <= span.last)
            sums->members[count++] = i;
    }
    return count;
}

/* Is anything of a kind shown as "at most 1 positive", or the like? The sum would tell
 * how many it were. */
static bool has_bound(const struct making *making, enum kind kind, struct span quarter)
{
    const struct sums *sums = making->sums;

    for (int32_t week = quarter.first; week <= quarter.last; week++)
        if ((sums->bounded[week - sums->first] & 1U << kind) != 0)
            return true;
    for (size_t i = 0; i < sums->part_count; i++) {
        const struct line *line = sums->parts[i];
        for (int32_t week = quarter.first;
             line->place->kind == kind && week <= quarter.last;) {
            struct span span = totals_span(
                making->totals, line, periodicity_span(sums->periodicity, line, week));
            if (totals_figure(making->totals, line, span).bound != EXACT)
                return true;
            week = span.last + 1;
        }
    }
    return false;
}

/* All answers of a kind, where they may be told; from then on they are known. */
static bool may_be_whole(struct making *making, enum kind kind, struct span quarter)
{
    struct sums *sums = making->sums;
    size_t count = gather_kind(sums, kind, quarter);

    return !has_bound(making, kind, quarter) && sums_is_base(sums, count)
           && (count == 0 || sums_ask(sums, count) == REASON_NONE);
}

static void add_counts(struct quarter_sum *sum, const struct line *line,
                       struct counts counts)
{
    sum->counts.n += counts.n;
    sum->counts.positive += counts.positive;
    sum->sensitive |= line->place->sensitive && counts.n > 0;
}

static void add_exact(struct quarter_sum *sum, const struct line *line,
                      const struct figure *figure)
{
    if (figure->showing == SHOWN && figure->bound == EXACT)
        add_counts(sum, line, (struct counts){figure->n, figure->positive});
}

/* The sessions of a workshop that stand in none of its months. */
static void add_sessions(const struct sums *sums, const struct line *line,
                         const bool *told, struct quarter_sum *sum)
{
    const struct disclosure_rule rule = sums_rule(sums->centre, line->place);

    for (size_t i = 0; i < sums->centre->session_count; i++) {
        const struct session *session = &sums->centre->sessions[i];
        const int32_t week = week_of(session->day);
        if (session->place != line->place || week < sum->first || week > sum->last
            || told[week - sum->first])
            continue;
        struct figure figure =
            disclosure_figure(measures_session(line, session), &rule);
        add_exact(sum, line, &figure);
    }
}

static void add_shown(const struct making *making, const struct line *line,
                      struct quarter_sum *sum)
{
    const struct sums *sums = making->sums;
    bool told[QUARTER_WEEKS_MOST] = {false};

    for (int32_t week = sum->first; week <= sum->last; week++) {
        struct span span = periodicity_span(sums->periodicity, line, week);
        if (span.last != week)
            continue;
        span = totals_span(making->totals, line, span);
        struct figure figure = totals_figure(making->totals, line, span);
        if (span.first < sum->first || figure.showing != SHOWN)
            continue;
        add_exact(sum, line, &figure);
        for (int32_t i = span.first; i <= week; i++)
            told[i - sum->first] = true;
    }
    if (periodicity_usual(line->place) == BY_MONTH)
        add_sessions(sums, line, told, sum);
}

static void add_lines(const struct making *making, bool all, struct quarter_sum *sum)
{
    const struct sums *sums = making->sums;

    for (size_t i = 0; i < sums->part_count; i++) {
        const struct line *line = sums->parts[i];
        if (line->place->kind != sum->kind)
            continue;
        if (all)
            add_counts(sum, line, measures_counts(line, sum->first, sum->last));
        else
            add_shown(making, line, sum);
    }
}

/* Is everything published that counts a week up to `last`, the end of a term? */
static bool is_over(const struct sums *sums, int32_t last, int32_t closed)
{
    bool over = last <= closed;

    for (size_t i = 0; over && i < sums->part_count; i++)
        over = periodicity_span(sums->periodicity, sums->parts[i], last).last <= closed;
    return over;
}

/* Where the term begins that lies before those of a quarter. */
static int32_t term_before(const struct settings *settings, struct span quarter)
{
    const int32_t first = period_first(BY_TERM, quarter.first, settings);

    return period_first(BY_TERM, first - 1, settings);
}

/* Lays out the terms that a quarter touches and those beside them, which share periods
 * with them, with all that was published of them, and the quarters that were handed out
 * whole. */
static bool open_terms(const struct making *making, struct span quarter, int32_t closed)
{
    const struct settings *settings = &making->sums->centre->settings;
    const int32_t first = term_before(settings, quarter);
    int32_t last = period_last(BY_TERM, quarter.last, settings);
    last = period_last(BY_TERM, last + 1, settings);
    last = last < closed ? last : closed;
    bool opened = sums_lay(making->sums, first, last);

    for (int32_t week = first; opened && week <= last; week++)
        opened = replay_week(making, week);
    for (size_t i = 0; opened && i < making->count; i++)
        for (enum kind kind = KIND_DESK; kind < KINDS; kind++)
            if ((making->handed[i].kinds & 1U << kind) != 0)
                sums_grant(making->sums,
                           gather_kind(making->sums, kind, making->handed[i].quarter));
    return opened;
}

static bool tell_quarter(struct making *making, struct span quarter, int32_t closed,
                         bool (*add)(void *, const struct quarter_sum *,
                                     struct error *),
                         void *context, struct error *error)
{
    const struct settings *settings = &making->sums->centre->settings;
    const struct line *whole = making->sums->whole;
    const bool over =
        is_over(making->sums, period_last(BY_TERM, quarter.last, settings), closed);
    struct handed handed = {quarter, 0};
    bool told = !over || open_terms(making, quarter, closed) || no_memory(error);

    for (enum kind kind = KIND_DESK; told && kind < KINDS; kind++) {
        struct quarter_sum sum = {.first = quarter.first,
                                  .last = quarter.last,
                                  .kind = kind,
                                  .core = whole->question->core,
                                  .mode = whole->mode};
        bool all = over && may_be_whole(making, kind, quarter);
        handed.kinds |= (unsigned)all << kind;
        add_lines(making, all, &sum);
        told = sum.counts.n == 0 || add(context, &sum, error);
    }
    making->handed[making->count++] = handed;
    return told;
}

static bool tell_line(struct making *making, int32_t read, int32_t closed,
                      bool (*add)(void *, const struct quarter_sum *, struct error *),
                      void *context, struct error *error)
{
    const struct measures *measures = making->totals->measures;
    const struct settings *settings = &measures->centre->settings;
    const int32_t from = measures_first(measures, closed);
    struct span quarter = {.by = BY_QUARTER,
                           .first = period_first(BY_QUARTER, from, settings)};
    const size_t most = (size_t)(closed - quarter.first) / QUARTER_WEEKS_LEAST + 1;

    making->handed = calloc(most, sizeof *making->handed);
    if (!making->handed || !sums_open(making->sums, measures))
        return no_memory(error);
    for (; (quarter.last = period_last(BY_QUARTER, quarter.first, settings)) <= closed;
         quarter.first = quarter.last + 1)
        if (term_before(settings, quarter) >= read
            && !tell_quarter(making, quarter, closed, add, context, error))
            return false;
    return true;
}

bool quarters_make(const struct totals *totals, int32_t read, int32_t closed,
                   bool (*add)(void *context, const struct quarter_sum *sum,
                               struct error *error),
                   void *context, struct error *error)
{
    const struct line_list *list = &totals->measures->places[0];
    bool made = true;

    for (size_t i = 0; made && i < list->count; i++) {
        OWNED(sums_release)
        struct sums sums = {.centre = totals->measures->centre,
                            .periodicity = &totals->periodicity,
                            .whole = list->lines[i]};
        struct making making = {.totals = totals, .sums = &sums};
        if (sums.whole->question->core && question_is_scored(sums.whole->question))
            made = tell_line(&making, read, closed, add, context, error);
        free(making.handed);
    }
    return made;
}
