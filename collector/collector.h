/* collector.h: what the collector is while it serves. */
#ifndef SORTIE_COLLECTOR_H
#define SORTIE_COLLECTOR_H

#include "assets.h"
#include "audio.h"
#include "bucket.h"
#include "http.h"
#include "signin.h"
#include "sortie/store.h"
#include "templates.h"

/* Counted by the process, shown rounded and hourly: see routes.c, /metrics. */
struct counters {
    int64_t outcomes[OUTCOMES];
};

struct collector {
    struct store *store;
    struct http *http;
    struct assets assets;
    struct templates templates;
    struct audio audio;
    struct buckets buckets;
    struct signin signin;
    const char *reports;    /* folder of the editions, or NULL */
    const char *recordings; /* folder of the centre's own sounds, or NULL */
    struct moment now;      /* the centre's clock, this turn */
    int64_t clock;          /* monotonic ms, this turn */
    bool failing;           /* the last batch could not be written */
    int64_t last_kept;      /* monotonic ms of the last response, or of the start */
    struct counters counters, shown;
    int64_t shown_since; /* monotonic ms at which `shown` was taken */
};

#endif
