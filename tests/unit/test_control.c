/* test_control.c: characters that act, and those that only look so. */
#include "given.h"

#include "sortie/control.h"
#include "sortie/document.h"

static const char *const acting[][2] = {
    {"a\x1b[2Jb",                 "a?[2Jb" },
    {"a\nb\tc\rd",                "a?b?c?d"},
    {"\x01\x7f",                  "??"     },
    {"a\xc2\x9b"
     "31mb",                 "a?31mb" },
    {"a\xe2\x80\xa8"
     "b\xe2\x80\xa9",        "a?b?"   },
    {"\xe2\x80\xaa\xe2\x80\xae.", "??."    },
    {"\xe2\x81\xa6x\xe2\x81\xa9", "?x?"    },
};

static const char *const read_only[] = {
    "",
    "Trouver un emploi",
    "L'été : « ça »\xc2\xa0!",
    "مركز\xe2\x80\x8f (1)",
    "日本",
    ("a\xe2\x80\x8d"
     "b"),
    "\xe2\x80\x93\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaa",
    "\xc2",
    "\xe2\x80",
};

static void test_strike(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof acting / sizeof *acting; i++) {
        char *copy = strdup(acting[i][0]);
        assert_true(control_found(copy));
        control_strike(copy);
        assert_string_equal(copy, acting[i][1]);
        assert_false(control_found(copy));
        free(copy);
    }
}

static void test_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof read_only / sizeof *read_only; i++) {
        char *copy = strdup(read_only[i]);
        assert_false(control_found(copy));
        control_strike(copy);
        assert_string_equal(copy, read_only[i]);
        free(copy);
    }
}

/* A sentence that quotes what was given is one line and acts on nothing. */
static void test_sentences(void **state)
{
    (void)state;
    struct error error = {0};
    OWNED(problems_release) struct problems problems = {0};
    assert_false(error_set(&error, ERROR_INPUT, "'%s' is wrong", "a\x1b]0;b\n"));
    assert_string_equal(error.text, "'a?]0;b?' is wrong");
    problems_add(&problems, "/a\nb", "'%s' is wrong", "\xe2\x80\xae");
    assert_string_equal(problems.entries[0].at, "/a?b");
    assert_string_equal(problems.entries[0].why, "'?' is wrong");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strike),
        cmocka_unit_test(test_left),
        cmocka_unit_test(test_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
