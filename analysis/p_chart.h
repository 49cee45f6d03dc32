/* p_chart.h: how far from its line a single period's share can lie by chance.
 *
 *     double sigma_z = p_chart_sigma_z(counts, size, line, true);
 *     p_chart_broken(line, sigma_z, counts[i])
 *
 * Two limits, and a share is unusual only beyond both: the binomial one is right for
 * few answers, where 3 standard deviations cry wolf; Laney's p' is right for many,
 * where weeks differ by more than chance. */
#ifndef P_CHART_H
#define P_CHART_H

#include "statistics.h"

/* Laney's sigma_z (Laney 2002, Quality Engineering 14:531): the mean moving range of
 * the standardised shares over 1.128. Periods without answers are passed over.
 * `screened` leaves out, once, ranges of 3.267 times their mean or more. NAN for a line
 * of 0 or 1, or fewer than two periods with answers. */
double p_chart_sigma_z(const struct counts *counts, size_t size, double line,
                       bool screened);

/* line +- 3 sigma sqrt(line (1 - line) / n), cut to 0..1: a p chart's limits with sigma
 * 1, Laney's with sigma_z. */
struct interval p_chart_normal(double line, double sigma, int64_t n);

/* The shares at n answers beyond which lies a probability of 0.00135 at most on either
 * side. From P_CHART_EXACT_MOST expected answers of the rarer kind on, those of
 * p_chart_normal with sigma 1, which are the same to within two answers. */
struct interval p_chart_exact(double line, int64_t n);

enum { P_CHART_EXACT_MOST = 10000 };

/* The outer of p_chart_exact and p_chart_normal with sigma_z, but at least 1. */
struct interval p_chart_outer(double line, double sigma_z, int64_t n);

/* Does a share of n > 0 answers lie beyond p_chart_outer? */
bool p_chart_broken(double line, double sigma_z, struct counts counts);

#endif
