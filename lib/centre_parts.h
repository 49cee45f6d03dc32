/* centre_parts.h: what the files of the centre share, and nobody else sees. */
#ifndef SORTIE_CENTRE_PARTS_H
#define SORTIE_CENTRE_PARTS_H

#include "sortie/centre.h"

enum { CENTRE_SESSIONS_MOST = 20000 };

/* "HH:MM" as minutes, 24:00 included; -1 when it is something else. */
int centre_minutes(const char *time);

/* JSON_TRUE stands for both truths. */
bool centre_check_type(const json_t *value, json_type type, const char *at,
                       struct problems *problems);

/* A member that may be left out; NULL, too, when it is of another type, which is told:
 * what jansson finds nothing in must not pass for an empty list. */
const json_t *centre_read_member(const json_t *object, const char *name, json_type type,
                                 const char *at, struct problems *problems);

/* A day; DAY_NONE where it is left out, or wrong, which is told. */
int32_t centre_read_day(const json_t *object, const char *name, bool needed,
                        const char *at, struct problems *problems);

/* Tells all that is wrong with the calendar of a centre's document. */
void centre_check_calendar(const struct centre *centre, struct problems *problems);

#endif
