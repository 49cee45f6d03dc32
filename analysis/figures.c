/* figures.c: a table of counts in, JSON out. */
#include "figures.h"
#include "cusum.h"
#include "false_alarms.h"
#include "sortie/document.h"
#include "table.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 };

static const double tail95 = 0.025, tail998 = 0.001;

static json_t *number(double value)
{
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *pair(const struct interval *interval)
{
    return json_pack("[o, o]", number(interval->low), number(interval->high));
}

/* What both commands say of a row; share and interval are null when n is 0. */
static json_t *common_row(const char *member, const char *name, struct counts counts)
{
    double n = (double)counts.n, positive = (double)counts.positive;
    struct interval interval = {nan(""), nan("")};

    if (counts.n > 0)
        interval = statistics_wilson(positive, n, STATISTICS_95);
    return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o}", member, name, "n",
                     (json_int_t)counts.n, "positive", (json_int_t)counts.positive,
                     "share", number(counts.n > 0 ? positive / n : nan("")), "low",
                     number(interval.low), "high", number(interval.high));
}

static bool print(json_t *result, struct error *error)
{
    char *bytes = json_dumps(result, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));

    json_decref(result);
    if (!bytes)
        return error_set(error, ERROR_SYSTEM, "cannot print: out of memory");
    bool printed = puts(bytes) >= 0 && fflush(stdout) == 0;
    free(bytes);
    return printed
           || error_set(error, ERROR_SYSTEM, "cannot print: %s", strerror(errno));
}

static json_t *marks(const struct signals *signals, size_t at)
{
    json_t *names = json_array();

    for (enum signal signal = 0; signal < SIGNALS; signal++)
        if (signals_marked(signals, at, signal))
            json_array_append_new(names, json_string(signal_name(signal)));
    return names;
}

/* A withheld or empty period is a gap: it has neither limits nor marks. */
static json_t *series_row(const struct table *table, const struct signals *signals,
                          size_t at)
{
    struct counts counts = table->readings[at].counts;
    const struct signal_point *point = &signals->points[at];
    struct interval limits = {nan(""), nan("")};
    json_t *row = common_row("period", table->names[at], counts);

    if (point->limited)
        limits = signals_limits(signals, at, counts.n);
    json_object_set_new(row, "line", number(point->line));
    json_object_set_new(row, "limit_low", number(limits.low));
    json_object_set_new(row, "limit_high", number(limits.high));
    json_object_set_new(row, "trial", json_boolean(point->limited && point->trial));
    json_object_set_new(row, "rebase", json_boolean(table->readings[at].anew));
    json_object_set_new(row, "cusum", number(point->cusum));
    json_object_set_new(row, "signals", marks(signals, at));
    return row;
}

static json_t *limit_of_runs(const struct runs *runs, size_t limit)
{
    return runs->known ? json_integer((json_int_t)limit) : json_null();
}

static json_t *limits_of_runs(const struct runs *runs, const struct runs_limit *limit)
{
    return json_pack("{s:o, s:o, s:b}", "longest_max",
                     limit_of_runs(runs, limit->longest_max), "crossings_min",
                     limit_of_runs(runs, limit->crossings_min), "signal",
                     limit->signal);
}

/* Anhoej's own figures, and beside them the limits that make a headline. */
static json_t *runs_object(const struct signals *signals)
{
    const struct runs *runs = &signals->runs;
    json_t *object = limits_of_runs(runs, &runs->usual);

    json_object_set_new(object, "centre", number(signals->centre));
    json_object_set_new(object, "useful", json_integer((json_int_t)runs->useful));
    json_object_set_new(object, "longest", json_integer((json_int_t)runs->longest));
    json_object_set_new(object, "crossings", json_integer((json_int_t)runs->crossings));
    json_object_set_new(object, "can_tell", json_boolean(signals->runs_can_tell));
    json_object_set_new(object, "headline", limits_of_runs(runs, &runs->headline));
    return object;
}

static json_t *cusum_object(const struct signals *signals)
{
    return json_pack("{s:f, s:f, s:i, s:b}", "odds_ratio", CUSUM_RATIO, "limit",
                     CUSUM_LIMIT, "false_alarm_every", CUSUM_FALSE_ALARM_EVERY, "look",
                     signals->look);
}

static json_t *false_alarms_object(double share)
{
    if (isnan(share))
        return json_null();
    return json_pack("{s:i, s:i, s:f}", "series", FALSE_ALARM_SERIES, "periods",
                     FALSE_ALARM_PERIODS, "share", share);
}

static json_t *series_object(const struct table *table, const struct signals *signals,
                             double false_alarms)
{
    bool usual = signals->rules == RULES_DEFAULT;
    json_t *rows = json_array();

    for (size_t i = 0; i < table->size; i++)
        json_array_append_new(rows, series_row(table, signals, i));
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "sortie",
                     "series/1", "rules", rules_name(signals->rules), "state",
                     state_name(signals->state), "line", number(signals->line),
                     "sigma_z", number(signals->sigma_z), "runs",
                     usual ? runs_object(signals) : json_null(), "cusum",
                     usual ? cusum_object(signals) : json_null(), "false_alarms",
                     false_alarms_object(false_alarms), "rows", rows);
}

static bool read_rules(const struct options *options, enum rules *rules,
                       struct error *error)
{
    const char *given = options_value(options, "rules");

    *rules = RULES_DEFAULT;
    while (given && *rules < RULES && strcmp(given, rules_name(*rules)) != 0)
        ++*rules;
    return *rules < RULES
           || error_set(error, ERROR_USAGE, "--rules is default or mdc, not '%s'",
                        given);
}

/* How long the last segment is: the series that false alarms are drawn like. */
static size_t last_segment(const struct table *table)
{
    size_t length = 0;

    while (length < table->size)
        if (table->readings[table->size - ++length].anew)
            break;
    return length;
}

bool figures_series(const struct options *options, struct error *error)
{
    OWNED(table_release) struct table table = {0};
    OWNED(signals_release) struct signals signals = {0};
    enum rules rules;
    double share;

    if (!read_rules(options, &rules, error)
        || !table_read(options->operands[0], "period", &table, error)
        || !signals_read(table.readings, table.size, rules, &signals, error))
        return false;
    size_t length = last_segment(&table);
    if (!false_alarms_share(table.readings + table.size - length, length, signals.line,
                            rules, &share, error))
        return false;
    return print(series_object(&table, &signals, share), error);
}

static json_t *outside(double share, const struct interval *inner,
                       const struct interval *outer)
{
    if (share < outer->low || share > outer->high)
        return json_string("99.8");
    if (share < inner->low || share > inner->high)
        return json_string("95");
    return json_null();
}

/* The limits at a unit's n, and which formula made them. */
static json_t *compare_row(const char *unit, struct counts counts, double line)
{
    json_t *row = common_row("unit", unit, counts);

    if (counts.n == 0) {
        json_object_set_new(row, "limits", json_null());
        json_object_set_new(row, "method", json_null());
        json_object_set_new(row, "outside", json_null());
        return row;
    }
    double share = (double)counts.positive / (double)counts.n;
    struct funnel inner = statistics_funnel(line, counts.n, STATISTICS_95, tail95);
    struct funnel outer = statistics_funnel(line, counts.n, STATISTICS_998, tail998);
    json_object_set_new(row, "limits",
                        json_pack("{s:o, s:o}", "95", pair(&inner.limits), "99.8",
                                  pair(&outer.limits)));
    json_object_set_new(row, "method", json_string(inner.exact ? "exact" : "score"));
    json_object_set_new(row, "outside", outside(share, &inner.limits, &outer.limits));
    return row;
}

static double pooled(const struct table *table)
{
    struct counts all = {0};

    for (size_t i = 0; i < table->size; i++) {
        all.n += table->readings[i].counts.n;
        all.positive += table->readings[i].counts.positive;
    }
    return statistics_pooled(&all, 1);
}

bool figures_compare(const struct options *options, struct error *error)
{
    OWNED(table_release) struct table table = {0};

    if (!table_read(options->operands[0], "unit", &table, error))
        return false;
    double line = pooled(&table);
    json_t *rows = json_array();
    for (size_t i = 0; i < table.size; i++)
        json_array_append_new(
            rows, compare_row(table.names[i], table.readings[i].counts, line));
    return print(json_pack("{s:s, s:o, s:n, s:n, s:o}", "sortie", "compare/1", "line",
                           number(line), "phi", "tau2", "rows", rows),
                 error);
}
