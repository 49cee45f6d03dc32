/* mondays.c: what the rules of signals.h say of series whose truth is known.
 *
 *     mondays 2000
 *
 * draws so many series for each line of four tables, from a fixed seed:
 *  1. steady series, looked at on 26 Mondays while they grow from 26 to 52 weeks: the
 *     share that ever gets a "changed" headline (unusual or shift); what Anhoej's usual
 *     limits would call changed, and the NHS's rules; weeks between two marks of CUSUM;
 *  2. the same after a real fall in week 27, of 0.7 in log-odds from 85 %;
 *  3. a year of weeks that goes on by two or by four weeks, since its answers are few:
 *     on how many of the next 26 Mondays runs could tell anything, the headlines while
 *     nothing happens, and after such a fall; beside it, what runs tell that see its
 *     readings one by one;
 *  4. how often Wilson's interval holds the true share, averaged over shares.
 * Ends with status 1 when more than 1 steady series in 20 gets a headline (of all
 * together; of a line of a table, three standard errors more), a power is less than
 * half its aim, runs of longer periods can tell on less than 4 Mondays of 10, or
 * Wilson's interval holds less than 93 or more than 97 %. */
#include "chance.h"
#include "signals.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PROMISED 0.05

enum { FIRST = 26, WEEKS = 52, ANSWERS_LEAST = 3 };

struct truth {
    double share, answers; /* a week, on average */
    double fall;           /* in log-odds, after the first 26 weeks */
};

/* Series that were ever called changed on one of the Mondays, by each way to look. */
struct told {
    int series, headline, usual, mdc;
    long watched, looks;
};

static double fallen(double share, double fall)
{
    return 1 / (1 + exp(fall) * (1 - share) / share);
}

static void draw(struct chance *chance, const struct truth *truth,
                 struct reading readings[static WEEKS])
{
    for (int week = 0; week < WEEKS; week++) {
        double p = fallen(truth->share, week < FIRST ? 0 : truth->fall);
        int64_t n = chance_poisson(chance, truth->answers);
        n = n < ANSWERS_LEAST ? ANSWERS_LEAST : n;
        readings[week] = (struct reading){
            .counts = {n, chance_binomial(chance, n, p)}
        };
    }
}

static struct signals read(const struct reading *readings, size_t size,
                           enum rules rules)
{
    struct signals signals;
    struct error error = {0};

    if (!signals_read(readings, size, rules, &signals, &error)) {
        fprintf(stderr, "mondays: %s\n", error.text);
        exit(74);
    }
    return signals;
}

static bool changed(const struct signals *signals)
{
    return signals->state == STATE_UNUSUAL || signals->state == STATE_SHIFT;
}

static void watch(const struct reading readings[static WEEKS], struct told *told)
{
    bool headline = false, usual = false, mdc = false;

    for (size_t size = FIRST + 1; size <= WEEKS; size++) {
        struct signals ours = read(readings, size, RULES_DEFAULT);
        struct signals theirs = read(readings, size, RULES_MDC);
        headline |= changed(&ours);
        usual |= ours.state == STATE_UNUSUAL
                 || (ours.runs_can_tell && ours.runs.usual.signal);
        mdc |= changed(&theirs);
        told->looks += ours.look;
        told->watched++;
        signals_release(&ours);
        signals_release(&theirs);
    }
    told->series++;
    told->headline += headline;
    told->usual += usual;
    told->mdc += mdc;
}

static struct told tell(struct chance *chance, const struct truth *truth, int series)
{
    struct reading readings[WEEKS];
    struct told told = {0};

    while (told.series < series) {
        draw(chance, truth, readings);
        watch(readings, &told);
    }
    return told;
}

static double percent(int part, int whole)
{
    return 100.0 * part / whole;
}

/* More than promised, beyond what chance does to so many draws? */
static bool too_many(int part, int whole)
{
    return part > whole * PROMISED + 3 * sqrt(whole * PROMISED * (1 - PROMISED));
}

static void print_told(const struct truth *truth, const struct told *told)
{
    printf("| %.0f %% | %.0f | %.1f %% | %.1f %% | %.0f %% | %ld |\n",
           100 * truth->share, truth->answers, percent(told->headline, told->series),
           percent(told->usual, told->series), percent(told->mdc, told->series),
           told->looks ? told->watched / told->looks : told->watched);
}

static bool print_steady(struct chance *chance, int series)
{
    const double shares[] = {0.80, 0.85, 0.90, 0.95};
    const double answers[] = {6, 9, 12, 25, 60, 100, 150};
    bool kept = true;
    int headlines = 0, all = 0;

    puts("| steady at | answers a week | headline, of 26 Mondays | Anhoej's usual runs "
         "| NHS rules | weeks between marks of CUSUM |\n|---|---|---|---|---|---|");
    for (size_t p = 0; p < sizeof shares / sizeof *shares; p++)
        for (size_t n = 0; n < sizeof answers / sizeof *answers; n++) {
            struct truth truth = {shares[p], answers[n], 0};
            struct told told = tell(chance, &truth, series);
            print_told(&truth, &told);
            kept &= !too_many(told.headline, series);
            headlines += told.headline;
            all += series;
        }
    return kept && headlines <= all * PROMISED;
}

static bool print_power(struct chance *chance, int series)
{
    const struct {
        double answers, aim;
    } cases[] = {
        {9,  0.24},
        {25, 0.67},
        {60, 0.98}
    };
    bool kept = true;

    puts("\n| fall from 85 % to 74 % at | headline within 26 Mondays | aim | Anhoej's "
         "usual runs |\n|---|---|---|---|");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct told told =
            tell(chance, &(struct truth){0.85, cases[i].answers, 0.7}, series);
        printf("| %.0f answers a week | %.2f | %.2f | %.2f |\n", cases[i].answers,
               (double)told.headline / series, cases[i].aim,
               (double)told.usual / series);
        kept &= told.headline * 2 > series * cases[i].aim;
    }
    return kept;
}

/* ---- a chart whose periods become longer ---- */

enum { SMALLEST_SHOWN = 5 };

static void add_reading(struct reading *readings, size_t *size, struct counts counts,
                        bool joined)
{
    if (counts.n < SMALLEST_SHOWN)
        counts = (struct counts){0};
    readings[(*size)++] = (struct reading){.counts = counts, .joined = joined};
}

/* WEEKS weeks, then periods of `length`, of `weeks` in all. */
static size_t lengthen(const struct counts *counts, size_t weeks, size_t length,
                       bool join, struct reading *readings)
{
    size_t size = 0;

    for (size_t week = 0; week < WEEKS; week++)
        add_reading(readings, &size, counts[week], join && week % length > 0);
    for (size_t week = WEEKS; week + length <= weeks; week += length) {
        struct counts sum = {0};
        for (size_t i = week; i < week + length; i++) {
            sum.n += counts[i].n;
            sum.positive += counts[i].positive;
        }
        add_reading(readings, &size, sum, false);
    }
    return size;
}

struct longer {
    int headlines;
    double could_tell;
};

static void watch_longer(const struct counts counts[static WEEKS + FIRST],
                         size_t length, bool join, struct longer *longer)
{
    struct reading readings[WEEKS + FIRST];
    bool headline = false;

    for (size_t weeks = WEEKS + 1; weeks <= WEEKS + FIRST; weeks++) {
        size_t size = lengthen(counts, weeks, length, join, readings);
        struct signals signals = read(readings, size, RULES_DEFAULT);
        headline |= changed(&signals);
        longer->could_tell += signals.runs_can_tell / (double)FIRST;
        signals_release(&signals);
    }
    longer->headlines += headline;
}

/* The same series are watched twice. */
static void tell_longer(struct chance *chance, const struct truth *truth, size_t length,
                        int series, struct longer both[static 2])
{
    struct counts counts[WEEKS + FIRST];

    both[false] = both[true] = (struct longer){0};
    for (int i = 0; i < series; i++) {
        for (size_t week = 0; week < WEEKS + FIRST; week++) {
            int64_t n = chance_poisson(chance, truth->answers);
            double p = fallen(truth->share, week < WEEKS ? 0 : truth->fall);
            counts[week] = (struct counts){n, chance_binomial(chance, n, p)};
        }
        for (int join = false; join <= true; join++)
            watch_longer(counts, length, join, &both[join]);
    }
}

static bool print_longer(struct chance *chance, int series)
{
    const struct {
        double share, answers;
        size_t length;
    } cases[] = {
        {0.80, 4,  2},
        {0.85, 6,  2},
        {0.90, 6,  2},
        {0.90, 9,  2},
        {0.95, 12, 2},
        {0.85, 4,  2},
        {0.95, 6,  4},
        {0.95, 9,  4},
        {0.97, 12, 4}
    };
    bool kept = true;

    puts("\n| a year of weeks, then by | at | answers a week | runs can tell, on so "
         "many "
         "Mondays | headline, of 26 Mondays | after a fall | one by one: can tell | "
         "headline | after a fall |\n|---|---|---|---|---|---|---|---|---|");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct truth truth = {cases[i].share, cases[i].answers, 0};
        struct longer steady[2], falls[2];
        tell_longer(chance, &truth, cases[i].length, series, steady);
        truth.fall = 0.7;
        tell_longer(chance, &truth, cases[i].length, series, falls);
        printf("| %zu weeks | %.0f %% | %.0f |", cases[i].length, 100 * cases[i].share,
               cases[i].answers);
        for (int join = true; join >= false; join--)
            printf(" %.0f %% | %.1f %% | %.1f %% |",
                   100 * steady[join].could_tell / series,
                   percent(steady[join].headlines, series),
                   percent(falls[join].headlines, series));
        puts("");
        kept &= !too_many(steady[true].headlines, series);
        kept &= steady[true].could_tell > 0.4 * series;
    }
    return kept;
}

/* Exactly, from the probability of each count: no draws. */
static double coverage(int n, double p)
{
    double held = 0;

    for (int x = 0; x <= n; x++) {
        struct interval interval = statistics_wilson(x, n, STATISTICS_95);
        double log_f = lgamma(n + 1.0) - lgamma(x + 1.0) - lgamma(n - x + 1.0)
                       + x * log(p) + (n - x) * log1p(-p);
        if (interval.low <= p && p <= interval.high)
            held += exp(log_f);
    }
    return held;
}

static bool print_coverage(void)
{
    enum { STEPS = 150, FEWEST = 5, MOST = 300 };
    double least = 1, most = 0;

    for (int n = FEWEST; n <= MOST; n++) {
        double sum = 0;
        for (int step = 0; step < STEPS; step++)
            sum += coverage(n, 0.80 + 0.15 * (step + 0.5) / STEPS);
        least = fmin(least, sum / STEPS);
        most = fmax(most, sum / STEPS);
    }
    printf(
        "\nWilson's interval, averaged over shares of 80 to 95 %%: for every n from %d "
        "to %d it holds between %.1f and %.1f %% of them\n",
        FEWEST, MOST, 100 * least, 100 * most);
    return least >= 0.93 && most <= 0.97;
}

int main(int argc, char **argv)
{
    int series = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;

    if (series < 1) {
        fputs("mondays: say how many series\n", stderr);
        return 64;
    }
    struct chance chance = {.state = 5};
    bool steady = print_steady(&chance, series);
    bool power = print_power(&chance, series);
    bool longer = print_longer(&chance, series);
    bool covered = print_coverage();
    return steady && power && longer && covered ? 0 : 1;
}
