/* suppression.c: keeps what is published in reduced echelon form. A column without a
 * pivot may then move freely, and the pivots move along: those are all the tables that
 * give the same sums. */
#include "suppression.h"
#include <stdlib.h>
#include <string.h>

enum { NONE = -1 };

/* No number of a row and no step is larger: sums of their products fit in 64 bits. */
static const int64_t number_most = INT64_C(1) << 24;

/* What must stay hidden: a cell, or a sum of cells. */
struct target {
    size_t *members;
    size_t count;
    int64_t width[SUPPRESSION_LAYERS];
};

/* Rows over the cells; each pivot is positive, and alone in its column. */
struct echelon {
    int64_t *rows;
    size_t *pivots; /* columns, one a row */
    size_t *rooted; /* one a column: 1 + the row whose pivot it is; 0 when it is free */
    size_t count;
    bool broken; /* a number outgrew its bound: nothing can be told any more */
};

struct suppression {
    size_t count; /* cells: columns */
    struct suppression_cell *cells;
    struct echelon now, before, alone, kept; /* what is published; copies to go back to
                                              */
    bool *near;      /* columns that the sum on offer touches, over published sums */
    int64_t *truth;  /* the values of all cells, a layer after the other */
    int64_t *counts; /* one of the tables that give the same sums */
    struct target *targets;
    size_t target_count, target_kept;
};

static int64_t *row_of(const struct suppression *table, size_t row)
{
    return table->now.rows + row * table->count;
}

/* ---- exact elimination ---- */

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* Divides by what all numbers have in common; the pivot becomes positive. */
static void shorten(int64_t *row, size_t count, size_t pivot)
{
    int64_t common = 0;

    for (size_t i = 0; i < count; i++)
        common = divisor(common, row[i]);
    if (row[pivot] < 0)
        common = -common;
    for (size_t i = 0; i < count && common != 0; i++)
        row[i] /= common;
}

/* row * a - other * b, so that the pivot's column becomes 0; false when it does not
 * fit. */
static bool eliminate(int64_t *row, const int64_t *other, size_t count, size_t pivot)
{
    const int64_t common = divisor(row[pivot], other[pivot]);
    const int64_t a = other[pivot] / common, b = row[pivot] / common;

    for (size_t i = 0; i < count; i++) {
        int64_t left, right;
        if (__builtin_mul_overflow(row[i], a, &left)
            || __builtin_mul_overflow(other[i], b, &right)
            || __builtin_sub_overflow(left, right, &row[i]) || row[i] > number_most
            || row[i] < -number_most)
            return false;
    }
    return true;
}

/* A row less what is published of it. */
static bool reduce(const struct suppression *table, int64_t *row)
{
    for (size_t r = 0; r < table->now.count; r++)
        if (row[table->now.pivots[r]] != 0
            && !eliminate(row, row_of(table, r), table->count, table->now.pivots[r]))
            return false;
    return true;
}

/* The largest count makes the pivot: it has most room to move. */
static ptrdiff_t choose_pivot(const struct suppression *table, const int64_t *row)
{
    ptrdiff_t best = NONE;

    for (size_t i = 0; i < table->count; i++)
        if (row[i] != 0
            && (best == NONE
                || table->cells[i].layers[0].value
                       > table->cells[best].layers[0].value))
            best = (ptrdiff_t)i;
    return best;
}

/* Makes a column the pivot of a row; false when a number outgrew its bound. */
static bool pivot(struct suppression *table, size_t row, size_t column)
{
    int64_t *chosen = row_of(table, row);

    shorten(chosen, table->count, column);
    for (size_t r = 0; r < table->now.count; r++) {
        int64_t *other = row_of(table, r);
        if (r == row || other[column] == 0)
            continue;
        if (!eliminate(other, chosen, table->count, column)) {
            table->now.broken = true;
            return false;
        }
        shorten(other, table->count, table->now.pivots[r]);
    }
    if (row < table->now.count)
        table->now.rooted[table->now.pivots[row]] = 0;
    table->now.pivots[row] = column;
    table->now.rooted[column] = row + 1;
    return true;
}

/* Takes the row after the last one, reduced already, among the others. */
static bool add_row(struct suppression *table, size_t column)
{
    if (!pivot(table, table->now.count, column))
        return false;
    table->now.count++;
    return true;
}

static void copy(const struct suppression *table, const struct echelon *from,
                 struct echelon *to)
{
    to->count = from->count;
    to->broken = from->broken;
    memcpy(to->rows, from->rows, from->count * table->count * sizeof *to->rows);
    memcpy(to->pivots, from->pivots, from->count * sizeof *to->pivots);
    memcpy(to->rooted, from->rooted, table->count * sizeof *to->rooted);
}

/* ---- columns that have to do with an offer ---- */

/* Marks a row's columns if it has a marked one; is a column marked that was not? */
static bool spread(struct suppression *table, const int64_t *row)
{
    bool touched = false, grown = false;

    for (size_t i = 0; i < table->count && !touched; i++)
        touched = row[i] != 0 && table->near[i];
    for (size_t i = 0; i < table->count && touched; i++)
        if (row[i] != 0 && !table->near[i])
            table->near[i] = grown = true;
    return grown;
}

/* To be asked before the sum on offer is taken in: it may part what hung together. */
static void find_near(struct suppression *table, const size_t *members, size_t count)
{
    bool grown = true;

    memset(table->near, 0, table->count * sizeof *table->near);
    for (size_t i = 0; i < count; i++)
        table->near[members[i]] = true;
    while (grown) {
        grown = false;
        for (size_t r = 0; r < table->now.count; r++)
            grown = spread(table, row_of(table, r)) || grown;
    }
}

/* ---- other tables that give the same sums ---- */

/* A search for a table in which a target is far from the truth: the simplex method, in
 * whole numbers. It begins at the true table, so every table it meets exists. */
struct search {
    const struct target *target;
    int layer, direction; /* 1: up, -1: down */
    int64_t moved, enough;
};

/* A move of a free column by `step`, the least that moves all pivots by whole numbers.
 */
struct move {
    size_t column;
    int64_t step;
    int64_t gain; /* of the target */
};

/* By how much a pivot moves along. */
static int64_t share(const struct suppression *table, size_t row,
                     const struct move *move)
{
    const int64_t *numbers = row_of(table, row);

    return -(move->step * numbers[move->column] / numbers[table->now.pivots[row]]);
}

static bool is_member(const struct target *target, size_t column)
{
    for (size_t i = 0; i < target->count; i++)
        if (target->members[i] == column)
            return true;
    return false;
}

/* Does a free column move the target, alone or by a pivot? It may, if numbers cancel.
 */
static bool may_gain(const struct suppression *table, const struct target *target,
                     size_t column)
{
    for (size_t i = 0; i < target->count; i++) {
        const size_t member = target->members[i], row = table->now.rooted[member];
        if (member == column || (row > 0 && row_of(table, row - 1)[column] != 0))
            return true;
    }
    return false;
}

/* False when the step would be too long. */
static bool make_move(const struct suppression *table, const struct target *target,
                      size_t column, struct move *move)
{
    *move = (struct move){.column = column, .step = 1};
    for (size_t r = 0; r < table->now.count; r++) {
        int64_t number = row_of(table, r)[column];
        int64_t own = row_of(table, r)[table->now.pivots[r]];
        if (number == 0 || own == 1)
            continue;
        int64_t part = own / divisor(own, number);
        move->step *= part / divisor(part, move->step);
        if (move->step > number_most)
            return false;
    }
    for (size_t i = 0; i < target->count; i++) {
        const size_t member = target->members[i], row = table->now.rooted[member];
        if (member == column)
            move->gain += move->step;
        else if (row > 0)
            move->gain += share(table, row - 1, move);
    }
    return true;
}

/* How often a count may be moved by a step within what is known of it. */
static int64_t room(const struct suppression *table, const struct search *search,
                    size_t column, int64_t step)
{
    const struct suppression_layer *cell = &table->cells[column].layers[search->layer];

    if (step < 0)
        return (table->counts[column] - cell->least) / -step;
    return cell->most == INT64_MAX ? number_most
                                   : (cell->most - table->counts[column]) / step;
}

/* Moves as far as all bounds allow, and as is needed; the row whose pivot stops it, or
 * NONE. */
static ptrdiff_t go(struct suppression *table, struct search *search,
                    const struct move *move)
{
    const int sign = (move->gain > 0) == (search->direction > 0) ? 1 : -1;
    const int64_t size = move->gain > 0 ? move->gain : -move->gain;
    int64_t steps = room(table, search, move->column, sign * move->step);
    int64_t needed = (search->enough - search->moved + size - 1) / size;
    ptrdiff_t stopped = NONE;

    steps = needed < steps ? needed : steps;
    for (size_t r = 0; r < table->now.count && steps > 0; r++) {
        if (row_of(table, r)[move->column] == 0)
            continue;
        int64_t own =
            room(table, search, table->now.pivots[r], sign * share(table, r, move));
        if (own < steps) {
            steps = own;
            stopped = (ptrdiff_t)r;
        }
    }
    table->counts[move->column] += sign * steps * move->step;
    for (size_t r = 0; r < table->now.count && steps > 0; r++)
        if (row_of(table, r)[move->column] != 0)
            table->counts[table->now.pivots[r]] += sign * steps * share(table, r, move);
    search->moved += steps * size;
    return stopped;
}

/* Is there a column by which the target can still be moved? A pivot that stops it gives
 * its row away. */
static bool improve(struct suppression *table, struct search *search)
{
    const size_t start = search->target->members[0];

    for (size_t k = 0; k < table->count; k++) {
        const size_t i = (start + k) % table->count;
        const int64_t before = search->moved;
        struct move move;
        if (!table->near[i] || table->now.rooted[i] > 0
            || !may_gain(table, search->target, i)
            || !make_move(table, search->target, i, &move) || move.gain == 0)
            continue;
        ptrdiff_t stopped = go(table, search, &move);
        if (stopped != NONE)
            return pivot(table, (size_t)stopped, i);
        if (search->moved > before)
            return true;
    }
    return false;
}

/* How far the target can be moved from the truth, `enough` at most or a step more. */
static int64_t reach(struct suppression *table, const struct target *target, int layer,
                     int direction, int64_t enough)
{
    struct search search = {target, layer, direction, 0, enough};
    size_t tries = 4 * table->count;

    memcpy(table->counts, table->truth + (size_t)layer * table->count,
           table->count * sizeof *table->counts);
    while (search.moved < enough && tries > 0 && improve(table, &search))
        tries--;
    return search.moved;
}

static bool is_wide(struct suppression *table, const struct target *target, int layer,
                    int64_t width)
{
    int64_t up = reach(table, target, layer, 1, width);

    return up >= width || up + reach(table, target, layer, -1, width - up) >= width;
}

/* ---- what must stay hidden ---- */

static bool is_near(const struct suppression *table, const struct target *target)
{
    for (size_t i = 0; i < target->count; i++)
        if (table->near[target->members[i]])
            return true;
    return false;
}

/* Is it in the span of what is published: does no free column move it? */
static bool is_solved(const struct suppression *table, const struct target *target)
{
    struct move move;

    for (size_t i = 0; i < table->count; i++)
        if (table->now.rooted[i] == 0 && may_gain(table, target, i)
            && make_move(table, target, i, &move) && move.gain != 0)
            return false;
    return true;
}

static enum suppression_verdict examine(struct suppression *table)
{
    for (size_t t = 0; t < table->target_count; t++) {
        const struct target *target = &table->targets[t];
        if (!is_near(table, target))
            continue;
        if (is_solved(table, target))
            return SOLVED;
        for (int layer = 0; layer < SUPPRESSION_LAYERS; layer++)
            if (!is_wide(table, target, layer, target->width[layer]))
                return table->now.broken ? UNSURE : NARROW;
    }
    return table->now.broken ? UNSURE : PUBLISHED;
}

/* Someone is a cell of 1, and knows it: can they tell another one? */
static bool tells_one(struct suppression *table, size_t cell)
{
    int64_t *row = row_of(table, table->now.count);
    bool told = false;

    memset(row, 0, table->count * sizeof *row);
    row[cell] = 1;
    if (!reduce(table, row))
        return true; /* it outgrew its numbers: nobody knows */
    ptrdiff_t column = choose_pivot(table, row);
    if (column == NONE)
        return false; /* nothing that the others do not know */
    copy(table, &table->now, &table->alone);
    told = !add_row(table, (size_t)column);
    for (size_t t = 0; t < table->target_count && !told; t++) {
        const struct target *target = &table->targets[t];
        told = is_near(table, target) && !is_member(target, cell)
               && target->width[0] > 0 && !is_wide(table, target, 0, 1);
    }
    told = told || table->now.broken;
    copy(table, &table->alone, &table->now);
    return told;
}

static bool tells_anyone(struct suppression *table)
{
    for (size_t i = 0; i < table->count; i++) {
        int64_t value = table->cells[i].layers[0].value;
        if (table->near[i] && (value == 1 || value == -1) && tells_one(table, i))
            return true;
    }
    return false;
}

/* Lays a sum out as the row after the last one, less what is published; its pivot, NONE
 * when it is known already. */
static bool lay(struct suppression *table, const size_t *members, size_t count,
                ptrdiff_t *column)
{
    int64_t *row = row_of(table, table->now.count);

    memset(row, 0, table->count * sizeof *row);
    for (size_t i = 0; i < count; i++)
        row[members[i]]++;
    if (!reduce(table, row))
        return false;
    *column = choose_pivot(table, row);
    return true;
}

static enum suppression_verdict publish(struct suppression *table, size_t column,
                                        const size_t *members, size_t count)
{
    find_near(table, members, count);
    if (!add_row(table, column))
        return UNSURE;
    enum suppression_verdict verdict = examine(table);
    return verdict == PUBLISHED && tells_anyone(table) ? ALONE : verdict;
}

enum suppression_verdict suppression_offer(struct suppression *table,
                                           const size_t *members, size_t count)
{
    ptrdiff_t column;

    if (!lay(table, members, count, &column))
        return UNSURE;
    if (column == NONE)
        return PUBLISHED;
    copy(table, &table->now, &table->before);
    enum suppression_verdict verdict = publish(table, (size_t)column, members, count);
    if (verdict != PUBLISHED)
        copy(table, &table->before, &table->now);
    return verdict;
}

bool suppression_grant(struct suppression *table, const size_t *members, size_t count)
{
    ptrdiff_t column;

    return lay(table, members, count, &column)
           && (column == NONE || add_row(table, (size_t)column));
}

void suppression_suppose(struct suppression *table)
{
    copy(table, &table->now, &table->kept);
    table->target_kept = table->target_count;
}

void suppression_return(struct suppression *table)
{
    copy(table, &table->kept, &table->now);
    while (table->target_count > table->target_kept)
        free(table->targets[--table->target_count].members);
}

/* ---- making and freeing ---- */

bool suppression_protect(struct suppression *table, const size_t *members, size_t count,
                         const int64_t width[static SUPPRESSION_LAYERS])
{
    struct target target = {.count = count};
    struct target *grown =
        realloc(table->targets, (table->target_count + 1) * sizeof *grown);

    if (grown)
        table->targets = grown;
    if (count == 0)
        return true; /* nothing is no secret */
    if (!grown)
        return false;
    target.members = malloc((count + 1) * sizeof *target.members);
    if (!target.members)
        return false;
    memcpy(target.members, members, count * sizeof *members);
    memcpy(target.width, width, sizeof target.width);
    grown[table->target_count++] = target;
    return true;
}

static bool protect_cells(struct suppression *table)
{
    for (size_t i = 0; i < table->count; i++) {
        int64_t width[SUPPRESSION_LAYERS], any = 0;
        for (int layer = 0; layer < SUPPRESSION_LAYERS; layer++)
            any += width[layer] = table->cells[i].layers[layer].width;
        if (any > 0 && !suppression_protect(table, &i, 1, width))
            return false;
    }
    return true;
}

/* As many rows as there are cells are all there can be; and one on offer. */
static bool make_echelon(struct echelon *echelon, size_t cells)
{
    echelon->rows = calloc(cells + 1, (cells + 1) * sizeof *echelon->rows);
    echelon->pivots = calloc(cells + 1, sizeof *echelon->pivots);
    echelon->rooted = calloc(cells + 1, sizeof *echelon->rooted);
    return echelon->rows && echelon->pivots && echelon->rooted;
}

static void free_echelon(struct echelon *echelon)
{
    free(echelon->rows);
    free(echelon->pivots);
    free(echelon->rooted);
}

static void keep_cells(struct suppression *table, const struct suppression_cell *cells)
{
    for (size_t i = 0; i < table->count; i++) {
        table->cells[i] = cells[i];
        for (size_t layer = 0; layer < SUPPRESSION_LAYERS; layer++)
            table->truth[layer * table->count + i] = cells[i].layers[layer].value;
    }
}

struct suppression *suppression_new(const struct suppression_cell *cells, size_t count)
{
    struct suppression *table = calloc(1, sizeof *table);

    if (!table)
        return NULL;
    table->count = count;
    table->cells = calloc(count + 1, sizeof *table->cells);
    table->near = calloc(count + 1, sizeof *table->near);
    table->counts = calloc(count + 1, sizeof *table->counts);
    table->truth = calloc(SUPPRESSION_LAYERS * (count + 1), sizeof *table->truth);
    if (table->cells && table->near && table->counts && table->truth
        && make_echelon(&table->now, count) && make_echelon(&table->before, count)
        && make_echelon(&table->alone, count) && make_echelon(&table->kept, count)) {
        keep_cells(table, cells);
        if (protect_cells(table))
            return table;
    }
    suppression_free(table);
    return NULL;
}

void suppression_free(struct suppression *table)
{
    if (!table)
        return;
    for (size_t i = 0; i < table->target_count; i++)
        free(table->targets[i].members);
    free(table->targets);
    free(table->cells);
    free(table->near);
    free(table->counts);
    free(table->truth);
    free_echelon(&table->now);
    free_echelon(&table->before);
    free_echelon(&table->alone);
    free_echelon(&table->kept);
    free(table);
}
