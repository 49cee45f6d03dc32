/* metrics.c: see metrics.h. */
#include "metrics.h"

enum { HOUR_MS = 3600 * 1000 };

/* The upper end of a class, as a number and as it is written; the class after the last
 * one takes the rest. */
struct end {
    int64_t most;
    const char *label;
};

static const struct end batch_ends[BATCH_CLASSES] = {
    {1,         "1"   },
    {2,         "2"   },
    {4,         "4"   },
    {8,         "8"   },
    {16,        "16"  },
    {32,        "32"  },
    {64,        "64"  },
    {INT64_MAX, "+Inf"}
};

/* Microseconds, written in seconds. */
static const struct end commit_ends[COMMIT_CLASSES] = {
    {1000,      "0.001"},
    {3000,      "0.003"},
    {10000,     "0.01" },
    {30000,     "0.03" },
    {100000,    "0.1"  },
    {300000,    "0.3"  },
    {1000000,   "1"    },
    {3000000,   "3"    },
    {INT64_MAX, "+Inf" }
};

/* What is told of a figure is the largest of these that it reaches. */
static const int64_t free_classes[] = {0,          10000000,    100000000,
                                       1000000000, 10000000000, 100000000000};
static const int64_t age_classes[] = {0, 3600, 86400, 7 * 86400};

/* ---- counting ---- */

static void count(int64_t *classes, const struct end *ends, int64_t figure)
{
    while (figure > ends->most) {
        ends++;
        classes++;
    }
    ++*classes;
}

void metrics_note_batch(struct metrics *metrics, int64_t kept, int64_t microseconds)
{
    if (kept <= 0)
        return;
    count(metrics->counted.batches, batch_ends, kept);
    count(metrics->counted.commits, commit_ends, microseconds);
}

/* Each class with all below it, in whole groups: so no class is more than the next. */
static void show_classes(int64_t *shown, const int64_t *counted, size_t classes,
                         int64_t group)
{
    int64_t sum = 0;
    for (size_t i = 0; i < classes; i++) {
        sum += counted[i];
        shown[i] = sum / group * group;
    }
}

void metrics_refresh(struct metrics *metrics, int64_t group, int64_t now_ms)
{
    const struct counters *counted = &metrics->counted;
    struct counters *shown = &metrics->shown;
    int64_t kept = shown->outcomes[KEPT];
    if (metrics->shown_at && now_ms - metrics->shown_at < HOUR_MS)
        return;
    for (int i = 0; i < OUTCOMES; i++)
        shown->outcomes[i] = counted->outcomes[i] / group * group;
    show_classes(shown->batches, counted->batches, BATCH_CLASSES, group);
    show_classes(shown->commits, counted->commits, COMMIT_CLASSES, group);
    if (shown->outcomes[KEPT] > kept)
        metrics->grown_at = now_ms;
    metrics->shown_at = now_ms;
}

/* ---- telling ---- */

static void write_head(struct text *text, const char *name, const char *type,
                       const char *help)
{
    text_add_format(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_histogram(struct text *text, const char *name, const char *help,
                            const struct end *ends, const int64_t *shown,
                            size_t classes)
{
    write_head(text, name, "histogram", help);
    for (size_t i = 0; i < classes; i++)
        text_add_format(text, "%s_bucket{le=\"%s\"} %lld\n", name, ends[i].label,
                        (long long)shown[i]);
    text_add_format(text, "%s_count %lld\n", name, (long long)shown[classes - 1]);
}

static void write_class(struct text *text, const char *name, const char *help,
                        const int64_t *classes, size_t count, int64_t figure)
{
    write_head(text, name, "gauge", help);
    while (count > 1 && figure < classes[count - 1])
        count--;
    text_add_format(text, "%s %lld\n", name, (long long)classes[count - 1]);
}

void metrics_write(const struct metrics *metrics, const char *const names[OUTCOMES],
                   int64_t free, bool able, struct text *text)
{
    const struct counters *shown = &metrics->shown;
    write_head(text, "sortie_responses_total", "counter",
               "Responses by outcome, hourly, rounded down to whole groups.");
    for (int i = 0; i < OUTCOMES; i++)
        text_add_format(text, "sortie_responses_total{outcome=\"%s\"} %lld\n", names[i],
                        (long long)shown->outcomes[i]);
    write_histogram(text, "sortie_batch_responses",
                    "Responses kept by one commit, hourly, rounded down.", batch_ends,
                    shown->batches, BATCH_CLASSES);
    write_histogram(text, "sortie_commit_seconds",
                    "Time until a batch was on disk, hourly, rounded down.",
                    commit_ends, shown->commits, COMMIT_CLASSES);
    write_class(text, "sortie_last_kept_age_seconds",
                "At least so long ago a whole group more was on disk (0, an hour, a "
                "day, a week); hourly.",
                age_classes, sizeof age_classes / sizeof *age_classes,
                (metrics->shown_at - metrics->grown_at) / 1000);
    if (free >= 0)
        write_class(text, "sortie_free_bytes",
                    "At least so much room is on the store's disk (0, 10 MB, 100 MB, "
                    "and so on).",
                    free_classes, sizeof free_classes / sizeof *free_classes, free);
    write_head(text, "sortie_able", "gauge",
               "1 while the store can be written, 0 when the last batch could not.");
    text_add_format(text, "sortie_able %d\n", able);
}
