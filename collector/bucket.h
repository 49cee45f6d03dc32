/* bucket.h: a budget of responses for each point, never for an address: six tablets
 * behind one address all pass, one stolen token is contained. */
#ifndef SORTIE_BUCKET_H
#define SORTIE_BUCKET_H

#include "sortie/store.h"

struct bucket {
    char point[48];
    double level;  /* responses it may still take */
    int64_t since; /* monotonic ms of the last filling */
};

struct buckets {
    struct bucket *entries;
    size_t count;
};

/* Takes one response from a point's bucket; false when it is empty. */
bool buckets_take(struct buckets *buckets, const char *point,
                  const struct settings *settings, int64_t now_ms);
void buckets_release(struct buckets *buckets);

#endif
