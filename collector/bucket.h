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

/* The bucket of a point, filled up to now; NULL when the centre sets no limit (or
 * memory ran out). It holds until the next call. */
struct bucket *buckets_find(struct buckets *buckets, const char *point,
                            const struct settings *settings, int64_t now_ms);
void buckets_release(struct buckets *buckets);

/* Is there room for a response? Take it only when the response was new: a retry costs
 * nothing. Both take NULL for no limit. */
bool bucket_has(const struct bucket *bucket);
void bucket_take(struct bucket *bucket);

#endif
