/* test_log_odds.c: words of two bodies of text, worked out by hand from the equations.
 */
#include "figures_given.h"
#include "log_odds.h"

/* a0 = 10, a = 10 * 10 / 100 = 1: delta = ln(9 / 41) - ln(3 / 67) = ln(603 / 123),
 * variance = 1/9 + 1/3 = 4/9. */
static void test_small_bodies_take_a_prior_of_ten(void **state)
{
    (void)state;
    struct log_odds odds = log_odds_of(8, 40, 2, 60);

    near(odds.delta, 1.5897328413547682, 1e-12);
    near(odds.variance, 4.0 / 9, 1e-12);
    near(odds.z, 2.3845992620321526, 1e-12);
}

/* a0 = 2000 / 10 = 200, a = 200 * 100 / 5000 = 4: delta = ln(54 / 2146) - ln(54 / 3146)
 * = ln(3146 / 2146), variance = 2 / 54. */
static void test_large_bodies_take_a_tenth_of_the_smaller(void **state)
{
    (void)state;
    struct log_odds odds = log_odds_of(50, 2000, 50, 3000);

    near(odds.delta, 0.3825261604275793, 1e-12);
    near(odds.variance, 1.0 / 27, 1e-12);
    near(odds.z, 1.987664235254431, 1e-12);
}

static void test_the_other_way_round_is_the_same_below_nought(void **state)
{
    (void)state;
    near(log_odds_of(2, 60, 8, 40).z, -log_odds_of(8, 40, 2, 60).z, 1e-15);
    near(log_odds_of(7, 90, 7, 90).z, 0, 1e-15);
}

/* Plain log-odds would be infinite. */
static void test_a_word_seen_once_is_never_clear(void **state)
{
    (void)state;
    for (int64_t n1 = 1; n1 < 300; n1++)
        for (int64_t n2 = 1; n2 < 300; n2++) {
            double z = log_odds_of(1, n1, 0, n2).z;
            assert_true(z < 1.5 && (n1 != n2 || z < 1));
        }
    assert_true(log_odds_of(1, 50, 0, 0).z < 1.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_bodies_take_a_prior_of_ten),
        cmocka_unit_test(test_large_bodies_take_a_tenth_of_the_smaller),
        cmocka_unit_test(test_the_other_way_round_is_the_same_below_nought),
        cmocka_unit_test(test_a_word_seen_once_is_never_clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
