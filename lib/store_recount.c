/* store_recount.c: do the tallies say what the responses say? Counted by the database
 * itself, by another way than the one on which the tallies came about (tally.c). */
#include "store_parts.h"

/* Free text leaves its response when it is settled, so its tally cannot be recounted.
 */
static const char query[] =
    "WITH answer AS (SELECT week, place, session, form, mode, class, given.key AS "
    "question,"
    "                CASE given.type WHEN 'array' THEN given.value"
    "                ELSE json_array(given.value) END AS codes"
    "                FROM response, json_each(answers) AS given),"
    " chosen AS (SELECT week, place, session, form, mode, class, question,"
    "            code.atom AS option FROM answer, json_each(codes) AS code),"
    " counted AS ("
    "  SELECT week, place, session, form, '' AS question, '' AS option, mode, class,"
    "         count(*) AS n FROM response GROUP BY 1, 2, 3, 4, 7, 8"
    "  UNION ALL SELECT week, place, session, form, question, '', mode, class, count(*)"
    "            FROM answer GROUP BY 1, 2, 3, 4, 5, 7, 8"
    "  UNION ALL SELECT week, place, session, form, question, option, mode, class, "
    "count(*)"
    "            FROM chosen GROUP BY 1, 2, 3, 4, 5, 6, 7, 8),"
    " written AS (SELECT number AS form, question.value ->> 'name' AS question"
    "             FROM form, json_each(document, '$.questions') AS question"
    "             WHERE question.value ->> 'type' = 'text'),"
    " kept AS (SELECT * FROM tally WHERE week IN (SELECT week FROM response)"
    "          AND (form, question) NOT IN (SELECT form, question FROM written))"
    "SELECT week, place, session, form, question, option, mode, class,"
    "       coalesce(kept.n, 0), coalesce(counted.n, 0)"
    " FROM kept FULL JOIN counted"
    " USING (week, place, session, form, question, option, mode, class)"
    " ORDER BY 1, 2, 3, 4, 5, 6, 7, 8";

bool store_recount(struct store *store, struct recount *recount,
                   void (*each)(const struct tally_row *row, int64_t counted),
                   struct error *error)
{
    OWNED(store_finalize) sqlite3_stmt *select = store_prepare(store, query, error);
    int code = SQLITE_ERROR;
    *recount = (struct recount){0};
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct tally_row row;
        int64_t counted = sqlite3_column_int64(select, 9);
        if (!store_tally_row(select, &row, error))
            return false;
        recount->compared++;
        if (row.n == counted)
            continue;
        recount->different++;
        each(&row, counted);
    }
    return code == SQLITE_DONE || store_failed(store, "count the responses", error);
}
