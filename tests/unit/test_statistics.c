/* test_statistics.c: shares, intervals and funnel limits against figures made
 * elsewhere. */
#include "binomial.h"
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

/* R 4.2.2: binom.test(x, n, conf.level = 1 - 2 * tail)$conf.int */
static void test_exact_of_r(void **state)
{
    (void)state;
    const struct {
        struct counts counts;
        double tail, low, high;
    } cases[] = {
        {{263, 81},    0.025, 0.2527367455852712,   0.3676219226013514},
        {{263, 81},    0.001, 0.2239376078898622,   0.4019823196266236},
        {{20, 0},      0.025, 0,                    0.1684334709830854},
        {{20, 20},     0.025, 0.8315665290169146,   1                 },
        {{9, 1},       0.025, 0.002809136746599215, 0.482496514917337 },
        {{9, 8},       0.025, 0.517503485082663,    0.9971908632534008},
        {{5000, 4900}, 0.025, 0.9757274302074602,   0.9836983199922157},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval found = statistics_exact(cases[i].counts, cases[i].tail);
        near(found.low, cases[i].low, 1e-9 * cases[i].low);
        near(found.high, cases[i].high, 1e-9 * cases[i].high);
    }
}

/* Newcombe 1998, Table II, method 10, first rows (0.0524 to 0.3339; 0.1705
 * to 0.8090; 0.0582 to 0.8062; -0.0381 to 0.1926; 0.6791 to 1 for 10/10 - 0/20), with
 * the digits of the formula in R 4.2.2. */
static void test_difference_of_newcombe(void **state)
{
    (void)state;
    const struct {
        struct counts first, second;
        double low, high;
    } cases[] = {
        {{70, 56}, {80, 48}, 0.0524314724023649,   0.3338726540369059},
        {{10, 9},  {10, 3},  0.170522723934503,    0.809017973535488 },
        {{7, 6},   {7, 2},   0.05822792748231231,  0.8062496375242277},
        {{56, 5},  {29, 0},  -0.03813714790353685, 0.1925600138551116},
        {{10, 10}, {20, 0},  0.6790860371419147,   1                 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct interval found =
            statistics_difference(cases[i].first, cases[i].second, STATISTICS_95);
        near(found.low, cases[i].low, 1e-12);
        near(found.high, cases[i].high, 1e-12);
    }
}

static void test_difference_turns_with_its_sides(void **state)
{
    (void)state;
    const struct counts before = {82, 52}, after = {51, 44};
    struct interval there = statistics_difference(after, before, STATISTICS_95);
    struct interval back = statistics_difference(before, after, STATISTICS_95);

    near(there.low, -back.high, 1e-15);
    near(there.high, -back.low, 1e-15);
}

/* Rocks's formula in R 4.2.2: with (d, s, q) + (0.75, 1.5, 0.75), e = (q - d) / n, e +-
 * qnorm(.975) * sqrt(((q + d) / n - e^2) / n). */
static void test_nps(void **state)
{
    (void)state;
    struct score mixed = statistics_nps(6, 9, 15, STATISTICS_95);
    struct score all = statistics_nps(0, 0, 12, STATISTICS_95);

    near(mixed.value, 0.3, 1e-15);
    near(mixed.interval.low, 0.006812720114004356, 1e-12);
    near(mixed.interval.high, 0.5386418253405411, 1e-12);
    near(all.value, 1, 0);
    near(all.interval.low, 0.5419587509227164, 1e-12);
    near(all.interval.high, 1.058041249077284, 1e-12);
}

/* R 4.2.2: x <- rep(1:5, c(1, 0, 2, 5, 8)); t.test(x)$conf.int, conf.level = .998 */
static void test_mean_of_faces(void **state)
{
    (void)state;
    const double faces[] = {1, 2, 3, 4, 5};
    const int64_t counts[] = {1, 0, 2, 5, 8};
    struct score found =
        statistics_mean(faces, counts, 5, STATISTICS_95, STATISTICS_TAIL_95);

    near(found.value, 4.1875, 0);
    near(found.interval.low, 3.596727253101888, 1e-9);
    near(found.interval.high, 4.778272746898113, 1e-9);
    found = statistics_mean(faces, counts, 5, STATISTICS_998, STATISTICS_TAIL_998);
    near(found.interval.low, 3.152872250189672, 1e-9);
    near(found.interval.high, 5.222127749810327, 1e-9);
}

/* Wilson's interval of (mean - 1) / 4 stretched over 1..5, in R 4.2.2: 4, 5, 5 of three
 * people is 2.75 of 3 (a t interval says 3.23 to 6.10); twelve fives are 12 of 12. */
static void test_mean_falls_back_to_wilson(void **state)
{
    (void)state;
    const double faces[] = {1, 2, 3, 4, 5};
    const int64_t few[] = {0, 0, 0, 1, 2}, alike[] = {0, 0, 0, 0, 12};
    struct score found =
        statistics_mean(faces, few, 5, STATISTICS_95, STATISTICS_TAIL_95);

    near(found.value, 14.0 / 3, 1e-15);
    near(found.interval.low, 2.48101872605257, 1e-12);
    near(found.interval.high, 4.980657834763946, 1e-12);
    found = statistics_mean(faces, alike, 5, STATISTICS_95, STATISTICS_TAIL_95);
    near(found.interval.low, 4.030023973379037, 1e-12);
    near(found.interval.high, 5, 0);
}

struct area {
    const char *name;
    double values[32], low95, high95, low998, high998;
    size_t size;
};

static void read_area(struct area *area)
{
    FILE *values = fixture("input_mean.csv"), *expected = fixture("expected_mean.csv");
    char line[256], name[16];
    double value;

    while (fgets(line, sizeof line, values))
        if (sscanf(line, "%15[^,],%lf", name, &value) == 2
            && (!strcmp(name, area->name) || !strcmp(area->name, "No grouping")))
            area->values[area->size++] = value;
    while (fgets(line, sizeof line, expected))
        if (!strncmp(line, area->name, strlen(area->name)))
            assert_int_equal(sscanf(strchr(line, ',') + 1,
                                    "%*f,%*f,%*f,%*f,%lf,%lf,%lf,%lf", &area->low95,
                                    &area->high95, &area->low998, &area->high998),
                             4);
    fclose(values);
    fclose(expected);
}

static void check_area(const char *name)
{
    struct area area = {.name = name};
    int64_t ones[32];

    read_area(&area);
    assert_true(area.size >= 8);
    for (size_t i = 0; i < area.size; i++)
        ones[i] = 1;
    struct score found = statistics_mean(area.values, ones, area.size, STATISTICS_95,
                                         STATISTICS_TAIL_95);
    near(found.interval.low, area.low95, 1e-10 * area.low95);
    near(found.interval.high, area.high95, 1e-10 * area.high95);
    found = statistics_mean(area.values, ones, area.size, STATISTICS_998,
                            STATISTICS_TAIL_998);
    near(found.interval.low, area.low998, 1e-10 * area.low998);
    near(found.interval.high, area.high998, 1e-10 * area.high998);
}

/* UKHSA's own expected means (see the fixture's README), of values that are no scale.
 */
static void test_mean_of_ukhsa(void **state)
{
    (void)state;
    FILE *there = fixture("expected_mean.csv");

    if (!there)
        skip();
    fclose(there);
    check_area("Area1");
    check_area("Area2");
    check_area("No grouping");
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
 * f(r)) / n; the upper ones are 1 - that of 1 - line. */
static void test_funnel_exact(void **state)
{
    (void)state;
    const struct {
        double line;
        int64_t n;
        double at[4]; /* 0.001, 0.025, 0.975, 0.999; cut to 0..1 */
    } cases[] = {
        {0.90, 10,  {0.457330473722792, 0.621264340203752, 1, 1}                                },
        {0.85, 12,  {0.423549901712095, 0.584649020606414, 1, 1}                                },
        {0.20, 20,  {0, 0.011684043449710, 0.416115479450973, 0.539254126284270}                },
        {0.95, 100, {0.865361504562030, 0.898092655976125, 0.993877068563928, 1}                },
        {0.05,
         150,       {0.001009216456529, 0.014579781325400, 0.091211080390700, 0.116594154979803}},
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

/* Who is outside is what the binomial distribution says of the count itself, whichever
 * of the two kinds is called positive: R's pbinom(x, n, line) < tail, or pbinom(x - 1,
 * n, line, lower.tail = FALSE) < tail. */
static void test_outside_a_funnel_is_what_chance_seldom_does(void **state)
{
    static const double lines[] = {0.03, 0.2, 0.5, 0.85, 0.863, 0.99};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        for (int64_t n = 1; (double)n * fmin(lines[i], 1 - lines[i]) < 10; n++)
            for (int64_t x = 0; x <= n; x++) {
                struct interval limits =
                    statistics_funnel(lines[i], n, STATISTICS_998, 0.001).limits;
                double share = (double)x / (double)n;
                bool seldom = binomial_at_most(x, n, lines[i]) < 0.001
                              || binomial_at_least(x, n, lines[i]) < 0.001;
                assert_int_equal(share < limits.low || share > limits.high, seldom);
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

/* research/statistics.md, finding 7: at 85 %, 9 answers a week, 8 weeks before and
 * after show about 19 points, 26 weeks about 10. Whatever the side, the room is the
 * same; a handful shows nothing. The others: the fall that the formula of Fleiss gives
 * back n for, by hand: n = (1.95996 sqrt(2 m (1-m)) + 0.84162 sqrt(p(1-p) + q(1-q)))^2
 * / (p-q)^2 with p = .8, q = .6, m = .7 is 81.2. */
static void test_visible(void **state)
{
    (void)state;
    assert_true(fabs(statistics_visible(0.85, 72) - 0.19) < 0.015);
    assert_true(fabs(statistics_visible(0.85, 234) - 0.10) < 0.005);
    assert_true(fabs(statistics_visible(0.8, 81.2) - 0.2) < 0.0005);
    assert_true(fabs(statistics_visible(0.2, 81.2) - 0.2) < 0.0005);
    assert_true(statistics_visible(1, 100) < 0.1);
    assert_true(isnan(statistics_visible(0.5, 3)));
    assert_true(isnan(statistics_visible(0.5, 0)));
    assert_true(isnan(statistics_visible(nan(""), 100)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilson_of_ukhsa_with_levels),
        cmocka_unit_test(test_wilson_of_ukhsa_by_area),
        cmocka_unit_test(test_wilson_of_newcombe),
        cmocka_unit_test(test_wilson_bounds_are_forced),
        cmocka_unit_test(test_exact_of_r),
        cmocka_unit_test(test_difference_of_newcombe),
        cmocka_unit_test(test_difference_turns_with_its_sides),
        cmocka_unit_test(test_nps),
        cmocka_unit_test(test_mean_of_faces),
        cmocka_unit_test(test_mean_falls_back_to_wilson),
        cmocka_unit_test(test_mean_of_ukhsa),
        cmocka_unit_test(test_pooled),
        cmocka_unit_test(test_funnel_score),
        cmocka_unit_test(test_funnel_exact),
        cmocka_unit_test(test_outside_a_funnel_is_what_chance_seldom_does),
        cmocka_unit_test(test_funnel_of_a_line_at_the_edge),
        cmocka_unit_test(test_funnel_narrows),
        cmocka_unit_test(test_visible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
