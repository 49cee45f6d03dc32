/* test_week.c: days, ISO weeks and the centre's clock, against other calculations of
 * the same: the C library's calendar and its table of zones. */
#include "given.h"

#include "sortie/week.h"

static const char *const zones[] = {
    "Europe/Paris",   "Europe/Madrid",    "Europe/Rome",
    "Europe/Lisbon",  "Europe/Zurich",    "America/Guadeloupe",
    "Indian/Reunion", "America/Santiago", "Indian/Mauritius",
};

/* Every day of 2015-2035: strftime's %G-W%V and %u against ours, and back again. */
static void test_every_day_of_twenty_years(void **state)
{
    (void)state;
    time_t from = 1420070400; /* 2015-01-01T00:00Z, date -u -d 2015-01-01 +%s */
    for (time_t noon = from + 43200; noon < 2082758400; noon += 86400) {
        char expected[64], text[DAY_SIZE], name[WEEK_SIZE];
        struct tm tm;
        int32_t day = (int32_t)(noon / 86400), again = 0;
        gmtime_r(&noon, &tm);

        strftime(expected, sizeof expected, "%Y-%m-%d", &tm);
        day_write(day, text);
        assert_string_equal(text, expected);
        assert_true(day_read(text, &again));
        assert_int_equal(again, day);

        strftime(expected, sizeof expected, "%G-W%V", &tm);
        week_write(week_of(day), name);
        assert_string_equal(name, expected);
        assert_true(week_read(name, &again));
        assert_int_equal(again, week_of(day));
        assert_int_equal(week_year(again) * 100 + week_number(again),
                         atoi(expected) * 100 + atoi(expected + 6));

        assert_int_equal(day_civil(day).weekday, tm.tm_wday == 0 ? 7 : tm.tm_wday);
        assert_int_equal(day_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday),
                         day);
        assert_int_equal(week_monday(week_of(day)), day - day_civil(day).weekday + 1);
        assert_int_equal(week_thursday(week_of(day)), week_monday(week_of(day)) + 3);
    }
}

/* Days before 1970 and far ahead divide the other way. */
static void test_days_far_away(void **state)
{
    (void)state;
    static const struct {
        int32_t day;
        const char *text, *week;
    } cases[] = {
  /* python3: (date(...) - date(1970, 1, 1)).days, date.isocalendar() */
        {0,       "1970-01-01", "1970-W01"},
        {-1,      "1969-12-31", "1970-W01"},
        {-4,      "1969-12-28", "1969-W52"},
        {-25567,  "1900-01-01", "1900-W01"},
        {11016,   "2000-02-29", "2000-W09"},
        {2932896, "9999-12-31", "9999-W52"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[DAY_SIZE], week[WEEK_SIZE];
        day_write(cases[i].day, text);
        week_write(week_of(cases[i].day), week);
        assert_string_equal(text, cases[i].text);
        assert_string_equal(week, cases[i].week);
        assert_int_equal(day_of(cases[i].text), cases[i].day);
    }
}

static void test_refused_days(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "",           "2026",       "2026-1-1",    "2026-11-22 ", " 2026-11-22",
        "2026-13-01", "2026-00-10", "2026-02-30",  "2025-02-29",  "2100-02-29",
        "2026-04-31", "2026-11-00", "2026-11-32",  "2026/11/22",  "2026-11-2x",
        "+026-11-22", "1899-12-31", "2026-11-222", "20261122",    "2026-W47"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int32_t day = 7;
        if (day_read(refused[i], &day))
            fail_msg("'%s' was read", refused[i]);
        assert_int_equal(day, 7);
    }
}

static void test_refused_weeks(void **state)
{
    (void)state;
    /* 2020 and 2026 have 53 weeks, 2025 has 52. */
    static const char *const refused[] = {
        "",        "2026-W00", "2025-W53", "2026-W54",  "2026-47",  "2026-w47",
        "2026W47", "2026-W4",  "2026-W99", "2026-W471", "x026-W47", "2026-W4x"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int32_t week = 7;
        if (week_read(refused[i], &week))
            fail_msg("'%s' was read", refused[i]);
        assert_int_equal(week, 7);
    }
    week_named("2020-W53");
    week_named("2026-W53");
}

/* What the clock on the wall shows, by the offset that is in force: seconds of UTC plus
 * tm_gmtoff, divided. zone_moment reads tm_mday and tm_hour instead. */
static void assert_moment(const char *zone, time_t time)
{
    struct tm tm;
    localtime_r(&time, &tm);
    long wall = (long)time + tm.tm_gmtoff;
    struct moment moment = zone_moment(time);
    if (moment.day != wall / 86400 || moment.minute != wall % 86400 / 60)
        fail_msg("%s at %ld: day %d minute %d", zone, (long)time, moment.day,
                 moment.minute);
}

/* The minutes around every Monday 00:00 of twenty years, and every hour of every Sunday
 * (on which Europe and Chile change their clocks), in nine zones. */
static void test_every_monday_night_in_nine_zones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct error error = {0};
        assert_true(zone_use(zones[i], &error));
        for (int32_t week = week_named("2015-W01"); week <= week_named("2035-W52");
             week++) {
            struct tm midnight = {.tm_year = day_civil(week_monday(week)).year - 1900,
                                  .tm_mon = day_civil(week_monday(week)).month - 1,
                                  .tm_mday = day_civil(week_monday(week)).day,
                                  .tm_isdst = -1};
            time_t monday = mktime(&midnight);
            assert_int_equal(week_of(zone_moment(monday - 1).day), week - 1);
            assert_int_equal(week_of(zone_moment(monday).day), week);
            assert_int_equal(zone_moment(monday - 1).minute, MINUTES_A_DAY - 1);
            for (time_t time = monday - 26 * 3600; time < monday + 6 * 3600;
                 time += 1800)
                assert_moment(zones[i], time);
        }
    }
}

/* Nights of clock change, from another table of zones:
 * python3 -c 'from zoneinfo import *; from datetime import *;
 * print(datetime.fromtimestamp( T, ZoneInfo(Z)).strftime("%G-W%V %F %H:%M"))' */
static void test_nights_of_clock_change(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        time_t time;
        const char *week, *day;
        int minute;
    } cases[] = {
#include "zone_nights.h"
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        char week[WEEK_SIZE], day[DAY_SIZE];
        assert_true(zone_use(cases[i].zone, &error));
        struct moment moment = zone_moment(cases[i].time);
        week_write(week_of(moment.day), week);
        day_write(moment.day, day);
        assert_string_equal(week, cases[i].week);
        assert_string_equal(day, cases[i].day);
        assert_int_equal(moment.minute, cases[i].minute);
    }
}

static void test_unknown_zones(void **state)
{
    (void)state;
    static const char *const unknown[] = {
        "",         "Europe/Pari",     "/etc/passwd",
        "Europe",   "../../etc/hosts", ":Europe/Paris",
        "tzdata.zi"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct error error = {0};
        assert_false(zone_use(unknown[i], &error));
        assert_int_equal(error.kind, ERROR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_of_twenty_years),
        cmocka_unit_test(test_days_far_away),
        cmocka_unit_test(test_refused_days),
        cmocka_unit_test(test_refused_weeks),
        cmocka_unit_test(test_every_monday_night_in_nine_zones),
        cmocka_unit_test(test_nights_of_clock_change),
        cmocka_unit_test(test_unknown_zones),
    };
    return cmocka_run_group_tests_name("week", tests, NULL, NULL);
}
