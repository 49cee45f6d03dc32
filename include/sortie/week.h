/* week.h: civil days and ISO 8601 weeks.
 *
 * A day is a number: days since 1970-01-01 in the proleptic Gregorian calendar, without
 * zone or clock. A week is a number too: the week of 1970-01-01 is 0, and its Thursday,
 * which decides the year an ISO week belongs to, is day 7 * week. Nothing here divides
 * seconds, so a night with 23 or 25 hours changes nothing; only zone_now reads a clock.
 */
#ifndef SORTIE_WEEK_H
#define SORTIE_WEEK_H

#include "sortie/error.h"
#include <stdint.h>
#include <time.h>

enum {
    DAY_NONE = INT32_MIN, /* no day; sorts before every day */
    DAY_SIZE = 11,        /* "2026-11-22" and NUL */
    WEEK_SIZE = 9,        /* "2026-W47" and NUL */
    MINUTES_A_DAY = 24 * 60
};

struct civil {
    int year;
    int month;   /* 1..12 */
    int day;     /* 1..31 */
    int weekday; /* ISO: Monday 1 .. Sunday 7 */
};

int32_t day_from_civil(int year, int month, int day);
struct civil day_civil(int32_t day);

/* "2026-11-22" only: four, two and two digits, a day that exists, years 1900..9999. */
bool day_read(const char *string, int32_t *day);
void day_write(int32_t day, char string[static DAY_SIZE]);

int32_t week_of(int32_t day);
int32_t week_monday(int32_t week);
int32_t week_thursday(int32_t week);

/* ISO year and number (1..53). */
int week_year(int32_t week);
int week_number(int32_t week);

/* "2026-W47" only, a week that exists. */
bool week_read(const char *string, int32_t *week);
void week_write(int32_t week, char string[static WEEK_SIZE]);

/* Is a zone in the zone database? ERROR_INPUT when not. */
bool zone_exists(const char *zone, struct error *error);

/* Sets the zone of this process (TZ): one centre a process, once, at its start.
 * ERROR_INPUT for a name that the zone database does not have. */
bool zone_use(const char *zone, struct error *error);

/* The civil day and the minute of that day (0..1439) at `time` in the process's zone.
 */
struct moment {
    int32_t day;
    int minute;
};
struct moment zone_moment(time_t time);
struct moment zone_now(void);

#endif
