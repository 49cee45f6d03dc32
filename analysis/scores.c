/* scores.c: see scores.h. */
#include "scores.h"
#include <math.h>

enum { SCORE_MOST = 100, DETRACTOR_MOST = 6, PASSIVE_MOST = 8 };

static bool all_shown(const struct question *question, const struct shown_cells *cells)
{
    int64_t n = 0;

    for (size_t i = 0; cells->any && i < question->option_count; i++) {
        if (question->options[i].score == SCORE_NONE)
            continue;
        if (!cells->shown[i])
            return false;
        n += cells->cells[i];
    }
    return n > 0;
}

static void cut(struct score *score, double low, double high)
{
    score->interval.low = fmax(low, score->interval.low);
    score->interval.high = fmin(high, score->interval.high);
}

/* Options lie in any order: they are counted by score. */
bool scores_mean(const struct question *question, const struct shown_cells *cells,
                 struct score *mean)
{
    double scores[SCORE_MOST + 1];
    int64_t counts[SCORE_MOST + 1] = {0};
    int low = SCORE_MOST, high = 0;

    if (question->type == NPS || !all_shown(question, cells))
        return false;
    for (int score = 0; score <= SCORE_MOST; score++)
        scores[score] = score;
    for (size_t i = 0; i < question->option_count; i++) {
        int score = question->options[i].score;
        if (score == SCORE_NONE)
            continue;
        counts[score] += cells->cells[i];
        low = score < low ? score : low;
        high = score > high ? score : high;
    }
    if (low >= high)
        return false;
    *mean = statistics_mean(scores + low, counts + low, (size_t)(high - low) + 1,
                            STATISTICS_95, STATISTICS_TAIL_95);
    cut(mean, low, high);
    return true;
}

bool scores_nps(const struct question *question, const struct shown_cells *cells,
                struct score *nps)
{
    int64_t detractors = 0, passives = 0, promoters = 0;

    if (question->type != NPS || !all_shown(question, cells))
        return false;
    for (size_t i = 0; i < question->option_count; i++) {
        int64_t *kind = i <= DETRACTOR_MOST ? &detractors
                        : i <= PASSIVE_MOST ? &passives
                                            : &promoters;
        *kind += cells->cells[i];
    }
    *nps = statistics_nps(detractors, passives, promoters, STATISTICS_95);
    cut(nps, -1, 1);
    return true;
}
