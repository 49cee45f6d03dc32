/* test_foot.c: what a page says that it rests on. Days are those of any calendar:
 * 2026-W06 is 2 to 8 February, 2026-W09 ends on 1 March, 2026-W10 is 2 to 8 March. */
#include "foot.h"
#include "given.h"

enum { PERIODS = 3, CHARTS = 3 };

/* A desk's page with two questions asked at the door and one answered on paper. */
struct home {
    struct words words;
    struct centre centre;
    struct form forms[2];
    struct question question;
    struct line lines[CHARTS];
    struct shown_period periods[CHARTS][PERIODS];
    struct shown_chart charts[CHARTS];
    struct shown_place place;
    struct shown shown;
    struct book book;
    struct text out;
};

static void put(struct home *home, size_t chart, size_t at, enum showing showing,
                int64_t n, const char *week)
{
    int32_t number = week_named(week);

    home->periods[chart][at] = (struct shown_period){
        .by = BY_WEEK,
        .first = number,
        .last = number,
        .figure = {.showing = showing, .n = n, .positive = n}
    };
    home->charts[chart].shown += showing == SHOWN;
}

static void put_chart(struct home *home, size_t at, enum mode mode, size_t form)
{
    home->lines[at] = (struct line){.mode = mode,
                                    .form = &home->forms[form],
                                    .question = &home->question,
                                    .place = home->centre.places};
    for (size_t i = 0; i < PERIODS; i++)
        home->periods[at][i].figure.showing = EMPTY;
    home->charts[at] = (struct shown_chart){.line = &home->lines[at],
                                            .by = BY_WEEK,
                                            .periods = home->periods[at],
                                            .period_count = PERIODS,
                                            .latest = PERIODS};
}

static struct place desk = {.id = "desk", .kind = KIND_DESK};

static int setup(void **state)
{
    struct home *home = calloc(1, sizeof *home);
    struct error error;

    home->centre = (struct centre){.places = &desk, .place_count = 1};
    home->centre.settings.smallest_group = 5;
    home->centre.settings.smallest_sensitive = 10;
    home->forms[0] = (struct form){.id = "exit",
                                   .version = "0123456789abcdef",
                                   .title = given("{'en': 'Your visit'}")};
    home->forms[1] = (struct form){
        .id = "paper", .version = "fedcba9876543210", .title = given("{'en': 'Slip'}")};
    home->question = (struct question){.name = "overall", .type = SCALE};
    put_chart(home, 0, MODE_DOOR, 0);
    put_chart(home, 1, MODE_DOOR, 0);
    put_chart(home, 2, MODE_PAPER, 1);
    home->place = (struct shown_place){
        .place = &desk, .charts = home->charts, .chart_count = CHARTS};
    home->shown = (struct shown){.centre = &home->centre,
                                 .week = week_named("2026-W10"),
                                 .places = &home->place,
                                 .place_count = 1};
    home->book = (struct book){
        .shown = &home->shown, .languages = &home->words, .language_count = 1};
    *state = home;
    return words_load("en", &home->words, &error) ? 0 : -1;
}

static int teardown(void **state)
{
    struct home *home = *state;

    for (size_t i = 0; i < 2; i++)
        json_decref((json_t *)home->forms[i].title);
    text_release(&home->out);
    words_release(&home->words);
    free(home);
    return 0;
}

static const char *foot(struct home *home, bool place)
{
    text_clear(&home->out);
    foot_add(&home->book, place ? &home->place : NULL, &home->words, &home->out);
    return text_string(&home->out);
}

static void says(struct home *home, bool place, const char *expected)
{
    const char *found = foot(home, place);

    if (!strstr(found, expected))
        fail_msg("no \"%s\" in %s", expected, found);
}

static void says_not(struct home *home, bool place, const char *word)
{
    const char *found = foot(home, place);

    if (strstr(found, word))
        fail_msg("\"%s\" in %s", word, found);
}

/* Of the door the question with more answers speaks, 20 + 7 of W06 and W10; what is
 * withheld or empty counts for nothing, nor do its days. */
static void test_how_many_answers_of_which_days(void **state)
{
    struct home *home = *state;

    put(home, 0, 0, SHOWN, 12, "2026-W06");
    put(home, 0, 1, WITHHELD, 0, "2026-W09");
    put(home, 0, 2, SHOWN, 7, "2026-W10");
    put(home, 1, 0, SHOWN, 20, "2026-W06");
    put(home, 1, 1, EMPTY, 0, "2026-W09");
    put(home, 1, 2, SHOWN, 7, "2026-W10");
    put(home, 2, 0, WITHHELD, 0, "2026-W06");
    put(home, 2, 1, SHOWN, 6, "2026-W09");
    put(home, 2, 2, WITHHELD, 0, "2026-W10");
    says(
        home, true,
        "<p>Answers were given: at the exit, unaided (27 answers shown, 2 February to "
        "8 March 2026)<span class=\"screen\"> · on paper (6 answers shown, 23 February "
        "to 1 March 2026)</span></p>\n");
}

/* A mode of which nothing is to be seen is not told of. */
static void test_a_mode_that_is_withheld_is_not_told(void **state)
{
    struct home *home = *state;

    put(home, 0, 0, SHOWN, 12, "2026-W06");
    for (size_t i = 0; i < PERIODS; i++)
        put(home, 2, i, WITHHELD, 0, "2026-W06");
    says(home, true, "unaided (12 answers shown, 2 February to 8 February 2026)</p>");
    says_not(home, true, "on paper");
    home->charts[0].shown = 0;
    home->periods[0][0].figure.showing = WITHHELD;
    says_not(home, true, "Answers were given");
}

/* The first page names modes and no number of answers. */
static void test_the_first_page_has_the_modes_of_all(void **state)
{
    struct home *home = *state;

    says_not(home, false, "Answers were given");
    home->shown.modes[MODE_DOOR] = home->shown.modes[MODE_PAPER] = true;
    says(home, false, "<p>Answers were given: at the exit, unaided · on paper</p>\n");
    says_not(home, false, "Form:");
}

static void test_each_version_of_a_form_once(void **state)
{
    const char *found = foot(*state, true);
    const char *form = strstr(found, "Form: Your visit (exit, version 01234567)");

    assert_non_null(form);
    assert_null(strstr(form + 1, "Form: Your visit"));
    assert_non_null(strstr(form, "Form: Slip (paper, version fedcba98)"));
}

static void test_the_thresholds_that_are_in_force(void **state)
{
    struct home *home = *state;

    says(home, true, "for fewer than 5 answers (10 for sensitive places)");
    home->centre.settings.smallest_group = 8;
    home->centre.settings.smallest_sensitive = 15;
    says(home, false, "for fewer than 8 answers (15 for sensitive places)");
    says(home, false, "chosen 1 to 7 times");
}

static void test_late_answers_where_there_are_some(void **state)
{
    struct home *home = *state;

    says_not(home, false, "after their week was closed");
    says_not(home, false, "is not certain");
    home->shown.late = 6;
    home->shown.uncertain = 7;
    says(home, true, "<p>6 answers came after their week was closed");
    says(home, true, "<p>The day of 7 answers is not certain");
}

/* A page of another language lies a folder deeper. */
static void test_where_the_data_lie(void **state)
{
    struct home *home = *state;
    struct words both[2] = {{.language = "fr"}, home->words};

    says(home, false, "<a href=\"report.json\">");
    home->book.languages = both;
    home->book.language_count = 2;
    text_clear(&home->out);
    foot_add(&home->book, NULL, &both[1], &home->out);
    assert_non_null(strstr(text_string(&home->out), "<a href=\"../counts.csv\">"));
    assert_non_null(strstr(text_string(&home->out), "</footer>\n</body>\n</html>\n"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_how_many_answers_of_which_days),
        TEST(test_a_mode_that_is_withheld_is_not_told),
        TEST(test_the_first_page_has_the_modes_of_all),
        TEST(test_each_version_of_a_form_once),
        TEST(test_the_thresholds_that_are_in_force),
        TEST(test_late_answers_where_there_are_some),
        TEST(test_where_the_data_lie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
