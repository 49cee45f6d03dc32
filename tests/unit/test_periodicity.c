/* test_periodicity.c: how many weeks are put together, when that is chosen, and that
 * nothing published is cut anew. By hand: with a share of 80 %, four answers a week
 * give 0.8 other ones, two weeks 1.6; of one answer a week (counted as two) two weeks
 * give 4 and four weeks 8. */
#include "given.h"
#include "sortie/periodicity.h"

static const char centre_text[] =
    "{'sortie': 'centre/1', 'id': 'here', 'name': {'en': 'Here'}, 'country': 'FR',"
    " 'zone': 'Europe/Paris', 'languages': ['en'],"
    " 'tracks': [{'id': 'all', 'name': {'en': 'All'}}],"
    " 'places': [{'id': 'desk', 'kind': 'desk', 'name': {'en': 'Desk'}},"
    "  {'id': 'cv', 'kind': 'workshop', 'track': 'all', 'name': {'en': 'CV'}},"
    "  {'id': 'club', 'kind': 'club', 'name': {'en': 'Club'}},"
    "  {'id': 'help', 'kind': 'desk', 'sensitive': true, 'name': {'en': 'Help'}}]}";

enum { PLACES = 5, DESK = 1, WEEKS = 120, FIRST_OPTION = 0, LAST_OPTION = 4 };

struct home {
    struct centre *centre;
    struct form *form;
    struct measures measures;
    struct line line, later; /* another question of the same place, asked later */
    struct line *lines[2];
    struct line_list places[PLACES];
    struct periodicity periodicity;
    int32_t first;
};

static int init(void **state)
{
    struct home *home = calloc(1, sizeof *home);
    struct problems problems = {0};
    struct error error = {0};
    json_t *document = given(centre_text);

    assert_non_null(home);
    home->centre = centre_read(document, &problems, &error);
    json_decref(document);
    home->form = form_load("forms/exit.json", &error);
    assert_problems(&problems, "");
    assert_true(home->centre && home->form);
    home->first = week_named("2025-W20");
    home->line = (struct line){.place = &home->centre->places[DESK],
                               .form = home->form,
                               .question = form_question(home->form, "overall"),
                               .mode = MODE_DOOR,
                               .cell_size = WEEKS};
    home->line.cells = calloc(WEEKS, sizeof *home->line.cells);
    home->line.options =
        calloc(WEEKS * home->line.question->option_count, sizeof *home->line.options);
    assert_true(home->line.cells && home->line.options);
    home->lines[0] = &home->line;
    home->places[DESK] = (struct line_list){home->lines, 1};
    home->measures.centre = home->centre;
    home->measures.places = home->places;
    *state = home;
    return 0;
}

static int release(void **state)
{
    struct home *home = *state;

    periodicity_release(&home->periodicity);
    free(home->line.cells);
    free(home->line.options);
    form_free(home->form);
    centre_free(home->centre);
    free(home);
    return 0;
}

/* The answers of the next week. */
static void answer(struct home *home, int64_t positive, int64_t other)
{
    const size_t options = home->line.question->option_count;
    const size_t at = home->line.cell_count++;

    home->line.cells[at].week = home->first + (int32_t)at;
    home->line.options[at * options + LAST_OPTION] = positive;
    home->line.options[at * options + FIRST_OPTION] = other;
}

static void answer_weeks(struct home *home, int weeks, int64_t positive, int64_t other)
{
    while (weeks-- > 0)
        answer(home, positive, other);
}

static struct span span_of(struct home *home, const char *week, const char *edition)
{
    struct error error = {0};

    periodicity_release(&home->periodicity);
    assert_true(periodicity_make(&home->measures, week_named(edition),
                                 &home->periodicity, &error));
    return periodicity_span(&home->periodicity, &home->line, week_named(week));
}

static void assert_span(struct span span, enum by by, const char *first,
                        const char *last)
{
    char is[2][WEEK_SIZE];

    week_write(span.first, is[0]);
    week_write(span.last, is[1]);
    assert_string_equal(by_name(span.by), by_name(by));
    assert_string_equal(is[0], first);
    assert_string_equal(is[1], last);
}

/* 2025-W20 and 26 weeks: the choice is of 2025-W46. */
static void test_weeks_stay_weeks_until_there_are_26(void **state)
{
    answer_weeks(*state, 60, 3, 1);
    assert_span(span_of(*state, "2025-W45", "2025-W45"), BY_WEEK, "2025-W45",
                "2025-W45");
    assert_span(span_of(*state, "2025-W45", "2026-W20"), BY_WEEK, "2025-W45",
                "2025-W45");
}

/* 10 answers, 2 of them not positive: a week is enough. */
static void test_many_answers_stay_by_week(void **state)
{
    answer_weeks(*state, 60, 8, 2);
    assert_span(span_of(*state, "2025-W50", "2025-W50"), BY_WEEK, "2025-W50",
                "2025-W50");
}

/* 6 answers every week are enough to be shown, but in 24 of 26 weeks all are positive:
 * 154 of 156. No period of them is expected to have another one in it. */
static void test_nearly_all_positive_stays_by_week(void **state)
{
    answer_weeks(*state, 2, 5, 1);
    answer_weeks(*state, 58, 6, 0);
    assert_span(span_of(*state, "2025-W50", "2025-W50"), BY_WEEK, "2025-W50",
                "2025-W50");
}

/* Six answers, every other week one not positive: 6 * 1/12 = 0.5 a week, 1 in two. */
static void test_two_weeks_where_runs_need_them(void **state)
{
    for (int i = 0; i < 30; i++) {
        answer(*state, 6, 0);
        answer(*state, 5, 1);
    }
    assert_span(span_of(*state, "2025-W46", "2025-W46"), BY_FORTNIGHT, "2025-W46",
                "2025-W46");
    assert_span(span_of(*state, "2025-W48", "2025-W48"), BY_FORTNIGHT, "2025-W47",
                "2025-W48");
}

/* No week is shown, each counts as two: four weeks have 8, of which 15 % are 1.2. The
 * first period begins with the choice, the last one of 2026 has the 53rd week. */
static void test_four_weeks_where_answers_are_few(void **state)
{
    answer_weeks(*state, 100, 1, 0);
    assert_span(span_of(*state, "2025-W46", "2025-W48"), BY_BLOCK, "2025-W46",
                "2025-W48");
    assert_span(span_of(*state, "2025-W49", "2025-W49"), BY_BLOCK, "2025-W49",
                "2025-W52");
    assert_span(span_of(*state, "2026-W53", "2026-W53"), BY_BLOCK, "2026-W49",
                "2026-W53");
}

/* One answer in two weeks: 4 in a block are never shown. */
static void test_thirteen_weeks_where_nothing_else_is_left(void **state)
{
    for (int i = 0; i < 40; i++) {
        answer(*state, 1, 0);
        answer(*state, 0, 0);
    }
    assert_span(span_of(*state, "2026-W02", "2026-W02"), BY_THIRTEEN, "2026-W01",
                "2026-W13");
}

/* 2026 begins with the choice of 2025: many answers since December change nothing until
 * 2027, and then only what comes. */
static void test_a_new_year_chooses_anew(void **state)
{
    struct home *home = *state;

    answer_weeks(home, 33, 1, 0);
    answer_weeks(home, 80, 8, 2);
    assert_span(span_of(home, "2026-W30", "2026-W30"), BY_BLOCK, "2026-W29",
                "2026-W32");
    assert_span(span_of(home, "2027-W01", "2027-W01"), BY_WEEK, "2027-W01", "2027-W01");
    assert_span(span_of(home, "2026-W30", "2027-W01"), BY_BLOCK, "2026-W29",
                "2026-W32");
}

/* What an edition knows of later weeks does not count. */
static void test_every_edition_chooses_the_same(void **state)
{
    struct home *home = *state;

    srand(7);
    for (int i = 0; i < WEEKS; i++)
        answer(home, rand() % 6, rand() % 3);
    for (int32_t week = home->first; week < home->first + WEEKS; week++) {
        char name[WEEK_SIZE], last[WEEK_SIZE];
        week_write(week, name);
        week_write(home->first + WEEKS - 1, last);
        struct span then = span_of(home, name, name), now = span_of(home, name, last);
        assert_int_equal(then.by, now.by);
        assert_int_equal(then.first, now.first);
        assert_int_equal(then.last, now.last);
    }
}

/* A question that is asked from the 40th week on, and comes before the other one: what
 * was chosen at the 26th stays. */
static void test_a_question_asked_later_changes_no_choice(void **state)
{
    struct home *home = *state;
    const size_t options = form_question(home->form, "overall")->option_count;
    struct cell cell = {.week = home->first + 40};
    int64_t *counts = calloc(options, sizeof *counts);

    answer_weeks(home, 40, 8, 2);
    home->later = home->line;
    home->later.cells = &cell;
    home->later.options = counts;
    home->later.cell_count = 1;
    home->lines[0] = &home->later;
    home->lines[1] = &home->line;
    home->places[DESK].count = 2;
    assert_non_null(counts);
    counts[LAST_OPTION] = 9;
    struct question own =
        *home->line.question; /* no core question, but answered then */
    own.core = NULL;
    home->line.question = &own;
    assert_span(span_of(home, "2025-W50", "2026-W10"), BY_WEEK, "2025-W50", "2025-W50");
    home->line.question = home->later.question;
    free(counts);
}

/* ---- what was written down ---- */

enum { WRITTEN_MOST = 8 };

/* Writes down what is chosen up to a week, as the collector does. */
static void write_down(struct home *home, const char *week)
{
    static struct choice written[WRITTEN_MOST];
    struct choice next[WRITTEN_MOST];
    size_t count = 0;

    (void)span_of(home, week, week);
    const struct stretches *stretches =
        periodicity_stretches(&home->periodicity, home->line.place, home->line.mode);
    assert_true(stretches->count <= WRITTEN_MOST);
    for (; count < stretches->count; count++)
        next[count] =
            (struct choice){home->line.place, home->line.mode,
                            stretches->list[count].first, stretches->list[count].by};
    memcpy(written, next, sizeof written);
    home->measures.choices = written;
    home->measures.choice_count = count;
}

/* As an import does. */
static void revise(struct home *home, int64_t positive, int64_t other)
{
    const size_t options = home->line.question->option_count;

    for (size_t i = 0; i < home->line.cell_count; i++) {
        home->line.options[i * options + LAST_OPTION] = positive;
        home->line.options[i * options + FIRST_OPTION] = other;
    }
}

static void test_what_is_chosen_is_written_from_the_first_answers_on(void **state)
{
    struct home *home = *state;

    answer_weeks(home, 60, 1, 0);
    write_down(home, "2026-W02");
    assert_int_equal(home->measures.choice_count, 3);
    const struct choice *choices = home->measures.choices;
    assert_int_equal(choices[0].first, week_named("2025-W20"));
    assert_int_equal(choices[0].by, BY_WEEK);
    assert_int_equal(choices[1].first, week_named("2025-W46"));
    assert_int_equal(choices[1].by, BY_BLOCK);
    assert_int_equal(choices[2].first, week_named("2026-W01"));
    assert_int_equal(choices[2].by, BY_BLOCK);
    (void)span_of(home, "2027-W01", "2027-W01");
    const struct stretches *stretches =
        periodicity_stretches(&home->periodicity, home->line.place, home->line.mode);
    assert_int_equal(stretches->count, 4);
    for (size_t i = 0; i < stretches->count; i++)
        assert_int_equal(stretches->list[i].written, i < 3);
}

/* Ten answers a week were one all the time: what is past stays, what comes is chosen by
 * what is known then. */
static void test_an_import_cuts_nothing_anew(void **state)
{
    struct home *home = *state;

    answer_weeks(home, 60, 8, 2);
    write_down(home, "2025-W50");
    revise(home, 1, 0);
    assert_span(span_of(home, "2025-W50", "2025-W50"), BY_WEEK, "2025-W50", "2025-W50");
    assert_span(span_of(home, "2025-W50", "2026-W10"), BY_WEEK, "2025-W50", "2025-W50");
    assert_span(span_of(home, "2026-W02", "2026-W10"), BY_BLOCK, "2026-W01",
                "2026-W04");
    home->measures.choice_count = 0; /* or else */
    assert_span(span_of(home, "2025-W50", "2025-W50"), BY_BLOCK, "2025-W49",
                "2025-W52");
}

static void test_another_threshold_cuts_nothing_anew(void **state)
{
    struct home *home = *state;

    answer_weeks(home, 60, 8, 2);
    write_down(home, "2025-W50");
    home->centre->settings.smallest_group = 20;
    assert_span(span_of(home, "2025-W50", "2025-W50"), BY_WEEK, "2025-W50", "2025-W50");
    home->measures.choice_count = 0;
    assert_span(span_of(home, "2025-W50", "2025-W50"), BY_THIRTEEN, "2025-W46",
                "2025-W52");
}

/* Answers of 2025-W20 on that were imported when those of 2025-W30 on had been
 * published: the 26 weeks are those of the published ones, to 2026-W04. */
static void test_older_answers_bring_no_choice_forward(void **state)
{
    struct home *home = *state;
    struct choice first = {home->line.place, MODE_DOOR, week_named("2025-W30"),
                           BY_WEEK};

    answer_weeks(home, 60, 1, 0);
    home->measures.choices = &first;
    home->measures.choice_count = 1;
    assert_span(span_of(home, "2025-W46", "2026-W05"), BY_WEEK, "2025-W46", "2025-W46");
    assert_span(span_of(home, "2026-W03", "2026-W05"), BY_WEEK, "2026-W03", "2026-W03");
    assert_span(span_of(home, "2026-W04", "2026-W05"), BY_BLOCK, "2026-W04",
                "2026-W04");
    assert_span(span_of(home, "2026-W05", "2026-W05"), BY_BLOCK, "2026-W05",
                "2026-W08");
    first.mode = MODE_PAPER; /* of other answers */
    assert_span(span_of(home, "2026-W03", "2026-W05"), BY_BLOCK, "2026-W01",
                "2026-W04");
}

/* An edition of the time before a choice knows nothing of it. */
static void test_an_older_edition_reads_what_was_chosen_then(void **state)
{
    struct home *home = *state;
    struct choice choices[] = {
        {home->line.place, MODE_DOOR, week_named("2025-W20"), BY_WEEK     },
        {home->line.place, MODE_DOOR, week_named("2025-W40"), BY_FORTNIGHT},
    };

    answer_weeks(home, 60, 8, 2);
    home->measures.choices = choices;
    home->measures.choice_count = 2;
    assert_span(span_of(home, "2025-W39", "2025-W39"), BY_WEEK, "2025-W39", "2025-W39");
    assert_span(span_of(home, "2025-W41", "2025-W39"), BY_WEEK, "2025-W41", "2025-W41");
    assert_span(span_of(home, "2025-W41", "2025-W41"), BY_FORTNIGHT, "2025-W41",
                "2025-W42");
    assert_span(span_of(home, "2025-W19", "2025-W19"), BY_WEEK, "2025-W19", "2025-W19");
}

static void test_other_kinds_have_their_own(void **state)
{
    const struct home *home = *state;
    const struct place *places = home->centre->places;

    assert_int_equal(periodicity_usual(&places[0]), BY_WEEK);
    assert_int_equal(periodicity_usual(&places[1]), BY_WEEK);
    assert_int_equal(periodicity_usual(&places[2]), BY_MONTH);
    assert_int_equal(periodicity_usual(&places[3]), BY_TERM);
    assert_int_equal(periodicity_usual(&places[4]), BY_TERM);
    assert_int_equal(periodicity_window(BY_WEEK), BY_BLOCK);
    assert_int_equal(periodicity_window(BY_FORTNIGHT), BY_BLOCK);
    assert_int_equal(periodicity_window(BY_THIRTEEN), BY_THIRTEEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, init, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_weeks_stay_weeks_until_there_are_26),
        TEST(test_many_answers_stay_by_week),
        TEST(test_nearly_all_positive_stays_by_week),
        TEST(test_two_weeks_where_runs_need_them),
        TEST(test_four_weeks_where_answers_are_few),
        TEST(test_thirteen_weeks_where_nothing_else_is_left),
        TEST(test_a_new_year_chooses_anew),
        TEST(test_every_edition_chooses_the_same),
        TEST(test_a_question_asked_later_changes_no_choice),
        TEST(test_what_is_chosen_is_written_from_the_first_answers_on),
        TEST(test_an_import_cuts_nothing_anew),
        TEST(test_another_threshold_cuts_nothing_anew),
        TEST(test_older_answers_bring_no_choice_forward),
        TEST(test_an_older_edition_reads_what_was_chosen_then),
        TEST(test_other_kinds_have_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
