/* visitors.h: how many visitors came, and which share of them answered.
 *
 *     visitors_read(store, &shown, &error)        after shown_make
 *     struct turnout turnout = visitors_turnout(&shown.places[i]);
 *
 * Counts of visitors are no answers and need no threshold. A share is of answers, so
 * there is one only where n is shown: a withheld n stays one. */
#ifndef VISITORS_H
#define VISITORS_H

#include "shown.h"

/* Fills in shown_period.visitors. Visitors of a session count for its place, too. A
 * month or a term is known only when each of its weeks is in which a count is to be
 * had: one with a session, where the catalogue has sessions of the place, or else one
 * in which the centre opens. */
bool visitors_read(struct store *store, struct shown *shown, struct error *error);

enum { VISITORS_BEFORE = 12, VISITORS_BEFORE_LEAST = 4 };

/* The latest shown period of the leading question, at the door where it was asked there
 * (else in the leading mode). */
struct turnout {
    const struct shown_chart *chart;   /* NULL when nothing is shown */
    const struct shown_period *period; /* its .visitors: 0 unknown */
    double share; /* NAN when unknown, or more answered than came */
    bool low;     /* under a tenth */
    bool moved;   /* at most half of, or at least twice, the median of up to
                     VISITORS_BEFORE known shares before, of VISITORS_BEFORE_LEAST
                     at least */
    bool crowded; /* over three times as many answers a week as the median of as many
                     shown periods before. (Somebody may have tapped for others: no day
                     is kept that could tell on which) */
};

struct turnout visitors_turnout(const struct shown_place *place);

/* The share of a period; NAN when it is unknown. */
double visitors_share(const struct shown_period *period);

#endif
