/* changes.h: "you said - we did": the latest changes of each place, and whether its
 * figures moved with them.
 *
 *     changes_make(all, count, &shown, &changes, &error)     after shown_make
 *     ... shown.places[i].changes[j].effects[k] ...
 *     changes_release(&changes);                              with shown
 *
 * Everything is summed from figures that are shown exactly. What is compared is as many
 * weeks before the day of the change as after it: whole periods, never across another
 * change of the place or of the whole centre at which limits start anew. */
#ifndef CHANGES_H
#define CHANGES_H

#include "shown.h"

enum {
    CHANGES_LATEST = 3,
    CHANGES_QUESTIONS = 2, /* the leading ones, of the leading mode */
    CHANGES_WEEKS = 26,    /* on either side, at most */
    CHANGES_ANSWERS = 10   /* on either side, at least */
};

struct change_effect {
    const struct shown_chart *chart;
    int32_t weeks; /* on either side */
    struct counts before, after;
    bool told;         /* enough answers on both sides; else no difference */
    double difference; /* of the shares, after less before */
    struct interval difference_95; /* Newcombe, on the pooled counts */
    int64_t rate;   /* answers a shown week; 0 when it is no chart of weeks */
    double visible; /* the change that CHANGES_WEEKS such weeks before and after
                       can show; NAN when they can show none */
};

struct shown_change {
    const struct change *change;
    int number; /* by which the charts name it: 1 is the oldest of its place */
    struct change_effect effects[CHANGES_QUESTIONS];
    size_t effect_count;
};

struct changes {
    struct shown_change *entries; /* those of the first place first */
};

/* Of `all` changes, by day, those up to the edition's week. Marks in the charts of
 * changes that are not among a place's latest are taken out: nothing would explain
 * them. */
bool changes_make(const struct change *all, size_t count, struct shown *shown,
                  struct changes *changes, struct error *error);
void changes_release(struct changes *changes);

/* A chart before and after a day; nothing from before the day `from` or from the day
 * `to` on is looked at (DAY_NONE: no such day). */
struct change_effect changes_effect(const struct shown_chart *chart, int32_t day,
                                    int32_t from, int32_t to);

#endif
