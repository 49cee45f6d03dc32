/* feasible.c: see feasible.h. */
#include "feasible.h"
#include <stdlib.h>
#include <string.h>

enum { NONE = -1 };

/* ---- columns that have to do with a sum ---- */

/* Marks a row's columns if it has a marked one; is a column marked that was not? */
static bool spread(struct feasible *tables, const int32_t *row)
{
    const size_t columns = tables->known->columns;
    bool touched = false, grown = false;

    for (size_t i = 0; i < columns && !touched; i++)
        touched = row[i] != 0 && tables->near[i];
    for (size_t i = 0; i < columns && touched; i++)
        if (row[i] != 0 && !tables->near[i])
            tables->near[i] = grown = true;
    return grown;
}

void feasible_approach(struct feasible *tables, const size_t *members, size_t count)
{
    bool grown = true;

    memset(tables->near, 0, tables->known->columns * sizeof *tables->near);
    for (size_t i = 0; i < count; i++)
        tables->near[members[i]] = true;
    while (grown) {
        grown = false;
        for (size_t r = 0; r < tables->known->count; r++)
            grown = spread(tables, echelon_row(tables->known, r)) || grown;
    }
}

bool feasible_is_near(const struct feasible *tables, const struct feasible_sum *sum)
{
    for (size_t i = 0; i < sum->count; i++)
        if (tables->near[sum->members[i]])
            return true;
    return false;
}

/* ---- a move ---- */

/* A move of a free column by `step`, the least that moves all pivots by whole numbers.
 */
struct move {
    size_t column;
    int64_t step;
    int64_t gain; /* of the sum */
};

/* By how much a pivot moves along. */
static int64_t share(const struct feasible *tables, size_t row, const struct move *move)
{
    const int32_t *numbers = echelon_row(tables->known, row);

    return -(move->step * numbers[move->column] / numbers[tables->known->pivots[row]]);
}

/* Does a free column move the sum, alone or by a pivot? It may, if numbers cancel. */
static bool may_gain(const struct feasible *tables, const struct feasible_sum *sum,
                     size_t column)
{
    for (size_t i = 0; i < sum->count; i++) {
        const size_t member = sum->members[i], row = tables->known->rooted[member];
        if (member == column
            || (row > 0 && echelon_row(tables->known, row - 1)[column] != 0))
            return true;
    }
    return false;
}

/* False when the step would be too long. */
static bool make_move(struct feasible *tables, const struct feasible_sum *sum,
                      size_t column, struct move *move)
{
    const struct echelon *known = tables->known;

    *move = (struct move){.column = column, .step = 1};
    tables->moving_count = 0;
    for (size_t r = 0; r < known->count; r++) {
        const int32_t *row = echelon_row(known, r);
        if (row[column] == 0)
            continue;
        tables->moving[tables->moving_count++] = r;
        const int64_t own = row[known->pivots[r]];
        const int64_t part = own / echelon_divisor(own, row[column]);
        move->step *= part / echelon_divisor(part, move->step);
        if (move->step > ECHELON_MOST)
            return false;
    }
    for (size_t i = 0; i < sum->count; i++) {
        const size_t member = sum->members[i], row = known->rooted[member];
        if (member == column)
            move->gain += move->step;
        else if (row > 0)
            move->gain += share(tables, row - 1, move);
    }
    return true;
}

bool feasible_solved(struct feasible *tables, const struct feasible_sum *sum)
{
    struct move move;

    for (size_t i = 0; i < tables->known->columns; i++)
        if (tables->known->rooted[i] == 0 && may_gain(tables, sum, i)
            && make_move(tables, sum, i, &move) && move.gain != 0)
            return false;
    return true;
}

/* ---- the search ---- */

/* For a table in which a sum is far from the truth. It begins at the true table. */
struct search {
    const struct feasible_sum *sum;
    int layer, direction; /* 1: up, -1: down */
    int64_t moved, enough;
};

/* How often a count may be moved by a step within what is known of it. */
static int64_t room(const struct feasible *tables, const struct search *search,
                    size_t column, int64_t step)
{
    const struct suppression_layer *cell = &tables->cells[column].layers[search->layer];

    if (column == tables->fixed)
        return 0;
    if (step < 0)
        return (tables->counts[column] - cell->least) / -step;
    return cell->most == INT64_MAX ? ECHELON_MOST
                                   : (cell->most - tables->counts[column]) / step;
}

/* Moves as far as all bounds allow, and as is needed; the row whose pivot stops it, or
 * NONE. */
static ptrdiff_t go(struct feasible *tables, struct search *search,
                    const struct move *move)
{
    const size_t *pivots = tables->known->pivots;
    const int sign = (move->gain > 0) == (search->direction > 0) ? 1 : -1;
    const int64_t size = move->gain > 0 ? move->gain : -move->gain;
    int64_t steps = room(tables, search, move->column, sign * move->step);
    int64_t needed = (search->enough - search->moved + size - 1) / size;
    ptrdiff_t stopped = NONE;

    steps = needed < steps ? needed : steps;
    for (size_t i = 0; i < tables->moving_count && steps > 0; i++) {
        const size_t row = tables->moving[i];
        int64_t own =
            room(tables, search, pivots[row], sign * share(tables, row, move));
        if (own < steps) {
            steps = own;
            stopped = (ptrdiff_t)row;
        }
    }
    tables->counts[move->column] += sign * steps * move->step;
    for (size_t i = 0; i < tables->moving_count && steps > 0; i++)
        tables->counts[pivots[tables->moving[i]]] +=
            sign * steps * share(tables, tables->moving[i], move);
    search->moved += steps * size;
    return stopped;
}

/* Is there a column by which the sum can still be moved? A pivot that stops it gives
 * its row away. */
static bool improve(struct feasible *tables, struct search *search)
{
    const size_t columns = tables->known->columns, start = search->sum->members[0];

    for (size_t k = 0; k < columns; k++) {
        const size_t i = (start + k) % columns;
        const int64_t before = search->moved;
        struct move move;
        if (!tables->near[i] || tables->known->rooted[i] > 0
            || !may_gain(tables, search->sum, i)
            || !make_move(tables, search->sum, i, &move) || move.gain == 0)
            continue;
        ptrdiff_t stopped = go(tables, search, &move);
        if (stopped != NONE)
            return echelon_pivot(tables->known, (size_t)stopped, i);
        if (search->moved > before)
            return true;
    }
    return false;
}

int64_t feasible_reach(struct feasible *tables, const struct feasible_sum *sum,
                       int layer, int direction, int64_t enough)
{
    const size_t columns = tables->known->columns;
    struct search search = {sum, layer, direction, 0, enough};
    size_t tries = 4 * columns;

    memcpy(tables->counts, tables->truth + (size_t)layer * columns,
           columns * sizeof *tables->counts);
    while (search.moved < enough && tries > 0 && improve(tables, &search))
        tries--;
    return search.moved;
}

/* ---- making and freeing ---- */

bool feasible_init(struct feasible *tables, const struct suppression_cell *cells,
                   size_t count, struct echelon *known)
{
    *tables = (struct feasible){.cells = cells, .known = known, .fixed = FEASIBLE_NONE};
    tables->truth = calloc(SUPPRESSION_LAYERS * (count + 1), sizeof *tables->truth);
    tables->counts = calloc(count + 1, sizeof *tables->counts);
    tables->near = calloc(count + 1, sizeof *tables->near);
    tables->moving = calloc(count + 1, sizeof *tables->moving);
    if (!tables->truth || !tables->counts || !tables->near || !tables->moving)
        return false;
    for (size_t layer = 0; layer < SUPPRESSION_LAYERS; layer++)
        for (size_t i = 0; i < count; i++)
            tables->truth[layer * count + i] = cells[i].layers[layer].value;
    return true;
}

void feasible_release(struct feasible *tables)
{
    free(tables->truth);
    free(tables->counts);
    free(tables->near);
    free(tables->moving);
}
