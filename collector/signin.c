/* signin.c: see signin.h. */
#include "signin.h"

#include "host.h"
#include "pages.h"
#include "passphrase.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const struct language *language_of(const struct collector *collector,
                                          const struct request *request)
{
    const struct templates *templates = &collector->templates;
    const struct language *asked = templates_language(templates, request->lang);
    return asked ? asked : templates->languages;
}

/* ---- pages ---- */

static void add_languages(const struct collector *collector,
                          const struct language *current, struct text *out)
{
    const struct templates *templates = &collector->templates;
    for (size_t i = 0; i < templates->language_count; i++)
        pages_add_language(templates, current, &templates->languages[i], "sign-in",
                           out);
}

/* What was wrong, in one sentence, by the key of its word. */
static void add_problem(const struct collector *collector,
                        const struct language *language, const char *problem,
                        struct text *out)
{
    const char *sentence = words_get(&language->words, problem);
    text_add_page(out,
                  templates_page(&collector->templates, language, "plain-problem.html"),
                  (const struct filling[]){
                      {"target",   "passphrase"},
                      {"sentence", sentence    },
                      {NULL,       NULL        }
    });
}

/* The page with `door` in it: the way in, with a problem or NULL, or the way out. */
static void reply_page(const struct collector *collector, const struct request *request,
                       const char *door, unsigned status, const char *problem,
                       struct reply *reply)
{
    const struct templates *templates = &collector->templates;
    const struct language *language = language_of(collector, request);
    const char *lang = language->words.language,
               *dir = words_get(&language->words, "direction"),
               *centre = document_text(store_centre(collector->store)->name, lang);
    OWNED(text_release) struct text languages = {.whole = &reply->body};
    OWNED(text_release) struct text sentence = {.whole = &reply->body};
    OWNED(text_release) struct text inside = {.whole = &reply->body};
    add_languages(collector, language, &languages);
    if (problem)
        add_problem(collector, language, problem, &sentence);
    const char *listed = text_string(&languages), *said = text_string(&sentence);
    text_add_page(&inside, templates_page(templates, language, door),
                  (const struct filling[]){
                      {"lang",    lang},
                      {"problem", said},
                      {NULL,      NULL}
    });
    const char *filled = text_string(&inside);
    text_add_page(&reply->body, templates_page(templates, language, "sign.html"),
                  (const struct filling[]){
                      {"lang",      lang  },
                      {"dir",       dir   },
                      {"centre",    centre},
                      {"languages", listed},
                      {"door",      filled},
                      {NULL,        NULL  }
    });
    reply->status = status;
    reply->type = "text/html; charset=utf-8";
    reply->page = reply->form = true;
}

static void reply_form(const struct collector *collector, const struct request *request,
                       unsigned status, const char *problem, struct reply *reply)
{
    reply_page(collector, request, "sign-in.html", status, problem, reply);
}

static void reply_refusal(const struct collector *collector,
                          const struct request *request, unsigned status,
                          const char *word, struct reply *reply)
{
    pages_error(language_of(collector, request), &collector->templates, status, word,
                reply);
}

static void see_other(struct reply *reply, const char *location)
{
    reply->status = 303;
    reply->type = "text/plain";
    reply->page = true;
    snprintf(reply->location, sizeof reply->location, "%s", location);
}

/* The browser forgets the cookie when it is closed; no script reads it, and no other
 * site sends it. An empty id takes it away. */
static void set_cookie(const struct request *request, const char *id,
                       struct reply *reply)
{
    snprintf(reply->cookie, sizeof reply->cookie,
             "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
             http_cookie(request->secure), id, request->secure ? "; Secure" : "",
             *id ? "" : "; Max-Age=0");
}

/* ---- who may ---- */

/* Another passphrase ends every session, and a check against the one before. */
static void follow_passphrase(struct collector *collector)
{
    struct signin *signin = &collector->signin;
    const char *hash = store_passphrase(collector->store);
    if (strcmp(signin->hash, hash) == 0)
        return;
    snprintf(signin->hash, sizeof signin->hash, "%s", hash);
    sessions_end_all(&signin->sessions);
    verifier_stop(&signin->verifier);
    signin->checked = NULL;
}

static bool is_signed_in(struct collector *collector, const struct request *request)
{
    follow_passphrase(collector);
    return request->session
           && sessions_use(&collector->signin.sessions, request->session,
                           collector->clock);
}

/* Is there a door, and is it safe to speak here? On the wire a passphrase, or the
 * cookie, could be read by anybody on the centre's network. */
static bool may_enter(struct collector *collector, const struct request *request,
                      struct reply *reply)
{
    follow_passphrase(collector);
    bool safe = request->local || request->secure;
    if (safe && *collector->signin.hash)
        return true;
    reply_refusal(collector, request, safe ? 404 : 403,
                  safe ? "sign.none" : "sign.network", reply);
    return false;
}

/* A page of another site must not sign anybody in or out. */
static bool is_ours(const struct collector *collector, const struct request *request,
                    struct reply *reply)
{
    if (host_is_origin(request->host, request->origin, request->secure))
        return true;
    reply_refusal(collector, request, 403, "plain.error.method", reply);
    return false;
}

/* A page leads to the door; what a page is made of, or a program asks for, does not. */
static void show_door(const struct request *request, struct reply *reply)
{
    size_t length = strlen(request->path);
    const char *last = strrchr(request->path, '/');
    bool page = !strchr(last, '.')
                || (length > 5 && strcmp(request->path + length - 5, ".html") == 0);
    if (page)
        see_other(reply, "/sign-in");
    else
        reply_error(reply, 403, "reports are for managers: open /sign-in first");
}

bool signin_admits(struct visit *visit, struct reply *reply)
{
    const struct request *request = visit->request;
    struct collector *collector = visit->collector;
    bool entered = is_signed_in(collector, request);
    if (!*collector->signin.hash && request->local)
        return true;
    if (!request->local && !request->secure)
        reply_error(reply, 403,
                    "reports are shown on the server itself only: open "
                    "http://localhost there");
    else if (!*collector->signin.hash)
        reply_error(reply, 403,
                    "reports are shown on the server itself only, until "
                    "sortie-collector passphrase sets what managers sign in with");
    else if (!entered)
        show_door(request, reply);
    else
        return true;
    return false;
}

/* ---- in and out ---- */

void signin_get(struct visit *visit, struct reply *reply)
{
    struct collector *collector = visit->collector;
    if (!may_enter(collector, visit->request, reply))
        return;
    bool entered = is_signed_in(collector, visit->request);
    reply_page(collector, visit->request, entered ? "sign-out.html" : "sign-in.html",
               200, NULL, reply);
}

void signin_post(struct visit *visit, struct reply *reply)
{
    struct collector *collector = visit->collector;
    size_t most = visit->request->local ? SIGNIN_LOCAL_MOST : SIGNIN_HELD_MOST;
    if (!may_enter(collector, visit->request, reply)
        || !is_ours(collector, visit->request, reply))
        return;
    if (collector->signin.held >= most) {
        reply_form(collector, visit->request, 503, "sign.busy", reply);
        reply->retry_after = 60;
        return;
    }
    collector->signin.held++;
    reply->later = true;
}

void signin_out(struct visit *visit, struct reply *reply)
{
    struct collector *collector = visit->collector;
    const struct request *request = visit->request;
    if (!is_ours(collector, request, reply))
        return;
    if (request->session)
        sessions_end(&collector->signin.sessions, request->session);
    set_cookie(request, "", reply);
    char location[32];
    snprintf(location, sizeof location, "/sign-in?lang=%s",
             language_of(collector, request)->words.language);
    see_other(reply, location);
}

/* ---- checking ---- */

/* The field `passphrase` of a posted form; false when there is none that fits. */
static bool read_passphrase(const struct request *request,
                            char passphrase[static BODY_MOST + 1])
{
    static const char field[] = "passphrase=";
    size_t length = strcspn(request->body, "&");
    if (strncmp(request->body, field, sizeof field - 1) != 0)
        return false;
    snprintf(passphrase, BODY_MOST + 1, "%.*s", (int)(length - sizeof field + 1),
             request->body + sizeof field - 1);
    return submission_decode(passphrase);
}

/* Whoever sits at the server comes first: an attack from the network cannot keep the
 * centre's own managers out. */
static struct exchange *choose(struct collector *collector)
{
    struct exchange *held = http_held(collector->http);
    for (struct exchange *each = held; each; each = each->next)
        if (each->request.local)
            return each;
    return held;
}

/* NULL in `checked` when the passphrase cannot even be read. */
static enum verdict begin_check(struct collector *collector, struct exchange *exchange)
{
    struct signin *signin = &collector->signin;
    struct error error = {0};
    char passphrase[BODY_MOST + 1];
    enum verdict verdict = VERDICT_WRONG;
    if (read_passphrase(&exchange->request, passphrase)
        && passphrase_check(passphrase, &error))
        verdict = verifier_start(&signin->verifier, signin->hash, passphrase,
                                 collector->clock)
                      ? VERDICT_PENDING
                      : VERDICT_NONE;
    sodium_memzero(passphrase, sizeof passphrase);
    signin->checked = exchange;
    return verdict;
}

static void let_in(struct collector *collector, const struct request *request,
                   struct reply *reply)
{
    struct sessions *sessions = &collector->signin.sessions;
    char id[SESSION_ID_SIZE];
    if (request->session)
        sessions_end(sessions, request->session);
    sessions_open(sessions, collector->clock, id);
    set_cookie(request, id, reply);
    see_other(reply, "/reports/");
}

static void answer(struct collector *collector, struct exchange *exchange,
                   enum verdict verdict)
{
    const struct request *request = &exchange->request;
    struct reply *reply = &exchange->reply;
    switch (verdict) {
    case VERDICT_PENDING:
        return;
    case VERDICT_RIGHT:
        let_in(collector, request, reply);
        break;
    case VERDICT_WRONG:
        reply_form(collector, request, 403, "sign.wrong", reply);
        break;
    case VERDICT_NONE:
        reply_form(collector, request, 503, "sign.busy", reply);
        reply->retry_after = 60;
        break;
    }
    exchange->answered = true;
    collector->signin.checked = NULL;
    collector->signin.held--;
}

/* The passphrase was taken away while some waited: there is no door any more. */
static void answer_all(struct collector *collector, unsigned status, const char *word)
{
    for (struct exchange *held = http_held(collector->http); held; held = held->next) {
        reply_refusal(collector, &held->request, status, word, &held->reply);
        held->answered = true;
    }
    collector->signin.held = 0;
    collector->signin.checked = NULL;
    http_resume(collector->http);
}

/* The exchange that the child has, as one that may be answered. */
static struct exchange *checked(const struct collector *collector)
{
    struct exchange *held = http_held(collector->http);
    while (held && held != collector->signin.checked)
        held = held->next;
    return held;
}

void signin_turn(struct collector *collector)
{
    struct signin *signin = &collector->signin;
    if (!http_held(collector->http))
        return;
    follow_passphrase(collector);
    if (!*signin->hash) {
        answer_all(collector, 404, "sign.none");
        return;
    }
    struct exchange *exchange = checked(collector);
    enum verdict verdict = VERDICT_PENDING;
    if (exchange)
        verdict = verifier_ask(&signin->verifier, collector->clock);
    else if (verifier_is_due(&signin->verifier, collector->clock)
             && (exchange = choose(collector)))
        verdict = begin_check(collector, exchange);
    if (exchange)
        answer(collector, exchange, verdict);
    http_resume(collector->http);
}

bool signin_is_busy(const struct collector *collector)
{
    return http_held(collector->http);
}

void signin_stop(struct collector *collector)
{
    verifier_stop(&collector->signin.verifier);
    answer_all(collector, 503, "sign.busy");
}
