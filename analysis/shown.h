/* shown.h: what an edition shows: the measures that disclosure let through, in the
 * order of the pages.
 *
 *     shown_make(&measures, week, &shown, &error)
 *     ... shown.places[i].charts[j].periods[k].figure ...
 *     shown_release(&shown);
 *
 * Pages, charts, JSON and CSV walk this and nothing else. Places are shown by the
 * periods of periodicity.h, workshops by session, too. Only finished periods are: a
 * running one would change from edition to edition, and the difference would show a
 * week. Distributions and reasons are those of the last finished block of four weeks
 * (thirteen, month, term) and of the one before. */
#ifndef SHOWN_H
#define SHOWN_H

#include "signals.h"
#include "sortie/disclosure.h"
#include "sortie/measures.h"
#include "sortie/periodicity.h"

enum {
    WEEKS_SHOWN = 52,
    WEEKS_SHOWN_LONGER = 104, /* of periods of two weeks and more */
    MONTHS_SHOWN = 24,
    TERMS_SHOWN = 9,
    SESSIONS_SHOWN = 60,
    WEEKS_READ = 53 * 5
};

struct shown_period {
    enum by by;
    int32_t first, last;           /* weeks */
    const struct session *session; /* BY_SESSION only */
    struct figure figure;
    double share;             /* NAN unless shown exactly */
    struct interval interval; /* of a shown one */
    struct figure rest; /* without what looks like repeats (repeats.h); n is 0 where
                           that is not told */
    int change; /* the place's last change that came before it and after the period
                   before: 1 is the oldest of all; 0 when there is none */
    bool anew;  /* such a change asked to begin anew here */
    int64_t visitors; /* how many came, answering or not (visitors.h); 0 unknown */
};

/* Counts of options over finished periods. `n` and `positive` only of a scored
 * question. */
struct shown_cells {
    bool any;
    int32_t first, last; /* weeks */
    int64_t n, positive;
    bool *shown;          /* one an option */
    int64_t *cells;       /* 0 where not shown */
    enum reason *reasons; /* of each option that is not shown, if any is */
    enum reason none;     /* why nothing is shown; REASON_NONE when nobody answered */
};

/* A line of one place, question and mode over its periods. */
struct shown_chart {
    const struct line *line; /* what it is; its counts are not for showing */
    enum by by;              /* of its last period: before a choice it may be another */
    struct shown_period *periods; /* NULL for a question that cannot be charted */
    size_t period_count;
    size_t blank; /* periods of the centre before them, in which the place was not there
                     or not asked about */
    size_t shown; /* how many periods are shown */
    size_t latest;          /* the last shown one; period_count when there is none */
    struct signals signals; /* one a period; all but exact figures are gaps to it */
    double false_alarms;    /* false_alarms_share, with MDC rules; otherwise NAN */
    struct shown_cells now, before;
};

struct shown_place {
    const struct place *place;
    struct shown_chart *charts; /* leading mode first, then sessions, then core
                                   questions first */
    size_t chart_count;
    const struct shown_change *changes; /* changes.h, the latest one first */
    size_t change_count;
};

struct shown {
    const struct centre *centre;
    int32_t week;
    struct shown_place *places; /* the centre as a whole, then the catalogue's order */
    size_t place_count;
    int64_t late, uncertain; /* responses of the week; 0 when not to be shown */
    bool modes[MODES];       /* which the edition speaks of */
};

bool shown_make(const struct measures *measures, int32_t week, enum rules rules,
                struct shown *shown, struct error *error);
void shown_release(struct shown *shown);

/* The base below which nothing of a place is shown. */
int shown_smallest(const struct centre *centre, const struct place *place);

/* Is it of several months, put together (totals.h)? */
bool shown_is_joined(const struct shown_period *period,
                     const struct settings *settings);

/* The first and the last day of a period: a session's is its own. */
int32_t shown_first_day(const struct shown_period *period);
int32_t shown_last_day(const struct shown_period *period);

/* Is the figure one of few answers, to be drawn hollow and without a percentage? */
bool shown_is_small(const struct figure *figure);

#endif
