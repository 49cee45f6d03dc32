/* test_repeats.c: what may be said of a figure without what looks like repeats: by
 * hand, of every small figure to someone who knows the rules, and of random centres to
 * someone who solves the system of everything that their editions published. */
#include "given.h"
#include "repeats.h"
#include "shown.h"
#include "sums.h"
#include "totals.h"

#include "elimination.h"
#include "figures_given.h"

static const struct disclosure_rule ordinary = {.smallest = 5, .smallest_cell = 5};
static const struct disclosure_rule sensitive = {
    .smallest = 10, .smallest_cell = 5, .sensitive = true};

/* ---- by hand ---- */

static const struct {
    const char *what;
    const struct disclosure_rule *rule;
    struct counts all, flagged;
    int64_t n; /* 0: nothing is told */
    enum bound bound;
    int64_t positive;
} cases[] = {
    {"less 2 of 8 it is 24 of 32", &ordinary,  {40, 26},  {8, 2},   32, EXACT,    24},
    {"a lower share",              &ordinary,  {40, 30},  {10, 10}, 30, EXACT,    20},
    {"nothing was flagged",        &ordinary,  {40, 26},  {0, 0},   0,  EXACT,    0 },
    {"by 2 points",                &ordinary,  {50, 25},  {25, 12}, 0,  EXACT,    0 },
    {"by 2.2",                     &ordinary,  {100, 50}, {10, 3},  90, EXACT,    47},
    {"four are flagged",           &ordinary,  {40, 26},  {4, 2},   0,  EXACT,    0 },
    {"five are, and five are not", &ordinary,  {10, 7},   {5, 2},   5,  EXACT,    5 },
    {"four are not",               &ordinary,  {12, 8},   {8, 5},   0,  EXACT,    0 },
    {"none is positive",           &ordinary,  {22, 12},  {8, 0},   14, AT_LEAST, 11},
    {"or one",                     &ordinary,  {22, 12},  {8, 1},   14, AT_LEAST, 11},
    {"one must be",                &ordinary,  {22, 15},  {8, 1},   0,  EXACT,    0 },
    {"none of the rest",           &ordinary,  {20, 9},   {10, 9},  10, AT_MOST,  1 },
    {"or one of it",               &ordinary,  {20, 9},   {10, 8},  10, AT_MOST,  1 },
    {"few on both sides",          &ordinary,  {20, 2},   {10, 1},  0,  EXACT,    0 },
    {"9 of 35 moves too little",   &ordinary,  {40, 10},  {5, 0},   0,  EXACT,    0 },
    {"nine where ten are needed",  &sensitive, {40, 26},  {9, 3},   0,  EXACT,    0 },
    {"ten",                        &sensitive, {40, 26},  {10, 3},  30, EXACT,    23},
    {"all are positive",           &sensitive, {40, 26},  {10, 10}, 30, AT_MOST,  17},
    {"or all but one",             &sensitive, {40, 26},  {10, 9},  30, AT_MOST,  17},
    {"all of the rest are",        &sensitive, {40, 33},  {20, 13}, 20, AT_LEAST, 19},
};

static void test_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct figure rest =
            repeats_rest(cases[i].all, cases[i].flagged, cases[i].rule);
        if (rest.n != cases[i].n || rest.bound != cases[i].bound
            || rest.positive != cases[i].positive)
            fail_msg("%s: %lld of %lld", cases[i].what, (long long)rest.positive,
                     (long long)rest.n);
    }
}

/* 24 of 32 by hand: (24 + z^2/2 +- z sqrt(24 * 8 / 32 + z^2/4)) / (32 + z^2), z^2 being
 * 3.8415. A bound has the outer ends of 11 and 12 of 14. */
static void test_the_interval_is_wilsons(void **state)
{
    (void)state;
    const struct figure exact = {.n = 32, .positive = 24};
    const struct figure bound = {.n = 14, .bound = AT_LEAST, .positive = 11};

    near(repeats_interval(&exact).low, 0.5789, 0.0001);
    near(repeats_interval(&exact).high, 0.8675, 0.0001);
    near(repeats_interval(&bound).low, 0.5241, 0.0001);
    near(repeats_interval(&bound).high, 0.9599, 0.0001);
}

/* ---- every small figure ---- */

static bool same(const struct figure *a, const struct figure *b)
{
    return a->n == b->n && a->bound == b->bound && a->positive == b->positive;
}

/* How many positive ones a part may have, as someone sees it who knows the rules. */
struct seen {
    int64_t least, most;
};

static void see(struct seen *seen, int64_t positive)
{
    seen->least = positive < seen->least ? positive : seen->least;
    seen->most = positive > seen->most ? positive : seen->most;
}

/* None and one positive are not told apart, nor all and all but one where that is
 * sensitive. */
static void assert_hidden(const struct seen *seen, int64_t n,
                          const struct disclosure_rule *rule)
{
    if (n < rule->smallest)
        fail_msg("a base of %lld is told", (long long)n);
    if (seen->most <= 1 && seen->most == seen->least)
        fail_msg("%lld of %lld are positive", (long long)seen->least, (long long)n);
    if (rule->sensitive && seen->least >= n - 1 && seen->most == seen->least)
        fail_msg("%lld of %lld are positive", (long long)seen->least, (long long)n);
}

/* What is told of a figure and one of its flagged parts, and of which others it is told
 * as well: those that sum to the same figure. */
static bool look(struct counts all, struct counts flagged,
                 const struct disclosure_rule *rule)
{
    const struct figure told = repeats_rest(all, flagged, rule);
    struct seen left_out = {INT64_MAX, -1}, rest = {INT64_MAX, -1};

    for (int64_t p = 0; told.n > 0 && p <= flagged.n && p <= all.positive; p++) {
        if (all.positive - p > told.n)
            continue;
        const struct figure other =
            repeats_rest(all, (struct counts){flagged.n, p}, rule);
        if (!same(&told, &other))
            continue;
        see(&left_out, p);
        see(&rest, all.positive - p);
    }
    if (told.n == 0)
        return false;
    assert_hidden(&left_out, flagged.n, rule);
    assert_hidden(&rest, told.n, rule);
    return true;
}

static size_t look_at_all(int64_t most, const struct disclosure_rule *rule)
{
    size_t told = 0;

    for (int64_t n = rule->smallest; n <= most; n++)
        for (int64_t positive = 0; positive <= n; positive++) {
            const struct counts all = {n, positive};
            if (disclosure_figure(all, rule).bound != EXACT)
                continue;
            for (int64_t f = 0; f <= n; f++)
                for (int64_t p = 0; p <= f && p <= positive; p++)
                    if (positive - p <= n - f)
                        told += look(all, (struct counts){f, p}, rule);
        }
    return told;
}

static void test_who_knows_the_rules_finds_nothing(void **state)
{
    (void)state;
    assert_true(look_at_all(24, &ordinary) > 1000);
    assert_true(look_at_all(28, &sensitive) > 1000);
}

/* ---- random centres, and someone who solves the system ---- */

static const char centre_text[] =
    "{'sortie': 'centre/1', 'id': 'here', 'name': {'en': 'Here'}, 'country': 'FR',"
    " 'zone': 'Europe/Paris', 'languages': ['en'],"
    " 'settings': {'terms': ['01-01', '05-01', '09-01']},"
    " 'tracks': [{'id': 'all', 'name': {'en': 'All'}}],"
    " 'places': [{'id': 'desk', 'kind': 'desk', 'name': {'en': 'Desk'}},"
    "  {'id': 'files', 'kind': 'space', 'name': {'en': 'Files'}},"
    "  {'id': 'cv', 'kind': 'workshop', 'track': 'all', 'name': {'en': 'CV'}},"
    "  {'id': 'youth', 'kind': 'club', 'name': {'en': 'Youth'}}]}";

enum { PLACES = 5, WEEKS = 22, ROUNDS = 12, BAD = 0, GOOD = 4 };

/* Flagged answers of a place and week, or the others. */
struct unknown {
    const struct line *line; /* the centre's own: those of no place */
    int32_t week;
    bool flagged;
    struct counts counts;
};

struct home {
    struct centre *centre;
    struct form *form;
    struct measures measures;
    int32_t first;
    struct unknown unknowns[UNKNOWNS_MOST]; /* in pairs: the others, the flagged */
    size_t count;
};

static struct line *line_at(const struct home *home, size_t place)
{
    return home->measures.places[place].lines[0];
}

static void init_line(struct home *home, size_t place)
{
    struct line_list *list = &home->measures.places[place];
    struct line *line = calloc(1, sizeof *line);

    list->lines = calloc(1, sizeof *list->lines);
    assert_true(line && list->lines);
    list->lines[list->count++] = line;
    line->place = &home->centre->places[place];
    line->form = home->form;
    line->question = form_question(home->form, "overall");
    line->cell_count = line->cell_size = WEEKS;
    line->cells = calloc(WEEKS, sizeof *line->cells);
    line->options = calloc(WEEKS * line->question->option_count, sizeof *line->options);
    assert_true(line->cells && line->options);
    for (int32_t i = 0; i < WEEKS; i++)
        line->cells[i].week = home->first + i;
}

static void count(struct line *line, int32_t i, struct counts counts, bool flagged)
{
    int64_t *cell = &line->options[(size_t)i * line->question->option_count];

    cell[GOOD] += counts.positive;
    cell[BAD] += counts.n - counts.positive;
    if (!flagged)
        return;
    line->cells[i].flagged.n += counts.n;
    line->cells[i].flagged.positive += counts.positive;
}

/* In some weeks only the desk and the files have answers. */
static bool is_open(size_t place, bool quiet)
{
    return place == 1 || place == 2 || !quiet;
}

/* Up to so many answers, most of them good, or of the flagged ones bad. */
static void answer(struct home *home, size_t place, int32_t i, bool flagged, int most)
{
    struct counts counts = {.n = rand() % (most + 1)};

    for (int64_t k = 0; k < counts.n; k++)
        counts.positive += rand() % 4 != 0 && !(flagged && rand() % 2);
    if (place != 0)
        count(line_at(home, place), i, counts, flagged);
    count(line_at(home, 0), i, counts, flagged);
    home->unknowns[home->count++] =
        (struct unknown){line_at(home, place), home->first + i, flagged, counts};
}

static void init_home(struct home *home)
{
    static const int most[PLACES] = {2, 20, 12, 12, 9};
    struct problems problems = {0};
    struct error error = {0};
    json_t *document = given(centre_text);

    *home = (struct home){.first = week_named("2026-W01")};
    home->centre = centre_read(document, &problems, &error);
    home->form = form_load("forms/exit.json", &error);
    json_decref(document);
    assert_true(home->centre && home->form);
    home->measures.centre = home->centre;
    home->measures.places = calloc(PLACES, sizeof *home->measures.places);
    assert_non_null(home->measures.places);
    for (size_t place = 0; place < PLACES; place++)
        init_line(home, place);
    for (int32_t i = 0; i < WEEKS; i++) {
        bool quiet = rand() % 2;
        for (size_t place = 0; place < PLACES; place++) {
            if (!is_open(place, quiet))
                continue;
            answer(home, place, i, false, most[place]);
            answer(home, place, i, true, rand() % 2 ? most[place] : 0);
        }
    }
}

static void close_home(struct home *home)
{
    measures_release(&home->measures);
    form_free(home->form);
    centre_free(home->centre);
}

static void learn_figure(const struct home *home, const struct line *line,
                         const struct shown_period *period, bool flagged_too,
                         struct elimination *known)
{
    bool whole = line->place == home->centre->places;
    size_t members[UNKNOWNS_MOST], count = 0;

    for (size_t i = 0; i < home->count; i++) {
        const struct unknown *unknown = &home->unknowns[i];
        if ((whole || unknown->line == line) && unknown->week >= period->first
            && unknown->week <= period->last && (flagged_too || !unknown->flagged))
            members[count++] = i;
    }
    elimination_learn(known, members, count);
}

/* How many figures are told without repeats. */
static size_t learn_chart(const struct home *home, const struct shown_chart *chart,
                          bool positive, struct elimination *known)
{
    size_t told = 0;

    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        const struct figure *figure = &period->figure, *rest = &period->rest;
        if (figure->showing == SHOWN && !(positive && figure->bound != EXACT))
            learn_figure(home, chart->line, period, true, known);
        if (rest->n == 0 || (positive && rest->bound != EXACT))
            continue;
        learn_figure(home, chart->line, period, false, known);
        told++;
    }
    return told;
}

static size_t learn(const struct home *home, bool positive, struct elimination *known)
{
    struct error error = {0};
    size_t told = 0;

    for (int32_t week = home->first + WEEKS - 1; week > home->first; week -= 5) {
        struct shown shown;
        assert_true(shown_make(&home->measures, week, RULES_DEFAULT, &shown, &error));
        for (size_t p = 0; p < shown.place_count; p++)
            for (size_t c = 0; c < shown.places[p].chart_count; c++)
                told += learn_chart(home, &shown.places[p].charts[c], positive, known);
        shown_release(&shown);
    }
    return told;
}

static bool is_hidden(struct counts counts, const struct disclosure_rule *rule,
                      bool positive)
{
    const struct figure figure = disclosure_figure(counts, rule);

    return figure.showing == WITHHELD || (positive && figure.bound != EXACT);
}

/* What is too small to be shown, or shown as a bound, is solved neither of all answers
 * of a place and week, nor of the flagged ones, nor of the others. */
static void attack(const struct home *home, struct elimination *known, bool positive)
{
    for (size_t i = 0; i < home->count; i += 2) {
        const struct unknown *rest = &home->unknowns[i], *flagged = rest + 1;
        const struct disclosure_rule rule =
            sums_rule(home->centre, rest->line->place);
        const struct counts all = {rest->counts.n + flagged->counts.n,
                                   rest->counts.positive + flagged->counts.positive};
        const size_t both[] = {i, i + 1};
        bool solved =
            (is_hidden(all, &rule, positive) && elimination_knows(known, both, 2))
            || (is_hidden(rest->counts, &rule, positive)
                && elimination_knows(known, &both[0], 1))
            || (is_hidden(flagged->counts, &rule, positive)
                && elimination_knows(known, &both[1], 1));
        if (solved)
            fail_msg("%s: a hidden count of week %d can be solved",
                     rest->line->place->id, (int)week_number(rest->week));
    }
}

static void test_all_the_rest_and_the_flagged_solve_nothing(void **state)
{
    (void)state;
    size_t told = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct home *home = calloc(1, sizeof *home);
        assert_non_null(home);
        init_home(home);
        for (int positive = 0; positive < 2; positive++) {
            struct elimination known = {0};
            told += learn(home, positive, &known);
            attack(home, &known, positive);
            elimination_release(&known);
        }
        close_home(home);
        free(home);
    }
    print_message("%zu figures are told without repeats\n", told);
    assert_true(told > 0);
}

int main(void)
{
    srand(5);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_the_interval_is_wilsons),
        cmocka_unit_test(test_who_knows_the_rules_finds_nothing),
        cmocka_unit_test(test_all_the_rest_and_the_flagged_solve_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
