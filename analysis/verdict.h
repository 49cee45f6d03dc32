/* verdict.h: what the rules say of a chart, as one plain sentence.
 *
 *     verdict_add(&sentence, words, chart)      "Below its usual range, 3 times in a
 * row."
 *
 * It speaks of the latest shown figure, and never compares two of them. A chart by
 * thirteen weeks or term has none: it has too few figures in all the years that are
 * read, and its sentence says so. */
#ifndef VERDICT_H
#define VERDICT_H

#include "shown.h"
#include "sortie/words.h"

/* Is anything to be said of it: a chart with a figure, and of short periods? */
bool verdict_given(const struct shown_chart *chart);

/* Can none be given: a chart with a figure, and of long periods? */
bool verdict_refused(const struct shown_chart *chart);

/* Does it say that something is unusual or has changed? */
bool verdict_is_news(const struct shown_chart *chart);

/* How much a chart could have told: nothing yet, too little, or whatever had happened.
 */
enum sight { TOO_EARLY, TOO_LITTLE, ENOUGH };
enum sight verdict_sight(const struct shown_chart *chart);

/* Of a verdict that is given or refused; nothing is escaped. */
void verdict_add(struct text *out, const struct words *words,
                 const struct shown_chart *chart);

/* What could be seen at all, if it happened: of a line of weeks, or of so many of them,
 * with too few answers to tell; otherwise nothing. */
void verdict_detail(struct text *out, const struct words *words,
                    const struct shown_chart *chart);

/* "Something changed" before "unusual" before all else: the greater, the sooner to be
 * read. */
int verdict_weight(const struct shown_chart *chart);

#endif
