/* signals.c: a series is cut into segments, each read on its own; the last one decides
 * the state. */
#include "signals.h"
#include "cusum.h"
#include "p_chart.h"
#include "sortie/median.h"
#include "xmr.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const rules_names[RULES] = {
    [RULES_DEFAULT] = "default", [RULES_MDC] = "mdc"};

static const char *const state_names[STATES] = {
    [STATE_TOO_FEW] = "too few",
    [STATE_STEADY] = "steady",
    [STATE_UNUSUAL] = "unusual",
    [STATE_SHIFT] = "shift",
};

static const char *const signal_names[SIGNALS] = {
    [SIGNAL_POINT] = "point",       [SIGNAL_RUN] = "run",
    [SIGNAL_CUSUM] = "cusum",       [SIGNAL_OUTSIDE] = "outside",
    [SIGNAL_TREND] = "trend",       [SIGNAL_TWO_OF_THREE] = "two of three",
    [SIGNAL_ONE_SIDE] = "one side",
};

const char *rules_name(enum rules rules)
{
    return rules_names[rules];
}

bool rules_read(const char *name, enum rules *rules, struct error *error)
{
    *rules = RULES_DEFAULT;
    while (name && *rules < RULES && strcmp(name, rules_name(*rules)) != 0)
        ++*rules;
    return *rules < RULES
           || error_set(error, ERROR_USAGE, "--rules is default or mdc, not '%s'",
                        name);
}

const char *state_name(enum state state)
{
    return state_names[state];
}

const char *signal_name(enum signal signal)
{
    return signal_names[signal];
}

/* The readings of a segment, and room to work in. */
struct segment {
    size_t size;
    const struct reading *readings;
    struct signal_point *points;
    double *shares; /* one a reading, NAN at gaps */
    double *room;   /* size numbers */
    struct counts *counts;
    struct counts *joined; /* as runs see them */
    double *levels;        /* their shares */
    enum xmr_cause *causes;
};

static void mark(struct segment *segment, size_t at, enum signal signal)
{
    segment->points[at].marks |= 1U << signal;
}

static void read_cusum(struct segment *segment)
{
    double *sums = segment->room;

    cusum_of(segment->counts, segment->size, sums);
    for (size_t i = 0; i < segment->size; i++) {
        segment->points[i].cusum = sums[i];
        if (sums[i] >= CUSUM_LIMIT)
            mark(segment, i, SIGNAL_CUSUM);
    }
}

static void set_line(struct segment *segment, size_t periods, double line,
                     double spread)
{
    for (size_t i = 0; i < segment->size; i++) {
        segment->points[i].line = line;
        segment->points[i].spread = spread;
        segment->points[i].limited =
            segment->counts[i].n > 0 && periods >= SIGNALS_TRIAL;
        segment->points[i].trial = periods < SIGNALS_LEAST;
    }
}

static void read_points(struct segment *segment, struct signals *signals)
{
    for (size_t i = 0; i < segment->size; i++)
        if (segment->points[i].limited && !segment->points[i].trial
            && p_chart_broken(signals->line, signals->sigma_z, segment->counts[i]))
            mark(segment, i, SIGNAL_POINT);
}

/* The median of what is not NAN; NAN when all is. */
static double median_of(const double *values, size_t size, double *sorted)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        if (!isnan(values[i]))
            sorted[count++] = values[i];
    return median_value(sorted, count);
}

static double share_of(struct counts counts)
{
    return counts.n > 0 ? (double)counts.positive / (double)counts.n : nan("");
}

/* All that is joined is counted at the last of it, and the others are gaps. */
static void join(struct segment *segment)
{
    for (size_t i = 0; i < segment->size; i++) {
        segment->joined[i] = segment->counts[i];
        if (i == 0 || !segment->readings[i].joined)
            continue;
        segment->joined[i].n += segment->joined[i - 1].n;
        segment->joined[i].positive += segment->joined[i - 1].positive;
        segment->joined[i - 1] = (struct counts){0};
    }
    for (size_t i = 0; i < segment->size; i++)
        segment->levels[i] = segment->points[i].level = share_of(segment->joined[i]);
}

/* Of the periods as long as the latest. */
static double median_answers(const struct segment *segment)
{
    size_t count = 0;

    for (size_t i = 0; i < segment->size; i++)
        if (segment->joined[i].n > 0 && !segment->readings[i].longer)
            segment->room[count++] = (double)segment->joined[i].n;
    return count ? median_value(segment->room, count) : 0;
}

static bool is_useful(const struct segment *segment, size_t at, double centre)
{
    return segment->joined[at].n > 0 && segment->levels[at] != centre;
}

/* Where the run that begins at a useful period ends; `length` are its useful ones. */
static size_t run_end(const struct segment *segment, size_t at, double centre,
                      size_t *length)
{
    bool above = segment->levels[at] > centre;

    for (*length = 0; at < segment->size; at++)
        if (is_useful(segment, at, centre)) {
            if ((segment->levels[at] > centre) != above)
                break;
            ++*length;
        }
    return at;
}

/* A reading and those before that are joined to it. */
static void mark_joined(struct segment *segment, size_t at, enum signal signal)
{
    for (bool more = true; more; at--) {
        more = at > 0 && segment->readings[at].joined;
        if (segment->counts[at].n > 0)
            mark(segment, at, signal);
    }
}

/* Every run of more than `most`, not only the longest. */
static void mark_runs(struct segment *segment, double centre, size_t most)
{
    size_t end, length;

    for (size_t i = 0; i < segment->size; i = end) {
        end = i + 1;
        if (!is_useful(segment, i, centre))
            continue;
        end = run_end(segment, i, centre, &length);
        for (size_t at = i; length > most && at < end; at++)
            if (is_useful(segment, at, centre))
                mark_joined(segment, at, SIGNAL_RUN);
    }
}

static void read_runs(struct segment *segment, struct signals *signals)
{
    double rarer = fmin(signals->line, 1 - signals->line);

    join(segment);
    signals->joined = 0;
    for (size_t i = 0; i < segment->size; i++)
        signals->joined += segment->joined[i].n > 0;
    double centre = median_of(segment->levels, segment->size, segment->room);
    struct runs runs = runs_about(segment->levels, segment->size, centre);
    signals->runs_can_tell = signals->joined >= SIGNALS_LEAST && runs.known
                             && rarer * median_answers(segment) >= 1;
    if (signals->runs_can_tell)
        mark_runs(segment, centre, runs.headline.longest_max);
    for (size_t i = 0; i < segment->size; i++)
        segment->points[i].centre = centre;
    signals->runs = runs;
    signals->centre = centre;
}

static bool has_mark(const struct segment *segment, size_t at, enum signal signal)
{
    return segment->points[at].marks >> signal & 1U;
}

/* The last reading with answers; there is one. */
static size_t latest(const struct segment *segment)
{
    size_t at = segment->size - 1;

    while (segment->counts[at].n == 0)
        at--;
    return at;
}

static enum state state_by_default(const struct segment *segment,
                                   const struct signals *signals)
{
    if (signals->periods < SIGNALS_LEAST)
        return STATE_TOO_FEW;
    if (signals->runs_can_tell && signals->runs.headline.signal)
        return STATE_SHIFT;
    if (has_mark(segment, latest(segment), SIGNAL_POINT))
        return STATE_UNUSUAL;
    /* Only what would have been noticed may be called steady. */
    return signals->runs_can_tell ? STATE_STEADY : STATE_TOO_FEW;
}

static void read_default(struct segment *segment, struct signals *signals)
{
    signals->line = statistics_pooled(segment->counts, segment->size);
    signals->sigma_z =
        p_chart_sigma_z(segment->counts, segment->size, signals->line, true);
    set_line(segment, signals->periods, signals->line, signals->sigma_z);
    read_points(segment, signals);
    read_runs(segment, signals);
    read_cusum(segment);
    if (signals->periods == 0)
        return;
    signals->state = state_by_default(segment, signals);
    signals->look = has_mark(segment, latest(segment), SIGNAL_CUSUM);
}

static enum state state_by_mdc(enum xmr_cause cause)
{
    switch (cause) {
    case XMR_OUTSIDE:
    case XMR_TWO_OF_THREE:
        return STATE_UNUSUAL;
    case XMR_TREND:
    case XMR_ONE_SIDE:
        return STATE_SHIFT;
    case XMR_COMMON:
        break;
    }
    return STATE_STEADY;
}

static const enum signal signals_of_causes[] = {
    [XMR_OUTSIDE] = SIGNAL_OUTSIDE,
    [XMR_TREND] = SIGNAL_TREND,
    [XMR_TWO_OF_THREE] = SIGNAL_TWO_OF_THREE,
    [XMR_ONE_SIDE] = SIGNAL_ONE_SIDE,
};

static void mark_causes(struct segment *segment)
{
    size_t at = 0;

    for (size_t i = 0; i < segment->size; i++)
        if (segment->counts[i].n > 0) {
            enum xmr_cause cause = segment->causes[at++];
            if (cause != XMR_COMMON)
                mark(segment, i, signals_of_causes[cause]);
        }
}

static void read_mdc(struct segment *segment, struct signals *signals)
{
    double *shares = segment->room; /* without gaps, in order */
    size_t count = 0;

    for (size_t i = 0; i < segment->size; i++)
        if (segment->counts[i].n > 0)
            shares[count++] = segment->shares[i];
    if (count == 0)
        return;
    struct xmr xmr = xmr_limits(shares, count, true);
    signals->line = xmr.mean;
    signals->joined = count;
    set_line(segment, count, xmr.mean, xmr.limits.high - xmr.mean);
    if (count < SIGNALS_LEAST)
        return;
    xmr_causes(shares, count, &xmr, segment->causes);
    mark_causes(segment);
    signals->state = state_by_mdc(segment->causes[count - 1]);
}

/* The segment whose first reading is `first`. */
static void cut(struct segment *segment, const struct reading *readings, size_t size,
                size_t first, struct signals *signals)
{
    size_t end = first + 1;

    while (end < size && !readings[end].anew)
        end++;
    segment->size = end - first;
    segment->readings = readings + first;
    segment->points = signals->points + first;
    signals->periods = 0;
    for (size_t i = 0; i < segment->size; i++) {
        struct counts counts = readings[first + i].counts;
        segment->counts[i] = counts;
        segment->shares[i] = share_of(counts);
        segment->points[i] = (struct signal_point){.line = nan(""),
                                                   .centre = nan(""),
                                                   .level = segment->shares[i],
                                                   .spread = nan(""),
                                                   .cusum = nan("")};
        signals->periods += counts.n > 0;
    }
}

static void begin(struct signals *signals)
{
    signals->state = STATE_TOO_FEW;
    signals->look = signals->runs_can_tell = false;
    signals->line = signals->sigma_z = signals->centre = nan("");
    signals->joined = 0;
    signals->runs = (struct runs){0};
}

static void segment_release(struct segment *segment)
{
    free(segment->shares);
    free(segment->room);
    free(segment->counts);
    free(segment->joined);
    free(segment->levels);
    free(segment->causes);
}

static bool reserve(struct segment *segment, struct signals *signals, size_t size)
{
    size_t room = size ? size : 1;

    signals->points = calloc(room, sizeof *signals->points);
    segment->shares = calloc(room, sizeof *segment->shares);
    segment->room = calloc(room, sizeof *segment->room);
    segment->counts = calloc(room, sizeof *segment->counts);
    segment->joined = calloc(room, sizeof *segment->joined);
    segment->levels = calloc(room, sizeof *segment->levels);
    segment->causes = calloc(room, sizeof *segment->causes);
    return signals->points && segment->shares && segment->room && segment->counts
           && segment->joined && segment->levels && segment->causes;
}

bool signals_read(const struct reading *readings, size_t size, enum rules rules,
                  struct signals *signals, struct error *error)
{
    OWNED(segment_release) struct segment segment = {0};

    *signals = (struct signals){.rules = rules, .count = size};
    begin(signals);
    if (!reserve(&segment, signals, size))
        return error_set(error, ERROR_SYSTEM, "cannot read a series: out of memory");
    for (size_t first = 0; first < size; first += segment.size) {
        begin(signals);
        cut(&segment, readings, size, first, signals);
        if (rules == RULES_MDC)
            read_mdc(&segment, signals);
        else
            read_default(&segment, signals);
    }
    return true;
}

void signals_release(struct signals *signals)
{
    free(signals->points);
    *signals = (struct signals){0};
}

struct interval signals_limits(const struct signals *signals, size_t at, int64_t n)
{
    const struct signal_point *point = &signals->points[at];

    if (signals->rules == RULES_DEFAULT)
        return p_chart_outer(point->line, point->spread, n);
    return (struct interval){fmax(0, point->line - point->spread),
                             fmin(1, point->line + point->spread)};
}

bool signals_marked(const struct signals *signals, size_t at, enum signal signal)
{
    return signals->points[at].marks >> signal & 1U;
}

/* What a marked reading is joined to has a level at its last. */
bool signals_below(const struct signals *signals, size_t at, double share)
{
    const struct signal_point *point = &signals->points[at];
    size_t last = at;

    if (!signals_marked(signals, at, SIGNAL_RUN))
        return share < point->line;
    while (isnan(signals->points[last].level))
        last++;
    return signals->points[last].level < point->centre;
}
