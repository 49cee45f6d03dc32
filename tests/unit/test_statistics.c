/* test_statistics.c: shares, intervals and funnel limits against figures made
 * elsewhere. */
#include "statistics.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.17g, expected %.17g", found, expected);
}

/* One row of UKHSA's own expected figures (see the fixture's README). */
static void check_wilson(double x, double n, double z, double low, double high)
{
    struct interval found = statistics_wilson(x, n, z);

    near(found.low, low, 1e-10 * low);
    near(found.high, high, 1e-10 * high);
}

static FILE *fixture(const char *name)
{
    const char *shared = getenv("SORTIE_SHARED");
    char path[512];

    snprintf(path, sizeof path, "%s/fixtures/03-phe-wilson-mean/%s",
             shared ? shared : "../shared", name);
    return fopen(path, "r");
}

static void test_wilson_of_ukhsa_with_levels(void **state)
{
    (void)state;
    FILE *file = fixture("expected_wilson_95_998.csv");
    char line[256];
    int rows = 0;

    if (!file)
        skip();
    while (fgets(line, sizeof line, file)) {
        double x, n, low, high;
        char level[16];
        if (sscanf(line, "%lf,%lf,%lf,%lf,%15s", &x, &n, &low, &high, level) != 5)
            continue;
        check_wilson(x, n, strcmp(level, "95%") ? STATISTICS_998 : STATISTICS_95, low,
                     high);
        rows++;
    }
    fclose(file);
    assert_int_equal(rows, 6);
}

static void test_wilson_of_ukhsa_by_area(void **state)
{
    (void)state;
    FILE *file = fixture("expected_proportion.csv");
    char line[256];
    int rows = 0;

    if (!file)
        skip();
    while (fgets(line, sizeof line, file)) {
        double x, n, p, low95, high95, low998, high998;
        if (sscanf(line, "%*[^,],%lf,%lf,%lf,%lf,%lf,%lf,%lf", &x, &n, &p, &low95,
                   &high95, &low998, &high998)
            != 7)
            continue;
        check_wilson(x, n, STATISTICS_95, low95, high95);
        check_wilson(x, n, STATISTICS_998, low998, high998);
        rows++;
    }
    fclose(file);
    assert_int_equal(rows, 8);
}

/* R 4.2: prop.test(81, 263, correct = FALSE)$conf.int, the example of Newcombe 1998. */
static void test_wilson_of_newcombe(void **state)
{
    (void)state;
    struct interval found = statistics_wilson(81, 263, STATISTICS_95);

    near(found.low, 0.255288519878, 1e-12);
    near(found.high, 0.366209576983, 1e-12);
}

static void test_wilson_bounds_are_forced(void **state)
{
    (void)state;
    for (int n = 1; n <= 200; n++) {
        assert_true(statistics_wilson(0, n, STATISTICS_95).low == 0);
        assert_true(statistics_wilson(n, n, STATISTICS_95).high == 1);
        assert_true(statistics_wilson(0, n, STATISTICS_95).high > 0);
    }
}

static void test_pooled(void **state)
{
    (void)state;
    struct counts counts[] = {
        {12, 10},
        {0,  0 },
        {8,  7 }
    };

    near(statistics_pooled(counts, 3), 17.0 / 20, 1e-15);
    assert_true(isnan(statistics_pooled(counts, 0)));
    assert_true(isnan(statistics_pooled(counts + 1, 1)));
}

/* Score limits: line +- z sqrt(line (1 - line) / n), which UKHSA's inverted Wilson
 * formula amounts to. By hand: 0.8 +- 1.96 x 0.04. */
static void test_funnel_score(void **state)
{
    (void)state;
    struct funnel found = statistics_funnel(0.8, 100, STATISTICS_95, 0.025);

    assert_false(found.exact);
    near(found.limits.low, 0.7216014406183978, 1e-15);
    near(found.limits.high, 0.8783985593816022, 1e-15);
}

/* Spiegelhalter's interpolated limits in rational arithmetic (Python's
 * fractions.Fraction, math.comb): r = the smallest with F(r) >= a, (r - (F(r) - a) /
 * f(r)) / n. */
static void test_funnel_exact(void **state)
{
    (void)state;
    const struct {
        double line;
        int64_t n;
        double at[4]; /* 0.001, 0.025, 0.975, 0.999; cut to 0..1 */
    } cases[] = {
        {0.90,
         10,       {0.457330473722792, 0.621264340203752, 0.992830070023019, 0.999713202800921}},
        {0.85,
         12,       {0.423549901712095, 0.584649020606414, 0.985353574257812, 0.999414142970313}},
        {0.20, 20, {0, 0.011684043449710, 0.366115479450973, 0.489254126284270}                },
        {0.95,
         100,      {0.865361504562030, 0.898092655976125, 0.983877068563928, 0.998310961802932}},
        {0.05,
         150,      {0.001009216456529, 0.014579781325400, 0.084544413724034, 0.109927488313136}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct funnel wide =
            statistics_funnel(cases[i].line, cases[i].n, STATISTICS_998, 0.001);
        struct funnel narrow =
            statistics_funnel(cases[i].line, cases[i].n, STATISTICS_95, 0.025);
        assert_true(wide.exact && narrow.exact);
        near(wide.limits.low, cases[i].at[0], 1e-12);
        near(narrow.limits.low, cases[i].at[1], 1e-12);
        near(narrow.limits.high, cases[i].at[2], 1e-12);
        near(wide.limits.high, cases[i].at[3], 1e-12);
    }
}

static void test_funnel_of_a_line_at_the_edge(void **state)
{
    (void)state;
    struct funnel all = statistics_funnel(1, 50, STATISTICS_95, 0.025);

    assert_true(all.limits.low == 1 && all.limits.high == 1);
    assert_true(statistics_funnel(0, 50, STATISTICS_95, 0.025).limits.high == 0);
}

/* The limits narrow as n grows, on both sides of the change from exact to score. */
static void test_funnel_narrows(void **state)
{
    (void)state;
    double low = 0;

    for (int64_t n = 20; n <= 5000; n *= 2) {
        struct interval limits =
            statistics_funnel(0.85, n, STATISTICS_998, 0.001).limits;
        assert_true(limits.low > low);
        assert_true(limits.low < 0.85 && limits.high > 0.85);
        low = limits.low;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilson_of_ukhsa_with_levels),
        cmocka_unit_test(test_wilson_of_ukhsa_by_area),
        cmocka_unit_test(test_wilson_of_newcombe),
        cmocka_unit_test(test_wilson_bounds_are_forced),
        cmocka_unit_test(test_pooled),
        cmocka_unit_test(test_funnel_score),
        cmocka_unit_test(test_funnel_exact),
        cmocka_unit_test(test_funnel_of_a_line_at_the_edge),
        cmocka_unit_test(test_funnel_narrows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
