/* store_periods.c: how many weeks of a place are put together, once it is decided. Rows
 * are only added: what was published is never cut anew. */
#include "store_parts.h"

bool store_periods(struct store *store,
                   bool (*each)(void *context, const struct chosen *chosen,
                                struct error *error),
                   void *context, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        store,
        "SELECT place, mode, first, weeks FROM period ORDER BY place, mode, first",
        error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct chosen chosen = {.place = store_text(select, 0),
                                .first = store_week(select, 2),
                                .weeks = sqlite3_column_int(select, 3)};
        if (!mode_from(store_text(select, 1), &chosen.mode))
            return error_set(error, ERROR_SYSTEM,
                             "the store has a period of an unknown mode");
        if (!each(context, &chosen, error))
            return false;
    }
    return code == SQLITE_DONE || store_failed(store, "read the periods", error);
}

bool store_periods_written(const struct store *store, bool *written,
                           struct error *error)
{
    int64_t same = 0;
    if (!store_ask(store, "SELECT chosen = last FROM closing", &same, error))
        return false;
    *written = same != 0;
    return true;
}

static bool write(struct store *store, const struct chosen *chosen, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *insert =
        store_prepare(store, "INSERT INTO period VALUES (?, ?, ?, ?)", error);
    if (!insert)
        return false;
    store_bind_text(insert, 1, chosen->place);
    store_bind_text(insert, 2, mode_name(chosen->mode));
    store_bind_week(insert, 3, chosen->first);
    store_bind_number(insert, 4, chosen->weeks);
    return store_run(store, insert, "write a period", error);
}

bool store_grounds(struct store *store, struct grounds *grounds, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store,
                                         "SELECT last, (SELECT count(*) FROM period), "
                                         "(SELECT ifnull(sum(n), 0) FROM revision) "
                                         "FROM closing",
                                         error);
    if (!select)
        return false;
    if (sqlite3_step(select) != SQLITE_ROW)
        return store_failed(store, "read the periods", error);
    *grounds = (struct grounds){.closed = store_week(select, 0),
                                .periods = sqlite3_column_int64(select, 1),
                                .revisions = sqlite3_column_int64(select, 2)};
    return true;
}

static bool same_grounds(const struct grounds *a, const struct grounds *b)
{
    return a->closed == b->closed && a->periods == b->periods
           && a->revisions == b->revisions;
}

static bool write_all(struct store *store, const struct chosen *list, size_t count,
                      const struct grounds *grounds, struct error *error)
{
    struct grounds now = {0};
    if (!store_grounds(store, &now, error))
        return false;
    if (!same_grounds(&now, grounds))
        return true;
    for (size_t i = 0; i < count; i++)
        if (!write(store, &list[i], error))
            return false;
    OWNED(store_finalize)
    sqlite3_stmt *note = store_prepare(store, "UPDATE closing SET chosen = ?", error);
    if (!note)
        return false;
    store_bind_week(note, 1, grounds->closed);
    return store_run(store, note, "write a period", error);
}

bool store_write_periods(struct store *store, const struct chosen *list, size_t count,
                         const struct grounds *grounds, struct error *error)
{
    if (!store_begin(store, error))
        return false;
    if (write_all(store, list, count, grounds, error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}
