/* remarks_record.h: what remarks speak of, for report.json.
 *
 *     {"from": "2026-W41", "to": "2026-W44", "step": 5,
 *      "places": [{"id": "desk-job", "themes": [{"id": "wait", "at_least": 10}]}],
 *      "ideas": [{"id": "garden", "at_least": 5}],
 *      "words": [{"lang": "fr", "word": "attente", "more_in": "others"}]}
 *
 * Places, themes and ideas of which nothing is shown are absent. */
#ifndef REMARKS_RECORD_H
#define REMARKS_RECORD_H

#include "themes.h"

/* The caller's to json_decref; NULL when nothing is shown. */
json_t *remarks_record(const struct themes *themes, const struct centre *centre);

#endif
