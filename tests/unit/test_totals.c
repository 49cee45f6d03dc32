/* test_totals.c: random centres with few answers, more than a year of editions, through
 * all choices of longer periods, and someone who solves the system of everything that
 * they published, and of what the centre hands to the network. */
#include "given.h"
#include "quarters.h"
#include "record.h"
#include "shown.h"
#include "sums.h"
#include "totals.h"

#include "elimination.h"

static const char centre_text[] =
    "{'sortie': 'centre/1', 'id': 'here', 'name': {'en': 'Here'}, 'country': 'FR',"
    " 'zone': 'Europe/Paris', 'languages': ['en'],"
    " 'settings': {'terms': ['01-01', '03-15', '09-01']},"
    " 'tracks': [{'id': 'all', 'name': {'en': 'All'}}],"
    " 'places': [{'id': 'desk', 'kind': 'desk', 'name': {'en': 'Desk'}},"
    "  {'id': 'files', 'kind': 'space', 'name': {'en': 'Files'}},"
    "  {'id': 'cv', 'kind': 'workshop', 'track': 'all', 'name': {'en': 'CV'}},"
    "  {'id': 'net', 'kind': 'workshop', 'track': 'all', 'name': {'en': 'Net'}},"
    "  {'id': 'youth', 'kind': 'club', 'name': {'en': 'Youth'}},"
    "  {'id': 'over', 'kind': 'club', 'name': {'en': 'Over'}},"
    "  {'id': 'quiet', 'kind': 'club', 'sensitive': true, 'name': {'en': 'Quiet'}}],"
    " 'sessions': [%s]}";

enum { PLACES = 8, WEEKS = 60, FIRST_OPTION = 0, LAST_OPTION = 4, ROUNDS = 16 };

/* Figures that were seen: by the kind of their period, of the centre, of months put
 * together, of quarters, and of those quarters in which all answers are. */
enum { OF_CENTRE = BYS, OF_MONTHS, OF_QUARTERS, OF_WHOLE_QUARTERS, SEEN };

/* What can be asked for: the answers of a place in a week at a session, or not. */
struct unknown {
    const struct line *line; /* the centre's own: those of no place */
    int32_t week;
    const struct session *session;
    struct counts counts;
};

struct home {
    struct centre *centre;
    struct form *form;
    struct measures measures;
    int32_t first;
    struct unknown unknowns[UNKNOWNS_MOST];
    size_t count; /* at most 8 a week */
};

/* ---- a random centre ---- */

/* A session of each workshop every other week. */
static json_t *centre_document(int32_t first)
{
    OWNED(text_release) struct text sessions = {0}, text = {0};

    for (int32_t i = 0; i < WEEKS; i++) {
        char day[DAY_SIZE];
        day_write(week_monday(first + i) + 2, day);
        text_add_format(&sessions,
                        "%s{'id': 's%d', 'place': '%s', 'day': '%s', 'at': '14:00'}",
                        i ? "," : "", (int)i, i % 2 ? "cv" : "net", day);
    }
    text_add_format(&text, centre_text, text_string(&sessions));
    return given(text_string(&text));
}

static struct line *new_line(const struct home *home, size_t place)
{
    struct line *line = calloc(1, sizeof *line);

    assert_non_null(line);
    line->place = &home->centre->places[place];
    line->form = home->form;
    line->question = form_question(home->form, "overall");
    line->cell_size = WEEKS * 2;
    line->cells = calloc(line->cell_size, sizeof *line->cells);
    line->options =
        calloc(line->cell_size * line->question->option_count, sizeof *line->options);
    assert_true(line->cells && line->options);
    return line;
}

static void count(struct line *line, int32_t week, const struct session *session,
                  struct counts counts)
{
    const size_t options = line->question->option_count;

    if (line->cell_count == 0 || line->cells[line->cell_count - 1].week != week
        || line->cells[line->cell_count - 1].session != session)
        line->cells[line->cell_count++] =
            (struct cell){.week = week, .session = session};
    int64_t *cell = &line->options[(line->cell_count - 1) * options];
    cell[LAST_OPTION] += counts.positive;
    cell[FIRST_OPTION] += counts.n - counts.positive;
}

static struct line *line_at(const struct home *home, size_t place)
{
    return home->measures.places[place].lines[0];
}

/* Answers of a place and week: they count for the centre, too. */
static void answer(struct home *home, size_t place, int32_t week,
                   const struct session *session, int most)
{
    struct counts counts = {.n = rand() % (most + 1)};

    if (counts.n == 0)
        return;
    counts.positive = rand() % 4 ? counts.n - rand() % 2 : rand() % (counts.n + 1);
    if (place != 0)
        count(line_at(home, place), week, session, counts);
    count(line_at(home, 0), week, NULL, counts);
    home->unknowns[home->count++] =
        (struct unknown){line_at(home, place), week, session, counts};
}

/* `rare`: of the desk and the space that are shown by weeks so many have an answer in
 * every other week. */
static void answer_week(struct home *home, int32_t week, int busy, int rare)
{
    const struct session *held = home->centre->sessions;

    for (size_t i = 0; i < home->centre->session_count; i++)
        if (week_of(home->centre->sessions[i].day) == week)
            held = &home->centre->sessions[i];
    assert_int_equal(week_of(held->day), week);
    answer(home, 1, week, NULL, rare > 1 ? 1 : 14 * busy);
    answer(home, 2, week, NULL, rare > 0 ? 1 : 9 * busy);
    answer(home, (size_t)(held->place - home->centre->places), week, held, 9);
    if (rand() % 4 == 0)
        answer(home, 3, week, NULL, 5);
    for (size_t place = 5; place < PLACES; place++)
        if (rand() % 3)
            answer(home, place, week, NULL, 6 * busy);
    answer(home, 0, week, NULL, 2);
}

static void make_home(struct home *home)
{
    struct problems problems = {0};
    struct error error = {0};

    *home = (struct home){.first = week_named("2025-W20")};
    json_t *document = centre_document(home->first);
    home->centre = centre_read(document, &problems, &error);
    json_decref(document);
    home->form = form_load("forms/exit.json", &error);
    assert_problems(&problems, "");
    assert_true(home->centre && home->form);
    home->measures.centre = home->centre;
    home->measures.places = calloc(PLACES, sizeof *home->measures.places);
    assert_non_null(home->measures.places);
    for (size_t place = 0; place < PLACES; place++) {
        struct line_list *list = &home->measures.places[place];
        list->lines = calloc(1, sizeof *list->lines);
        assert_non_null(list->lines);
        list->lines[0] = new_line(home, place);
    }
}

static void leave_out_who_has_no_answers(struct home *home)
{
    for (size_t place = 0; place < PLACES; place++)
        home->measures.places[place].count = line_at(home, place)->cell_count > 0;
}

static void init_home(struct home *home, int rare)
{
    make_home(home);
    int busy = 1 + rand() % 2;
    for (int32_t i = 0; i < WEEKS; i++)
        answer_week(home, home->first + i, busy, rare);
    leave_out_who_has_no_answers(home);
}

static void answer_so(struct home *home, size_t place, int32_t week,
                      struct counts counts)
{
    count(line_at(home, place), week, NULL, counts);
    count(line_at(home, 0), week, NULL, counts);
    home->unknowns[home->count++] =
        (struct unknown){line_at(home, place), week, NULL, counts};
}

/* A desk of 11 answers in two weeks, of which every other week is hidden, beside a
 * place that hides nothing. Its fortnight of 2026-W11 and W12 lies in two terms. */
static void init_two_places(struct home *home)
{
    make_home(home);
    for (int32_t i = 0; i < WEEKS; i++) {
        answer_so(home, 1, home->first + i,
                  i % 2 ? (struct counts){3, 2} : (struct counts){8, 7});
        answer_so(home, 2, home->first + i, (struct counts){20, 16});
    }
    leave_out_who_has_no_answers(home);
}

static void close_home(struct home *home)
{
    for (size_t place = 0; place < PLACES; place++)
        home->measures.places[place].count = 1;
    measures_release(&home->measures);
    form_free(home->form);
    centre_free(home->centre);
}

/* ---- what the editions publish ---- */

static size_t members_of(const struct home *home, const struct line *line,
                         const struct shown_period *period, size_t *members)
{
    bool whole = line->place == home->centre->places;
    size_t count = 0;

    for (size_t i = 0; i < home->count; i++) {
        const struct unknown *unknown = &home->unknowns[i];
        bool there = whole || unknown->line == line;
        there = there && (!period->session || unknown->session == period->session);
        if (there && unknown->week >= period->first && unknown->week <= period->last)
            members[count++] = i;
    }
    return count;
}

/* What one edition adds to what is known: how many answered, or how many were positive
 * where that is shown exactly. */
static void learn(const struct home *home, const struct shown *shown, bool positive,
                  struct elimination *known, size_t seen[static SEEN])
{
    size_t members[UNKNOWNS_MOST];

    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t c = 0; c < shown->places[p].chart_count; c++) {
            const struct shown_chart *chart = &shown->places[p].charts[c];
            for (size_t i = 0; i < chart->period_count; i++) {
                const struct figure *figure = &chart->periods[i].figure;
                if (figure->showing != SHOWN || (positive && figure->bound != EXACT))
                    continue;
                size_t count =
                    members_of(home, chart->line, &chart->periods[i], members);
                elimination_learn(known, members, count);
                seen[chart->line->place == home->centre->places ? OF_CENTRE
                     : shown_is_joined(&chart->periods[i], &home->centre->settings)
                         ? OF_MONTHS
                         : (size_t)chart->periods[i].by]++;
            }
        }
}

static bool is_hidden(const struct home *home, const struct unknown *unknown,
                      bool positive)
{
    const struct disclosure_rule rule = sums_rule(home->centre, unknown->line->place);
    const struct figure figure = disclosure_figure(unknown->counts, &rule);

    return figure.showing == WITHHELD || (positive && figure.bound != EXACT);
}

/* Nobody finds a hidden number: not who reads all editions, not who was counted alone.
 */
static void attack(const struct home *home, struct elimination *known, bool positive)
{
    for (size_t i = 0; i < home->count; i++) {
        const size_t learned = known->count;
        if (!is_hidden(home, &home->unknowns[i], positive))
            continue;
        if (elimination_knows(known, &i, 1))
            fail_msg("%s: %lld of %lld in week %d can be solved",
                     home->unknowns[i].line->place->id,
                     (long long)home->unknowns[i].counts.positive,
                     (long long)home->unknowns[i].counts.n,
                     (int)week_number(home->unknowns[i].week));
        if (positive || home->unknowns[i].counts.n != 1)
            continue;
        elimination_learn(known, &i, 1);
        for (size_t k = 0; k < home->count; k++)
            if (k != i && is_hidden(home, &home->unknowns[k], false)
                && elimination_knows(known, &k, 1))
                fail_msg("who was alone can solve %s",
                         home->unknowns[k].line->place->id);
        elimination_forget(known, learned);
    }
}

struct knowing {
    const struct home *home;
    struct elimination *known; /* how many answered, how many were positive */
    size_t *seen;
};

/* A quarter of a kind of places, when all its answers are in it: else it is a sum of
 * what editions show. */
static bool learn_quarter(void *context, const struct quarter_sum *sum,
                          struct error *error)
{
    const struct knowing *knowing = context;
    const struct home *home = knowing->home;
    size_t members[UNKNOWNS_MOST], count = 0;
    struct counts all = {0};

    (void)error;
    for (size_t i = 0; i < home->count; i++) {
        const struct unknown *unknown = &home->unknowns[i];
        if (unknown->line->place->kind != sum->kind || unknown->week < sum->first
            || unknown->week > sum->last)
            continue;
        members[count++] = i;
        all.n += unknown->counts.n;
        all.positive += unknown->counts.positive;
    }
    assert_true(sum->counts.n <= all.n && sum->counts.positive <= all.positive);
    knowing->seen[OF_QUARTERS]++;
    if (sum->counts.n < all.n)
        return true;
    knowing->seen[OF_WHOLE_QUARTERS]++;
    elimination_learn(&knowing->known[0], members, count);
    elimination_learn(&knowing->known[1], members, count);
    return true;
}

/* What the centre hands to the network. */
static void hand_out(const struct home *home, struct elimination known[2],
                     size_t seen[static SEEN])
{
    struct error error = {0};
    OWNED(totals_release) struct totals totals = {0};
    const int32_t last = home->first + WEEKS - 1;

    assert_true(totals_make(&home->measures, last, &totals, &error));
    assert_true(quarters_make(&totals, INT32_MIN, last, learn_quarter,
                              &(struct knowing){home, known, seen}, &error));
}

/* All editions of a centre, and the attacks on what they say together, with what it
 * hands out. */
static void publish(struct home *home, size_t seen[static SEEN])
{
    struct elimination known[2] = {{0}};
    struct error error = {0};

    for (int32_t week = home->first + WEEKS - 1; week > home->first; week -= 7) {
        struct shown shown;
        assert_true(shown_make(&home->measures, week, RULES_DEFAULT, &shown, &error));
        learn(home, &shown, false, &known[0], seen);
        learn(home, &shown, true, &known[1], seen);
        shown_release(&shown);
    }
    hand_out(home, known, seen);
    attack(home, &known[0], false);
    attack(home, &known[1], true);
    elimination_release(&known[0]);
    elimination_release(&known[1]);
}

static void publish_rounds(int rounds, int rare, size_t seen[static SEEN])
{
    for (int round = 0; round < rounds; round++) {
        struct home *home = calloc(1, sizeof *home);
        assert_non_null(home);
        init_home(home, rare);
        publish(home, seen);
        close_home(home);
        free(home);
    }
    for (enum by by = 0; by < BYS; by++)
        print_message("%s: %zu\n", by_name(by), seen[by]);
    print_message("of the centre: %zu, of months together: %zu, of quarters: %zu, of "
                  "whole ones: %zu\n",
                  seen[OF_CENTRE], seen[OF_MONTHS], seen[OF_QUARTERS],
                  seen[OF_WHOLE_QUARTERS]);
}

static void test_all_editions_together_solve_nothing(void **state)
{
    (void)state;
    size_t seen[SEEN] = {0};

    publish_rounds(ROUNDS, 0, seen);
    assert_true(seen[BY_WEEK] > 0 && seen[BY_FORTNIGHT] > 0 && seen[BY_BLOCK] > 0);
    assert_true(seen[OF_CENTRE] > 0 && seen[OF_MONTHS] > 0);
    assert_true(seen[OF_WHOLE_QUARTERS] > 0
                && seen[OF_WHOLE_QUARTERS] < seen[OF_QUARTERS]);
}

/* Beside places that are shown by weeks, and with another one as rare. */
static void test_thirteen_weeks_tell_no_part_of_them(void **state)
{
    (void)state;
    for (int rare = 1; rare <= 2; rare++) {
        size_t seen[SEEN] = {0};
        publish_rounds(ROUNDS / 2, rare, seen);
        assert_true(seen[BY_THIRTEEN] > 0);
    }
}

static void test_a_period_of_two_terms_tells_neither_part(void **state)
{
    (void)state;
    struct home *home = calloc(1, sizeof *home);
    size_t seen[SEEN] = {0};

    assert_non_null(home);
    init_two_places(home);
    publish(home, seen);
    assert_true(seen[BY_FORTNIGHT] > 0);
    close_home(home);
    free(home);
}

/* ---- editions agree ---- */

static const struct shown_period *same_period(const struct shown_chart *chart,
                                              const struct shown_period *period)
{
    for (size_t i = 0; i < chart->period_count; i++)
        if (chart->periods[i].last == period->last
            && chart->periods[i].session == period->session)
            return &chart->periods[i];
    return NULL;
}

static void assert_same(const struct shown_chart *then, const struct shown_chart *now)
{
    for (size_t i = 0; i < then->period_count; i++) {
        const struct shown_period *a = &then->periods[i], *b = same_period(now, a);
        if (!b) {
            assert_true(a->last < now->periods[0].first);
            continue;
        }
        assert_true(a->first == b->first && a->by == b->by);
        if (a->figure.showing != b->figure.showing || a->figure.n != b->figure.n
            || a->figure.positive != b->figure.positive)
            fail_msg("%s: week %d is shown in one edition and not in another",
                     then->line->place->id, (int)week_number(a->last));
    }
}

static const struct shown_chart *same_chart(const struct shown *shown,
                                            const struct shown_chart *chart)
{
    const bool sessions = chart->by == BY_SESSION;

    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t c = 0; c < shown->places[p].chart_count; c++)
            if (shown->places[p].charts[c].line == chart->line
                && (shown->places[p].charts[c].by == BY_SESSION) == sessions)
                return &shown->places[p].charts[c];
    return NULL;
}

/* What an edition published stays as it is in every later one. */
static void test_a_later_edition_changes_nothing(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS / 4; round++) {
        struct home *home = calloc(1, sizeof *home);
        struct error error = {0};
        struct shown last;
        assert_non_null(home);
        init_home(home, round % 3);
        assert_true(shown_make(&home->measures, home->first + WEEKS - 1, RULES_DEFAULT,
                               &last, &error));
        for (int32_t week = home->first; week < home->first + WEEKS - 1; week++) {
            struct shown then;
            assert_true(
                shown_make(&home->measures, week, RULES_DEFAULT, &then, &error));
            for (size_t p = 0; p < then.place_count; p++)
                for (size_t c = 0; c < then.places[p].chart_count; c++)
                    assert_same(&then.places[p].charts[c],
                                same_chart(&last, &then.places[p].charts[c]));
            shown_release(&then);
        }
        shown_release(&last);
        close_home(home);
        free(home);
    }
}

/* ---- quarters that were not read whole ---- */

static bool note_first(void *context, const struct quarter_sum *sum,
                       struct error *error)
{
    int32_t *first = context;

    (void)error;
    *first = sum->first < *first ? sum->first : *first;
    return true;
}

/* With the terms of 1 January, 15 March and 1 September, 2026-Q1 begins in the term
 * after that of September, whose first week is 2025-W36. */
static void test_a_quarter_is_told_while_its_terms_are_read(void **state)
{
    (void)state;
    struct home *home = calloc(1, sizeof *home);
    struct error error = {0};
    struct totals totals = {0};
    int32_t first = INT32_MAX;

    assert_non_null(home);
    init_home(home, 0);
    const int32_t last = home->first + WEEKS - 1, read = week_named("2025-W36");
    assert_true(totals_make(&home->measures, last, &totals, &error));
    assert_true(quarters_make(&totals, read, last, note_first, &first, &error));
    assert_int_equal(first, week_named("2026-W01"));
    first = INT32_MAX;
    assert_true(quarters_make(&totals, read + 1, last, note_first, &first, &error));
    assert_true(first > week_named("2026-W01"));
    totals_release(&totals);
    close_home(home);
    free(home);
}

/* ---- months put together ---- */

static const struct session *nth_session(const struct home *home, const char *place,
                                         const char *month, int n)
{
    for (size_t i = 0; i < home->centre->session_count; i++) {
        const struct session *session = &home->centre->sessions[i];
        char day[DAY_SIZE];
        day_write(session->day, day);
        if (!strcmp(session->place->id, place) && !strncmp(day, month, 7) && n-- == 0)
            return session;
    }
    fail_msg("no such session in %s", month);
    return NULL;
}

static void answer_session(struct home *home, const char *month, int n,
                           struct counts counts)
{
    const struct session *session = nth_session(home, "cv", month, n);

    count(line_at(home, 3), week_of(session->day), session, counts);
    count(line_at(home, 0), week_of(session->day), NULL, counts);
}

static const struct shown_chart *months_of_cv(const struct shown *shown)
{
    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t c = 0; c < shown->places[p].chart_count; c++)
            if (!strcmp(shown->places[p].place->id, "cv")
                && shown->places[p].charts[c].by == BY_MONTH)
                return &shown->places[p].charts[c];
    fail_msg("cv has no chart by month");
    return NULL;
}

/* "2025-10 -;2025-10/2025-11 18 of 22;": the periods of an edition in which somebody
 * answered. */
static void months_say(struct home *home, const char *last, const char *expected)
{
    struct shown shown;
    struct error error = {0};
    char name[PERIOD_NAME_SIZE];
    OWNED(text_release) struct text text = {0};

    assert_true(
        shown_make(&home->measures, week_named(last), RULES_DEFAULT, &shown, &error));
    const struct shown_chart *chart = months_of_cv(&shown);
    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        if (period->figure.showing == EMPTY)
            continue;
        record_period(&shown, period, name);
        text_add_format(&text, "%s ", name);
        if (period->figure.showing == SHOWN)
            text_add_format(&text, "%d of %d;", (int)period->figure.positive,
                            (int)period->figure.n);
        else
            text_add(&text, "-;");
    }
    assert_string_equal(text_string(&text), expected);
    shown_release(&shown);
}

/* Two sessions of October and two of November, and what November's edition says after
 * "2025-10 -;", which October's says alone. */
struct two_months {
    struct counts sessions[4];
    const char *november;
};

static void tell_months(const struct two_months *months)
{
    struct home *home = calloc(1, sizeof *home);
    OWNED(text_release) struct text both = {0};

    assert_non_null(home);
    make_home(home);
    for (int i = 0; i < 4; i++)
        answer_session(home, i < 2 ? "2025-10" : "2025-11", i % 2, months->sessions[i]);
    leave_out_who_has_no_answers(home);
    text_add_format(&both, "2025-10 -;%s", months->november);
    months_say(home, "2025-W44", "2025-10 -;");
    months_say(home, "2025-W48", text_string(&both));
    close_home(home);
    free(home);
}

/* Less the sessions that stand beside it, October would tell one of 3 and November one
 * of 2; together they tell that these two had 5. Two months of 4 are not shown as 8,
 * which would tell both, nor of 1 and 4; of 3 and 4 they are shown as 7. Sessions of 3
 * and 1 are too few even together; and a month that can stand alone does. */
static void test_months_are_put_together_where_it_helps(void **state)
{
    (void)state;
    static const struct two_months cases[] = {
        {{{8, 7}, {3, 2}, {9, 8}, {2, 1}}, "2025-10/2025-11 18 of 22;"},
        {{{0, 0}, {4, 3}, {4, 3}, {0, 0}}, "2025-11 -;"               },
        {{{0, 0}, {1, 1}, {4, 3}, {0, 0}}, "2025-11 -;"               },
        {{{0, 0}, {3, 2}, {4, 3}, {0, 0}}, "2025-10/2025-11 5 of 7;"  },
        {{{8, 7}, {3, 2}, {9, 8}, {1, 1}}, "2025-11 -;"               },
        {{{8, 7}, {3, 2}, {9, 8}, {6, 5}}, "2025-11 13 of 15;"        },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        tell_months(&cases[i]);
}

int main(void)
{
    srand(47);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_editions_together_solve_nothing),
        cmocka_unit_test(test_thirteen_weeks_tell_no_part_of_them),
        cmocka_unit_test(test_a_period_of_two_terms_tells_neither_part),
        cmocka_unit_test(test_a_later_edition_changes_nothing),
        cmocka_unit_test(test_a_quarter_is_told_while_its_terms_are_read),
        cmocka_unit_test(test_months_are_put_together_where_it_helps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
