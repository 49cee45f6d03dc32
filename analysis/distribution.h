/* distribution.h: how often each option was chosen, as bars and numbers. */
#ifndef DISTRIBUTION_H
#define DISTRIBUTION_H

#include "shown.h"
#include "sortie/words.h"

/* Is there a cell to see, other than zeros? */
bool distribution_worth(const struct shown_chart *chart);

/* Was it answered, or might it have been, and nothing of it is shown? */
bool distribution_withheld(const struct shown_chart *chart);

/* The table of the last finished periods and those before; the best answer first. One
 * sentence where all is withheld, whatever the reason; nothing where nobody answered.
 */
void distribution_add(const struct shown_chart *chart, const struct settings *settings,
                      const struct words *words, struct text *out);

#endif
