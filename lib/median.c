/* median.c: see median.h. */
#include "sortie/median.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

void values_sort(double *values, size_t size)
{
    qsort(values, size, sizeof *values, by_value);
}

double median_value(double *values, size_t size)
{
    if (size == 0)
        return nan("");
    values_sort(values, size);
    return (values[(size - 1) / 2] + values[size / 2]) / 2;
}
