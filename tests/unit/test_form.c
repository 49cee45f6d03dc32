/* test_form.c: the forms that are refused (tests/forms/refused), and what a right one
 * says. */
#include "given.h"

#include "sortie/form.h"

static void test_refused(void **state)
{
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/form.json", (const char *)*state);
    json_t *document = document_load(path, &error);
    char *why = line_of(*state, "why");
    assert_non_null(document);
    assert_non_null(why);
    assert_null(form_read(document, &problems, &error));
    assert_int_equal(error.kind, ERROR_NONE);
    assert_problems(&problems, why);
    json_decref(document);
    free(why);
}

/* An earlier program took any name of a picture. */
static void test_a_stored_form_keeps_its_pictures(void **state)
{
    (void)state;
    struct problems stored = {.stored = true};
    struct error error = {0};
    json_t *document =
        document_load("tests/forms/refused/icon-that-nobody-drew/form.json", &error);
    struct form *form = form_read(document, &stored, &error);
    assert_non_null(form);
    form_free(form);
    json_decref(document);
}

static struct form *every(void)
{
    struct error error = {0};
    struct form *form = form_load("tests/submissions/every.json", &error);
    if (!form)
        fail_msg("%s", error.text);
    return form;
}

static void test_all_faults_are_told_at_once(void **state)
{
    (void)state;
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    json_t *document =
        given("{'sortie': 'form/2', 'id': 'X', 'languages': ['fr'], 'title': "
              "{}, 'questions': [{'type': 'text'}]}");
    assert_null(form_read(document, &problems, &error));
    assert_int_equal(problems.count, 4);
    json_decref(document);
}

static void test_what_a_question_says(void **state)
{
    (void)state;
    struct form *form = every();
    const struct question *overall = form_question(form, "overall"),
                          *reasons = form_question(form, "reasons"),
                          *say = form_question(form, "say");
    assert_true(question_is_overall(overall));
    assert_true(overall->required);
    assert_false(question_is_overall(reasons));
    assert_int_equal(reasons->min, 1);
    assert_int_equal(reasons->max, 2);
    assert_true(question_option(reasons, "nothing")->exclusive);
    assert_null(question_option(reasons, "Wait"));
    assert_null(question_option(reasons, NULL));
    assert_int_equal(say->max, 20);
    assert_int_equal(form_question(form, "place")->kinds,
                     1U << KIND_DESK | 1U << KIND_WORKSHOP | 1U << KIND_CLUB);
    assert_null(form_question(form, "nowhere"));
    form_free(form);
}

/* Scores of DESIGN section 3; positive is 75 or more. */
static void test_scores(void **state)
{
    (void)state;
    static const struct {
        const char *question, *option;
        int score;
        bool positive, missing;
    } cases[] = {
        {"overall", "3",       50,         false, false},
        {"overall", "4",       75,         true,  false},
        {"forward", "little",  50,         false, false},
        {"back",    "yes",     100,        true,  false},
        {"back",    "no",      0,          false, false},
        {"friend",  "0",       0,          false, false},
        {"friend",  "6",       0,          false, false},
        {"friend",  "7",       50,         false, false},
        {"friend",  "8",       50,         false, false},
        {"friend",  "9",       100,        true,  false},
        {"friend",  "10",      100,        true,  false},
        {"stars",   "unknown", SCORE_NONE, false, true },
        {"reasons", "wait",    SCORE_NONE, false, false},
    };
    struct form *form = every();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct option *option =
            question_option(form_question(form, cases[i].question), cases[i].option);
        assert_non_null(option);
        assert_int_equal(option->score, cases[i].score);
        assert_int_equal(option->positive, cases[i].positive);
        assert_int_equal(option->missing, cases[i].missing);
    }
    form_free(form);
}

static void test_switches(void **state)
{
    (void)state;
    static const struct {
        const char *question, *switches;
        bool asked;
    } cases[] = {
        {"overall", "{}",                      true },
        {"overall", "{'every/overall':'off'}", true },
        {"off",     "{}",                      false},
        {"off",     "{'every/off':'on'}",      true },
        {"off",     "{'other/off':'on'}",      false},
        {"on",      "{}",                      true },
        {"on",      "{'every/on':'off'}",      false},
    };
    struct form *form = every();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *switches = given(cases[i].switches);
        assert_int_equal(
            question_asked(form_question(form, cases[i].question), form, switches),
            cases[i].asked);
        json_decref(switches);
    }
    assert_false(question_asked(form_question(form, "off"), form, NULL));
    form_free(form);
}

/* Does a change to a question leave its line of a chart as it was? */
static void assert_series(const char *name, const char *member, const char *value,
                          const char *at, bool same)
{
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    struct form *form = every();
    json_t *document = json_deep_copy(form->document),
           *question =
               json_array_get(json_object_get(document, "questions"),
                              (size_t)(form_question(form, name) - form->questions)),
           *part = *at ? json_array_get(json_object_get(question, "options"),
                                        (size_t)atoi(at))
                       : question;
    json_object_set_new(part, member, given(value));
    struct form *changed = form_read(document, &problems, &error);
    assert_non_null(changed);
    char before[DIGEST_HEX_SIZE], after[DIGEST_HEX_SIZE];
    assert_true(question_series(form_question(form, name), form, before, &error));
    assert_true(question_series(form_question(changed, name), changed, after, &error));
    assert_int_equal(strcmp(before, after) == 0, same);
    assert_string_not_equal(form->version, changed->version);
    json_decref(document);
    form_free(form);
    form_free(changed);
}

static void test_a_series_runs_on(void **state)
{
    (void)state;
    assert_series("stars", "text", "{'fr': 'y', 'en': 'z'}", "", true);
    assert_series("stars", "text", "{'fr': 'y', 'en': 'z'}", "1", true);
}

static void test_a_series_ends(void **state)
{
    (void)state;
    assert_series("reasons", "options",
                  "[{'code': 'far', 'text': {'fr': 'x', 'en': 'x'}}, {'code': 'wait', "
                  "'text': {'fr': 'x', 'en': 'x'}}]",
                  "", false);
    assert_series("stars", "positive", "['b', 'c']", "", false);
}

/* The network's questions are one line whatever the form; others are their form's. */
static void test_core_questions_are_one_series(void **state)
{
    (void)state;
    struct error error = {0};
    char here[DIGEST_HEX_SIZE], there[DIGEST_HEX_SIZE];
    struct form *form = every(), *exit_form = form_load("forms/exit.json", &error);
    assert_non_null(exit_form);
    assert_true(question_series(form_question(form, "overall"), form, here, &error));
    assert_true(
        question_series(form_question(exit_form, "overall"), exit_form, there, &error));
    assert_string_equal(here, there);
    form_free(form);
    form_free(exit_form);
}

/* The version is the digest of the canonical bytes:
 * python3 -c "import json,hashlib,sys; print(hashlib.sha256(json.dumps(json.load(open(
 * 'tests/submissions/every.json')), sort_keys=True, separators=(',', ':'),
 * ensure_ascii=False).encode()).hexdigest())" */
static void test_the_version(void **state)
{
    (void)state;
    struct form *form = every();
    assert_string_equal(
        form->version,
        "badaa25661e77b86010e62a57eecc7ec835ff3a5dc4d2fd797c382dd27a38db4");
    form_free(form);
}

static void test_a_broken_file_names_its_line(void **state)
{
    (void)state;
    struct error error = {0};
    char path[] = "/tmp/sortie-form-XXXXXX";
    int file = mkstemp(path);
    assert_true(write(file, "{\n \"id\": 1,\n oops\n}", 19) == 19);
    close(file);
    assert_null(form_load(path, &error));
    unlink(path);
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_non_null(strstr(error.text, " is not JSON: line 3, column "));
}

/* Every word of the formats has a name, and every name leads back. */
static void test_tables_have_no_holes(void **state)
{
    (void)state;
    for (int i = 0; i < QUESTION_TYPES; i++)
        assert_non_null(question_type_name((enum question_type)i));
    for (int i = 0; i < KINDS; i++) {
        enum kind kind = KINDS;
        assert_true(kind_from(kind_name((enum kind)i), &kind));
        assert_int_equal(kind, i);
    }
    for (int i = 0; i < MODES; i++) {
        enum mode mode = MODES;
        assert_true(mode_from(mode_name((enum mode)i), &mode));
        assert_int_equal(mode, i);
    }
    assert_false(kind_from(NULL, &(enum kind){KIND_DESK}));
    assert_false(mode_from("Door", &(enum mode){MODE_DOOR}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stored_form_keeps_its_pictures),
        cmocka_unit_test(test_all_faults_are_told_at_once),
        cmocka_unit_test(test_what_a_question_says),
        cmocka_unit_test(test_scores),
        cmocka_unit_test(test_switches),
        cmocka_unit_test(test_a_series_runs_on),
        cmocka_unit_test(test_a_series_ends),
        cmocka_unit_test(test_core_questions_are_one_series),
        cmocka_unit_test(test_the_version),
        cmocka_unit_test(test_a_broken_file_names_its_line),
        cmocka_unit_test(test_tables_have_no_holes),
    };
    return run_folders("tests/forms/refused", test_refused)
           + cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
