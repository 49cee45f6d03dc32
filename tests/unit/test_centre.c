/* test_centre.c: centres that are refused, what a right one says, and how a new file is
 * put over an old one. */
#include "given.h"

#include "sortie/centre.h"
#include "sortie/picture.h"

#define HEAD                                                                           \
    "'sortie': 'centre/1', 'id': 'here', 'name': {'fr': 'Ici', 'en': 'Here'}, "        \
    "'country': 'FR', 'zone': 'Europe/Paris', 'languages': ['fr', 'en']"
#define DESK                                                                           \
    "{'id': 'desk-job', 'kind': 'desk', 'name': {'fr': 'Emploi', 'en': 'Jobs'}}"
#define TRACKS "'tracks': [{'id': 'look', 'name': {'fr': 'Voir', 'en': 'Look'}}]"
#define WORKSHOP                                                                       \
    "{'id': 'workshop-cv', 'kind': 'workshop', 'track': 'look', 'name': "              \
    "{'fr': 'CV', 'en': 'CV'}}"
#define CLUB                                                                           \
    "{'id': 'club-health', 'kind': 'club', 'sensitive': true, 'name': "                \
    "{'fr': 'Santé', 'en': 'Health'}}"

static void assert_refused(const char *text, const char *why)
{
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    json_t *document = given(text);
    struct centre *centre = centre_read(document, &problems, &error);
    if (centre)
        fail_msg("was read: %s", text);
    assert_int_equal(error.kind, ERROR_NONE);
    assert_problems(&problems, why);
    json_decref(document);
}

static struct centre *centre_of(const char *text)
{
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    json_t *document = given(text);
    struct centre *centre = centre_read(document, &problems, &error);
    json_decref(document);
    if (!centre) {
        problems_tell(&problems, "", &error);
        fail_msg("%s", error.text);
    }
    return centre;
}

static void test_refused_files(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"{" HEAD ", 'places': [" DESK "], 'colour': 'red'}",
         ": 'colour' is not known here: remove it or mend its spelling"                                                                                   },
        {"{" HEAD "}",                                                                  "/places: a centre needs 1 to 500 places"                         },
        {"{" HEAD ", 'places': [" DESK ", " DESK "]}",
         "/places/1: the id 'desk-job' is used twice: an id belongs to one place or "
         "session for ever"                                                                                                                               },
        {"{" HEAD
         ", 'places': [{'id': 'none', 'kind': 'desk', 'name': {'fr': 'x', 'en': "
         "'x'}}]}",                                                            "/places/0: an 'id' of small letters, digits and '-' is needed, a letter "
         "first "
         "(none, index and latest are taken)"                                                                                 },
        {"{" HEAD
         ", 'places': [{'id': 'here', 'kind': 'desk', 'name': {'fr': 'x', 'en': "
         "'x'}}]}",                                                            "/places/0: the id 'here' is used twice: an id belongs to one place or "
         "session "
         "for ever"                                                                                                           },
        {"{" HEAD
         ", 'places': [{'id': 'ana', 'kind': 'counsellor', 'name': {'fr': 'x', "
         "'en': 'x'}}]}",                                                      "/places/0: 'kind' must be desk, workshop, club or space: nothing else can be "
         "a "
         "place"                                                                                                        },
        {"{" HEAD
         ", 'places': [{'id': 'x', 'kind': 'centre', 'name': {'fr': 'x', 'en': "
         "'x'}}]}",                                                            "/places/0: 'kind' must be desk, workshop, club or space: nothing else can be "
         "a "
         "place"                                                                                                              },
        {"{" HEAD ", 'places': [{'id': 'x', 'kind': 'desk', 'name': {'fr': 'x'}}]}",
         "/places/0/name: the name in 'en' is missing: add it"                                                                                            },
        {"{" HEAD ", 'places': [" WORKSHOP "]}",
         "/places/0: a workshop needs the 'track' it belongs to, one of /tracks"                                                                          },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'smallest_group': 4}}",
         "/settings/smallest_group: must be a whole number from 5 to 1000: smaller "
         "groups could be recognised"                                                                                                                     },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'smallest_sensitive': 9}}",
         "/settings/smallest_sensitive: must be a whole number from 10 to 1000: "
         "smaller "
         "groups could be recognised"                                                                                                                     },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'changes_shown': 4}}",
         "/settings/changes_shown: must be a whole number from 0 to 3: more would not "
         "fit on a tablet"                                                                                                                                },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'changes_shown': true}}",
         "/settings/changes_shown: must be a whole number from 0 to 3: more would not "
         "fit on a tablet"                                                                                                                                },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'responses_kept': 54}}",
         "/settings/responses_kept: must be a whole number of weeks from 0 to 53"                                                                         },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'remarks_kept': 0}}",
         "/settings/remarks_kept: must be a whole number of weeks from 1 to 53"                                                                           },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'grace': '5'}}",
         "/settings/grace: must be a time of Monday such as \"05:00\""                                                                                    },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'terms': ['09-01', '01-01']}}",
         "/settings/terms/1: terms are days such as \"09-01\", one after another, 12 "
         "at "
         "most"                                                                                                                                           },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'bucket': {'size': 0, "
         "'per_minute': 1}}}",                                                 "/settings/bucket/size: must be a whole number from 1 to 1000000" },
        {"{" HEAD ", 'places': [" DESK "], 'settings': {'questions': {'say': 'on'}}}",
         "/settings/questions/say: must be a form and a question, switched \"on\" or "
         "\"off\": {\"exit/say\": \"on\"}"                                                                                                                },
        {"{" HEAD ", 'places': [" DESK
         "], 'calendar': {'week': {'tue': ['18:00-10:00']}}}",                 "/calendar/week/tue/0: hours are written \"10:00-18:00\", the end after the "
         "start"                                                                   },
        {"{" HEAD ", 'places': [" DESK "], 'calendar': {'week': {'tuesday': []}}}",
         "/calendar/week: 'tuesday' is not known here: remove it or mend its spelling"                                                                    },
        {"{" HEAD ", 'places': [" DESK
         "], 'calendar': {'week': {}, 'closed': [{'from': '2026-12-24', "
         "'to': '2026-12-01'}]}}",                                             "/calendar/closed/0: 'to' is before 'from'"                       },
        {"{" HEAD ", 'places': [" DESK
         "], 'sessions': [{'id': 's', 'place': 'desk-job', "
         "'day': '2026-11-24'}]}",                                             "/sessions/0: 'place' must be a workshop or a club of this centre"},
        {"{" HEAD ", 'places': [" CLUB "], 'sessions': [{'id': 's', 'place': "
         "'club-health', 'day': '2026-02-30'}]}",                              "/sessions/0: 'day' must be a day such as \"2026-11-22\""         },
        {"{" HEAD ", 'places': [" CLUB "], 'sessions': [{'id': 's', 'place': "
         "'club-health', 'day': '2026-11-24'}, {'id': 's', 'place': 'club-health', "
         "'day': '2026-11-25'}]}",                                             "/sessions: the session id 's' is used twice"                     },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(cases[i].text, cases[i].why);
}

/* What jansson finds nothing in is not nothing: each once, beside a file that is right.
 */
static void test_members_of_another_type(void **state)
{
    (void)state;
    static const struct {
        const char *member, *why;
    } cases[] = {
        {"'simulated': 'yes'",                                 "/simulated: must be true or false, without quotes"},
        {"'settings': ['grace']",                              "/settings: must be an object, in { }"             },
        {"'settings': null",                                   "/settings: must be an object, in { }"             },
        {"'settings': {'grace': 5}",
         "/settings/grace: must be a time of Monday such as \"05:00\""                                            },
        {"'settings': {'bucket': [1000]}",
         "/settings/bucket: must be an object, in { }"                                                            },
        {"'settings': {'terms': {'autumn': '09-01'}}",
         "/settings/terms: must be a list, in [ ]"                                                                },
        {"'settings': {'terms': []}",
         "/settings/terms: a list of terms has one at least: leave it out for those of "
         "January, May and September"                                                                             },
        {"'settings': {'questions': ['exit/say']}",
         "/settings/questions: must be an object such as {\"exit/say\": \"on\"}"                                  },
        {"'calendar': 'always'",                               "/calendar: must be an object, in { }"             },
        {"'calendar': {}",
         "/calendar: a calendar needs its 'week': without one no day would be open"                               },
        {"'calendar': {'week': ['10:00-18:00']}",
         "/calendar/week: must be an object, in { }"                                                              },
        {"'calendar': {'week': {'tue': '10:00-18:00'}}",
         "/calendar/week/tue: hours are a list such as [\"10:00-18:00\"]"                                         },
        {"'calendar': {'week': {}, 'closed': {'from': '2026-12-24', 'to': "
         "'2027-01-02'}}",                            "/calendar/closed: must be a list, in [ ]"         },
        {"'calendar': {'week': {}, 'closed': ['2026-12-24']}",
         "/calendar/closed/0: must be an object, in { }"                                                          },
        {"'calendar': {'week': {}, 'closed': [{'from': '2026-12-24', 'to': "
         "'2027-01-02', 'why': 'Noël'}]}",           "/calendar/closed/0/why: must be an object, in { }"},
        {"'calendar': {'week': {}, 'open': {'day': '2026-12-05', 'hours': "
         "['10:00-18:00']}}",                         "/calendar/open: must be a list, in [ ]"           },
        {"'calendar': {'week': {}, 'open': [['2026-12-05']]}",
         "/calendar/open/0: must be an object, in { }"                                                            },
        {"'calendar': {'week': {}, 'open': [{'day': '2026-12-05', 'hours': [], 'why': "
         "5}]}",                                      "/calendar/open/0/why: must be an object, in { }"  },
        {"'tracks': {'id': 'look'}",                           "/tracks: must be a list, in [ ]"                  },
        {"'tracks': ['look']",                                 "/tracks/0: must be an object, in { }"             },
        {"'sessions': {'id': 's'}",                            "/sessions: must be a list, in [ ]"                },
        {"'sessions': ['s']",                                  "/sessions/0: must be an object, in { }"           },
        {"'cancelled': true",                                  "/cancelled: must be a list, in [ ]"               },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text text = {0};
        text_add_format(&text, "{" HEAD ", 'places': [" DESK "], %s}", cases[i].member);
        assert_refused(text_string(&text), cases[i].why);
    }
}

static void test_places_of_another_type(void **state)
{
    (void)state;
    static const struct {
        const char *place, *why;
    } cases[] = {
        {"'desk-job'",                                                                   "/places/0: must be an object, in { }"                                 },
        {"{'id': 'a', 'kind': 'club', 'name': {'fr': 'x', 'en': 'x'}, 'sensitive': "
         "'yes'}",                                                              "/places/0/sensitive: must be true or false, without quotes"           },
        {"{'id': 'a', 'kind': 'club', 'name': {'fr': 'x', 'en': 'x'}, 'from': null}",
         "/places/0: 'from' must be a day such as \"2026-11-22\""                                                                                               },
        {"{'id': 'a', 'kind': 'club', 'name': {'fr': 'x', 'en': 'x'}, 'track': 'look'}",
         "/places/0: only a workshop has a 'track': remove it"                                                                                                  },
        {"{'id': 'a', 'kind': 'workshop', 'name': {'fr': 'x', 'en': 'x'}, 'track': "
         "['look']}",                                                           "/places/0: a workshop needs the 'track' it belongs to, one of /tracks"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(text_release) struct text text = {0};
        text_add_format(&text, "{" HEAD ", " TRACKS ", 'places': [%s]}",
                        cases[i].place);
        assert_refused(text_string(&text), cases[i].why);
    }
}

static void test_pictures(void **state)
{
    (void)state;
    static const char *const wrong[] = {"'rocket'", "'none'", "''", "'Job'", "5"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        OWNED(text_release) struct text text = {0}, why = {0};
        text_add_format(&text,
                        "{" HEAD ", 'places': [{'id': 'a', 'kind': 'desk', 'icon': %s, "
                        "'name': {'fr': 'x', 'en': 'x'}}]}",
                        wrong[i]);
        text_add(&why, "/places/0: 'icon' must be one of the pictures desk");
        for (size_t n = 1; picture_names[n]; n++)
            text_add_format(&why, ", %s", picture_names[n]);
        assert_refused(text_string(&text), text_string(&why));
    }
    for (size_t n = 0; picture_names[n]; n++) {
        OWNED(text_release) struct text text = {0};
        text_add_format(&text,
                        "{" HEAD ", 'places': [" DESK ", {'id': 'a', 'kind': 'club', "
                        "'icon': '%s', 'name': {'fr': 'x', 'en': 'x'}}]}",
                        picture_names[n]);
        struct centre *centre = centre_of(text_string(&text));
        assert_null(centre->places[0].icon);
        assert_null(centre_place(centre, "desk-job")->icon);
        assert_string_equal(centre_place(centre, "a")->icon, picture_names[n]);
        centre_free(centre);
    }
}

static void test_countries(void **state)
{
    (void)state;
    static const char *const wrong[] = {"'fr'", "'33'", "'FRA'", "33"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        OWNED(text_release) struct text text = {0};
        text_add_format(
            &text,
            "{'sortie': 'centre/1', 'id': 'here', 'name': {'fr': 'Ici'}, "
            "'zone': 'Europe/Paris', 'languages': ['fr'], 'places': [{'id': "
            "'a', 'kind': 'desk', 'name': {'fr': 'A'}}], 'country': %s}",
            wrong[i]);
        assert_refused(text_string(&text),
                       "/country: must be a country's two letters, such as \"FR\"");
    }
}

static void test_an_unknown_zone(void **state)
{
    (void)state;
    assert_refused(
        "{'sortie': 'centre/1', 'id': 'here', 'name': {'fr': 'Ici'}, 'country': "
        "'FR', 'zone': 'Europe/Pari', 'languages': ['fr'], 'places': [{'id': "
        "'a', 'kind': 'desk', 'name': {'fr': 'A'}}]}",
        "/zone: time zone 'Europe/Pari' is not known here: use a name such as "
        "Europe/Paris, and install tzdata if it is missing");
}

/* Promise 7: a place is never someone; test_civility.c has all the titles. */
static void test_names_of_persons(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool person;
    } cases[] = {
        {"Bureau de M. Durand",     true },
        {"M.\u00A0Dupont",          true },
        {"Ms Smith",                true },
        {"Sra García",             true },
        {"SEÑOR PÉREZ",           true },
        {"السيدة فاطمة", true },
        {"Frau und Beruf",          false},
        {"Club des seniors",        false},
        {"M. et patrons",           false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(problems_release) struct problems problems = {0};
        OWNED(text_release) struct text text = {0};
        struct error error = {0};
        text_add_format(&text,
                        "{" HEAD
                        ", 'places': [{'id': 'a', 'kind': 'desk', 'name': {'fr': "
                        "'%s', 'en': 'x'}}]}",
                        cases[i].name);
        json_t *document = given(text_string(&text));
        struct centre *centre = centre_read(document, &problems, &error);
        if ((centre == NULL) != cases[i].person)
            fail_msg("'%s'", cases[i].name);
        centre_free(centre);
        json_decref(document);
    }
}

static void test_what_a_centre_says(void **state)
{
    (void)state;
    struct centre *centre = centre_of(
        "{" HEAD ", " TRACKS ", 'places': [" DESK ", " WORKSHOP ", " CLUB "], "
        "'settings': {'bucket': null, 'changes_shown': 0, 'questions': {'exit/say': "
        "'on'}}, "
        "'sessions': [{'id': 'cv-b', 'place': 'workshop-cv', 'day': '2026-11-24', "
        "'at': "
        "'14:00'}, {'id': 'cv-a', 'place': 'workshop-cv', 'day': '2026-11-24'}, {'id': "
        "'cv-c', 'place': 'workshop-cv', 'day': '2026-11-23'}]}");
    const struct place *workshop = centre_place(centre, "workshop-cv");
    assert_int_equal(centre->place_count, 4);
    assert_ptr_equal(centre_place(centre, "none"), &centre->places[0]);
    assert_ptr_equal(centre_place(centre, "here"), &centre->places[0]);
    assert_null(centre_place(centre, "desk"));
    assert_ptr_equal(centre_place_named(centre, "Jobs"),
                     centre_place(centre, "desk-job"));
    assert_ptr_equal(centre_place_named(centre, "desk-job"), &centre->places[1]);
    assert_null(centre_place_named(centre, "jobs"));
    assert_true(centre_place(centre, "club-health")->sensitive);

    assert_string_equal(centre->sessions[0].id, "cv-c");
    assert_string_equal(centre->sessions[1].id, "cv-a");
    assert_string_equal(centre_session(centre, "cv-b")->at, "14:00");
    assert_null(centre_session(centre, "cv-a")->at);
    assert_ptr_equal(centre_only_session(centre, workshop, day_of("2026-11-23")),
                     &centre->sessions[0]);
    assert_null(centre_only_session(centre, workshop, day_of("2026-11-24")));
    assert_null(centre_only_session(centre, workshop, day_of("2026-11-25")));

    assert_int_equal(centre->settings.grace, 300);
    assert_int_equal(centre->settings.smallest_group, 5);
    assert_int_equal(centre->settings.smallest_sensitive, 10);
    assert_int_equal(centre->settings.smallest_outside, 10);
    assert_int_equal(centre->settings.bucket_size, 0);
    assert_int_equal(centre->settings.changes_shown, 0);
    assert_int_equal(centre->settings.term_count, 3);
    centre_free(centre);
}

static void test_a_centre_that_says_nothing(void **state)
{
    (void)state;
    struct centre *centre = centre_of("{" HEAD ", 'places': [" DESK "]}");
    assert_int_equal(centre->settings.bucket_size, 1000);
    assert_int_equal(centre->settings.bucket_per_minute, 60);
    assert_int_equal(centre->settings.changes_shown, 1);
    assert_int_equal(centre->settings.responses_kept, 13);
    assert_int_equal(centre->settings.remarks_kept, 8);
    centre_free(centre);
}

/* 2026-11-24 is a Tuesday. */
static void test_opening_hours(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int minute;
        bool open;
    } cases[] = {
        {"2026-11-24", 599,  false},
        {"2026-11-24", 600,  true },
        {"2026-11-24", 1079, true },
        {"2026-11-24", 1080, false},
        {"2026-11-25", 700,  false},
        {"2026-12-01", 700,  false},
        {"2026-12-08", 700,  true },
        {"2026-12-09", 1439, true },
        {"2026-12-02", 700,  true },
    };
    struct centre *centre = centre_of(
        "{" HEAD ", 'places': [" DESK
        "], 'calendar': {'week': {'tue': ['10:00-18:00']}, "
        "'closed': [{'from': '2026-11-28', 'to': '2026-12-07'}], 'open': [{'day': "
        "'2026-12-09', 'hours': ['00:00-24:00']}, {'day': '2026-12-02', 'hours': "
        "['10:00-12:00']}]}}");
    struct centre *always = centre_of("{" HEAD ", 'places': [" DESK "]}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct moment moment = {day_of(cases[i].day), cases[i].minute};
        if (centre_is_open(centre, moment) != cases[i].open)
            fail_msg("%s %d", cases[i].day, cases[i].minute);
        assert_true(centre_is_open(always, moment));
    }
    assert_int_equal(centre_open_days(centre, week_named("2026-W48")), 1);
    assert_int_equal(centre_open_days(centre, week_named("2026-W49")), 1);
    assert_int_equal(centre_open_days(centre, week_named("2026-W50")), 2);
    assert_int_equal(centre_open_days(always, week_named("2026-W49")), 7);
    centre_free(centre);
    centre_free(always);
}

static void test_places_have_dates(void **state)
{
    (void)state;
    const struct place place = {.from = 10, .to = 20};
    const struct place open = {.from = DAY_NONE, .to = DAY_NONE};
    assert_false(place_valid(&place, 9));
    assert_true(place_valid(&place, 10));
    assert_true(place_valid(&place, 20));
    assert_false(place_valid(&place, 21));
    assert_true(place_valid(&open, 0));
}

/* ---- merging ---- */

/* The merged document read again: what the store would hold. */
static struct centre *merge(const char *old_text, const char *new_text, const char *why)
{
    OWNED(problems_release) struct problems problems = {0};
    struct error error = {0};
    struct centre *old = centre_of(old_text), *new = centre_of(new_text), *read = NULL;
    json_t *merged = centre_merge(old, new, day_of("2026-11-24"), &problems, &error);
    assert_problems(&problems, why);
    if (merged && !(read = centre_read(merged, &problems, &error))) {
        problems_tell(&problems, "", &error);
        fail_msg("the merged centre is not one: %s", error.text);
    }
    json_decref(merged);
    centre_free(old);
    centre_free(new);
    return read;
}

static void test_what_is_gone_is_ended(void **state)
{
    (void)state;
    struct centre *merged =
        merge("{" HEAD ", " TRACKS ", 'places': [" DESK ", " WORKSHOP "], 'sessions': ["
              "{'id': 'past', 'place': 'workshop-cv', 'day': '2026-11-24'}, "
              "{'id': 'future', 'place': 'workshop-cv', 'day': '2026-11-25'}]}",
              "{" HEAD ", 'places': [" DESK "]}", "");
    const struct place *workshop = centre_place(merged, "workshop-cv");
    assert_int_equal(workshop->to, day_of("2026-11-24"));
    assert_int_equal(centre_place(merged, "desk-job")->to, DAY_NONE);
    assert_non_null(centre_session(merged, "past"));
    assert_null(centre_session(merged, "future"));
    assert_non_null(centre_track_name(merged, "look"));
    centre_free(merged);
}

static void test_the_picture_is_the_new_files(void **state)
{
    (void)state;
    static const char club[] = "{'id': 'club', 'kind': 'club', 'icon': 'art', 'name': "
                               "{'fr': 'Club', 'en': 'Club'}}";
    static const char job[] = "{'id': 'desk-job', 'kind': 'desk', 'icon': 'job', "
                              "'name': {'fr': 'Emploi', 'en': 'Jobs'}}";
    OWNED(text_release) struct text with = {0}, without = {0};
    text_add_format(&with, "{" HEAD ", 'places': [%s, %s]}", job, club);
    text_add(&without, "{" HEAD ", 'places': [" DESK "]}");
    struct centre *gone = merge(text_string(&with), text_string(&without), ""),
                  *come = merge(text_string(&without), text_string(&with), "");
    assert_null(centre_place(gone, "desk-job")->icon);
    assert_string_equal(centre_place(gone, "club")->icon, "art");
    assert_string_equal(centre_place(come, "desk-job")->icon, "job");
    centre_free(gone);
    centre_free(come);
}

/* python3: date(2026, 11, 23) - timedelta(weeks=318) is 2020-10-19, a Monday. */
static void test_sessions_of_long_ago_are_forgotten(void **state)
{
    (void)state;
    struct centre *merged =
        merge("{" HEAD ", " TRACKS ", 'places': [" DESK ", " WORKSHOP "], 'sessions': ["
              "{'id': 'oldest', 'place': 'workshop-cv', 'day': '2020-10-19'}, "
              "{'id': 'older', 'place': 'workshop-cv', 'day': '2020-10-18'}]}",
              "{" HEAD ", 'places': [" DESK "]}", "");
    assert_non_null(centre_session(merged, "oldest"));
    assert_null(centre_session(merged, "older"));
    centre_free(merged);
}

/* A new file each year, with the 700 sessions of its year alone: in 29 years more than
 * a file may hold. */
static void test_a_centre_goes_on_for_ever(void **state)
{
    (void)state;
    struct centre *held = NULL;
    for (int year = 2027; year < 2057; year++) {
        OWNED(problems_release) struct problems problems = {0};
        OWNED(text_release) struct text text = {0};
        struct error error = {0};
        text_add(&text,
                 "{" HEAD ", " TRACKS ", 'places': [" WORKSHOP "], 'sessions': [");
        for (int i = 0; i < 700; i++)
            text_add_format(&text,
                            "%s{'id': 's-%d-%d', 'place': 'workshop-cv', 'day': "
                            "'%d-%02d-%02d'}",
                            i ? ", " : "", year, i, year, 1 + i % 12, 1 + i % 28);
        text_add(&text, "]}");
        struct centre *new = centre_of(text_string(&text));
        json_t *merged =
            held ? centre_merge(held, new, day_of("2027-12-31") + 366 * (year - 2027),
                                &problems, &error)
                 : json_incref(new->document);
        centre_free(held);
        centre_free(new);
        assert_non_null(merged);
        held = centre_read(merged, &problems, &error);
        json_decref(merged);
        assert_problems(&problems, "");
        assert_non_null(held);
    }
    centre_free(held);
}

/* Of 2026-11-24: what tablets were given for the next 35 days and the file has no more.
 * Sessions whose ids come again are held; those that nobody may name now are gone. */
static void test_sessions_to_come_are_cancelled(void **state)
{
    (void)state;
    struct centre *merged =
        merge("{" HEAD ", " TRACKS ", 'places': [" DESK ", " WORKSHOP "], 'sessions': ["
              "{'id': 'today', 'place': 'workshop-cv', 'day': '2026-11-24'}, "
              "{'id': 'soon', 'place': 'workshop-cv', 'day': '2026-11-25'}, "
              "{'id': 'given', 'place': 'workshop-cv', 'day': '2026-12-29'}, "
              "{'id': 'never-given', 'place': 'workshop-cv', 'day': '2026-12-30'}], "
              "'cancelled': [{'id': 'long-ago', 'place': 'workshop-cv', 'day': "
              "'2026-09-28'}, "
              "{'id': 'remembered', 'place': 'workshop-cv', 'day': '2026-09-29'}, "
              "{'id': 'held', 'place': 'workshop-cv', 'day': '2026-11-26'}]}",
              "{" HEAD ", " TRACKS ", 'places': [" DESK ", " WORKSHOP "], 'sessions': ["
              "{'id': 'held', 'place': 'workshop-cv', 'day': '2026-11-27'}]}",
              "");
    assert_non_null(centre_session(merged, "today"));
    assert_int_equal(merged->cancelled_count, 3);
    assert_string_equal(centre_cancelled(merged, "soon")->place->id, "workshop-cv");
    assert_non_null(centre_cancelled(merged, "given"));
    assert_non_null(centre_cancelled(merged, "remembered"));
    assert_non_null(centre_session(merged, "held"));
    centre_free(merged);
}

static void test_an_end_that_was_said_stays(void **state)
{
    (void)state;
    struct centre *merged =
        merge("{" HEAD ", 'places': [" DESK ", {'id': 'old', 'kind': 'club', 'to': "
              "'2026-03-01', 'name': {'fr': 'x', 'en': 'x'}}]}",
              "{" HEAD ", 'places': [" DESK "]}", "");
    assert_int_equal(centre_place(merged, "old")->to, day_of("2026-03-01"));
    centre_free(merged);
}

/* A centre that learns or drops a language can still be read: the places that only the
 * old file has take the names they had. */
static void test_languages_may_change(void **state)
{
    (void)state;
    struct centre *merged = merge(
        "{" HEAD ", " TRACKS ", 'places': [" DESK ", " WORKSHOP "]}",
        "{'sortie': 'centre/1', 'id': 'here', 'name': {'fr': 'Ici', 'de': 'Hier'}, "
        "'country': 'FR', 'zone': 'Europe/Paris', 'languages': ['fr', 'de'], 'places': "
        "[{'id': 'desk-job', 'kind': 'desk', 'name': {'fr': 'Emploi', 'de': "
        "'Arbeit'}}]}",
        "");
    assert_string_equal(document_text(centre_place(merged, "workshop-cv")->name, "de"),
                        "CV");
    centre_free(merged);
}

static void test_what_may_not_change(void **state)
{
    (void)state;
    static const struct {
        const char *new, *why;
    } cases[] = {
        {"{'sortie': 'centre/1', 'id': 'there', 'name': {'fr': 'Là'}, 'country': 'FR', "
         "'zone': 'Europe/Rome', 'languages': ['fr'], 'places': [{'id': 'desk-job', "
         "'kind': 'desk', 'name': {'fr': 'x'}}]}", "/id: this store belongs to the centre 'here': use another store for 'there'\n"
         "/zone: the zone of a store cannot change from Europe/Paris: its weeks are "
         "counted in it"                                                },
        {"{" HEAD
         ", 'places': [{'id': 'desk-job', 'kind': 'space', 'name': {'fr': 'x', "
         "'en': 'x'}}]}",                          "/places/0: 'desk-job' was a desk: give the new place an id of its own"},
        {"{" HEAD ", 'places': [{'id': 'club-health', 'kind': 'club', 'name': {'fr': "
         "'x', 'en': 'x'}}]}",                     "/places/0: 'club-health' was sensitive and stays so: what was promised to "
         "its "
         "visitors holds"                                                                   },
        {"{" HEAD ", 'places': [{'id': 'meeting', 'kind': 'desk', 'name': {'fr': 'x', "
         "'en': 'x'}}]}",                          "/places/0: 'meeting' was a session: give the place an id of its own"  },
        {"{" HEAD ", 'places': [{'id': 'club-x', 'kind': 'club', 'name': {'fr': 'x', "
         "'en': 'x'}}], 'sessions': [{'id': 'desk-job', 'place': 'club-x', 'day': "
         "'2026-11-30'}]}",                        "/sessions: 'desk-job' was a place: give the session an id of its own" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_null(merge("{" HEAD ", 'places': [" DESK ", " CLUB
                          "], 'sessions': [{'id': "
                          "'meeting', 'place': 'club-health', 'day': '2026-11-01'}]}",
                          cases[i].new, cases[i].why));
}

/* A centre that an earlier program accepted is read, with what is of another type as
 * nothing: a rule that came later must not close its store. */
static void test_a_stored_centre_is_not_refused_by_newer_rules(void **state)
{
    (void)state;
    static const char text[] =
        "{'sortie': 'centre/1', 'id': 'here', 'name': {'en': 'Here'}, 'country': 'fr',"
        " 'zone': 'Europe/Paris', 'languages': ['en'], 'sessions': {}, 'calendar': "
        "'no',"
        " 'places': [{'id': 'desk', 'kind': 'desk', 'track': 'all', 'to': null,"
        "  'name': {'en': 'Ms Smith'}}]}";
    struct problems strict = {0}, stored = {.stored = true};
    struct error error = {0};
    json_t *document = given(text);

    assert_null(centre_read(document, &strict, &error));
    assert_true(strict.count >= 4);
    struct centre *centre = centre_read(document, &stored, &error);
    assert_non_null(centre);
    assert_int_equal(centre->place_count, 2);
    assert_int_equal(centre->session_count, 0);
    centre_free(centre);
    problems_release(&strict);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_files),
        cmocka_unit_test(test_members_of_another_type),
        cmocka_unit_test(test_places_of_another_type),
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_countries),
        cmocka_unit_test(test_an_unknown_zone),
        cmocka_unit_test(test_names_of_persons),
        cmocka_unit_test(test_what_a_centre_says),
        cmocka_unit_test(test_a_centre_that_says_nothing),
        cmocka_unit_test(test_opening_hours),
        cmocka_unit_test(test_places_have_dates),
        cmocka_unit_test(test_what_is_gone_is_ended),
        cmocka_unit_test(test_the_picture_is_the_new_files),
        cmocka_unit_test(test_sessions_of_long_ago_are_forgotten),
        cmocka_unit_test(test_a_centre_goes_on_for_ever),
        cmocka_unit_test(test_sessions_to_come_are_cancelled),
        cmocka_unit_test(test_an_end_that_was_said_stays),
        cmocka_unit_test(test_languages_may_change),
        cmocka_unit_test(test_what_may_not_change),
        cmocka_unit_test(test_a_stored_centre_is_not_refused_by_newer_rules),
    };
    return cmocka_run_group_tests_name("centre", tests, NULL, NULL);
}
