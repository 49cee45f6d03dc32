/* limits.h: how far from its line a single period's share can lie by chance.
 *
 *     double sigma_z = limits_sigma_z(counts, size, line, true);
 *     limits_broken(line, sigma_z, counts[i])
 *
 * Two limits, and a share is unusual only beyond both: the binomial one is right for
 * few answers, where 3 standard deviations cry wolf; Laney's p' is right for many,
 * where weeks differ by more than chance. */
#ifndef LIMITS_H
#define LIMITS_H

#include "statistics.h"

/* Laney's sigma_z (Laney 2002, Quality Engineering 14:531): the mean moving range of
 * the standardised shares over 1.128. Periods without answers are passed over.
 * `screened` leaves out, once, ranges of 3.267 times their mean or more. NAN for a line
 * of 0 or 1, or fewer than two periods with answers. */
double limits_sigma_z(const struct counts *counts, size_t size, double line,
                      bool screened);

/* line +- 3 sigma sqrt(line (1 - line) / n), cut to 0..1: a p chart's limits with sigma
 * 1, Laney's with sigma_z. */
struct interval limits_normal(double line, double sigma, int64_t n);

/* The shares at n answers beyond which lies a probability of 0.00135 at most on either
 * side. From LIMITS_EXACT_MOST expected answers of the rarer kind on, those of
 * limits_normal with sigma 1, which are the same to within two answers. */
struct interval limits_exact(double line, int64_t n);

enum { LIMITS_EXACT_MOST = 10000 };

/* The outer of limits_exact and limits_normal with sigma_z, but at least 1. */
struct interval limits_outer(double line, double sigma_z, int64_t n);

/* Does a share of n > 0 answers lie beyond limits_outer? */
bool limits_broken(double line, double sigma_z, struct counts counts);

#endif
