/* collector.h: what the collector is while it serves. */
#ifndef SORTIE_COLLECTOR_H
#define SORTIE_COLLECTOR_H

#include "assets.h"
#include "audio.h"
#include "bucket.h"
#include "http.h"
#include "metrics.h"
#include "ready.h"
#include "signin.h"
#include "sortie/store.h"
#include "templates.h"

struct collector {
    struct store *store;
    struct http *http;
    struct assets assets;
    struct templates templates;
    struct audio audio;
    struct ready ready;
    struct buckets buckets;
    struct signin signin;
    const char *path;       /* of the store */
    const char *reports;    /* folder of the editions, or NULL */
    const char *recordings; /* folder of the centre's own sounds, or NULL */
    struct moment now;      /* the centre's clock, this turn */
    int64_t clock;          /* monotonic ms, this turn */
    bool failing;           /* the last batch could not be written, nor can the next */
    int64_t locked_since;   /* monotonic ms since a command has the store; or 0 */
    int64_t last_kept;      /* monotonic ms of the last response, or of the start */
    int64_t wrote_at;       /* monotonic ms of the last write that reached the disk */
    int64_t tried_at;       /* and of the last try for /healthz */
    bool writing;           /* a batch, now: its commit will tell */
    struct error unable;    /* why that one failed, if it did */
    struct metrics metrics;
};

#endif
