/* test_binomial.c: binomial tails, and the beta and t quantiles below them, against R.
 */
#include "beta.h"
#include "binomial.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void near(double found, double expected, double relative)
{
    if (!(fabs(found - expected) <= relative * fabs(expected)))
        fail_msg("%.17g, expected %.17g", found, expected);
}

/* R 4.2.2: pbinom(x, n, p) */
static void test_at_most(void **state)
{
    (void)state;
    near(binomial_at_most(4, 10, 0.9), 0.0001469025999999998, 1e-9);
    near(binomial_at_most(0, 9, 0.85), 3.844335937500009e-08, 1e-9);
    near(binomial_at_most(100, 150, 0.8), 8.845196564543237e-05, 1e-9);
    near(binomial_at_most(4000, 5000, 0.85), 1.131796235307997e-21, 1e-9);
    near(binomial_at_most(3, 5000, 0.02), 2.461064864269836e-39, 1e-9);
    near(binomial_at_most(849000, 1000000, 0.85), 0.002579505927584715, 1e-8);
}

/* R 4.2.2: pbinom(x - 1, n, p, lower.tail = FALSE): 1 - F has no digit left here. */
static void test_at_least(void **state)
{
    (void)state;
    near(binomial_at_least(7, 9, 0.85), 0.8591465965937499, 1e-9);
    near(binomial_at_least(140, 150, 0.8), 4.460226763368365e-06, 1e-9);
    near(binomial_at_least(4600, 5000, 0.85), 5.188555294587823e-51, 1e-9);
    near(binomial_at_least(50, 50, 0.5), 8.881784197001248e-16, 1e-9);
}

static void test_edges(void **state)
{
    (void)state;
    assert_true(binomial_at_most(-1, 9, 0.5) == 0 && binomial_at_most(9, 9, 0.5) == 1);
    assert_true(binomial_at_least(0, 9, 0.5) == 1
                && binomial_at_least(10, 9, 0.5) == 0);
    assert_true(binomial_at_most(8, 9, 1) == 0 && binomial_at_least(1, 9, 0) == 0);
    assert_true(binomial_at_most(0, 0, 0.5) == 1 && binomial_at_least(0, 0, 0.5) == 1);
}

/* What is at most x and what is at least x + 1 is everything. */
static void test_tails_make_one(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= 300; n += 13)
        for (int64_t x = 0; x < n; x++)
            near(binomial_at_most(x, n, 0.83) + binomial_at_least(x + 1, n, 0.83), 1,
                 1e-12);
}

/* R 4.2.2: qbinom(.05, n, .5), qbinom(.01, n, .5), qbinom(.00135, n, .9) */
static void test_quantile(void **state)
{
    (void)state;
    const struct {
        double share;
        int64_t n;
        double p;
        int64_t x;
    } cases[] = {
        {0.05,    9,   0.5, 2  },
        {0.01,    9,   0.5, 1  },
        {0.05,    25,  0.5, 8  },
        {0.01,    25,  0.5, 7  },
        {0.05,    51,  0.5, 20 },
        {0.01,    51,  0.5, 17 },
        {0.05,    99,  0.5, 41 },
        {0.01,    99,  0.5, 38 },
        {0.00135, 6,   0.9, 3  },
        {0.00135, 10,  0.9, 5  },
        {0.00135, 25,  0.9, 17 },
        {0.00135, 150, 0.9, 123},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(binomial_quantile(cases[i].share, cases[i].n, cases[i].p),
                         cases[i].x);
}

/* R 4.2.2: pbeta(x, a, b), qbeta(share, a, b) */
static void test_beta(void **state)
{
    (void)state;
    near(beta_below(0.3, 2, 5), 0.5798250000000001, 1e-12);
    near(beta_below(1e-8, 0.5, 0.5), 6.366197734286143e-05, 1e-12);
    near(beta_below(0.5, 1000, 1100), 0.9854830182565295, 1e-9);
    near(beta_quantile(0.025, 81, 183), 0.2527367455852711, 1e-9);
    near(beta_quantile(0.975, 82, 182), 0.3676219226013514, 1e-9);
    near(beta_quantile(0.001, 1, 150), 6.669979979474849e-06, 1e-9);
    near(beta_quantile(0.999, 3, 0.5), 0.9999997155554476, 1e-9);
}

/* R 4.2.2: qt(c(.025, .001), freedom, lower.tail = FALSE) */
static void test_student(void **state)
{
    (void)state;
    const double cases[][3] = {
        {1,    12.70620473617471, 318.3088389855504},
        {2,    4.302652729749464, 22.32712477011987},
        {4,    2.776445105197794, 7.173182219782309},
        {7,    2.364624251592784, 4.785289628638334},
        {25,   2.059538552753298, 3.450188726973064},
        {99,   1.984216951586418, 3.174603849755753},
        {1000, 1.962339080826408, 3.098402163912922},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        near(student_quantile(0.025, cases[i][0]), cases[i][1], 1e-9);
        near(student_quantile(0.001, cases[i][0]), cases[i][2], 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_at_most),  cmocka_unit_test(test_at_least),
        cmocka_unit_test(test_edges),    cmocka_unit_test(test_tails_make_one),
        cmocka_unit_test(test_quantile), cmocka_unit_test(test_beta),
        cmocka_unit_test(test_student),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
