/* week.c: see week.h. The civil calendar by Howard Hinnant's days_from_civil. */
#include "sortie/week.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int32_t floor_divide(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

int32_t day_from_civil(int year, int month, int day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = floor_divide(y, 400);
    int32_t of_era = y - era * 400;
    int32_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil day_civil(int32_t day)
{
    int32_t shifted = day + 719468;
    int32_t era = floor_divide(shifted, 146097);
    int32_t of_era = shifted - era * 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t march = (5 * of_year + 2) / 153;
    int month = march < 10 ? march + 3 : march - 9;
    return (struct civil){
        .year = year + era * 400 + (month <= 2),
        .month = month,
        .day = of_year - (153 * march + 2) / 5 + 1,
        .weekday = day - week_monday(week_of(day)) + 1,
    };
}

/* `count` digits as a number; -1 when they are not digits. */
static int digits(const char *string, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (string[i] < '0' || string[i] > '9')
            return -1;
        number = number * 10 + (string[i] - '0');
    }
    return number;
}

bool day_read(const char *string, int32_t *day)
{
    if (strnlen(string, DAY_SIZE) != DAY_SIZE - 1 || string[4] != '-'
        || string[7] != '-')
        return false;
    int year = digits(string, 4), month = digits(string + 5, 2),
        number = digits(string + 8, 2);
    if (year < 1900 || month < 1 || month > 12 || number < 1 || number > 31)
        return false;
    int32_t read = day_from_civil(year, month, number);
    if (day_civil(read).day != number)
        return false;
    *day = read;
    return true;
}

/* A number below 10^count as `count` digits. */
static void put(char *string, int number, size_t count)
{
    for (size_t i = count; i-- > 0; number /= 10)
        string[i] = (char)('0' + number % 10);
}

void day_write(int32_t day, char string[static DAY_SIZE])
{
    struct civil civil = day_civil(day);
    memcpy(string, "0000-00-00", DAY_SIZE);
    put(string, civil.year, 4);
    put(string + 5, civil.month, 2);
    put(string + 8, civil.day, 2);
}

int32_t week_of(int32_t day)
{
    return floor_divide(day + 3, 7);
}

int32_t week_monday(int32_t week)
{
    return week * 7 - 3;
}

int32_t week_thursday(int32_t week)
{
    return week * 7;
}

int week_year(int32_t week)
{
    return day_civil(week_thursday(week)).year;
}

int week_number(int32_t week)
{
    int32_t first = day_from_civil(week_year(week), 1, 1);
    return (week_thursday(week) - first) / 7 + 1;
}

bool week_read(const char *string, int32_t *week)
{
    if (strnlen(string, WEEK_SIZE) != WEEK_SIZE - 1 || string[4] != '-'
        || string[5] != 'W')
        return false;
    int year = digits(string, 4), number = digits(string + 6, 2);
    if (year < 1900 || number < 1)
        return false;
    /* 4 January is always in week 1. */
    int32_t read = week_of(day_from_civil(year, 1, 4)) + number - 1;
    if (week_year(read) != year)
        return false;
    *week = read;
    return true;
}

void week_write(int32_t week, char string[static WEEK_SIZE])
{
    memcpy(string, "0000-W00", WEEK_SIZE);
    put(string, week_year(week), 4);
    put(string + 6, week_number(week), 2);
}

/* Names of the zone database only: no absolute path, no "..", no file of our own. */
static bool in_database(const char *zone)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    if (!*zone || *zone == '/' || zone[strspn(zone, allowed)] != '\0')
        return false;
    const char *base = getenv("TZDIR");
    char path[512];
    struct stat status;
    int length =
        snprintf(path, sizeof path, "%s/%s", base ? base : "/usr/share/zoneinfo", zone);
    return length > 0 && (size_t)length < sizeof path && stat(path, &status) == 0
           && S_ISREG(status.st_mode);
}

bool zone_exists(const char *zone, struct error *error)
{
    return in_database(zone)
           || error_set(error, ERROR_INPUT,
                        "time zone '%s' is not known here: use a name such as "
                        "Europe/Paris, and install tzdata if it is missing",
                        zone);
}

bool zone_use(const char *zone, struct error *error)
{
    if (!zone_exists(zone, error))
        return false;
    if (setenv("TZ", zone, 1) != 0)
        return error_set(error, ERROR_SYSTEM,
                         "cannot set the time zone: out of memory");
    tzset();
    return true;
}

struct moment zone_moment(time_t time)
{
    struct tm local;
    if (!localtime_r(&time, &local))
        return (struct moment){.day = DAY_NONE};
    return (struct moment){
        .day = day_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday),
        .minute = local.tm_hour * 60 + local.tm_min,
    };
}

struct moment zone_now(void)
{
    return zone_moment(time(NULL));
}
