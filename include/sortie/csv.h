/* csv.h: comma-separated values, RFC 4180.
 *
 *     struct csv_reader reader = {.file = file};
 *     while (csv_read(&reader, &row, &error)) ... row.fields[i] ...
 *     if (error.kind) ...
 *     csv_row_release(&row);
 *
 * Quoted fields may hold commas, quotes and line ends. A byte order mark at the start
 * is skipped; the separator is ',' or, when the first line has none outside quotes,
 * ';'. */
#ifndef SORTIE_CSV_H
#define SORTIE_CSV_H

#include "sortie/text.h"
#include <stdio.h>

struct csv_reader {
    FILE *file;
    size_t line;    /* of the row last read, from 1 */
    size_t next;    /* lines read so far */
    char separator; /* 0 until the first row was read */
};

struct csv_row {
    char **fields;
    size_t count;
    struct text bytes;
};

/* The next row; false at the end or with ERROR_INPUT (a quote that never ends, a NUL,
 * bytes that are not UTF-8, a row over 64 KiB) or ERROR_SYSTEM (memory, reading). Blank
 * lines are skipped. */
bool csv_read(struct csv_reader *reader, struct csv_row *row, struct error *error);
void csv_row_release(struct csv_row *row);

/* The column of a name in a header row; -1 when it has none. */
int csv_column(const struct csv_row *header, const char *name);

/* Adds one field with its quotes where they are needed; text that a spreadsheet would
 * run (starting with = + - @ or a control character, also after spaces) is given a '
 * in front. No separator, no line end. */
void csv_add_text(struct text *out, const char *string);

/* The same for a file of cells between tabs, where nothing is quoted and a backslash
 * may mean something: tabs and line ends become spaces, " and \ the signs U+201D and
 * U+2216 that look like them. A formula has its ' here, too. */
void csv_add_cell(struct text *out, const char *string);

/* A line of such cells with tabs between them; NULL: an empty one. */
void csv_add_tabbed(struct text *out, const char *const *cells, size_t count);

#endif
