/* test_runs.c: runs about a line, against qicharts2's figures. */
#include "figures_given.h"
#include "runs.h"
#include "sortie/median.h"

enum { MOST = 200 };

/* The values of a series of the fixture. */
static size_t values_of(const char *series, double values[static MOST])
{
    struct given_table table;
    size_t size = 0;

    assert_true(given_open(&table, "09-runs-anhoej/input.csv"));
    while (given_next(&table))
        if (!strcmp(given_text(&table, "series"), series))
            values[size++] = given_number(&table, "y");
    given_close(&table);
    assert_in_range(size, 1, MOST);
    return size;
}

static double line_of_values(const double *values, size_t size, const char *centre)
{
    double copy[MOST], sum = 0;

    memcpy(copy, values, size * sizeof *copy);
    for (size_t i = 0; i < size; i++)
        sum += values[i];
    return strcmp(centre, "median") ? sum / (double)size : median_value(copy, size);
}

static void check_series(const struct given_table *expected)
{
    double values[MOST];
    size_t size = values_of(given_text(expected, "series"), values);
    double line = line_of_values(values, size, given_text(expected, "centre"));
    struct runs runs = runs_about(values, size, line);

    near(line, given_number(expected, "cl"), 1e-9 * fabs(line));
    assert_int_equal(runs.useful, (size_t)given_number(expected, "n_useful"));
    if (!*given_text(expected, "longest_run"))
        return;
    assert_int_equal(runs.longest, (size_t)given_number(expected, "longest_run"));
    assert_int_equal(runs.crossings, (size_t)given_number(expected, "n_crossings"));
    if (!runs.known) /* fewer than ten: no verdict; the package gives one */
        return;
    assert_int_equal(runs.usual.longest_max,
                     (size_t)given_number(expected, "longest_run_max"));
    assert_int_equal(runs.usual.crossings_min,
                     (size_t)given_number(expected, "n_crossings_min"));
    assert_int_equal(runs.usual.signal, given_number(expected, "runs_signal") != 0);
}

static void test_series_of_qicharts2(void **state)
{
    (void)state;
    struct given_table table;
    int series = 0;

    if (!given_open(&table, "09-runs-anhoej/expected.csv"))
        skip();
    for (; given_next(&table); series++)
        check_series(&table);
    given_close(&table);
    assert_int_equal(series, 21);
}

/* Alternating values: useful ones as many as there are. */
static struct runs runs_of(size_t useful)
{
    double values[MOST];

    for (size_t i = 0; i < useful; i++)
        values[i] = i % 2 ? 1 : -1;
    return runs_about(values, useful, 0);
}

static void test_limits_of_qicharts2(void **state)
{
    (void)state;
    struct given_table table;
    int rows = 0;

    if (!given_open(&table, "09-runs-anhoej/expected_limits.csv"))
        skip();
    for (; given_next(&table); rows++) {
        struct runs runs = runs_of((size_t)given_number(&table, "n_useful"));
        assert_int_equal(runs.usual.longest_max,
                         (size_t)given_number(&table, "longest_run_max"));
        assert_int_equal(runs.usual.crossings_min,
                         (size_t)given_number(&table, "crossings_min"));
    }
    given_close(&table);
    assert_int_equal(rows, 91);
}

/* R 4.2.2: round(log2(n)) + 5, qbinom(.005, n - 1, .5) */
static void test_limits_of_a_headline(void **state)
{
    (void)state;
    const size_t cases[][3] = {
        {10, 8,  1 },
        {13, 9,  2 },
        {26, 10, 6 },
        {52, 11, 16},
        {99, 12, 36}
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct runs runs = runs_of(cases[i][0]);
        assert_int_equal(runs.headline.longest_max, cases[i][1]);
        assert_int_equal(runs.headline.crossings_min, cases[i][2]);
    }
}

static void test_nine_useful_values_have_no_verdict(void **state)
{
    (void)state;
    const double above[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    struct runs runs = runs_about(above, 9, 0);

    assert_int_equal(runs.longest, 9);
    assert_false(runs.known || runs.usual.signal || runs.headline.signal);
    assert_true(runs_of(10).known);
}

/* Gaps and values on the line are passed over: neither breaks a run nor counts. */
static void test_gaps_and_the_line(void **state)
{
    (void)state;
    const double values[] = {NAN, 1, 2, NAN, 0, 3, -1, 0, -2, NAN, 1};
    struct runs runs = runs_about(values, sizeof values / sizeof *values, 0);

    assert_int_equal(runs.useful, 6);
    assert_int_equal(runs.longest, 3);
    assert_int_equal(runs.crossings, 2);
}

static void test_nothing(void **state)
{
    (void)state;
    const double gaps[] = {NAN, NAN};

    assert_int_equal(runs_about(gaps, 2, 0).useful, 0);
    assert_int_equal(runs_about(gaps, 0, 0).longest, 0);
}

/* Eight above, then to and fro: more than the usual 7, within a headline's 9. Ten
 * above, then ten below: one crossing, where a headline has 4. */
static void test_headlines_are_stricter(void **state)
{
    (void)state;
    double values[20];

    for (size_t i = 0; i < 20; i++)
        values[i] = i < 8 ? 1 : i % 2 ? 1 : -1;
    assert_true(runs_about(values, 20, 0).usual.signal);
    assert_false(runs_about(values, 20, 0).headline.signal);
    for (size_t i = 0; i < 20; i++)
        values[i] = i < 10 ? 1 : -1;
    assert_true(runs_about(values, 20, 0).headline.signal);
}

/* Of 26 useful values no run is long, and of 25 crossings chance leaves 6 or more but
 * for 0.2 % (fewer than 7 are 0.73 %: at a quantile of 1 % six crossings were a
 * headline, and more than 1 steady series in 20 got one on 26 Mondays). */
static void test_few_crossings_alone_make_a_headline(void **state)
{
    (void)state;
    const size_t lengths[2][7] = {
        {5,  5, 4, 4, 4, 4},
        { 4, 4, 4, 4, 4, 3, 3}
    };

    for (size_t i = 0; i < 2; i++) {
        double values[26];
        size_t at = 0;
        for (size_t run = 0; run < 7; run++)
            for (size_t k = 0; k < lengths[i][run]; k++)
                values[at++] = run % 2 ? 1 : -1;
        assert_int_equal(at, 26);
        struct runs runs = runs_about(values, 26, 0);
        assert_int_equal(runs.crossings, 5 + i);
        assert_true(runs.longest <= runs.usual.longest_max && runs.usual.signal);
        assert_int_equal(runs.headline.signal, i == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_series_of_qicharts2),
        cmocka_unit_test(test_limits_of_qicharts2),
        cmocka_unit_test(test_limits_of_a_headline),
        cmocka_unit_test(test_nine_useful_values_have_no_verdict),
        cmocka_unit_test(test_gaps_and_the_line),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_headlines_are_stricter),
        cmocka_unit_test(test_few_crossings_alone_make_a_headline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
