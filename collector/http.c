/* http.c: see http.h.
 *
 * libmicrohttpd runs in our own loop: we poll its epoll descriptor and call MHD_run.
 * (Run by itself it waits again with the same time-out after exactly 128 ready
 * connections, and stops for ever at 256 clients.) Its own time-out only counts
 * silence, so deadlines are kept by links.c.
 *
 * A request without a reply is offered to `handle` again at each MHD_run: one that is
 * answered soon is left as it is until then. To suspend it would take its socket out of
 * the epoll set and put it back, three system calls more beside two. */
#include "http.h"

#include "clock.h"
#include "gzip.h"
#include "host.h"
#include "links.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECTIONS_MOST = 4000,
    MEMORY_A_CONNECTION = 8 * 1024,
    BACKLOG = 1024,
    DROPPED_MOST = 4 * BODY_MOST,
    KERNEL_BYTES = 64 * 1024, /* for a connection, each way; the kernel doubles it */
    SPARE_FILES = 64,         /* descriptors that are not connections */
    UNREAD_MOST = 64 * 1024 * 1024,
    UNREAD_SMALL = 4 * 1024, /* what a tablet is told of a response always goes */
    STILL_MOST = 16,
    STILL_MS = 2
};

struct http {
    struct MHD_Daemon *daemon;
    int epoll;
    int listener; /* -1 once quiesced */
    bool secure;
    http_answer *answer;
    http_soon *soon;
    void *context;
    struct exchange *first, **last; /* waiting, in order */
    struct exchange *held;          /* their replies come later, in order */
    struct links links;
    size_t owed, waiting, unread_bytes;
    size_t moves; /* calls by libmicrohttpd: what came forward */
    int still;    /* turns in a row that were asked for and in which nothing moved */
    size_t fresh; /* connections of which nothing was read yet */
    bool ending;  /* nothing is suspended any more */
    bool resumed; /* MHD_get_timeout of 0.9.75 does not know of resumed connections */
};

/* What libmicrohttpd carries for a request. */
struct call {
    struct exchange exchange; /* first: the loop sees only this */
    struct MHD_Connection *connection;
    struct http *http;
    struct link *link;
    struct text body;
    size_t received; /* bytes of the body, also those that were dropped */
    size_t unread;   /* of its reply */
    bool refused;    /* answered in the first call */
    bool chunked;    /* its body: the connection ends with its reply */
    bool waits;      /* for the loop, and may break off meanwhile */
    bool suspended;  /* waits for the loop, and may not */
};

static const char out_of_memory[] =
    "the server is out of memory: try again in a minute";

const char *http_cookie(bool secure)
{
    return secure ? "__Host-sortie" : "sortie";
}

void reply_error(struct reply *reply, unsigned status, const char *sentence)
{
    reply->status = status;
    reply->type = "application/json";
    text_clear(&reply->body);
    text_add(&reply->body, "{\"error\": \"");
    for (; *sentence; sentence++)
        text_add_bytes(&reply->body, *sentence == '"' ? "'" : sentence, 1);
    text_add(&reply->body, "\"}\n");
}

/* ---- deadlines ---- */

static void restart(struct http *http, struct link *link)
{
    if (link)
        links_restart(&http->links, link, clock_ms());
}

static void note_begun(struct http *http, struct link *link)
{
    if (!link->begun)
        http->fresh--;
    link->begun = true;
}

static void notify_connection(void *context, struct MHD_Connection *connection,
                              void **own, enum MHD_ConnectionNotificationCode code)
{
    struct http *http = context;
    http->moves++;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *socket_ =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *own = links_add(&http->links, socket_->connect_fd, clock_ms());
        http->fresh += *own != NULL;
    } else if (*own) {
        note_begun(http, *own);
        links_remove(&http->links, *own);
        *own = NULL;
    }
}

/* ---- framing ---- */

struct census {
    int hosts, lengths, codings;
    bool chunked, bad;
};

static bool is_token(const char *name, size_t size)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        "!#$%&'*+-.^_`|~";
    return size > 0 && strlen(name) == size && strspn(name, allowed) == size;
}

static bool is_value(const char *value, size_t size)
{
    return !value || (strlen(value) == size && !strpbrk(value, "\r\n"));
}

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind,
                                    const char *name, size_t name_size,
                                    const char *value, size_t value_size)
{
    struct census *census = context;
    (void)kind;
    census->bad |= !is_token(name, name_size) || !is_value(value, value_size);
    census->hosts += strcasecmp(name, "Host") == 0;
    census->lengths += strcasecmp(name, "Content-Length") == 0;
    if (strcasecmp(name, "Transfer-Encoding") == 0) {
        census->codings++;
        census->chunked = value && strcasecmp(value, "chunked") == 0;
    }
    if (strcasecmp(name, "Expect") == 0)
        census->bad |= !value || strcasecmp(value, "100-continue") != 0;
    return MHD_YES;
}

/* Is it clear where this request ends? Bare libmicrohttpd 0.9.75 lets much through. */
static bool is_framed(struct MHD_Connection *connection, const char *url,
                      const char *version, bool post)
{
    struct census census = {0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, count_header, &census);
    bool one_zero = strcmp(version, "HTTP/1.0") == 0;
    if (census.bad || *url != '/' || strpbrk(url, " \t\r\n")
        || (!one_zero && strcmp(version, "HTTP/1.1") != 0))
        return false;
    if (census.hosts > 1 || (census.hosts == 0 && !one_zero))
        return false;
    if (census.lengths + census.codings > 1 || (census.codings && !census.chunked))
        return false;
    if (post)
        return census.lengths + census.codings == 1;
    return census.codings == 0;
}

/* ---- sending ---- */

static bool is_text(const struct reply *reply)
{
    static const char *const types[] = {"text/", "application/json", "image/svg"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (reply->type && strncmp(reply->type, types[i], strlen(types[i])) == 0)
            return true;
    return false;
}

/* Might a cache keep it that is asked by others, who take no gzip? */
static bool varies(const struct reply *reply)
{
    return reply->encoding || (reply->cache && is_text(reply));
}

static void compress(const struct request *request, struct reply *reply)
{
    if (request->gzip && reply->status == 200 && !reply->bytes && !reply->encoding
        && is_text(reply) && gzip_text(&reply->body))
        reply->encoding = "gzip";
}

/* A form of a page without referrer would send the Origin "null". */
static const char *referrer(const struct reply *reply)
{
    return reply->form ? "same-origin" : "no-referrer";
}

/* What a browser may do with a reply. A script that is served is a service worker's,
 * too, and fetches by its own policy. */
static const char *policy(const struct reply *reply)
{
    static const char pages[] = "default-src 'none'; style-src 'self'; script-src "
                                "'self'; img-src 'self' data:; "
                                "connect-src 'self'; media-src 'self' blob:; "
                                "form-action 'self'; base-uri 'none'; "
                                "frame-ancestors 'none'",
                      rest[] = "default-src 'none'; frame-ancestors 'none'";
    return reply->page || reply->bytes ? pages : rest;
}

/* What no gateway says: it is the collector itself that refuses, and a tablet need not
 * ask again. It may after a 408 and a 429. */
static const char *refusal(const struct reply *reply)
{
    return reply->status >= 400 && reply->status < 500
                   && reply->status != MHD_HTTP_REQUEST_TIMEOUT
                   && reply->status != MHD_HTTP_TOO_MANY_REQUESTS
               ? "1"
               : NULL;
}

static bool add_headers(struct MHD_Response *response, const struct reply *reply,
                        bool secure)
{
    /* By http a browser ignores it, and tells of an error. */
    const char *opener = secure && reply->page ? "same-origin" : NULL;
    const struct {
        const char *name, *value;
    } headers[] = {
        {"Content-Type",                 reply->type                              },
        {"Cache-Control",                reply->cache ? reply->cache : "no-store" },
        {"X-Content-Type-Options",       "nosniff"                                },
        {"Content-Encoding",             reply->encoding                          },
        {"Vary",                         varies(reply) ? "Accept-Encoding" : NULL },
        {"Location",                     *reply->location ? reply->location : NULL},
        {"ETag",                         *reply->etag ? reply->etag : NULL        },
        {"Link",                         *reply->preload ? reply->preload : NULL  },
        {"Set-Cookie",                   *reply->cookie ? reply->cookie : NULL    },
        {"Sortie-Refused",               refusal(reply)                           },
        {"Content-Security-Policy",      policy(reply)                            },
        {"Referrer-Policy",              referrer(reply)                          },
        {"Cross-Origin-Opener-Policy",   opener                                   },
        {"Cross-Origin-Resource-Policy", reply->page ? "same-origin" : NULL       },
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (headers[i].value
            && MHD_add_response_header(response, headers[i].name, headers[i].value)
                   != MHD_YES)
            return false;
    if (reply->retry_after == 0)
        return true;
    char seconds[16];
    snprintf(seconds, sizeof seconds, "%u", reply->retry_after);
    return MHD_add_response_header(response, "Retry-After", seconds) == MHD_YES;
}

static struct MHD_Response *make_response(struct reply *reply)
{
    if (reply->bytes)
        return MHD_create_response_from_buffer(
            reply->length, (void *)(uintptr_t)reply->bytes, MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.length, reply->body.bytes, MHD_RESPMEM_MUST_FREE);
    if (response)
        reply->body = (struct text){0};
    return response;
}

/* Nothing of the reply is left: no cache keeps this one in its place. */
static void give_up(struct reply *reply)
{
    text_release(&reply->body);
    *reply = (struct reply){.retry_after = 60};
    reply_error(reply, 503, out_of_memory);
}

/* The one place that sends. */
static enum MHD_Result send_reply(struct call *call, bool close_after)
{
    struct reply *reply = &call->exchange.reply;
    if (reply->body.cut)
        give_up(reply);
    struct MHD_Response *response = make_response(reply);
    if (!response)
        return MHD_NO;
    bool fine =
        add_headers(response, reply, call->http->secure)
        && (!close_after
            || MHD_add_response_header(response, "Connection", "close") == MHD_YES);
    enum MHD_Result sent =
        fine ? MHD_queue_response(call->connection, reply->status, response) : MHD_NO;
    MHD_destroy_response(response);
    return sent;
}

/* ---- a request ---- */

static const char *header(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

static bool is_local(struct MHD_Connection *connection)
{
    const struct sockaddr *peer =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
            ->client_addr;
    if (peer->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, peer, sizeof in);
        return ntohl(in.sin_addr.s_addr) >> 24 == 127;
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, peer, sizeof in6);
    return peer->sa_family == AF_INET6
           && (IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr)
               || (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)
                   && in6.sin6_addr.s6_addr[12] == 127));
}

static void read_head(struct call *call, const char *url, const char *method)
{
    struct request *request = &call->exchange.request;
    request->path = url;
    request->method = strcmp(method, "HEAD") == 0 ? "GET" : method;
    request->lang =
        MHD_lookup_connection_value(call->connection, MHD_GET_ARGUMENT_KIND, "lang");
    request->version =
        MHD_lookup_connection_value(call->connection, MHD_GET_ARGUMENT_KIND, "v");
    request->plain = MHD_lookup_connection_value_n(
        call->connection, MHD_GET_ARGUMENT_KIND, "plain", 5, NULL, NULL);
    request->type = header(call->connection, "Content-Type");
    request->none_match = header(call->connection, "If-None-Match");
    request->gzip = gzip_accepted(header(call->connection, "Accept-Encoding"));
    request->secure = call->http->secure;
    request->host = header(call->connection, "Host");
    request->origin = header(call->connection, "Origin");
    request->session = MHD_lookup_connection_value(call->connection, MHD_COOKIE_KIND,
                                                   http_cookie(request->secure));
    request->local = is_local(call->connection) && host_is_local(request->host);
}

static enum MHD_Result refuse(struct call *call, unsigned status, const char *sentence)
{
    call->refused = true;
    reply_error(&call->exchange.reply, status, sentence);
    return send_reply(call, true);
}

static bool is_too_long(struct MHD_Connection *connection)
{
    const char *length = header(connection, "Content-Length");
    return strtoull(length, NULL, 10) > BODY_MOST;
}

/* How libmicrohttpd reads chunks we do not see (a bare line feed ends one, a trailer is
 * passed over): what another reader would take for the next request is not read. */
static void set_chunked(struct call *call, bool chunked)
{
    call->chunked |= chunked;
    if (call->link)
        links_set_chunked(&call->http->links, call->link, chunked);
}

/* The first call: the head is read, the body is not. */
static enum MHD_Result begin(struct http *http, struct MHD_Connection *connection,
                             const char *url, const char *method, const char *version,
                             void **own)
{
    struct call *call = calloc(1, sizeof *call);
    *own = call;
    if (!call)
        return MHD_NO;
    call->connection = connection;
    call->http = http;
    call->link = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
                     ->socket_context;
    call->body.limit = BODY_MOST;
    http->owed++;
    if (call->link)
        note_begun(http, call->link);
    restart(http, call->link);
    bool post = strcmp(method, "POST") == 0;
    if (!is_token(method, strlen(method)) || !is_framed(connection, url, version, post))
        return refuse(call, 400,
                      "the request's head is ambiguous or malformed: send it again "
                      "from a browser");
    if (!post && is_too_long(connection))
        return refuse(call, 413, "this request takes no body");
    if (post && is_too_long(connection))
        return refuse(call, 413, "the response is over 16 KiB: shorten its text");
    read_head(call, url, method);
    set_chunked(call, *header(connection, "Transfer-Encoding"));
    return MHD_YES;
}

/* The whole body of a POST is here: the loop answers it with others, in one commit. */
static enum MHD_Result wait_for_loop(struct call *call)
{
    struct http *http = call->http;
    if (http->ending)
        return refuse(call, 503, "the server is stopping: try again in a minute");
    call->exchange.request.body = text_string(&call->body);
    call->exchange.request.length = call->body.length;
    call->exchange.since = clock_ms();
    call->exchange.next = NULL;
    *http->last = &call->exchange;
    http->last = &call->exchange.next;
    http->waiting++;
    if (call->link)
        call->link->waiting = true;
    call->exchange.soon = http->soon(&call->exchange.request);
    call->waits = call->exchange.soon;
    call->suspended = !call->waits;
    if (call->suspended)
        MHD_suspend_connection(call->connection);
    return MHD_YES;
}

/* What strangers ask for and do not read lies in our memory until their time is up: no
 * more of it than is there. */
static void bound(struct call *call)
{
    struct http *http = call->http;
    struct reply *reply = &call->exchange.reply;
    size_t size = reply->body.length;
    if (size > UNREAD_SMALL && http->unread_bytes + size > UNREAD_MOST)
        give_up(reply);
    call->unread = reply->body.length;
    http->unread_bytes += call->unread;
}

static enum MHD_Result finish(struct call *call)
{
    struct exchange *exchange = &call->exchange;
    set_chunked(call, false);
    if (!exchange->answered && call->received > BODY_MOST)
        return refuse(call, 413, "the response is over 16 KiB: shorten its text");
    if (!exchange->answered && call->body.cut)
        return refuse(call, 503, out_of_memory);
    if (!exchange->answered && strcmp(exchange->request.method, "POST") == 0)
        return wait_for_loop(call);
    if (!exchange->answered)
        call->http->answer(call->http->context, &exchange->request, &exchange->reply);
    exchange->answered = true;
    compress(&exchange->request, &exchange->reply);
    bound(call);
    return send_reply(call, call->chunked);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **own)
{
    struct http *http = context;
    struct call *call = *own;
    if (call && call->waits)
        return MHD_YES;
    http->moves++;
    if (!call)
        return begin(http, connection, url, method, version, own);
    if (*size > 0) {
        text_add_bytes(&call->body, data, *size);
        /* What was copied is ours to wipe: it lies in the connection's own buffer. */
        sodium_memzero((void *)(uintptr_t)data, *size);
        call->received += *size;
        *size = 0;
        if (call->link)
            links_progress(call->link);
        return call->received < BODY_MOST + DROPPED_MOST ? MHD_YES : MHD_NO;
    }
    return call->refused ? MHD_YES : finish(call);
}

/* A body may have held a passphrase. */
static void wipe(struct text *body)
{
    if (body->bytes)
        sodium_memzero(body->bytes, body->size);
}

/* Who breaks off waits no more: what the request points to goes with its connection. */
static void forget(struct http *http, struct exchange *exchange)
{
    struct exchange **at = &http->first;
    while (*at != exchange)
        at = &(*at)->next;
    *at = exchange->next;
    if (!*at)
        http->last = at;
    http->waiting--;
}

static void complete(void *context, struct MHD_Connection *connection, void **own,
                     enum MHD_RequestTerminationCode code)
{
    struct http *http = context;
    struct call *call = *own;
    (void)connection;
    (void)code;
    if (!call)
        return;
    if (call->waits)
        forget(http, &call->exchange);
    restart(http, call->link);
    http->moves++;
    http->unread_bytes -= call->unread;
    wipe(&call->body);
    text_release(&call->body);
    text_release(&call->exchange.reply.body);
    free(call);
    *own = NULL;
    http->owed--;
}

/* Paths are matched as they were sent: no decoding, so no second spelling of a path. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection,
                            char *string)
{
    (void)context;
    (void)connection;
    return strlen(string);
}

/* ---- the loop's side ---- */

struct exchange *http_waiting(struct http *http)
{
    return http->first;
}

struct exchange *http_held(struct http *http)
{
    return http->held;
}

static void resume(struct http *http, struct exchange *exchange)
{
    struct call *call = (struct call *)exchange;
    if (call->link)
        call->link->waiting = false;
    if (call->suspended)
        MHD_resume_connection(call->connection);
    call->waits = call->suspended = false;
    http->resumed = true;
}

static void resume_held(struct http *http)
{
    for (struct exchange **at = &http->held; *at;) {
        struct exchange *exchange = *at;
        if (exchange->answered) {
            *at = exchange->next;
            resume(http, exchange);
        } else {
            at = &exchange->next;
        }
    }
}

static void hold(struct http *http, struct exchange *exchange)
{
    struct exchange **last = &http->held;
    while (*last)
        last = &(*last)->next;
    *last = exchange;
}

void http_resume(struct http *http)
{
    struct exchange *exchange = http->first, *next;
    http->first = NULL;
    http->last = &http->first;
    resume_held(http);
    for (; exchange; exchange = next) {
        next = exchange->next;
        exchange->next = NULL;
        http->waiting -= exchange->answered || exchange->reply.later;
        if (exchange->answered) {
            resume(http, exchange);
        } else if (exchange->reply.later) {
            hold(http, exchange);
        } else {
            *http->last = exchange;
            http->last = &exchange->next;
        }
    }
}

bool http_gather(struct http *http)
{
    struct pollfd ready = {.fd = http->epoll, .events = POLLIN};
    size_t waiting = http->waiting;
    if (poll(&ready, 1, 0) > 0)
        MHD_run(http->daemon);
    return http->waiting > waiting;
}

/* Does libmicrohttpd ask for a turn at once? It does so for ever while the line of a
 * chunk does not end in its buffer, and then nothing moves: such turns are taken now
 * and then, until links.c finds the connection; whatever comes meanwhile wakes us. */
static int shorten(const struct http *http, int most_ms, bool *asked)
{
    MHD_UNSIGNED_LONG_LONG timeout = 0;
    int wait = http->resumed ? 0 : most_ms;
    if (MHD_get_timeout(http->daemon, &timeout) == MHD_YES
        && timeout < (MHD_UNSIGNED_LONG_LONG)wait)
        wait = (int)timeout;
    *asked = wait == 0;
    return *asked && http->still >= STILL_MOST ? STILL_MS : wait;
}

void http_turn(struct http *http, int wake, int most_ms)
{
    bool asked;
    size_t moves = http->moves;
    int wait = shorten(http, most_ms, &asked);
    http->resumed = false;
    struct pollfd ready[] = {
        {.fd = http->epoll, .events = POLLIN},
        {.fd = wake,        .events = POLLIN}
    };
    poll(ready, 2, wait);
    MHD_run(http->daemon);
    http->still = http->moves == moves && asked ? http->still + 1 : 0;
    links_end_late(&http->links, clock_ms());
    links_make_room(&http->links, clock_ms());
    links_end_stuck(&http->links, clock_ms());
}

size_t http_owed(const struct http *http)
{
    return http->owed + http->fresh;
}

/* ---- opening and closing ---- */

/* Connections inherit what is set here: whoever does not read keeps 128 KiB of ours,
 * not 4 MiB. */
static int listen_on(const struct addrinfo *address)
{
    int on = 1, bytes = KERNEL_BYTES;
    int socket_ =
        socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket_ < 0)
        return -1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    if (bind(socket_, address->ai_addr, address->ai_addrlen) == 0
        && listen(socket_, BACKLOG) == 0)
        return socket_;
    int kept = errno;
    close(socket_);
    errno = kept;
    return -1;
}

bool http_listen(const char *address, int port, int *listener, struct error *error)
{
    struct addrinfo *found = NULL, hints = {.ai_socktype = SOCK_STREAM,
                                            .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    int code = getaddrinfo(address, service, &hints, &found);
    if (code != 0)
        return error_set(error, ERROR_USAGE, "cannot listen on '%s': %s", address,
                         gai_strerror(code));
    *listener = listen_on(found);
    if (*listener < 0)
        error_set(error, ERROR_SYSTEM, "cannot listen on %s port %d: %s", address, port,
                  strerror(errno));
    freeaddrinfo(found);
    return *listener >= 0;
}

/* As many connections as there are descriptors for. */
static size_t connections_most(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0
        || files.rlim_cur >= CONNECTIONS_MOST + SPARE_FILES)
        return CONNECTIONS_MOST;
    return files.rlim_cur > 2 * SPARE_FILES ? files.rlim_cur - SPARE_FILES
                                            : SPARE_FILES;
}

static struct MHD_Daemon *start(struct http *http, const struct tls *tls)
{
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem secure[] = {
        {MHD_OPTION_HTTPS_MEM_CERT,   0, tls->certificate.bytes           },
        {MHD_OPTION_HTTPS_MEM_KEY,    0, tls->key.bytes                   },
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities},
        {MHD_OPTION_END,              0, NULL                             }
    };
    return MHD_start_daemon(
        http->secure ? flags | MHD_USE_TLS : flags, 0, NULL, NULL, handle, http,
        MHD_OPTION_LISTEN_SOCKET, http->listener, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)http->links.most, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)MEMORY_A_CONNECTION, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)60,
        MHD_OPTION_NOTIFY_COMPLETED, complete, http, MHD_OPTION_NOTIFY_CONNECTION,
        notify_connection, http, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_ARRAY, http->secure ? secure : &secure[3], MHD_OPTION_END);
}

bool http_open(struct http **opened, int listener, const struct tls *tls,
               http_answer *answer, http_soon *soon, void *context, struct error *error)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        return error_set(error, ERROR_SYSTEM, "cannot serve: out of memory");
    *http = (struct http){.answer = answer,
                          .soon = soon,
                          .context = context,
                          .last = &http->first,
                          .secure = tls_is_given(tls)};
    links_init(&http->links, connections_most());
    http->listener = listener;
    http->daemon = start(http, tls);
    if (!http->daemon) {
        free(http);
        return error_set(error, ERROR_SYSTEM, "cannot start the HTTP server");
    }
    http->epoll =
        MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)->listen_fd;
    *opened = http;
    return true;
}

void http_quiesce(struct http *http)
{
    if (http->listener >= 0 && MHD_quiesce_daemon(http->daemon) != MHD_INVALID_SOCKET)
        close(http->listener);
    http->listener = -1;
}

void http_close(struct http *http)
{
    http->ending = true;
    http_quiesce(http);
    MHD_run(http->daemon);
    MHD_stop_daemon(http->daemon);
    free(http);
}
