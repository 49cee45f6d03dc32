/* metrics.h: what /metrics says: counts that move once an hour and by whole groups, and
 * figures told as classes, so that no tap can be seen in them.
 *
 *     metrics->counted.outcomes[outcome]++;             as each response is answered
 *     metrics_note_batch(metrics, 3, microseconds);     after its commit
 *     metrics_refresh(metrics, group, clock);           nothing within the hour
 *     metrics_write(metrics, names, free_bytes, able, &reply->body);
 *
 * A batch of a quiet hour is one answer, so batches are counted as carefully as
 * responses are. For the same reason there are no sums: the sum of all batches is the
 * exact number of responses. */
#ifndef SORTIE_METRICS_H
#define SORTIE_METRICS_H

#include "sortie/store.h"
#include "sortie/text.h"

enum { BATCH_CLASSES = 8, COMMIT_CLASSES = 9 }; /* the last one has no upper end */

struct counters {
    int64_t outcomes[OUTCOMES];
    int64_t batches[BATCH_CLASSES];  /* by how many were kept at once */
    int64_t commits[COMMIT_CLASSES]; /* by how long it took until they were on disk */
};

struct metrics {
    struct counters counted, shown;
    int64_t shown_at; /* monotonic ms at which `shown` was taken; 0: never */
    int64_t
        grown_at; /* monotonic ms at which a group more was shown, or of the start */
};

/* `kept` responses went to disk in one commit; nothing when there were none. */
void metrics_note_batch(struct metrics *metrics, int64_t kept, int64_t microseconds);

/* Takes what is counted into `shown`, each count rounded down to a multiple of `group`
 * (classes from the smallest up to each one together), unless it did so less than an
 * hour ago. */
void metrics_refresh(struct metrics *metrics, int64_t group, int64_t now_ms);

/* Adds the text that Prometheus reads (0.0.4). `names` are those of the outcomes;
 * `free` is the room on the store's disk in bytes (less than 0: not known, not told).
 */
void metrics_write(const struct metrics *metrics, const char *const names[OUTCOMES],
                   int64_t free, bool able, struct text *text);

#endif
