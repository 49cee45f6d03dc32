/* quiet.c: see quiet.h. */
#include "quiet.h"

enum { QUIET_MS = 10 * 60 * 1000, NIGHT_FROM = 2 * 60, NIGHT_TO = 5 * 60 };

static bool is_night(int minute)
{
    return NIGHT_FROM <= minute && minute < NIGHT_TO;
}

bool quiet_enough(const struct quiet *quiet)
{
    bool closed = quiet->calendar && !quiet->open;
    if (quiet->clock - quiet->started < QUIET_MS)
        return false;
    if (quiet->clock - quiet->last_kept >= QUIET_MS)
        return closed || !quiet->calendar || quiet->due;
    return quiet->overdue && (closed || is_night(quiet->minute));
}
