/* store_purge.c: what was kept long enough goes.
 *
 * Responses are in the tallies since they were settled, so their rows are only deleted.
 * The engine writes zeros over deleted bytes (secure_delete); the log has them until it
 * is emptied. A week at a time, so that no visitor waits for a year of them. */
#include "store_parts.h"

enum { RESPONSES, REMARKS, KEYS, HOARDS };

/* How rows of each kind are found; each has its week. */
static const struct {
    const char *count, *oldest, *delete;
} hoards[HOARDS] = {
    [RESPONSES] = {"SELECT count(*) FROM response WHERE week < ?",
                   "SELECT min(week) FROM response WHERE week < ?", "DELETE FROM response WHERE week = ?"},
    [REMARKS] = {"SELECT count(*) FROM remark WHERE week < ?",
                   "SELECT min(week) FROM remark WHERE week < ?",   "DELETE FROM remark WHERE week = ?"  },
    [KEYS] = {"SELECT count(*) FROM seen WHERE week < ?",
                   "SELECT min(week) FROM seen WHERE week < ?",     "DELETE FROM seen WHERE week = ?"    },
};

/* The first week that is kept. With none to keep, the running one goes, too. */
static int32_t first_kept(const struct store *store, int what, struct moment now)
{
    const struct settings *settings = &store->centre->settings;
    const int weeks[HOARDS] = {[RESPONSES] = settings->responses_kept,
                               [REMARKS] = settings->remarks_kept,
                               [KEYS] = DAYS_REMEMBERED / 7};
    return week_of(now.day) - weeks[what] + (weeks[what] == 0);
}

bool store_keeps_responses(const struct store *store, int32_t week, struct moment now)
{
    return week >= first_kept(store, RESPONSES, now);
}

bool store_keeps_remarks(const struct store *store, int32_t week, struct moment now)
{
    return week >= first_kept(store, REMARKS, now);
}

/* ---- saying ---- */

static bool count(const struct store *store, int what, struct moment now,
                  int64_t *number, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, hoards[what].count, error);
    if (!select)
        return false;
    store_bind_week(select, 1, first_kept(store, what, now));
    if (sqlite3_step(select) != SQLITE_ROW)
        return store_failed(store, "count what is overdue", error);
    *number = sqlite3_column_int64(select, 0);
    return true;
}

bool store_overdue(const struct store *store, struct moment now,
                   struct overdue *overdue, struct error *error)
{
    *overdue = (struct overdue){0};
    return count(store, RESPONSES, now, &overdue->responses, error)
           && count(store, REMARKS, now, &overdue->remarks, error)
           && count(store, KEYS, now, &overdue->keys, error);
}

/* ---- doing ---- */

/* The oldest week that is overdue; WEEK_NONE when none is. */
static bool oldest(const struct store *store, int what, int32_t before, int32_t *week,
                   struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, hoards[what].oldest, error);
    if (!select)
        return false;
    store_bind_week(select, 1, before);
    if (sqlite3_step(select) != SQLITE_ROW)
        return store_failed(store, "find what is overdue", error);
    *week = store_week(select, 0);
    return true;
}

static bool delete_week(struct store *store, int what, int32_t week, int64_t *deleted,
                        struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *delete = store_prepare(store, hoards[what].delete, error);
    if (!delete || !store_begin(store, error))
        return false;
    store_bind_week(delete, 1, week);
    if (!store_run(store, delete, "delete what is overdue", error)) {
        store_rollback(store);
        return false;
    }
    *deleted += sqlite3_changes64(store->db);
    return store_commit(store, error);
}

static bool delete_all(struct store *store, int what, struct moment now,
                       int64_t *deleted, struct error *error)
{
    int32_t before = first_kept(store, what, now), week = WEEK_NONE;
    while (oldest(store, what, before, &week, error)) {
        if (week == WEEK_NONE)
            return true;
        if (!delete_week(store, what, week, deleted, error))
            return false;
    }
    return false;
}

bool store_delete_overdue(struct store *store, struct moment now,
                          struct overdue *purged, struct error *error)
{
    *purged = (struct overdue){0};
    return delete_all(store, RESPONSES, now, &purged->responses, error)
           && delete_all(store, REMARKS, now, &purged->remarks, error)
           && delete_all(store, KEYS, now, &purged->keys, error);
}

bool store_purge(struct store *store, struct moment now, struct overdue *purged,
                 struct error *error)
{
    return store_delete_overdue(store, now, purged, error)
           && store_checkpoint(store, error);
}
