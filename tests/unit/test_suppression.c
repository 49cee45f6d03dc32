/* test_suppression.c: which sums may stand beside each other, against an elimination of
 * the test's own and every small table. */
#include "suppression.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "elimination.h"

enum { WIDTH = 5, SIDE = 4 };

/* A hidden count that must stay 5 wide, in a table of one layer. */
static struct suppression_cell hidden(int64_t value)
{
    struct suppression_cell cell = {0};

    cell.layers[0] = (struct suppression_layer){value, 0, INT64_MAX, WIDTH};
    return cell;
}

static struct suppression_cell open(int64_t value)
{
    struct suppression_cell cell = hidden(value);

    cell.layers[0].width = 0;
    return cell;
}

static struct suppression *table_of(const struct suppression_cell *cells, size_t count)
{
    struct suppression *table = suppression_new(cells, count);

    assert_non_null(table);
    return table;
}

/* ---- a table of two sides ---- */

static void line_of(size_t line, size_t members[static SIDE])
{
    for (size_t i = 0; i < SIDE; i++)
        members[i] = line < SIDE ? line * SIDE + i : i * SIDE + line - SIDE;
}

/* Rows and columns are published, then all cells that are not small. */
static void publish(struct suppression *table, const int64_t *cells,
                    struct elimination *known)
{
    size_t members[SIDE];

    for (size_t line = 0; line < 2 * SIDE; line++) {
        line_of(line, members);
        if (suppression_offer(table, members, SIDE) == PUBLISHED)
            elimination_learn(known, members, SIDE);
    }
    for (size_t i = 0; i < SIDE * SIDE; i++)
        if ((cells[i] == 0 || cells[i] >= WIDTH)
            && suppression_offer(table, &i, 1) == PUBLISHED)
            elimination_learn(known, &i, 1);
}

static struct suppression *table_of_counts(const int64_t *counts)
{
    struct suppression_cell cells[SIDE * SIDE];

    for (size_t i = 0; i < SIDE * SIDE; i++)
        cells[i] =
            counts[i] > 0 && counts[i] < WIDTH ? hidden(counts[i]) : open(counts[i]);
    return table_of(cells, SIDE * SIDE);
}

/* Two hidden cells or more in each row and column, and the 3 between the two squares is
 * known all the same: it is the first two rows less the first two columns. The last of
 * the open cells that this takes is number 13. */
static void test_two_cells_a_line_do_not_protect(void **state)
{
    (void)state;
    static const bool hides[SIDE * SIDE] = {1, 1, 0, 0, 1, 1, 1, 0,
                                            0, 0, 1, 1, 0, 0, 1, 1};
    const size_t bridge = 6, last = 13;
    struct suppression_cell cells[SIDE * SIDE];
    size_t members[SIDE];

    for (size_t i = 0; i < SIDE * SIDE; i++)
        cells[i] = i == bridge ? hidden(3) : open(hides[i] ? 12 : 20);
    struct suppression *table = table_of(cells, SIDE * SIDE);
    struct elimination naive = {0};
    for (size_t line = 0; line < 2 * SIDE; line++) {
        line_of(line, members);
        assert_int_equal(suppression_offer(table, members, SIDE), PUBLISHED);
        elimination_learn(&naive, members, SIDE);
    }
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        if (hides[i])
            continue;
        elimination_learn(&naive, &i, 1);
        assert_int_equal(suppression_offer(table, &i, 1),
                         i == last ? SOLVED : PUBLISHED);
    }
    assert_true(elimination_knows(&naive, &bridge, 1));
    elimination_release(&naive);
    suppression_free(table);
}

/* Not exactly known, but between 2 and 4: a sum of 4 over two cells says too much. */
static void test_a_narrow_interval_is_refused(void **state)
{
    (void)state;
    const size_t both[] = {0, 1};
    struct suppression *narrow =
        table_of((struct suppression_cell[]){hidden(2), hidden(2)}, 2);
    struct suppression *wide =
        table_of((struct suppression_cell[]){hidden(2), hidden(3)}, 2);

    assert_int_equal(suppression_offer(narrow, both, 2), NARROW);
    assert_int_equal(suppression_offer(wide, both, 2), PUBLISHED);
    suppression_free(narrow);
    suppression_free(wide);
}

/* 1 + 4 = 5: the one knows the four. Beside a third cell they do not. */
static void test_someone_alone_may_not_tell_another(void **state)
{
    (void)state;
    const size_t all[] = {0, 1, 2};
    struct suppression *two =
        table_of((struct suppression_cell[]){hidden(1), hidden(4)}, 2);
    struct suppression *three =
        table_of((struct suppression_cell[]){hidden(1), hidden(4), hidden(3)}, 3);

    assert_int_equal(suppression_offer(two, all, 2), ALONE);
    assert_int_equal(suppression_offer(three, all, 3), PUBLISHED);
    suppression_free(two);
    suppression_free(three);
}

/* Marked as withheld, both are known to be 1 to 4: a sum of 8 gives them away. */
static void test_what_the_mark_says_counts_as_known(void **state)
{
    (void)state;
    const size_t both[] = {0, 1};
    struct suppression_cell cells[] = {hidden(4), hidden(4)};

    for (size_t i = 0; i < 2; i++)
        cells[i].layers[1] = (struct suppression_layer){4, 1, 4, 1};
    struct suppression *table = table_of(cells, 2);
    assert_int_equal(suppression_offer(table, both, 2), NARROW);
    suppression_free(table);
}

/* The second number of each cell decides as the first one does. */
static void test_every_layer_has_its_say(void **state)
{
    (void)state;
    const size_t both[] = {0, 1};
    struct suppression_cell cells[] = {hidden(4), hidden(4)};

    for (size_t i = 0; i < 2; i++)
        cells[i].layers[2] = (struct suppression_layer){0, 0, INT64_MAX, 2};
    struct suppression *table = table_of(cells, 2);
    assert_int_equal(suppression_offer(table, both, 2), NARROW);
    suppression_free(table);
}

/* What is refused leaves nothing behind, and what is known already costs nothing. */
static void test_a_refused_sum_is_not_remembered(void **state)
{
    (void)state;
    const size_t all[] = {0, 1, 2, 3};
    struct suppression *table = table_of(
        (struct suppression_cell[]){hidden(4), hidden(4), hidden(3), open(9)}, 4);

    assert_int_equal(suppression_offer(table, all, 1), SOLVED);
    assert_int_equal(suppression_offer(table, all, 3), PUBLISHED);
    assert_int_equal(suppression_offer(table, all, 3), PUBLISHED);
    assert_int_equal(suppression_offer(table, all, 2), SOLVED);
    assert_int_equal(suppression_offer(table, all, 4), PUBLISHED);
    suppression_free(table);
}

static void test_a_sum_can_be_hidden_itself(void **state)
{
    (void)state;
    const int64_t width[SUPPRESSION_LAYERS] = {WIDTH};
    const size_t all[] = {0, 1, 2};
    struct suppression *table =
        table_of((struct suppression_cell[]){open(1), open(2), open(9)}, 3);

    assert_true(suppression_protect(table, all, 2, width));
    assert_int_equal(suppression_offer(table, all, 3), PUBLISHED);
    assert_int_equal(suppression_offer(table, &all[2], 1), SOLVED);
    suppression_free(table);
}

/* What was only supposed is asked for anew, as if nothing had been. */
static void test_what_was_supposed_is_taken_back(void **state)
{
    (void)state;
    const int64_t width[SUPPRESSION_LAYERS] = {WIDTH};
    const size_t all[] = {0, 1, 2};
    struct suppression *table =
        table_of((struct suppression_cell[]){hidden(4), hidden(3), open(9)}, 3);

    suppression_suppose(table);
    assert_true(suppression_grant(table, all, 1));
    assert_true(suppression_protect(table, &all[2], 1, width));
    assert_int_equal(suppression_offer(table, all, 2), SOLVED);
    assert_int_equal(suppression_offer(table, &all[2], 1), SOLVED);
    suppression_return(table);
    assert_int_equal(suppression_offer(table, all, 2), PUBLISHED);
    assert_int_equal(suppression_offer(table, &all[2], 1), PUBLISHED);
    suppression_free(table);
}

/* What is granted may solve what nothing solved before: with the second count the first
 * one is known; in each layer. */
static void test_what_is_granted_counts_as_known(void **state)
{
    (void)state;
    for (int layer = 0; layer < SUPPRESSION_LAYERS; layer++) {
        struct suppression_cell cells[] = {open(20), open(20), open(20)};
        for (int i = 0; i < 2; i++)
            cells[i].layers[layer] =
                (struct suppression_layer){20, 0, INT64_MAX, WIDTH};
        struct suppression *table = table_of(cells, 3);
        assert_int_equal(suppression_offer(table, (size_t[]){0, 1}, 2), PUBLISHED);
        assert_true(suppression_grant(table, (size_t[]){1}, 1));
        assert_int_equal(suppression_offer(table, (size_t[]){0, 2}, 2), SOLVED);
        suppression_free(table);
    }
}

/* Sums of neighbours: whoever knows the last of forty knows all. */
static void test_many_cells_may_hang_on_one(void **state)
{
    (void)state;
    enum { CHAIN = 40 };
    struct suppression_cell cells[CHAIN];

    for (size_t i = 0; i < CHAIN; i++)
        cells[i] = i + 1 < CHAIN ? hidden(20) : open(20);
    struct suppression *table = table_of(cells, CHAIN);
    for (size_t i = 0; i + 1 < CHAIN; i++)
        assert_int_equal(suppression_offer(table, (size_t[]){i, i + 1}, 2), PUBLISHED);
    assert_int_equal(suppression_offer(table, (size_t[]){CHAIN - 1}, 1), SOLVED);
    suppression_free(table);
}

/* The second of four is a person. With all, the first two and the third, they would
 * know the first, too, and a sum that is hidden. */
static void test_someone_alone_may_be_in_another_part(void **state)
{
    (void)state;
    for (int64_t first = 0; first < WIDTH; first++)
        for (int64_t third = 0; third < WIDTH; third++) {
            const struct suppression_cell cells[] = {open(first), open(1), open(third),
                                                     open(4)};
            const int64_t width[SUPPRESSION_LAYERS] = {1};
            struct suppression *table = table_of(cells, 4);
            assert_true(suppression_protect(table, (size_t[]){0, 2}, 2, width));
            bool all = suppression_offer(table, (size_t[]){0, 1, 2, 3}, 4) == PUBLISHED
                       && suppression_offer(table, (size_t[]){0, 1}, 2) == PUBLISHED
                       && suppression_offer(table, (size_t[]){2}, 1) == PUBLISHED;
            assert_false(all);
            suppression_free(table);
        }
}

static void test_nothing_to_hide_hides_nothing(void **state)
{
    (void)state;
    struct suppression *none = table_of(NULL, 0);
    struct suppression *table =
        table_of((struct suppression_cell[]){open(9), open(0)}, 2);

    for (size_t i = 0; i < 2; i++)
        assert_int_equal(suppression_offer(table, &i, 1), PUBLISHED);
    assert_int_equal(suppression_offer(none, NULL, 0), PUBLISHED);
    suppression_free(none);
    suppression_free(table);
}

/* Random tables with few answers: no small cell is in the span of what was published,
 * and whoever is alone in a cell cannot tell another one. */
static void test_no_small_cell_of_a_random_table_is_known(void **state)
{
    (void)state;
    size_t published = 0;

    for (int round = 0; round < 400; round++) {
        int64_t cells[SIDE * SIDE];
        struct elimination known = {0};
        for (size_t i = 0; i < SIDE * SIDE; i++)
            cells[i] = rand() % 3 ? rand() % 9 : rand() % 30;
        struct suppression *table = table_of_counts(cells);
        publish(table, cells, &known);
        published += known.count;
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            const size_t learned = known.count;
            if (cells[i] < 1 || cells[i] >= WIDTH)
                continue;
            assert_false(elimination_knows(&known, &i, 1));
            elimination_learn(&known, &i, 1);
            for (size_t k = 0; cells[i] == 1 && k < SIDE * SIDE; k++)
                assert_false(k != i && cells[k] > 0 && cells[k] < WIDTH
                             && elimination_knows(&known, &k, 1));
            elimination_forget(&known, learned);
        }
        elimination_release(&known);
        suppression_free(table);
    }
    assert_true(published > 400 * SIDE);
}

/* ---- what is promised of the interval, on every table of three cells ---- */

enum { THREE = 3, LARGEST = 7 };

/* Sums over three cells: 0 or 1 of each. */
struct sums {
    int64_t rows[THREE][THREE];
    size_t count;
};

static void add_sum(struct sums *sums, const size_t *members, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sums->rows[sums->count][members[i]] = 1;
    sums->count++;
}

/* The least and most of a cell over all tables with the same published sums. */
static int64_t width_of(const int64_t *cells, const struct sums *sums, size_t cell)
{
    int64_t least = INT64_MAX, most = -1;

    for (int64_t a = 0; a <= 3 * LARGEST; a++)
        for (int64_t b = 0; b <= 3 * LARGEST; b++)
            for (int64_t c = 0; c <= 3 * LARGEST; c++) {
                const int64_t other[THREE] = {a, b, c};
                bool same = true;
                for (size_t r = 0; r < sums->count; r++) {
                    int64_t difference = 0;
                    for (size_t i = 0; i < THREE; i++)
                        difference += sums->rows[r][i] * (other[i] - cells[i]);
                    same = same && difference == 0;
                }
                least = same && other[cell] < least ? other[cell] : least;
                most = same && other[cell] > most ? other[cell] : most;
            }
    return most - least;
}

/* Sums of all three, of two and two: exactly what may be published is. */
static void test_intervals_are_as_wide_as_promised_and_no_wider(void **state)
{
    (void)state;
    static const size_t sums[][THREE] = {
        {0, 1, 2},
        {0, 1, 0},
        {1, 2, 0}
    };
    static const size_t sizes[] = {3, 2, 2};

    for (int code = 0; code < LARGEST * LARGEST * LARGEST; code++) {
        const int64_t values[THREE] = {2 + code % LARGEST, 2 + code / LARGEST % LARGEST,
                                       2 + code / LARGEST / LARGEST};
        struct suppression_cell cells[THREE];
        struct sums published = {0};
        for (size_t i = 0; i < THREE; i++)
            cells[i] = values[i] < WIDTH ? hidden(values[i]) : open(values[i]);
        struct suppression *table = table_of(cells, THREE);
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            struct sums more = published;
            bool safe = true;
            add_sum(&more, sums[s], sizes[s]);
            for (size_t i = 0; i < THREE; i++)
                safe =
                    safe && (values[i] >= WIDTH || width_of(values, &more, i) >= WIDTH);
            assert_int_equal(suppression_offer(table, sums[s], sizes[s]) == PUBLISHED,
                             safe);
            published = safe ? more : published;
        }
        suppression_free(table);
    }
}

int main(void)
{
    srand(47);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_cells_a_line_do_not_protect),
        cmocka_unit_test(test_a_narrow_interval_is_refused),
        cmocka_unit_test(test_someone_alone_may_not_tell_another),
        cmocka_unit_test(test_what_the_mark_says_counts_as_known),
        cmocka_unit_test(test_every_layer_has_its_say),
        cmocka_unit_test(test_a_refused_sum_is_not_remembered),
        cmocka_unit_test(test_a_sum_can_be_hidden_itself),
        cmocka_unit_test(test_what_was_supposed_is_taken_back),
        cmocka_unit_test(test_what_is_granted_counts_as_known),
        cmocka_unit_test(test_many_cells_may_hang_on_one),
        cmocka_unit_test(test_someone_alone_may_be_in_another_part),
        cmocka_unit_test(test_nothing_to_hide_hides_nothing),
        cmocka_unit_test(test_no_small_cell_of_a_random_table_is_known),
        cmocka_unit_test(test_intervals_are_as_wide_as_promised_and_no_wider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
