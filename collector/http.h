/* http.h: one whole request in, one reply out; the only file that knows libmicrohttpd.
 *
 *     http_listen("127.0.0.1", 8080, &listener, &error);
 *     http_open(&http, listener, &tls, answer, soon, context, &error);
 *     for (;;) {
 *         http_turn(http, wake, 1000);             whatever is ready, or after 1 s
 *         for (exchange = http_waiting(http); exchange; exchange = exchange->next) ...
 *         http_resume(http);                       sends what was answered
 *     }
 *     http_quiesce(http); ... http_close(http);
 *
 * A GET is answered at once, by `answer`. A POST whose body is whole waits in the list
 * until the loop has filled its reply and set `answered`, so that many can share one
 * commit; between two turns whoever breaks off leaves it. One that is not answered
 * `soon` is suspended, and its reply may say `later`: that takes its exchange out of
 * the list, to be held, while visitors are served, until the loop answers it. A
 * connection has 10 s for the head of a request and 10 s for the rest, the reply
 * included; when nearly all places are taken the oldest goes sooner (links.h).
 * Ambiguous framing is refused here. */
#ifndef SORTIE_HTTP_H
#define SORTIE_HTTP_H

#include "sortie/text.h"
#include "tls.h"
#include <stdint.h>

enum { BODY_MOST = 16 * 1024 };

struct request {
    const char *method;  /* GET, POST; HEAD arrives as GET */
    const char *path;    /* as sent: nothing is decoded */
    const char *lang;    /* ?lang=, or NULL */
    const char *version; /* ?v=, or NULL */
    const char *type;    /* Content-Type, or "" */
    const char *none_match;
    const char *host, *origin; /* as sent, or "" */
    const char *session;       /* the cookie's value, or NULL */
    bool plain;                /* ?plain */
    bool gzip;                 /* accepted */
    bool secure;               /* came by https */
    bool local; /* the peer is this machine, and calls it localhost, 127.x or [::1] */
    const char *body; /* ends in NUL */
    size_t length;
};

/* Zeroed, then filled. `body` is the reply's own; `bytes` are somebody's who outlives
 * it. */
struct reply {
    unsigned status;
    const char *type;
    struct text body;
    const char *bytes;
    size_t length;
    const char *encoding; /* of bytes, or NULL; a body is compressed on its way out */
    const char *cache;    /* Cache-Control; NULL: no-store */
    bool page;            /* for people: with what its styles and scripts need */
    bool form;            /* a page whose form tells us its origin */
    bool later;           /* of a POST: filled when the loop knows the answer */
    char location[256];
    char cookie[160]; /* Set-Cookie */
    char etag[80];
    char preload[320];    /* Link: what the page asks for next */
    unsigned retry_after; /* seconds, or 0 */
};

struct exchange {
    struct request request;
    struct reply reply;
    bool answered;
    bool soon;     /* what http_soon said of it */
    int64_t since; /* monotonic ms: when it began to wait */
    struct exchange *next;
};

typedef void http_answer(void *context, const struct request *request,
                         struct reply *reply);

/* Is a POST answered within the turn in which its body is whole, or in the next ones
 * once the store is free? */
typedef bool http_soon(const struct request *request);

struct http;

/* A socket that listens on an address. */
bool http_listen(const char *address, int port, int *listener, struct error *error);

/* Serves what comes in on a listening socket, which it closes in the end unless this
 * fails; by https when `tls` is given, which is not needed any more afterwards. */
bool http_open(struct http **http, int listener, const struct tls *tls,
               http_answer *answer, http_soon *soon, void *context,
               struct error *error);

/* Waits up to `most_ms` for a request or for `wake` to be readable, then serves. */
void http_turn(struct http *http, int wake, int most_ms);

/* Takes what has come meanwhile, without waiting: true when more exchanges wait now. */
bool http_gather(struct http *http);

struct exchange *http_waiting(struct http *http);

/* Those whose replies come later, the first first. Set `answered`, then resume. */
struct exchange *http_held(struct http *http);
void http_resume(struct http *http);

/* Requests that are begun and not yet answered in full, and connections that were taken
 * and have sent none yet. */
size_t http_owed(const struct http *http);

/* Takes no new connections from now on. */
void http_quiesce(struct http *http);

/* Every exchange that waits must have been answered and resumed. What comes in at the
 * last moment is refused: libmicrohttpd aborts when it stops with a suspended
 * connection. */
void http_close(struct http *http);

/* The name of the one cookie: by TLS one that no plain page can set. */
const char *http_cookie(bool secure);

/* An error reply: {"error": "<sentence>"}. */
void reply_error(struct reply *reply, unsigned status, const char *sentence);

#endif
