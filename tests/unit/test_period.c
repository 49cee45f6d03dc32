/* test_period.c: weeks put together. */
#include "sortie/period.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct settings settings = {
    .terms = {101, 501, 901},
      .term_count = 3
};

static int32_t week(const char *name)
{
    int32_t number = 0;

    assert_true(week_read(name, &number));
    return number;
}

static void named(enum by by, const char *in, const char *expected)
{
    char name[PERIOD_NAME_SIZE];

    period_name(by, week(in), &settings, name);
    assert_string_equal(name, expected);
}

/* Thursdays by hand: 2026-W01 has 1 January 2026, 2026-W40 has 1 October, 2026-W53 has
 * 31 December, 2025-W01 has 2 January 2025, 2027-W01 has 7 January 2027. */
static void test_names_follow_the_thursday(void **state)
{
    (void)state;
    named(BY_WEEK, "2026-W47", "2026-W47");
    named(BY_MONTH, "2026-W01", "2026-01");
    named(BY_MONTH, "2026-W40", "2026-10");
    named(BY_MONTH, "2026-W53", "2026-12");
    named(BY_QUARTER, "2026-W39", "2026-Q3");
    named(BY_QUARTER, "2026-W40", "2026-Q4");
    named(BY_QUARTER, "2027-W01", "2027-Q1");
    named(BY_TERM, "2026-W01", "2026-T1");
    named(BY_TERM, "2026-W36", "2026-T3");
    named(BY_TERM, "2026-W53", "2026-T3");
}

/* So many weeks, and what they are called; 3 and 0 are none. */
static void test_lengths(void **state)
{
    (void)state;
    static const int lengths[BYS] = {
        [BY_WEEK] = 1, [BY_FORTNIGHT] = 2, [BY_BLOCK] = 4, [BY_THIRTEEN] = 13};

    for (enum by by = 0; by < BYS; by++) {
        assert_int_equal(by_length(by), lengths[by]);
        assert_int_equal(by_weeks(by), lengths[by] > 0);
        if (lengths[by] > 0)
            assert_int_equal(by_of_length(lengths[by]), by);
    }
    assert_int_equal(by_of_length(0), BYS);
    assert_int_equal(by_of_length(3), BYS);
}

static void test_weeks_together(void **state)
{
    (void)state;
    named(BY_FORTNIGHT, "2026-W01", "2026-W01/2026-W02");
    named(BY_FORTNIGHT, "2026-W48", "2026-W47/2026-W48");
    named(BY_FORTNIGHT, "2026-W53", "2026-W51/2026-W53");
    named(BY_THIRTEEN, "2026-W13", "2026-W01/2026-W13");
    named(BY_THIRTEEN, "2026-W53", "2026-W40/2026-W53");
    named(BY_THIRTEEN, "2025-W52", "2025-W40/2025-W52");
    named(BY_BLOCK, "2026-W01", "2026-W01/2026-W04");
    named(BY_BLOCK, "2026-W47", "2026-W45/2026-W48");
    named(BY_BLOCK, "2026-W53", "2026-W49/2026-W53");
    named(BY_BLOCK, "2025-W52", "2025-W49/2025-W52");
}

/* A term that starts in March runs on through January and February of the next year. */
static void test_a_term_runs_over_new_year(void **state)
{
    (void)state;
    const struct settings school = {
        .terms = {301, 901},
          .term_count = 2
    };
    struct term term = period_term(week("2027-W05"), &school);

    assert_int_equal(term.year, 2026);
    assert_int_equal(term.number, 2);
    assert_int_equal(period_of(BY_TERM, week("2026-W50"), &school),
                     period_of(BY_TERM, week("2027-W05"), &school));
}

/* Every week of thirty years lies in exactly one period of each kind, and periods come
 * one after the other. */
static void test_periods_neither_overlap_nor_leave_gaps(void **state)
{
    (void)state;
    static const enum by kinds[] = {BY_WEEK,  BY_FORTNIGHT, BY_BLOCK,  BY_THIRTEEN,
                                    BY_MONTH, BY_TERM,      BY_QUARTER};

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int32_t w = week("2015-W01"); w < week("2045-W01"); w++) {
            int32_t first = period_first(kinds[k], w, &settings);
            int32_t last = period_last(kinds[k], w, &settings);
            assert_true(first <= w && w <= last);
            assert_int_equal(period_last(kinds[k], first - 1, &settings), first - 1);
            assert_true(period_of(kinds[k], last + 1, &settings)
                        > period_of(kinds[k], w, &settings));
        }
}

/* What is shown by two weeks is counted, too, in blocks of four; all end with the year.
 */
static void test_fortnights_nest_and_years_end_together(void **state)
{
    (void)state;
    for (int32_t w = week("2015-W01"); w < week("2045-W01"); w++) {
        if (period_last(BY_BLOCK, w, &settings) == w)
            assert_int_equal(period_last(BY_FORTNIGHT, w, &settings), w);
        if (week_number(w + 1) == 1)
            assert_true(period_last(BY_BLOCK, w, &settings) == w
                        && period_last(BY_THIRTEEN, w, &settings) == w);
    }
}

static void test_every_kind_has_a_name(void **state)
{
    (void)state;
    for (enum by by = BY_WEEK; by < BYS; by++)
        assert_true(by_name(by) && *by_name(by));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_follow_the_thursday),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_weeks_together),
        cmocka_unit_test(test_a_term_runs_over_new_year),
        cmocka_unit_test(test_periods_neither_overlap_nor_leave_gaps),
        cmocka_unit_test(test_fortnights_nest_and_years_end_together),
        cmocka_unit_test(test_every_kind_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
