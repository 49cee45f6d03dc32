/* test_ticks.c: where a chart has a month below it. Days are those of any calendar: the
 * Thursday of 2026-W01 is 1 January 2026, that of 2026-W05 is 29 January, that of
 * 2026-W06 is 5 February. */
#include "sortie/week.h"
#include "ticks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WEEKS = 60 };

static int32_t week(const char *name)
{
    int32_t number = 0;

    assert_true(week_read(name, &number));
    return number;
}

/* So many weeks from the first on. */
static size_t choose(const char *first, size_t count, struct tick *ticks)
{
    struct shown_period periods[WEEKS] = {0};

    for (size_t i = 0; i < count; i++)
        periods[i].first = periods[i].last = week(first) + (int32_t)i;
    const struct shown_chart chart = {
        .by = BY_WEEK, .periods = periods, .period_count = count};
    return ticks_choose(&chart, ticks);
}

static void test_a_month_where_it_changes_a_year_where_it_begins(void **state)
{
    (void)state;
    struct tick ticks[WEEKS];

    assert_int_equal(choose("2025-W52", 7, ticks), 3);
    assert_int_equal(ticks[0].period, 0);
    assert_int_equal(ticks[0].month, 12);
    assert_true(ticks[0].year_begins);
    assert_int_equal(ticks[1].period, 1);
    assert_int_equal(ticks[1].year, 2026);
    assert_int_equal(ticks[1].month, 1);
    assert_true(ticks[1].year_begins);
    assert_int_equal(ticks[2].period, 6);
    assert_int_equal(ticks[2].month, 2);
    assert_false(ticks[2].year_begins);
}

/* 52 weeks on 562 points, 40 a name: every fourth week at most. */
static void test_names_have_room(void **state)
{
    (void)state;
    struct tick ticks[WEEKS];
    size_t count = choose("2025-W48", 52, ticks);

    assert_in_range(count, 10, 13);
    for (size_t i = 1; i < count; i++)
        assert_true(ticks[i].period - ticks[i - 1].period >= 4);
}

static void test_a_term_is_named_where_it_begins(void **state)
{
    (void)state;
    struct shown_period period = {
        .by = BY_TERM, .first = week("2026-W01"), .last = week("2026-W18")};
    const struct shown_chart chart = {
        .by = BY_TERM, .periods = &period, .period_count = 1};
    struct tick tick;

    assert_int_equal(ticks_choose(&chart, &tick), 1);
    assert_int_equal(tick.month, 1);
}

static void test_a_session_is_in_the_month_of_its_day(void **state)
{
    (void)state;
    const struct session session = {.day = day_from_civil(2026, 3, 31)};
    struct shown_period period = {.by = BY_SESSION, .session = &session};
    const struct shown_chart chart = {
        .by = BY_SESSION, .periods = &period, .period_count = 1};
    struct tick tick;

    assert_int_equal(ticks_choose(&chart, &tick), 1);
    assert_int_equal(tick.month, 3); /* its week's Thursday is 2 April */
}

/* Two weeks, each a quarter of a block, before three blocks: the axis is time. By hand:
 * -0.5, -0.25, 0, 1, 2, 3 are the bounds. */
static void test_weeks_before_longer_periods_are_narrower(void **state)
{
    (void)state;
    int32_t first = week("2026-W03");
    struct shown_period periods[] = {
        {.by = BY_WEEK,  .first = first,      .last = first     },
        {.by = BY_WEEK,  .first = first + 1,  .last = first + 1 },
        {.by = BY_BLOCK, .first = first + 2,  .last = first + 5 },
        {.by = BY_BLOCK, .first = first + 6,  .last = first + 9 },
        {.by = BY_BLOCK, .first = first + 10, .last = first + 13},
    };
    const double middles[] = {-0.375, -0.125, 0.5, 1.5, 2.5};
    const struct shown_chart chart = {
        .by = BY_BLOCK, .periods = periods, .period_count = 5};

    for (size_t i = 0; i < 5; i++) {
        assert_true(ticks_width(&chart, i) == (i < 2 ? 0.25 : 1));
        assert_true(ticks_middle(&chart, i) == middles[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_month_where_it_changes_a_year_where_it_begins),
        cmocka_unit_test(test_names_have_room),
        cmocka_unit_test(test_a_term_is_named_where_it_begins),
        cmocka_unit_test(test_weeks_before_longer_periods_are_narrower),
        cmocka_unit_test(test_a_session_is_in_the_month_of_its_day),
    };
    return cmocka_run_group_tests_name("ticks", tests, NULL, NULL);
}
