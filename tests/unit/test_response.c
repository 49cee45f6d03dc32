/* test_response.c: documents that are accepted, refused and unreadable, a folder each
 * (tests/submissions), and what the import reads otherwise. A folder's `point` names
 * where it comes in: hall (no place) unless said. */
#include "given.h"

#include "sortie/response.h"

/* 2026-11-25, a Wednesday. */
enum { TODAY = 20782 };

/* What a response is read with. */
struct setting {
    struct centre *centre;
    struct forms forms;
    struct arrival arrival;
};

static const struct place *place_of(const struct centre *centre, const char *folder)
{
    static const char *const points[][2] = {
        {"desk",   "desk-job"   },
        {"health", "club-health"},
        {"cv",     "workshop-cv"}
    };
    char *point = line_of(folder, "point");
    const struct place *place = NULL;
    for (size_t i = 0; point && i < 3; i++)
        if (strcmp(points[i][0], point) == 0)
            place = centre_place(centre, points[i][1]);
    assert_true(!point || place);
    free(point);
    return place;
}

static struct setting setting_at(const char *folder)
{
    struct error error = {0};
    struct problems problems = {0};
    struct setting setting = {
        .forms = {.entries = calloc(1, sizeof(struct form *)), .count = 1}
    };
    char *text = fixture("tests/submissions/centre.json", "", TODAY);
    json_t *document = document_parse(text, strlen(text), "the centre", &error);
    setting.centre = centre_read(document, &problems, &error);
    setting.forms.entries[0] = form_load("tests/submissions/every.json", &error);
    if (!setting.centre || !setting.forms.entries[0])
        fail_msg("%s", error.text);
    setting.arrival = (struct arrival){.centre = setting.centre,
                                       .place = place_of(setting.centre, folder),
                                       .mode = MODE_DOOR,
                                       .today = TODAY};
    json_decref(document);
    free(text);
    return setting;
}

static void setting_release(struct setting *setting)
{
    centre_free(setting->centre);
    forms_release(&setting->forms);
}

static json_t *body_of(const char *folder, const struct setting *setting,
                       struct error *error)
{
    char path[512];
    snprintf(path, sizeof path, "%s/body.json", folder);
    char *text = fixture(path, setting->forms.entries[0]->version, TODAY);
    json_t *document = document_parse(text ? text : "", text ? strlen(text) : 0,
                                      "the response", error);
    free(text);
    return document;
}

/* What of it will be laid, as settled.json says it. */
static json_t *settled_of(const struct response *response)
{
    json_t *settled =
        json_pack("{s:s, s:s, s:s, s:s, s:O}", "place", response->place->id, "session",
                  response->session ? response->session->id : "", "mode",
                  mode_name(response->mode), "class", class_name(response->class),
                  "answers", response->answers);
    json_t *answers = json_object_get(settled, "answers"),
           *say = json_object_get(answers, "say");
    if (say) {
        json_object_set(settled, "remark", say);
        json_object_del(answers, "say");
    }
    return settled;
}

static void assert_settled(const struct response *response, const json_t *expected)
{
    json_t *settled = settled_of(response);
    char *is = document_canonical(settled), *should = document_canonical(expected);
    assert_string_equal(is, should);
    free(is);
    free(should);
    json_decref(settled);
}

/* What is left of its document once it is narrowed reads as the same response. */
static void test_accepted(void **state)
{
    OWNED(setting_release) struct setting setting = setting_at(*state);
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    struct response response;
    char path[512];
    snprintf(path, sizeof path, "%s/settled.json", (const char *)*state);
    json_t *expected = document_load(path, &error),
           *document = body_of(*state, &setting, &error);
    assert_non_null(expected);
    assert_non_null(document);
    bool read = response_read(document, &setting.forms, &setting.arrival, &response,
                              &problems, &error);
    assert_problems(&problems, "");
    assert_true(read);
    response_narrow(&response, document);
    assert_int_equal(json_object_size(json_object_get(document, "answers")),
                     json_object_size(response.answers) + (response.picked != NULL));
    assert_settled(&response, expected);
    response_release(&response);
    setting.arrival.settling = true;
    assert_true(response_read(document, &setting.forms, &setting.arrival, &response,
                              &problems, &error));
    assert_settled(&response, expected);
    json_decref(expected);
    json_decref(document);
    response_release(&response);
}

static void test_refused(void **state)
{
    OWNED(setting_release) struct setting setting = setting_at(*state);
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    struct response response;
    json_t *document = body_of(*state, &setting, &error);
    char *why = line_of(*state, "why");
    assert_non_null(document);
    assert_non_null(why);
    assert_false(response_read(document, &setting.forms, &setting.arrival, &response,
                               &problems, &error));
    assert_int_equal(error.kind, ERROR_NONE);
    assert_problems(&problems, why);
    json_decref(document);
    response_release(&response);
    free(why);
}

static void test_unreadable(void **state)
{
    OWNED(setting_release) struct setting setting = setting_at(*state);
    struct error error = {0};
    char *why = line_of(*state, "why");
    assert_non_null(why);
    assert_null(body_of(*state, &setting, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_string_equal(error.text, why);
    free(why);
}

/* Reads a document written here; its problems, "" when there are none. */
static void read_here(struct setting *setting, const char *members,
                      struct response *response, const char *expected)
{
    OWNED(problems_release) struct problems problems = {0};
    OWNED(text_release) struct text text = {0};
    struct error error = {0};
    text_add_format(&text, "{'form': 'every', 'version': '%s', %s}",
                    setting->forms.entries[0]->version, members);
    json_t *document = given(text_string(&text));
    bool read = response_read(document, &setting->forms, &setting->arrival, response,
                              &problems, &error);
    assert_int_equal(read, *expected == '\0');
    assert_problems(&problems, expected);
    json_decref(document);
}

/* Typed in: any past day is believed, no key nor language is needed, and a place may be
 * said beside the answers. */
static void test_imported(void **state)
{
    (void)state;
    static const struct {
        const char *members, *why, *place, *session, *day;
    } cases[] = {
        {"'day': '2019-03-04', 'answers': {'overall': '4'}",                         "",                                           "here", "",
         "2019-03-04"                                                                                                                                                  },
        {"'day': '2026-11-25', 'place': 'club-health', 'answers': {'overall': '4'}", "",
         "club-health",                                                                                                                    "health-today", "2026-11-25"},
        {"'day': '2026-11-25', 'place': 'cv-today', 'answers': {'overall': '4'}",    "",
         "workshop-cv",                                                                                                                    "cv-today",     "2026-11-25"},
        {"'day': '2026-11-26', 'answers': {'overall': '4'}",
         "/day: this day is still to come",                                                                                        NULL,   NULL,           NULL        },
        {"'answers': {'overall': '4'}",                                              "/day: must be a day such as \"2026-11-22\"",
         NULL,                                                                                                                             NULL,           NULL        },
        {"'day': '2026-11-25', 'place': 'nowhere', 'answers': {'overall': '4'}",
         "/place: this centre has no place or session 'nowhere'",                                                                  NULL,   NULL,           NULL        },
    };
    OWNED(setting_release) struct setting setting = setting_at(".");
    setting.arrival.imported = true;
    setting.arrival.mode = MODE_PAPER;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct response response;
        read_here(&setting, cases[i].members, &response, cases[i].why);
        if (!*cases[i].why) {
            assert_string_equal(response.place->id, cases[i].place);
            assert_string_equal(response.session ? response.session->id : "",
                                cases[i].session);
            assert_int_equal(response.day, day_of(cases[i].day));
            assert_string_equal(class_name(response.class), "plain");
            assert_string_equal(response.lang, "fr");
        }
        response_release(&response);
    }
}

/* A file's document with a key was made by a tablet, whose clock may have lost its
 * battery: a day before there was a sortie is no day, nor is one to come. Without a key
 * any past day is believed. */
static void test_imported_with_a_key(void **state)
{
    (void)state;
    static const char keyed[] = "'key': '0f8fad5bd9cb469fa16570867728950e', ";
    static const struct {
        const char *key, *day, *why, *kept, *class;
    } cases[] = {
        {keyed, "1970-01-02", "",                                "2026-11-25", "uncertain"},
        {keyed, "2040-01-01", "",                                "2026-11-25", "uncertain"},
        {keyed, "2026-11-26", "",                                "2026-11-25", "uncertain"},
        {keyed, "2019-12-31", "",                                "2026-11-25", "uncertain"},
        {keyed, "2020-01-01", "",                                "2020-01-01", "plain"    },
        {"",    "1970-01-02", "",                                "1970-01-02", "plain"    },
        {"",    "2040-01-01", "/day: this day is still to come", NULL,         NULL       },
    };
    OWNED(setting_release) struct setting setting = setting_at(".");
    setting.arrival.imported = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct response response;
        char members[256];
        snprintf(members, sizeof members, "%s'day': '%s', 'answers': {'overall': '4'}",
                 cases[i].key, cases[i].day);
        read_here(&setting, members, &response, cases[i].why);
        if (cases[i].kept) {
            assert_int_equal(response.day, day_of(cases[i].kept));
            assert_string_equal(class_name(response.class), cases[i].class);
        }
        response_release(&response);
    }
}

/* A key may be forgotten after 8 weeks: an older response could be counted twice. */
static void test_too_old(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        bool too_old;
    } cases[] = {
        {"2026-11-25", false},
        {"2026-09-30", false},
        {"2026-09-29", true },
        {"2020-01-01", true },
        {"2019-12-31", false},
        {"2027-11-25", false}
    };
    OWNED(setting_release) struct setting setting = setting_at(".");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct response response;
        char members[256];
        snprintf(
            members, sizeof members,
            "'key': '0f8fad5bd9cb469fa16570867728950e', 'lang': 'fr', 'day': '%s', "
            "'answers': {'overall': '4'}",
            cases[i].day);
        read_here(&setting, members, &response, "");
        assert_int_equal(response.too_old, cases[i].too_old);
        response_release(&response);
    }
}

static void test_pleased(void **state)
{
    (void)state;
    OWNED(setting_release) struct setting setting = setting_at(".");
    setting.arrival.imported = true;
    for (int code = 1; code <= 5; code++) {
        struct response response;
        char members[128];
        snprintf(members, sizeof members,
                 "'day': '2026-11-25', 'answers': {'overall': '%d'}", code);
        read_here(&setting, members, &response, "");
        assert_int_equal(response_leaning(&response),
                         code >= 4 ? LEANING_PLEASED : LEANING_NOT);
        response_release(&response);
    }
}

/* A list without codes is no answer to a question that needs one. */
static void test_an_empty_list_answers_nothing(void **state)
{
    (void)state;
    OWNED(setting_release) struct setting setting = setting_at(".");
    struct response response;
    setting.arrival.imported = true;
    ((struct question *)(uintptr_t)form_question(setting.forms.entries[0], "reasons"))
        ->required = true;
    read_here(&setting,
              "'day': '2026-11-25', 'answers': {'overall': '1', 'reasons': []}",
              &response, "/answers/reasons: this question needs an answer");
    response_release(&response);
}

static void test_tables_have_no_holes(void **state)
{
    (void)state;
    for (int i = 0; i < CLASSES; i++) {
        enum class class = CLASSES;
        assert_true(class_from(class_name((enum class)i), &class));
        assert_int_equal(class, i);
    }
    for (int i = 0; i < PARTS; i++)
        assert_non_null(part_name((enum part)i));
    assert_false(class_from("Plain", &(enum class){PLAIN}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_imported),
        cmocka_unit_test(test_imported_with_a_key),
        cmocka_unit_test(test_too_old),
        cmocka_unit_test(test_pleased),
        cmocka_unit_test(test_an_empty_list_answers_nothing),
        cmocka_unit_test(test_tables_have_no_holes),
    };
    return run_folders("tests/submissions/accepted", test_accepted)
           + run_folders("tests/submissions/refused", test_refused)
           + run_folders("tests/submissions/unreadable", test_unreadable)
           + cmocka_run_group_tests_name("response", tests, NULL, NULL);
}
