/* test_fit.c: texts in boxes. */
#include "given.h"

#include "fit.h"

/* The lines, joined by '|'. */
static void assert_lines(const char *text, int width, int height, int most,
                         const char *expected)
{
    OWNED(text_release) struct text lines = {0};
    struct fitted fitted = fit_text(text, width, height, most);
    for (size_t i = 0; i < fitted.count; i++) {
        text_add(&lines, i ? "|" : "");
        text_add_bytes(&lines, fitted.lines[i].start, fitted.lines[i].length);
    }
    assert_string_equal(text_string(&lines), expected);
}

/* No line is wider, nor all together higher, than the box. */
static void assert_inside(const char *text, int width, int height, int most)
{
    struct fitted fitted = fit_text(text, width, height, most);
    assert_in_range(fitted.size, 0, most);
    assert_in_range(fitted.count, 0, FIT_LINES);
    for (size_t i = 0; i < fitted.count; i++)
        assert_true(fit_width(fitted.lines[i].start, fitted.lines[i].length)
                        * fitted.size
                    <= 100 * width);
    assert_true((int)fitted.count * fitted.size * FIT_LEADING <= 100 * height);
}

static void test_widths(void **state)
{
    (void)state;
    assert_int_equal(fit_width("", 0), 0);
    assert_int_equal(fit_width("ii", 2), 2 * fit_width("i", 1));
    assert_true(fit_width("m", 1) > fit_width("n", 1));
    assert_true(fit_width("n", 1) > fit_width("i", 1));
    assert_int_equal(fit_width("e\xCC\x81", 3), fit_width("e", 1));
    assert_true(fit_width("\xE4\xB8\xAD", 3) >= 100);
    assert_true(fit_width("\xF0\x9F\x98\x80", 4) >= 100);
}

static void test_lines(void **state)
{
    (void)state;
    assert_lines("short", 1000, 200, 100, "short");
    assert_lines("Wie war Ihr Besuch insgesamt?", 580, 140, 70,
                 "Wie war Ihr|Besuch insgesamt?");
    assert_lines("  two  words ", 110, 1000, 100, "two|words");
    assert_lines("http://sortie:8080/p/0123456789abcdef0123456789abcdef", 500, 500, 100,
                 "http://sortie:8080/p/|0123456789abcdef0123456789abcdef");
    assert_lines("", 10, 10, 10, "");
    assert_lines("   ", 10, 10, 10, "");
}

static void test_size_is_the_largest_that_fits(void **state)
{
    (void)state;
    assert_int_equal(fit_text("short", 1000, 1000, 40).size, 40);
    assert_int_equal(fit_text("short", 1000, 64, 400).size, 50);
    int width = fit_width("short", 5);
    assert_int_equal(fit_text("short", width, 1000, 400).size, 100);
    assert_int_equal(fit_text("short", width - 1, 1000, 400).size, 99);
}

static void test_everything_stays_inside(void **state)
{
    (void)state;
    char word[2001];
    memset(word, 'W', 2000);
    word[2000] = '\0';
    assert_inside(word, 1800, 100, 60);
    for (size_t i = 7; i < 2000; i += 8)
        word[i] = i % 3 ? ' ' : '/';
    assert_inside(word, 1800, 100, 60);
    assert_inside("a b c d e f g h i j k l m n o p", 1, 1000, 60);
    assert_inside("\xD8\xA8\xD8\xB4\xD9\x83\xD9\x84 \xD8\xB9\xD8\xA7\xD9\x85", 300, 90,
                  60);
}

/* The largest name that a file could hold takes no longer than a short one does,
 * nearly. */
static void test_a_long_text_is_quick(void **state)
{
    (void)state;
    enum { LENGTH = 1000000 };
    char *text = malloc(LENGTH + 1);
    assert_non_null(text);
    for (size_t i = 0; i < LENGTH; i++)
        text[i] = i % 5 ? 'a' : ' ';
    text[LENGTH] = '\0';
    assert_inside(text, 1800, 100, 60);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_size_is_the_largest_that_fits),
        cmocka_unit_test(test_everything_stays_inside),
        cmocka_unit_test(test_a_long_text_is_quick),
    };
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
