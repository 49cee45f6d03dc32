/* figures.c: a table of counts in, JSON out. */
#include "figures.h"
#include "dispersion.h"
#include "false_alarms.h"
#include "signals_json.h"
#include "sortie/document.h"
#include "table.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 17 };

static json_t *number(double value)
{
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *pair(const struct interval *interval)
{
    return json_pack("[o, o]", number(interval->low), number(interval->high));
}

/* What both commands say of a row; share and intervals are null when n is 0. */
static json_t *common_row(const char *member, const char *name, struct counts counts)
{
    double n = (double)counts.n, positive = (double)counts.positive;
    struct interval interval = {nan(""), nan("")}, exact = interval;

    if (counts.n > 0) {
        interval = statistics_wilson(positive, n, STATISTICS_95);
        exact = statistics_exact(counts, STATISTICS_TAIL_95);
    }
    return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:o}", member, name, "n",
                     (json_int_t)counts.n, "positive", (json_int_t)counts.positive,
                     "share", number(counts.n > 0 ? positive / n : nan("")), "low",
                     number(interval.low), "high", number(interval.high), "exact_low",
                     number(exact.low), "exact_high", number(exact.high));
}

/* The result, which it takes, made since errno was 0: without memory jansson leaves
 * members out, and only the C library tells. */
static bool print(json_t *result, struct error *error)
{
    char *bytes = document_bytes(result, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));
    bool whole = bytes && errno != ENOMEM;

    json_decref(result);
    if (!whole) {
        free(bytes);
        return error_set(error, ERROR_SYSTEM, "cannot print: out of memory");
    }
    bool printed = puts(bytes) >= 0 && fflush(stdout) == 0;
    free(bytes);
    return printed
           || error_set(error, ERROR_SYSTEM, "cannot print: %s", strerror(errno));
}

static json_t *series_object(const struct table *table, const struct signals *signals,
                             double false_alarms)
{
    json_t *object = json_object(), *rows = json_array();

    json_object_set_new(object, "sortie", json_string("series/1"));
    signals_json_put(object, signals, number);
    json_object_set_new(object, "false_alarms",
                        signals_json_false_alarms(false_alarms));
    for (size_t i = 0; i < table->size; i++) {
        json_t *row = common_row("period", table->names[i], table->readings[i].counts);
        signals_json_row(row, signals, i, &table->readings[i], number);
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "rows", rows);
    return object;
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

    if (!rules_read(options_value(options, "rules"), &rules, error)
        || !table_read(options->operands[0], "period", &table, error)
        || !signals_read(table.readings, table.size, rules, &signals, error))
        return false;
    size_t length = last_segment(&table);
    if (!false_alarms_share(table.readings + table.size - length, length, signals.line,
                            rules, &share, error))
        return false;
    errno = 0;
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
    struct funnel inner =
        statistics_funnel(line, counts.n, STATISTICS_95, STATISTICS_TAIL_95);
    struct funnel outer =
        statistics_funnel(line, counts.n, STATISTICS_998, STATISTICS_TAIL_998);
    json_object_set_new(row, "limits",
                        json_pack("{s:o, s:o}", "95", pair(&inner.limits), "99.8",
                                  pair(&outer.limits)));
    json_object_set_new(row, "method", json_string(inner.exact ? "exact" : "score"));
    json_object_set_new(row, "outside", outside(share, &inner.limits, &outer.limits));
    return row;
}

static struct counts *counts_of(const struct table *table, struct error *error)
{
    struct counts *counts = calloc(table->size + 1, sizeof *counts);

    if (!counts)
        error_set(error, ERROR_SYSTEM, "cannot compare units: out of memory");
    for (size_t i = 0; counts && i < table->size; i++)
        counts[i] = table->readings[i].counts;
    return counts;
}

static json_t *compare_object(const struct table *table, double line,
                              const struct dispersion *dispersion)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < table->size; i++)
        json_array_append_new(
            rows, compare_row(table->names[i], table->readings[i].counts, line));
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "sortie", "compare/1", "line",
                     number(line), "phi", number(dispersion->phi), "tau2",
                     number(dispersion->tau2), "rows", rows);
}

bool figures_compare(const struct options *options, struct error *error)
{
    OWNED(table_release) struct table table = {0};
    struct dispersion dispersion;

    if (!table_read(options->operands[0], "unit", &table, error))
        return false;
    struct counts *counts = counts_of(&table, error);
    double line = counts ? statistics_pooled(counts, table.size) : nan("");
    bool read = counts && dispersion_of(counts, table.size, line, &dispersion, error);
    free(counts);
    if (!read)
        return false;
    errno = 0;
    return print(compare_object(&table, line, &dispersion), error);
}
