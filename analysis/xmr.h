/* xmr.h: the XmR chart and the four rules of NHS England's "Making Data Count", as
 * their R package NHSRplotthedots has them.
 *
 *     struct xmr xmr = xmr_limits(values, size, true);
 *     xmr_causes(values, size, &xmr, causes);
 *
 * Made for the volumes of hospitals: of steady desks with few answers they mark every
 * second one within half a year. */
#ifndef XMR_H
#define XMR_H

#include "statistics.h"

struct xmr {
    double mean;
    struct interval limits; /* mean +- 2.66 mean moving ranges */
};

/* Of size > 0 values. `screened` leaves out, once, moving ranges of 3.267 times their
 * mean or more. Values that are all alike have their mean as limits. */
struct xmr xmr_limits(const double *values, size_t size, bool screened);

/* In order of priority: a value has the first that applies. */
enum xmr_cause {
    XMR_COMMON,
    XMR_OUTSIDE,      /* beyond a limit */
    XMR_TREND,        /* one of 7 values that each rise, or each fall */
    XMR_TWO_OF_THREE, /* of 3 on one side, one of 2 in the outer third */
    XMR_ONE_SIDE,     /* one of 7 on one side of the mean */
};

/* The cause of each of size values; a value on the mean lies on no side. */
void xmr_causes(const double *values, size_t size, const struct xmr *xmr,
                enum xmr_cause *causes);

#endif
