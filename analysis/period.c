/* period.c: every period is decided by the Thursday of its weeks. */
#include "period.h"
#include <stdio.h>

static const char *const names[BYS] = {
    [BY_WEEK] = "week",   [BY_BLOCK] = "block", [BY_SESSION] = "session",
    [BY_MONTH] = "month", [BY_TERM] = "term",   [BY_QUARTER] = "quarter",
};

enum { BLOCKS = 13, BLOCK_WEEKS = 4, TERMS_MOST = 12 };

const char *by_name(enum by by)
{
    return names[by];
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

static int32_t block_of(int32_t week)
{
    int block = (week_number(week) - 1) / BLOCK_WEEKS;

    return week_year(week) * BLOCKS + (block < BLOCKS ? block : BLOCKS - 1);
}

int32_t period_of(enum by by, int32_t week, const struct settings *settings)
{
    struct civil thursday = day_civil(week_thursday(week));
    struct term term;

    switch (by) {
    case BY_BLOCK:
        return block_of(week);
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

static void block_name(int32_t week, char name[static PERIOD_NAME_SIZE])
{
    char first[WEEK_SIZE], last[WEEK_SIZE];

    week_write(period_first(BY_BLOCK, week, NULL), first);
    week_write(period_last(BY_BLOCK, week, NULL), last);
    snprintf(name, PERIOD_NAME_SIZE, "%s/%s", first, last);
}

void period_name(enum by by, int32_t week, const struct settings *settings,
                 char name[static PERIOD_NAME_SIZE])
{
    struct civil thursday = day_civil(week_thursday(week));
    char iso[WEEK_SIZE];
    struct term term;

    switch (by) {
    case BY_BLOCK:
        block_name(week, name);
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
