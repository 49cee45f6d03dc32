/* false_alarms.c: steady series are drawn, and read as any other. */
#include "false_alarms.h"
#include "chance.h"
#include <math.h>

/* The numbers of answers to draw for, the latest first. */
static size_t answers_of(const struct reading *readings, size_t size,
                         int64_t answers[static FALSE_ALARM_PERIODS])
{
    size_t count = 0;

    for (size_t i = size; i-- > 0 && count < FALSE_ALARM_PERIODS;)
        if (readings[i].counts.n > 0)
            answers[count++] = readings[i].counts.n;
    return count;
}

static bool any_mark(const struct signals *signals)
{
    unsigned marks = 0;

    for (size_t i = 0; i < signals->count; i++)
        marks |= signals->points[i].marks;
    return (marks & ~(1U << SIGNAL_CUSUM)) != 0 || signals->state == STATE_SHIFT;
}

bool false_alarms_share(const struct reading *readings, size_t size, double line,
                        enum rules rules, double *share, struct error *error)
{
    int64_t answers[FALSE_ALARM_PERIODS];
    struct reading drawn[FALSE_ALARM_PERIODS] = {0};
    struct chance chance = {.state = 1};
    size_t count = answers_of(readings, size, answers);
    int marked = 0;

    *share = nan("");
    if (count < SIGNALS_LEAST || isnan(line))
        return true;
    for (int series = 0; series < FALSE_ALARM_SERIES; series++) {
        OWNED(signals_release) struct signals signals = {0};
        for (size_t i = 0; i < count; i++)
            drawn[i].counts =
                (struct counts){answers[count - 1 - i],
                                chance_binomial(&chance, answers[count - 1 - i], line)};
        if (!signals_read(drawn, count, rules, &signals, error))
            return false;
        marked += any_mark(&signals);
    }
    *share = (double)marked / FALSE_ALARM_SERIES;
    return true;
}
