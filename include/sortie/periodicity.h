/* periodicity.h: over which weeks the answers of a place are put together to be shown.
 *
 *     periodicity_make(&measures, week, &periodicity, &error)
 *     struct span span = periodicity_span(&periodicity, line, week);
 *     periodicity_release(&periodicity);
 *
 * Workshops are shown by month, clubs and whatever is sensitive by term, the centre as
 * a whole by week. A desk's answers of a mode begin by week. After 26 weeks, and from
 * then on at each new year, its periods become the shortest of 1, 2 and 4 weeks
 *   - of which three quarters are large enough to be shown, and
 *   - in whose median min(positive, other) answers are 1 or more to be expected: with
 *     fewer, runs cry wolf (Anhoej & Olesen 2014 take continuous data for granted);
 * where no period does both, the shortest that can be shown, or else 13 weeks. What was
 * published stays as it was: weeks stay weeks, and a period never overlaps another.
 *
 * A choice is final once its first week is closed, which the first edition that needs
 * it waits for. Then the collector writes it down (collector/settle.h), and from then
 * on it is read: an import of answers of that time, another threshold or another rule
 * change what comes, and never how the past was cut. So is the week in which a place
 * was answered for first: a choice looks no further back, whatever is imported later.
 * What is not written down is worked out as it will be.
 *
 * It is decided from the year before, by what weeks would show: one under the threshold
 * counts as two answers, so the first choice tells nothing that its weeks have not
 * told. A change that begins anew does not choose again: it can be written down long
 * after its day, and published periods would then be cut in another way. */
#ifndef SORTIE_PERIODICITY_H
#define SORTIE_PERIODICITY_H

#include "sortie/measures.h"
#include "sortie/period.h"

struct span {
    enum by by;
    int32_t first, last; /* weeks */
};

/* From a week on. */
struct stretch {
    int32_t first;
    enum by by;
    bool written;
};

struct periodicity {
    const struct centre *centre;
    struct stretches {
        struct stretch *list; /* by week, from the first answers on */
        size_t count;
    } * stretches; /* of each place and mode: periodicity_stretches */
};

/* As known up to a week. */
bool periodicity_make(const struct measures *measures, int32_t week,
                      struct periodicity *periodicity, struct error *error);
void periodicity_release(struct periodicity *periodicity);

/* The period of a week. Its last week may not have come yet. */
struct span periodicity_span(const struct periodicity *periodicity,
                             const struct line *line, int32_t week);

/* None of a place that is not shown by week, or that was not answered for. */
const struct stretches *periodicity_stretches(const struct periodicity *periodicity,
                                              const struct place *place,
                                              enum mode mode);

/* BY_WEEK, BY_MONTH or BY_TERM: BY_WEEK is where longer periods may be chosen. */
enum by periodicity_usual(const struct place *place);

/* The window over which options are counted beside a line of shares: of one week and
 * more the block of four that has it. */
enum by periodicity_window(enum by by);

#endif
