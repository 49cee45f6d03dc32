/* store_changes.c: what the centre changed, for its tablets and its charts. It is read
 * whole with the rest of the catalogue. */
#include "store_parts.h"

#include <stdlib.h>

static bool keep_change(struct store *store, sqlite3_stmt *row, struct error *error)
{
    struct change *changes =
        realloc(store->changes, (store->change_count + 1) * sizeof *changes);
    if (!changes)
        return error_set(error, ERROR_SYSTEM, "cannot read the changes: out of memory");
    store->changes = changes;
    struct change *change = &changes[store->change_count++];
    *change =
        (struct change){.number = sqlite3_column_int64(row, 0),
                        .place = centre_place(store->centre, store_text(row, 1)),
                        .day = sqlite3_column_int(row, 2),
                        .said = store_document(row, 3, "a change of the store", error),
                        .did = store_document(row, 4, "a change of the store", error),
                        .rebase = sqlite3_column_int(row, 5) != 0};
    if (!change->place)
        return error_set(error, ERROR_SYSTEM,
                         "the store has a change of a place that is not there");
    return change->said && change->did;
}

bool store_read_changes(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        store,
        "SELECT number, place, day, said, did, rebase FROM change ORDER BY day, number",
        error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW)
        if (!keep_change(store, select, error))
            return false;
    return code == SQLITE_DONE || store_failed(store, "read the changes", error);
}

void store_release_changes(struct store *store)
{
    for (size_t i = 0; i < store->change_count; i++) {
        json_decref(store->changes[i].said);
        json_decref(store->changes[i].did);
    }
    free(store->changes);
    store->changes = NULL;
    store->change_count = 0;
}

const struct change *store_changes(const struct store *store, size_t *count)
{
    *count = store->change_count;
    return store->changes;
}

bool store_add_change(struct store *store, const struct change *change,
                      struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *insert = store_prepare(store,
                                         "INSERT INTO change (place, day, said, did, "
                                         "rebase) VALUES (?, ?, ?, ?, ?)",
                                         error);
    char *said = document_canonical(change->said);
    char *did = document_canonical(change->did);
    bool written = false;
    if (insert && said && did) {
        store_bind_text(insert, 1, change->place->id);
        store_bind_number(insert, 2, change->day);
        store_bind_text(insert, 3, said);
        store_bind_text(insert, 4, did);
        store_bind_number(insert, 5, change->rebase);
        written = store_write_one(store, insert, "add a change", error);
    }
    free(said);
    free(did);
    return written
           || error_set(error, ERROR_SYSTEM, "cannot add a change: out of memory");
}

static bool has_change(const struct store *store, int64_t number)
{
    for (size_t i = 0; i < store->change_count; i++)
        if (store->changes[i].number == number)
            return true;
    return false;
}

bool store_remove_change(struct store *store, int64_t number, struct error *error)
{
    if (!has_change(store, number))
        return error_set(error, ERROR_INPUT,
                         "there is no change %lld: change list shows their numbers",
                         (long long)number);
    OWNED(store_finalize)
    sqlite3_stmt *delete =
        store_prepare(store, "DELETE FROM change WHERE number = ?", error);
    if (!delete)
        return false;
    store_bind_number(delete, 1, number);
    return store_write_one(store, delete, "remove a change", error);
}
