/* test_xmr.c: XmR limits and rules against NHSRplotthedots and qicharts2. */
#include "figures_given.h"
#include "sortie/document.h"
#include "xmr.h"

enum { MOST = 64 };

static const struct {
    const char *start; /* of the package's word */
    enum xmr_cause cause;
} words[] = {
    {"Common Cause",  XMR_COMMON      },
    {"Above UCL",     XMR_OUTSIDE     },
    {"Below LCL",     XMR_OUTSIDE     },
    {"7 Point Trend", XMR_TREND       },
    {"2 in 3",        XMR_TWO_OF_THREE},
    {"7 Points",      XMR_ONE_SIDE    },
};

static enum xmr_cause cause_named(const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strncmp(word, words[i].start, strlen(words[i].start)))
            return words[i].cause;
    fail_msg("unknown cause '%s'", word);
    return XMR_COMMON;
}

/* The fixture's file; NULL where it is missing. */
static json_t *document_given(const char *name)
{
    char path[512];

    given_path(name, path);
    return json_load_file(path, 0, NULL);
}

static size_t numbers(const json_t *array, double values[static MOST])
{
    size_t size = json_array_size(array);

    assert_in_range(size, 1, MOST);
    for (size_t i = 0; i < size; i++)
        values[i] = json_number_value(json_array_get(array, i));
    return size;
}

static void check_case(const json_t *given)
{
    double values[MOST];
    enum xmr_cause causes[MOST];
    size_t size = numbers(json_object_get(given, "y"), values);
    struct xmr xmr = xmr_limits(
        values, size, json_is_true(json_object_get(given, "screen_outliers")));
    const json_t *low = json_object_get(given, "lpl");

    near(xmr.mean, json_number_value(json_object_get(given, "mean")), 1e-9);
    /* The package's limits of a constant series are not numbers: ours are the mean. */
    near(xmr.limits.low, json_is_null(low) ? xmr.mean : json_number_value(low), 1e-9);
    if (!json_is_null(low))
        near(xmr.limits.high, json_number_value(json_object_get(given, "upl")), 1e-9);
    xmr_causes(values, size, &xmr, causes);
    for (size_t i = 0; i < size; i++) {
        const json_t *word =
            json_array_get(json_object_get(given, "special_cause_type"), i);
        if (causes[i] != cause_named(json_string_value(word)))
            fail_msg("%s: value %zu has cause %d, expected %s",
                     json_string_value(json_object_get(given, "name")), i,
                     (int)causes[i], json_string_value(word));
    }
}

static void test_series_of_nhs(void **state)
{
    (void)state;
    json_auto_t *cases = document_given("07-xmr-rules-unit/cases.json");

    if (!cases)
        skip();
    assert_int_equal(json_array_size(cases), 17);
    for (size_t i = 0; i < json_array_size(cases); i++)
        check_case(json_array_get(cases, i));
}

/* A rule alone: the package tells where seven values end, we mark all of them. The line
 * and its limits lie where no other rule applies. */
static void check_rule(const json_t *block, double mean, enum xmr_cause cause)
{
    double values[MOST], ends[MOST];
    enum xmr_cause causes[MOST];
    size_t size = numbers(json_object_get(block, "input"), values);
    struct xmr xmr = {
        mean, {-1000, 1000}
    };

    assert_int_equal(numbers(json_object_get(block, "expect"), ends), size);
    xmr_causes(values, size, &xmr, causes);
    for (size_t i = 0; i < size; i++) {
        bool expected = false;
        for (size_t end = i; end < size && end < i + 7; end++)
            expected |= ends[end] != 0;
        assert_int_equal(causes[i] == cause, expected);
    }
}

static void test_rules_of_nhs(void **state)
{
    (void)state;
    json_auto_t *blocks = document_given("07-xmr-rules-unit/rule_blocks.json");
    int checked = 0;

    if (!blocks)
        skip();
    for (size_t i = 0; i < json_array_size(blocks); i++) {
        const json_t *block = json_array_get(blocks, i);
        const char *name = json_string_value(json_object_get(block, "fn"));
        if (strcmp(name, "seven_point_one_side") && strcmp(name, "seven_point_trend"))
            continue;
        check_rule(block, 0, strstr(name, "trend") ? XMR_TREND : XMR_ONE_SIDE);
        checked++;
    }
    assert_int_equal(checked, 7);
}

/* The values of a case and segment of the NHS series, from row to row. */
struct stretch {
    char id[64], segment[8];
    double values[MOST], mean, low, high;
    enum xmr_cause causes[MOST];
    size_t size;
};

static void check_stretch(const struct stretch *stretch)
{
    bool fixed = !strcmp(stretch->id, "pct_fix12");
    struct xmr xmr = xmr_limits(stretch->values, fixed ? 12 : stretch->size, true);
    enum xmr_cause causes[MOST];

    near(xmr.mean, stretch->mean, 1e-9 * stretch->mean);
    near(xmr.limits.low, stretch->low, 1e-9 * stretch->mean);
    near(xmr.limits.high, stretch->high, 1e-9 * stretch->mean);
    xmr_causes(stretch->values, stretch->size, &xmr, causes);
    for (size_t i = 0; i < stretch->size; i++)
        if (causes[i] != stretch->causes[i])
            fail_msg("%s: value %zu has cause %d, expected %d", stretch->id, i,
                     (int)causes[i], (int)stretch->causes[i]);
}

static void take(struct stretch *stretch, const struct given_table *table)
{
    snprintf(stretch->id, sizeof stretch->id, "%s", given_text(table, "id"));
    snprintf(stretch->segment, sizeof stretch->segment, "%s",
             given_text(table, "rebase_group"));
    stretch->mean = given_number(table, "mean");
    stretch->low = given_number(table, "lpl");
    stretch->high = given_number(table, "upl");
    stretch->causes[stretch->size] =
        cause_named(given_text(table, "special_cause_type"));
    stretch->values[stretch->size++] = given_number(table, "y");
}

/* Real series, also cut where limits start anew, and with limits of the first twelve.
 */
static void test_real_series_of_nhs(void **state)
{
    (void)state;
    struct given_table table;
    struct stretch stretch = {0};
    int stretches = 0;

    if (!given_open(&table, "08-xmr-series-rebase-target/expected_points.csv"))
        skip();
    while (given_next(&table)) {
        if (stretch.size
            && (strcmp(stretch.id, given_text(&table, "id"))
                || strcmp(stretch.segment, given_text(&table, "rebase_group")))) {
            check_stretch(&stretch);
            stretches++;
            stretch.size = 0;
        }
        take(&stretch, &table);
    }
    check_stretch(&stretch);
    given_close(&table);
    assert_int_equal(stretches + 1, 11);
}

/* Montgomery 6.5, limits of the first 20 values as qicharts2 has them (published: 300.5
 * and 321.22). */
static void test_limits_of_montgomery(void **state)
{
    (void)state;
    struct given_table table;
    double values[MOST], low = 0, high = 0;
    size_t size = 0;

    if (!given_open(&table, "14-spc-rebase-freeze-exclude/expected.csv"))
        skip();
    while (given_next(&table))
        if (!strncmp(given_text(&table, "case"), "i_chart", 7)) {
            values[size++] = given_number(&table, "y");
            low = given_number(&table, "lcl");
            high = given_number(&table, "ucl");
        }
    given_close(&table);
    struct xmr xmr = xmr_limits(values, 20, false);
    near(xmr.mean, 300.5, 1e-9);
    near(xmr.limits.low, low, 0.01); /* 2.66 is 3 / 1.128, rounded */
    near(xmr.limits.high, high, 0.01);
}

/* Shares whose mean is a rounding away from one of them: on the mean is on no side. */
static void test_a_share_on_the_mean_is_on_no_side(void **state)
{
    (void)state;
    double values[14];
    enum xmr_cause causes[14];

    for (size_t i = 0; i < 14; i++)
        values[i] = 0.7;
    struct xmr xmr = xmr_limits(values, 14, true);
    xmr_causes(values, 14, &xmr, causes);
    for (size_t i = 0; i < 14; i++)
        assert_int_equal(causes[i], XMR_COMMON);
}

static void test_short_series(void **state)
{
    (void)state;
    const double values[] = {1, 9, 1};
    enum xmr_cause causes[3];
    struct xmr xmr = xmr_limits(values, 1, true);

    near(xmr.limits.high, 1, 0);
    xmr_causes(values, 1, &xmr, causes);
    assert_int_equal(causes[0], XMR_COMMON);
    xmr_causes(values, 0, &xmr, causes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_series_of_nhs),
        cmocka_unit_test(test_rules_of_nhs),
        cmocka_unit_test(test_real_series_of_nhs),
        cmocka_unit_test(test_limits_of_montgomery),
        cmocka_unit_test(test_a_share_on_the_mean_is_on_no_side),
        cmocka_unit_test(test_short_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
