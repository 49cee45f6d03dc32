/* test_dispersion.c: arithmetic by hand, and a table of chi-squared (NIST/SEMATECH
 * e-Handbook of Statistical Methods, 1.3.6.7.4, upper-tail critical values). */
#include "dispersion.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.17g, expected %.17g", found, expected);
}

static void test_chi_squared_is_that_of_the_table(void **state)
{
    (void)state;
    const struct {
        size_t freedom;
        double at_05, at_01;
    } table[] = {
        {1,   3.841,   6.635  },
        {2,   5.991,   9.210  },
        {3,   7.815,   11.345 },
        {4,   9.488,   13.277 },
        {9,   16.919,  21.666 },
        {10,  18.307,  23.209 },
        {47,  64.001,  72.443 },
        {100, 124.342, 135.807}
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        near(dispersion_beyond(table[i].at_05, table[i].freedom), 0.05, 2e-5);
        near(dispersion_beyond(table[i].at_01, table[i].freedom), 0.01, 1e-5);
    }
    near(dispersion_beyond(0, 1), 1, 0);
    near(dispersion_beyond(0, 5), 1, 0);
}

static struct dispersion of(const struct counts *counts, size_t size, double line)
{
    struct dispersion found;
    struct error error = {0};

    assert_true(dispersion_of(counts, size, line, &found, &error));
    return found;
}

/* Around 1/2 each of 100 has s = 0.05, so z = 4, -2, 0, 2, -4 (in some order). The 10 %
 * quantile lies 0.4 of the way from -4 to -2, at -3.2. Squares: 2 x 3.2^2 + 2 x 4 =
 * 28.48, above 9.488; w = 400 each: tau2 = (28.48 - 4) / (2000 - 5 x 400^2 / 2000). */
static void test_units_that_differ(void **state)
{
    (void)state;
    const struct counts counts[] = {
        {100, 70},
        {100, 40},
        {0,   0 },
        {100, 50},
        {100, 60},
        {100, 30}
    };
    struct dispersion found = of(counts, 6, 0.5);

    near(found.phi, 28.48 / 5, 1e-12);
    near(found.tau2, 24.48 / 1600, 1e-12);
}

/* z = 1, -1, 1, -1: squares of 4 with three degrees are chance. Where z = 2, -2, 2, -2,
 * 16 are not; w = 400 and 1600 for 100 and 400 answers: (16 - 3) / (4000 - 5440000 /
 * 4000). */
static void test_units_that_differ_by_chance(void **state)
{
    (void)state;
    const struct counts chance[] = {
        {100, 55 },
        {100, 45 },
        {400, 210},
        {400, 190}
    };
    const struct counts more[] = {
        {100, 60 },
        {100, 40 },
        {400, 220},
        {400, 180}
    };

    near(of(chance, 4, 0.5).phi, 1, 1e-12);
    near(of(chance, 4, 0.5).tau2, 0, 0);
    near(of(more, 4, 0.5).phi, 4, 1e-12);
    near(of(more, 4, 0.5).tau2, 13.0 / (4000 - 5440000.0 / 4000), 1e-12);
}

static void test_what_cannot_differ(void **state)
{
    (void)state;
    const struct counts counts[] = {
        {100, 100},
        {0,   0  },
        {100, 100}
    };

    assert_true(isnan(of(counts, 0, 0.5).phi) && isnan(of(counts, 0, 0.5).tau2));
    assert_true(isnan(of(counts, 2, 0.5).phi) && isnan(of(counts, 2, 0.5).tau2));
    assert_true(isnan(of(counts, 3, 1).phi) && isnan(of(counts, 3, 1).tau2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chi_squared_is_that_of_the_table),
        cmocka_unit_test(test_units_that_differ),
        cmocka_unit_test(test_units_that_differ_by_chance),
        cmocka_unit_test(test_what_cannot_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
