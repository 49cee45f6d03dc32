/* verdict.c: see verdict.h. */
#include "verdict.h"
#include "phrase.h"
#include "sortie/median.h"
#include <math.h>
#include <stdlib.h>

/* The comparison that few answers are measured by: so many periods before and after. */
enum { PERIODS_BESIDE = 8 };

static bool is_rare(const struct shown_chart *chart)
{
    return chart->by == BY_THIRTEEN || chart->by == BY_TERM;
}

bool verdict_given(const struct shown_chart *chart)
{
    return chart->shown > 0 && !is_rare(chart);
}

bool verdict_refused(const struct shown_chart *chart)
{
    return chart->shown > 0 && is_rare(chart);
}

int verdict_weight(const struct shown_chart *chart)
{
    if (!verdict_given(chart))
        return 0;
    return (chart->signals.state == STATE_UNUSUAL)
           + 2 * (chart->signals.state == STATE_SHIFT);
}

bool verdict_is_news(const struct shown_chart *chart)
{
    return verdict_weight(chart) > 0;
}

/* However many answers there are: all were positive, or none. */
static bool is_constant(const struct shown_chart *chart)
{
    return chart->signals.line == 0 || chart->signals.line == 1;
}

enum sight verdict_sight(const struct shown_chart *chart)
{
    if (chart->signals.state != STATE_TOO_FEW)
        return ENOUGH;
    if (chart->signals.joined < SIGNALS_LEAST)
        return TOO_EARLY;
    return is_constant(chart) ? ENOUGH : TOO_LITTLE;
}

static void say(struct text *out, const struct words *words, const char *key)
{
    text_add(out, words_get(words, key));
}

static bool is_below(double share, double line)
{
    return share < line;
}

/* How many of the latest figures, one after the other, are marked on the side of the
 * last one. */
static int64_t in_a_row(const struct shown_chart *chart, enum signal signal,
                        double line, bool *below)
{
    int64_t count = 0;

    for (size_t i = chart->period_count; i-- > 0;) {
        double share = signal == SIGNAL_RUN ? chart->signals.points[i].level
                                            : chart->periods[i].share;
        if (isnan(share) || share == line)
            continue;
        if (!signals_marked(&chart->signals, i, signal)
            || (count > 0 && is_below(share, line) != *below))
            break;
        *below = is_below(share, line);
        count++;
    }
    return count;
}

static void add_unusual(struct text *out, const struct words *words,
                        const struct shown_chart *chart)
{
    bool usual = chart->signals.rules == RULES_DEFAULT, below = false;
    int64_t count = in_a_row(chart, usual ? SIGNAL_POINT : SIGNAL_OUTSIDE,
                             chart->signals.line, &below);

    if (count == 0)
        say(out, words, "report.verdict.unusual");
    else if (count == 1)
        say(out, words, below ? "report.verdict.below" : "report.verdict.above");
    else
        phrase_number(
            out, words,
            below ? "report.verdict.below.again" : "report.verdict.above.again", count);
}

/* A run that is over is not the news where the latest figure is unusual. */
static void add_shift(struct text *out, const struct words *words,
                      const struct shown_chart *chart)
{
    bool usual = chart->signals.rules == RULES_DEFAULT, below = false;
    int64_t count =
        in_a_row(chart, usual ? SIGNAL_RUN : SIGNAL_ONE_SIDE,
                 usual ? chart->signals.centre : chart->signals.line, &below);

    if (count > 1)
        phrase_number(out, words,
                      below ? "report.verdict.lower" : "report.verdict.higher", count);
    else if (usual && in_a_row(chart, SIGNAL_POINT, chart->signals.line, &below) > 0)
        add_unusual(out, words, chart);
    else
        say(out, words, "report.verdict.changed");
}

static double median_answers(const struct shown_chart *chart)
{
    double *answers = calloc(chart->period_count, sizeof *answers);
    double median = nan("");
    size_t count = 0;

    if (!answers)
        return median;
    for (size_t i = 0; i < chart->period_count; i++)
        if (!isnan(chart->periods[i].share) && chart->periods[i].by == chart->by)
            answers[count++] = (double)chart->periods[i].figure.n;
    median = median_value(answers, count);
    free(answers);
    return median;
}

void verdict_detail(struct text *out, const struct words *words,
                    const struct shown_chart *chart)
{
    bool small =
        chart->signals.state == STATE_TOO_FEW && chart->signals.joined >= SIGNALS_LEAST;
    char n[PHRASE_COUNT_SIZE], points[PHRASE_COUNT_SIZE], beside[PHRASE_COUNT_SIZE];
    int weeks = by_length(chart->by);

    if (!small || weeks == 0)
        return;
    double answers = median_answers(chart);
    double visible = statistics_visible(chart->signals.line, answers * PERIODS_BESIDE);
    if (isnan(visible))
        return;
    phrase_count(n, words, lround(answers / weeks));
    phrase_count(points, words, lround(visible * 100));
    phrase_count(beside, words, (int64_t)PERIODS_BESIDE * weeks);
    phrase_add(out, words, "report.verdict.detectable",
               (struct filling[]){
                   {"n",      n     },
                   {"weeks",  beside},
                   {"points", points},
                   {NULL,     NULL  }
    });
}

static void add_early(struct text *out, const struct words *words, size_t periods)
{
    char n[PHRASE_COUNT_SIZE], least[PHRASE_COUNT_SIZE];

    phrase_count(n, words, (int64_t)periods);
    phrase_count(least, words, SIGNALS_LEAST);
    phrase_add(out, words, "report.verdict.early",
               (struct filling[]){
                   {"n",     n    },
                   {"least", least},
                   {NULL,    NULL }
    });
}

static void add_constant(struct text *out, const struct words *words,
                         const struct shown_chart *chart)
{
    OWNED(text_release) struct text share = {.whole = out};

    phrase_percent(&share, words, chart->signals.line);
    phrase_add(out, words, "report.verdict.constant",
               (struct filling[]){
                   {"share", text_string(&share)},
                   {NULL,    NULL               }
    });
}

/* "About 3 a week", of the periods that are shown and as long as the latest. */
static void add_rate(struct text *out, const struct words *words,
                     const struct shown_chart *chart)
{
    int64_t n = 0, weeks = 0;

    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        if (period->by != chart->by || period->figure.showing != SHOWN)
            continue;
        n += period->figure.n;
        weeks += period->last - period->first + 1;
    }
    if (n < weeks)
        say(out, words, "report.rate.least");
    else if (weeks > 0)
        phrase_number(out, words, "report.rate", (n + weeks / 2) / weeks);
}

static void add_refused(struct text *out, const struct words *words,
                        const struct shown_chart *chart)
{
    OWNED(text_release) struct text rate = {.whole = out};

    add_rate(&rate, words, chart);
    phrase_add(out, words,
               chart->by == BY_TERM ? "report.verdict.term" : "report.verdict.thirteen",
               (struct filling[]){
                   {"rate", text_string(&rate)},
                   {NULL,   NULL              }
    });
}

void verdict_add(struct text *out, const struct words *words,
                 const struct shown_chart *chart)
{
    if (verdict_refused(chart)) {
        add_refused(out, words, chart);
        return;
    }
    switch (chart->signals.state) {
    case STATE_UNUSUAL:
        add_unusual(out, words, chart);
        return;
    case STATE_SHIFT:
        add_shift(out, words, chart);
        return;
    case STATE_STEADY:
        say(out, words, "report.verdict.steady");
        return;
    case STATE_TOO_FEW:
    case STATES:
        break;
    }
    enum sight sight = verdict_sight(chart);
    if (sight == TOO_EARLY)
        add_early(out, words, chart->signals.joined);
    else if (sight == ENOUGH)
        add_constant(out, words, chart);
    else
        say(out, words, "report.verdict.small");
}
