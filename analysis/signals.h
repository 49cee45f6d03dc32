/* signals.h: what control-chart rules say of a share over time.
 *
 *     OWNED(signals_release) struct signals signals = {0};
 *     signals_read(readings, size, RULES_DEFAULT, &signals, &error)
 *     state_name(signals.state)              "steady", "unusual", "shift", "too few"
 *
 * Readings are one period each, in order. A period without answers, or whose answers
 * are withheld, is a gap: {0, 0}. A segment begins at the first
 * reading and at each with `anew` (a change with --rebase): line, limits, runs and
 * CUSUM know nothing of what lies before it, and no rule looks across.
 *
 * The default rules, from SIGNALS_LEAST periods with answers in a segment on:
 *   point   beyond both the binomial and Laney's limits around the pooled share
 *           (p_chart.h); limits are on trial from SIGNALS_TRIAL periods on
 *   run     Anhoej's runs around the median (runs.h), if they can work: the median
 *           period expects an answer of the rarer kind, and ten are off the median
 * Where periods became longer, runs see the earlier ones put together to the length of
 * the latest. One by one they would keep the guard shut for a year, while most are
 * short; asked of the latest alone, it would open to runs about a median that is none
 * of theirs (of short periods the median share is often 1, of long ones less): up to 99
 * of 100 steady series got a headline. Where they became shorter, the guard asks only
 * the short ones.
 * A headline needs a point in the latest period, or the stricter runs: a manager looks
 * every Monday. tests/bench/mondays.c counts how often steady series get one.
 *
 *   cusum   worth a look, and never more (cusum.h)
 *
 * RULES_MDC are the four of xmr.h instead, on the shares. */
#ifndef SIGNALS_H
#define SIGNALS_H

#include "runs.h"
#include "sortie/error.h"
#include "statistics.h"

enum { SIGNALS_LEAST = 13, SIGNALS_TRIAL = 8 };

struct reading {
    struct counts counts;
    bool anew;   /* a segment begins here */
    bool joined; /* lies with the one before in a period as long as the latest */
    bool longer; /* than the latest */
};

enum rules { RULES_DEFAULT, RULES_MDC, RULES };

enum state { STATE_TOO_FEW, STATE_STEADY, STATE_UNUSUAL, STATE_SHIFT, STATES };

/* What is marked at a period; several of the default rules, one of the others. */
enum signal {
    SIGNAL_POINT,
    SIGNAL_RUN, /* part of a run longer than a headline's limit */
    SIGNAL_CUSUM,
    SIGNAL_OUTSIDE,
    SIGNAL_TREND,
    SIGNAL_TWO_OF_THREE,
    SIGNAL_ONE_SIDE,
    SIGNALS
};

/* "default", "mdc"; "too few", ...; "point", "run", "cusum", "outside", "trend", "two
 * of three", "one side". */
const char *rules_name(enum rules rules);
const char *state_name(enum state state);
const char *signal_name(enum signal signal);

/* By name; NULL is the default ones. */
bool rules_read(const char *name, enum rules *rules, struct error *error);

/* A reading as the rules see it. */
struct signal_point {
    double line;    /* pooled share of its segment (MDC: mean of shares) */
    double centre;  /* median of its segment's shares, around which runs are */
    double level;   /* the share that runs see: of what is joined, at the last of it */
    double spread;  /* sigma_z of its segment (MDC: from the mean to a limit) */
    double cusum;   /* NAN without a base, at a gap, and with MDC rules */
    bool limited;   /* there are limits: no gap, SIGNALS_TRIAL periods or more */
    bool trial;     /* fewer than SIGNALS_LEAST: draw the limits dashed */
    unsigned marks; /* 1 << enum signal, of each that is marked */
};

struct signals {
    enum rules rules;
    enum state state; /* of the latest reading with answers */
    bool look;        /* its CUSUM: worth a look */
    size_t count;
    struct signal_point *points; /* one a reading */
    /* Of the last segment: */
    double line, sigma_z; /* NAN without answers; sigma_z with MDC rules */
    size_t periods;       /* with answers */
    size_t joined;        /* of them, as runs see them: no more */
    double centre;        /* the median */
    struct runs runs;
    bool runs_can_tell;
};

bool signals_read(const struct reading *readings, size_t size, enum rules rules,
                  struct signals *signals, struct error *error);
void signals_release(struct signals *signals);

/* The limits of a limited reading with n answers, within 0..1. */
struct interval signals_limits(const struct signals *signals, size_t at, int64_t n);

bool signals_marked(const struct signals *signals, size_t at, enum signal signal);

/* Is a marked reading below its line, or the run that it is part of below the median?
 */
bool signals_below(const struct signals *signals, size_t at, double share);

#endif
