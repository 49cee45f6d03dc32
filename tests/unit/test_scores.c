/* test_scores.c: means and net promoter scores of distributions; the figures are those
 * of test_statistics.c, from R. */
#include "scores.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%.17g, expected %.17g", found, expected);
}

/* The best first, and one who does not know. */
static struct option faces[] = {
    {.code = "5",          .score = 100                       },
    {                                                         .code = "4",         .score = 75                                   },
    {                                               .code = "3",                    .score = 50                                            },
    {                                     .code = "2",          .score = 25                                  },
    {                                                                                           .code = "1", .score = 0},
    { .code = "none",                     .score = SCORE_NONE,                                                         .missing = true}
};
static const struct question scale = {
    .type = SCALE, .options = faces, .option_count = 6};

static struct shown_cells cells_of(bool *shown, int64_t *counts)
{
    return (struct shown_cells){.any = true, .shown = shown, .cells = counts};
}

static void test_a_mean_is_on_the_scale_of_scores(void **state)
{
    (void)state;
    bool shown[] = {true, true, true, true, true, false};
    int64_t counts[] = {8, 5, 2, 0, 1, 0}, alike[] = {12, 0, 0, 0, 0, 0};
    struct shown_cells cells = cells_of(shown, counts);
    struct score mean;

    assert_true(scores_mean(&scale, &cells, &mean));
    near(mean.value, (4.1875 - 1) * 25, 1e-12);
    near(mean.interval.low, (3.596727253101888 - 1) * 25, 1e-7);
    near(mean.interval.high, (4.778272746898113 - 1) * 25, 1e-7);
    cells.cells = alike;
    assert_true(scores_mean(&scale, &cells, &mean));
    near(mean.value, 100, 0);
    near(mean.interval.low, (4.030023973379037 - 1) * 25, 1e-9);
    near(mean.interval.high, 100, 0);
}

/* 0, 0, 0, 0, 100: 20, with t(4) = 2.776 and 44.7 / sqrt(5) from -35.5 to 75.5. */
static void test_its_interval_ends_with_the_scale(void **state)
{
    (void)state;
    bool shown[] = {true, true, true, true, true, true};
    int64_t counts[] = {1, 0, 0, 0, 4, 0};
    struct shown_cells cells = cells_of(shown, counts);
    struct score mean;

    assert_true(scores_mean(&scale, &cells, &mean));
    near(mean.value, 20, 1e-12);
    near(mean.interval.low, 0, 0);
    near(mean.interval.high, 20 + 2.776445 * 20, 1e-4);
}

static void test_a_hidden_cell_is_not_told_by_a_mean(void **state)
{
    (void)state;
    bool shown[] = {true, true, true, false, true, true};
    int64_t counts[] = {8, 5, 2, 0, 1, 0}, nobody[6] = {0};
    struct shown_cells cells = cells_of(shown, counts);
    struct score score;

    assert_false(scores_mean(&scale, &cells, &score));
    shown[3] = true;
    cells.any = false;
    assert_false(scores_mean(&scale, &cells, &score));
    cells = cells_of(shown, nobody);
    assert_false(scores_mean(&scale, &cells, &score));
    assert_false(scores_nps(&scale, &cells, &score));
}

static void test_promoters_less_detractors(void **state)
{
    (void)state;
    struct option options[11];
    const struct question question = {
        .type = NPS, .options = options, .option_count = 11};
    bool shown[11];
    int64_t mixed[11] = {[0] = 2, [6] = 4, [7] = 5, [8] = 4, [9] = 7, [10] = 8};
    int64_t all[11] = {[10] = 12};
    struct shown_cells cells = cells_of(shown, mixed);
    struct score score;

    for (int i = 0; i < 11; i++) {
        options[i] = (struct option){.code = "", .score = i * 10};
        shown[i] = true;
    }
    assert_true(scores_nps(&question, &cells, &score));
    near(score.value, 0.3, 1e-15);
    near(score.interval.low, 0.006812720114004356, 1e-12);
    near(score.interval.high, 0.5386418253405411, 1e-12);
    assert_false(scores_mean(&question, &cells, &score));
    cells.cells = all;
    assert_true(scores_nps(&question, &cells, &score));
    near(score.interval.low, 0.5419587509227164, 1e-12);
    near(score.interval.high, 1, 0);
    shown[3] = false;
    assert_false(scores_nps(&question, &cells, &score));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mean_is_on_the_scale_of_scores),
        cmocka_unit_test(test_its_interval_ends_with_the_scale),
        cmocka_unit_test(test_a_hidden_cell_is_not_told_by_a_mean),
        cmocka_unit_test(test_promoters_less_detractors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
