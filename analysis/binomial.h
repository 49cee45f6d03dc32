/* binomial.h: exact tails of a binomial distribution, each computed directly.
 *
 *     binomial_at_most(4, 10, 0.9) < 0.00135         4 of 10 is too few for 90 %
 */
#ifndef BINOMIAL_H
#define BINOMIAL_H

#include <stdint.h>

/* The probability of at most (at least) x of n when each has the probability p; to 1e-9
 * of itself up to a million, also where it is tiny. R: pbinom(x, n, p), pbinom(x - 1,
 * n, p, lower.tail = FALSE). */
double binomial_at_most(int64_t x, int64_t n, double p);
double binomial_at_least(int64_t x, int64_t n, double p);

/* The smallest x with binomial_at_most(x, n, p) >= share. R: qbinom(share, n, p). */
int64_t binomial_quantile(double share, int64_t n, double p);

#endif
