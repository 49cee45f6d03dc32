/* topics.h: what the bundles of centres can be compared in.
 *
 *     OWNED(topics_release) struct topics topics = {0};
 *     topics_read(&topics, paths, count, NULL, &error)
 *
 * A topic is a kind of place, a core question and a mode; of each centre it has the
 * sums of one quarter. Centres keep the order of the paths: nothing is ranked. */
#ifndef TOPICS_H
#define TOPICS_H

#include "funnel.h"
#include "sortie/document.h"
#include "sortie/form.h"
#include "sortie/response.h"

/* Promise 4 for all that leaves a centre: no row of a bundle has fewer answers. */
enum { TOPICS_BASE = 10 };

struct topic {
    enum kind kind;
    enum mode mode;
    const char *core;
    double line;                  /* of all centres together; NAN when none is shown */
    struct counts *units;         /* one a bundle; n 0: nothing to show */
    struct funnel_drawing funnel; /* made, and `chart` its number, where it is drawn */
    size_t chart;
};

struct topics {
    json_t **bundles;
    size_t bundle_count;
    const char *quarter; /* "2026-Q3" */
    struct topic *list;  /* by kind, question and mode */
    size_t count;
};

/* `quarter` NULL: the latest of any bundle. ERROR_INPUT says which file is wrong and
 * why; what was read is the caller's to release even then. */
bool topics_read(struct topics *topics, char *const *paths, size_t count,
                 const char *quarter, struct error *error);
void topics_release(struct topics *topics);

#endif
