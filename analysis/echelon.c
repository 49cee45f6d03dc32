/* echelon.c: see echelon.h. */
#include "echelon.h"
#include <stdlib.h>
#include <string.h>

/* As many rows as there are columns are all there can be; and one that is laid. */
bool echelon_init(struct echelon *echelon, size_t columns)
{
    *echelon = (struct echelon){.columns = columns};
    echelon->rows = calloc(columns + 1, (columns + 1) * sizeof *echelon->rows);
    echelon->pivots = calloc(columns + 1, sizeof *echelon->pivots);
    echelon->rooted = calloc(columns + 1, sizeof *echelon->rooted);
    return echelon->rows && echelon->pivots && echelon->rooted;
}

void echelon_release(struct echelon *echelon)
{
    free(echelon->rows);
    free(echelon->pivots);
    free(echelon->rooted);
}

void echelon_copy(struct echelon *to, const struct echelon *from)
{
    to->count = from->count;
    to->broken = from->broken;
    memcpy(to->rows, from->rows, from->count * from->columns * sizeof *to->rows);
    memcpy(to->pivots, from->pivots, from->count * sizeof *to->pivots);
    memcpy(to->rooted, from->rooted, from->columns * sizeof *to->rooted);
}

int32_t *echelon_row(const struct echelon *echelon, size_t row)
{
    return echelon->rows + row * echelon->columns;
}

int64_t echelon_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* Divides by what all numbers have in common; the pivot becomes positive. */
static void shorten(int32_t *row, size_t count, size_t pivot)
{
    int64_t common = 0;

    for (size_t i = 0; i < count && common != 1; i++)
        common = echelon_divisor(common, row[i]);
    if (row[pivot] < 0)
        common = -common;
    for (size_t i = 0; i < count && common != 0 && common != 1; i++)
        row[i] = (int32_t)(row[i] / common);
}

/* row * a - other * b, so that the pivot's column becomes 0; false when it does not
 * fit. */
static bool eliminate(int32_t *row, const int32_t *other, size_t count, size_t pivot)
{
    const int64_t common = echelon_divisor(row[pivot], other[pivot]);
    const int64_t a = other[pivot] / common, b = row[pivot] / common;

    for (size_t i = 0; i < count; i++) {
        const int64_t number = row[i] * a - other[i] * b;
        if (number > ECHELON_MOST || number < -ECHELON_MOST)
            return false;
        row[i] = (int32_t)number;
    }
    return true;
}

bool echelon_lay(struct echelon *echelon, const size_t *members, size_t count)
{
    int32_t *row = echelon_row(echelon, echelon->count);

    memset(row, 0, echelon->columns * sizeof *row);
    for (size_t i = 0; i < count; i++)
        row[members[i]]++;
    for (size_t r = 0; r < echelon->count; r++)
        if (row[echelon->pivots[r]] != 0
            && !eliminate(row, echelon_row(echelon, r), echelon->columns,
                          echelon->pivots[r]))
            return false;
    return true;
}

bool echelon_pivot(struct echelon *echelon, size_t row, size_t column)
{
    int32_t *chosen = echelon_row(echelon, row);

    shorten(chosen, echelon->columns, column);
    for (size_t r = 0; r < echelon->count; r++) {
        int32_t *other = echelon_row(echelon, r);
        if (r == row || other[column] == 0)
            continue;
        if (!eliminate(other, chosen, echelon->columns, column)) {
            echelon->broken = true;
            return false;
        }
        shorten(other, echelon->columns, echelon->pivots[r]);
    }
    if (row < echelon->count)
        echelon->rooted[echelon->pivots[row]] = 0;
    echelon->pivots[row] = column;
    echelon->rooted[column] = row + 1;
    return true;
}

bool echelon_add(struct echelon *echelon, size_t column)
{
    if (!echelon_pivot(echelon, echelon->count, column))
        return false;
    echelon->count++;
    return true;
}
