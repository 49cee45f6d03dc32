/* sums.c: see sums.h. */
#include "sums.h"
#include <stdlib.h>

/* None and one positive must not be told apart. */
enum { POSITIVE_WIDTH = 2 };

/* ---- a place's own rules ---- */

struct disclosure_rule sums_rule(const struct centre *centre, const struct place *place)
{
    return (struct disclosure_rule){
        .smallest = place->sensitive ? centre->settings.smallest_sensitive
                                     : centre->settings.smallest_group,
        .smallest_cell = centre->settings.smallest_group,
        .sensitive = place->sensitive,
    };
}

/* Is it a session of the line's place, in its week? */
static bool is_held(const struct line *line, const struct session *session,
                    int32_t first, int32_t last)
{
    int32_t week = week_of(session->day);

    return session->place == line->place && week >= first && week <= last;
}

static void take_sessions(struct rest *rest, const struct centre *centre,
                          const struct line *line, const struct disclosure_rule *rule,
                          int32_t first, int32_t last)
{
    for (size_t i = 0; i < centre->session_count; i++) {
        if (!is_held(line, &centre->sessions[i], first, last))
            continue;
        struct counts part = measures_session(line, &centre->sessions[i]);
        struct figure shown = disclosure_figure(part, rule);
        disclosure_take(rest, part, &shown);
    }
}

/* What may be taken away from a month: its sessions, each in its own week; from months
 * put together those of few answers, which say themselves that they are few. */
static struct rest rest_of_months(const struct centre *centre, const struct line *line,
                                  const struct disclosure_rule *rule, int32_t first,
                                  int32_t last)
{
    struct rest rest = {.counts = measures_counts(line, first, last)};

    rest.loose = rest.counts.n;
    for (int32_t week = first, end; week <= last; week = end + 1) {
        end = period_last(BY_MONTH, week, &centre->settings);
        end = end < last ? end : last;
        struct counts month = measures_counts(line, week, end);
        struct figure figure = disclosure_figure(month, rule);
        if (figure.showing == WITHHELD)
            disclosure_take(&rest, month, &figure);
        else
            take_sessions(&rest, centre, line, rule, week, end);
    }
    return rest;
}

/* What a place may show when nothing of the centre is shown. */
struct figure sums_alone(const struct centre *centre, const struct line *line,
                         struct span span)
{
    const struct disclosure_rule rule = sums_rule(centre, line->place);
    struct figure figure =
        disclosure_figure(measures_counts(line, span.first, span.last), &rule);

    if (figure.showing == EMPTY && !centre_opens(centre, span.first, span.last))
        figure.showing = CLOSED;
    if (figure.showing != SHOWN || span.by != BY_MONTH)
        return figure;
    const struct rest rest = rest_of_months(centre, line, &rule, span.first, span.last);
    return disclosure_rest(&rest, &rule) ? figure : disclosure_withheld(REASON_SESSION);
}

/* ---- cells ---- */

static bool add_column(struct sums *sums, const struct suppression_cell *cell,
                       const struct line *line, int32_t week)
{
    if (sums->count == sums->size) {
        size_t size = sums->size ? sums->size * 2 : 64;
        struct suppression_cell *cells =
            realloc(sums->cells, size * sizeof *sums->cells);
        if (cells)
            sums->cells = cells;
        struct column *columns = realloc(sums->columns, size * sizeof *sums->columns);
        if (columns)
            sums->columns = columns;
        if (!cells || !columns)
            return false;
        sums->size = size;
    }
    sums->cells[sums->count] = *cell;
    sums->columns[sums->count++] = (struct column){line, week};
    return true;
}

/* Nobody counts below nothing, unless more came twice than to no place. */
static struct suppression_layer layer_of(int64_t value, int64_t width)
{
    return (struct suppression_layer){
        .value = value, .least = value < 0 ? value : 0, INT64_MAX, width};
}

/* A hidden count; `few` when it stands as withheld, which says how large it may be. */
static bool add_hidden(struct sums *sums, const struct line *line, int32_t week,
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
           || add_column(sums, &cell, line, week);
}

static void take(struct counts *left, struct counts part)
{
    left->n -= part.n;
    left->positive -= part.positive;
}

/* A figure that stands in the report: if it is hidden, what it counts is a cell. */
static bool add_figure(struct sums *sums, const struct line *line, int32_t week,
                       struct counts counts, const struct disclosure_rule *rule)
{
    const struct figure figure = disclosure_figure(counts, rule);

    if (figure.showing == SHOWN && figure.bound != EXACT && week >= sums->first)
        sums->bounded[week - sums->first] |= 1U << line->place->kind;
    return figure.showing != WITHHELD
           || add_hidden(sums, line, week, counts, rule, true);
}

/* A workshop shows its sessions; the rest of a week is in its month alone. */
static bool add_sessions(struct sums *sums, const struct line *line, int32_t week,
                         struct counts counts, const struct disclosure_rule *rule)
{
    for (size_t i = 0; i < sums->centre->session_count; i++) {
        const struct session *session = &sums->centre->sessions[i];
        if (!is_held(line, session, week, week))
            continue;
        struct counts part = measures_session(line, session);
        take(&counts, part);
        if (!add_figure(sums, line, week, part, rule))
            return false;
    }
    return add_hidden(sums, line, week, counts, rule, false);
}

static bool add_part(struct sums *sums, const struct line *line, int32_t week,
                     struct counts counts)
{
    const struct disclosure_rule rule = sums_rule(sums->centre, line->place);

    switch (periodicity_span(sums->periodicity, line, week).by) {
    case BY_WEEK:
        return add_figure(sums, line, week, counts, &rule);
    case BY_MONTH:
        return add_sessions(sums, line, week, counts, &rule);
    case BY_FORTNIGHT:
    case BY_BLOCK:
    case BY_THIRTEEN:
    case BY_TERM:
    case BY_SESSION:
    case BY_QUARTER:
    case BYS:
        break;
    }
    return add_hidden(sums, line, week, counts, &rule, false);
}

static bool add_week(struct sums *sums, int32_t week)
{
    const struct disclosure_rule rule = sums_rule(sums->centre, sums->centre->places);
    struct counts loose = measures_counts(sums->whole, week, week);

    for (size_t i = 0; i < sums->part_count; i++) {
        struct counts counts = measures_counts(sums->parts[i], week, week);
        take(&loose, counts);
        if (!add_part(sums, sums->parts[i], week, counts))
            return false;
    }
    return add_hidden(sums, sums->whole, week, loose, &rule, false);
}

/* What a period has in the term before: known, as its sum could be shown, or cells. */
static bool add_before(struct sums *sums, const struct line *line)
{
    const struct disclosure_rule rule = sums_rule(sums->centre, line->place);
    const struct span span = periodicity_span(sums->periodicity, line, sums->first);
    const struct figure part =
        disclosure_figure(measures_counts(line, span.first, sums->first - 1), &rule);
    bool added = true;

    if (part.showing == SHOWN && part.bound == EXACT)
        return true;
    for (int32_t week = span.first; added && week < sums->first; week++)
        added = add_part(sums, line, week, measures_counts(line, week, week));
    return added;
}

/* What a bound leaves open: nothing of the answers, all of the positive ones. */
static bool add_slack(struct sums *sums, const struct line *line)
{
    const struct suppression_layer none = {0},
                                   any = {.least = -INT32_MAX, .most = INT64_MAX};
    const struct suppression_cell cell = {
        .layers = {
                   [ANSWERS] = none, [AS_KNOWN] = none, [POSITIVE] = any, [NEGATIVE] = any}
    };

    return add_column(sums, &cell, line, 0);
}

/* ---- the table ---- */

bool sums_open(struct sums *sums, const struct measures *measures)
{
    size_t lines = 0;

    for (size_t p = 1; p < sums->centre->place_count; p++)
        lines += measures->places[p].count;
    sums->parts = calloc(lines + 1, sizeof *sums->parts);
    for (size_t p = 1; sums->parts && p < sums->centre->place_count; p++)
        for (size_t i = 0; i < measures->places[p].count; i++) {
            const struct line *line = measures->places[p].lines[i];
            if (measures_same(line, sums->whole))
                sums->parts[sums->part_count++] = line;
        }
    return sums->parts != NULL;
}

static void clear(struct sums *sums)
{
    suppression_free(sums->table);
    free(sums->members);
    free(sums->bounded);
    sums->table = NULL;
    sums->members = NULL;
    sums->bounded = NULL;
    sums->count = 0;
}

void sums_release(struct sums *sums)
{
    clear(sums);
    free(sums->parts);
    free(sums->cells);
    free(sums->columns);
}

/* Is it shown by week all the time? */
static bool is_weekly(const struct sums *sums, const struct line *line)
{
    int32_t week = sums->first;

    while (week <= sums->last
           && periodicity_span(sums->periodicity, line, week).by == BY_WEEK)
        week++;
    return week > sums->last;
}

bool sums_lay(struct sums *sums, int32_t first, int32_t last)
{
    bool laid = true;

    clear(sums);
    sums->first = first;
    sums->last = last;
    sums->bounded =
        calloc((size_t)(sums->last - sums->first) + 1, sizeof *sums->bounded);
    for (size_t i = 0; sums->bounded && laid && i < sums->part_count; i++)
        laid = add_before(sums, sums->parts[i]);
    for (int32_t week = sums->first; sums->bounded && laid && week <= sums->last;
         week++)
        laid = add_week(sums, week);
    for (size_t i = 0; laid && i < sums->part_count; i++)
        laid = is_weekly(sums, sums->parts[i]) || add_slack(sums, sums->parts[i]);
    sums->members = calloc(sums->count + 1, sizeof *sums->members);
    sums->table =
        laid && sums->members ? suppression_new(sums->cells, sums->count) : NULL;
    return sums->bounded && sums->table;
}

/* ---- sums on offer ---- */

size_t sums_gather(const struct sums *sums, const struct line *line, int32_t first,
                   int32_t last, bool slack)
{
    size_t count = 0;

    for (size_t i = 0; i < sums->count; i++) {
        const struct column *column = &sums->columns[i];
        bool there =
            column->week == 0 ? slack : column->week >= first && column->week <= last;
        if ((!line || column->line == line) && there)
            sums->members[count++] = i;
    }
    return count;
}

bool sums_is_base(const struct sums *sums, size_t count)
{
    struct disclosure_rule rule = sums_rule(sums->centre, sums->centre->places);
    struct rest rest = {0};

    for (size_t i = 0; i < count; i++) {
        const size_t cell = sums->members[i];
        rest.counts.n += sums->cells[cell].layers[ANSWERS].value;
        rest.counts.positive += sums->cells[cell].layers[POSITIVE].value;
        rule.sensitive |= sums->columns[cell].line->place->sensitive;
    }
    return disclosure_rest(&rest, &rule);
}

static enum reason reason_of(enum suppression_verdict verdict)
{
    static const enum reason reasons[] = {
        [PUBLISHED] = REASON_NONE, [SOLVED] = REASON_SOLVED, [NARROW] = REASON_NARROW,
        [ALONE] = REASON_ALONE,    [UNSURE] = REASON_UNSURE,
    };

    return reasons[verdict];
}

enum reason sums_ask(struct sums *sums, size_t count)
{
    return reason_of(suppression_offer(sums->table, sums->members, count));
}

enum reason sums_grant(struct sums *sums, size_t count)
{
    return suppression_grant(sums->table, sums->members, count) ? REASON_NONE
                                                                : REASON_UNSURE;
}

/* A period of a place: shown, hidden for being small, or hidden for what it would tell.
 */
bool sums_put(struct sums *sums, const struct line *line, struct span span,
              sums_putting *put, enum reason *reason)
{
    const struct disclosure_rule rule = sums_rule(sums->centre, line->place);
    const int64_t width[SUPPRESSION_LAYERS] = {[ANSWERS] = rule.smallest};
    const struct figure figure = sums_alone(sums->centre, line, span);
    bool slack = figure.showing == SHOWN && figure.bound != EXACT;
    size_t count = sums_gather(sums, line, span.first, span.last, slack);

    *reason = REASON_NONE;
    if (count == 0)
        return true;
    if (figure.showing == SHOWN)
        *reason = put(sums, count);
    return figure.showing == SHOWN || figure.reason != REASON_FEW
           || suppression_protect(sums->table, sums->members, count, width);
}
