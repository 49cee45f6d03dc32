/* test_reserve.c: the reserve is enough for what reserve.h says. */
#include "given.h"

#include "sortie/document.h"
#include "sortie/reserve.h"

enum { BODY = 16 * 1024, ALIGNED = 16 };

static size_t asked;

static void *count(size_t size)
{
    asked += (size + ALIGNED - 1) / ALIGNED * ALIGNED;
    return malloc(size);
}

/* What jansson asks for in all, since nothing is given back before the end. */
static size_t memory_of(const char *before, const char *piece, const char *after)
{
    struct text text = {0};
    json_error_t fault;
    text_add(&text, before);
    while (text.length + strlen(piece) + strlen(after) <= BODY)
        text_add(&text, piece);
    text_add(&text, after);
    asked = 0;
    json_set_alloc_funcs(count, free);
    json_decref(json_loadb(text_string(&text), text.length, 0, &fault));
    text_release(&text);
    return asked;
}

/* Of names that are repeated, as here, one is kept; a body of as many as fit that are
 * not takes 655 kB (of {"a":{}, ...}, measured): half of the list of {}. */
static void test_it_is_enough_for_any_body(void **state)
{
    (void)state;
    static const char *const bodies[][3] = {
        {"[",        "{},",               "1]"     },
        {"[",        "[],",               "1]"     },
        {"[",        "1,",                "1]"     },
        {"[",        "1.5,",              "1]"     },
        {"[",        "\"\",",             "1]"     },
        {"[",        "{\"\":1},",         "1]"     },
        {"[",        "{\"\":[]},",        "1]"     },
        {"[",        "{\"\":{}},",        "1]"     },
        {"",         "[",                 ""       },
        {"",         "{\"\":",            ""       },
        {"[{},{},[", "[[[[[[[[{},[],[[[", "]"      },
        {"{",        "\"a\":1,",          "\"\":1}"},
        {"[\"",      "a",                 "\"]"    },
        {"[",        "1",                 ".5]"    },
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        size_t most = memory_of(bodies[i][0], bodies[i][1], bodies[i][2]);
        if (most == 0 || most > RESERVE_SIZE)
            fail_msg("%s: %zu", bodies[i][1], most);
    }
}

static void test_nothing_is_taken_while_there_is_memory(void **state)
{
    (void)state;
    reserve_begin();
    json_t *document = json_loads("{\"a\": [1, 2]}", 0, NULL);
    assert_true(reserve_end());
    assert_int_equal(json_array_size(json_object_get(document, "a")), 2);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_enough_for_any_body),
        cmocka_unit_test(test_nothing_is_taken_while_there_is_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
