/* test_passphrase.c: what may be a passphrase. How it is asked for is proved by
 * tests/program/sign.test.mjs. */
#include "given.h"

#include "passphrase.h"

static void test_rules(void **state)
{
    (void)state;
    static const struct {
        const char *passphrase;
        const char *why; /* NULL: it may be one */
    } cases[] = {
        {"four words are enough",                                                     NULL               },
        {"deux mots, l'\303\251t\303\251",                                            NULL               },
        {"\330\271\330\250\330\247\330\261\330\251 \330\247\331\204\331\205\330\261\331\210\330\261",
         NULL                                                                                            },
        {"            x",                                                             NULL               },
        {"",                                                                          "too easy to guess"},
        {"eleven char",                                                               "too easy to guess"},
        {"aaaaaaaaaaaaaaaaaaaaaa",                                                    "too easy to guess"},
        {"\303\251\303\251\303\251\303\251\303\251\303\251",                          "too easy to guess"},
        {"four\twords are enough",                                                    "cannot be typed"  },
        {"four words are enough\177",                                                 "cannot be typed"  },
        {"four words are enough\303",                                                 "cannot be typed"  },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        bool fine = passphrase_check(cases[i].passphrase, &error);
        if (fine != !cases[i].why)
            fail_msg("'%s': %s", cases[i].passphrase, error.text);
        if (cases[i].why)
            assert_non_null(strstr(error.text, cases[i].why));
    }
}

static void test_longest(void **state)
{
    (void)state;
    char passphrase[PASSPHRASE_MOST + 2];
    struct error error = {0};
    for (int i = 0; i <= PASSPHRASE_MOST; i++)
        passphrase[i] = (char)('a' + i % 26);
    passphrase[PASSPHRASE_MOST] = '\0';
    assert_true(passphrase_check(passphrase, &error));
    passphrase[PASSPHRASE_MOST] = 'x';
    passphrase[PASSPHRASE_MOST + 1] = '\0';
    assert_false(passphrase_check(passphrase, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_non_null(strstr(error.text, "shorter"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
