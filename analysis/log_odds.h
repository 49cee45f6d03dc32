/* log_odds.h: does a word belong to one of two bodies of text more than to the other?
 *
 * Log-odds with an informative Dirichlet prior: Monroe, Colaresi & Quinn, "Fightin'
 * Words", Political Analysis 16 (2008) 372-403, equations 16, 20 and 22, one body
 * against the other (not against everything, as some packages do):
 *
 *     delta = ln((y1 + a) / (n1 + a0 - y1 - a)) - ln((y2 + a) / (n2 + a0 - y2 - a))
 *     variance = 1 / (y1 + a) + 1 / (y2 + a)         z = delta / sqrt(variance)
 *
 * The prior of a word is its share of both bodies, a = a0 (y1 + y2) / (n1 + n2); of all
 * words a0 = min(n1, n2) / 10, and at least 10. A word seen once has |z| < 1 where
 * the bodies are alike in size, and at most 1.5: never is it clear. */
#ifndef LOG_ODDS_H
#define LOG_ODDS_H

#include <stdint.h>

struct log_odds {
    double delta, variance, z; /* above 0: more in the first */
};

/* A word that stands y1 times among the n1 words of one body and y2 times among the n2
 * of the other. y1 + y2 and n1 + n2 are more than 0, and no body has this word alone.
 */
struct log_odds log_odds_of(int64_t y1, int64_t n1, int64_t y2, int64_t n2);

#endif
