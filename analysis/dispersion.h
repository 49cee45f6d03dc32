/* dispersion.h: do units differ by more than chance?
 *
 *     dispersion_of(counts, size, line, &dispersion, &error)
 *
 * By Spiegelhalter 2005 (Stat Med 24:1185, section 3.3), as England's SHMI does it: z_i
 * = (share - line) / s_i with s_i^2 = line (1 - line) / n_i of each of the K units that
 * have answers; the outer tenths of the z are pulled in to their 10 and 90 % quantiles
 * (R: quantile, type 7), so that few units far away do not speak for all. */
#ifndef DISPERSION_H
#define DISPERSION_H

#include "sortie/error.h"
#include "statistics.h"

struct dispersion {
    /* sum z^2 / K: about 1 by chance alone. NAN for fewer than two units with answers,
     * or a line of 0 or 1; so is tau2. */
    double phi;
    /* Variance of the units' true shares, by moments: (K phi - (K - 1)) / (sum w - sum
     * w^2 / sum w), w = 1 / s_i^2. 0 where K phi may be chance: up to the 95 % point of
     * chi-squared with K - 1 degrees of freedom. */
    double tau2;
};

bool dispersion_of(const struct counts *counts, size_t size, double line,
                   struct dispersion *dispersion, struct error *error);

/* What lies above x >= 0 in chi-squared with `freedom` > 0 degrees. R: pchisq(x,
 * freedom, lower.tail = FALSE). */
double dispersion_beyond(double x, size_t freedom);

#endif
