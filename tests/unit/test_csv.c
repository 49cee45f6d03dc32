/* test_csv.c: what csv.h says. */
#include "given.h"

#include "sortie/csv.h"

/* All rows of a file as "line:field|field;" ... and what went wrong. */
static void assert_rows(const char *bytes, size_t length, const char *expected)
{
    struct csv_reader reader = {.file =
                                    fmemopen((void *)(uintptr_t)bytes, length, "r")};
    OWNED(csv_row_release) struct csv_row row = {0};
    OWNED(text_release) struct text rows = {0};
    struct error error = {0};
    assert_non_null(reader.file);
    while (csv_read(&reader, &row, &error)) {
        text_add_format(&rows, "%zu:", reader.line);
        for (size_t i = 0; i < row.count; i++)
            text_add_format(&rows, "%s%s", i ? "|" : "", row.fields[i]);
        text_add(&rows, "; ");
    }
    if (error.kind)
        text_add(&rows, error.text);
    assert_int_equal(error.kind, error.text[0] ? ERROR_INPUT : ERROR_NONE);
    fclose(reader.file);
    assert_string_equal(text_string(&rows), expected);
}

static void test_rows(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *rows;
    } cases[] = {
        {"a,b\n1,2\n",                      "1:a|b; 2:1|2; "                                        },
        {"a,b\r\n1,2",                      "1:a|b; 2:1|2; "                                        },
        {"\xEF\xBB\xBF"
         "a;b\n1;2,5\n",           "1:a|b; 2:1|2,5; "                                      },
        {"a\n\n\r\nb\n",                    "1:a; 4:b; "                                            },
        {"a,,\n,\n",                        "1:a||; 2:|; "                                          },
        {"\"a,b\",\"c \"\"d\"\"\"\n\"\"\n", "1:a,b|c \"d\"; 2:; "                                   },
        {"\"one\ntwo\",x\nnext,y\n",        "1:one\ntwo|x; 3:next|y; "                              },
        {"\"a;b\",c\nd;e,f\n",              "1:a;b|c; 2:d;e|f; "                                    },
        {"é,ü\n",                         "1:é|ü; "                                             },
        {"a\n\"never ends\n",               "1:a; line 2: a quote opens here and never ends"        },
        {"a\n\xE9t\xE9\n",                  "1:a; line 2: not UTF-8: save the file as \"CSV UTF-8\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_rows(cases[i].bytes, strlen(cases[i].bytes), cases[i].rows);
    assert_rows("a\nb\0c\n", 6,
                "1:a; line 2: not UTF-8: save the file as \"CSV UTF-8\"");
}

static void test_a_row_has_a_limit(void **state)
{
    (void)state;
    size_t length = 70000;
    char *bytes = malloc(length);
    assert_non_null(bytes);
    memset(bytes, 'x', length);
    bytes[1] = '\n';
    assert_rows(bytes, length,
                "1:x; line 2: a row is over 64 KiB: is a quote missing?");
    free(bytes);
}

static void test_columns_by_name(void **state)
{
    (void)state;
    char *fields[] = {(char[]){"day"}, (char[]){"place"}};
    const struct csv_row header = {.fields = fields, .count = 2};
    assert_int_equal(csv_column(&header, "place"), 1);
    assert_int_equal(csv_column(&header, "Place"), -1);
}

/* Text comes back as it was, and no spreadsheet runs it (OWASP, CSV injection). */
static void test_written_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *field;
    } cases[] = {
        {"",           ""                  },
        {"plain",      "plain"             },
        {"a,b",        "\"a,b\""           },
        {"a;b",        "\"a;b\""           },
        {"say \"no\"", "\"say \"\"no\"\"\""},
        {"a\t=1",      "\"a\t=1\""         },
        {"two\nlines", "\"two\nlines\""    },
        {"=1+1",       "\"'=1+1\""         },
        {"+33",        "\"'+33\""          },
        {"-1",         "\"'-1\""           },
        {"@SUM(A1)",   "\"'@SUM(A1)\""     },
        {"  =cmd",     "\"'  =cmd\""       },
        {"\t=1",       "\"'\t=1\""         },
        {"\r=1",       "\"'\r=1\""         },
        {"＝1",       "\"'＝1\""         },
        {"a=b",        "a=b"               },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text out = {0};
        csv_add_text(&out, cases[i].text);
        assert_string_equal(text_string(&out), cases[i].field);
    }
}

/* Between tabs: one cell whatever the text, no quotes, no escapes, no formula. */
static void test_written_cell(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"",                    ""                   },
        {"plain, or not; 'so'", "plain, or not; 'so'"},
        {"a\tb\nc\r",           "a b c "             },
        {"say \"no\"",          "say \u201Dno\u201D" },
        {"C:\\new",             "C:\u2216new"        },
        {"=1+1",                "'=1+1"              },
        {"\t=1",                "' =1"               },
        {"a=b",                 "a=b"                },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text out = {0};
        csv_add_cell(&out, cases[i].text);
        assert_string_equal(text_string(&out), cases[i].cell);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_a_row_has_a_limit),
        cmocka_unit_test(test_columns_by_name),
        cmocka_unit_test(test_written_text),
        cmocka_unit_test(test_written_cell),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
