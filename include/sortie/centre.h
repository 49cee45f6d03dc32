/* centre.h: a centre's file - name, zone, languages, settings, calendar, tracks, places
 * and sessions (forms/centre.schema.json is the manual for authors).
 *
 *     struct centre *centre = centre_load("my.json", &error);
 *     const struct place *place = centre_place(centre, "desk-job");
 *     ...
 *     centre_free(centre);
 *
 * A centre that was read is right: every rule of the format that the programs rest on
 * holds. Strings live as long as the centre. Places keep
 * the order of the file, which is the order of every page: the catalogue's order, never
 * a ranking. */
#ifndef SORTIE_CENTRE_H
#define SORTIE_CENTRE_H

#include "sortie/form.h"
#include "sortie/week.h"

/* For how long a session that is gone from the file is kept, from its week to that of
 * the load: what a report looks back to, and a year in which an edition may be made
 * anew. */
enum { SESSION_WEEKS_KEPT = 53 * 6 };

/* For so many days back the day of an answer is believed, and for as many ahead a
 * tablet is given sessions. */
enum { DAYS_BELIEVED = 35 };

struct place {
    const char *id;
    enum kind kind;
    const json_t *name; /* language map */
    const char *icon;   /* one of picture_names; NULL: its kind's */
    int32_t from, to;   /* days, both included; DAY_NONE: open-ended */
    bool sensitive;
    const char *track; /* of a workshop; else NULL */
};

struct session {
    const char *id;
    const struct place *place;
    int32_t day;
    const char *at; /* "14:00", or NULL */
};

struct settings {
    int grace;          /* minute of Monday at which a week may be closed */
    int smallest_group; /* promise 4: 5, 10 and 10 or more */
    int smallest_sensitive;
    int smallest_outside;
    int bucket_size; /* 0: no limit */
    int bucket_per_minute;
    int changes_shown;  /* by a tablet before a visitor begins: 0..3 */
    int responses_kept; /* whole weeks; then tallies only. 0: tallies from the start */
    int remarks_kept;   /* whole weeks, at least 1 */
    const json_t *questions; /* switches: "exit/say" -> "on"|"off"; may be NULL */
    int terms[12];           /* month * 100 + day on which a term starts, ascending */
    size_t term_count;
};

struct centre {
    json_t *document;
    const char *id;
    const json_t *name;
    const char *zone;
    const char *country;
    bool simulated;
    const char **languages; /* the first one is the default */
    size_t language_count;
    struct settings settings;
    struct place *places; /* places[0] is the centre itself, of kind KIND_CENTRE */
    size_t place_count;
    struct session *sessions; /* by day, then id */
    const struct session **sessions_by_id;
    size_t session_count;
    struct session *cancelled; /* not offered, not held: tablets may still name them */
    size_t cancelled_count;
};

/* A centre from its document, of which it keeps a reference of its own: the caller's
 * stays the caller's. NULL with every fault in `problems` and none in `error`, or with
 * ERROR_SYSTEM when memory ran out. */
struct centre *centre_read(json_t *document, struct problems *problems,
                           struct error *error);

/* The same from a file; faults are told in one message with file and pointers. */
struct centre *centre_load(const char *path, struct error *error);
void centre_free(struct centre *centre);

/* By id; NULL when unknown. "none" is the centre itself. */
const struct place *centre_place(const struct centre *centre, const char *id);

/* A place that must be there: NULL with ERROR_INPUT, which names two, when not. */
const struct place *centre_need_place(const struct centre *centre, const char *id,
                                      struct error *error);
const struct session *centre_session(const struct centre *centre, const char *id);

/* A session that was announced and cancelled lately: a tablet that was off may send
 * what was said of it. NULL when there was none. */
const struct session *centre_cancelled(const struct centre *centre, const char *id);

/* By id, or by name in any language (for a typed-in file); NULL when unknown. */
const struct place *centre_place_named(const struct centre *centre, const char *name);

/* The only session of a place on a day, or NULL when there is none or several. */
const struct session *centre_only_session(const struct centre *centre,
                                          const struct place *place, int32_t day);

bool place_valid(const struct place *place, int32_t day);

/* The name of a workshop's track, a language map; NULL when it has none. */
const json_t *centre_track_name(const struct centre *centre, const char *track);

/* Does its file say when it is open? */
bool centre_has_calendar(const struct centre *centre);

/* Is the centre open at a moment of its own clock? One without a calendar always is. */
bool centre_is_open(const struct centre *centre, struct moment moment);

/* How many days of a week the centre opens: 0 = a closed week. */
int centre_open_days(const struct centre *centre, int32_t week);

/* Does it open on any day of the weeks? */
bool centre_opens(const struct centre *centre, int32_t first, int32_t last);

/* The document of `new` with what only `old` has: places that are gone are ended on
 * `today`, sessions of the past SESSION_WEEKS_KEPT weeks stay, those that tablets were
 * given for days to come are cancelled, and forgotten when what is said of them is too
 * old to be taken. NULL with a problem when an id changed its kind or the centre
 * changed its id or zone. */
json_t *centre_merge(const struct centre *old, const struct centre *new, int32_t today,
                     struct problems *problems, struct error *error);

#endif
