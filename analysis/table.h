/* table.h: a table of counts, read from anyone's CSV file.
 *
 *     OWNED(table_release) struct table table = {0};
 *     if (!table_read("weeks.csv", "period", &table, &error)) ...
 */
#ifndef TABLE_H
#define TABLE_H

#include "signals.h"

struct table {
    char **names;
    struct reading *readings; /* `anew` where a column rebase says 1 */
    size_t size;
};

/* Of a file ("-" is standard input) whose first line names the columns `name`, n and
 * positive, and perhaps rebase; others are passed over. ERROR_INPUT says which line is
 * wrong. */
bool table_read(const char *path, const char *name, struct table *table,
                struct error *error);
void table_release(struct table *table);

#endif
