/* figures.c: a table of counts in, JSON out. */
#include "figures.h"
#include "sortie/csv.h"
#include "sortie/document.h"
#include "statistics.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 1000000, PERIODS_NEEDED = 13, DIGITS = 17 };

static const double tail95 = 0.025, tail998 = 0.001;

struct table {
    char **names;
    struct counts *counts;
    size_t size;
};

static void table_release(struct table *table)
{
    for (size_t i = 0; i < table->size; i++)
        free(table->names[i]);
    free(table->names);
    free(table->counts);
}

static bool grow(struct table *table, struct error *error)
{
    if (table->size % 64)
        return true;
    char **names = realloc(table->names, (table->size + 64) * sizeof *names);
    if (names)
        table->names = names;
    struct counts *counts = realloc(table->counts, (table->size + 64) * sizeof *counts);
    if (counts)
        table->counts = counts;
    return (names && counts)
           || error_set(error, ERROR_SYSTEM, "cannot read the table: out of memory");
}

static bool read_count(const char *field, int64_t *n)
{
    char *end;

    if (!*field || strspn(field, "0123456789") != strlen(field) || strlen(field) > 12)
        return false;
    *n = strtoll(field, &end, 10);
    return *end == '\0';
}

struct columns {
    int name, n, positive;
};

static bool add_row(struct table *table, const struct csv_row *row,
                    const struct columns *columns, size_t line, struct error *error)
{
    struct counts counts;

    if (row->count <= (size_t)columns->name || row->count <= (size_t)columns->n
        || row->count <= (size_t)columns->positive)
        return error_set(error, ERROR_INPUT, "line %zu has too few columns", line);
    if (!read_count(row->fields[columns->n], &counts.n)
        || !read_count(row->fields[columns->positive], &counts.positive))
        return error_set(error, ERROR_INPUT,
                         "line %zu: n and positive are whole numbers", line);
    if (counts.positive > counts.n)
        return error_set(error, ERROR_INPUT,
                         "line %zu: more positive answers than answers", line);
    if (table->size == ROWS_MOST || !grow(table, error))
        return error_set(error, ERROR_INPUT, "more than %d lines", ROWS_MOST);
    char *name = strdup(row->fields[columns->name]);
    if (!name)
        return error_set(error, ERROR_SYSTEM, "cannot read the table: out of memory");
    table->names[table->size] = name;
    table->counts[table->size++] = counts;
    return true;
}

static bool read_header(struct csv_reader *reader, struct csv_row *row,
                        const char *name, struct columns *columns, struct error *error)
{
    if (!csv_read(reader, row, error))
        return error_set(error, ERROR_INPUT, "the table is empty");
    *columns = (struct columns){csv_column(row, name), csv_column(row, "n"),
                                csv_column(row, "positive")};
    return (columns->name >= 0 && columns->n >= 0 && columns->positive >= 0)
           || error_set(error, ERROR_INPUT,
                        "the first line must name the columns %s, n "
                        "and positive",
                        name);
}

static bool read_rows(FILE *file, const char *name, struct table *table,
                      struct error *error)
{
    OWNED(csv_row_release) struct csv_row row = {0};
    struct csv_reader reader = {.file = file};
    struct columns columns = {0};

    if (!read_header(&reader, &row, name, &columns, error))
        return false;
    while (csv_read(&reader, &row, error))
        if (!add_row(table, &row, &columns, reader.line, error))
            return false;
    return error->kind == ERROR_NONE;
}

static bool read_table(const struct options *options, const char *name,
                       struct table *table, struct error *error)
{
    const char *path = options->operands[0];
    bool standard = !strcmp(path, "-");
    FILE *file = standard ? stdin : fopen(path, "re");

    if (!file)
        return error_set(error, ERROR_INPUT, "cannot open '%s': %s", path,
                         strerror(errno));
    bool read = read_rows(file, name, table, error);
    if (!standard)
        fclose(file);
    return read;
}

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

static size_t periods_with_answers(const struct table *table)
{
    size_t periods = 0;

    for (size_t i = 0; i < table->size; i++)
        periods += table->counts[i].n > 0;
    return periods;
}

static json_t *series_row(const char *period, struct counts counts)
{
    json_t *row = common_row("period", period, counts);

    json_object_set_new(row, "limit_low", json_null());
    json_object_set_new(row, "limit_high", json_null());
    json_object_set_new(row, "signals", json_null());
    return row;
}

bool figures_series(const struct options *options, struct error *error)
{
    OWNED(table_release) struct table table = {0};
    json_t *rows = json_array();

    if (!read_table(options, "period", &table, error)) {
        json_decref(rows);
        return false;
    }
    for (size_t i = 0; i < table.size; i++)
        json_array_append_new(rows, series_row(table.names[i], table.counts[i]));
    const char *state =
        periods_with_answers(&table) < PERIODS_NEEDED ? "too few" : NULL;
    return print(json_pack("{s:s, s:n, s:s?, s:o, s:n, s:o, s:n}", "sortie", "series/1",
                           "rules", "state", state, "line",
                           number(statistics_pooled(table.counts, table.size)),
                           "sigma_z", "rows", rows, "runs"),
                 error);
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

bool figures_compare(const struct options *options, struct error *error)
{
    OWNED(table_release) struct table table = {0};
    json_t *rows = json_array();

    if (!read_table(options, "unit", &table, error)) {
        json_decref(rows);
        return false;
    }
    double line = statistics_pooled(table.counts, table.size);
    for (size_t i = 0; i < table.size; i++)
        json_array_append_new(rows, compare_row(table.names[i], table.counts[i], line));
    return print(json_pack("{s:s, s:o, s:n, s:n, s:o}", "sortie", "compare/1", "line",
                           number(line), "phi", "tau2", "rows", rows),
                 error);
}
