/* store_order.c: no order of settlings in the pages of the tables that are added to.
 *
 * A page holds its rows in the order in which they were written, whatever their key is:
 * a tally's, a language's or a key's place in the file would tell in which night it
 * came first, and with a settling after each visitor, who came first. Written anew in
 * the order of their keys they tell nothing. */
#include "store_parts.h"

/* The copy lies in memory (temp_store); it keeps the order in which it is read, which
 * is that of the primary key. */
static const struct {
    const char *copy, *delete, *lay;
} tables[] = {
    [RELAID_TALLY] = {"CREATE TEMP TABLE anew AS SELECT * FROM tally WHERE week = ? "
                      "ORDER BY place, session, form, question, option, mode, class", "DELETE FROM tally WHERE week = ?",
                      "INSERT INTO tally SELECT * FROM anew ORDER BY rowid" },
    [RELAID_SPOKEN] = {"CREATE TEMP TABLE anew AS SELECT * FROM spoken WHERE week = ? "
                       "ORDER BY lang",                                               "DELETE FROM spoken WHERE week = ?",
                      "INSERT INTO spoken SELECT * FROM anew ORDER BY rowid"},
    [RELAID_PART] = {"CREATE TEMP TABLE anew AS SELECT * FROM part WHERE week = ? "
                     "ORDER BY part",                                                 "DELETE FROM part WHERE week = ?",
                      "INSERT INTO part SELECT * FROM anew ORDER BY rowid"  },
    [RELAID_SEEN] = {"CREATE TEMP TABLE anew AS SELECT * FROM seen WHERE week = ? "
                     "ORDER BY key",                                                  "DELETE FROM seen WHERE week = ?",
                      "INSERT INTO seen SELECT * FROM anew ORDER BY rowid"  },
};

static bool run_with(struct store *store, const char *sql, int32_t week,
                     struct error *error)
{
    OWNED(store_finalize) sqlite3_stmt *statement = store_prepare(store, sql, error);
    if (!statement)
        return false;
    if (sqlite3_bind_parameter_count(statement) > 0)
        store_bind_week(statement, 1, week);
    return store_run(store, statement, "lay a week anew", error);
}

bool store_lay_anew(struct store *store, enum relaid table, int32_t week,
                    struct error *error)
{
    return run_with(store, tables[table].copy, week, error)
           && run_with(store, tables[table].delete, week, error)
           && run_with(store, tables[table].lay, week, error)
           && run_with(store, "DROP TABLE temp.anew", week, error);
}
