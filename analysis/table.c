/* table.c: a header that names its columns, then a count a line. */
#include "table.h"
#include "sortie/csv.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 1000000 };

void table_release(struct table *table)
{
    for (size_t i = 0; i < table->size; i++)
        free(table->names[i]);
    free(table->names);
    free(table->readings);
}

static bool grow(struct table *table, struct error *error)
{
    if (table->size % 64)
        return true;
    char **names = realloc(table->names, (table->size + 64) * sizeof *names);
    if (names)
        table->names = names;
    struct reading *readings =
        realloc(table->readings, (table->size + 64) * sizeof *readings);
    if (readings)
        table->readings = readings;
    return (names && readings)
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

/* rebase is -1 where there is none. */
struct columns {
    int name, n, positive, rebase;
};

/* Nothing, 0 or 1. */
static bool read_rebase(const struct csv_row *row, int column, bool *anew)
{
    const char *field =
        column >= 0 && (size_t)column < row->count ? row->fields[column] : "";

    *anew = !strcmp(field, "1");
    return *anew || !*field || !strcmp(field, "0");
}

static bool add_row(struct table *table, const struct csv_row *row,
                    const struct columns *columns, size_t line, struct error *error)
{
    struct reading reading = {0};
    struct counts *counts = &reading.counts;

    if (row->count <= (size_t)columns->name || row->count <= (size_t)columns->n
        || row->count <= (size_t)columns->positive)
        return error_set(error, ERROR_INPUT, "line %zu has too few columns", line);
    if (!read_count(row->fields[columns->n], &counts->n)
        || !read_count(row->fields[columns->positive], &counts->positive))
        return error_set(error, ERROR_INPUT,
                         "line %zu: n and positive are whole numbers", line);
    if (counts->positive > counts->n)
        return error_set(error, ERROR_INPUT,
                         "line %zu: more positive answers than answers", line);
    if (!read_rebase(row, columns->rebase, &reading.anew))
        return error_set(error, ERROR_INPUT,
                         "line %zu: rebase is 1 where limits start anew, or empty",
                         line);
    if (table->size == ROWS_MOST || !grow(table, error))
        return error_set(error, ERROR_INPUT, "more than %d lines", ROWS_MOST);
    char *name = strdup(row->fields[columns->name]);
    if (!name)
        return error_set(error, ERROR_SYSTEM, "cannot read the table: out of memory");
    table->names[table->size] = name;
    table->readings[table->size++] = reading;
    return true;
}

static bool read_header(struct csv_reader *reader, struct csv_row *row,
                        const char *name, struct columns *columns, struct error *error)
{
    if (!csv_read(reader, row, error))
        return error_set(error, ERROR_INPUT, "the table is empty");
    *columns = (struct columns){csv_column(row, name), csv_column(row, "n"),
                                csv_column(row, "positive"), csv_column(row, "rebase")};
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

bool table_read(const char *path, const char *name, struct table *table,
                struct error *error)
{
    bool standard = !strcmp(path, "-");
    FILE *file = standard ? stdin : fopen(path, "re");

    if (!file)
        return error_set(error, errno == ENOMEM ? ERROR_SYSTEM : ERROR_INPUT,
                         "cannot open '%s': %s", path, strerror(errno));
    bool read = read_rows(file, name, table, error);
    if (!standard)
        fclose(file);
    return read;
}
