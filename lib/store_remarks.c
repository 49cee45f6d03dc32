/* store_remarks.c: what visitors wrote, from waiting to released.
 *
 * A remark that appeared alone would be that of the week's only one who wrote. So those
 * of a place are listed together, once enough wait, and from then on in the order of
 * numbers that were drawn at random. */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const states[] = {"waiting", "listed", "released"};

enum { NUMBER_LEAST = 100000, NUMBER_MOST = 1000000 };

/* Twelve digits, so that two are as good as never the same. */
int64_t store_remark_number(void)
{
    uint32_t high = randombytes_uniform(NUMBER_MOST - NUMBER_LEAST);
    return (int64_t)(high + NUMBER_LEAST) * 1000000
           + (int64_t)randombytes_uniform(1000000);
}

const char *store_remark_state(const char *said)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(said, states[i]) == 0)
            return states[i];
    return states[0];
}

enum leaning store_leaning(sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_int(statement, column)) {
    case LEANING_PLEASED:
        return LEANING_PLEASED;
    case LEANING_NONE:
        return LEANING_NONE;
    }
    return LEANING_NOT;
}

void remarks_release(struct remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++)
        free(remarks->entries[i].text);
    free(remarks->entries);
    *remarks = (struct remarks){0};
}

/* ---- listing ---- */

/* Does a place have enough that wait, of closed weeks? */
static bool is_due(struct store *store, const struct place *place, bool *due,
                   struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *count = store_prepare(store,
                                        "SELECT count(*) FROM remark WHERE state = "
                                        "'waiting' AND place = ? AND week <= ?",
                                        error);
    if (!count)
        return false;
    store_bind_text(count, 1, place->id);
    store_bind_week(count, 2, store->closed);
    if (sqlite3_step(count) != SQLITE_ROW)
        return store_failed(store, "count the remarks", error);
    *due = sqlite3_column_int64(count, 0) >= store->centre->settings.smallest_group;
    return true;
}

static bool list_place(struct store *store, const struct place *place,
                       struct error *error)
{
    bool due = false;
    OWNED(store_finalize)
    sqlite3_stmt *list = store_prepare(store,
                                       "UPDATE remark SET state = 'listed' WHERE state "
                                       "= 'waiting' AND place = ? AND week <= ?",
                                       error);
    if (!list || !is_due(store, place, &due, error))
        return false;
    if (!due)
        return true;
    if (!store_begin(store, error))
        return false;
    store_bind_text(list, 1, place->id);
    store_bind_week(list, 2, store->closed);
    if (store_run(store, list, "list remarks", error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

static bool keep_listed(struct remarks *remarks, sqlite3_stmt *row,
                        const struct place *place, struct error *error)
{
    struct remark *grown =
        realloc(remarks->entries, (remarks->count + 1) * sizeof *grown);
    char *text = strdup(store_text(row, 2));
    if (grown)
        remarks->entries = grown;
    if (!grown || !text) {
        free(text);
        return error_set(error, ERROR_SYSTEM, "cannot read the remarks: out of memory");
    }
    remarks->entries[remarks->count++] =
        (struct remark){.number = sqlite3_column_int64(row, 0),
                        .place = place,
                        .released = sqlite3_column_int(row, 1) != 0,
                        .text = text};
    return true;
}

static bool read_listed(struct store *store, const struct place *place,
                        struct remarks *remarks, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select =
        store_prepare(store,
                      "SELECT number, state = 'released', text FROM remark WHERE state "
                      "<> 'waiting' AND place = ? ORDER BY number",
                      error);
    int code = SQLITE_ERROR;
    if (select)
        store_bind_text(select, 1, place->id);
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW)
        if (!keep_listed(remarks, select, place, error))
            return false;
    return code == SQLITE_DONE || store_failed(store, "read the remarks", error);
}

bool store_list_remarks(struct store *store, struct remarks *remarks,
                        struct error *error)
{
    *remarks = (struct remarks){0};
    for (size_t i = 0; i < store->centre->place_count; i++) {
        const struct place *place = &store->centre->places[i];
        if (place->sensitive)
            continue;
        if (!list_place(store, place, error)
            || !read_listed(store, place, remarks, error)) {
            remarks_release(remarks);
            return false;
        }
    }
    return true;
}

/* ---- striking and releasing ---- */

/* What is done to each of some remarks. */
struct deed {
    const char *doing;
    const char *sql; /* ?1 the number, ?2 the new text when `words` are said */
    const char *words;
    bool shows; /* it makes a remark one that others read */
};

/* The text without the words; NULL with an error. */
static char *without(const char *string, const char *words, struct error *error)
{
    OWNED(text_release) struct text out = {0};
    const char *next = words ? strstr(string, words) : string;
    if (!next) {
        error_keep(error, ERROR_INPUT,
                   "the remark does not say '%s': write it as in "
                   "remark list, with its capitals",
                   words);
        return NULL;
    }
    for (; words && next; string = next + strlen(words), next = strstr(string, words)) {
        text_add_bytes(&out, string, (size_t)(next - string));
        text_add(&out, "[…]");
    }
    text_add(&out, string);
    char *copy = text_ok(&out, error) ? strdup(text_string(&out)) : NULL;
    if (!copy)
        error_set(error, ERROR_SYSTEM, "cannot strike a remark: out of memory");
    return copy;
}

/* The new text of a remark that is listed or released; NULL with an error. */
static char *find(struct store *store, const struct deed *deed, int64_t number,
                  struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        store, "SELECT place, text FROM remark WHERE number = ? AND state <> 'waiting'",
        error);
    if (!select)
        return NULL;
    store_bind_number(select, 1, number);
    int code = sqlite3_step(select);
    const struct place *place =
        code == SQLITE_ROW ? centre_place(store->centre, store_text(select, 0)) : NULL;
    if (code == SQLITE_ROW && !(deed->shows && (!place || place->sensitive)))
        return without(store_text(select, 1), deed->words, error);
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        error_keep(error, ERROR_INPUT,
                   "there is no remark %lld: remark list shows their numbers",
                   (long long)number);
    else
        store_failed(store, deed->doing, error);
    return NULL;
}

static bool do_one(struct store *store, const struct deed *deed, int64_t number,
                   struct error *error)
{
    OWNED(store_finalize) sqlite3_stmt *write = store_prepare(store, deed->sql, error);
    char *text = write ? find(store, deed, number, error) : NULL;
    bool done = false;
    if (text) {
        store_bind_number(write, 1, number);
        if (deed->words)
            store_bind_text(write, 2, text);
        done = store_run(store, write, deed->doing, error);
    }
    free(text);
    return done;
}

static bool do_all(struct store *store, const struct deed *deed, const int64_t *numbers,
                   size_t count, struct error *error)
{
    if (!store_begin(store, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!do_one(store, deed, numbers[i], error)) {
            store_rollback(store);
            return false;
        }
    return store_commit(store, error);
}

/* Also when there was nothing to strike: whoever was told to try again, since the text
 * is in the log still, finds the remark gone. */
static bool empty_log(struct store *store, bool struck, struct error *error)
{
    struct error full = {0};
    if (store_checkpoint(store, &full))
        return struck;
    *error = (struct error){0};
    return error_set(error, full.kind, "%s%s",
                     struck ? "the remark is struck, and its text is in the log still: "
                            : "",
                     full.text);
}

bool store_strike_remarks(struct store *store, const int64_t *numbers, size_t count,
                          const char *words, struct error *error)
{
    const struct deed deed = {
        .doing = "strike a remark",
        .sql = words ? "UPDATE remark SET text = ?2 WHERE number = ?1"
                     : "DELETE FROM remark WHERE number = ?1",
        .words = words};
    bool done = do_all(store, &deed, numbers, count, error);
    return (done || error->kind == ERROR_INPUT) && empty_log(store, done, error);
}

bool store_release_remarks(struct store *store, const int64_t *numbers, size_t count,
                           struct error *error)
{
    const struct deed deed = {
        .doing = "release a remark",
        .sql = "UPDATE remark SET state = 'released' WHERE number = ?1",
        .shows = true};
    return do_all(store, &deed, numbers, count, error);
}

/* ---- what the analysis reads ---- */

static bool tell_released(struct store *store, sqlite3_stmt *row,
                          bool (*each)(void *context, const struct released *remark,
                                       struct error *error),
                          void *context, struct error *error)
{
    const struct released remark = {.place =
                                        centre_place(store->centre, store_text(row, 0)),
                                    .lang = store_text(row, 1),
                                    .leaning = store_leaning(row, 2),
                                    .text = store_text(row, 3)};
    return !remark.place || remark.place->sensitive || each(context, &remark, error);
}

bool store_released_remarks(struct store *store, int32_t from, int32_t to,
                            bool (*each)(void *context, const struct released *remark,
                                         struct error *error),
                            void *context, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select =
        store_prepare(store,
                      "SELECT place, lang, pleased, text FROM remark WHERE state = "
                      "'released' AND week BETWEEN ? AND ? ORDER BY number",
                      error);
    int code = SQLITE_ERROR;
    if (select) {
        store_bind_week(select, 1, from);
        store_bind_week(select, 2, to);
    }
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW)
        if (!tell_released(store, select, each, context, error))
            return false;
    return code == SQLITE_DONE
           || store_failed(store, "read the released remarks", error);
}
