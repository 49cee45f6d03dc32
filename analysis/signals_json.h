/* signals_json.h: what the rules say, as members of JSON objects: the same names in
 * `series` and in report.json. docs/series.schema.json says what each is. */
#ifndef SIGNALS_JSON_H
#define SIGNALS_JSON_H

#include "signals.h"
#include <jansson.h>

/* How a number is written; NAN is null. */
typedef json_t *(*number_writer)(double value);

/* rules, state, line, sigma_z, runs, cusum: of the last segment. */
void signals_json_put(json_t *object, const struct signals *signals,
                      number_writer number);

/* line, limit_low, limit_high, trial, rebase, cusum, signals: of a reading with n
 * answers, 0 at a gap, which has neither limits nor marks. */
void signals_json_row(json_t *row, const struct signals *signals, size_t at,
                      const struct reading *reading, number_writer number);

/* null for NAN. */
json_t *signals_json_false_alarms(double share);

#endif
