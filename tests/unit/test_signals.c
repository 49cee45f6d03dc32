/* test_signals.c: what is said of a series as a whole. */
#include "chance.h"
#include "figures_given.h"
#include "signals.h"

enum { WEEKS = 52 };

static struct reading reading(int64_t n, int64_t positive)
{
    return (struct reading){
        .counts = {n, positive}
    };
}

/* To and fro about 85 % of 40: nothing happens. */
static void steady(struct reading readings[static WEEKS])
{
    const int64_t positive[] = {34, 36, 33, 35, 32, 36, 34, 31, 35, 33, 36};

    for (size_t i = 0; i < WEEKS; i++)
        readings[i] = reading(40, positive[i % 11]);
}

static struct signals read(const struct reading *readings, size_t size,
                           enum rules rules)
{
    struct signals signals;
    struct error error = {0};

    assert_true(signals_read(readings, size, rules, &signals, &error));
    return signals;
}

static void check_state(const struct reading *readings, size_t size, enum rules rules,
                        const char *expected)
{
    struct signals signals = read(readings, size, rules);

    assert_string_equal(state_name(signals.state), expected);
    signals_release(&signals);
}

static void test_every_name_is_there(void **state)
{
    (void)state;
    for (enum rules rules = 0; rules < RULES; rules++)
        assert_non_null(rules_name(rules));
    for (enum state each = 0; each < STATES; each++)
        assert_non_null(state_name(each));
    for (enum signal signal = 0; signal < SIGNALS; signal++)
        assert_non_null(signal_name(signal));
}

static void test_twelve_periods_are_too_few(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    check_state(readings, 0, RULES_DEFAULT, "too few");
    check_state(readings, 12, RULES_DEFAULT, "too few");
    check_state(readings, 13, RULES_DEFAULT, "steady");
    check_state(readings, 12, RULES_MDC, "too few");
    check_state(readings, 13, RULES_MDC, "steady");
}

static void test_a_gap_is_no_period(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    readings[4] = reading(0, 0);
    check_state(readings, 13, RULES_DEFAULT, "too few");
    check_state(readings, 14, RULES_DEFAULT, "steady");
    struct signals signals = read(readings, 14, RULES_DEFAULT);
    assert_false(signals.points[4].limited);
    assert_true(signals.points[5].limited);
    assert_int_equal(signals.periods, 13);
    signals_release(&signals);
}

static void test_limits_are_on_trial_from_eight_periods(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    struct signals seven = read(readings, 7, RULES_DEFAULT);
    struct signals eight = read(readings, 8, RULES_DEFAULT);
    struct signals thirteen = read(readings, 13, RULES_DEFAULT);
    assert_false(seven.points[6].limited);
    assert_true(eight.points[0].limited && eight.points[0].trial);
    assert_true(thirteen.points[0].limited && !thirteen.points[0].trial);
    signals_release(&seven);
    signals_release(&eight);
    signals_release(&thirteen);
}

static void test_a_point_is_unusual_in_its_own_week(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    readings[25] = reading(40, 20);
    check_state(readings, 25, RULES_DEFAULT, "steady");
    check_state(readings, 26, RULES_DEFAULT, "unusual");
    check_state(readings, 27, RULES_DEFAULT, "steady");
    readings[26] = reading(0, 0); /* a gap: the latest known week is still that one */
    check_state(readings, 27, RULES_DEFAULT, "unusual");
    struct signals signals = read(readings, 27, RULES_DEFAULT);
    for (size_t i = 0; i < 27; i++) {
        assert_int_equal(signals_marked(&signals, i, SIGNAL_POINT), i == 25);
        assert_false(signals_marked(&signals, i, SIGNAL_RUN));
    }
    signals_release(&signals);
}

/* With few answers no rule of three deviations cries wolf: 6 of 10 at 90 % is nothing.
 */
static void test_both_limits_must_be_broken(void **state)
{
    (void)state;
    struct reading readings[26];

    for (size_t i = 0; i < 26; i++)
        readings[i] = reading(10, i % 3 ? 9 : 10);
    readings[25] = reading(10, 6);
    check_state(readings, 26, RULES_DEFAULT, "too few"); /* median 9: too many on it */
    struct signals signals = read(readings, 26, RULES_DEFAULT);
    assert_false(signals_marked(&signals, 25, SIGNAL_POINT));
    assert_true(signals_limits(&signals, 25, 10).low <= 0.6);
    signals_release(&signals);
}

/* Fourteen weeks lower than fourteen before: one crossing. Both are long runs. */
static void test_a_shift(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    for (size_t i = 14; i < 28; i++)
        readings[i].counts.positive -= 6;
    check_state(readings, 28, RULES_DEFAULT, "shift");
    struct signals signals = read(readings, 28, RULES_DEFAULT);
    assert_true(signals.runs_can_tell && signals.runs.headline.signal);
    for (size_t i = 0; i < 28; i++)
        assert_true(signals_marked(&signals, i, SIGNAL_RUN));
    signals_release(&signals);
}

/* Where the rarer answer is not expected in a usual week, runs say nothing, and nobody
 * says steady. */
static void test_runs_are_guarded(void **state)
{
    (void)state;
    struct reading readings[26];

    for (size_t i = 0; i < 26; i++)
        readings[i] = reading(6, i % 2 ? 6 : i % 4 ? 5 : 6);
    struct signals signals = read(readings, 26, RULES_DEFAULT);
    assert_false(signals.runs_can_tell);
    assert_int_equal(signals.state, STATE_TOO_FEW);
    assert_false(signals_marked(&signals, 25, SIGNAL_RUN));
    signals_release(&signals);
    readings[25] = reading(6, 1);
    check_state(readings, 26, RULES_DEFAULT, "unusual");
}

/* Two weeks of six a fortnight: what is said of weeks and of a fortnight after them is
 * what is said of as many fortnights, and not that a week tells too little. */
static void lengthen(struct reading readings[static WEEKS], size_t weeks)
{
    const int64_t fortnights[] = {12, 9, 11, 10, 12, 10, 9, 11, 12, 10, 11, 9, 10};

    for (size_t i = 0; i < weeks; i++) {
        readings[i] = reading(6, (fortnights[i / 2 % 13] + (int64_t)i % 2) / 2);
        readings[i].joined = i % 2;
    }
    readings[weeks] = reading(12, 11);
}

static void test_runs_see_weeks_put_together(void **state)
{
    (void)state;
    struct reading weeks[WEEKS], fortnights[WEEKS];

    lengthen(weeks, 26);
    for (size_t i = 0; i < 13; i++)
        fortnights[i] = reading(12, weeks[2 * i].counts.positive
                                        + weeks[2 * i + 1].counts.positive);
    fortnights[13] = weeks[26];
    struct signals put = read(weeks, 27, RULES_DEFAULT);
    struct signals long_ones = read(fortnights, 14, RULES_DEFAULT);
    assert_true(put.runs_can_tell);
    assert_int_equal(put.state, STATE_STEADY);
    assert_int_equal(put.runs.useful, long_ones.runs.useful);
    assert_int_equal(put.runs.longest, long_ones.runs.longest);
    assert_int_equal(put.runs.crossings, long_ones.runs.crossings);
    near(put.centre, long_ones.centre, 0);
    assert_true(isnan(put.points[0].level));
    near(put.points[1].level, long_ones.points[0].level, 0);
    signals_release(&put);
    signals_release(&long_ones);
    for (size_t i = 0; i < 26; i++)
        weeks[i].joined = false;
    check_state(weeks, 27, RULES_DEFAULT, "too few");
}

/* Twelve fortnights that could tell, and weeks that could not: nor does the line. */
static void test_the_guard_asks_no_longer_periods(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    for (size_t i = 0; i < 20; i++) {
        readings[i] =
            i < 12 ? reading(12, 10 + (int64_t)i % 2) : reading(5, 4 + (int64_t)i % 2);
        readings[i].longer = i < 12;
    }
    check_state(readings, 20, RULES_DEFAULT, "too few");
    for (size_t i = 0; i < 20; i++)
        readings[i].longer = false;
    check_state(readings, 20, RULES_DEFAULT, "steady");
}

/* A run is marked at each week of it that has answers, on the side of the whole: the
 * first week of the last fortnight is above, and the fortnight below. */
static void test_a_run_of_weeks_put_together(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    for (size_t i = 0; i < WEEKS; i++) {
        readings[i] = i < 26 ? reading(10, 9) : reading(10, i % 4 ? 6 : 7);
        readings[i].joined = i % 2;
    }
    readings[30] = reading(0, 0);
    readings[50] = reading(4, 4);
    struct signals signals = read(readings, WEEKS, RULES_DEFAULT);
    assert_int_equal(signals.state, STATE_SHIFT);
    for (size_t i = 0; i < WEEKS; i++) {
        assert_int_equal(signals_marked(&signals, i, SIGNAL_RUN), i != 30);
        if (i >= 26 && i != 30)
            assert_true(signals_below(&signals, i, i == 50 ? 1 : 0.6));
    }
    signals_release(&signals);
}

static void test_all_positive(void **state)
{
    (void)state;
    struct reading readings[26];

    for (size_t i = 0; i < 26; i++)
        readings[i] = reading(30, 30);
    check_state(readings, 26, RULES_DEFAULT, "too few");
    check_state(readings, 26, RULES_MDC, "steady");
    struct signals signals = read(readings, 26, RULES_DEFAULT);
    near(signals_limits(&signals, 25, 30).low, 1, 0);
    assert_int_equal(signals.points[25].marks, 0);
    signals_release(&signals);
}

/* Limits, runs and sums begin with a segment: what each says of the second is what it
 * says of the second alone. */
static void test_nothing_looks_across_a_rebase(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    for (size_t i = 26; i < WEEKS; i++)
        readings[i].counts.positive -= 12;
    check_state(readings, WEEKS, RULES_DEFAULT, "shift");
    readings[26].anew = true;
    for (enum rules rules = 0; rules < RULES; rules++) {
        struct signals both = read(readings, WEEKS, rules);
        struct signals second = read(readings + 26, WEEKS - 26, rules);
        struct signals first = read(readings, 26, rules);
        assert_int_equal(both.state, STATE_STEADY);
        near(both.line, second.line, 0);
        near(both.points[51].line, second.points[25].line, 0);
        near(both.points[25].line, first.points[25].line, 0);
        assert_true(both.points[51].cusum == second.points[25].cusum || rules);
        assert_int_equal(both.runs.longest, second.runs.longest);
        signals_release(&both);
        signals_release(&second);
        signals_release(&first);
    }
}

static void test_a_new_segment_is_too_few(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    readings[40].anew = true;
    check_state(readings, WEEKS, RULES_DEFAULT, "too few");
    for (size_t i = 40; i < WEEKS; i++)
        readings[i].counts = (struct counts){0, 0};
    check_state(readings, WEEKS, RULES_DEFAULT, "too few");
}

/* A slow fall is worth a look before it is a shift. */
static void test_worth_a_look_is_no_state(void **state)
{
    (void)state;
    struct reading readings[WEEKS];
    bool looked = false;

    steady(readings);
    for (size_t i = 26; i < 31; i++)
        readings[i].counts.positive -= 5;
    for (size_t size = 27; size <= 31; size++) {
        struct signals signals = read(readings, size, RULES_DEFAULT);
        looked |= signals.look;
        assert_int_equal(signals.look,
                         signals_marked(&signals, size - 1, SIGNAL_CUSUM));
        assert_int_equal(signals.state, STATE_STEADY);
        signals_release(&signals);
    }
    assert_true(looked);
}

static void test_mdc_rules_are_read(void **state)
{
    (void)state;
    struct reading readings[WEEKS];

    steady(readings);
    readings[25] = reading(40, 20);
    check_state(readings, 26, RULES_MDC, "unusual");
    for (size_t i = 19; i < 26; i++)
        readings[i] = reading(40, 31);
    check_state(readings, 26, RULES_MDC, "shift");
    struct signals signals = read(readings, 26, RULES_MDC);
    assert_true(signals_marked(&signals, 25, SIGNAL_ONE_SIDE));
    assert_true(isnan(signals.sigma_z) && isnan(signals.points[25].cusum));
    near(signals_limits(&signals, 25, 40).low,
         signals.points[25].line - signals.points[25].spread, 0);
    signals_release(&signals);
}

/* The line is what the fixture of the p' chart has, the runs those of its shares. */
static void test_a_series_of_the_fixture(void **state)
{
    (void)state;
    struct given_table table;
    struct reading readings[WEEKS];
    size_t size = 0;

    if (!given_open(&table, "11-laney-p-prime/input.csv"))
        skip();
    while (given_next(&table))
        if (!strcmp(given_text(&table, "set"), "sortie_like_weekly"))
            readings[size++] = reading((int64_t)given_number(&table, "n"),
                                       (int64_t)given_number(&table, "x"));
    given_close(&table);
    struct signals signals = read(readings, size, RULES_DEFAULT);
    near(signals.line, 0.836550836550837, 1e-12);
    near(signals.sigma_z, 0.896477073953898, 1e-9);
    signals_release(&signals);
}

/* How to assert, says the fixture 34-false-alarm-simulation: at most 5 % of steady
 * charts of 26 weeks signal. Looked at once, with Anhoej's usual limits; what looks
 * every Monday is tests/bench/mondays.c. */
static bool cries_wolf(struct chance *chance, double p, double mean)
{
    struct reading readings[26];
    bool marked = false;

    for (size_t i = 0; i < 26; i++) {
        int64_t n = chance_poisson(chance, mean);
        n = n < 3 ? 3 : n;
        readings[i] = reading(n, chance_binomial(chance, n, p));
    }
    struct signals signals = read(readings, 26, RULES_DEFAULT);
    for (size_t i = 0; i < 26; i++)
        marked |= signals_marked(&signals, i, SIGNAL_POINT);
    marked |= signals.runs_can_tell && signals.runs.usual.signal;
    signals_release(&signals);
    return marked;
}

static void test_steady_charts_seldom_signal(void **state)
{
    (void)state;
    const double shares[] = {0.80, 0.90, 0.95}, means[] = {6, 12, 25, 60, 150};
    struct chance chance = {34};

    for (size_t p = 0; p < 3; p++)
        for (size_t m = 0; m < 5; m++) {
            int wolves = 0;
            for (int chart = 0; chart < 300; chart++)
                wolves += cries_wolf(&chance, shares[p], means[m]);
            if (wolves > 300 * 5 / 100)
                fail_msg("%d of 300 charts at %.2f with %.0f", wolves, shares[p],
                         means[m]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_name_is_there),
        cmocka_unit_test(test_twelve_periods_are_too_few),
        cmocka_unit_test(test_a_gap_is_no_period),
        cmocka_unit_test(test_limits_are_on_trial_from_eight_periods),
        cmocka_unit_test(test_a_point_is_unusual_in_its_own_week),
        cmocka_unit_test(test_both_limits_must_be_broken),
        cmocka_unit_test(test_a_shift),
        cmocka_unit_test(test_runs_are_guarded),
        cmocka_unit_test(test_runs_see_weeks_put_together),
        cmocka_unit_test(test_the_guard_asks_no_longer_periods),
        cmocka_unit_test(test_a_run_of_weeks_put_together),
        cmocka_unit_test(test_all_positive),
        cmocka_unit_test(test_nothing_looks_across_a_rebase),
        cmocka_unit_test(test_a_new_segment_is_too_few),
        cmocka_unit_test(test_worth_a_look_is_no_state),
        cmocka_unit_test(test_mdc_rules_are_read),
        cmocka_unit_test(test_a_series_of_the_fixture),
        cmocka_unit_test(test_steady_charts_seldom_signal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
