/* figures.h: the commands `series` and `compare`: sortie's statistics for anyone's
 * counts.
 *
 * Both read a CSV file with a header ("-" is standard input) and print JSON with 17
 * digits. Columns: period (or unit), n, positive; of `series` also rebase (1 where
 * limits start anew); others are ignored. docs/series.schema.json and
 * docs/compare.schema.json say what each member is. */
#ifndef FIGURES_H
#define FIGURES_H

#include "sortie/options.h"

/* series/1: share, 95 % intervals (Wilson's, and the exact one), limits and signals of
 * each period, and what the rules (--rules) say of all together. */
bool figures_series(const struct options *options, struct error *error);

/* compare/1: the same of each unit, with the limits of a funnel at its n, and whether
 * units differ by more than chance (dispersion.h). */
bool figures_compare(const struct options *options, struct error *error);

#endif
