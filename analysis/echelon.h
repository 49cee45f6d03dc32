/* echelon.h: sums that are known, as rows over columns in reduced echelon form. Each
 * row has a pivot, a column in which no other row has a number: a column without a
 * pivot may move freely, and the pivots move along.
 *
 *     struct echelon known;
 *     echelon_init(&known, columns);
 *     echelon_lay(&known, members, n)   as a next row, less what is known
 *     echelon_add(&known, column)       takes it among the others
 *     echelon_release(&known);
 *
 * Exact: whole numbers, never floating-point. A number that outgrows its bound breaks
 * the form: `broken` from then on, until a copy is put back. */
#ifndef ECHELON_H
#define ECHELON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No number of a row is larger: sums of their products fit in 64 bits. */
enum { ECHELON_MOST = 1 << 24 };

struct echelon {
    size_t columns, count; /* rows */
    int32_t *rows;
    size_t *pivots; /* columns, one a row; their numbers are positive */
    size_t *rooted; /* one a column: 1 + the row whose pivot it is; 0 when it is free */
    bool broken;
};

/* No row yet; false when out of memory: it is to be released all the same. */
bool echelon_init(struct echelon *echelon, size_t columns);
void echelon_release(struct echelon *echelon);

/* Of as many columns. */
void echelon_copy(struct echelon *to, const struct echelon *from);

/* A row's numbers, one a column; the one after the last is what was laid. */
int32_t *echelon_row(const struct echelon *echelon, size_t row);

/* Lays a sum of columns out as the row after the last, less what is known of it; false
 * when a number outgrew its bound. */
bool echelon_lay(struct echelon *echelon, const size_t *members, size_t count);

/* Takes what was laid among the rows, with a column of it as its pivot. Makes a column
 * the pivot of a row. Both false when the form broke. */
bool echelon_add(struct echelon *echelon, size_t column);
bool echelon_pivot(struct echelon *echelon, size_t row, size_t column);

/* The greatest common divisor; of 0 and 0 it is 0. */
int64_t echelon_divisor(int64_t a, int64_t b);

#endif
