/* test_phrase.c: days as each language writes them. */
#include "given.h"
#include "phrase.h"

static void says(const char *language, int day, const char *with_year,
                 const char *without)
{
    struct words words;
    struct error error = {0};
    OWNED(text_release) struct text whole = {0}, part = {0};

    assert_true(words_load(language, &words, &error));
    phrase_day(&whole, &words, day_from_civil(2026, 11, day));
    phrase_day_month(&part, &words, day_from_civil(2026, 11, day));
    assert_string_equal(text_string(&whole), with_year);
    assert_string_equal(text_string(&part), without);
    words_release(&words);
}

/* The first is an ordinal in French and Italian, and in no other: the Publications
 * Office of the European Union, Interinstitutional style guide, part 4 of each
 * language ("1er janvier", "1º gennaio"). */
static void test_the_first_of_a_month_is_written_as_each_language_does(void **state)
{
    (void)state;
    says("fr", 1, "1er novembre 2026", "1er novembre");
    says("it", 1, "1º novembre 2026", "1º novembre");
    says("en", 1, "1 November 2026", "1 November");
    says("es", 1, "1 de noviembre de 2026", "1 de noviembre");
    says("pt", 1, "1 de novembro de 2026", "1 de novembro");
    says("de", 1, "1. November 2026", "1. November");
    says("ca", 1, "1 de novembre de 2026", "1 de novembre");
    says("eu", 1, "2026(e)ko azaroaren 1(a)", "2026(e)ko azaroaren 1(a)");
    says("ar", 1, "1 نوفمبر 2026", "1 نوفمبر");
}

static void test_other_days_are_numbers(void **state)
{
    (void)state;
    says("fr", 2, "2 novembre 2026", "2 novembre");
    says("fr", 11, "11 novembre 2026", "11 novembre");
    says("fr", 21, "21 novembre 2026", "21 novembre");
    says("it", 30, "30 novembre 2026", "30 novembre");
}

/* U+200E on both sides: without it the sign goes to the other side of digits that
 * follow Arabic letters (Unicode, UAX #9, rules W2 and W4 to W6). */
static void test_a_percent_sign_stays_where_arabic_has_it(void **state)
{
    (void)state;
    static const struct {
        const char *language, *percent;
    } cases[] = {
        {"ar", "\u200E83%\u200E"},
        {"fr", "83\u00A0%"      },
        {"en", "83%"            },
        {"eu", "%\u00A083"      },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct words words;
        struct error error = {0};
        OWNED(text_release) struct text out = {0};
        assert_true(words_load(cases[i].language, &words, &error));
        phrase_percent(&out, &words, 0.83);
        assert_string_equal(text_string(&out), cases[i].percent);
        words_release(&words);
    }
}

static void names(const char *language, struct shown_period period, const char *name)
{
    const struct settings settings = {0};
    struct words words;
    struct error error = {0};
    OWNED(text_release) struct text text = {0};

    assert_true(words_load(language, &words, &error));
    phrase_period(&text, &words, &settings, &period);
    assert_string_equal(text_string(&text), name);
    words_release(&words);
}

static void test_months_that_were_put_together_are_named_from_the_first(void **state)
{
    (void)state;
    struct shown_period period = {.by = BY_MONTH,
                                  .first = week_named("2025-W49"),
                                  .last = week_named("2025-W52")};

    names("fr", period, "d\u00e9cembre 2025");
    period.last = week_named("2026-W05");
    names("fr", period, "d\u00e9cembre 2025 \u2013 janvier 2026");
    names("eu", period, "2025, abendua \u2013 2026, urtarrila");
}

/* As Unicode's CLDR 42 has it (symbols/group, minimumGroupingDigits), of Portuguese
 * that of Portugal. */
static void test_numbers_are_grouped_as_each_language_does(void **state)
{
    (void)state;
    static const struct {
        const char *language, *four, *five, *seven;
    } cases[] = {
        {"fr", "1\u202F234", "12\u202F345", "1\u202F234\u202F567"},
        {"en", "1,234",      "12,345",      "1,234,567"          },
        {"es", "1234",       "12.345",      "1.234.567"          },
        {"it", "1234",       "12.345",      "1.234.567"          },
        {"pt", "1234",       "12\u00A0345", "1\u00A0234\u00A0567"},
        {"de", "1.234",      "12.345",      "1.234.567"          },
        {"ca", "1.234",      "12.345",      "1.234.567"          },
        {"eu", "1.234",      "12.345",      "1.234.567"          },
        {"ar", "1,234",      "12,345",      "1,234,567"          },
    };
    char string[PHRASE_COUNT_SIZE];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct words words;
        struct error error = {0};
        assert_true(words_load(cases[i].language, &words, &error));
        phrase_count(string, &words, 999);
        assert_string_equal(string, "999");
        phrase_count(string, &words, 1234);
        assert_string_equal(string, cases[i].four);
        phrase_count(string, &words, 12345);
        assert_string_equal(string, cases[i].five);
        phrase_count(string, &words, 1234567);
        assert_string_equal(string, cases[i].seven);
        phrase_count(string, &words, INT64_MIN);
        assert_true(strlen(string) < PHRASE_COUNT_SIZE);
        words_release(&words);
    }
}

static void test_a_fraction_groups_its_numbers_too(void **state)
{
    (void)state;
    struct words words;
    struct error error = {0};
    struct text fraction = {0};
    const struct figure figure = {
        .showing = SHOWN, .bound = AT_MOST, .positive = 1234, .n = 12345};

    assert_true(words_load("de", &words, &error));
    phrase_fraction(&fraction, &words, &figure);
    assert_string_equal(text_string(&fraction), "\u2264 1.234/12.345");
    text_release(&fraction);
    words_release(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_of_a_month_is_written_as_each_language_does),
        cmocka_unit_test(test_other_days_are_numbers),
        cmocka_unit_test(test_a_percent_sign_stays_where_arabic_has_it),
        cmocka_unit_test(test_months_that_were_put_together_are_named_from_the_first),
        cmocka_unit_test(test_numbers_are_grouped_as_each_language_does),
        cmocka_unit_test(test_a_fraction_groups_its_numbers_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
