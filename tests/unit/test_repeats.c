/* test_repeats.c: what may be said of a figure without what looks like repeats: by
 * hand, of every small figure to someone who knows the rules, and of random centres to
 * someone who solves the system of everything that their editions published. */
#include "given.h"
#include "repeats.h"

#include "figures_given.h"

static const struct disclosure_rule ordinary = {.smallest = 5, .smallest_cell = 5};
static const struct disclosure_rule sensitive = {
    .smallest = 10, .smallest_cell = 5, .sensitive = true};

/* ---- by hand ---- */

static const struct {
    const char *what;
    const struct disclosure_rule *rule;
    struct counts all, flagged;
    int64_t n; /* 0: nothing is told */
    enum bound bound;
    int64_t positive;
} cases[] = {
    {"less 2 of 8 it is 24 of 32", &ordinary,  {40, 26},  {8, 2},   32, EXACT,    24},
    {"a lower share",              &ordinary,  {40, 30},  {10, 10}, 30, EXACT,    20},
    {"nothing was flagged",        &ordinary,  {40, 26},  {0, 0},   0,  EXACT,    0 },
    {"by 2 points",                &ordinary,  {50, 25},  {25, 12}, 0,  EXACT,    0 },
    {"by 2.2",                     &ordinary,  {100, 50}, {10, 3},  90, EXACT,    47},
    {"four are flagged",           &ordinary,  {40, 26},  {4, 2},   0,  EXACT,    0 },
    {"five are, and five are not", &ordinary,  {10, 7},   {5, 2},   5,  EXACT,    5 },
    {"four are not",               &ordinary,  {12, 8},   {8, 5},   0,  EXACT,    0 },
    {"none is positive",           &ordinary,  {22, 12},  {8, 0},   14, AT_LEAST, 11},
    {"or one",                     &ordinary,  {22, 12},  {8, 1},   14, AT_LEAST, 11},
    {"one must be",                &ordinary,  {22, 15},  {8, 1},   0,  EXACT,    0 },
    {"none of the rest",           &ordinary,  {20, 9},   {10, 9},  10, AT_MOST,  1 },
    {"or one of it",               &ordinary,  {20, 9},   {10, 8},  10, AT_MOST,  1 },
    {"few on both sides",          &ordinary,  {20, 2},   {10, 1},  0,  EXACT,    0 },
    {"9 of 35 moves too little",   &ordinary,  {40, 10},  {5, 0},   0,  EXACT,    0 },
    {"nine where ten are needed",  &sensitive, {40, 26},  {9, 3},   0,  EXACT,    0 },
    {"ten",                        &sensitive, {40, 26},  {10, 3},  30, EXACT,    23},
    {"all are positive",           &sensitive, {40, 26},  {10, 10}, 30, AT_MOST,  17},
    {"or all but one",             &sensitive, {40, 26},  {10, 9},  30, AT_MOST,  17},
    {"all of the rest are",        &sensitive, {40, 33},  {20, 13}, 20, AT_LEAST, 19},
};

static void test_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct figure rest =
            repeats_rest(cases[i].all, cases[i].flagged, cases[i].rule);
        if (rest.n != cases[i].n || rest.bound != cases[i].bound
            || rest.positive != cases[i].positive)
            fail_msg("%s: %lld of %lld", cases[i].what, (long long)rest.positive,
                     (long long)rest.n);
    }
}

/* 24 of 32 by hand: (24 + z^2/2 +- z sqrt(24 * 8 / 32 + z^2/4)) / (32 + z^2), z^2 being
 * 3.8415. A bound has the outer ends of 11 and 12 of 14. */
static void test_the_interval_is_wilsons(void **state)
{
    (void)state;
    const struct figure exact = {.n = 32, .positive = 24};
    const struct figure bound = {.n = 14, .bound = AT_LEAST, .positive = 11};

    near(repeats_interval(&exact).low, 0.5789, 0.0001);
    near(repeats_interval(&exact).high, 0.8675, 0.0001);
    near(repeats_interval(&bound).low, 0.5241, 0.0001);
    near(repeats_interval(&bound).high, 0.9599, 0.0001);
}

/* ---- every small figure ---- */

static bool same(const struct figure *a, const struct figure *b)
{
    return a->n == b->n && a->bound == b->bound && a->positive == b->positive;
}

/* How many positive ones a part may have, as someone sees it who knows the rules. */
struct seen {
    int64_t least, most;
};

static void see(struct seen *seen, int64_t positive)
{
    seen->least = positive < seen->least ? positive : seen->least;
    seen->most = positive > seen->most ? positive : seen->most;
}

/* None and one positive are not told apart, nor all and all but one where that is
 * sensitive. */
static void assert_hidden(const struct seen *seen, int64_t n,
                          const struct disclosure_rule *rule)
{
    if (n < rule->smallest)
        fail_msg("a base of %lld is told", (long long)n);
    if (seen->most <= 1 && seen->most == seen->least)
        fail_msg("%lld of %lld are positive", (long long)seen->least, (long long)n);
    if (rule->sensitive && seen->least >= n - 1 && seen->most == seen->least)
        fail_msg("%lld of %lld are positive", (long long)seen->least, (long long)n);
}

/* What is told of a figure and one of its flagged parts, and of which others it is told
 * as well: those that sum to the same figure. */
static bool look(struct counts all, struct counts flagged,
                 const struct disclosure_rule *rule)
{
    const struct figure told = repeats_rest(all, flagged, rule);
    struct seen left_out = {INT64_MAX, -1}, rest = {INT64_MAX, -1};

    for (int64_t p = 0; told.n > 0 && p <= flagged.n && p <= all.positive; p++) {
        if (all.positive - p > told.n)
            continue;
        const struct figure other =
            repeats_rest(all, (struct counts){flagged.n, p}, rule);
        if (!same(&told, &other))
            continue;
        see(&left_out, p);
        see(&rest, all.positive - p);
    }
    if (told.n == 0)
        return false;
    assert_hidden(&left_out, flagged.n, rule);
    assert_hidden(&rest, told.n, rule);
    return true;
}

static size_t look_at_all(int64_t most, const struct disclosure_rule *rule)
{
    size_t told = 0;

    for (int64_t n = rule->smallest; n <= most; n++)
        for (int64_t positive = 0; positive <= n; positive++) {
            const struct counts all = {n, positive};
            if (disclosure_figure(all, rule).bound != EXACT)
                continue;
            for (int64_t f = 0; f <= n; f++)
                for (int64_t p = 0; p <= f && p <= positive; p++)
                    if (positive - p <= n - f)
                        told += look(all, (struct counts){f, p}, rule);
        }
    return told;
}

static void test_who_knows_the_rules_finds_nothing(void **state)
{
    (void)state;
    assert_true(look_at_all(24, &ordinary) > 1000);
    assert_true(look_at_all(28, &sensitive) > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_the_interval_is_wilsons),
        cmocka_unit_test(test_who_knows_the_rules_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
