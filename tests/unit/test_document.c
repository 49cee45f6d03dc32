/* test_document.c: what document.h and error.h say. */
#include "given.h"

#include "sortie/document.h"

static void test_refused_documents(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } refused[] = {
        {"",                     0 },
        {"1",                    1 },
        {"\"text\"",             6 },
        {"null",                 4 },
        {"{\"a\": 1, \"a\": 2}", 16},
        {"{\"a\": 1} x",         10},
        {"{\"a\": \"\xFF\"}",    10},
        {"{\"a\": \"\\u0000\"}", 15},
        {"{\"a\": \"b\0c\"}",    12},
        {"{'a': 1}",             8 },
        {"[1,]",                 4 },
        {"{\"a\": 1",            7 },
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct error error = {0};
        json_t *document =
            document_parse(refused[i].bytes, refused[i].length, "the body", &error);
        if (document)
            fail_msg("refused[%zu] was read", i);
        assert_int_equal(error.kind, ERROR_INPUT);
        assert_memory_equal(error.text, "the body is not JSON: line 1, ", 30);
    }
}

static void test_depth(void **state)
{
    (void)state;
    struct error error = {0};
    char deep[64] = "";
    for (int i = 0; i < DOCUMENT_DEPTH; i++)
        strcat(deep, "[");
    for (int i = 0; i < DOCUMENT_DEPTH; i++)
        strcat(deep, "]");
    json_decref(given(deep));
    memmove(deep + 1, deep, strlen(deep) + 1);
    strcat(deep, "]");
    assert_null(document_parse(deep, strlen(deep), "it", &error));
    assert_string_equal(error.text, "it is nested more than 16 deep");
}

/* printf '{"a":[1,2],"b":"é"}' | sha256sum */
static void test_canonical_bytes_and_digest(void **state)
{
    (void)state;
    struct error error = {0};
    char hex[DIGEST_HEX_SIZE];
    json_t *document = given("{ 'b': '\\u00e9',\n 'a': [1, 2] }");
    char *canonical = document_canonical(document);
    assert_string_equal(canonical, "{\"a\":[1,2],\"b\":\"é\"}");
    assert_true(document_digest(document, hex, &error));
    assert_string_equal(
        hex, "d902c5ef87c42c33059e8d7b7aa30485809a5c0ff84b8d0d285616d5b03f23ea");
    free(canonical);
    json_decref(document);
}

/* A value of any kind, the same for the same seed: strings of any characters, names
 * that begin alike, objects of more members than usual. */
static json_t *any_value(uint32_t *seed, int depth)
{
    static const char *const texts[] = {"",
                                        "a",
                                        "ab",
                                        "a b",
                                        "a\"b",
                                        "\\",
                                        "/",
                                        "\x01\x1F",
                                        "\x7F\t\r\n",
                                        "\b\f",
                                        "\u00e9",
                                        "\u0645\u0631\u062d",
                                        "\xF0\x9F\x98\x80",
                                        "<\xE2\x80\xA8>"};
    const uint32_t count = sizeof texts / sizeof *texts;
    uint32_t draw = *seed = *seed * 1664525U + 1013904223U;
    json_t *value = (draw >> 8) % 2 ? json_object() : json_array();
    switch (depth > 0 ? (draw >> 16) % 8 : 2 + (draw >> 16) % 6) {
    case 0:
    case 1:
        for (uint32_t i = (draw >> 20) % 24; i > 0; i--)
            if (json_is_array(value))
                document_append(&value, any_value(seed, depth - 1));
            else {
                char name[64];
                *seed = *seed * 1664525U + 1013904223U;
                snprintf(name, sizeof name, "%s%s", texts[(*seed >> 8) % count],
                         texts[(*seed >> 16) % count]);
                document_put(&value, name, any_value(seed, depth - 1));
            }
        return value;
    case 2:
        json_decref(value);
        return json_integer((json_int_t)draw * (draw % 3 ? 1 : -2147483648LL));
    case 3:
        json_decref(value);
        return json_real((draw % 5 ? 1e-7 : -1e290) * draw);
    case 4:
        json_decref(value);
        return draw >> 20 & 1   ? json_true()
               : draw >> 21 & 1 ? json_false()
                                : json_null();
    default:
        json_decref(value);
        return json_string(texts[(draw >> 24) % count]);
    }
}

/* Versions of forms and sameness of responses rest on these bytes: they are those of
 * jansson, which wrote them at first. */
static void test_canonical_bytes_are_those_of_jansson(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int i = 0; i < 2000; i++) {
        json_t *document = any_value(&seed, 3);
        char *is = document_canonical(document);
        char *should =
            json_dumps(document, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);
        assert_string_equal(is, should);
        free(is);
        free(should);
        json_decref(document);
    }
}

/* NULL is what jansson gives when memory has run out. */
static void test_what_is_put_is_there_or_nothing_is(void **state)
{
    (void)state;
    json_t *list = json_array(), *object = json_object();
    document_append(&list, json_integer(1));
    document_put(&object, "list", list);
    document_put(&object, "word", json_string("oui"));
    json_t *copy = document_copy(object);
    char *bytes = document_canonical(copy),
         *plain = document_bytes(copy, JSON_INDENT(1));
    assert_string_equal(bytes, "{\"list\":[1],\"word\":\"oui\"}");
    assert_string_equal(plain, "{\n \"list\": [\n  1\n ],\n \"word\": \"oui\"\n}");
    free(bytes);
    free(plain);
    json_decref(copy);
    document_put(&object, "gone", NULL);
    assert_null(object);
    document_put(&object, "more", json_true());
    assert_null(object);
    assert_null(document_bytes(object, 0));
    assert_null(document_copy(object));
    list = json_array();
    document_append(&list, NULL);
    assert_null(list);
}

/* More than the room that is tried first. */
static void test_long_documents_are_written_whole(void **state)
{
    (void)state;
    for (size_t length = 1000; length < 1050; length++) {
        char text[1050] = "";
        memset(text, 'a', length);
        json_t *list = json_pack("[s]", text);
        char *bytes = document_canonical(list);
        assert_int_equal(strlen(bytes), length + 4);
        assert_int_equal(bytes[length + 3], ']');
        free(bytes);
        json_decref(list);
    }
}

static void test_texts(void **state)
{
    (void)state;
    json_t *map = given("{'fr': 'porte', 'en': 'door'}"), *none = given("{}");
    assert_string_equal(document_text(map, "en"), "door");
    assert_string_equal(document_text(map, "de"), "porte");
    assert_string_equal(document_text(none, "fr"), "");
    assert_string_equal(document_text(NULL, "fr"), "");
    assert_string_equal(document_language(map, "en"), "en");
    assert_string_equal(document_language(map, "de"), "fr");
    assert_string_equal(document_language(none, "de"), "de");
    assert_string_equal(document_language(NULL, "de"), "de");
    json_decref(map);
    json_decref(none);
}

static void test_pointers(void **state)
{
    (void)state;
    char name[300];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_string_equal(pointer_to("/questions", 2).text, "/questions/2");
    assert_string_equal(pointer_member("/questions/2", "text").text,
                        "/questions/2/text");
    assert_true(strlen(pointer_member(name, name).text) < sizeof(struct pointer));
}

static void test_problems_are_told(void **state)
{
    (void)state;
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    problems_add(&problems, "/a", "is %d", 1);
    problems_add(&problems, "/b", "is %s", "two");
    problems_tell(&problems, "f.json", &error);
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.text, "f.json/a: is 1\nf.json/b: is two");
}

/* Hostile documents cannot make a list without end, nor a message that is not text. */
static void test_problems_have_an_end(void **state)
{
    (void)state;
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    for (int i = 0; i < 2 * PROBLEMS_MOST; i++)
        problems_add(&problems, "/a", "is wrong again and again and again %d", i);
    assert_int_equal(problems.count, PROBLEMS_MOST);
    assert_true(problems.cut);
    problems_tell(&problems, "f.json", &error);
    assert_true(strlen(error.text) < ERROR_TEXT_SIZE);
    assert_non_null(strstr(error.text, "\n... and "));
}

/* A message that is cut never ends in half a character. */
static void test_problems_stay_utf8(void **state)
{
    (void)state;
    for (size_t pad = 0; pad < 4; pad++) {
        OWNED(problems_release) struct problems problems = {0};
        char name[300] = "";
        memset(name, 'x', pad);
        for (size_t i = pad; i + 3 < sizeof name; i += 2)
            memcpy(name + i, "é", 3);
        problems_add(&problems, pointer_member("/answers", name).text, "'%.40s' is not",
                     name);
        const struct problem *problem = &problems.entries[0];
        assert_true(text_is_utf8(problem->at, strlen(problem->at)));
        assert_true(text_is_utf8(problem->why, strlen(problem->why)));
    }
}

static void test_the_first_error_wins(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, ERROR_BUSY, "first %d", 1));
    assert_false(error_set(&error, ERROR_INPUT, "second"));
    assert_int_equal(error.kind, ERROR_BUSY);
    assert_string_equal(error.text, "first 1");
}

static void test_exit_statuses(void **state)
{
    (void)state;
    static const int statuses[ERROR_KINDS] = {
        [ERROR_NONE] = 0,         [ERROR_USAGE] = 64, [ERROR_INPUT] = 65,
        [ERROR_UNAVAILABLE] = 69, [ERROR_BUSY] = 75,  [ERROR_SYSTEM] = 74,
        [ERROR_NEWER] = 78};
    for (int kind = 0; kind < ERROR_KINDS; kind++)
        assert_int_equal(error_status((enum error_kind)kind), statuses[kind]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_documents),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_canonical_bytes_and_digest),
        cmocka_unit_test(test_canonical_bytes_are_those_of_jansson),
        cmocka_unit_test(test_what_is_put_is_there_or_nothing_is),
        cmocka_unit_test(test_long_documents_are_written_whole),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_pointers),
        cmocka_unit_test(test_problems_are_told),
        cmocka_unit_test(test_problems_have_an_end),
        cmocka_unit_test(test_problems_stay_utf8),
        cmocka_unit_test(test_the_first_error_wins),
        cmocka_unit_test(test_exit_statuses),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
