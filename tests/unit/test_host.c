/* test_host.c: which names only this machine has, and whose page a form is of. */
#include "given.h"

#include "host.h"

static void test_local(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        bool local;
    } cases[] = {
        {"localhost",                  true },
        {"LocalHost:8080",             true },
        {"127.0.0.1",                  true },
        {"127.0.0.1:8080",             true },
        {"127.255.3.9:1",              true },
        {"[::1]",                      true },
        {"[::1]:8080",                 true },
        {"",                           false},
        {"localhost.example",          false},
        {"localhost.",                 false},
        {"localhosts",                 false},
        {"localhost:",                 false},
        {"localhost:80a",              false},
        {"localhost:80 ",              false},
        {"evil.example:8080",          false},
        {"127.0.0.1.example",          false},
        {"127.0.0.1.example:8080",     false},
        {"127.1",                      false},
        {"127.0.0.1@example",          false},
        {"128.0.0.1",                  false},
        {"0.0.0.0",                    false},
        {"192.168.1.7",                false},
        {"[::2]",                      false},
        {"[::1].example",              false},
        {"[::ffff:127.0.0.1]",         false},
        {"::1",                        false},
        {"127.000000000000000000.0.1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (host_is_local(cases[i].host) != cases[i].local)
            fail_msg("'%s'", cases[i].host);
}

static void test_origin(void **state)
{
    (void)state;
    static const struct {
        const char *host, *origin;
        bool secure, ours;
    } cases[] = {
        {"localhost:8080", "",                         false, true },
        {"localhost:8080", "http://localhost:8080",    false, true },
        {"sortie",         "https://SORTIE",           true,  true },
        {"localhost:8080", "https://localhost:8080",   false, false},
        {"sortie",         "http://sortie",            true,  false},
        {"localhost:8080", "http://localhost",         false, false},
        {"localhost:8080", "http://localhost:8081",    false, false},
        {"localhost:8080", "http://evil.example",      false, false},
        {"localhost",      "http://localhost.example", false, false},
        {"localhost",      "null",                     false, false},
        {"",               "http://evil.example",      false, false},
        {"localhost",      "http://evil@localhost",    false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (host_is_origin(cases[i].host, cases[i].origin, cases[i].secure)
            != cases[i].ours)
            fail_msg("'%s' at '%s'", cases[i].origin, cases[i].host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_local),
        cmocka_unit_test(test_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
