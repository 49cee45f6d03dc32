/* routes.c: see routes.h. */
#include "routes.h"

#include "pages.h"
#include "reports.h"
#include "tablet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

enum { PROVEN_MS = 10 * 1000 };

/* ---- outcomes ---- */

static const struct {
    unsigned status;
    unsigned retry_after;
    const char *name;     /* in /metrics */
    const char *sentence; /* NULL: the error itself says it */
    const char *word;     /* for a person on the plain page; NULL: the page again */
} answers[OUTCOMES] = {
    [KEPT] = {201, 0,   "kept",        NULL,                                             NULL                 },
    [SAME] = {200, 0,   "same",        NULL,                                             NULL                 },
    [OTHER] =
        {409, 0,   "other",
              "this key was used for another response: make a new key for each visitor", NULL                 },
    [FULL] = {503, 300, "full",
              "the inbox is full: run sortie-collector settle, then try again",          NULL                 },
    [UNREADABLE] = {400, 0,   "unreadable",  NULL,                                             "plain.error.method" },
    [TOO_LARGE] = {413, 0,   "too_large",   "the response is over 16 KiB: shorten its text",
              "plain.error.method"                                                                            },
    [WRONG_TYPE] = {415, 0,   "wrong_type",  NULL,                                             "plain.error.method" },
    [BREAKS_FORM] = {422, 0,   "breaks_form",
              "the response breaks its form: see problems",                              NULL                 },
    [NO_POINT] = {404, 0,   "no_point",
              "there is no such point: ask the centre for the tablet's address",         "plain.error.point"  },
    [GONE] = {410, 0,   "gone",
              "this point was withdrawn: ask the centre for a new address",              "plain.error.revoked"},
    [TOO_OLD] = {410, 0,   "too_old",
              "this response is over 8 weeks old, so it may have been counted: give "
                 "it to the centre's staff",                                             "plain.error.method" },
    [TOO_FAST] = {429, 60,  "too_fast",
              "too many responses from this point: try again in a minute",               NULL                 },
    [UNABLE] = {503, 5,   "unable",
              "the server cannot write now: try again in a few seconds",                 NULL                 },
};

static json_t *problems_of(const struct problems *problems)
{
    json_t *list = json_array();
    for (size_t i = 0; i < problems->count; i++)
        document_append(&list, json_pack("{s:s, s:s}", "at", problems->entries[i].at,
                                         "why", problems->entries[i].why));
    return list;
}

static void add_document(struct reply *reply, json_t *document)
{
    char *bytes = document_bytes(document, JSON_ENSURE_ASCII);
    reply->type = "application/json";
    if (bytes)
        text_add(&reply->body, bytes);
    else
        reply_error(reply, 503, answers[UNABLE].sentence);
    text_add(&reply->body, "\n");
    free(bytes);
    json_decref(document);
}

static void reply_json(struct reply *reply, enum outcome outcome,
                       const struct submission *submission, const struct error *error)
{
    const char *sentence =
        answers[outcome].sentence ? answers[outcome].sentence : error->text;
    if (outcome == KEPT || outcome == SAME) {
        reply->type = "application/json";
        text_add(&reply->body, "{\"kept\": \"");
        text_add(&reply->body, document_string(submission->document, "key"));
        text_add(&reply->body, "\"}\n");
    } else if (outcome == BREAKS_FORM) {
        add_document(reply, json_pack("{s:s, s:o}", "error", sentence, "problems",
                                      problems_of(&submission->problems)));
    } else {
        add_document(reply, json_pack("{s:s}", "error", sentence));
    }
}

static void reply_page(struct reply *reply, enum outcome outcome,
                       const struct visit *visit, const struct submission *submission)
{
    bool counted = outcome == SAME || outcome == OTHER;
    if (outcome == KEPT || counted) {
        snprintf(reply->location, sizeof reply->location, "/p/%.64s/plain/%s?lang=%s",
                 visit->token, counted ? "counted" : "thanks",
                 visit->language->words.language);
        reply->type = "text/plain";
        reply->page = true;
    } else if (answers[outcome].word) {
        pages_error(visit->language, &visit->collector->templates,
                    answers[outcome].status, answers[outcome].word, reply);
    } else {
        pages_plain(visit, answers[outcome].status, submission, reply);
    }
}

static void reply_outcome(struct reply *reply, enum outcome outcome,
                          const struct visit *visit,
                          const struct submission *submission,
                          const struct error *error)
{
    bool page = submission->form_encoded;
    bool moved = page && (outcome == KEPT || outcome == SAME || outcome == OTHER);
    if (page)
        reply_page(reply, outcome, visit, submission);
    else
        reply_json(reply, outcome, submission, error);
    reply->status = moved ? 303 : answers[outcome].status;
    reply->retry_after = answers[outcome].retry_after;
}

/* ---- a response ---- */

static enum outcome receive(struct collector *collector, const struct visit *visit,
                            const struct submission *submission,
                            const struct arrival *arrival, struct error *error)
{
    struct received received = {.document = submission->canonical,
                                .place =
                                    visit->point->place ? visit->point->place->id : "",
                                .mode = arrival->mode,
                                .arrived = arrival->today,
                                .day = submission->response.day};
    enum outcome outcome = UNABLE;
    memcpy(received.key, submission->response.key, KEY_SIZE);
    if (!store_receive(collector->store, &received, &outcome, error))
        return UNABLE;
    if (outcome == KEPT)
        collector->last_kept = collector->clock;
    return outcome;
}

/* A point asks one questionnaire, in any of its versions. */
static bool fits_point(const struct visit *visit, struct submission *submission)
{
    if (strcmp(submission->response.form->id, visit->point->form) == 0)
        return true;
    problems_add(&submission->problems, "/form", "this point asks the form '%s'",
                 visit->point->form);
    return false;
}

static enum outcome judge(struct collector *collector, const struct visit *visit,
                          struct submission *submission, struct error *error)
{
    const struct centre *centre = store_centre(collector->store);
    struct arrival arrival = {.centre = centre,
                              .place = visit->point->place,
                              .mode = visit->point->mode,
                              .today = collector->now.day};
    enum outcome outcome = submission_read(
        visit->request, store_forms(collector->store), &arrival, submission, error);
    if (outcome != KEPT)
        return outcome;
    if (!fits_point(visit, submission))
        return BREAKS_FORM;
    struct bucket *bucket = buckets_find(&collector->buckets, visit->point->id,
                                         &centre->settings, collector->clock);
    if (!bucket_has(bucket))
        return TOO_FAST;
    outcome = receive(collector, visit, submission, &arrival, error);
    if (outcome == KEPT)
        bucket_take(bucket);
    return outcome;
}

static void post_response(struct visit *visit, struct reply *reply)
{
    struct collector *collector = visit->collector;
    struct submission submission = {0};
    struct error error = {0};
    enum outcome outcome = judge(collector, visit, &submission, &error);
    collector->metrics.counted.outcomes[outcome]++;
    reply_outcome(reply, outcome, visit, &submission, &error);
    submission_release(&submission);
}

/* ---- a point's pages ---- */

static void see_other(struct reply *reply, const char *token, const char *page)
{
    reply->status = 303;
    reply->type = "text/plain";
    reply->page = true;
    snprintf(reply->location, sizeof reply->location, "/p/%.64s/%s", token, page);
}

static void get_point(struct visit *visit, struct reply *reply)
{
    if (visit->request->plain)
        see_other(reply, visit->token, "plain");
    else
        pages_kiosk(visit, reply);
}

static void get_form(struct visit *visit, struct reply *reply)
{
    store_note_contact(visit->collector->store, visit->point,
                       visit->collector->now.day);
    tablet_form(visit, reply);
}

static void get_plain(struct visit *visit, struct reply *reply)
{
    pages_plain(visit, 200, NULL, reply);
}

static void get_thanks(struct visit *visit, struct reply *reply)
{
    pages_thanks(visit, false, reply);
}

static void get_counted(struct visit *visit, struct reply *reply)
{
    pages_thanks(visit, true, reply);
}

/* ---- the rest ---- */

static bool give_asset(const struct visit *visit, const char *name, struct reply *reply)
{
    const struct asset *asset = assets_find(&visit->collector->assets, name);
    if (asset)
        assets_reply(asset, visit->request, reply);
    else
        reply_error(reply, 404, "there is no such file: open the tablet's page again");
    return asset;
}

static void get_static(struct visit *visit, struct reply *reply)
{
    give_asset(visit, visit->token, reply);
}

/* The service worker of a tablet: at the root, so that it may serve the pages of
 * points. */
static void get_worker(struct visit *visit, struct reply *reply)
{
    if (give_asset(visit, "worker.js", reply))
        reply->cache = "no-cache";
}

void routes_note_lock(struct collector *collector, const struct error *error)
{
    if (error->kind != ERROR_BUSY)
        collector->locked_since = 0;
    else if (!collector->locked_since)
        collector->locked_since = collector->clock;
}

void routes_try_to_write(struct collector *collector)
{
    struct error error = {0};
    collector->tried_at = collector->clock;
    if (store_can_write(collector->store, &error)) {
        collector->wrote_at = collector->clock;
        collector->failing = false;
    }
    routes_note_lock(collector, &error);
    if (error.kind == ERROR_BUSY && !collector->failing) /* somebody else can */
        error = (struct error){0};
    collector->unable = error;
}

/* A write of the last seconds is proof enough, and so is a try that failed: nobody
 * makes the disk busy by asking. `unable` says why it cannot. */
static bool can_write(struct collector *collector)
{
    if (!collector->failing && collector->clock - collector->wrote_at < PROVEN_MS)
        return true;
    if (!collector->writing
        && (collector->unable.kind == ERROR_NONE
            || collector->clock - collector->tried_at >= PROVEN_MS))
        routes_try_to_write(collector);
    return collector->unable.kind == ERROR_NONE;
}

static void get_health(struct visit *visit, struct reply *reply)
{
    reply->status = 200;
    reply->type = "text/plain; charset=utf-8";
    if (can_write(visit->collector))
        text_add(&reply->body, "ok\n");
    else
        reply_error(reply, 503, visit->collector->unable.text);
}

static int64_t free_bytes(const char *path)
{
    struct statvfs disk;
    return statvfs(path, &disk) == 0 ? (int64_t)(disk.f_bavail * disk.f_frsize) : -1;
}

static void get_metrics(struct visit *visit, struct reply *reply)
{
    struct collector *collector = visit->collector;
    const char *names[OUTCOMES];
    if (!visit->request->local) {
        reply_error(
            reply, 403,
            "metrics are given to this machine only: ask http://localhost there");
        return;
    }
    for (int i = 0; i < OUTCOMES; i++)
        names[i] = answers[i].name;
    metrics_refresh(&collector->metrics,
                    store_centre(collector->store)->settings.smallest_group,
                    collector->clock);
    reply->status = 200;
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(&collector->metrics, names, free_bytes(collector->path),
                  !collector->failing, &reply->body);
}

static void get_audio(struct visit *visit, struct reply *reply)
{
    audio_answer(&visit->collector->audio, visit->request, reply);
}

static void get_reports(struct visit *visit, struct reply *reply)
{
    if (!signin_admits(visit, reply))
        return;
    reports_answer(visit->collector->reports, visit->request, reply);
    if (*store_passphrase(visit->collector->store))
        reply->cache = NULL; /* nothing is left in the browser of who signs out */
}

/* ---- the table ---- */

typedef void handler(struct visit *visit, struct reply *reply);

/* {token} is one segment; {rest} is what is left, slashes and all. */
static const struct route {
    const char *method, *path;
    handler *answer;
    bool point; /* the token must open a point */
} routes[] = {
    {"GET",  "/p/{token}",               get_point,     true },
    {"GET",  "/p/{token}/form",          get_form,      true },
    {"GET",  "/p/{token}/plain",         get_plain,     true },
    {"GET",  "/p/{token}/plain/thanks",  get_thanks,    true },
    {"GET",  "/p/{token}/plain/counted", get_counted,   true },
    {"POST", "/p/{token}/responses",     post_response, true },
    {"GET",  "/static/{token}",          get_static,    false},
    {"GET",  "/worker.js",               get_worker,    false},
    {"GET",  "/audio{rest}",             get_audio,     false},
    {"GET",  "/reports{rest}",           get_reports,   false},
    {"GET",  "/sign-in",                 signin_get,    false},
    {"POST", "/sign-in",                 signin_post,   false},
    {"POST", "/sign-out",                signin_out,    false},
    {"GET",  "/healthz",                 get_health,    false},
    {"GET",  "/metrics",                 get_metrics,   false},
};

/* Does a path fit a pattern? Copies its {token}. */
static bool fits(const char *pattern, const char *path, char token[static 65])
{
    *token = '\0';
    for (; *pattern; pattern++) {
        if (*pattern != '{') {
            if (*pattern != *path++)
                return false;
            continue;
        }
        if (strcmp(pattern, "{rest}") == 0)
            return *path == '\0' || *path == '/';
        size_t length = strcspn(path, "/");
        if (length == 0 || length > 64)
            return false;
        memcpy(token, path, length);
        token[length] = '\0';
        path += length;
        pattern = strchr(pattern, '}');
    }
    return *path == '\0';
}

/* The route of a request; NULL with `*known` when only the method is wrong. */
static const struct route *find(const struct request *request, char token[static 65],
                                bool *known)
{
    *known = false;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!fits(routes[i].path, request->path, token))
            continue;
        *known = true;
        if (strcmp(routes[i].method, request->method) == 0)
            return &routes[i];
    }
    return NULL;
}

static void refuse_point(const struct visit *visit, enum outcome outcome,
                         struct reply *reply)
{
    visit->collector->metrics.counted.outcomes[outcome]++;
    if (strcmp(visit->request->method, "GET") == 0
        && !strstr(visit->request->path, "/form"))
        pages_error(visit->language, &visit->collector->templates,
                    answers[outcome].status, answers[outcome].word, reply);
    else
        reply_error(reply, answers[outcome].status, answers[outcome].sentence);
}

void routes_answer(struct collector *collector, const struct request *request,
                   struct reply *reply)
{
    char token[65];
    bool known = false;
    const struct route *route = find(request, token, &known);
    struct visit visit = {.collector = collector, .request = request, .token = token};
    if (!route) {
        reply_error(
            reply, known ? 405 : 404,
            known ? "this address does not take this method: read it with GET, send a "
                    "response with POST"
                  : "there is no such page: open the address that point link printed");
        return;
    }
    enum outcome outcome =
        route->point ? visit_begin(&visit, collector, request, token) : KEPT;
    if (outcome == KEPT)
        route->answer(&visit, reply);
    else
        refuse_point(&visit, outcome, reply);
}

bool routes_needs_store(const struct request *request)
{
    char token[65];
    bool known = false;
    const struct route *route = find(request, token, &known);
    return route && route->point;
}

void routes_unable(struct collector *collector, const struct request *request,
                   struct reply *reply)
{
    char token[65];
    bool known = false;
    struct visit visit = {0};
    struct submission submission = {0};
    struct error error = {0};
    text_clear(&reply->body);
    *reply->location = '\0';
    collector->metrics.counted.outcomes[UNABLE]++;
    find(request, token, &known);
    if (visit_begin(&visit, collector, request, token) == KEPT) {
        struct arrival arrival = {.centre = store_centre(collector->store),
                                  .place = visit.point->place,
                                  .mode = visit.point->mode,
                                  .today = collector->now.day};
        submission_read(request, store_forms(collector->store), &arrival, &submission,
                        &error);
        problems_release(&submission.problems);
        reply_outcome(reply, UNABLE, &visit, &submission, &error);
        submission_release(&submission);
    } else {
        reply_error(reply, 503, answers[UNABLE].sentence);
    }
}
