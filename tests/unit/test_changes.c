/* test_changes.c: what changes.h says of before and after: which weeks, of which
 * figures, and what may be said of their difference. */
#include "changes.h"
#include "given.h"

#include <math.h>

enum { WEEKS = 60, FIRST = 2900 };

/* A weekly chart: `n` answers a week, `positive` of them. */
struct chart {
    struct shown_period periods[WEEKS];
    struct shown_chart shown;
};

static void set(struct shown_period *period, int64_t n, int64_t positive)
{
    period->figure = (struct figure){.showing = SHOWN, .n = n, .positive = positive};
    period->share = (double)positive / (double)n;
}

static void hide(struct shown_period *period)
{
    period->figure = (struct figure){.showing = WITHHELD};
    period->share = nan("");
}

static void make_chart(struct chart *chart, int64_t n, int64_t positive)
{
    for (int i = 0; i < WEEKS; i++) {
        chart->periods[i] =
            (struct shown_period){.first = FIRST + i, .last = FIRST + i};
        set(&chart->periods[i], n, positive);
    }
    chart->shown = (struct shown_chart){.by = BY_WEEK,
                                        .periods = chart->periods,
                                        .period_count = WEEKS,
                                        .signals.line = (double)positive / (double)n};
}

static int32_t monday(int week)
{
    return week_monday(FIRST + week);
}

static void assert_counts(struct counts is, int64_t n, int64_t positive)
{
    assert_int_equal(is.n, n);
    assert_int_equal(is.positive, positive);
}

/* research/statistics.md 3.4, figure F33 (desk-rights): 52/82 -> 44/51, +22.9 points,
 * 95 % [7.5, 35.7]. */
static void test_the_reference(void **state)
{
    (void)state;
    struct chart chart;
    make_chart(&chart, 10, 5);
    chart.shown.period_count = 2;
    set(&chart.periods[0], 82, 52);
    set(&chart.periods[1], 51, 44);
    struct change_effect effect =
        changes_effect(&chart.shown, monday(1), DAY_NONE, DAY_NONE);
    assert_int_equal(effect.weeks, 1);
    assert_counts(effect.before, 82, 52);
    assert_counts(effect.after, 51, 44);
    assert_true(effect.told);
    assert_true(fabs(effect.difference - 0.229) < 0.0005);
    assert_true(fabs(effect.difference_95.low - 0.075) < 0.0005);
    assert_true(fabs(effect.difference_95.high - 0.357) < 0.0005);
}

/* The week of the change counts on no side, unless it begins with it. */
static void test_which_weeks(void **state)
{
    (void)state;
    static const struct {
        int week, day; /* of the change: day after Monday */
        int32_t weeks;
        int64_t before, after; /* answers, 7 a week */
    } cases[] = {
        {30, 0, 26, 182, 182},
        {30, 3, 26, 182, 182},
        {30, 6, 26, 182, 182},
        {4,  0, 4,  28,  28 },
        {4,  1, 4,  28,  28 },
        {57, 0, 3,  21,  21 },
        {57, 1, 2,  14,  14 },
        {0,  0, 0,  0,   0  },
        {59, 1, 0,  0,   0  },
        {70, 0, 0,  0,   0  },
        {-9, 0, 0,  0,   0  },
    };
    struct chart chart;
    make_chart(&chart, 7, 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct change_effect effect = changes_effect(
            &chart.shown, monday(cases[i].week) + cases[i].day, DAY_NONE, DAY_NONE);
        assert_int_equal(effect.weeks, cases[i].weeks);
        assert_int_equal(effect.before.n, cases[i].before);
        assert_int_equal(effect.after.n, cases[i].after);
    }
}

static void test_never_across_another_change(void **state)
{
    (void)state;
    struct chart chart;
    make_chart(&chart, 7, 5);
    struct change_effect effect =
        changes_effect(&chart.shown, monday(30), monday(25), DAY_NONE);
    assert_int_equal(effect.weeks, 5);
    effect = changes_effect(&chart.shown, monday(30), monday(25) + 1, DAY_NONE);
    assert_int_equal(effect.weeks, 4);
    effect = changes_effect(&chart.shown, monday(30), DAY_NONE, monday(33));
    assert_int_equal(effect.weeks, 3);
    effect = changes_effect(&chart.shown, monday(30), monday(20), monday(33) - 1);
    assert_int_equal(effect.weeks, 2);
    assert_counts(effect.after, 14, 10);
}

/* What is hidden, or shown as a bound, is in no sum; ten answers are enough, nine are
 * not. */
static void test_only_exact_figures_and_ten(void **state)
{
    (void)state;
    struct chart chart;
    make_chart(&chart, 5, 4);
    hide(&chart.periods[28]);
    chart.periods[29].figure.bound = AT_MOST;
    chart.periods[29].share = nan("");
    chart.shown.period_count = 34;
    struct change_effect effect =
        changes_effect(&chart.shown, monday(30), DAY_NONE, DAY_NONE);
    assert_int_equal(effect.weeks, 4);
    assert_counts(effect.before, 10, 8);
    assert_true(effect.told);
    set(&chart.periods[27], 4, 4);
    effect = changes_effect(&chart.shown, monday(30), DAY_NONE, DAY_NONE);
    assert_counts(effect.before, 9, 8);
    assert_false(effect.told);
    assert_true(isnan(effect.difference));
}

/* research/statistics.md, finding 7: 9 answers a week at 85 %, 26 weeks before and
 * after can show about 10 points. */
static void test_what_could_be_seen(void **state)
{
    (void)state;
    struct chart chart;
    make_chart(&chart, 9, 7);
    chart.shown.signals.line = 0.85;
    struct change_effect effect =
        changes_effect(&chart.shown, monday(1), DAY_NONE, DAY_NONE);
    assert_int_equal(effect.rate, 9);
    assert_int_equal(lround(effect.visible * 100), 10);
    chart.shown.by = BY_MONTH;
    effect = changes_effect(&chart.shown, monday(1), DAY_NONE, DAY_NONE);
    assert_int_equal(effect.rate, 0);
    assert_true(isnan(effect.visible));
}

/* ---- the places of an edition ---- */

struct edition {
    struct centre centre;
    struct place places[2];
    struct shown_place shown_places[2];
    struct line lines[2];
    struct chart charts[2];
    struct shown_chart both[2];
    struct shown shown;
    struct changes changes;
};

/* The centre and a desk, which is charted by two questions. */
static void make_edition(struct edition *edition)
{
    *edition = (struct edition){
        .centre = {.places = edition->places,       .place_count = 2},
        .shown = { .centre = &edition->centre,
                   .week = FIRST + WEEKS - 1,
                   .places = edition->shown_places,
                   .place_count = 2},
    };
    for (size_t i = 0; i < 2; i++) {
        make_chart(&edition->charts[i], 7, 5);
        edition->charts[i].shown.line = &edition->lines[i];
        edition->both[i] = edition->charts[i].shown;
        edition->shown_places[i].place = &edition->places[i];
    }
    edition->shown_places[1].charts = edition->both;
    edition->shown_places[1].chart_count = 2;
}

static void make(struct edition *edition, const struct change *all, size_t count)
{
    struct error error = {0};
    assert_true(changes_make(all, count, &edition->shown, &edition->changes, &error));
}

static void test_the_latest_of_each_place(void **state)
{
    (void)state;
    struct edition edition;
    make_edition(&edition);
    const struct place *desk = &edition.places[1];
    const struct change all[] = {
        {.number = 1, .place = desk,               .day = monday(10)           },
        {.number = 2, .place = desk,               .day = monday(20)           },
        {.number = 3, .place = &edition.places[0], .day = monday(25)           },
        {.number = 4, .place = desk,               .day = monday(30)           },
        {.number = 5, .place = desk,               .day = monday(WEEKS - 1) + 6},
        {.number = 6, .place = desk,               .day = monday(WEEKS)        }, /* after the edition */
    };
    make(&edition, all, 6);
    const struct shown_place *centre = &edition.shown_places[0],
                             *shown = &edition.shown_places[1];
    assert_int_equal(centre->change_count, 1);
    assert_int_equal(centre->changes[0].change->number, 3);
    assert_int_equal(centre->changes[0].effect_count, 0);
    assert_int_equal(shown->change_count, CHANGES_LATEST);
    static const int64_t numbers[] = {5, 4, 2};
    for (size_t i = 0; i < CHANGES_LATEST; i++)
        assert_int_equal(shown->changes[i].change->number, numbers[i]);
    assert_int_equal(shown->changes[1].effect_count, 2);
    assert_int_equal(shown->changes[1].effects[0].weeks, 26);
    changes_release(&edition.changes);
}

/* Of four changes the oldest is not told of, and nothing marks it. */
static void test_no_mark_without_its_change(void **state)
{
    (void)state;
    struct edition edition;
    make_edition(&edition);
    struct change all[4];
    for (int i = 0; i < 4; i++) {
        all[i] = (struct change){.place = &edition.places[1], .day = monday(10 + i)};
        edition.charts[1].periods[10 + i].change = i + 1;
    }
    make(&edition, all, 4);
    for (int i = 0; i < 4; i++)
        assert_int_equal(edition.charts[1].periods[10 + i].change, i == 0 ? 0 : i + 1);
    changes_release(&edition.changes);
}

/* A change with a rebase ends what is looked at, be it the place's or the whole
 * centre's; one without, or one of another place, does not. */
static void test_which_changes_bound(void **state)
{
    (void)state;
    struct edition edition;
    make_edition(&edition);
    const struct place *desk = &edition.places[1], *centre = &edition.places[0],
                       other = {0};
    const struct change all[] = {
        {.place = centre,    .day = monday(20), .rebase = true},
        {.place = desk,      .day = monday(24)},
        {.place = &other, .day = monday(25),    .rebase = true              },
        {.place = desk, .day = monday(30)                 },
        {.place = desk,    .day = monday(30),                     .rebase = true},
        {.place = desk,    .day = monday(38),                     .rebase = true  },
    };
    make(&edition, all, 6);
    const struct shown_place *shown = &edition.shown_places[1];
    assert_int_equal(shown->changes[0].effects[0].weeks, 8); /* back to week 30 */
    assert_int_equal(shown->changes[1].effects[0].weeks, 8); /* until week 38 */
    assert_int_equal(shown->changes[2].effects[0].weeks, 8);
    assert_counts(shown->changes[1].effects[1].before, 56, 40);
    changes_release(&edition.changes);
    make(&edition, all, 5);
    assert_int_equal(shown->changes[0].effects[0].weeks, 10); /* back to week 20 */
    assert_int_equal(shown->changes[2].effects[0].weeks, 4);  /* 20 .. 24 */
    changes_release(&edition.changes);
}

/* Another mode is never pooled, nor set beside. */
static void test_the_leading_mode_alone(void **state)
{
    (void)state;
    struct edition edition;
    make_edition(&edition);
    const struct change all[] = {
        {.place = &edition.places[1], .day = monday(30)}
    };
    edition.lines[1].mode = MODE_PAPER;
    make(&edition, all, 1);
    assert_int_equal(edition.shown_places[1].changes[0].effect_count, 1);
    changes_release(&edition.changes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_reference),
        cmocka_unit_test(test_which_weeks),
        cmocka_unit_test(test_never_across_another_change),
        cmocka_unit_test(test_only_exact_figures_and_ten),
        cmocka_unit_test(test_what_could_be_seen),
        cmocka_unit_test(test_the_latest_of_each_place),
        cmocka_unit_test(test_no_mark_without_its_change),
        cmocka_unit_test(test_which_changes_bound),
        cmocka_unit_test(test_the_leading_mode_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
