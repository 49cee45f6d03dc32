/* findings.c: see findings.h. */
#include "findings.h"

#include "progress.h"
#include "visitors.h"

bool findings_week(const struct options *options, const struct store *store,
                   int32_t *week, struct error *error)
{
    const char *given = options_value(options, "week");
    int32_t closed = store_closed_week(store);

    *week = closed;
    if (given && !week_read(given, week))
        return error_set(error, ERROR_USAGE, "'%s' is no week: write it like 2026-W47",
                         given);
    if (closed == WEEK_NONE)
        return error_set(error, ERROR_BUSY,
                         "no week is closed yet: settle the store after it is over");
    if (*week > closed)
        return error_set(error, ERROR_BUSY,
                         "week %s is not closed yet: its answers may still change",
                         given);
    return true;
}

/* How often the weeks up to this one were changed by an import after they were closed:
 * a later edition shows them otherwise than an earlier one did, and says so. */
static int64_t count_revisions(const struct store *store, int32_t week)
{
    int64_t count = 0;
    for (int32_t back = 0; back <= WEEKS_READ; back++)
        count += store_revisions(store, week - back);
    return count;
}

bool findings_make(struct store *store, int32_t week, enum rules rules,
                   const char *themes, struct findings *findings, struct error *error)
{
    struct dictionaries *dictionaries = &findings->dictionaries;
    struct measures *measures = &findings->measures;
    struct shown *shown = &findings->shown;

    *findings = (struct findings){.revisions = count_revisions(store, week)};
    progress_say("reading the counts");
    if (!dictionaries_load(themes ? themes : SORTIE_SHARE "/forms/themes", dictionaries,
                           error)
        || !measures_read(store, week - WEEKS_READ, week, measures, error))
        return false;
    progress_say("deciding what may be shown");
    if (!shown_make(measures, week, rules, shown, error)
        || !visitors_read(store, shown, error)
        || !changes_make(measures->changes, measures->change_count, shown,
                         &findings->changes, error)
        || !themes_read(store, week, dictionaries, &findings->themes, error))
        return false;
    store_end_reading(store);
    return true;
}

void findings_release(struct findings *findings)
{
    themes_release(&findings->themes);
    dictionaries_release(&findings->dictionaries);
    changes_release(&findings->changes);
    shown_release(&findings->shown);
    measures_release(&findings->measures);
}
