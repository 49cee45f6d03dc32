/* figures_given.h: figures that others computed, read from the shared fixtures.
 *
 *     struct given_table table;
 *     if (!given_open(&table, "09-runs-anhoej/expected.csv"))
 *         skip();
 *     while (given_next(&table))
 *         ... given_text(&table, "series"), given_number(&table, "cl") ...
 *     given_close(&table);
 */
#ifndef SORTIE_TESTS_FIGURES_GIVEN_H
#define SORTIE_TESTS_FIGURES_GIVEN_H

#include "sortie/csv.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct given_table {
    struct csv_reader reader;
    struct csv_row header, row;
};

static inline void given_path(const char *name, char path[static 512])
{
    const char *shared = getenv("SORTIE_SHARED");

    snprintf(path, 512, "%s/fixtures/%s", shared ? shared : "../shared", name);
}

static inline bool given_open(struct given_table *table, const char *name)
{
    struct error error = {0};
    char path[512];

    *table = (struct given_table){0};
    given_path(name, path);
    table->reader.file = fopen(path, "r");
    return table->reader.file && csv_read(&table->reader, &table->header, &error);
}

static inline bool given_next(struct given_table *table)
{
    struct error error = {0};

    return csv_read(&table->reader, &table->row, &error);
}

static inline const char *given_text(const struct given_table *table, const char *name)
{
    int column = csv_column(&table->header, name);

    if (column < 0)
        fail_msg("no column %s", name);
    return table->row.fields[column];
}

/* NAN where nothing is written. */
static inline double given_number(const struct given_table *table, const char *name)
{
    const char *text = given_text(table, name);

    return *text ? strtod(text, NULL) : nan("");
}

static inline void given_close(struct given_table *table)
{
    fclose(table->reader.file);
    csv_row_release(&table->header);
    csv_row_release(&table->row);
}

static inline void near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.17g, expected %.17g", found, expected);
}

#endif
