/* suppression.c: keeps what is published in echelon form (echelon.h), and asks of every
 * hidden count that it touches whether it can still move (feasible.h). */
#include "suppression.h"
#include "feasible.h"
#include <stdlib.h>
#include <string.h>

enum { NONE = -1 };
enum { UP, DOWN, DIRECTIONS };
enum { CHANGES_MOST = 32 };

/* Another table that gives all sums published so far, as it differs from the true one
 * in a layer. It spares the search as long as the sums that come agree with it. */
struct other {
    int64_t moved; /* the target, from the truth; 0: no table */
    size_t count;
    struct change {
        uint32_t cell;
        int32_t by;
    } changes[CHANGES_MOST];
};

/* What must stay hidden: a cell, or a sum of cells. */
struct target {
    struct feasible_sum sum;
    int64_t width[SUPPRESSION_LAYERS];
    struct other others[SUPPRESSION_LAYERS][DIRECTIONS];
};

struct suppression {
    size_t count; /* cells: columns */
    struct suppression_cell *cells;
    struct echelon now, before, kept; /* what is published; copies to go back to */
    struct feasible tables;
    struct target *targets;
    size_t target_count, target_kept;
};

/* The largest count makes the pivot: it has most room to move. */
static ptrdiff_t choose_pivot(const struct suppression *table)
{
    const int32_t *row = echelon_row(&table->now, table->now.count);
    ptrdiff_t best = NONE;

    for (size_t i = 0; i < table->count; i++)
        if (row[i] != 0
            && (best == NONE
                || table->cells[i].layers[0].value
                       > table->cells[best].layers[0].value))
            best = (ptrdiff_t)i;
    return best;
}

/* ---- tables that were met ---- */

/* Keeps the table that was met last, if it moves the target farther than the one that
 * is kept. One that differs in many cells is not kept. */
static void keep(const struct suppression *table, int layer, int64_t moved,
                 struct other *other)
{
    const int64_t *truth = table->tables.truth + (size_t)layer * table->count;
    struct other met = {.moved = moved};

    if (moved <= other->moved)
        return;
    for (size_t i = 0; i < table->count; i++) {
        const int64_t by = table->tables.counts[i] - truth[i];
        if (by == 0)
            continue;
        if (met.count == CHANGES_MOST || by > INT32_MAX || by < -INT32_MAX)
            return;
        met.changes[met.count++] = (struct change){(uint32_t)i, (int32_t)by};
    }
    *other = met;
}

/* Does the sum that was laid stay the same in it? */
static bool agrees(const struct suppression *table, const struct other *other)
{
    const int32_t *row = echelon_row(&table->now, table->now.count);
    int64_t change = 0;

    for (size_t i = 0; i < other->count; i++)
        change += (int64_t)row[other->changes[i].cell] * other->changes[i].by;
    return change == 0;
}

/* Forgets the tables in which the sum that was laid is another. */
static void forget(struct suppression *table)
{
    for (size_t t = 0; t < table->target_count; t++)
        for (int layer = 0; layer < SUPPRESSION_LAYERS; layer++)
            for (int direction = UP; direction < DIRECTIONS; direction++) {
                struct other *other = &table->targets[t].others[layer][direction];
                if (other->moved > 0 && !agrees(table, other))
                    other->moved = 0;
            }
}

/* ---- what must stay hidden ---- */

/* How far the target can be moved, by the table that is kept or one looked for. */
static int64_t reach(struct suppression *table, struct target *target, int layer,
                     int direction, int64_t enough)
{
    struct other *other = &target->others[layer][direction];

    if (other->moved >= enough)
        return other->moved;
    int64_t moved = feasible_reach(&table->tables, &target->sum, layer,
                                   direction == UP ? 1 : -1, enough);
    if (!table->now.broken)
        keep(table, layer, moved, other);
    return moved > other->moved ? moved : other->moved;
}

static bool is_wide(struct suppression *table, struct target *target, int layer)
{
    const struct other *others = target->others[layer];
    const int64_t width = target->width[layer];
    int64_t up = others[UP].moved;

    if (up + others[DOWN].moved >= width)
        return true;
    up = reach(table, target, layer, UP, width);
    return up >= width || up + reach(table, target, layer, DOWN, width - up) >= width;
}

static bool is_moved(const struct target *target)
{
    for (int layer = 0; layer < SUPPRESSION_LAYERS; layer++)
        if (target->others[layer][UP].moved > 0
            || target->others[layer][DOWN].moved > 0)
            return true;
    return false;
}

static enum suppression_verdict examine(struct suppression *table)
{
    for (size_t t = 0; t < table->target_count && !table->now.broken; t++) {
        struct target *target = &table->targets[t];
        if (!feasible_is_near(&table->tables, &target->sum))
            continue;
        if (!is_moved(target) && feasible_solved(&table->tables, &target->sum))
            return SOLVED;
        for (int layer = 0; layer < SUPPRESSION_LAYERS; layer++)
            if (!is_wide(table, target, layer))
                return NARROW;
    }
    return PUBLISHED;
}

/* ---- someone who is a cell of 1 ---- */

static bool spares(const struct other *other, size_t cell)
{
    bool spared = other->moved > 0;

    for (size_t i = 0; spared && i < other->count; i++)
        spared = other->changes[i].cell != cell;
    return spared;
}

static bool is_member(const struct target *target, size_t column)
{
    for (size_t i = 0; i < target->sum.count; i++)
        if (target->sum.members[i] == column)
            return true;
    return false;
}

/* Must a table be looked for in which the target moves and the cell does not? */
static bool is_doubtful(const struct suppression *table, const struct target *target,
                        size_t cell)
{
    return target->width[0] > 0 && feasible_is_near(&table->tables, &target->sum)
           && !spares(&target->others[0][UP], cell)
           && !spares(&target->others[0][DOWN], cell) && !is_member(target, cell);
}

/* Someone is a cell of 1, and knows it: can they tell another one? */
static bool tells_one(struct suppression *table, size_t cell)
{
    bool told = false;

    table->tables.fixed = cell;
    for (size_t t = 0; t < table->target_count && !told; t++) {
        const struct target *target = &table->targets[t];
        told = is_doubtful(table, target, cell)
               && feasible_reach(&table->tables, &target->sum, 0, 1, 1) == 0
               && feasible_reach(&table->tables, &target->sum, 0, -1, 1) == 0;
    }
    table->tables.fixed = FEASIBLE_NONE;
    return told;
}

/* Of all cells: a kept table may move what is not near any more. */
static bool tells_anyone(struct suppression *table)
{
    for (size_t i = 0; i < table->count; i++) {
        int64_t value = table->cells[i].layers[0].value;
        if ((value == 1 || value == -1) && tells_one(table, i))
            return true;
    }
    return false;
}

/* Near is what hung together before the sum is taken in: it may part it. */
static enum suppression_verdict publish(struct suppression *table, size_t column,
                                        const size_t *members, size_t count)
{
    feasible_approach(&table->tables, members, count);
    forget(table);
    if (!echelon_add(&table->now, column))
        return UNSURE;
    enum suppression_verdict verdict = examine(table);
    if (verdict == PUBLISHED && tells_anyone(table))
        verdict = ALONE;
    return table->now.broken ? UNSURE : verdict;
}

enum suppression_verdict suppression_offer(struct suppression *table,
                                           const size_t *members, size_t count)
{
    if (table->now.broken || !echelon_lay(&table->now, members, count))
        return UNSURE;
    ptrdiff_t column = choose_pivot(table);
    if (column == NONE)
        return PUBLISHED;
    echelon_copy(&table->before, &table->now);
    enum suppression_verdict verdict = publish(table, (size_t)column, members, count);
    if (verdict != PUBLISHED)
        echelon_copy(&table->now, &table->before);
    return verdict;
}

bool suppression_grant(struct suppression *table, const size_t *members, size_t count)
{
    if (!echelon_lay(&table->now, members, count))
        return false;
    ptrdiff_t column = choose_pivot(table);
    if (column == NONE)
        return true;
    forget(table);
    return echelon_add(&table->now, (size_t)column);
}

void suppression_suppose(struct suppression *table)
{
    echelon_copy(&table->kept, &table->now);
    table->target_kept = table->target_count;
}

void suppression_return(struct suppression *table)
{
    echelon_copy(&table->now, &table->kept);
    while (table->target_count > table->target_kept)
        free(table->targets[--table->target_count].sum.members);
}

/* ---- making and freeing ---- */

bool suppression_protect(struct suppression *table, const size_t *members, size_t count,
                         const int64_t width[static SUPPRESSION_LAYERS])
{
    struct target target = {.sum.count = count};
    struct target *grown =
        realloc(table->targets, (table->target_count + 1) * sizeof *grown);

    if (grown)
        table->targets = grown;
    if (count == 0)
        return true; /* nothing is no secret */
    if (!grown)
        return false;
    target.sum.members = malloc((count + 1) * sizeof *target.sum.members);
    if (!target.sum.members)
        return false;
    memcpy(target.sum.members, members, count * sizeof *members);
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

struct suppression *suppression_new(const struct suppression_cell *cells, size_t count)
{
    struct suppression *table = calloc(1, sizeof *table);

    if (!table)
        return NULL;
    table->count = count;
    table->cells = calloc(count + 1, sizeof *table->cells);
    if (table->cells) {
        for (size_t i = 0; i < count; i++)
            table->cells[i] = cells[i];
        if (feasible_init(&table->tables, table->cells, count, &table->now)
            && echelon_init(&table->now, count) && echelon_init(&table->before, count)
            && echelon_init(&table->kept, count) && protect_cells(table))
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
        free(table->targets[i].sum.members);
    free(table->targets);
    free(table->cells);
    feasible_release(&table->tables);
    echelon_release(&table->now);
    echelon_release(&table->before);
    echelon_release(&table->kept);
    free(table);
}
