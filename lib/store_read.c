/* store_read.c: what the analysis reads - tallies, never responses. */
#include "store_parts.h"

bool store_tally_row(sqlite3_stmt *select, struct tally_row *row, struct error *error)
{
    *row = (struct tally_row){.week = store_week(select, 0),
                              .place = store_text(select, 1),
                              .session = store_text(select, 2),
                              .form = sqlite3_column_int64(select, 3),
                              .question = store_text(select, 4),
                              .option = store_text(select, 5),
                              .n = sqlite3_column_int64(select, 8)};
    return (mode_from(store_text(select, 6), &row->mode)
            && class_from(store_text(select, 7), &row->class))
           || error_set(error, ERROR_SYSTEM,
                        "the store has a tally of an unknown mode or class");
}

bool store_tallies(struct store *store, int32_t from, int32_t to,
                   bool (*each)(void *context, const struct tally_row *row,
                                struct error *error),
                   void *context, struct error *error)
{
    static const char query[] =
        "SELECT week, place, session, form, question, option, mode, class, n FROM "
        "tally "
        "WHERE week BETWEEN ? AND ? "
        "ORDER BY week, place, session, form, question, option, mode, class";
    OWNED(store_finalize) sqlite3_stmt *select = store_prepare(store, query, error);
    int code = SQLITE_ERROR;
    if (select) {
        store_bind_week(select, 1, from);
        store_bind_week(select, 2, to);
    }
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct tally_row row;
        if (!store_tally_row(select, &row, error) || !each(context, &row, error))
            return false;
    }
    return code == SQLITE_DONE || store_failed(store, "read the tallies", error);
}

bool store_first_week(struct store *store, int32_t *week, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, "SELECT min(week) FROM tally", error);
    if (!select || sqlite3_step(select) != SQLITE_ROW)
        return store_failed(store, "read the tallies", error);
    *week = store_week(select, 0);
    return true;
}

int64_t store_revisions(const struct store *store, int32_t week)
{
    struct error ignored = {0};
    OWNED(store_finalize)
    sqlite3_stmt *select =
        store_prepare(store, "SELECT n FROM revision WHERE week = ?", &ignored);
    if (!select)
        return 0;
    store_bind_week(select, 1, week);
    return sqlite3_step(select) == SQLITE_ROW ? sqlite3_column_int64(select, 0) : 0;
}
