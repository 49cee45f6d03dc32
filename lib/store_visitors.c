/* store_visitors.c: how many visitors were counted, by day. */
#include "store_parts.h"

bool store_import_visitors(struct store *store, const struct import *import,
                           const struct visitors *visitors, struct error *error)
{
    sqlite3_stmt *count = store->prepared[COUNT_VISITORS];
    store_bind_number(count, 1, visitors->day);
    store_bind_text(count, 2, visitors->place);
    store_bind_text(count, 3, visitors->session);
    store_bind_number(count, 4, visitors->n);
    store_bind_number(count, 5, import->number);
    return store_run(store, count, "count visitors", error);
}

bool store_visitors(struct store *store, int32_t from, int32_t to,
                    bool (*each)(void *context, const struct visitors *visitors,
                                 struct error *error),
                    void *context, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store,
                                         "SELECT day, place, session, n FROM visitors "
                                         "WHERE day BETWEEN ? AND ? "
                                         "ORDER BY day, place, session",
                                         error);
    int code = SQLITE_ERROR;
    if (select) {
        store_bind_number(select, 1, from);
        store_bind_number(select, 2, to);
    }
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct visitors visitors = {.day = sqlite3_column_int(select, 0),
                                    .place = store_text(select, 1),
                                    .session = store_text(select, 2),
                                    .n = sqlite3_column_int64(select, 3)};
        if (!each(context, &visitors, error))
            return false;
    }
    return code == SQLITE_DONE || store_failed(store, "read the visitors", error);
}
