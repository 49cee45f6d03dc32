/* elimination.h: what can be worked out from sums, by the tests' own arithmetic: ranks
 * modulo a prime, apart from what they test. */
#ifndef SORTIE_TESTS_ELIMINATION_H
#define SORTIE_TESTS_ELIMINATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { UNKNOWNS_MOST = 520 };

static const int64_t elimination_prime = 2147483647;

struct elimination {
    int64_t (*rows)[UNKNOWNS_MOST]; /* the pivot of each is 1 */
    size_t *pivots;
    size_t count;
};

static inline int64_t elimination_inverse(int64_t number)
{
    int64_t result = 1, exponent = elimination_prime - 2;

    for (; exponent > 0; exponent >>= 1, number = number * number % elimination_prime)
        if (exponent & 1)
            result = result * number % elimination_prime;
    return result;
}

/* Takes away what is known; the first column that is left, or UNKNOWNS_MOST. */
static inline size_t elimination_reduce(const struct elimination *known, int64_t *row)
{
    size_t first = 0;

    for (size_t r = 0; r < known->count; r++) {
        int64_t factor = row[known->pivots[r]];
        for (size_t i = 0; factor != 0 && i < UNKNOWNS_MOST; i++)
            row[i] = (row[i] + (elimination_prime - factor) * known->rows[r][i])
                     % elimination_prime;
    }
    while (first < UNKNOWNS_MOST && row[first] == 0)
        first++;
    return first;
}

/* A row of zeros and ones. */
static inline void elimination_row(int64_t row[static UNKNOWNS_MOST],
                                   const size_t *members, size_t count)
{
    memset(row, 0, UNKNOWNS_MOST * sizeof *row);
    for (size_t i = 0; i < count; i++)
        row[members[i]] = 1;
}

/* Can the sum be worked out? */
static inline bool elimination_knows(const struct elimination *known,
                                     const size_t *members, size_t count)
{
    int64_t row[UNKNOWNS_MOST];

    elimination_row(row, members, count);
    return elimination_reduce(known, row) == UNKNOWNS_MOST;
}

static inline void elimination_learn(struct elimination *known, const size_t *members,
                                     size_t count)
{
    int64_t row[UNKNOWNS_MOST];

    elimination_row(row, members, count);
    size_t pivot = elimination_reduce(known, row);
    if (pivot == UNKNOWNS_MOST)
        return;
    known->rows = realloc(known->rows, (known->count + 1) * sizeof *known->rows);
    known->pivots = realloc(known->pivots, (known->count + 1) * sizeof *known->pivots);
    assert_true(known->rows && known->pivots);
    int64_t inverse = elimination_inverse(row[pivot]);
    for (size_t i = 0; i < UNKNOWNS_MOST; i++)
        known->rows[known->count][i] = row[i] * inverse % elimination_prime;
    known->pivots[known->count++] = pivot;
}

/* The last thing learned is forgotten. */
static inline void elimination_forget(struct elimination *known, size_t count)
{
    known->count = count;
}

static inline void elimination_release(struct elimination *known)
{
    free(known->rows);
    free(known->pivots);
    *known = (struct elimination){0};
}

#endif
