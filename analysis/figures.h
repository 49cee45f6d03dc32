/* figures.h: the commands `series` and `compare`: sortie's statistics for anyone's
 * counts.
 *
 * Both read a CSV file with a header ("-" is standard input) and print JSON with 17
 * digits. Columns: period (or unit), n, positive; others are ignored. */
#ifndef FIGURES_H
#define FIGURES_H

#include "sortie/options.h"

/* series/1: share and 95 % Wilson interval of each period, the line of all together. */
bool figures_series(const struct options *options, struct error *error);

/* compare/1: the same of each unit, with the limits of a funnel at its n. */
bool figures_compare(const struct options *options, struct error *error);

#endif
