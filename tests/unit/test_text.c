/* test_text.c: what text.h says. */
#include "given.h"

#include <sys/stat.h>

#include "sortie/text.h"

static void test_an_empty_text_is_a_string(void **state)
{
    (void)state;
    struct text text = {0};
    struct error error = {0};
    assert_null(text.bytes);
    assert_string_equal(text_string(&text), "");
    assert_true(text_ok(&text, &error));
    text_add(&text, "");
    assert_string_equal(text_string(&text), "");
    text_release(&text);
}

static void test_it_grows_and_ends_in_nul(void **state)
{
    (void)state;
    OWNED(text_release) struct text text = {0};
    for (int i = 0; i < 1000; i++) {
        text_add_format(&text, "%03d", i);
        assert_int_equal(text.length, (i + 1) * 3);
        assert_int_equal(text.bytes[text.length], '\0');
    }
    assert_memory_equal(text.bytes + 2997, "999", 4);
    text_clear(&text);
    assert_string_equal(text_string(&text), "");
}

/* What reached the limit stays as it is, drops all that follows, and says so once. */
static void test_a_limit_is_kept(void **state)
{
    (void)state;
    OWNED(text_release) struct text text = {.limit = 8};
    struct error error = {0};
    text_add(&text, "12345678");
    assert_true(text_ok(&text, &error));
    text_add(&text, "9");
    text_add(&text, "");
    text_add_format(&text, "%d", 1);
    text_add_html(&text, "<");
    assert_string_equal(text_string(&text), "12345678");
    assert_false(text_ok(&text, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    text_clear(&text);
    text_add(&text, "fits");
    assert_string_equal(text_string(&text), "fits");
}

/* A page's rows within a page: either says what was dropped, not the page beside. */
static void test_what_is_cut_in_a_part_is_cut_in_the_whole(void **state)
{
    (void)state;
    OWNED(text_release) struct text page = {0}, other = {0};
    OWNED(text_release) struct text table = {.whole = &page};
    OWNED(text_release) struct text row = {.limit = 2, .whole = &table};
    text_add(&row, "ab");
    assert_false(table.cut || page.cut);
    text_add(&row, "c");
    assert_true(row.cut && table.cut && page.cut);
    text_clear(&row);
    text_release(&row);
    assert_true(table.cut && page.cut);
    text_clear(&page);
    text_add_format(&row, "%d", 123);
    assert_true(page.cut);
    assert_false(other.cut);
}

static void test_html_is_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *escaped;
    } cases[] = {
        {"",                                                 ""                                    },
        {"Métiers d'art & <b>\"été\"</b>",
         "Métiers d&#39;art &amp; &lt;b&gt;&quot;été&quot;&lt;/b&gt;"                           },
        {"a\tb\nc",                                          "a\tb\nc"                             },
        {"\xEF\xBF\xBD\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBD\x9E",
         "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBD\x9E"                                        },
        {"\xEF\xBF",                                         "\xEF\xBF"                            },
        {"\x01\x1f\x7f",                                     "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"مهن",                                           "مهن"                              },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text text = {0};
        text_add_html(&text, cases[i].raw);
        assert_string_equal(text_string(&text), cases[i].escaped);
    }
}

static const struct filling fillings[] = {
    {"name", "<Ana>"},
    {"n",    "3"    },
    {NULL,   NULL   }
};

static void test_sentences_are_filled(void **state)
{
    (void)state;
    static const struct {
        const char *template, *filled;
    } cases[] = {
        {"{n} of {name}", "3 of <Ana>"  },
        {"{unknown} {n",  "{unknown} {n"},
        {"{} {{n}} {",    "{} {3} {"    },
        {"",              ""            },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text text = {0};
        text_add_filled(&text, cases[i].template, fillings);
        assert_string_equal(text_string(&text), cases[i].filled);
    }
}

static void test_pages_are_filled_and_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *template, *filled;
    } cases[] = {
        {"<p>{{name}}</p>{{{name}}}",        "<p>&lt;Ana&gt;</p><Ana>"         },
        {"{name} {{unknown}} {{{unknown}}}", "{name} {{unknown}} {{{unknown}}}"},
        {"{{n}",                             "{{n}"                            },
        {"{{",                               "{{"                              },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text text = {0};
        text_add_page(&text, cases[i].template, fillings);
        assert_string_equal(text_string(&text), cases[i].filled);
    }
}

/* What is filled in is never filled again. */
static void test_a_filling_is_not_a_template(void **state)
{
    (void)state;
    OWNED(text_release) struct text text = {0};
    text_add_page(&text, "{{a}}",
                  (const struct filling[]){
                      {"a",  "{{b}}"},
                      {"b",  "oh"   },
                      {NULL, NULL   }
    });
    assert_string_equal(text_string(&text), "{{b}}");
}

/* Markus Kuhn's list of what is not UTF-8, and what is. */
static void test_utf8(void **state)
{
    (void)state;
    static const char *const valid[] = {
        "", "a", "é", "€", "😀", "\xF4\x8F\xBF\xBF", "\xEE\x80\x80", "\xED\x9F\xBF"};
    static const char *const invalid[] = {"\x80",
                                          "\xC3",
                                          "\xC0\xAF",
                                          "\xE0\x80\xAF",
                                          "\xF0\x80\x80\xAF",
                                          "\xED\xA0\x80",
                                          "\xED\xBF\xBF",
                                          "\xF4\x90\x80\x80",
                                          "\xF8\x88\x80\x80\x80",
                                          "\xFE",
                                          "\xFF",
                                          "a\xE2\x82",
                                          "\xC3(",
                                          "\xC1\xBF"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
        assert_true(text_is_utf8(valid[i], strlen(valid[i])));
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
        if (text_is_utf8(invalid[i], strlen(invalid[i])))
            fail_msg("invalid[%zu] was taken for UTF-8", i);
    assert_false(text_is_utf8("a\0b", 3));
}

static void test_characters(void **state)
{
    (void)state;
    uint32_t point;
    assert_int_equal(text_characters(""), 0);
    assert_int_equal(text_characters("été"), 3);
    assert_int_equal(text_characters("\xF0\x9F\x98\x80!"), 2);
    assert_int_equal(text_point("A!", 2, &point), 1);
    assert_int_equal(point, 'A');
    assert_int_equal(text_point("\xC3\xA9!", 3, &point), 2);
    assert_int_equal(point, 0xE9);
    assert_int_equal(text_point("\xD8\xB3", 2, &point), 2);
    assert_int_equal(point, 0x633);
    assert_int_equal(text_point("\xF0\x9F\x98\x80!", 5, &point), 4);
    assert_int_equal(point, 0x1F600);
    assert_int_equal(text_point("\xF0\x9F", 2, &point), 2);
}

static void test_a_file_is_written_over_or_left(void **state)
{
    (void)state;
    char folder[] = "/tmp/sortie-text-XXXXXX", path[64], command[64];
    struct error error = {0};
    struct stat status;
    struct text first = {0}, second = {0}, read = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a", folder);
    text_add(&first, "first");
    text_add(&second, "2");
    assert_true(text_write_file(&first, path, 0600, &error));
    assert_true(text_write_file(&second, path, 0600, &error));
    assert_true(text_add_file(&read, path, &error));
    assert_string_equal(text_string(&read), "2");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    snprintf(path, sizeof path, "%s/none/a", folder);
    assert_false(text_write_file(&first, path, 0600, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    assert_non_null(strstr(error.text, "/none/a': No such file or directory"));
    snprintf(command, sizeof command, "rm %s/a && rmdir %s", folder, folder);
    assert_int_equal(system(command), 0);
    text_release(&first);
    text_release(&second);
    text_release(&read);
}

static void test_a_file_that_is_not_there(void **state)
{
    (void)state;
    OWNED(text_release) struct text text = {0};
    struct error error = {0};
    assert_false(text_add_file(&text, "/nowhere/at-all", &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.text,
                        "cannot open '/nowhere/at-all': No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_text_is_a_string),
        cmocka_unit_test(test_it_grows_and_ends_in_nul),
        cmocka_unit_test(test_a_limit_is_kept),
        cmocka_unit_test(test_what_is_cut_in_a_part_is_cut_in_the_whole),
        cmocka_unit_test(test_html_is_escaped),
        cmocka_unit_test(test_sentences_are_filled),
        cmocka_unit_test(test_pages_are_filled_and_escaped),
        cmocka_unit_test(test_a_filling_is_not_a_template),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_a_file_is_written_over_or_left),
        cmocka_unit_test(test_a_file_that_is_not_there),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
