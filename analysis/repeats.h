/* repeats.h: a figure without the answers that look like repeats.
 *
 *     struct figure rest = repeats_rest(all, flagged, &rule);
 *     if (rest.n > 0) ...
 *
 * The tablet flags what one hand seems to have tapped again and again (class FLAGGED).
 * It is counted like any other answer; where it moves a share, the rest is told too.
 *
 * Whoever knows all and the rest knows the flagged ones. So it is told only of a figure
 * that is shown exactly, and only if both could be shown, exactly or, one of them, as a
 * bound: of flagged answers that are all bad the rest tells "at most 1 positive". It
 * tells nothing else: flagged answers are counted in no other published number, and of
 * answers that sum to the same figure any could be the flagged ones; so whatever could
 * be true of the places, weeks and sessions that are hidden still can. (That holds
 * while no two figures of a line for which it is told have an answer in common: it is
 * not told of sessions, which lie in months.) Nor does it tell anything to say nothing:
 * that is also what is said when nothing was flagged. */
#ifndef REPEATS_H
#define REPEATS_H

#include "sortie/disclosure.h"
#include "statistics.h"

/* `all` without the `flagged` ones among them, when that moves the share for certain by
 * more than 2 points and may be told; otherwise n is 0. `all` is shown exactly. */
struct figure repeats_rest(struct counts all, struct counts flagged,
                           const struct disclosure_rule *rule);

/* Wilson's interval of a figure that is told, at 95 %: of a bound, around both counts
 * that look the same. */
struct interval repeats_interval(const struct figure *rest);

#endif
