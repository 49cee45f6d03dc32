/* centre.c: see centre.h. */
#include "centre_parts.h"

#include "sortie/civility.h"
#include "sortie/control.h"
#include "sortie/picture.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLACES_MOST = 500,
    NAME_MOST = 80,
    LEAST_MOST = 1000,
    CHANGES_SHOWN = 1,
    CHANGES_SHOWN_MOST = 3,
    RESPONSES_KEPT = 13,
    REMARKS_KEPT = 8,
    WEEKS_KEPT_MOST = 53
};

/* ---- words of the format ---- */

/* "none" is what a visitor picks who was nowhere; "index" and "latest" are files of a
 * report. */
static bool is_taken(const char *id)
{
    return strcmp(id, "none") == 0 || strcmp(id, "index") == 0
           || strcmp(id, "latest") == 0;
}

static bool is_id(const char *id)
{
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = id ? strlen(id) : 0;
    return length > 0 && length < 48 && *id >= 'a' && *id <= 'z'
           && strspn(id, rest) == length && !is_taken(id);
}

int centre_minutes(const char *time)
{
    static const char digits[] = "0123456789";
    if (!time || strlen(time) != 5 || time[2] != ':' || strspn(time, digits) != 2
        || strspn(time + 3, digits) != 2)
        return -1;
    int hour = (time[0] - '0') * 10 + (time[1] - '0'),
        minute = (time[3] - '0') * 10 + (time[4] - '0');
    return hour * 60 + minute <= MINUTES_A_DAY && minute < 60 ? hour * 60 + minute : -1;
}

/* ---- members ---- */

bool centre_check_type(const json_t *value, json_type type, const char *at,
                       struct problems *problems)
{
    static const char *const needed[] = {
        [JSON_OBJECT] = "must be an object, in { }",
        [JSON_ARRAY] = "must be a list, in [ ]",
        [JSON_TRUE] = "must be true or false, without quotes",
    };
    bool fits =
        json_typeof(value) == type || (type == JSON_TRUE && json_is_false(value));
    if (!fits)
        problems_add_newer(problems, at, "%s", needed[type]);
    return fits;
}

const json_t *centre_read_member(const json_t *object, const char *name, json_type type,
                                 const char *at, struct problems *problems)
{
    const json_t *value = json_object_get(object, name);
    struct pointer below = pointer_member(at, name);
    return value && centre_check_type(value, type, below.text, problems) ? value : NULL;
}

static bool read_flag(const json_t *object, const char *name, const char *at,
                      struct problems *problems)
{
    return json_is_true(centre_read_member(object, name, JSON_TRUE, at, problems));
}

int32_t centre_read_day(const json_t *object, const char *name, bool needed,
                        const char *at, struct problems *problems)
{
    const json_t *value = json_object_get(object, name);
    int32_t day = DAY_NONE;
    if ((!value || (problems->stored && json_is_null(value))) && !needed)
        return DAY_NONE;
    if (!json_is_string(value) || !day_read(json_string_value(value), &day))
        problems_add(problems, at, "'%s' must be a day such as \"2026-11-22\"", name);
    return day;
}

/* ---- names ---- */

/* Promise 7. What there is no memory to look at is not let through. */
static bool names_person(const char *name, struct problems *problems)
{
    OWNED(glyphs_release) struct glyphs glyphs = {0};
    if (glyphs_read(&glyphs, name))
        return civility_found(&glyphs);
    problems->cut = true;
    return false;
}

static void read_name(const json_t *map, const struct centre *centre, bool place,
                      const char *at, struct problems *problems)
{
    if (!json_is_object(map)) {
        problems_add(problems, at, "a name is needed here, as {\"fr\": \"...\", ...}");
        return;
    }
    for (size_t i = 0; i < centre->language_count; i++) {
        const char *name = document_string(map, centre->languages[i]);
        if (!name || !*name)
            problems_add(problems, at, "the name in '%s' is missing: add it",
                         centre->languages[i]);
        else if (strlen(name) > 4 * NAME_MOST)
            problems_add(problems, at, "the name in '%s' is too long for a button",
                         centre->languages[i]);
        else if (control_found(name))
            problems_add(problems, at,
                         "the name in '%s' must be one line of plain text, without "
                         "characters that turn its direction",
                         centre->languages[i]);
        else if (place && !problems->stored && names_person(name, problems))
            problems_add(problems, at,
                         "'%s' names a person: a place is a desk, a workshop, a club "
                         "or a space, never someone",
                         name);
    }
    if (centre->language_count)
        problems_unknown(problems, at, map, centre->languages);
}

/* ---- settings ---- */

/* A whole number among the settings, and what is said of one that does not fit. */
struct range {
    const char *name;
    int least, most, absent;
    const char *unit, *reason;
};

static int read_within(const json_t *settings, struct range range,
                       struct problems *problems)
{
    const json_t *number = json_object_get(settings, range.name);
    if (!number)
        return range.absent;
    if (json_is_integer(number) && json_integer_value(number) >= range.least
        && json_integer_value(number) <= range.most)
        return (int)json_integer_value(number);
    problems_add(problems, pointer_member("/settings", range.name).text,
                 "must be a whole number%s from %d to %d%s", range.unit, range.least,
                 range.most, range.reason);
    return range.absent;
}

static int read_least(const json_t *settings, const char *name, int least,
                      struct problems *problems)
{
    return read_within(settings,
                       (struct range){name, least, LEAST_MOST, least, "",
                                      ": smaller groups could be recognised"},
                       problems);
}

static int read_changes_shown(const json_t *settings, struct problems *problems)
{
    return read_within(settings,
                       (struct range){"changes_shown", 0, CHANGES_SHOWN_MOST,
                                      CHANGES_SHOWN, "",
                                      ": more would not fit on a tablet"},
                       problems);
}

static int read_weeks(const json_t *settings, const char *name, int least, int absent,
                      struct problems *problems)
{
    return read_within(
        settings, (struct range){name, least, WEEKS_KEPT_MOST, absent, " of weeks", ""},
        problems);
}

static int read_positive(const json_t *object, const char *name,
                         struct problems *problems)
{
    const json_t *number = json_object_get(object, name);
    if (json_is_integer(number) && json_integer_value(number) > 0
        && json_integer_value(number) <= 1000000)
        return (int)json_integer_value(number);
    problems_add(problems, pointer_member("/settings/bucket", name).text,
                 "must be a whole number from 1 to 1000000");
    return 1;
}

static void read_bucket(const json_t *settings, struct settings *read,
                        struct problems *problems)
{
    const json_t *bucket = json_object_get(settings, "bucket");
    read->bucket_size = 1000;
    read->bucket_per_minute = 60;
    if (json_is_null(bucket)) {
        read->bucket_size = 0;
    } else if (bucket
               && centre_check_type(bucket, JSON_OBJECT, "/settings/bucket",
                                    problems)) {
        problems_unknown(problems, "/settings/bucket", bucket,
                         (const char *const[]){"size", "per_minute", NULL});
        read->bucket_size = read_positive(bucket, "size", problems);
        read->bucket_per_minute = read_positive(bucket, "per_minute", problems);
    }
}

static void read_terms(const json_t *settings, struct settings *read,
                       struct problems *problems)
{
    const json_t *terms =
        centre_read_member(settings, "terms", JSON_ARRAY, "/settings", problems);
    size_t index;
    json_t *term;
    json_array_foreach(terms, index, term)
    {
        const char *text = json_string_value(term);
        char whole[DAY_SIZE] = "2001-";
        int32_t day = DAY_NONE;
        if (text && strlen(text) == 5)
            memcpy(whole + 5, text, 6);
        int start =
            day_read(whole, &day) ? day_civil(day).month * 100 + day_civil(day).day : 0;
        if (start == 0 || read->term_count == 12
            || (read->term_count && read->terms[read->term_count - 1] >= start))
            problems_add(
                problems, pointer_to("/settings/terms", index).text,
                "terms are days such as \"09-01\", one after another, 12 at most");
        else
            read->terms[read->term_count++] = start;
    }
    if (terms && json_array_size(terms) == 0)
        problems_add_newer(
            problems, "/settings/terms",
            "a list of terms has one at least: leave it out for those of "
            "January, May and September");
    for (int i = 0; i < 3 && json_array_size(terms) == 0; i++)
        read->terms[read->term_count++] = (const int[]){101, 501, 901}[i];
}

static void check_switches(const json_t *switches, struct problems *problems)
{
    const char *name;
    json_t *value;
    if (switches && !json_is_object(switches))
        problems_add(problems, "/settings/questions",
                     "must be an object such as {\"exit/say\": \"on\"}");
    json_object_foreach((json_t *)(uintptr_t)switches, name, value)
    {
        const char *set = json_string_value(value);
        if (!strchr(name, '/') || !set
            || (strcmp(set, "on") != 0 && strcmp(set, "off") != 0))
            problems_add(problems, pointer_member("/settings/questions", name).text,
                         "must be a form and a question, switched \"on\" or \"off\": "
                         "{\"exit/say\": \"on\"}");
    }
}

static void read_settings(struct centre *centre, struct problems *problems)
{
    static const char *const known[] = {"grace",
                                        "smallest_group",
                                        "smallest_sensitive",
                                        "smallest_outside",
                                        "bucket",
                                        "questions",
                                        "changes_shown",
                                        "terms",
                                        "responses_kept",
                                        "remarks_kept",
                                        NULL};
    const json_t *settings =
        centre_read_member(centre->document, "settings", JSON_OBJECT, "", problems);
    struct settings *read = &centre->settings;
    problems_unknown(problems, "/settings", settings, known);
    const char *grace = document_string(settings, "grace");
    read->grace = json_object_get(settings, "grace") ? centre_minutes(grace) : 5 * 60;
    if (read->grace < 0 || read->grace >= MINUTES_A_DAY)
        problems_add(problems, "/settings/grace",
                     "must be a time of Monday such as \"05:00\"");
    read->smallest_group = read_least(settings, "smallest_group", 5, problems);
    read->smallest_sensitive = read_least(settings, "smallest_sensitive", 10, problems);
    read->smallest_outside = read_least(settings, "smallest_outside", 10, problems);
    read->changes_shown = read_changes_shown(settings, problems);
    read->responses_kept =
        read_weeks(settings, "responses_kept", 0, RESPONSES_KEPT, problems);
    read->remarks_kept =
        read_weeks(settings, "remarks_kept", 1, REMARKS_KEPT, problems);
    read->questions = json_object_get(settings, "questions");
    check_switches(read->questions, problems);
    read_bucket(settings, read, problems);
    read_terms(settings, read, problems);
}

/* ---- places and sessions ---- */

static void check_unique(const struct centre *centre, const char *id, const char *at,
                         struct problems *problems)
{
    if (!is_id(id))
        problems_add(problems, at,
                     "an 'id' of small letters, digits and '-' is needed, a letter "
                     "first (none, index and latest are taken)");
    else if (centre_place(centre, id) || centre_session(centre, id))
        problems_add(
            problems, at,
            "the id '%s' is used twice: an id belongs to one place or session for ever",
            id);
}

static void read_place(const json_t *object, struct centre *centre, const char *at,
                       struct problems *problems)
{
    static const char *const known[] = {"id", "kind",      "name",  "icon", "from",
                                        "to", "sensitive", "track", NULL};
    struct place place = {.id = document_string(object, "id"),
                          .name = json_object_get(object, "name"),
                          .sensitive = read_flag(object, "sensitive", at, problems),
                          .track = document_string(object, "track")};
    if (!centre_check_type(object, JSON_OBJECT, at, problems))
        return;
    problems_unknown(problems, at, object, known);
    check_unique(centre, place.id, at, problems);
    if (!kind_from(document_string(object, "kind"), &place.kind)
        || place.kind == KIND_CENTRE)
        problems_add(problems, at,
                     "'kind' must be desk, workshop, club or space: nothing else can "
                     "be a place");
    if (place.kind == KIND_WORKSHOP && !centre_track_name(centre, place.track))
        problems_add(problems, at,
                     "a workshop needs the 'track' it belongs to, one of /tracks");
    if ((place.kind == KIND_DESK || place.kind == KIND_CLUB || place.kind == KIND_SPACE)
        && json_object_get(object, "track"))
        problems_add_newer(problems, at, "only a workshop has a 'track': remove it");
    place.icon = picture_read(object, at, problems);
    place.from = centre_read_day(object, "from", false, at, problems);
    place.to = centre_read_day(object, "to", false, at, problems);
    read_name(place.name, centre, true, pointer_member(at, "name").text, problems);
    if (place.id)
        centre->places[centre->place_count++] = place;
}

static bool read_places(struct centre *centre, struct problems *problems)
{
    const json_t *places = json_object_get(centre->document, "places");
    size_t index;
    json_t *place;
    centre->places = calloc(json_array_size(places) + 1, sizeof *centre->places);
    if (!centre->places)
        return false;
    centre->places[centre->place_count++] =
        (struct place){.id = centre->id ? centre->id : "",
                       .kind = KIND_CENTRE,
                       .name = centre->name,
                       .from = DAY_NONE,
                       .to = DAY_NONE};
    if (json_array_size(places) == 0 || json_array_size(places) > PLACES_MOST)
        problems_add(problems, "/places", "a centre needs 1 to %d places", PLACES_MOST);
    else
        json_array_foreach(places, index, place)
            read_place(place, centre, pointer_to("/places", index).text, problems);
    return true;
}

static void read_session(const json_t *object, const struct centre *centre,
                         const char *at, struct session *sessions,
                         size_t *session_count, struct problems *problems)
{
    const char *place = document_string(object, "place");
    struct session session = {.id = document_string(object, "id"),
                              .place = place ? centre_place(centre, place) : NULL,
                              .at = document_string(object, "at")};
    const json_t *attendance = json_object_get(object, "attendance");
    if (!centre_check_type(object, JSON_OBJECT, at, problems))
        return;
    problems_unknown(
        problems, at, object,
        (const char *const[]){"id", "place", "day", "at", "attendance", NULL});
    if (attendance
        && (!json_is_integer(attendance) || json_integer_value(attendance) < 0))
        problems_add(problems, at, "'attendance' must be how many came, a number");
    session.day = centre_read_day(object, "day", true, at, problems);
    if (!is_id(session.id) || centre_place(centre, session.id))
        problems_add(
            problems, at,
            "a session needs an 'id' of its own: small letters, digits and '-'");
    if (!session.place
        || (session.place->kind != KIND_WORKSHOP && session.place->kind != KIND_CLUB))
        problems_add(problems, at,
                     "'place' must be a workshop or a club of this centre");
    if (json_object_get(object, "at") && centre_minutes(session.at) < 0)
        problems_add(problems, at, "'at' must be a time such as \"14:00\"");
    if (session.id && session.place)
        sessions[(*session_count)++] = session;
}

static int by_day(const void *a, const void *b)
{
    const struct session *left = a, *right = b;
    if (left->day != right->day)
        return left->day < right->day ? -1 : 1;
    return strcmp(left->id, right->id);
}

static int by_id(const void *a, const void *b)
{
    const struct session *const *left = a, *const *right = b;
    return strcmp((*left)->id, (*right)->id);
}

static bool sort_by_id(struct centre *centre, struct problems *problems)
{
    const struct session **sorted =
        calloc(centre->session_count + 1, sizeof(struct session *));
    centre->sessions_by_id = sorted;
    if (!sorted)
        return false;
    for (size_t i = 0; i < centre->session_count; i++)
        sorted[i] = &centre->sessions[i];
    qsort(sorted, centre->session_count, sizeof *sorted, by_id);
    for (size_t i = 1; i < centre->session_count; i++)
        if (strcmp(sorted[i - 1]->id, sorted[i]->id) == 0)
            problems_add(problems, "/sessions", "the session id '%s' is used twice",
                         sorted[i]->id);
    return true;
}

/* A list of the file's own, by day; false when memory ran out. */
static bool read_list(const struct centre *centre, const char *name,
                      struct session **sessions, size_t *session_count,
                      struct problems *problems)
{
    const json_t *list =
        centre_read_member(centre->document, name, JSON_ARRAY, "", problems);
    struct pointer at = pointer_member("", name);
    size_t index, count = json_array_size(list);
    json_t *session;
    *sessions = calloc(count + 1, sizeof **sessions);
    if (!*sessions)
        return false;
    if (count > CENTRE_SESSIONS_MOST)
        problems_add(problems, at.text,
                     "at most %d sessions: leave out those of past years",
                     CENTRE_SESSIONS_MOST);
    json_array_foreach(list, index, session)
        read_session(session, centre, pointer_to(at.text, index).text, *sessions,
                     session_count, problems);
    qsort(*sessions, *session_count, sizeof **sessions, by_day);
    return true;
}

static bool read_sessions(struct centre *centre, struct problems *problems)
{
    return read_list(centre, "sessions", &centre->sessions, &centre->session_count,
                     problems)
           && read_list(centre, "cancelled", &centre->cancelled,
                        &centre->cancelled_count, problems)
           && sort_by_id(centre, problems);
}

static void check_tracks(const struct centre *centre, struct problems *problems)
{
    const json_t *tracks =
        centre_read_member(centre->document, "tracks", JSON_ARRAY, "", problems);
    size_t index;
    json_t *track;
    json_array_foreach(tracks, index, track)
    {
        struct pointer at = pointer_to("/tracks", index);
        const char *id = document_string(track, "id");
        if (!centre_check_type(track, JSON_OBJECT, at.text, problems))
            continue;
        problems_unknown(problems, at.text, track,
                         (const char *const[]){"id", "name", NULL});
        if (!is_id(id))
            problems_add(problems, at.text,
                         "a track needs an 'id' of small letters, digits and '-'");
        else if (centre_track_name(centre, id) != json_object_get(track, "name"))
            problems_add(problems, at.text, "the id '%s' is used twice", id);
        read_name(json_object_get(track, "name"), centre, true,
                  pointer_member(at.text, "name").text, problems);
    }
}

/* ---- the whole ---- */

static bool read_languages(struct centre *centre, struct problems *problems)
{
    const json_t *languages = json_object_get(centre->document, "languages");
    size_t index;
    json_t *language;
    centre->languages =
        calloc(json_array_size(languages) + 1, sizeof *centre->languages);
    if (!centre->languages)
        return false;
    if (json_array_size(languages) == 0)
        problems_add(problems, "/languages",
                     "a centre needs the list of its languages, the usual one first");
    json_array_foreach(languages, index, language)
    {
        const char *code = json_string_value(language);
        bool fine = code && strlen(code) >= 2 && strlen(code) < 8
                    && islower((unsigned char)*code);
        for (size_t i = 0; fine && i < centre->language_count; i++)
            fine = strcmp(centre->languages[i], code) != 0;
        if (fine)
            centre->languages[centre->language_count++] = code;
        else
            problems_add(problems, pointer_to("/languages", index).text,
                         "each language is a code such as \"fr\", once");
    }
    return true;
}

static void read_head(struct centre *centre, struct problems *problems)
{
    static const char *const known[] = {
        "sortie",    "id",        "name",      "country",  "zone",
        "languages", "simulated", "settings",  "calendar", "tracks",
        "places",    "sessions",  "cancelled", NULL};
    const char *format = document_string(centre->document, "sortie");
    centre->id = document_string(centre->document, "id");
    centre->name = json_object_get(centre->document, "name");
    centre->zone = document_string(centre->document, "zone");
    centre->country = document_string(centre->document, "country");
    centre->simulated = read_flag(centre->document, "simulated", "", problems);
    if (!format || strcmp(format, "centre/1") != 0)
        problems_add(problems, "/sortie",
                     "this is not a centre: \"sortie\" must be \"centre/1\"");
    if (!is_id(centre->id))
        problems_add(problems, "/id",
                     "a centre needs an 'id' of small letters, digits and '-'");
    if (!centre->country || strlen(centre->country) != 2
        || (!problems->stored
            && (!isupper((unsigned char)centre->country[0])
                || !isupper((unsigned char)centre->country[1]))))
        problems_add(problems, "/country",
                     "must be a country's two letters, such as \"FR\"");
    problems_unknown(problems, "", centre->document, known);
}

static void check_zone(const struct centre *centre, struct problems *problems)
{
    struct error unknown = {0};
    if (!centre->zone)
        problems_add(problems, "/zone",
                     "a centre needs its time zone, such as \"Europe/Paris\"");
    else if (!zone_exists(centre->zone, &unknown))
        problems_add(problems, "/zone", "%s", unknown.text);
}

static bool read_centre(struct centre *centre, struct problems *problems)
{
    read_head(centre, problems);
    check_zone(centre, problems);
    if (!read_languages(centre, problems))
        return false;
    read_name(centre->name, centre, false, "/name", problems);
    read_settings(centre, problems);
    centre_check_calendar(centre, problems);
    check_tracks(centre, problems);
    return read_places(centre, problems) && read_sessions(centre, problems);
}

struct centre *centre_read(json_t *document, struct problems *problems,
                           struct error *error)
{
    struct centre *centre = calloc(1, sizeof *centre);
    size_t before = problems->count;
    if (centre)
        centre->document = json_incref(document);
    if (!centre || !read_centre(centre, problems)) {
        error_set(error, ERROR_SYSTEM, "cannot read a centre: out of memory");
        centre_free(centre);
        return NULL;
    }
    if (problems->count == before && !problems->cut)
        return centre;
    if (problems->count == before)
        error_set(error, ERROR_SYSTEM, "cannot read a centre: out of memory");
    centre_free(centre);
    return NULL;
}

struct centre *centre_load(const char *path, struct error *error)
{
    json_t *document = document_load(path, error);
    OWNED(problems_release) struct problems problems = {0};
    struct centre *centre = document ? centre_read(document, &problems, error) : NULL;
    json_decref(document);
    if (!centre && problems.count)
        problems_tell(&problems, path, error);
    return centre;
}

void centre_free(struct centre *centre)
{
    if (!centre)
        return;
    free(centre->languages);
    free(centre->places);
    free(centre->sessions);
    free(centre->sessions_by_id);
    free(centre->cancelled);
    json_decref(centre->document);
    free(centre);
}

/* ---- using ---- */

const struct place *centre_place(const struct centre *centre, const char *id)
{
    if (strcmp(id, "none") == 0)
        return &centre->places[0];
    for (size_t i = 0; i < centre->place_count; i++)
        if (strcmp(centre->places[i].id, id) == 0)
            return &centre->places[i];
    return NULL;
}

static int to_id(const void *id, const void *session)
{
    return strcmp(id, (*(const struct session *const *)session)->id);
}

const struct session *centre_session(const struct centre *centre, const char *id)
{
    const struct session *const *found =
        centre->session_count
            ? bsearch(id, centre->sessions_by_id, centre->session_count,
                      sizeof *centre->sessions_by_id, to_id)
            : NULL;
    return found ? *found : NULL;
}

const struct session *centre_cancelled(const struct centre *centre, const char *id)
{
    for (size_t i = 0; i < centre->cancelled_count; i++)
        if (strcmp(centre->cancelled[i].id, id) == 0)
            return &centre->cancelled[i];
    return NULL;
}

const struct place *centre_need_place(const struct centre *centre, const char *id,
                                      struct error *error)
{
    const struct place *place = centre_place(centre, id);
    size_t last = centre->place_count - 1;
    if (!place)
        error_keep(error, ERROR_INPUT,
                   "the centre has no place '%s': its file has their ids, such as '%s' "
                   "and '%s'",
                   id, centre->places[last < 1 ? last : 1].id,
                   centre->places[last < 2 ? last : 2].id);
    return place;
}

const struct place *centre_place_named(const struct centre *centre, const char *name)
{
    const struct place *place = centre_place(centre, name);
    for (size_t i = 0; !place && i < centre->place_count; i++) {
        const char *language;
        json_t *text;
        json_object_foreach((json_t *)(uintptr_t)centre->places[i].name, language, text)
        {
            if (strcmp(json_string_value(text), name) == 0)
                place = &centre->places[i];
        }
    }
    return place;
}

/* The first session of a day or a later one. */
static size_t first_from(const struct centre *centre, int32_t day)
{
    size_t first = 0, end = centre->session_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (centre->sessions[middle].day < day)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

const struct session *centre_only_session(const struct centre *centre,
                                          const struct place *place, int32_t day)
{
    const struct session *only = NULL;
    for (size_t i = first_from(centre, day);
         i < centre->session_count && centre->sessions[i].day == day; i++) {
        const struct session *session = &centre->sessions[i];
        if (session->place != place)
            continue;
        if (only)
            return NULL;
        only = session;
    }
    return only;
}

bool place_valid(const struct place *place, int32_t day)
{
    return (place->from == DAY_NONE || place->from <= day)
           && (place->to == DAY_NONE || day <= place->to);
}

const json_t *centre_track_name(const struct centre *centre, const char *track)
{
    const json_t *tracks = json_object_get(centre->document, "tracks");
    size_t index;
    json_t *entry;
    json_array_foreach(tracks, index, entry)
    {
        const char *id = document_string(entry, "id");
        if (track && id && strcmp(id, track) == 0)
            return json_object_get(entry, "name");
    }
    return NULL;
}
