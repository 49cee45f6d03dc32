/* centre_merge.c: a centre's new file, with what only the one before it has. */
#include "centre_parts.h"

#include <string.h>

/* After its day what is said of a session may still come. */
enum { DAYS_CANCELLED = 56 };

static void check_same(const struct centre *old, const struct centre *new,
                       struct problems *problems)
{
    if (strcmp(old->id, new->id) != 0)
        problems_add(
            problems, "/id",
            "this store belongs to the centre '%s': use another store for '%s'",
            old->id, new->id);
    if (strcmp(old->zone, new->zone) != 0)
        problems_add(
            problems, "/zone",
            "the zone of a store cannot change from %s: its weeks are counted in it",
            old->zone);
    for (size_t i = 1; i < new->place_count; i++) {
        const struct place *before = centre_place(old, new->places[i].id);
        if (before && before->kind != new->places[i].kind)
            problems_add(problems, pointer_to("/places", i - 1).text,
                         "'%s' was a %s: give the new place an id of its own",
                         before->id, kind_name(before->kind));
        if (before && before->sensitive && !new->places[i].sensitive)
            problems_add(problems, pointer_to("/places", i - 1).text,
                         "'%s' was sensitive and stays so: what was promised to its "
                         "visitors holds",
                         before->id);
        if (centre_session(old, new->places[i].id))
            problems_add(problems, pointer_to("/places", i - 1).text,
                         "'%s' was a session: give the place an id of its own",
                         new->places[i].id);
    }
    for (size_t i = 0; i < new->session_count; i++)
        if (centre_place(old, new->sessions[i].id))
            problems_add(problems, "/sessions",
                         "'%s' was a place: give the session an id of its own",
                         new->sessions[i].id);
}

/* A copy whose name has the languages of the new centre, no more and no less; what was
 * never translated stays in the language it had. */
static json_t *copy_named(const json_t *entry, const struct centre *new)
{
    const json_t *name = json_object_get(entry, "name");
    json_t *copy = json_copy((json_t *)(uintptr_t)entry), *names = json_object();
    bool fine = copy && names;
    for (size_t i = 0; fine && i < new->language_count; i++)
        fine = json_object_set_new(names, new->languages[i],
                                   json_string(document_text(name, new->languages[i])))
               == 0;
    fine = fine && (!name || json_object_set(copy, "name", names) == 0);
    json_decref(names);
    if (fine)
        return copy;
    json_decref(copy);
    return NULL;
}

/* Keeps the places that the new file lacks, ended today. */
static bool keep_places(const json_t *places, json_t *kept, const struct centre *new,
                        const char *today)
{
    size_t index;
    json_t *place;
    json_array_foreach(places, index, place)
    {
        const char *to = document_string(place, "to");
        if (centre_place(new, document_string(place, "id")))
            continue;
        json_t *copy = copy_named(place, new);
        bool ends = !to || strcmp(to, today) > 0;
        if (!copy || (ends && json_object_set_new(copy, "to", json_string(today)) != 0)
            || json_array_append(kept, copy) != 0) {
            json_decref(copy);
            return false;
        }
        json_decref(copy);
    }
    return true;
}

/* Keeps the sessions up to today that the new file lacks, but for those that no report
 * looks back to: with all there ever were a file would one day be too long to load. */
static bool keep_sessions(const json_t *sessions, json_t *kept,
                          const struct centre *new, int32_t today)
{
    size_t index;
    json_t *session;
    char first[DAY_SIZE], last[DAY_SIZE];
    day_write(week_monday(week_of(today) - SESSION_WEEKS_KEPT), first);
    day_write(today, last);
    json_array_foreach(sessions, index, session)
    {
        const char *day = document_string(session, "day");
        bool gone = !centre_session(new, document_string(session, "id"));
        if (gone && strcmp(first, day) <= 0 && strcmp(day, last) <= 0
            && json_array_append(kept, session) != 0)
            return false;
    }
    return true;
}

static bool keep_tracks(const json_t *tracks, json_t *kept, const struct centre *new)
{
    size_t index;
    json_t *track;
    json_array_foreach(tracks, index, track)
    {
        if (!centre_track_name(new, document_string(track, "id"))
            && json_array_append_new(kept, copy_named(track, new)) != 0)
            return false;
    }
    return true;
}

/* A list of the merged document, made when the new file has none. */
static json_t *list_of(json_t *document, const char *name)
{
    json_t *list = json_object_get(document, name);
    if (!list && json_object_set_new(document, name, json_array()) == 0)
        list = json_object_get(document, name);
    return list;
}

/* Keeps those of a list that the new file neither has nor cancels, of the days on which
 * a tablet may name them; as many as a file may have, no more. */
static bool keep_cancelled(const json_t *sessions, json_t *merged,
                           const struct centre *new, int32_t first, int32_t last)
{
    size_t index;
    json_t *session;
    char from[DAY_SIZE], to[DAY_SIZE];
    day_write(first, from);
    day_write(last, to);
    json_array_foreach(sessions, index, session)
    {
        const char *id = document_string(session, "id"),
                   *day = document_string(session, "day");
        if (strcmp(day, from) < 0 || strcmp(day, to) > 0 || centre_place(new, id)
            || centre_session(new, id) || centre_cancelled(new, id)
            || json_array_size(json_object_get(merged, "cancelled"))
                   >= CENTRE_SESSIONS_MOST)
            continue;
        if (json_array_append(list_of(merged, "cancelled"), session) != 0)
            return false;
    }
    return true;
}

json_t *centre_merge(const struct centre *old, const struct centre *new, int32_t today,
                     struct problems *problems, struct error *error)
{
    size_t before = problems->count;
    check_same(old, new, problems);
    if (problems->count > before)
        return NULL;
    char now[DAY_SIZE];
    day_write(today, now);
    json_t *merged = json_deep_copy(new->document);
    const json_t *was = old->document;
    if (merged
        && keep_places(json_object_get(was, "places"), list_of(merged, "places"), new,
                       now)
        && keep_sessions(json_object_get(was, "sessions"), list_of(merged, "sessions"),
                         new, today)
        && keep_cancelled(json_object_get(was, "sessions"), merged, new, today + 1,
                          today + DAYS_BELIEVED)
        && keep_cancelled(json_object_get(was, "cancelled"), merged, new,
                          today - DAYS_CANCELLED, today + DAYS_BELIEVED)
        && keep_tracks(json_object_get(was, "tracks"), list_of(merged, "tracks"), new))
        return merged;
    json_decref(merged);
    error_set(error, ERROR_SYSTEM, "cannot merge a centre: out of memory");
    return NULL;
}
