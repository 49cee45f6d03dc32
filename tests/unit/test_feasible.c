/* test_feasible.c: how far a count moves while the sums stay, against the bounds of
 * Frechet (of a table of two by two they are exact: a cell lies between max(0, row +
 * column - all) and min(row, column)). */
#include "feasible.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CELLS = 4, TABLES = 2000, FAR = 1000 };

static const size_t lines[][2] = {
    {0, 1},
    {2, 3},
    {0, 2},
    {1, 3}
};

static struct suppression_cell cell_of(int64_t value)
{
    struct suppression_cell cell = {0};

    cell.layers[0] = (struct suppression_layer){value, 0, INT64_MAX, 1};
    return cell;
}

static void know(struct echelon *known, const size_t *members, size_t count)
{
    assert_true(echelon_lay(known, members, count));
    for (size_t i = 0; i < known->columns; i++)
        if (echelon_row(known, known->count)[i] != 0) {
            assert_true(echelon_add(known, i));
            return;
        }
}

struct table {
    struct suppression_cell cells[CELLS + 1]; /* the last is in no line */
    struct echelon known;
    struct feasible tables;
};

static void open_table(struct table *table, const int64_t values[static CELLS])
{
    for (size_t i = 0; i <= CELLS; i++)
        table->cells[i] = cell_of(i < CELLS ? values[i] : 3);
    assert_true(echelon_init(&table->known, CELLS + 1));
    assert_true(feasible_init(&table->tables, table->cells, CELLS + 1, &table->known));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        know(&table->known, lines[i], 2);
    feasible_approach(&table->tables, (size_t[]){0}, 1);
}

static void close_table(struct table *table)
{
    feasible_release(&table->tables);
    echelon_release(&table->known);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void test_a_cell_moves_between_the_bounds_of_frechet(void **state)
{
    (void)state;
    for (int t = 0; t < TABLES; t++) {
        int64_t values[CELLS];
        struct table table;
        size_t member = 0;
        const struct feasible_sum corner = {&member, 1};
        for (size_t i = 0; i < CELLS; i++)
            values[i] = rand() % 9;
        open_table(&table, values);
        assert_int_equal(feasible_reach(&table.tables, &corner, 0, 1, FAR),
                         least(values[1], values[2]));
        assert_int_equal(table.tables.counts[0],
                         values[0] + least(values[1], values[2]));
        assert_int_equal(feasible_reach(&table.tables, &corner, 0, -1, FAR),
                         least(values[0], values[3]));
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
            assert_int_equal(table.tables.counts[lines[i][0]]
                                 + table.tables.counts[lines[i][1]],
                             values[lines[i][0]] + values[lines[i][1]]);
        close_table(&table);
    }
}

/* Who knows one cell of the square knows all of it. */
static void test_a_fixed_cell_holds_the_others(void **state)
{
    (void)state;
    for (size_t fixed = 1; fixed < CELLS; fixed++) {
        struct table table;
        size_t member = 0;
        const struct feasible_sum corner = {&member, 1};
        open_table(&table, (int64_t[]){3, 2, 1, 4});
        table.tables.fixed = fixed;
        assert_int_equal(feasible_reach(&table.tables, &corner, 0, 1, FAR), 0);
        assert_int_equal(feasible_reach(&table.tables, &corner, 0, -1, FAR), 0);
        table.tables.fixed = FEASIBLE_NONE;
        assert_int_equal(feasible_reach(&table.tables, &corner, 0, 1, FAR), 1);
        close_table(&table);
    }
}

static void test_a_bound_that_is_known_stops_it(void **state)
{
    (void)state;
    struct table table;
    size_t member = 0;
    const struct feasible_sum corner = {&member, 1};

    open_table(&table, (int64_t[]){3, 7, 8, 9});
    table.cells[3].layers[0].most = 11;
    table.cells[1].layers[0].least = 6;
    assert_int_equal(feasible_reach(&table.tables, &corner, 0, 1, FAR), 1);
    assert_int_equal(feasible_reach(&table.tables, &corner, 0, -1, FAR), 3);
    table.cells[1].layers[0].most = 9;
    assert_int_equal(feasible_reach(&table.tables, &corner, 0, -1, FAR), 2);
    close_table(&table);
}

static void test_what_hangs_together_and_what_is_solved(void **state)
{
    (void)state;
    struct table table;
    size_t line[] = {0, 1}, corner[] = {0}, apart[] = {CELLS};

    open_table(&table, (int64_t[]){3, 2, 1, 4});
    assert_true(feasible_is_near(&table.tables, &(struct feasible_sum){line, 2}));
    assert_false(feasible_is_near(&table.tables, &(struct feasible_sum){apart, 1}));
    assert_true(feasible_solved(&table.tables, &(struct feasible_sum){line, 2}));
    assert_false(feasible_solved(&table.tables, &(struct feasible_sum){corner, 1}));
    know(&table.known, &(size_t){3}, 1);
    assert_true(feasible_solved(&table.tables, &(struct feasible_sum){corner, 1}));
    close_table(&table);
}

int main(void)
{
    srand(59);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_cell_moves_between_the_bounds_of_frechet),
        cmocka_unit_test(test_a_fixed_cell_holds_the_others),
        cmocka_unit_test(test_a_bound_that_is_known_stops_it),
        cmocka_unit_test(test_what_hangs_together_and_what_is_solved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
