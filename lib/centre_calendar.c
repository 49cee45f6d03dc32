/* centre_calendar.c: when a centre is open - the calendar of its file, checked and
 * used. */
#include "centre_parts.h"

#include <string.h>

static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct hours {
    int opens, closes; /* minutes; closes is not included */
};

/* "HH:MM-HH:MM", the end after the start. */
static bool read_hours(const char *string, struct hours *hours)
{
    char from[6] = "";
    if (!string || strlen(string) != 11 || string[5] != '-')
        return false;
    memcpy(from, string, 5);
    *hours = (struct hours){.opens = centre_minutes(from),
                            .closes = centre_minutes(string + 6)};
    return hours->opens >= 0 && hours->opens < hours->closes;
}

/* ---- checking ---- */

static void check_hours(const json_t *hours, const char *at, struct problems *problems)
{
    size_t index;
    json_t *entry;
    if (!json_is_array(hours))
        problems_add(problems, at, "hours are a list such as [\"10:00-18:00\"]");
    json_array_foreach(hours, index, entry)
    {
        struct hours hours_read;
        if (!read_hours(json_string_value(entry), &hours_read))
            problems_add(problems, pointer_to(at, index).text,
                         "hours are written \"10:00-18:00\", the end after the start");
    }
}

static void check_closure(const json_t *entry, const char *at,
                          struct problems *problems)
{
    problems_unknown(problems, at, entry,
                     (const char *const[]){"from", "to", "why", NULL});
    int32_t from = centre_read_day(entry, "from", true, at, problems);
    int32_t to = centre_read_day(entry, "to", true, at, problems);
    if (from > to)
        problems_add(problems, at, "'to' is before 'from'");
}

static void check_opening(const json_t *entry, const char *at,
                          struct problems *problems)
{
    problems_unknown(problems, at, entry,
                     (const char *const[]){"day", "hours", "why", NULL});
    centre_read_day(entry, "day", true, at, problems);
    check_hours(json_object_get(entry, "hours"), pointer_member(at, "hours").text,
                problems);
}

/* A list of days that are not as the week is, each of which may say why. */
static void check_exceptions(const json_t *calendar, const char *name,
                             void (*check)(const json_t *entry, const char *at,
                                           struct problems *problems),
                             struct problems *problems)
{
    const json_t *list =
        centre_read_member(calendar, name, JSON_ARRAY, "/calendar", problems);
    size_t index;
    json_t *entry;
    json_array_foreach(list, index, entry)
    {
        struct pointer at = pointer_to(pointer_member("/calendar", name).text, index);
        if (!centre_check_type(entry, JSON_OBJECT, at.text, problems))
            continue;
        centre_read_member(entry, "why", JSON_OBJECT, at.text, problems);
        check(entry, at.text, problems);
    }
}

void centre_check_calendar(const struct centre *centre, struct problems *problems)
{
    static const char *const known[] = {"mon", "tue", "wed", "thu",
                                        "fri", "sat", "sun", NULL};
    const json_t *calendar =
        centre_read_member(centre->document, "calendar", JSON_OBJECT, "", problems);
    const json_t *week =
        centre_read_member(calendar, "week", JSON_OBJECT, "/calendar", problems);
    if (!calendar)
        return;
    problems_unknown(problems, "/calendar", calendar,
                     (const char *const[]){"week", "closed", "open", NULL});
    if (!json_object_get(calendar, "week"))
        problems_add_newer(
            problems, "/calendar",
            "a calendar needs its 'week': without one no day would be open");
    problems_unknown(problems, "/calendar/week", week, known);
    for (size_t i = 0; i < 7; i++)
        if (json_object_get(week, weekdays[i]))
            check_hours(json_object_get(week, weekdays[i]),
                        pointer_member("/calendar/week", weekdays[i]).text, problems);
    check_exceptions(calendar, "closed", check_closure, problems);
    check_exceptions(calendar, "open", check_opening, problems);
}

/* ---- using ---- */

/* The hours of an exceptional opening on a day, or NULL. */
static const json_t *exceptional(const json_t *calendar, int32_t day)
{
    size_t index;
    json_t *entry;
    char text[DAY_SIZE];
    day_write(day, text);
    json_array_foreach(json_object_get(calendar, "open"), index, entry)
    {
        if (strcmp(document_string(entry, "day"), text) == 0)
            return json_object_get(entry, "hours");
    }
    return NULL;
}

static bool in_closure(const json_t *calendar, int32_t day)
{
    size_t index;
    json_t *entry;
    char text[DAY_SIZE];
    day_write(day, text);
    json_array_foreach(json_object_get(calendar, "closed"), index, entry)
    {
        if (strcmp(document_string(entry, "from"), text) <= 0
            && strcmp(text, document_string(entry, "to")) <= 0)
            return true;
    }
    return false;
}

/* The list of a day's hours; NULL when the centre stays closed. */
static const json_t *hours_of(const struct centre *centre, int32_t day)
{
    const json_t *calendar = json_object_get(centre->document, "calendar");
    const json_t *hours = exceptional(calendar, day);
    if (hours || in_closure(calendar, day))
        return hours;
    const json_t *week = json_object_get(calendar, "week");
    return json_object_get(week, weekdays[day_civil(day).weekday - 1]);
}

bool centre_has_calendar(const struct centre *centre)
{
    return json_object_get(centre->document, "calendar") != NULL;
}

bool centre_is_open(const struct centre *centre, struct moment moment)
{
    const json_t *list = hours_of(centre, moment.day);
    size_t index;
    json_t *entry;
    json_array_foreach(list, index, entry)
    {
        struct hours hours;
        if (read_hours(json_string_value(entry), &hours) && hours.opens <= moment.minute
            && moment.minute < hours.closes)
            return true;
    }
    return !centre_has_calendar(centre);
}

int centre_open_days(const struct centre *centre, int32_t week)
{
    int days = 0;
    for (int32_t day = week_monday(week); day < week_monday(week + 1); day++)
        days +=
            !centre_has_calendar(centre) || json_array_size(hours_of(centre, day)) > 0;
    return days;
}

bool centre_opens(const struct centre *centre, int32_t first, int32_t last)
{
    while (first <= last && centre_open_days(centre, first) == 0)
        first++;
    return first <= last;
}
