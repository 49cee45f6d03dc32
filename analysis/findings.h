/* findings.h: all that is said of a closed week, before it is a page or a table.
 *
 *     findings_week(&options, store, &week, &error)
 *     findings_make(store, week, rules, themes, &findings, &error)
 *     findings_release(&findings);
 *
 * Once it is made the store is not read any more. */
#ifndef FINDINGS_H
#define FINDINGS_H

#include "changes.h"
#include "dictionary.h"
#include "shown.h"
#include "sortie/options.h"
#include "themes.h"

struct findings {
    struct measures measures;
    struct shown shown;
    struct changes changes;
    struct dictionaries dictionaries;
    struct themes themes;
    int64_t revisions; /* how often weeks shown were changed after they were closed */
};

/* The week of --week, or the last closed one. ERROR_BUSY for one that is open, since
 * its figures would still move. */
bool findings_week(const struct options *options, const struct store *store,
                   int32_t *week, struct error *error);

/* `themes`: a folder for dictionary.h; NULL: those that are installed. The parts point
 * to one another: it stays where it was made. */
bool findings_make(struct store *store, int32_t week, enum rules rules,
                   const char *themes, struct findings *findings, struct error *error);
void findings_release(struct findings *findings);

#endif
