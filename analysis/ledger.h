/* ledger.h: periods as rows, where there are few of them or each counts by itself: a
 * workshop's sessions, the terms of a club.
 *
 * The latest comes first, with its share as a mark on a scale from 0 to 100 %, the
 * interval about it, and its figures. A period of which nothing is shown has no row:
 * below the rows each reason is said once, with the periods that it is of. */
#ifndef LEDGER_H
#define LEDGER_H

#include "book.h"

/* How many sessions a page leads with; all of them are in their chart's table. */
enum { LEDGER_SESSIONS = 12 };

/* All periods of one chart. */
void ledger_add(const struct book *book, const struct shown_chart *chart,
                const struct words *words, struct text *out);

/* A section of the latest sessions of a place, with overall and forward side by side;
 * nothing when it has none. */
void ledger_sessions(const struct book *book, const struct shown_place *place,
                     const struct words *words, struct text *out);

#endif
