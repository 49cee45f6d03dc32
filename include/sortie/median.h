/* median.h: the middle one of several values, and their order. */
#ifndef SORTIE_MEDIAN_H
#define SORTIE_MEDIAN_H

#include <stddef.h>

void values_sort(double *values, size_t size);

/* The middle one, or the mean of the two middle ones; NAN of no values. Sorts them. */
double median_value(double *values, size_t size);

#endif
