/* test_gzip.c: who takes gzip, and what is made of a text. That a browser and curl read
 * it is proved by tests/program/collector.test.mjs. */
#include "given.h"

#include "gzip.h"

static void test_accepted(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool accepted;
    } cases[] = {
        {"gzip",                    true },
        {"gzip, deflate, br, zstd", true },
        {"br;q=1.0,\tGZIP;q=0.5",   true },
        {"identity, gzip ; q=1",    true },
        {"gzip;q=0.001",            true },
        {"",                        false},
        {"identity",                false},
        {"x-gzip, gzipped",         false},
        {"gzip;q=0",                false},
        {"br, gzip; q=0.000",       false},
        {"gzip;q=0, br",            false},
        {",,;,  ,",                 false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (gzip_accepted(cases[i].header) != cases[i].accepted)
            fail_msg("'%s'", cases[i].header);
}

static struct text repeated(const char *string, size_t length)
{
    struct text text = {0};
    while (text.length < length)
        text_add(&text, string);
    return text;
}

static void test_text(void **state)
{
    (void)state;
    OWNED(text_release) struct text text = repeated("Bien ", 5000);
    OWNED(text_release) struct text same = repeated("Bien ", 5000);
    assert_true(gzip_text(&text));
    assert_in_range(text.length, 20, 200);
    assert_memory_equal(text.bytes, "\x1f\x8b\x08", 3);
    assert_memory_equal(text.bytes + 4, "\0\0\0\0", 4);
    assert_true(gzip_text(&same));
    assert_int_equal(same.length, text.length);
    assert_memory_equal(same.bytes, text.bytes, text.length);
}

static void test_left_alone(void **state)
{
    (void)state;
    OWNED(text_release) struct text small = repeated("a", GZIP_LEAST - 1);
    OWNED(text_release) struct text large = repeated("a", GZIP_MOST + 1);
    OWNED(text_release) struct text noise = {0};
    unsigned seed = 1;
    for (int i = 0; i < 4096; i++) {
        seed = seed * 1103515245U + 12345U;
        text_add_bytes(&noise, &(char){(char)(seed >> 16)}, 1);
    }
    struct text *texts[] = {&small, &large, &noise};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = texts[i]->length;
        assert_false(gzip_text(texts[i]));
        assert_int_equal(texts[i]->length, length);
    }
    assert_int_equal(small.bytes[0], 'a');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accepted),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_left_alone),
    };
    return cmocka_run_group_tests_name("gzip", tests, NULL, NULL);
}
