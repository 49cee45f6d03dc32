/* test_verdict.c: the sentence under a chart, for each thing that rules can say. */
#include "given.h"
#include "verdict.h"
#include <math.h>

#define PERIODS 40

/* A line of PERIODS weeks at most, of n answers each. */
struct home {
    struct words words;
    struct shown_period periods[PERIODS];
    struct reading readings[PERIODS];
    struct shown_chart chart;
};

static int setup(void **state)
{
    struct home *home = calloc(1, sizeof *home);
    struct error error;

    home->chart = (struct shown_chart){.by = BY_WEEK, .periods = home->periods};
    *state = home;
    return words_load("en", &home->words, &error) ? 0 : -1;
}

static int teardown(void **state)
{
    struct home *home = *state;

    signals_release(&home->chart.signals);
    words_release(&home->words);
    free(home);
    return 0;
}

static void add(struct home *home, int64_t n, int64_t positive)
{
    size_t at = home->chart.period_count++;

    home->readings[at].counts = (struct counts){n, positive};
    home->periods[at].figure.n = n;
    home->periods[at].share = n > 0 ? (double)positive / (double)n : nan("");
    home->chart.shown += n > 0;
}

/* Weeks about 80 %, in which nothing happens. */
static void add_steady(struct home *home, size_t weeks, int64_t n)
{
    static const int step[] = {0, 1, -1, 0, -1, 1, 0, -1, 1};

    for (size_t i = 0; i < weeks; i++)
        add(home, n, n * 4 / 5 + step[i % 9] * n / 20);
}

static void says(struct home *home, enum rules rules, const char *expected)
{
    OWNED(text_release) struct text sentence = {0};
    struct error error;

    signals_release(&home->chart.signals);
    assert_true(signals_read(home->readings, home->chart.period_count, rules,
                             &home->chart.signals, &error));
    verdict_add(&sentence, &home->words, &home->chart);
    size_t length = sentence.length;
    verdict_detail(&sentence, &home->words, &home->chart);
    assert_string_equal(text_string(&sentence), expected);
    assert_true(length > 0);
}

static void test_it_is_too_early_below_13(void **state)
{
    add_steady(*state, 12, 20);
    says(*state, RULES_DEFAULT, "Too early to tell (figures so far: 12 of 13).");
    assert_false(verdict_is_news(&((struct home *)*state)->chart));
    add_steady(*state, 14, 20);
    says(*state, RULES_DEFAULT, "Nothing unusual.");
}

/* Five a week at 93 %: a week expects 0.35 answers of the rarer kind, so runs cannot
 * work. With 40 before and after, a fall to p2 is seen in 8 cases of 10 when 1.96 x
 * sqrt(2 p q) + 0.8416 x sqrt(p1 q1 + p2 q2) = sqrt(40) x (p1 - p2), p the mean of
 * both: for p1 = 0.93 that is p2 = 0.687, a fall of 24 points. */
static void test_few_answers_say_what_they_could_show(void **state)
{
    for (int i = 0; i < 20; i++)
        add(*state, 5, i % 3 ? 5 : 4);
    says(*state, RULES_DEFAULT,
         "Too few answers to tell.With 5 a week, 8 weeks before and 8 after can show a "
         "change of about 24 points.");
    struct home *home = *state;
    home->chart.by = BY_MONTH;
    says(home, RULES_DEFAULT, "Too few answers to tell.");
    home->chart.by = BY_BLOCK;
    for (int i = 0; i < 20; i++)
        home->periods[i].by = BY_BLOCK;
    says(home, RULES_DEFAULT,
         "Too few answers to tell.With 1 a week, 32 weeks before and 32 after can show "
         "a "
         "change of about 24 points.");
}

/* Twenty weeks that runs see as ten fortnights are ten figures, not too few answers. */
static void test_periods_put_together_are_counted_as_such(void **state)
{
    struct home *home = *state;

    for (int i = 0; i < 20; i++) {
        home->readings[i].joined = i % 2;
        add(home, 5, i % 3 ? 5 : 4);
    }
    home->chart.by = BY_FORTNIGHT;
    says(home, RULES_DEFAULT, "Too early to tell (figures so far: 10 of 13).");
    assert_int_equal(verdict_sight(&home->chart), TOO_EARLY);
}

/* Just after its periods became longer none as long is there yet. */
static void test_nothing_is_said_of_periods_that_have_not_come(void **state)
{
    for (int i = 0; i < 20; i++)
        add(*state, 5, i % 3 ? 5 : 4);
    ((struct home *)*state)->chart.by = BY_BLOCK;
    says(*state, RULES_DEFAULT, "Too few answers to tell.");
}

/* However many they are, answers that are all alike leave the rules nothing to count.
 * By the formula above 320 before and after at p1 = 1 show p2 = 0.976, and at 839/840
 * p2 = 0.973. */
static void test_answers_that_are_all_alike(void **state)
{
    for (int i = 0; i < 20; i++)
        add(*state, 40, 40);
    says(*state, RULES_DEFAULT,
         "Nothing has changed: 100% all the time.With 40 a week, 8 weeks before and 8 "
         "after can show a change of about 2 points.");
    add(*state, 40, 39);
    says(
        *state, RULES_DEFAULT,
        "Too few answers to tell.With 40 a week, 8 weeks before and 8 after can show a "
        "change of about 3 points.");
}

/* A lasting change of long ago is not what the latest week is. */
static void test_what_is_unusual_now_goes_before_a_run_that_is_over(void **state)
{
    struct home *home = *state;

    for (int i = 0; i < 14; i++)
        add(home, 20, 14 + i % 2);
    for (int i = 0; i < 23; i++)
        add(home, 20, 18 + i % 2);
    says(home, RULES_DEFAULT,
         "Higher than it was, 11 figures in a row: something has changed.");
    add(home, 20, 4);
    says(home, RULES_DEFAULT, "Below its usual range.");
    assert_int_equal(verdict_weight(&home->chart), 2);
    add(home, 20, 3);
    says(home, RULES_DEFAULT, "Below its usual range, 2 times in a row.");
}

static void test_a_week_out_of_its_range(void **state)
{
    struct home *home = *state;

    add_steady(home, 26, 20);
    add(home, 20, 6);
    says(home, RULES_DEFAULT, "Below its usual range.");
    assert_int_equal(verdict_weight(&home->chart), 1);
    add(home, 20, 5);
    says(home, RULES_DEFAULT, "Below its usual range, 2 times in a row.");
    add_steady(home, 1, 20);
    says(home, RULES_DEFAULT, "Nothing unusual.");
}

/* A gap in between does not end a row: nothing is known of it. */
static void test_a_row_goes_on_over_a_gap(void **state)
{
    struct home *home = *state;

    add_steady(home, 26, 20);
    add(home, 20, 6);
    add(home, 0, 0);
    add(home, 20, 5);
    says(home, RULES_DEFAULT, "Below its usual range, 2 times in a row.");
    add(home, 0, 0);
    says(home, RULES_DEFAULT, "Below its usual range, 2 times in a row.");
}

static void test_a_lasting_change(void **state)
{
    struct home *home = *state;

    add_steady(home, 20, 20);
    for (int i = 0; i < 14; i++)
        add(home, 20, 18 + i % 2);
    says(home, RULES_DEFAULT,
         "Higher than it was, 14 figures in a row: something has changed.");
    assert_int_equal(verdict_weight(&home->chart), 2);
    add(home, 20, 14);
    says(home, RULES_DEFAULT,
         "Something has changed over the time shown: look at the line.");
}

static void test_a_new_beginning_is_too_early(void **state)
{
    struct home *home = *state;

    add_steady(home, 20, 20);
    for (int i = 0; i < 10; i++)
        add(home, 20, 19);
    home->readings[20].anew = true;
    says(home, RULES_DEFAULT, "Too early to tell (figures so far: 10 of 13).");
}

static void test_the_rules_of_the_nhs(void **state)
{
    struct home *home = *state;

    add_steady(home, 26, 20);
    add(home, 20, 6);
    says(home, RULES_MDC, "Below its usual range.");
    home->chart.period_count--;
    home->chart.shown--;
    for (int i = 0; i < 7; i++)
        add(home, 20, 18);
    says(home, RULES_MDC,
         "Higher than it was, 7 figures in a row: something has changed.");
}

/* Six figures of 20 answers in 13 weeks are 1.54 a week; without those that are not
 * shown, and without the weeks before. */
static void test_a_verdict_is_refused(void **state)
{
    struct home *home = *state;

    add_steady(home, 8, 20);
    for (int i = 0; i < 8; i++) {
        struct shown_period *period = &home->periods[i];
        period->by = i == 0 ? BY_WEEK : BY_THIRTEEN;
        period->first = 13 * i;
        period->last = 13 * i + 12;
    }
    home->periods[4].figure = (struct figure){.showing = WITHHELD};
    home->chart.by = BY_THIRTEEN;
    assert_true(verdict_refused(&home->chart));
    assert_false(verdict_is_news(&home->chart));
    says(home, RULES_DEFAULT,
         "One figure in thirteen weeks is too little for a verdict (answers: about 2 a "
         "week).");
    for (int i = 0; i < 8; i++) {
        home->periods[i].by = BY_TERM;
        home->periods[i].last += 7;
        home->periods[i].figure.n = 19;
    }
    home->chart.by = BY_TERM;
    says(home, RULES_DEFAULT,
         "One figure a term is too little for a verdict (answers: less than one a "
         "week).");
}

static void test_terms_have_none(void **state)
{
    struct home *home = *state;

    add_steady(home, 9, 20);
    home->chart.by = BY_TERM;
    assert_false(verdict_given(&home->chart));
    home->chart.by = BY_MONTH;
    assert_true(verdict_given(&home->chart));
    home->chart.shown = 0;
    assert_false(verdict_given(&home->chart));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_it_is_too_early_below_13),
        TEST(test_few_answers_say_what_they_could_show),
        TEST(test_periods_put_together_are_counted_as_such),
        TEST(test_nothing_is_said_of_periods_that_have_not_come),
        TEST(test_answers_that_are_all_alike),
        TEST(test_what_is_unusual_now_goes_before_a_run_that_is_over),
        TEST(test_a_week_out_of_its_range),
        TEST(test_a_row_goes_on_over_a_gap),
        TEST(test_a_lasting_change),
        TEST(test_a_new_beginning_is_too_early),
        TEST(test_the_rules_of_the_nhs),
        TEST(test_a_verdict_is_refused),
        TEST(test_terms_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
