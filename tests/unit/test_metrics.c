/* test_metrics.c: nothing that is shown moves with one answer. */
#include "given.h"

#include "metrics.h"

enum { HOUR = 3600 * 1000, GROUP = 5 };

static const char *const names[OUTCOMES] = {"a", "b", "c", "d", "e", "f", "g",
                                            "h", "i", "j", "k", "l", "m"};

static void tell(const struct metrics *metrics, int64_t free, struct text *text)
{
    text_clear(text);
    metrics_write(metrics, names, free, true, text);
    assert_true(text_ok(text, &(struct error){0}));
}

static bool says(const struct metrics *metrics, int64_t free, const char *line)
{
    OWNED(text_release) struct text text = {0};
    tell(metrics, free, &text);
    return strstr(text_string(&text), line) != NULL;
}

/* Answers come one by one for two hours: the text changes only on the hour, and what is
 * added to a figure is a whole group. */
static void test_taps(void **state)
{
    (void)state;
    OWNED(text_release) struct text before = {0}, now = {0};
    struct metrics metrics = {.grown_at = 1};
    metrics_refresh(&metrics, GROUP, 1);
    tell(&metrics, 0, &before);
    for (int64_t minute = 1; minute < 120; minute++) {
        metrics.counted.outcomes[KEPT]++;
        metrics_note_batch(&metrics, 1, 700);
        metrics_refresh(&metrics, GROUP, 1 + minute * 60000);
        tell(&metrics, 0, &now);
        if (minute != 60)
            assert_string_equal(text_string(&now), text_string(&before));
        tell(&metrics, 0, &before);
        assert_int_equal(metrics.shown.outcomes[KEPT], minute < 60 ? 0 : 60);
    }
    metrics.counted.outcomes[KEPT] = 64;
    metrics_refresh(&metrics, GROUP, 1 + 2 * HOUR);
    assert_int_equal(metrics.shown.outcomes[KEPT], 60);
}

static void test_classes(void **state)
{
    (void)state;
    struct metrics metrics = {0};
    metrics_note_batch(&metrics, 0, 5);
    for (int i = 0; i < 7; i++) {
        metrics_note_batch(&metrics, 2, 1000);
        metrics_note_batch(&metrics, 65, 1001);
        metrics_note_batch(&metrics, 64, 9000000);
    }
    metrics_refresh(&metrics, GROUP, 1);
    assert_true(says(&metrics, 0, "sortie_batch_responses_bucket{le=\"1\"} 0\n"));
    assert_true(says(&metrics, 0, "sortie_batch_responses_bucket{le=\"2\"} 5\n"));
    assert_true(says(&metrics, 0, "sortie_batch_responses_bucket{le=\"64\"} 10\n"));
    assert_true(says(&metrics, 0, "sortie_batch_responses_bucket{le=\"+Inf\"} 20\n"));
    assert_true(says(&metrics, 0, "sortie_batch_responses_count 20\n"));
    assert_true(says(&metrics, 0, "sortie_commit_seconds_bucket{le=\"0.001\"} 5\n"));
    assert_true(says(&metrics, 0, "sortie_commit_seconds_bucket{le=\"0.003\"} 10\n"));
    assert_true(says(&metrics, 0, "sortie_commit_seconds_bucket{le=\"3\"} 10\n"));
    assert_true(says(&metrics, 0, "sortie_commit_seconds_bucket{le=\"+Inf\"} 20\n"));
}

static void test_room(void **state)
{
    (void)state;
    struct metrics metrics = {0};
    assert_true(says(&metrics, 9999999, "sortie_free_bytes 0\n"));
    assert_true(says(&metrics, 10000000, "sortie_free_bytes 10000000\n"));
    assert_true(says(&metrics, 123456789012, "sortie_free_bytes 100000000000\n"));
    assert_false(says(&metrics, -1, "sortie_free_bytes"));
}

/* The age is that of a whole group: one answer more leaves it as it is. */
static void test_age(void **state)
{
    (void)state;
    struct metrics metrics = {.grown_at = 1};
    metrics_refresh(&metrics, GROUP, 1);
    metrics_refresh(&metrics, GROUP, 1 + HOUR);
    assert_true(says(&metrics, 0, "sortie_last_kept_age_seconds 3600\n"));
    metrics.counted.outcomes[KEPT] = GROUP - 1;
    metrics_refresh(&metrics, GROUP, 1 + 25 * (int64_t)HOUR);
    assert_true(says(&metrics, 0, "sortie_last_kept_age_seconds 86400\n"));
    metrics.counted.outcomes[KEPT] = GROUP;
    metrics_refresh(&metrics, GROUP, 1 + 26 * (int64_t)HOUR);
    assert_true(says(&metrics, 0, "sortie_last_kept_age_seconds 0\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taps),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
