/* period.c: every period is decided by the Thursday of its weeks. */
#include "sortie/period.h"

#include <stdio.h>

static const char *const names[BYS] = {
    [BY_WEEK] = "week",         [BY_FORTNIGHT] = "fortnight", [BY_BLOCK] = "block",
    [BY_THIRTEEN] = "thirteen", [BY_SESSION] = "session",     [BY_MONTH] = "month",
    [BY_TERM] = "term",         [BY_QUARTER] = "quarter",
};

enum { YEAR_WEEKS = 52, TERMS_MOST = 12 };

const char *by_name(enum by by)
{
    return names[by];
}

static const int lengths[BYS] = {
    [BY_WEEK] = 1, [BY_FORTNIGHT] = 2, [BY_BLOCK] = 4, [BY_THIRTEEN] = 13};

bool by_weeks(enum by by)
{
    return lengths[by] > 0;
}

int by_length(enum by by)
{
    return lengths[by];
}

enum by by_of_length(int weeks)
{
    enum by by = 0;

    while (by < BYS && (lengths[by] == 0 || lengths[by] != weeks))
        by++;
    return by;
}

struct term period_term(int32_t week, const struct settings *settings)
{
    struct civil thursday = day_civil(week_thursday(week));
    int today = thursday.month * 100 + thursday.day, number = 0;

    for (size_t i = 0; i < settings->term_count; i++)
        if (settings->terms[i] <= today)
            number = (int)i + 1;
    if (number > 0 || settings->term_count == 0)
        return (struct term){thursday.year, number > 0 ? number : 1};
    return (struct term){thursday.year - 1, (int)settings->term_count};
}

/* So many weeks together; the last ones of a year have its week 53, too. */
static int32_t weeks_of(int32_t week, int together)
{
    int a_year = YEAR_WEEKS / together, at = (week_number(week) - 1) / together;

    return week_year(week) * a_year + (at < a_year ? at : a_year - 1);
}

int32_t period_of(enum by by, int32_t week, const struct settings *settings)
{
    struct civil thursday = day_civil(week_thursday(week));
    struct term term;

    switch (by) {
    case BY_FORTNIGHT:
    case BY_BLOCK:
    case BY_THIRTEEN:
        return weeks_of(week, lengths[by]);
    case BY_MONTH:
        return thursday.year * 12 + thursday.month - 1;
    case BY_TERM:
        term = period_term(week, settings);
        return term.year * TERMS_MOST + term.number - 1;
    case BY_QUARTER:
        return thursday.year * 4 + (thursday.month - 1) / 3;
    case BY_WEEK:
    case BY_SESSION:
    case BYS:
        break;
    }
    return week;
}

int32_t period_first(enum by by, int32_t week, const struct settings *settings)
{
    int32_t period = period_of(by, week, settings);

    while (period_of(by, week - 1, settings) == period)
        week--;
    return week;
}

int32_t period_last(enum by by, int32_t week, const struct settings *settings)
{
    int32_t period = period_of(by, week, settings);

    while (period_of(by, week + 1, settings) == period)
        week++;
    return week;
}

void period_weeks(int32_t first, int32_t last, char name[static PERIOD_NAME_SIZE])
{
    char from[WEEK_SIZE], to[WEEK_SIZE];

    week_write(first, from);
    week_write(last, to);
    snprintf(name, PERIOD_NAME_SIZE, "%s/%s", from, to);
}

void period_name(enum by by, int32_t week, const struct settings *settings,
                 char name[static PERIOD_NAME_SIZE])
{
    struct civil thursday = day_civil(week_thursday(week));
    char iso[WEEK_SIZE];
    struct term term;

    switch (by) {
    case BY_FORTNIGHT:
    case BY_BLOCK:
    case BY_THIRTEEN:
        period_weeks(period_first(by, week, settings), period_last(by, week, settings),
                     name);
        return;
    case BY_MONTH:
        snprintf(name, PERIOD_NAME_SIZE, "%04d-%02d", thursday.year, thursday.month);
        return;
    case BY_TERM:
        term = period_term(week, settings);
        snprintf(name, PERIOD_NAME_SIZE, "%04d-T%d", term.year, term.number);
        return;
    case BY_QUARTER:
        snprintf(name, PERIOD_NAME_SIZE, "%04d-Q%d", thursday.year,
                 (thursday.month - 1) / 3 + 1);
        return;
    case BY_WEEK:
    case BY_SESSION:
    case BYS:
        week_write(week, iso);
        snprintf(name, PERIOD_NAME_SIZE, "%s", iso);
    }
}
