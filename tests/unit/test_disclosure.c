/* test_disclosure.c: promise 4, tried on every table that is small enough to try. */
#include "sortie/disclosure.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct disclosure_rule ordinary = {.smallest = 5, .smallest_cell = 5};
static const struct disclosure_rule sensitive = {
    .smallest = 10, .smallest_cell = 5, .sensitive = true};

static struct figure figure(int64_t n, int64_t positive,
                            const struct disclosure_rule *rule)
{
    return disclosure_figure((struct counts){n, positive}, rule);
}

static bool same(const struct figure *a, const struct figure *b)
{
    return a->showing == b->showing && a->n == b->n && a->bound == b->bound
           && a->positive == b->positive;
}

static void test_small_bases_are_withheld(void **state)
{
    (void)state;
    assert_int_equal(figure(0, 0, &ordinary).showing, EMPTY);
    for (int64_t n = 1; n < 5; n++)
        assert_int_equal(figure(n, n, &ordinary).showing, WITHHELD);
    for (int64_t n = 1; n < 10; n++)
        assert_int_equal(figure(n, n, &sensitive).showing, WITHHELD);
    assert_int_equal(figure(5, 5, &ordinary).showing, SHOWN);
    assert_int_equal(figure(10, 5, &sensitive).showing, SHOWN);
}

static void test_a_withheld_figure_holds_no_number(void **state)
{
    (void)state;
    struct figure withheld = figure(4, 3, &ordinary);

    assert_int_equal(withheld.n, 0);
    assert_int_equal(withheld.positive, 0);
}

/* None positive and one positive give the same figure. */
static void test_unanimous_bad_answers_look_like_another(void **state)
{
    (void)state;
    for (int64_t n = 5; n < 40; n++) {
        struct figure none = figure(n, 0, &ordinary), one = figure(n, 1, &ordinary);
        assert_true(same(&none, &one));
        assert_int_equal(none.bound, AT_MOST);
        assert_int_equal(figure(n, 2, &ordinary).bound, EXACT);
    }
}

static void test_all_positive_is_shown_except_where_it_is_sensitive(void **state)
{
    (void)state;
    struct figure all = figure(12, 12, &sensitive),
                  but_one = figure(12, 11, &sensitive);

    assert_int_equal(figure(12, 12, &ordinary).bound, EXACT);
    assert_int_equal(all.bound, AT_LEAST);
    assert_true(same(&all, &but_one));
}

/* ---- distributions: every table of a sum, seen by someone who knows the rules ---- */

enum { MOST_CELLS = 4, MOST_SUM = 22, TABLES = 4096 };

struct table {
    int64_t cells[MOST_CELLS];
    bool shown[MOST_CELLS];
};

/* All tables of `size` cells that sum to `sum`, each with what is shown of it. */
static size_t all_tables(size_t size, int64_t sum, struct table *tables)
{
    static const int groups[MOST_CELLS] = {0};
    size_t count = 0;
    int64_t cells[MOST_CELLS] = {0};

    while (cells[0] <= sum) {
        int64_t left = sum;
        for (size_t i = 0; i + 1 < size; i++)
            left -= cells[i];
        if (left >= 0) {
            cells[size - 1] = left;
            assert_true(count < TABLES);
            memcpy(tables[count].cells, cells, sizeof cells);
            disclosure_cells(cells, groups, size, &ordinary, tables[count++].shown);
        }
        size_t i = size - 2;
        for (cells[i]++; i > 0 && cells[i] > sum; cells[--i]++)
            cells[i] = 0;
    }
    return count;
}

static bool look_alike(const struct table *a, const struct table *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (a->shown[i] != b->shown[i] || (a->shown[i] && a->cells[i] != b->cells[i]))
            return false;
    return true;
}

/* Is there another table that looks the same and has another number in cell i? */
static bool is_safe(const struct table *tables, size_t count, size_t t, size_t i,
                    size_t size)
{
    for (size_t other = 0; other < count; other++)
        if (tables[other].cells[i] != tables[t].cells[i]
            && look_alike(&tables[other], &tables[t], size))
            return true;
    return false;
}

static void test_no_hidden_cell_can_be_solved(void **state)
{
    (void)state;
    struct table *tables = calloc(TABLES, sizeof *tables);

    for (size_t size = 2; size <= MOST_CELLS; size++)
        for (int64_t sum = 1; sum <= (size == MOST_CELLS ? 18 : MOST_SUM); sum++) {
            size_t count = all_tables(size, sum, tables);
            for (size_t t = 0; t < count; t++)
                for (size_t i = 0; i < size; i++)
                    if (!tables[t].shown[i] && !is_safe(tables, count, t, i, size))
                        fail_msg("cell %zu of %zu is %lld: it sums to %lld", i, size,
                                 (long long)tables[t].cells[i], (long long)sum);
        }
    free(tables);
}

static void test_small_cells_are_never_shown(void **state)
{
    (void)state;
    struct table *tables = calloc(TABLES, sizeof *tables);

    for (size_t size = 2; size <= 3; size++)
        for (int64_t sum = 1; sum <= MOST_SUM; sum++) {
            size_t count = all_tables(size, sum, tables);
            for (size_t t = 0; t < count; t++)
                for (size_t i = 0; i < size; i++)
                    assert_false(tables[t].shown[i] && tables[t].cells[i] >= 1
                                 && tables[t].cells[i] < 5);
        }
    free(tables);
}

/* A cell that is alone in its group is the group's sum, which is shown anyway: "yes".
 */
static void test_a_group_of_one_is_known(void **state)
{
    (void)state;
    const int64_t cells[] = {3, 6, 0};
    const int groups[] = {1, 0, 0};
    bool shown[3];

    disclosure_cells(cells, groups, 3, &ordinary, shown);
    assert_true(shown[0] && shown[1] && shown[2]);
}

static void test_cells_that_sum_to_nothing_known_stand_alone(void **state)
{
    (void)state;
    const int64_t cells[] = {3, 6, 0, 12};
    const int groups[] = {-1, -1, -1, -1};
    bool shown[4];

    disclosure_cells(cells, groups, 4, &ordinary, shown);
    assert_true(!shown[0] && shown[1] && shown[2] && shown[3]);
}

/* ---- totals beside their parts ---- */

enum { PARTS = 3, MOST_PART = 7, MOST_LOOSE = 19, LOOSE_TRIED = 7 };

/* Parts of n answers with `positive` each, and `loose` answers in no part; the total as
 * it is shown. */
struct sum {
    struct counts parts[PARTS], loose;
};

struct view {
    struct figure parts[PARTS], total;
};

static struct view view_of(const struct sum *sum)
{
    struct view view = {0};
    struct counts total = sum->loose;

    for (size_t i = 0; i < PARTS; i++) {
        total.n += sum->parts[i].n;
        total.positive += sum->parts[i].positive;
    }
    struct rest rest = {.counts = total, .loose = total.n};
    for (size_t i = 0; i < PARTS; i++) {
        view.parts[i] = disclosure_figure(sum->parts[i], &ordinary);
        disclosure_take(&rest, sum->parts[i], &view.parts[i]);
    }
    view.total = disclosure_figure(total, &ordinary);
    if (view.total.showing == SHOWN && !disclosure_rest(&rest, &ordinary))
        view.total = (struct figure){.showing = WITHHELD};
    return view;
}

/* Every sum of parts whose answers are all positive: only n matters then. */
static size_t all_sums(struct sum *sums, struct view *views)
{
    size_t count = 0;

    for (int64_t a = 0; a <= MOST_PART; a++)
        for (int64_t b = 0; b <= MOST_PART; b++)
            for (int64_t c = 0; c <= MOST_PART; c++)
                for (int64_t loose = 0; loose <= MOST_LOOSE; loose++) {
                    sums[count] = (struct sum){
                        {{a, a}, {b, b}, {c, c}},
                        {loose,      loose       }
                    };
                    views[count] = view_of(&sums[count]);
                    count++;
                }
    return count;
}

static bool see_the_same(const struct view *a, const struct view *b)
{
    for (size_t i = 0; i < PARTS; i++)
        if (!same(&a->parts[i], &b->parts[i]))
            return false;
    return same(&a->total, &b->total);
}

/* Of the sums, which could it be as far as someone knows who answered: anyone, or a
 * visitor who was a part of their own, `me`, and knows that nobody answered outside. */
static bool could_be(const struct sum *sum, size_t me)
{
    return me == PARTS || (sum->parts[me].n == 1 && sum->loose.n == 0);
}

static void solve_all(bool alone)
{
    enum { SUMS = 8 * 8 * 8 * (MOST_LOOSE + 1) };
    struct sum *sums = calloc(SUMS, sizeof *sums);
    struct view *views = calloc(SUMS, sizeof *views);
    size_t count = all_sums(sums, views);

    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < PARTS; i++) {
            const size_t me = alone ? (i + 1) % PARTS : PARTS;
            bool safe = views[s].parts[i].showing != WITHHELD
                        || sums[s].loose.n > LOOSE_TRIED || !could_be(&sums[s], me);
            for (size_t t = 0; !safe && t < count; t++)
                safe = could_be(&sums[t], me)
                       && sums[t].parts[i].n != sums[s].parts[i].n
                       && see_the_same(&views[t], &views[s]);
            if (!safe)
                fail_msg("a part of %lld can be solved", (long long)sums[s].parts[i].n);
        }
    free(sums);
    free(views);
}

static void test_no_withheld_part_can_be_solved_from_a_total(void **state)
{
    (void)state;
    solve_all(false);
}

static void test_who_was_alone_solves_no_other_part(void **state)
{
    (void)state;
    solve_all(true);
}

/* What is left of a shown total is nothing, or a base that may itself be shown. */
static void test_what_is_left_is_no_small_group(void **state)
{
    (void)state;
    for (int n = 0; n < 20000; n++) {
        struct sum sum = {
            .loose = {rand() % 9, 0}
        };
        struct counts left = {0};
        sum.loose.positive = sum.loose.n ? rand() % (sum.loose.n + 1) : 0;
        left = sum.loose;
        for (size_t i = 0; i < PARTS; i++) {
            sum.parts[i].n = rand() % 12;
            sum.parts[i].positive = sum.parts[i].n ? rand() % (sum.parts[i].n + 1) : 0;
        }
        struct view view = view_of(&sum);
        for (size_t i = 0; i < PARTS; i++)
            if (view.parts[i].showing != SHOWN || view.parts[i].bound != EXACT) {
                left.n += sum.parts[i].n;
                left.positive += sum.parts[i].positive;
            }
        if (view.total.showing == SHOWN && left.n > 0) {
            assert_true(left.n >= 5);
            assert_true(left.positive >= 2);
        }
    }
}

int main(void)
{
    srand(47);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_bases_are_withheld),
        cmocka_unit_test(test_a_withheld_figure_holds_no_number),
        cmocka_unit_test(test_unanimous_bad_answers_look_like_another),
        cmocka_unit_test(test_all_positive_is_shown_except_where_it_is_sensitive),
        cmocka_unit_test(test_no_hidden_cell_can_be_solved),
        cmocka_unit_test(test_small_cells_are_never_shown),
        cmocka_unit_test(test_a_group_of_one_is_known),
        cmocka_unit_test(test_cells_that_sum_to_nothing_known_stand_alone),
        cmocka_unit_test(test_no_withheld_part_can_be_solved_from_a_total),
        cmocka_unit_test(test_who_was_alone_solves_no_other_part),
        cmocka_unit_test(test_what_is_left_is_no_small_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
