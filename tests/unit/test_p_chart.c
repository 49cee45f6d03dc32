/* test_p_chart.c: limits of a single period against qicharts2, and against the binomial
 * distribution itself. */
#include "binomial.h"
#include "figures_given.h"
#include "p_chart.h"

enum { MOST = 200 };

static struct counts counts_of(const struct given_table *table)
{
    return (struct counts){(int64_t)given_number(table, "n"),
                           (int64_t)given_number(table, "x")};
}

/* Is the share outside as the package has it, beyond its limits and not on them? */
static void check_outside(const struct given_table *table, struct interval limits)
{
    struct counts counts = counts_of(table);
    double share = (double)counts.positive / (double)counts.n;
    bool outside = share < limits.low - 1e-12 || share > limits.high + 1e-12;

    assert_int_equal(outside, given_number(table, "sigma_signal") != 0);
}

static void test_p_charts_of_qicharts2(void **state)
{
    (void)state;
    struct given_table table;
    int rows = 0;

    if (!given_open(&table, "10-p-chart-varying-n/expected.csv"))
        skip();
    for (; given_next(&table); rows++) {
        struct interval limits =
            p_chart_normal(given_number(&table, "cl"), 1, counts_of(&table).n);
        near(limits.low, given_number(&table, "lcl"), 1e-10);
        near(limits.high, given_number(&table, "ucl"), 1e-10);
        check_outside(&table, limits);
    }
    given_close(&table);
    assert_int_equal(rows, 413);
}

static size_t set_of(const char *set, struct counts counts[static MOST])
{
    struct given_table table;
    size_t size = 0;

    assert_true(given_open(&table, "11-laney-p-prime/input.csv"));
    while (given_next(&table))
        if (!strcmp(given_text(&table, "set"), set))
            counts[size++] = counts_of(&table);
    given_close(&table);
    assert_in_range(size, 1, MOST);
    return size;
}

static void test_sigma_z_of_qicharts2(void **state)
{
    (void)state;
    struct given_table table;
    struct counts counts[MOST];
    int rows = 0;

    if (!given_open(&table, "11-laney-p-prime/expected_summary.csv"))
        skip();
    for (; given_next(&table); rows++) {
        size_t size = set_of(given_text(&table, "set"), counts);
        double line = statistics_pooled(counts, size);
        near(line, given_number(&table, "pbar"), 1e-12);
        near(p_chart_sigma_z(counts, size, line, given_number(&table, "screened") != 0),
             given_number(&table, "sigma_z"), 1e-9);
    }
    given_close(&table);
    assert_int_equal(rows, 10);
}

/* The sigma_z of a set and row, from its own limits where they are inside 0..1. */
static void test_laney_limits_of_qicharts2(void **state)
{
    (void)state;
    struct given_table table;
    struct counts counts[MOST];
    char set[64] = "";
    size_t size = 0;
    int rows = 0;

    if (!given_open(&table, "11-laney-p-prime/expected_points.csv"))
        skip();
    for (; given_next(&table); rows++) {
        if (strcmp(set, given_text(&table, "set"))) {
            snprintf(set, sizeof set, "%s", given_text(&table, "set"));
            size = set_of(set, counts);
        }
        double line = given_number(&table, "cl");
        double sigma =
            p_chart_sigma_z(counts, size, line, given_number(&table, "screened") != 0);
        struct interval limits = p_chart_normal(line, sigma, counts_of(&table).n);
        near(limits.low, given_number(&table, "lcl"), 1e-9);
        near(limits.high, given_number(&table, "ucl"), 1e-9);
        check_outside(&table, limits);
    }
    given_close(&table);
    assert_int_equal(rows, 826);
}

/* A part of Montgomery 7.1: limits of its own rows, without the two left out. */
static void check_part(const char *part)
{
    struct given_table table;
    struct counts counts[MOST];
    double line = 0, low = 0, high = 0;
    size_t size = 0;

    assert_true(given_open(&table, "14-spc-rebase-freeze-exclude/expected.csv"));
    while (given_next(&table))
        if (!strncmp(given_text(&table, "case"), "p_chart", 7)
            && !strcmp(given_text(&table, "part"), part)) {
            line = given_number(&table, "cl");
            low = given_number(&table, "lcl");
            high = given_number(&table, "ucl");
            if (given_number(&table, "include") != 0)
                counts[size++] =
                    (struct counts){50, (int64_t)given_number(&table, "y_sum")};
        }
    given_close(&table);
    near(statistics_pooled(counts, size), line, 1e-12);
    near(p_chart_normal(line, 1, 50).low, low, 1e-10);
    near(p_chart_normal(line, 1, 50).high, high, 1e-10);
}

static void test_limits_start_anew_in_a_part(void **state)
{
    (void)state;
    struct given_table table;

    if (!given_open(&table, "14-spc-rebase-freeze-exclude/expected.csv"))
        skip();
    given_close(&table);
    check_part("1");
    check_part("2");
}

/* Beyond the exact limits lies what a tail of 0.00135 leaves, and nothing more. */
static void test_exact_limits_are_the_tails(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= 200; n += 7)
        for (double line = 0.05; line < 1; line += 0.1) {
            struct interval limits = p_chart_exact(line, n);
            for (int64_t x = 0; x <= n; x++) {
                double share = (double)x / (double)n;
                assert_int_equal(share < limits.low,
                                 binomial_at_most(x, n, line) < 0.00135);
                assert_int_equal(share > limits.high,
                                 binomial_at_least(x, n, line) < 0.00135);
            }
        }
}

/* R 4.2.2: qbinom(.00135, 10, .9) is 5 (the tail of 4 is 0.00015, that of 5 0.0016):
 * three standard deviations would say 0.615, whose tail is 0.0128. */
static void test_few_answers_at_ninety_percent(void **state)
{
    (void)state;
    near(p_chart_exact(0.9, 10).low, 0.5, 1e-15);
    near(p_chart_normal(0.9, 1, 10).low, 0.6153950106, 1e-9);
    assert_false(p_chart_broken(0.9, 1, (struct counts){10, 6}));
    assert_true(p_chart_broken(0.9, 1, (struct counts){10, 4}));
}

static void test_broken_is_beyond_the_outer_limits(void **state)
{
    (void)state;
    const double sigmas[] = {0.8, 1, 1.7, NAN};

    for (int64_t n = 1; n <= 160; n += 3)
        for (size_t s = 0; s < 4; s++)
            for (int64_t x = 0; x <= n; x++) {
                struct interval limits = p_chart_outer(0.87, sigmas[s], n);
                double share = (double)x / (double)n;
                assert_int_equal(p_chart_broken(0.87, sigmas[s], (struct counts){n, x}),
                                 share < limits.low || share > limits.high);
            }
}

/* Where many answers lie on both sides nothing jumps when the tails are left alone. */
static void test_many_answers(void **state)
{
    (void)state;
    struct interval exact = p_chart_exact(0.85, 66000);
    struct interval normal = p_chart_exact(0.85, 67000);

    near(exact.low, normal.low, 5e-4);
    near(exact.high, normal.high, 5e-4);
    assert_true(p_chart_broken(0.85, 1, (struct counts){1000000000, 800000000}));
}

static void test_sigma_z_of_nothing(void **state)
{
    (void)state;
    const struct counts gaps[] = {
        {0, 0},
        {9, 8},
        {0, 0}
    };
    const struct counts alike[] = {
        {10, 8},
        {10, 8},
        {0,  0},
        {10, 8}
    };

    assert_true(isnan(p_chart_sigma_z(gaps, 3, 0.9, true)));
    assert_true(isnan(p_chart_sigma_z(alike, 4, 1, true)));
    near(p_chart_sigma_z(alike, 4, 0.8, true), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_p_charts_of_qicharts2),
        cmocka_unit_test(test_sigma_z_of_qicharts2),
        cmocka_unit_test(test_laney_limits_of_qicharts2),
        cmocka_unit_test(test_limits_start_anew_in_a_part),
        cmocka_unit_test(test_exact_limits_are_the_tails),
        cmocka_unit_test(test_few_answers_at_ninety_percent),
        cmocka_unit_test(test_broken_is_beyond_the_outer_limits),
        cmocka_unit_test(test_many_answers),
        cmocka_unit_test(test_sigma_z_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
