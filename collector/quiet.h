/* quiet.h: when the collector settles by itself: away from any visitor, and in the end
 * among them, so that nobody keeps a week from being closed by an answer now and then.
 *
 * Nobody answered for ten minutes, and the centre is closed; without a calendar, or
 * when a week waits to be closed at a centre whose server is off at night, the first
 * must do. When a week has waited for a day, the second must do: while the centre is
 * closed, or at night. Never within ten minutes of a start: tablets send then what they
 * kept meanwhile, of a week that is to be closed, too. */
#ifndef SORTIE_QUIET_H
#define SORTIE_QUIET_H

#include <stdbool.h>
#include <stdint.h>

struct quiet {
    int64_t clock, started, last_kept; /* monotonic ms */
    int minute;                        /* of the day, by the centre's own clock */
    bool calendar;                     /* its file says when it is open */
    bool open;
    bool due;     /* a week waits to be closed */
    bool overdue; /* for a day or longer */
};

bool quiet_enough(const struct quiet *quiet);

#endif
