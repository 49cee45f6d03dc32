/* test_quiet.c: when the collector settles by itself, by a clock that is made up. */
#include "given.h"

#include "quiet.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

/* Noon at a closed centre without a week to close, ten hours after the start and nine
 * minutes after the last answer. */
static struct quiet given_answer(void)
{
    return (struct quiet){.clock = 10 * HOUR,
                          .last_kept = 10 * HOUR - 9 * MINUTE,
                          .minute = 12 * 60,
                          .calendar = true};
}

static void test_settles_when_closed_and_nobody_answered_for_ten_minutes(void **state)
{
    (void)state;
    struct quiet quiet = given_answer();
    assert_false(quiet_enough(&quiet));
    quiet.last_kept = quiet.clock - 10 * MINUTE + 1;
    assert_false(quiet_enough(&quiet));
    quiet.last_kept = quiet.clock - 10 * MINUTE;
    assert_true(quiet_enough(&quiet));
    quiet.open = true;
    assert_false(quiet_enough(&quiet));
    quiet.due = true;
    assert_true(quiet_enough(&quiet));
}

static void test_settles_in_any_ten_quiet_minutes_without_a_calendar(void **state)
{
    (void)state;
    struct quiet quiet = given_answer();
    quiet.calendar = false;
    quiet.open = true;
    assert_false(quiet_enough(&quiet));
    quiet.last_kept = quiet.clock - 10 * MINUTE;
    assert_true(quiet_enough(&quiet));
}

static void
test_closes_a_week_that_waited_for_a_day_though_somebody_answers(void **state)
{
    (void)state;
    struct quiet quiet = given_answer();
    quiet.due = true;
    assert_false(quiet_enough(&quiet));
    quiet.overdue = true;
    assert_true(quiet_enough(&quiet));
    quiet.open = true;
    assert_false(quiet_enough(&quiet));
    quiet.calendar = false;
    assert_false(quiet_enough(&quiet));
}

/* Where hours never end, or are not known. */
static void test_closes_such_a_week_at_night_by_the_centres_clock(void **state)
{
    (void)state;
    struct quiet quiet = given_answer();
    quiet.due = quiet.overdue = quiet.open = true;
    for (int calendar = 0; calendar <= 1; calendar++)
        for (quiet.minute = 0; quiet.minute < 24 * 60; quiet.minute++) {
            quiet.calendar = calendar;
            assert_int_equal(quiet_enough(&quiet),
                             quiet.minute >= 120 && quiet.minute < 300);
        }
}

static void test_waits_after_a_start_for_what_tablets_kept(void **state)
{
    (void)state;
    struct quiet quiet = given_answer();
    quiet.due = quiet.overdue = true;
    quiet.started = quiet.last_kept = quiet.clock - 10 * MINUTE + 1;
    assert_false(quiet_enough(&quiet));
    quiet.started--;
    assert_true(quiet_enough(&quiet));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settles_when_closed_and_nobody_answered_for_ten_minutes),
        cmocka_unit_test(test_settles_in_any_ten_quiet_minutes_without_a_calendar),
        cmocka_unit_test(
            test_closes_a_week_that_waited_for_a_day_though_somebody_answers),
        cmocka_unit_test(test_closes_such_a_week_at_night_by_the_centres_clock),
        cmocka_unit_test(test_waits_after_a_start_for_what_tablets_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
