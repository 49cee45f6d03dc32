/* serve.c: see serve.h.
 *
 * A turn of the loop reads all requests that are ready, writes the responses among them
 * in one transaction with one fsync, and sends the answers: the busier it is, the
 * larger the batch. When no visitor is about, the inbox is settled (quiet.c), by a
 * child (settler.c). */
#include "serve.h"

#include "clock.h"
#include "quiet.h"
#include "routes.h"
#include "settler.h"
#include "systemd.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    TURN_MS = 1000,
    LOCKED_MS = 3, /* a visitor waits until another command lets go of the store */
    CHECK_MS = 10, /* a manager waits for the verdict on a passphrase */
    BUSY_MS = 2000,
    HELD_MS = 10 * 1000, /* no command works so long on one part of what it does */
    STOP_MS = 5000,
    SETTLE_EVERY_MS = 3600 * 1000,
    SETTLE_AGAIN_MS = 60 * 1000,
    DAY_MS = 24 * 3600 * 1000,
    FAILED_MS = 60 * 1000
};

struct loop {
    struct collector collector;
    int signals;
    bool stopping;
    int64_t stop_by;
    int64_t started;
    int64_t refreshed; /* when the catalogue was last compared */
    int64_t load_at;   /* when what could not be loaded is tried again; 0: all is */
    struct settler settler;
    int64_t settle_at;   /* when settling may be tried next */
    bool hindered;       /* the last settling was, by another command */
    int64_t contacts_at; /* when the tablets' contacts may be written next */
};

static void log_line(const char *what, const struct error *error)
{
    fprintf(stderr, "sortie: %s%s%s\n", what, error ? ": " : "",
            error ? error->text : "");
}

/* ---- a batch ---- */

/* Those that waited too long for the lock are told to try again. */
static void give_up_on_late(struct collector *collector, bool all)
{
    for (struct exchange *exchange = http_waiting(collector->http); exchange;
         exchange = exchange->next)
        if (all || collector->clock - exchange->since >= BUSY_MS) {
            routes_unable(collector, &exchange->request, &exchange->reply);
            exchange->answered = true;
        }
}

static void answer(struct collector *collector, struct exchange *exchange)
{
    routes_answer(collector, &exchange->request, &exchange->reply);
    exchange->answered = !exchange->reply.later;
}

/* Whatever is left afterwards writes to the store. */
static void answer_without_store(struct collector *collector)
{
    for (struct exchange *exchange = http_waiting(collector->http); exchange;
         exchange = exchange->next)
        if (!exchange->soon)
            answer(collector, exchange);
    http_resume(collector->http);
}

/* Whatever has come while these were read joins their commit: no connection is answered
 * before it, so each adds one at most. */
static void answer_all(struct collector *collector)
{
    do {
        for (struct exchange *exchange = http_waiting(collector->http); exchange;
             exchange = exchange->next)
            if (!exchange->answered && exchange->soon)
                answer(collector, exchange);
    } while (http_gather(collector->http));
}

/* Nothing of this batch is on disk: whoever was told "kept" is told the truth instead.
 */
static void take_back(struct collector *collector)
{
    for (struct exchange *exchange = http_waiting(collector->http); exchange;
         exchange = exchange->next)
        if (exchange->answered
            && (exchange->reply.status < 400 || exchange->reply.status == 409))
            routes_unable(collector, &exchange->request, &exchange->reply);
}

static bool commit(struct collector *collector, const struct counters *before,
                   struct error *error)
{
    struct metrics *metrics = &collector->metrics;
    int64_t kept = metrics->counted.outcomes[KEPT] - before->outcomes[KEPT];
    int64_t began = clock_us();
    if (!store_commit(collector->store, error))
        return false;
    metrics_note_batch(metrics, kept, clock_us() - began);
    if (kept > 0)
        collector->wrote_at = collector->clock;
    return true;
}

/* A line a batch would tell when visitors answered, and fill a disk that is full. */
static void tell_once(const struct collector *collector, const char *what,
                      const struct error *error)
{
    if (!collector->failing)
        log_line(what, error);
}

/* Commands let go of the store when visitors wait: one that does not has stopped. */
static bool is_held(struct collector *collector)
{
    bool held = collector->clock - collector->locked_since >= HELD_MS;
    if (held)
        tell_once(collector,
                  "cannot write: a command that does not go on has the store: end it",
                  NULL);
    return held;
}

static void write_waiting(struct collector *collector)
{
    struct error error = {0};
    bool begun = store_begin(collector->store, &error);
    routes_note_lock(collector, &error);
    if (begun) {
        struct counters before = collector->metrics.counted;
        collector->writing = true;
        answer_all(collector);
        collector->writing = false;
        bool proves = collector->metrics.counted.outcomes[KEPT] > before.outcomes[KEPT];
        bool written = commit(collector, &before, &error);
        if (!written) {
            tell_once(collector, "a batch was not written", &error);
            collector->metrics.counted = before;
            take_back(collector);
        }
        collector->failing = !written || (collector->failing && !proves);
    } else {
        bool broken = error.kind != ERROR_BUSY;
        if (broken)
            tell_once(collector, "cannot write", &error);
        collector->failing |= broken || is_held(collector);
        give_up_on_late(collector, broken);
    }
    http_resume(collector->http);
}

static void answer_waiting(struct collector *collector)
{
    answer_without_store(collector);
    if (http_waiting(collector->http))
        write_waiting(collector);
    else if (collector->locked_since) { /* to know when it is free */
        routes_try_to_write(collector);
        collector->failing |= collector->locked_since && is_held(collector);
    }
    store_visitors_wait(collector->store,
                        http_waiting(collector->http) || collector->locked_since);
}

/* ---- now and then ---- */

/* What cannot be loaded anew stays as it was. */
static bool load_templates(struct collector *collector, struct error *error)
{
    struct templates templates = {0};
    bool loaded = templates_load(&templates, &collector->assets,
                                 store_centre(collector->store), error);
    if (loaded) {
        templates_release(&collector->templates);
        collector->templates = templates;
    } else {
        templates_release(&templates);
    }
    return loaded;
}

static bool load_audio(struct collector *collector, struct error *error)
{
    struct audio audio = {0};
    bool loaded = audio_load(&audio, collector->recordings, &collector->templates,
                             collector->store, error);
    if (loaded) {
        audio_release(&collector->audio);
        collector->audio = audio;
    } else {
        audio_release(&audio);
    }
    return loaded;
}

/* Without its sounds a tablet is silent; with stale ones it would say what it does not
 * show. */
static bool load_all(struct collector *collector, struct error *error)
{
    if (load_templates(collector, error) && load_audio(collector, error))
        return true;
    audio_release(&collector->audio);
    return false;
}

/* Points, forms and the centre's file take effect without a restart, with the sounds of
 * their texts; a recording that is added alone waits for the next such change, or for a
 * new start. */
static void refresh(struct loop *loop)
{
    struct collector *collector = &loop->collector;
    struct error unread = {0}, unloaded = {0};
    if (collector->clock - loop->refreshed < TURN_MS)
        return;
    loop->refreshed = collector->clock;
    bool due = loop->load_at && collector->clock >= loop->load_at;
    if (store_refresh(collector->store, &unread) || due) {
        ready_forget(&collector->ready);
        loop->load_at =
            load_all(collector, &unloaded) ? 0 : collector->clock + FAILED_MS;
    }
    if (unread.kind != ERROR_NONE)
        log_line("cannot read the catalogue anew", &unread);
    if (unloaded.kind != ERROR_NONE)
        log_line("cannot read the catalogue anew", &unloaded);
}

/* The day on which a tablet last asked for its form is written when no visitor waits:
 * once a day a tablet. While another command writes it stays noted. */
static void keep_contacts(struct loop *loop)
{
    struct collector *collector = &loop->collector;
    struct error error = {0};
    if (collector->clock < loop->contacts_at || http_waiting(collector->http))
        return;
    bool fine =
        store_write_contacts(collector->store, &error) || error.kind == ERROR_BUSY;
    loop->contacts_at = collector->clock + (fine ? TURN_MS : FAILED_MS);
    if (!fine)
        log_line("cannot write the tablets' contacts", &error);
}

/* Has a week waited to be closed for a day? Of a store that was never settled nobody
 * knows since when: then it has been served for a day. */
static bool is_overdue(const struct loop *loop)
{
    const struct collector *collector = &loop->collector;
    struct moment yesterday = collector->now;
    yesterday.day--;
    return store_is_due(collector->store, yesterday)
           && (store_closed_week(collector->store) != WEEK_NONE
               || collector->clock - loop->started >= DAY_MS);
}

static bool is_quiet(const struct loop *loop)
{
    const struct collector *collector = &loop->collector;
    const struct centre *centre = store_centre(collector->store);
    return quiet_enough(
        &(struct quiet){.clock = collector->clock,
                        .started = loop->started,
                        .last_kept = collector->last_kept,
                        .minute = collector->now.minute,
                        .calendar = centre_has_calendar(centre),
                        .open = centre_is_open(centre, collector->now),
                        .due = store_is_due(collector->store, collector->now),
                        .overdue = is_overdue(loop)});
}

static void settle_later(struct loop *loop, bool hindered)
{
    loop->hindered = hindered;
    loop->settle_at =
        loop->collector.clock + (hindered ? SETTLE_AGAIN_MS : SETTLE_EVERY_MS);
}

/* The child finds the store by its name: it must be the one that is served. */
static void start_settling(struct loop *loop)
{
    struct collector *collector = &loop->collector;
    struct error error = {0};
    if (store_can_write(collector->store, &error)
        && settler_start(&loop->settler, collector->path, &error))
        return;
    log_line("cannot settle", &error);
    settle_later(loop, error.kind == ERROR_BUSY);
}

/* What was begun and hindered - a report read the store, and its log could not be
 * emptied - is tried again each minute. Visitors who came meanwhile only put off the
 * settling: the log is emptied between them. */
static void empty_log(struct loop *loop)
{
    struct error error = {0};
    if (!store_checkpoint(loop->collector.store, &error))
        log_line("cannot settle", &error);
    settle_later(loop, error.kind == ERROR_BUSY);
}

static void settle(struct loop *loop)
{
    enum settling settling = settler_ask(&loop->settler);
    if (settling == SETTLING_KILLED)
        log_line("settling was killed", NULL);
    if (settling != SETTLING_PENDING)
        settle_later(loop, settling == SETTLING_HINDERED);
    if (settler_is_busy(&loop->settler) || loop->collector.clock < loop->settle_at)
        return;
    if (is_quiet(loop))
        start_settling(loop);
    else if (loop->hindered)
        empty_log(loop);
}

static void take_signal(struct loop *loop)
{
    struct signalfd_siginfo info;
    if (read(loop->signals, &info, sizeof info) != sizeof info || loop->stopping)
        return;
    systemd_notify("STOPPING=1");
    loop->stopping = true;
    loop->stop_by = clock_ms() + STOP_MS;
    http_quiesce(loop->collector.http);
}

static void turn(struct loop *loop)
{
    struct collector *collector = &loop->collector;
    int most_ms = loop->stopping ? 10 : TURN_MS;
    if (signin_is_busy(collector))
        most_ms = CHECK_MS;
    if (http_waiting(collector->http)
        || (collector->locked_since && !collector->failing))
        most_ms = LOCKED_MS;
    http_turn(collector->http, loop->signals, most_ms);
    collector->clock = clock_ms();
    collector->now = zone_now();
    answer_waiting(collector);
    signin_turn(collector);
    take_signal(loop);
    if (loop->stopping)
        return;
    refresh(loop);
    keep_contacts(loop);
    settle(loop);
}

static void run(struct loop *loop)
{
    while (!loop->stopping
           || (http_owed(loop->collector.http) > 0 && clock_ms() < loop->stop_by))
        turn(loop);
    signin_stop(&loop->collector);
    settler_stop(&loop->settler);
    give_up_on_late(&loop->collector, true);
    http_resume(loop->collector.http);
    loop->contacts_at = 0;
    keep_contacts(loop);
}

/* ---- start and stop ---- */

static void answer_get(void *context, const struct request *request,
                       struct reply *reply)
{
    routes_answer(context, request, reply);
}

/* SIGTERM and SIGINT become readable; SIGPIPE is nobody's business. */
static bool take_signals(int *signals, struct error *error)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    *signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return *signals >= 0
           || error_set(error, ERROR_SYSTEM, "cannot take signals: %s",
                        strerror(errno));
}

/* As many descriptors as are allowed. */
static void set_limits(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static const char *address_of(const struct options *options)
{
    const char *address = options_value(options, "listen");
    return address ? address : "127.0.0.1";
}

/* On the socket of the service manager, which goes before --listen and --port, or on
 * one of its own; says which. */
static bool listen_and_say(struct loop *loop, const struct options *options, long port,
                           const struct tls *tls, struct error *error)
{
    struct collector *collector = &loop->collector;
    const char *https = tls_is_given(tls) ? " https" : "";
    int listener = -1;
    if (!systemd_listener(&listener, error))
        return false;
    bool given = listener >= 0;
    if (!given && !http_listen(address_of(options), (int)port, &listener, error))
        return false;
    if (!http_open(&collector->http, listener, tls, answer_get, routes_needs_store,
                   collector, error)) {
        close(listener);
        return false;
    }
    if (given)
        fprintf(stderr, "sortie: serving%s on the socket of the service manager\n",
                https);
    else
        fprintf(stderr, "sortie: serving%s on %s port %ld; Ctrl-C ends it\n", https,
                address_of(options), port);
    return true;
}

static bool open_all(struct loop *loop, const struct options *options,
                     struct error *error)
{
    struct collector *collector = &loop->collector;
    long port = 0;
    OWNED(tls_release) struct tls tls = {0};
    set_limits();
    collector->path = options_value(options, "store");
    collector->reports = options_value(options, "reports");
    collector->recordings = options_value(options, "audio");
    return options_number(options, "port", 1, 65535, 8080, &port, error)
           && tls_load(&tls, options_value(options, "tls-cert"),
                       options_value(options, "tls-key"), error)
           && take_signals(&loop->signals, error)
           && store_open(options_value(options, "store"), STORE_SERVE,
                         &collector->store, error)
           && assets_load(&collector->assets, error) && load_all(collector, error)
           && listen_and_say(loop, options, port, &tls, error);
}

static void close_all(struct loop *loop)
{
    struct collector *collector = &loop->collector;
    if (collector->http)
        http_close(collector->http);
    ready_forget(&collector->ready);
    audio_release(&collector->audio);
    templates_release(&collector->templates);
    assets_release(&collector->assets);
    buckets_release(&collector->buckets);
    store_close(collector->store);
    if (loop->signals >= 0)
        close(loop->signals);
}

bool serve(const struct options *options, struct error *error)
{
    struct loop loop = {.signals = -1};
    bool opened = open_all(&loop, options, error);
    if (opened) {
        loop.started = loop.collector.clock = loop.collector.last_kept = clock_ms();
        loop.collector.metrics.grown_at = loop.collector.wrote_at =
            loop.collector.clock;
        loop.collector.now = zone_now();
        systemd_notify("READY=1");
        run(&loop);
    }
    close_all(&loop);
    return opened;
}
