/* test_words.c: the interface's own words. */
#include "given.h"

#include "sortie/words.h"

static void test_nine_languages(void **state)
{
    (void)state;
    static const char *const languages[] = {"fr", "en", "es", "it", "pt",
                                            "de", "ca", "eu", "ar"};
    for (size_t i = 0; i < 9; i++) {
        struct words words;
        struct error error = {0};
        assert_true(words_load(languages[i], &words, &error));
        assert_string_not_equal(words_get(&words, "name"), "name");
        assert_int_equal(words_right_to_left(&words), strcmp(languages[i], "ar") == 0);
        assert_string_equal(words_get(&words, "no.such.key"), "no.such.key");
        words_release(&words);
    }
}

static void test_refused_languages(void **state)
{
    (void)state;
    static const char *const refused[] = {"",   "xx",      "../fr",
                                          "FR", "fr.json", "a-very-long-name"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct words words;
        struct error error = {0};
        assert_false(words_load(refused[i], &words, &error));
        assert_int_equal(error.kind, ERROR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nine_languages),
        cmocka_unit_test(test_refused_languages),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
