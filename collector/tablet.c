/* tablet.c: see tablet.h. jansson's "o" steals references and json_pack fails as a
 * whole, so one NULL anywhere (memory ran out) makes the whole document NULL. Not so
 * where a string is optional: "s*" leaves out what there was no memory for. */
#include "tablet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A member that may be none. */
static void put_text(json_t **object, const char *name, const char *text)
{
    if (text)
        document_put(object, name, json_string(text));
}

/* ---- the form, cut down to one language ---- */

static bool cut_text(json_t *object, const char *member, const char *language)
{
    const json_t *map = json_object_get(object, member);
    return !map
           || json_object_set_new(
                  object, member,
                  json_pack("{s:s}", language, document_text(map, language)))
                  == 0;
}

static bool cut_question(json_t *question, const char *language)
{
    size_t index;
    json_t *option;
    bool fine =
        cut_text(question, "text", language) && cut_text(question, "hint", language);
    json_array_foreach(json_object_get(question, "options"), index, option)
    {
        fine = fine && cut_text(option, "text", language);
    }
    return fine;
}

static json_t *questions_of(const struct visit *visit, const char *language)
{
    const struct form *form = visit->form;
    const json_t *all = json_object_get(form->document, "questions");
    json_t *kept = json_array();
    bool fine = kept != NULL;
    for (size_t i = 0; i < form->question_count && fine; i++) {
        if (!visit_asks(visit, form, &form->questions[i]))
            continue;
        json_t *copy = document_copy(json_array_get(all, i));
        fine =
            copy && cut_question(copy, language) && json_array_append(kept, copy) == 0;
        json_decref(copy);
    }
    if (fine)
        return kept;
    json_decref(kept);
    return NULL;
}

static json_t *form_of(const struct visit *visit, const char *language)
{
    const struct form *form = visit->form;
    return json_pack("{s:s, s:s, s:[s], s:{s:s}, s:o}", "sortie", "form/1", "id",
                     form->id, "languages", language, "title", language,
                     document_text(form->title, language), "questions",
                     questions_of(visit, language));
}

/* ---- words and languages ---- */

static json_t *words_of(const struct language *language)
{
    static const char prefix[] = "kiosk.";
    json_t *words = json_object();
    const char *key;
    json_t *text;
    json_object_foreach(language->words.document, key, text)
    {
        if (strncmp(key, prefix, sizeof prefix - 1) == 0)
            document_put(&words, key + sizeof prefix - 1, json_incref(text));
        else if (strcmp(key, "name") == 0 || strcmp(key, "direction") == 0)
            document_put(&words, key, json_incref(text));
    }
    return words;
}

static json_t *languages_of(const struct visit *visit)
{
    const struct templates *templates = &visit->collector->templates;
    json_t *list = json_array();
    for (size_t i = 0; i < templates->language_count; i++) {
        const struct words *words = &templates->languages[i].words;
        if (visit_speaks(visit, words->language))
            document_append(&list,
                            json_pack("{s:s, s:s, s:s}", "code", words->language,
                                      "name", words_get(words, "name"), "direction",
                                      words_get(words, "direction")));
    }
    return list;
}

/* ---- places and sessions ---- */

static json_t *day_text(int32_t day)
{
    char text[DAY_SIZE];
    day_write(day, text);
    return json_string(text);
}

static json_t *place_of(const struct centre *centre, const struct place *place,
                        const char *language)
{
    json_t *object =
        json_pack("{s:s, s:s, s:s}", "id", place->id, "kind", kind_name(place->kind),
                  "name", document_text(place->name, language));
    const json_t *track = centre_track_name(centre, place->track);
    put_text(&object, "icon", place->icon);
    if (track)
        document_put(&object, "track", json_string(document_text(track, language)));
    if (place->from != DAY_NONE)
        document_put(&object, "from", day_text(place->from));
    if (place->to != DAY_NONE)
        document_put(&object, "to", day_text(place->to));
    return object;
}

static json_t *places_of(const struct visit *visit, const char *language)
{
    const struct centre *centre = store_centre(visit->collector->store);
    int32_t today = visit->collector->now.day;
    json_t *list = json_array();
    for (size_t i = 0; i < centre->place_count && !visit->point->place; i++)
        if (visit_offers_place(&centre->places[i], today, today + DAYS_BELIEVED))
            document_append(&list, place_of(centre, &centre->places[i], language));
    return list;
}

static json_t *session_of(const struct session *session)
{
    json_t *object = json_pack("{s:s, s:s, s:o}", "id", session->id, "place",
                               session->place->id, "day", day_text(session->day));
    put_text(&object, "at", session->at);
    return object;
}

static json_t *sessions_of(const struct visit *visit)
{
    const struct centre *centre = store_centre(visit->collector->store);
    int32_t today = visit->collector->now.day;
    json_t *list = json_array();
    for (size_t i = 0; i < centre->session_count && !visit->point->place; i++) {
        const struct session *session = &centre->sessions[i];
        if (visit_offers_session(session, today, today + DAYS_BELIEVED))
            document_append(&list, session_of(session));
    }
    return list;
}

/* ---- changes ---- */

/* What was changed at a sensitive place tells who goes there: it is read there only. */
static bool shows_change(const struct visit *visit, const struct change *change)
{
    return !change->place->sensitive || change->place == visit->point->place;
}

/* The language in which a text is shown: the one that was asked for, else the centre's
 * first, else any. */
static const char *language_in(const json_t *map, const char *asked, const char *first)
{
    if (json_object_get(map, asked))
        return asked;
    if (json_object_get(map, first))
        return first;
    return json_object_iter_key(json_object_iter((json_t *)(uintptr_t)map));
}

static json_t *change_of(const struct change *change, const char *asked,
                         const char *first)
{
    bool said = json_object_size(change->said) > 0;
    const char *said_in = said ? language_in(change->said, asked, first) : NULL,
               *did_in = language_in(change->did, asked, first);
    json_t *object = json_pack("{s:o, s:s}", "day", day_text(change->day), "did",
                               document_text(change->did, did_in));
    put_text(&object, "said", said ? document_text(change->said, said_in) : NULL);
    put_text(&object, "said_lang", said_in);
    put_text(&object, "did_lang", did_in);
    return object;
}

/* The latest ones, the newest first. */
static json_t *changes_of(const struct visit *visit, const char *language)
{
    const struct store *store = visit->collector->store;
    const struct centre *centre = store_centre(store);
    size_t count, most = (size_t)centre->settings.changes_shown;
    const struct change *changes = store_changes(store, &count);
    json_t *list = json_array();
    while (list && count-- > 0 && json_array_size(list) < most)
        if (shows_change(visit, &changes[count]))
            document_append(&list,
                            change_of(&changes[count], language, centre->languages[0]));
    return list;
}

/* ---- settings ---- */

static json_t *settings_of(const struct visit *visit, const char *language)
{
    const struct centre *centre = store_centre(visit->collector->store);
    const struct point *point = visit->point;
    bool pin = *point->pin && point_has_tablet(point);
    json_t *settings = json_pack(
        "{s:s, s:s?, s:s, s:b}", "mode", mode_name(point->mode), "place",
        point->place ? point->place->id : NULL, "centre",
        document_text(centre->name, language), "simulated", centre->simulated);
    put_text(&settings, "pin", pin ? point->pin : NULL);
    return settings;
}

/* ---- the reply ---- */

static json_t *document_of(const struct visit *visit)
{
    const char *language = visit->language->words.language;
    const struct templates *templates = &visit->collector->templates;
    json_t *changes = changes_of(visit, language);
    bool none = changes && json_array_size(changes) == 0;
    json_t *document = json_pack(
        "{s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s}", "version",
        visit->form->version, "form", form_of(visit, language), "words",
        words_of(visit->language), "languages", languages_of(visit), "default",
        templates->languages[0].words.language, "places", places_of(visit, language),
        "sessions", sessions_of(visit), "settings", settings_of(visit, language), "day",
        day_text(visit->collector->now.day), "page", templates->page);
    if (none)
        json_decref(changes);
    else
        document_put(&document, "changes", changes);
    return document;
}

/* Made anew for this visit; NULL when memory has run out. */
static const struct ready_form *make_ready(const struct visit *visit)
{
    OWNED(text_release) struct text text = {0};
    json_t *document = document_of(visit);
    char *bytes = document_canonical(document);
    bool made = bytes != NULL;
    text_add(&text, made ? bytes : "");
    free(bytes);
    json_decref(document);
    if (!made || text.cut)
        return NULL;
    return ready_keep(&visit->collector->ready, visit->point->id,
                      visit->language->words.language, &text);
}

/* A copy: what is ready may be forgotten before the reply has gone. */
static void copy(const struct ready_form *form, bool gzip, struct reply *reply)
{
    const struct text *text =
        gzip && form->gzipped.length > 0 ? &form->gzipped : &form->bytes;
    text_add_bytes(&reply->body, text->bytes, text->length);
    reply->encoding = text == &form->gzipped ? "gzip" : NULL;
}

void tablet_form(const struct visit *visit, struct reply *reply)
{
    struct ready *ready = &visit->collector->ready;
    ready_turn(ready, visit->collector->now.day);
    const struct ready_form *form =
        ready_find(ready, visit->point->id, visit->language->words.language);
    if (!form)
        form = make_ready(visit);
    if (!form) {
        reply_error(reply, 503, "the server is out of memory: try again in a minute");
        return;
    }
    reply->status = 200;
    reply->type = "application/json";
    reply->cache = "no-cache";
    snprintf(reply->etag, sizeof reply->etag, "%s", form->etag);
    if (strcmp(reply->etag, visit->request->none_match) == 0)
        reply->status = 304;
    else
        copy(form, visit->request->gzip, reply);
}
