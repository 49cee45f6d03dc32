/* test_themes.c: remarks counted by hand, and what may be worked out of what is shown.
 */
#include "given.h"
#include "sortie/disclosure.h"
#include "themes.h"

enum { PLACES = 4, STEP = 5, REMARKS_MOST = 64 };

struct home {
    struct dictionaries dictionaries;
    struct saying sayings[REMARKS_MOST];
    size_t count;
    struct themes themes;
};

static void home_release(struct home *home)
{
    themes_release(&home->themes);
    dictionaries_release(&home->dictionaries);
}

static struct home home_made(void)
{
    struct home home = {0};
    struct error error = {0};
    if (!dictionaries_load("forms/themes", &home.dictionaries, &error))
        fail_msg("%s", error.text);
    return home;
}

/* `times` remarks of one kind. */
static void say(struct home *home, size_t times, size_t place, const char *lang,
                enum leaning leaning, const char *text)
{
    for (size_t i = 0; i < times; i++)
        home->sayings[home->count++] = (struct saying){place, lang, leaning, text};
}

static void make(struct home *home)
{
    struct error error = {0};
    if (!themes_make(home->sayings, home->count, PLACES, STEP, &home->dictionaries,
                     &home->themes, &error))
        fail_msg("%s", error.text);
}

static int64_t of(const struct home *home, size_t place, const char *id)
{
    for (size_t i = 0; i < dictionaries_themes(&home->dictionaries, LIST_THEMES); i++)
        if (strcmp(dictionaries_id(&home->dictionaries, LIST_THEMES, i), id) == 0)
            return themes_row(&home->themes, place)[i];
    fail_msg("no theme %s", id);
    return -1;
}

/* Any language, any ending; a remark that says it twice counts once. */
static void test_a_theme_is_counted_by_remarks(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 4, 1, "fr", LEANING_NOT, "J’ai attendu, attendu : la file d'attente !");
    make(&home);
    assert_int_equal(of(&home, 1, "wait"), 0);
    assert_int_equal(of(&home, 0, "wait"), 0);
    assert_false(themes_any(&home.themes, 0));
    themes_release(&home.themes);

    say(&home, 1, 1, "ar", LEANING_PLEASED, "الانتظار كان طويلا");
    make(&home);
    assert_int_equal(of(&home, 1, "wait"), 5);
    assert_int_equal(of(&home, 0, "wait"), 5);
    assert_int_equal(of(&home, 2, "wait"), 0);
    assert_true(themes_any(&home.themes, 0) && themes_any(&home.themes, 1));
    assert_false(themes_any(&home.themes, 2));
}

/* Four of one place and three of none are shown for neither, and together as five. */
static void test_the_centre_counts_what_its_places_hide(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 4, 1, "en", LEANING_NOT, "The waiting!");
    say(&home, 3, 0, "de", LEANING_NOT, "Lange gewartet");
    say(&home, 14, 2, "es", LEANING_NOT, "Los horarios");
    make(&home);
    assert_int_equal(of(&home, 0, "wait"), 5);
    assert_int_equal(of(&home, 1, "wait"), 0);
    assert_int_equal(of(&home, 2, "hours"), 10);
    assert_int_equal(of(&home, 0, "hours"), 10);
}

static void test_ideas_are_counted_among_ideas_alone(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 5, 0, "fr", LEANING_NONE, "Un potager, et l'accueil des plantes");
    say(&home, 9, 0, "fr", LEANING_PLEASED, "La cuisine");
    make(&home);
    assert_int_equal(home.themes.ideas[0], 5);
    assert_int_equal(home.themes.ideas[1], 0);
    assert_int_equal(of(&home, 0, "welcome"), 0);
    assert_int_equal(home.themes.word_count, 0);
}

static void test_a_language_without_a_file_counts_nowhere(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 9, 1, "br", LEANING_NOT, "attente");
    make(&home);
    assert_false(themes_any(&home.themes, 0));
}

/* 22 words of those who were not pleased, 18 of those who were, a0 = 10.
 * clair, 12 and 0: a = 3, delta = ln(15 / 13) - ln(3 / 29), variance = 1/15 + 1/3,
 * z = 3.81; attente, 0 and 12: ln(3 / 25) - ln(15 / 17), z = -3.15; merci, 6 and 6: z =
 * 0.41; poussière is in four. */
static void test_words_that_tell(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 6, 1, "fr", LEANING_NOT, "Attente, attente : merci");
    say(&home, 6, 2, "fr", LEANING_NOT, "L'attente");
    say(&home, 6, 0, "fr", LEANING_PLEASED, "Merci, clair");
    say(&home, 6, 0, "fr", LEANING_PLEASED, "Clair");
    say(&home, 4, 0, "fr", LEANING_NOT, "Poussière");
    make(&home);
    assert_int_equal(home.themes.word_count, 2);
    assert_string_equal(home.themes.words[0].language, "fr");
    assert_string_equal(home.themes.words[0].word, "clair");
    assert_true(home.themes.words[0].pleased);
    assert_string_equal(home.themes.words[1].word, "attente");
    assert_false(home.themes.words[1].pleased);
}

/* Four who were pleased are no group to tell others from. */
static void test_no_word_tells_of_a_small_group(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 30, 1, "fr", LEANING_NOT, "Attente");
    say(&home, 4, 1, "fr", LEANING_PLEASED, "Clair, parfait, agréable, utile");
    make(&home);
    assert_int_equal(home.themes.word_count, 0);
    themes_release(&home.themes);
    say(&home, 1, 1, "fr", LEANING_PLEASED, "Clair, parfait, agréable, utile");
    make(&home);
    assert_int_equal(home.themes.word_count, 5);
}

/* As a visitor wrote it only if five did. */
static void test_a_form_of_few_is_shown_as_its_stem(void **state)
{
    (void)state;
    OWNED(home_release) struct home home = home_made();

    say(&home, 4, 1, "en", LEANING_NOT, "waited");
    say(&home, 4, 1, "en", LEANING_NOT, "waits");
    say(&home, 4, 1, "en", LEANING_NOT, "waiting");
    say(&home, 12, 1, "en", LEANING_PLEASED, "clear");
    make(&home);
    assert_int_equal(home.themes.word_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(home.themes.words[i].word,
                            home.themes.words[i].pleased ? "clear" : "wait");
}

/* ---- what may be worked out ---- */

enum { COUNTS_MOST = 13 };

/* Is a count of `hidden` in one place possible beside what is shown of the centre, of
 * another place and of a second hidden one? All counts are tried. */
static bool is_possible(int64_t centre, int64_t shown, int64_t hidden)
{
    for (int64_t a = shown; a < shown + STEP; a++)
        for (int64_t other = 0; other < STEP; other++)
            for (int64_t loose = 0; loose < 3 * COUNTS_MOST; loose++)
                if (disclosure_step(a + hidden + other + loose, STEP) == centre)
                    return true;
    return false;
}

static void test_a_hidden_count_may_be_anything(void **state)
{
    (void)state;
    for (int64_t a = 0; a < COUNTS_MOST; a++)
        for (int64_t hidden = 0; hidden < STEP; hidden++)
            for (int64_t other = 0; other < STEP; other++)
                for (int64_t loose = 0; loose < COUNTS_MOST; loose++) {
                    int64_t centre = disclosure_step(a + hidden + other + loose, STEP);
                    for (int64_t guess = 0; guess < STEP; guess++)
                        assert_true(
                            is_possible(centre, disclosure_step(a, STEP), guess));
                }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_theme_is_counted_by_remarks),
        cmocka_unit_test(test_the_centre_counts_what_its_places_hide),
        cmocka_unit_test(test_ideas_are_counted_among_ideas_alone),
        cmocka_unit_test(test_a_language_without_a_file_counts_nowhere),
        cmocka_unit_test(test_words_that_tell),
        cmocka_unit_test(test_no_word_tells_of_a_small_group),
        cmocka_unit_test(test_a_form_of_few_is_shown_as_its_stem),
        cmocka_unit_test(test_a_hidden_count_may_be_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
