/* test_cusum.c: the sum that says a share fell, against surveillance's figures. */
#include "cusum.h"
#include "figures_given.h"

/* R's surveillance: each week's weight for odds halved and doubled, and the sums from
 * them, for a share that is known to be 0.82. */
static void test_weights_of_surveillance(void **state)
{
    (void)state;
    struct given_table table;
    double down = 0, up = 0;
    int rows = 0;

    if (!given_open(&table, "13-cusum-ewma/expected_binomial_weekly.csv"))
        skip();
    for (; given_next(&table); rows++) {
        struct counts counts = {(int64_t)given_number(&table, "n"),
                                (int64_t)given_number(&table, "x")};
        double fall = cusum_weight(counts, 0.82, 0.5);
        double rise = cusum_weight(counts, 0.82, 2);
        near(fall, given_number(&table, "llr_down"), 1e-9);
        near(rise, given_number(&table, "llr_up"), 1e-9);
        down = fmax(0, down + fall);
        up = fmax(0, up + rise);
        near(down, given_number(&table, "cusum_down_or0.5"), 1e-9);
        near(up, given_number(&table, "cusum_up_or2"), 1e-9);
    }
    given_close(&table);
    assert_int_equal(rows, 52);
}

/* From a share of 1 the limit of the formula: each answer that is not positive adds ln
 * 2; from 0 none can fall. */
static void test_weights_at_the_edge(void **state)
{
    (void)state;
    near(cusum_weight((struct counts){9, 9}, 1, 0.5), 0, 1e-15);
    near(cusum_weight((struct counts){9, 7}, 1, 0.5), 2 * log(2), 1e-12);
    near(cusum_weight((struct counts){9, 0}, 0, 0.5), 0, 0);
}

enum { WEEKS = 40 };

/* `before` positive of n in weeks 0..19, then `after`. */
static void weeks_of(int64_t n, int64_t before, int64_t after,
                     struct counts counts[static WEEKS])
{
    for (size_t i = 0; i < WEEKS; i++)
        counts[i] = (struct counts){n, i < 20 ? before : after};
}

static void test_thirteen_periods_and_a_hundred_answers_are_the_base(void **state)
{
    (void)state;
    struct counts counts[WEEKS];
    double sums[WEEKS];

    weeks_of(10, 9, 9, counts);
    cusum_of(counts, WEEKS, sums);
    assert_true(isnan(sums[12]) && !isnan(sums[13]));
    weeks_of(6, 5, 5, counts); /* 16 weeks have 96, 17 have 102 */
    cusum_of(counts, WEEKS, sums);
    assert_true(isnan(sums[16]) && !isnan(sums[17]));
}

static void test_a_gap_is_no_period(void **state)
{
    (void)state;
    struct counts counts[WEEKS];
    double sums[WEEKS];

    weeks_of(10, 9, 9, counts);
    counts[5] = (struct counts){0, 0};
    counts[30] = (struct counts){0, 0};
    cusum_of(counts, WEEKS, sums);
    assert_true(isnan(sums[13]) && !isnan(sums[14]) && isnan(sums[30]));
}

/* 85 % of 20, then 60 %: noticed within five weeks, and summed up from 0 again. */
static void test_it_signals_and_starts_anew(void **state)
{
    (void)state;
    struct counts counts[WEEKS];
    double sums[WEEKS];
    size_t first = WEEKS;

    weeks_of(20, 17, 12, counts);
    cusum_of(counts, WEEKS, sums);
    for (size_t i = 0; i < 20; i++)
        assert_true(isnan(sums[i]) || sums[i] < CUSUM_LIMIT);
    for (size_t i = WEEKS; i-- > 20;)
        if (sums[i] >= CUSUM_LIMIT)
            first = i;
    assert_in_range(first, 21, 24);
    assert_true(sums[first + 1] < CUSUM_LIMIT);
    near(sums[first + 1],
         fmax(0, cusum_weight(counts[first + 1],
                              (20 * 17.0 + (double)(first + 1 - 20) * 12)
                                  / (20.0 * (double)(first + 1)),
                              0.5)),
         1e-9);
}

/* What is known of a week never changes with later ones. */
static void test_history_is_not_redrawn(void **state)
{
    (void)state;
    struct counts counts[WEEKS];
    double all[WEEKS], some[WEEKS];

    weeks_of(20, 17, 12, counts);
    cusum_of(counts, WEEKS, all);
    for (size_t size = 1; size <= WEEKS; size++) {
        cusum_of(counts, size, some);
        for (size_t i = 0; i < size; i++)
            assert_true(all[i] == some[i] || isnan(all[i]));
    }
}

static void test_a_rise_is_not_looked_for(void **state)
{
    (void)state;
    struct counts counts[WEEKS];
    double sums[WEEKS];

    weeks_of(20, 12, 19, counts);
    cusum_of(counts, WEEKS, sums);
    near(sums[WEEKS - 1], 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights_of_surveillance),
        cmocka_unit_test(test_weights_at_the_edge),
        cmocka_unit_test(test_thirteen_periods_and_a_hundred_answers_are_the_base),
        cmocka_unit_test(test_a_gap_is_no_period),
        cmocka_unit_test(test_it_signals_and_starts_anew),
        cmocka_unit_test(test_history_is_not_redrawn),
        cmocka_unit_test(test_a_rise_is_not_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
