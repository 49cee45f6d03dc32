/* store_clock.c: does the machine's clock agree with what the store knows?
 *
 * A mini-PC whose battery is empty, or that was told a wrong year, would close weeks
 * that nobody has lived yet and delete what is a year old only by its clock. Neither
 * can be taken back. */
#include "store_parts.h"

/* The week in which something happened last by an earlier look at the clock: the first
 * after what is closed, or else that of the first response that waits. */
static bool last_known(const struct store *store, int32_t *week, struct error *error)
{
    int64_t day = -1;
    *week = store->closed == WEEK_NONE ? WEEK_NONE : store->closed + 1;
    if (*week != WEEK_NONE)
        return true;
    if (!store_ask(store, "SELECT ifnull(min(arrived), -1) FROM inbox", &day, error))
        return false;
    if (day >= 0)
        *week = week_of((int32_t)day);
    return true;
}

/* What is closed is over; a clock within a week of it may be of another zone. */
static bool is_behind(const struct store *store, struct moment now, struct error *error)
{
    char today[DAY_SIZE], closed[WEEK_SIZE];
    if (store->closed == WEEK_NONE || week_of(now.day) >= store->closed)
        return false;
    day_write(now.day, today);
    week_write(store->closed, closed);
    error_set(
        error, ERROR_SYSTEM,
        "cannot go by this machine's clock: it says %s, and %s is closed already: "
        "set it right",
        today, closed);
    return true;
}

bool store_trusts_clock(const struct store *store, struct moment now,
                        struct error *error)
{
    char today[DAY_SIZE], known[WEEK_SIZE];
    int32_t week = WEEK_NONE;
    if (is_behind(store, now, error) || !last_known(store, &week, error))
        return false;
    if (week == WEEK_NONE || week_of(now.day) - week <= WEEKS_LEAPT_MOST)
        return true;
    day_write(now.day, today);
    week_write(week, known);
    return error_set(error, ERROR_SYSTEM,
                     "cannot go by this machine's clock: it says %s, and nothing was "
                     "settled since %s: set it right, or, if it is, say so once by "
                     "sortie-collector settle --clock-is-right",
                     today, known);
}
