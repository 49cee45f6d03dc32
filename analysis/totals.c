/* totals.c: puts the sums of a term in the order in which they are published. */
#include "totals.h"
#include "sums.h"
#include <stdlib.h>

static bool is_by_term(const struct sums *sums, const struct line *line)
{
    return line != sums->whole && periodicity_usual(line->place) == BY_TERM;
}

/* Is what is left of the centre's week, without what its places show, a base that may
 * be shown itself? Not if it is one place alone that is shown by term only. */
static enum reason reason_of_rest(const struct sums *sums, int32_t week, size_t count)
{
    if (sums->bounded[week - sums->first])
        return REASON_BOUND;
    if (count == 1 && is_by_term(sums, sums->columns[sums->members[0]].line))
        return REASON_REST;
    return sums_is_base(sums, count) ? REASON_NONE : REASON_REST;
}

static enum reason offer_week(struct sums *sums, int32_t week)
{
    return sums_ask(sums, sums_gather(sums, NULL, week, week, false));
}

/* If months, terms and the like had no more answers than so far, could they stand
 * beside the centre's week? Otherwise it would cost a place its figure later. */
static bool suppose(struct sums *sums, int32_t week, sums_putting *put,
                    enum reason *reason)
{
    bool supposed = true;

    suppression_suppose(sums->table);
    for (size_t i = 0; supposed && i < sums->part_count; i++) {
        struct span span = periodicity_span(sums->periodicity, sums->parts[i], week);
        bool running = span.last != week;
        span.last = week;
        supposed = !running || sums_put(sums, sums->parts[i], span, put, reason);
    }
    *reason = offer_week(sums, week);
    suppression_return(sums->table);
    return supposed;
}

static bool offer_whole(struct sums *sums, int32_t week, enum reason *reason)
{
    size_t count = sums_gather(sums, NULL, week, week, false);

    *reason = reason_of_rest(sums, week, count);
    if (*reason != REASON_NONE || count == 0)
        return true;
    /* Taking all for granted is quick; but some could not be shown in any case. */
    if (!suppose(sums, week, sums_grant, reason)
        || (*reason != REASON_NONE && !suppose(sums, week, sums_ask, reason)))
        return false;
    if (*reason == REASON_NONE)
        *reason = offer_week(sums, week);
    return true;
}

static bool refuse(struct totals *totals, const struct line *line, struct span span,
                   enum reason reason)
{
    if (reason == REASON_NONE)
        return true;
    if (totals->count == totals->size) {
        size_t size = totals->size ? totals->size * 2 : 64;
        struct refusal *grown = realloc(totals->refusals, size * sizeof *grown);
        if (!grown)
            return false;
        totals->refusals = grown;
        totals->size = size;
    }
    totals->refusals[totals->count++] = (struct refusal){line, span, reason};
    return true;
}

static bool decide_span(struct sums *sums, const struct line *line, struct span span,
                        struct totals *totals)
{
    enum reason reason;

    return sums_put(sums, line, span, sums_ask, &reason)
           && refuse(totals, line, span, reason);
}

/* What an edition publishes: the periods of places that end with its week, then the
 * centre's week. */
static bool decide_week(struct sums *sums, int32_t week, struct totals *totals)
{
    enum reason reason;

    for (size_t i = 0; i < sums->part_count; i++) {
        const struct line *line = sums->parts[i];
        const struct span span = periodicity_span(sums->periodicity, line, week);
        if (span.by == BY_WEEK || span.last != week)
            continue;
        if (!decide_span(sums, line, span, totals))
            return false;
        const struct span joined = totals_span(totals, line, span);
        if (joined.first < span.first && !decide_span(sums, line, joined, totals))
            return false;
    }
    return offer_whole(sums, week, &reason)
           && refuse(totals, sums->whole, (struct span){BY_WEEK, week, week}, reason);
}

/* ---- all terms of all lines ---- */

static bool decide_term(struct sums *sums, int32_t first, int32_t last,
                        struct totals *totals)
{
    bool decided = sums_lay(sums, first, last);

    for (int32_t week = first; decided && week <= last; week++)
        decided = decide_week(sums, week, totals);
    return decided;
}

/* A term at a time: sums of no two terms have a cell in common, but for a period that
 * lies in both, which is decided in the later one (add_before). */
static bool decide_line(const struct measures *measures, const struct line *whole,
                        int32_t week, struct totals *totals)
{
    const struct settings *settings = &measures->centre->settings;
    OWNED(sums_release)
    struct sums sums = {.centre = measures->centre,
                        .periodicity = &totals->periodicity,
                        .whole = whole};
    bool decided = sums_open(&sums, measures);

    for (int32_t first = measures_first(measures, week); decided && first <= week;
         first = sums.last + 1) {
        int32_t last = period_last(BY_TERM, first, settings);
        decided = decide_term(&sums, period_first(BY_TERM, first, settings),
                              last < week ? last : week, totals);
    }
    return decided;
}

bool totals_make(const struct measures *measures, int32_t week, struct totals *totals,
                 struct error *error)
{
    const struct line_list *list = &measures->places[0];
    bool made;

    *totals = (struct totals){.measures = measures};
    if (!periodicity_make(measures, week, &totals->periodicity, error))
        return false;
    made = true;
    for (size_t i = 0; made && i < list->count; i++)
        if (list->lines[i]->question->core
            && question_is_scored(list->lines[i]->question))
            made = decide_line(measures, list->lines[i], week, totals);
    if (made)
        return true;
    totals_release(totals);
    return error_set(error, ERROR_SYSTEM,
                     "cannot decide what may be shown: out of memory");
}

void totals_release(struct totals *totals)
{
    periodicity_release(&totals->periodicity);
    free(totals->refusals);
    *totals = (struct totals){0};
}

struct figure totals_figure(const struct totals *totals, const struct line *line,
                            struct span span)
{
    struct figure figure = sums_alone(totals->measures->centre, line, span);

    for (size_t i = 0; figure.showing == SHOWN && i < totals->count; i++) {
        const struct refusal *refusal = &totals->refusals[i];
        if (refusal->line == line && refusal->span.by == span.by
            && refusal->span.first == span.first && refusal->span.last == span.last)
            figure = disclosure_withheld(refusal->reason);
    }
    return figure;
}

/* Of each month in turn: is it shown, put together with those that wait, or does it
 * wait itself? */
struct span totals_span(const struct totals *totals, const struct line *line,
                        struct span span)
{
    const struct settings *settings = &totals->measures->centre->settings;
    int32_t term = period_first(BY_TERM, span.first, settings);
    struct span shown = span;

    if (span.by != BY_MONTH || period_last(BY_TERM, term, settings) < span.last)
        return span;
    while (term < span.first && period_first(BY_MONTH, term, settings) < term)
        term = period_last(BY_MONTH, term, settings) + 1;
    for (int32_t first = term, waiting = term; first <= span.last;
         first = shown.last + 1) {
        const struct span joined = {BY_MONTH, waiting,
                                    period_last(BY_MONTH, first, settings)};
        shown = (struct span){BY_MONTH, first, joined.last};
        bool waits = totals_figure(totals, line, shown).showing == WITHHELD;
        if (waits && waiting < first
            && totals_figure(totals, line, joined).showing == SHOWN) {
            shown = joined;
            waits = false;
        }
        if (!waits)
            waiting = joined.last + 1;
    }
    return shown;
}
