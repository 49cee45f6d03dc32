/* totals.c: lays the hidden counts of a term out as cells, and offers suppression.h the
 * sums over them in the order in which they are published. */
#include "totals.h"
#include "suppression.h"
#include <stdlib.h>

/* Layers of a hidden count. */
enum { ANSWERS, AS_KNOWN, POSITIVE, NEGATIVE };

/* None and one positive must not be told apart. */
enum { POSITIVE_WIDTH = 2 };

struct disclosure_rule totals_rule(const struct centre *centre,
                                   const struct place *place)
{
    return (struct disclosure_rule){
        .smallest = place->sensitive ? centre->settings.smallest_sensitive
                                     : centre->settings.smallest_group,
        .smallest_cell = centre->settings.smallest_group,
        .sensitive = place->sensitive,
    };
}

/* ---- a place's own rules ---- */

/* Is it a session of the line's place, in its week? */
static bool is_held(const struct line *line, const struct session *session,
                    int32_t first, int32_t last)
{
    int32_t week = week_of(session->day);

    return session->place == line->place && week >= first && week <= last;
}

/* What may be taken away from a month: its sessions, each in its own week. */
static struct rest rest_of_month(const struct centre *centre, const struct line *line,
                                 const struct disclosure_rule *rule, int32_t first,
                                 int32_t last)
{
    struct rest rest = {.counts = measures_counts(line, first, last)};

    rest.loose = rest.counts.n;
    for (size_t i = 0; i < centre->session_count; i++) {
        if (!is_held(line, &centre->sessions[i], first, last))
            continue;
        struct counts part = measures_session(line, &centre->sessions[i]);
        struct figure shown = disclosure_figure(part, rule);
        disclosure_take(&rest, part, &shown);
    }
    return rest;
}

/* What a place may show when nothing of the centre is shown. */
static struct figure figure_alone(const struct centre *centre, const struct line *line,
                                  struct span span)
{
    const struct disclosure_rule rule = totals_rule(centre, line->place);
    struct figure figure =
        disclosure_figure(measures_counts(line, span.first, span.last), &rule);

    if (figure.showing == EMPTY && !centre_opens(centre, span.first, span.last))
        figure.showing = CLOSED;
    if (figure.showing != SHOWN || span.by != BY_MONTH)
        return figure;
    const struct rest rest = rest_of_month(centre, line, &rule, span.first, span.last);
    return disclosure_rest(&rest, &rule) ? figure : disclosure_withheld(REASON_SESSION);
}

/* ---- the cells of a term ---- */

/* One line of the centre, the same lines of its places, and the weeks of a term. */
struct ledger {
    const struct centre *centre;
    const struct periodicity *periodicity;
    const struct line *whole;
    const struct line **parts;
    size_t part_count;
    int32_t first, last;
    struct suppression_cell *cells;
    struct column {
        const struct line *line; /* the whole's own: answers that are of no place */
        int32_t week;            /* 0: no count, but what a bound leaves open */
    } * columns;
    size_t count, size;
    bool *bounded; /* weeks in which a place shows a bound */
    struct suppression *table;
    size_t *members; /* space for a sum */
};

static bool add_column(struct ledger *ledger, const struct suppression_cell *cell,
                       const struct line *line, int32_t week)
{
    if (ledger->count == ledger->size) {
        size_t size = ledger->size ? ledger->size * 2 : 64;
        struct suppression_cell *cells =
            realloc(ledger->cells, size * sizeof *ledger->cells);
        if (cells)
            ledger->cells = cells;
        struct column *columns =
            realloc(ledger->columns, size * sizeof *ledger->columns);
        if (columns)
            ledger->columns = columns;
        if (!cells || !columns)
            return false;
        ledger->size = size;
    }
    ledger->cells[ledger->count] = *cell;
    ledger->columns[ledger->count++] = (struct column){line, week};
    return true;
}

/* Nobody counts below nothing, unless more came twice than to no place. */
static struct suppression_layer layer_of(int64_t value, int64_t width)
{
    return (struct suppression_layer){
        .value = value, .least = value < 0 ? value : 0, INT64_MAX, width};
}

/* A hidden count; `few` when it stands as withheld, which says how large it may be. */
static bool add_hidden(struct ledger *ledger, const struct line *line, int32_t week,
                       struct counts counts, const struct disclosure_rule *rule,
                       bool few)
{
    const bool turned = counts.n < 0;
    const struct counts size = {turned ? -counts.n : counts.n,
                                turned ? -counts.positive : counts.positive};
    const struct figure figure = disclosure_figure(size, rule);
    const bool small = figure.showing == WITHHELD;
    const bool open = small || figure.bound != EXACT;
    struct suppression_cell cell = {
        .layers = {
                   [ANSWERS] = layer_of(counts.n, small ? rule->smallest : 0),
                   [AS_KNOWN] = layer_of(counts.n, small),
                   [POSITIVE] = layer_of(counts.positive, open ? POSITIVE_WIDTH : 0),
                   [NEGATIVE] = layer_of(counts.n - counts.positive,
                   rule->sensitive && open ? POSITIVE_WIDTH : 0),
                   }
    };

    if (few) {
        cell.layers[AS_KNOWN].least = 1;
        cell.layers[AS_KNOWN].most = rule->smallest - 1;
    }
    return (counts.n == 0 && counts.positive == 0)
           || add_column(ledger, &cell, line, week);
}

static void take(struct counts *left, struct counts part)
{
    left->n -= part.n;
    left->positive -= part.positive;
}

/* A figure that stands in the report: if it is hidden, what it counts is a cell. */
static bool add_figure(struct ledger *ledger, const struct line *line, int32_t week,
                       struct counts counts, const struct disclosure_rule *rule)
{
    const struct figure figure = disclosure_figure(counts, rule);

    if (figure.showing == SHOWN && figure.bound != EXACT && week >= ledger->first)
        ledger->bounded[week - ledger->first] = true;
    return figure.showing != WITHHELD
           || add_hidden(ledger, line, week, counts, rule, true);
}

/* A workshop shows its sessions; the rest of a week is in its month alone. */
static bool add_sessions(struct ledger *ledger, const struct line *line, int32_t week,
                         struct counts counts, const struct disclosure_rule *rule)
{
    for (size_t i = 0; i < ledger->centre->session_count; i++) {
        const struct session *session = &ledger->centre->sessions[i];
        if (!is_held(line, session, week, week))
            continue;
        struct counts part = measures_session(line, session);
        take(&counts, part);
        if (!add_figure(ledger, line, week, part, rule))
            return false;
    }
    return add_hidden(ledger, line, week, counts, rule, false);
}

static bool add_part(struct ledger *ledger, const struct line *line, int32_t week,
                     struct counts counts)
{
    const struct disclosure_rule rule = totals_rule(ledger->centre, line->place);

    switch (periodicity_span(ledger->periodicity, line, week).by) {
    case BY_WEEK:
        return add_figure(ledger, line, week, counts, &rule);
    case BY_MONTH:
        return add_sessions(ledger, line, week, counts, &rule);
    case BY_FORTNIGHT:
    case BY_BLOCK:
    case BY_THIRTEEN:
    case BY_TERM:
    case BY_SESSION:
    case BY_QUARTER:
    case BYS:
        break;
    }
    return add_hidden(ledger, line, week, counts, &rule, false);
}

static bool add_week(struct ledger *ledger, int32_t week)
{
    const struct disclosure_rule rule =
        totals_rule(ledger->centre, ledger->centre->places);
    struct counts loose = measures_counts(ledger->whole, week, week);

    for (size_t i = 0; i < ledger->part_count; i++) {
        struct counts counts = measures_counts(ledger->parts[i], week, week);
        take(&loose, counts);
        if (!add_part(ledger, ledger->parts[i], week, counts))
            return false;
    }
    return add_hidden(ledger, ledger->whole, week, loose, &rule, false);
}

/* What a period has in the term before: known, as its sum could be shown, or cells. */
static bool add_before(struct ledger *ledger, const struct line *line)
{
    const struct disclosure_rule rule = totals_rule(ledger->centre, line->place);
    const struct span span = periodicity_span(ledger->periodicity, line, ledger->first);
    const struct figure part =
        disclosure_figure(measures_counts(line, span.first, ledger->first - 1), &rule);
    bool added = true;

    if (part.showing == SHOWN && part.bound == EXACT)
        return true;
    for (int32_t week = span.first; added && week < ledger->first; week++)
        added = add_part(ledger, line, week, measures_counts(line, week, week));
    return added;
}

/* What a bound leaves open: nothing of the answers, all of the positive ones. */
static bool add_slack(struct ledger *ledger, const struct line *line)
{
    const struct suppression_layer none = {0},
                                   any = {.least = -INT32_MAX, .most = INT64_MAX};
    const struct suppression_cell cell = {
        .layers = {
                   [ANSWERS] = none, [AS_KNOWN] = none, [POSITIVE] = any, [NEGATIVE] = any}
    };

    return add_column(ledger, &cell, line, 0);
}

/* ---- sums on offer ---- */

/* The columns of a line (NULL: of all) in some weeks, and its slack. */
static size_t gather(const struct ledger *ledger, const struct line *line,
                     int32_t first, int32_t last, bool slack)
{
    size_t count = 0;

    for (size_t i = 0; i < ledger->count; i++) {
        const struct column *column = &ledger->columns[i];
        bool there =
            column->week == 0 ? slack : column->week >= first && column->week <= last;
        if ((!line || column->line == line) && there)
            ledger->members[count++] = i;
    }
    return count;
}

static enum reason reason_of(enum suppression_verdict verdict)
{
    static const enum reason reasons[] = {
        [PUBLISHED] = REASON_NONE, [SOLVED] = REASON_SOLVED, [NARROW] = REASON_NARROW,
        [ALONE] = REASON_ALONE,    [UNSURE] = REASON_UNSURE,
    };

    return reasons[verdict];
}

static bool is_by_term(const struct ledger *ledger, const struct line *line)
{
    return line != ledger->whole && periodicity_usual(line->place) == BY_TERM;
}

/* Is what is left of the centre's week, without what its places show, a base that may
 * be shown itself? Not if it is one place alone that is shown by term only. */
static enum reason reason_of_rest(const struct ledger *ledger, int32_t week,
                                  size_t count)
{
    struct disclosure_rule rule = totals_rule(ledger->centre, ledger->centre->places);
    struct rest rest = {0};

    for (size_t i = 0; i < count; i++) {
        const size_t cell = ledger->members[i];
        rest.counts.n += ledger->cells[cell].layers[ANSWERS].value;
        rest.counts.positive += ledger->cells[cell].layers[POSITIVE].value;
        rule.sensitive |= ledger->columns[cell].line->place->sensitive;
    }
    if (ledger->bounded[week - ledger->first])
        return REASON_BOUND;
    if (count == 1 && is_by_term(ledger, ledger->columns[ledger->members[0]].line))
        return REASON_REST;
    return disclosure_rest(&rest, &rule) ? REASON_NONE : REASON_REST;
}

/* How a sum is put to what is published: asked for, or taken for granted. */
typedef enum reason putting(struct ledger *ledger, size_t count);

static enum reason ask(struct ledger *ledger, size_t count)
{
    return reason_of(suppression_offer(ledger->table, ledger->members, count));
}

static enum reason grant(struct ledger *ledger, size_t count)
{
    return suppression_grant(ledger->table, ledger->members, count) ? REASON_NONE
                                                                    : REASON_UNSURE;
}

/* A period of a place: shown, hidden for being small, or hidden for what it would tell.
 */
static bool offer_part(struct ledger *ledger, const struct line *line, struct span span,
                       putting *put, enum reason *reason)
{
    const struct disclosure_rule rule = totals_rule(ledger->centre, line->place);
    const int64_t width[SUPPRESSION_LAYERS] = {[ANSWERS] = rule.smallest};
    const struct figure figure = figure_alone(ledger->centre, line, span);
    bool slack = figure.showing == SHOWN && figure.bound != EXACT;
    size_t count = gather(ledger, line, span.first, span.last, slack);

    *reason = REASON_NONE;
    if (count == 0)
        return true;
    if (figure.showing == SHOWN)
        *reason = put(ledger, count);
    return figure.showing == SHOWN || figure.reason != REASON_FEW
           || suppression_protect(ledger->table, ledger->members, count, width);
}

static enum reason offer_week(struct ledger *ledger, int32_t week)
{
    return ask(ledger, gather(ledger, NULL, week, week, false));
}

/* If months, terms and the like had no more answers than so far, could they stand
 * beside the centre's week? Otherwise it would cost a place its figure later. */
static bool suppose(struct ledger *ledger, int32_t week, putting *put,
                    enum reason *reason)
{
    bool supposed = true;

    suppression_suppose(ledger->table);
    for (size_t i = 0; supposed && i < ledger->part_count; i++) {
        struct span span =
            periodicity_span(ledger->periodicity, ledger->parts[i], week);
        bool running = span.last != week;
        span.last = week;
        supposed = !running || offer_part(ledger, ledger->parts[i], span, put, reason);
    }
    *reason = offer_week(ledger, week);
    suppression_return(ledger->table);
    return supposed;
}

static bool offer_whole(struct ledger *ledger, int32_t week, enum reason *reason)
{
    size_t count = gather(ledger, NULL, week, week, false);

    *reason = reason_of_rest(ledger, week, count);
    if (*reason != REASON_NONE || count == 0)
        return true;
    /* Taking all for granted is quick; but some could not be shown in any case. */
    if (!suppose(ledger, week, grant, reason)
        || (*reason != REASON_NONE && !suppose(ledger, week, ask, reason)))
        return false;
    if (*reason == REASON_NONE)
        *reason = offer_week(ledger, week);
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

static bool decide_span(struct ledger *ledger, const struct line *line,
                        struct span span, struct totals *totals)
{
    enum reason reason;

    return offer_part(ledger, line, span, ask, &reason)
           && refuse(totals, line, span, reason);
}

/* What an edition publishes: the periods of places that end with its week, then the
 * centre's week. */
static bool decide_week(struct ledger *ledger, int32_t week, struct totals *totals)
{
    enum reason reason;

    for (size_t i = 0; i < ledger->part_count; i++) {
        const struct line *line = ledger->parts[i];
        const struct span span = periodicity_span(ledger->periodicity, line, week);
        if (span.by == BY_WEEK || span.last != week)
            continue;
        if (!decide_span(ledger, line, span, totals))
            return false;
        const struct span joined = totals_span(totals, line, span);
        if (joined.first < span.first && !decide_span(ledger, line, joined, totals))
            return false;
    }
    return offer_whole(ledger, week, &reason)
           && refuse(totals, ledger->whole, (struct span){BY_WEEK, week, week}, reason);
}

/* ---- all terms of all lines ---- */

static bool find_parts(struct ledger *ledger, const struct measures *measures)
{
    size_t lines = 0;

    for (size_t p = 1; p < ledger->centre->place_count; p++)
        lines += measures->places[p].count;
    ledger->parts = calloc(lines + 1, sizeof *ledger->parts);
    for (size_t p = 1; ledger->parts && p < ledger->centre->place_count; p++)
        for (size_t i = 0; i < measures->places[p].count; i++) {
            const struct line *line = measures->places[p].lines[i];
            if (measures_same(line, ledger->whole))
                ledger->parts[ledger->part_count++] = line;
        }
    return ledger->parts != NULL;
}

static void clear_term(struct ledger *ledger)
{
    suppression_free(ledger->table);
    free(ledger->members);
    free(ledger->bounded);
    ledger->table = NULL;
    ledger->members = NULL;
    ledger->bounded = NULL;
    ledger->count = 0;
}

static void release_ledger(struct ledger *ledger)
{
    clear_term(ledger);
    free(ledger->parts);
    free(ledger->cells);
    free(ledger->columns);
}

/* Is it shown by week all the time? */
static bool is_weekly(const struct ledger *ledger, const struct line *line)
{
    int32_t week = ledger->first;

    while (week <= ledger->last
           && periodicity_span(ledger->periodicity, line, week).by == BY_WEEK)
        week++;
    return week > ledger->last;
}

static bool lay_out(struct ledger *ledger)
{
    bool laid = true;

    ledger->bounded =
        calloc((size_t)(ledger->last - ledger->first) + 1, sizeof *ledger->bounded);
    for (size_t i = 0; ledger->bounded && laid && i < ledger->part_count; i++)
        laid = add_before(ledger, ledger->parts[i]);
    for (int32_t week = ledger->first; ledger->bounded && laid && week <= ledger->last;
         week++)
        laid = add_week(ledger, week);
    for (size_t i = 0; laid && i < ledger->part_count; i++)
        laid =
            is_weekly(ledger, ledger->parts[i]) || add_slack(ledger, ledger->parts[i]);
    ledger->members = calloc(ledger->count + 1, sizeof *ledger->members);
    ledger->table =
        laid && ledger->members ? suppression_new(ledger->cells, ledger->count) : NULL;
    return ledger->bounded && ledger->table;
}

static bool decide_term(struct ledger *ledger, struct totals *totals)
{
    bool decided = lay_out(ledger);

    for (int32_t week = ledger->first; decided && week <= ledger->last; week++)
        decided = decide_week(ledger, week, totals);
    clear_term(ledger);
    return decided;
}

/* A term at a time: sums of no two terms have a cell in common, but for a period that
 * lies in both, which is decided in the later one (add_before). */
static bool decide_line(const struct measures *measures, const struct line *whole,
                        int32_t week, struct totals *totals)
{
    const struct settings *settings = &measures->centre->settings;
    OWNED(release_ledger)
    struct ledger ledger = {.centre = measures->centre,
                            .periodicity = &totals->periodicity,
                            .whole = whole};
    bool decided = find_parts(&ledger, measures);

    for (int32_t first = measures_first(measures, week); decided && first <= week;
         first = ledger.last + 1) {
        int32_t last = period_last(BY_TERM, first, settings);
        ledger.first = period_first(BY_TERM, first, settings);
        ledger.last = last < week ? last : week;
        decided = decide_term(&ledger, totals);
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
    struct figure figure = figure_alone(totals->measures->centre, line, span);

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
