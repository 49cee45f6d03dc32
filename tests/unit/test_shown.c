/* test_shown.c: from settled responses to what an edition may show: which classes count
 * where, and what is sensitive. */
#include "given.h"
#include "shown.h"

#include <math.h>

static const char centre_text[] =
    "{'sortie': 'centre/1', 'id': 'here', 'name': {'en': 'Here'}, 'country': 'FR',"
    " 'zone': 'Europe/Paris', 'languages': ['en'],"
    " 'settings': {'terms': ['01-01', '05-01', '09-01']},"
    " 'places': [{'id': 'desk', 'kind': 'desk', 'name': {'en': 'Desk'}},"
    "  {'id': 'quiet', 'kind': 'club', 'sensitive': true, 'name': {'en': 'Quiet'}},"
    "  {'id': 'help', 'kind': 'desk', 'sensitive': true, 'name': {'en': 'Help'}}]}";

struct home {
    char folder[64], path[80];
    struct store *store;
    struct measures measures;
    struct shown shown;
    int key;
    const char *reasons; /* of the answers to come; NULL: none */
};

static void init_home(struct home *home)
{
    struct problems problems = {0};
    struct error error = {0};
    json_t *document = given(centre_text);
    struct centre *centre = centre_read(document, &problems, &error);
    struct form *form = form_load("forms/exit.json", &error);

    assert_true(centre && form);
    *home = (struct home){.folder = "/tmp/sortie-shown-XXXXXX"};
    assert_non_null(mkdtemp(home->folder));
    snprintf(home->path, sizeof home->path, "%s/s.db", home->folder);
    if (!store_init(home->path, centre, &form, 1, &error)
        || !store_open(home->path, STORE_WRITE, &home->store, &error))
        fail_msg("%s", error.text);
    form_free(form);
    centre_free(centre);
    json_decref(document);
}

static void close_home(struct home *home)
{
    char command[128];

    shown_release(&home->shown);
    measures_release(&home->measures);
    store_close(home->store);
    snprintf(command, sizeof command, "rm -r %s", home->folder);
    assert_int_equal(system(command), 0);
}

/* One response at the point of a place; `more` are further members. */
static void receive(struct home *home, const char *place, const char *day,
                    const char *overall, const char *more)
{
    OWNED(text_release) struct text text = {0};
    struct error error = {0};
    enum outcome outcome;
    struct received received = {
        .place = place, .mode = MODE_DOOR, .arrived = day_of(day), .day = day_of(day)};

    received.key[0] = (unsigned char)(++home->key >> 8);
    received.key[1] = (unsigned char)home->key;
    text_add_format(
        &text,
        "{'form': 'exit', 'version': '%s', 'key': '%04x%028x', 'lang': 'en',"
        " 'day': '%s', %s 'answers': {'overall': '%s', 'forward': 'yes'%s%s}}",
        store_newest_form(home->store, "exit")->version, (unsigned)home->key, 0U, day,
        more, overall, *place ? "" : ", 'place': 'none'",
        home->reasons ? home->reasons : "");
    json_t *document = given(text_string(&text));
    char *canonical = document_canonical(document);
    received.document = canonical;
    if (!store_receive(home->store, &received, &outcome, &error))
        fail_msg("%s", error.text);
    free(canonical);
    json_decref(document);
}

static void receive_many(struct home *home, int n, const char *place, const char *day,
                         const char *overall, const char *more)
{
    for (int i = 0; i < n; i++)
        receive(home, place, day, overall, more);
}

static void begin(struct home *home)
{
    struct error error = {0};

    assert_true(store_begin(home->store, &error));
}

/* Commits, settles on a day, and makes the edition of a week. */
static void edit(struct home *home, const char *day, const char *week)
{
    struct error error = {0};
    struct settled settled;

    if (!store_commit(home->store, &error)
        || !store_settle(home->store, (struct moment){day_of(day), 600}, &settled, NULL,
                         &error)
        || !measures_read(home->store, week_named(week) - WEEKS_READ, week_named(week),
                          &home->measures, &error)
        || !shown_make(&home->measures, week_named(week), RULES_DEFAULT, &home->shown,
                       &error))
        fail_msg("%s", error.text);
    assert_int_equal(settled.unread, 0);
}

static const struct shown_chart *chart_of(const struct home *home, const char *place,
                                          const char *question)
{
    for (size_t i = 0; i < home->shown.place_count; i++)
        for (size_t j = 0; j < home->shown.places[i].chart_count; j++)
            if (!strcmp(home->shown.places[i].place->id, place)
                && !strcmp(home->shown.places[i].charts[j].line->question->name,
                           question))
                return &home->shown.places[i].charts[j];
    fail_msg("no chart of %s", place);
    return NULL;
}

static const struct shown_chart *overall_of(const struct home *home, const char *place)
{
    return chart_of(home, place, "overall");
}

static const struct figure *latest(const struct home *home, const char *place)
{
    const struct shown_chart *chart = overall_of(home, place);

    assert_true(chart->period_count > 0);
    return &chart->periods[chart->period_count - 1].figure;
}

static void test_classes_count_where_they_should(void **state)
{
    (void)state;
    struct home home;

    init_home(&home);
    begin(&home);
    receive_many(&home, 10, "desk", "2026-11-03", "5", "");
    receive_many(&home, 6, "desk", "2026-11-03", "4", "'flags': ['repeat'],");
    receive_many(&home, 7, "desk", "2026-11-03", "5", "'again': true,");
    receive_many(&home, 4, "", "2026-11-03", "2", "'complete': false,");
    receive_many(&home, 4, "", "2026-11-03", "4", "'complete': false,");
    receive_many(&home, 5, "", "2026-11-03", "5", "");
    edit(&home, "2026-11-10", "2026-W45");
    assert_int_equal(latest(&home, "desk")->n, 10 + 6 + 7);
    assert_int_equal(latest(&home, "here")->n, 10 + 6 + 8 + 5);
    assert_int_equal(latest(&home, "here")->positive, 10 + 6 + 4 + 5);
    assert_int_equal(home.shown.late, 0);
    close_home(&home);
}

/* Nine are too few and twelve are not; all twelve positive look like eleven. The term
 * from May to August 2026 ends with week 35. */
static void test_what_is_sensitive_is_shown_by_term_from_ten_on(void **state)
{
    (void)state;
    struct home home;

    init_home(&home);
    begin(&home);
    receive_many(&home, 9, "quiet", "2026-06-03", "5", "");
    receive_many(&home, 12, "help", "2026-06-03", "5", "");
    receive_many(&home, 30, "help", "2026-09-16", "5", "");
    edit(&home, "2026-11-10", "2026-W45");
    assert_int_equal(overall_of(&home, "quiet")->by, BY_TERM);
    assert_int_equal(overall_of(&home, "help")->by, BY_TERM);
    assert_int_equal(overall_of(&home, "help")->period_count, 1);
    assert_int_equal(latest(&home, "quiet")->showing, WITHHELD);
    assert_int_equal(latest(&home, "help")->n, 12);
    assert_int_equal(latest(&home, "help")->bound, AT_LEAST);
    assert_int_equal(latest(&home, "help")->positive, 11);
    assert_true(isnan(overall_of(&home, "help")->periods[0].share));
    close_home(&home);
}

/* 8 at the sensitive desk in a week, 5 at the other one, 1 to no place: the centre's 14
 * less 5 would show a base under ten. With 9 and 5 it may be shown. With 9 and 1 not:
 * who said nothing of a place could tell the nine. */
static void test_a_week_of_a_sensitive_place_is_not_in_the_total(void **state)
{
    (void)state;
    struct home home;

    init_home(&home);
    begin(&home);
    receive_many(&home, 5, "desk", "2026-10-20", "5", "");
    receive_many(&home, 8, "help", "2026-10-20", "4", "");
    receive(&home, "", "2026-10-20", "5", "");
    receive_many(&home, 5, "desk", "2026-10-27", "5", "");
    receive_many(&home, 7, "help", "2026-10-27", "4", "");
    receive_many(&home, 2, "help", "2026-10-27", "1", "");
    receive_many(&home, 5, "", "2026-10-27", "5", "");
    receive_many(&home, 5, "desk", "2026-11-03", "5", "");
    receive_many(&home, 9, "help", "2026-11-03", "4", "");
    receive(&home, "", "2026-11-03", "5", "");
    edit(&home, "2026-11-10", "2026-W45");
    const struct shown_chart *whole = overall_of(&home, "here");
    assert_int_equal(whole->period_count, 3);
    assert_int_equal(whole->periods[0].figure.showing, WITHHELD);
    assert_int_equal(whole->periods[1].figure.n, 19);
    assert_int_equal(whole->periods[2].figure.showing, WITHHELD);
    close_home(&home);
}

/* Seven displeased visitors in a week show as "at most 1 of 7", so their seven reasons
 * are not counted; nor are those of three visitors who gave two each. */
static void test_reasons_do_not_tell_a_hidden_share(void **state)
{
    (void)state;
    struct home home;
    const struct shown_cells *reasons;

    init_home(&home);
    begin(&home);
    home.reasons = ", 'why_bad': ['wait']";
    receive_many(&home, 7, "desk", "2026-10-06", "1", "");
    home.reasons = ", 'why_good': ['clear']";
    receive_many(&home, 6, "desk", "2026-10-13", "5", "");
    receive_many(&home, 4, "desk", "2026-10-20", "5", "");
    home.reasons = ", 'why_good': ['wait']";
    receive_many(&home, 1, "desk", "2026-10-20", "5", "");
    home.reasons = ", 'why_bad': ['wait', 'quiet']";
    receive_many(&home, 3, "desk", "2026-10-20", "1", "");
    edit(&home, "2026-11-10", "2026-W44");
    reasons = &chart_of(&home, "desk", "why_bad")->now;
    assert_false(reasons->any);
    assert_int_equal(reasons->cells[0], 0);
    reasons = &chart_of(&home, "desk", "why_good")->now;
    assert_true(reasons->any);
    assert_int_equal(reasons->cells[3], 10);
    close_home(&home);
}

static size_t number_of(const struct shown_chart *chart, const char *code)
{
    const struct question *question = chart->line->question;

    return (size_t)(question_option(question, code) - question->options);
}

/* Ten give two reasons, five of them a third: what all ten gave is hidden like what few
 * gave. Where it is the only reason nothing is shown: the others' zeros would tell it.
 */
static void test_a_reason_that_everybody_gave_is_not_shown_as_such(void **state)
{
    (void)state;
    struct home home;

    init_home(&home);
    begin(&home);
    home.reasons = ", 'why_good': ['clear', 'quiet']";
    receive_many(&home, 5, "desk", "2026-10-06", "5", "");
    home.reasons = ", 'why_good': ['clear']";
    receive_many(&home, 5, "desk", "2026-10-06", "5", "");
    receive_many(&home, 8, "desk", "2026-09-08", "5", "");
    edit(&home, "2026-11-10", "2026-W44");
    const struct shown_chart *chart = chart_of(&home, "desk", "why_good");
    size_t clear = number_of(chart, "clear"), quiet = number_of(chart, "quiet");
    assert_true(chart->now.any && !chart->now.shown[clear]);
    assert_int_equal(chart->now.cells[clear], 0);
    assert_int_equal(chart->now.reasons[clear], REASON_UNANIMOUS);
    assert_int_equal(chart->now.cells[quiet], 5);
    assert_false(chart->before.any);
    assert_int_equal(chart->before.none, REASON_UNANIMOUS);
    close_home(&home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes_count_where_they_should),
        cmocka_unit_test(test_what_is_sensitive_is_shown_by_term_from_ten_on),
        cmocka_unit_test(test_a_week_of_a_sensitive_place_is_not_in_the_total),
        cmocka_unit_test(test_reasons_do_not_tell_a_hidden_share),
        cmocka_unit_test(test_a_reason_that_everybody_gave_is_not_shown_as_such),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
