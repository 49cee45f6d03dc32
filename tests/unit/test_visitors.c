/* test_visitors.c: the share of visitors who answered: where there is one, and when it
 * is warned of. What is read from a store: tests/program/footfall.test.mjs. */
#include "given.h"
#include "visitors.h"

#include <math.h>

enum { WEEKS = 20 };

struct chart {
    struct line line;
    struct shown_period periods[WEEKS];
    struct shown_chart shown;
    struct shown_place place;
};

/* 20 weeks of 40 answers from 200 visitors: 20 %. */
static void make_chart(struct chart *chart, enum mode mode)
{
    *chart = (struct chart){.line = {.mode = mode}};
    for (int i = 0; i < WEEKS; i++)
        chart->periods[i] = (struct shown_period){
            .figure = {.showing = SHOWN, .n = 40, .positive = 30},
              .visitors = 200
        };
    chart->shown = (struct shown_chart){.line = &chart->line,
                                        .periods = chart->periods,
                                        .period_count = WEEKS,
                                        .shown = WEEKS,
                                        .latest = WEEKS - 1};
    chart->place = (struct shown_place){.charts = &chart->shown, .chart_count = 1};
}

static struct turnout with(int64_t n, int64_t visitors)
{
    struct chart chart;
    make_chart(&chart, MODE_DOOR);
    chart.periods[WEEKS - 1].figure.n = n;
    chart.periods[WEEKS - 1].visitors = visitors;
    struct turnout turnout = visitors_turnout(&chart.place);
    turnout.chart = NULL;
    turnout.period = NULL;
    return turnout;
}

static void test_when_it_is_warned_of(void **state)
{
    (void)state;
    static const struct {
        int64_t n, visitors;
        bool known, low, moved;
    } cases[] = {
        {40, 200, true,  false, false}, /* as ever */
        {79, 200, true,  false, false},
        {80, 200, true,  false, true }, /* 40 %: twice */
        {21, 200, true,  false, false},
        {20, 200, true,  false, true }, /* 10 %: half, and no less than a tenth */
        {19, 200, true,  true,  true }, /* 9.5 % */
        {40, 40,  true,  false, true }, /* everybody */
        {41, 40,  false, false, false}, /* more than came */
        {40, 0,   false, false, false}, /* not counted */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct turnout turnout = with(cases[i].n, cases[i].visitors);
        assert_int_equal(!isnan(turnout.share), cases[i].known);
        assert_int_equal(turnout.low, cases[i].low);
        assert_int_equal(turnout.moved, cases[i].moved);
        if (cases[i].known)
            assert_true(
                fabs(turnout.share - (double)cases[i].n / (double)cases[i].visitors)
                < 1e-12);
    }
}

/* A withheld week has no share, though its visitors are known: the latest shown one
 * speaks. */
static void test_a_withheld_n_stays_one(void **state)
{
    (void)state;
    struct chart chart;
    make_chart(&chart, MODE_DOOR);
    chart.periods[WEEKS - 1].figure = (struct figure){.showing = WITHHELD};
    chart.shown.latest = WEEKS - 2;
    assert_true(isnan(visitors_share(&chart.periods[WEEKS - 1])));
    assert_ptr_equal(visitors_turnout(&chart.place).period, &chart.periods[WEEKS - 2]);
    chart.shown.shown = 0;
    assert_null(visitors_turnout(&chart.place).chart);
}

/* Fewer than four known shares before are no measure; unknown ones are passed over, and
 * those of more than twelve known weeks ago forgotten. */
static void test_what_it_is_held_against(void **state)
{
    (void)state;
    struct chart chart;
    make_chart(&chart, MODE_DOOR);
    chart.periods[WEEKS - 1].visitors = 100; /* 40 % */
    for (int i = 0; i < WEEKS - 1; i++)
        chart.periods[i].visitors = i % 4 == 0 && i > 4 ? 200 : 0; /* weeks 8, 12, 16 */
    assert_false(visitors_turnout(&chart.place).moved);
    chart.periods[2].visitors = 200;
    assert_true(visitors_turnout(&chart.place).moved);
    make_chart(&chart, MODE_DOOR);
    chart.periods[WEEKS - 1].visitors = 100;
    for (int i = 0; i < 12; i++)
        chart.periods[WEEKS - 2 - i].visitors = 100;
    assert_false(visitors_turnout(&chart.place).moved);
}

/* 40 answers a week are usual: 121 are over three times as many, 120 are not. A period
 * of three weeks is held against three weeks; fewer than four shown before are no
 * measure, nor is one that is not shown. */
static void test_a_crowd(void **state)
{
    (void)state;
    struct chart chart;
    struct shown_period *latest = &chart.periods[WEEKS - 1];
    make_chart(&chart, MODE_DOOR);
    latest->visitors = 0;
    latest->figure.n = 120;
    assert_false(visitors_turnout(&chart.place).crowded);
    latest->figure.n = 121;
    assert_true(visitors_turnout(&chart.place).crowded);
    latest->last = latest->first + 2;
    assert_false(visitors_turnout(&chart.place).crowded);
    latest->figure.n = 361;
    assert_true(visitors_turnout(&chart.place).crowded);
    chart.periods[WEEKS - 2].figure.n = 5000; /* one odd week before changes little */
    assert_true(visitors_turnout(&chart.place).crowded);
    for (int i = 0; i < WEEKS - 4; i++)
        chart.periods[i].figure.showing = WITHHELD;
    assert_false(visitors_turnout(&chart.place).crowded);
}

/* At the door where it was asked there; else in the leading mode. */
static void test_which_mode(void **state)
{
    (void)state;
    struct chart door, handed;
    make_chart(&door, MODE_DOOR);
    make_chart(&handed, MODE_HANDED);
    struct shown_chart both[] = {handed.shown, door.shown};
    struct shown_place place = {.charts = both, .chart_count = 2};
    assert_ptr_equal(visitors_turnout(&place).chart, &both[1]);
    both[1].shown = 0;
    assert_ptr_equal(visitors_turnout(&place).chart, &both[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when_it_is_warned_of),
        cmocka_unit_test(test_a_withheld_n_stays_one),
        cmocka_unit_test(test_what_it_is_held_against),
        cmocka_unit_test(test_a_crowd),
        cmocka_unit_test(test_which_mode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
