/* scores.h: what a shown distribution comes to.
 *
 *     struct score mean;
 *     if (scores_mean(question, &chart->now, &mean)) ... mean.value, mean.interval ...
 *
 * Only of a distribution of which every cell with a score is shown: a mean beside
 * hidden cells would tell them. "Don't know" counts for nothing. */
#ifndef SCORES_H
#define SCORES_H

#include "shown.h"

/* The mean of the options' scores, 0..100, with its 95 % interval cut to the lowest and
 * the highest of them (statistics_mean). False where there is none to tell, and of nps.
 */
bool scores_mean(const struct question *question, const struct shown_cells *cells,
                 struct score *mean);

/* Of an nps question: promoters (9 and 10) less detractors (0 to 6), -1..1, with its 95
 * % interval cut to that (statistics_nps). False where there is none to tell. */
bool scores_nps(const struct question *question, const struct shown_cells *cells,
                struct score *nps);

#endif
