/* false_alarms.h: how often rules mark a series in which nothing happens. */
#ifndef FALSE_ALARMS_H
#define FALSE_ALARMS_H

#include "signals.h"

enum { FALSE_ALARM_SERIES = 1000, FALSE_ALARM_PERIODS = 26 };

/* Of FALSE_ALARM_SERIES steady series with the share `line` and the numbers of answers
 * of the latest readings that have any (FALSE_ALARM_PERIODS at most: half a year of
 * weeks), the share with a mark anywhere or a headline; a CUSUM's marks are none. Drawn
 * from a fixed seed: the same series, the same number. NAN below SIGNALS_LEAST readings
 * or without a line. */
bool false_alarms_share(const struct reading *readings, size_t size, double line,
                        enum rules rules, double *share, struct error *error);

#endif
