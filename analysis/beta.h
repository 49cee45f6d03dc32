/* beta.h: the incomplete beta function, from which tails of the binomial and of
 * Student's t come.
 *
 * To 1e-9 relative for parameters up to a million (the logarithm of the gamma function
 * loses digits beyond). */
#ifndef BETA_H
#define BETA_H

/* The regularised incomplete beta function I_x(a, b), for 0 <= x <= 1 and a, b > 0: the
 * share of a beta distribution that lies below x. A small one is not a difference of
 * large ones. R: pbeta(x, a, b). */
double beta_below(double x, double a, double b);

/* The x below which lies `share` of it; 0 < share < 1. R: qbeta(share, a, b). */
double beta_quantile(double share, double a, double b);

/* The value that Student's t with `freedom` > 0 degrees exceeds with the probability
 * 0 < tail < 0.5. R: qt(tail, freedom, lower.tail = FALSE). */
double student_quantile(double tail, double freedom);

#endif
