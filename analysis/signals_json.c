/* signals_json.c: see signals_json.h. */
#include "signals_json.h"
#include "cusum.h"
#include "false_alarms.h"
#include <math.h>

static json_t *marks(const struct signals *signals, size_t at)
{
    json_t *names = json_array();

    for (enum signal signal = 0; signal < SIGNALS; signal++)
        if (signals_marked(signals, at, signal))
            json_array_append_new(names, json_string(signal_name(signal)));
    return names;
}

void signals_json_row(json_t *row, const struct signals *signals, size_t at,
                      const struct reading *reading, number_writer number)
{
    const struct signal_point *point = &signals->points[at];
    struct interval limits = {nan(""), nan("")};

    if (point->limited)
        limits = signals_limits(signals, at, reading->counts.n);
    json_object_set_new(row, "line", number(point->line));
    json_object_set_new(row, "limit_low", number(limits.low));
    json_object_set_new(row, "limit_high", number(limits.high));
    json_object_set_new(row, "trial", json_boolean(point->limited && point->trial));
    json_object_set_new(row, "rebase", json_boolean(reading->anew));
    json_object_set_new(row, "cusum", number(point->cusum));
    json_object_set_new(row, "signals", marks(signals, at));
}

static json_t *limit_of_runs(const struct runs *runs, size_t limit)
{
    return runs->known ? json_integer((json_int_t)limit) : json_null();
}

static json_t *limits_of_runs(const struct runs *runs, const struct runs_limit *limit)
{
    return json_pack("{s:o, s:o, s:b}", "longest_max",
                     limit_of_runs(runs, limit->longest_max), "crossings_min",
                     limit_of_runs(runs, limit->crossings_min), "signal",
                     limit->signal);
}

/* Anhoej's own figures, and beside them the limits that make a headline. */
static json_t *runs_object(const struct signals *signals, number_writer number)
{
    const struct runs *runs = &signals->runs;
    json_t *object = limits_of_runs(runs, &runs->usual);

    json_object_set_new(object, "centre", number(signals->centre));
    json_object_set_new(object, "useful", json_integer((json_int_t)runs->useful));
    json_object_set_new(object, "longest", json_integer((json_int_t)runs->longest));
    json_object_set_new(object, "crossings", json_integer((json_int_t)runs->crossings));
    json_object_set_new(object, "can_tell", json_boolean(signals->runs_can_tell));
    json_object_set_new(object, "headline", limits_of_runs(runs, &runs->headline));
    return object;
}

static json_t *cusum_object(const struct signals *signals)
{
    return json_pack("{s:f, s:f, s:i, s:b}", "odds_ratio", CUSUM_RATIO, "limit",
                     CUSUM_LIMIT, "false_alarm_every", CUSUM_FALSE_ALARM_EVERY, "look",
                     signals->look);
}

json_t *signals_json_false_alarms(double share)
{
    if (isnan(share))
        return json_null();
    return json_pack("{s:i, s:i, s:f}", "series", FALSE_ALARM_SERIES, "periods",
                     FALSE_ALARM_PERIODS, "share", share);
}

void signals_json_put(json_t *object, const struct signals *signals,
                      number_writer number)
{
    bool usual = signals->rules == RULES_DEFAULT;

    json_object_set_new(object, "rules", json_string(rules_name(signals->rules)));
    json_object_set_new(object, "state", json_string(state_name(signals->state)));
    json_object_set_new(object, "line", number(signals->line));
    json_object_set_new(object, "sigma_z", number(signals->sigma_z));
    json_object_set_new(object, "runs",
                        usual ? runs_object(signals, number) : json_null());
    json_object_set_new(object, "cusum", usual ? cusum_object(signals) : json_null());
}
