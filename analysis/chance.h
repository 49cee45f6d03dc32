/* chance.h: counts drawn by chance, the same ones for the same seed on any machine.
 *
 *     struct chance chance = {.state = 1};
 *     int64_t positive = chance_binomial(&chance, 12, 0.85);
 */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

struct chance {
    uint64_t state; /* any seed */
};

/* Evenly from 0 to below 1 (SplitMix64: Steele, Lea & Flood 2014, OOPSLA). */
double chance_even(struct chance *chance);

/* How many of n are positive, each with the probability p. From CHANCE_EXACT_MOST
 * expected of the rarer kind on, a rounded normal number. */
int64_t chance_binomial(struct chance *chance, int64_t n, double p);

/* A number of visitors who come independently, `mean` < 500 of them on average. */
int64_t chance_poisson(struct chance *chance, double mean);

enum { CHANCE_EXACT_MOST = 500 };

#endif
