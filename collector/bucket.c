/* bucket.c: see bucket.h. */
#include "bucket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct bucket *find(struct buckets *buckets, const char *point,
                           const struct settings *settings, int64_t now_ms)
{
    for (size_t i = 0; i < buckets->count; i++)
        if (strcmp(buckets->entries[i].point, point) == 0)
            return &buckets->entries[i];
    struct bucket *entries =
        realloc(buckets->entries, (buckets->count + 1) * sizeof *entries);
    if (!entries)
        return NULL;
    buckets->entries = entries;
    struct bucket *bucket = &entries[buckets->count++];
    *bucket = (struct bucket){.level = settings->bucket_size, .since = now_ms};
    snprintf(bucket->point, sizeof bucket->point, "%s", point);
    return bucket;
}

struct bucket *buckets_find(struct buckets *buckets, const char *point,
                            const struct settings *settings, int64_t now_ms)
{
    if (settings->bucket_size == 0)
        return NULL;
    struct bucket *bucket = find(buckets, point, settings, now_ms);
    if (!bucket)
        return NULL;
    bucket->level +=
        (double)(now_ms - bucket->since) * settings->bucket_per_minute / 60000.0;
    bucket->since = now_ms;
    if (bucket->level > settings->bucket_size)
        bucket->level = settings->bucket_size;
    return bucket;
}

void buckets_release(struct buckets *buckets)
{
    free(buckets->entries);
    *buckets = (struct buckets){0};
}

bool bucket_has(const struct bucket *bucket)
{
    return !bucket || bucket->level >= 1;
}

void bucket_take(struct bucket *bucket)
{
    if (bucket)
        bucket->level -= 1;
}
