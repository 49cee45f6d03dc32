/* measures.h: tallies put in lines: one a place, question, mode and series.
 *
 *     measures_read(store, from, to, &measures, &error)
 *     struct counts counts = measures_counts(line, from, to)
 *     measures_release(&measures);
 *
 * These are true counts: nobody may see them before disclosure.h was asked.
 *
 * Plain, flagged and again responses count in the lines of a place. The first place is
 * the centre as a whole: its lines of core questions count each visitor of every place
 * once (plain, flagged, partial; not again), its other lines what was said of the
 * centre itself. Late and uncertain responses are in no line. */
#ifndef SORTIE_MEASURES_H
#define SORTIE_MEASURES_H

#include "sortie/counts.h"
#include "sortie/period.h"
#include "sortie/store.h"

/* The answers of a line in a week, at a session (NULL: at none, or an unknown one). */
struct cell {
    int32_t week;
    const struct session *session;
    int64_t answered;      /* visitors: one may have chosen several options */
    struct counts flagged; /* of what options count, the responses of class FLAGGED */
};

struct line {
    const struct place *place;
    const struct form *form; /* in whose words it is shown */
    const struct question *question;
    int64_t form_number, form_first;
    enum mode mode;
    char series[DIGEST_HEX_SIZE];
    struct cell *cells; /* by week */
    int64_t *options;   /* of each cell, question->option_count numbers */
    size_t cell_count, cell_size;
};

struct line_list {
    struct line **lines;
    size_t count;
};

/* From a week on, as it was written down. */
struct choice {
    const struct place *place;
    enum mode mode;
    int32_t first;
    enum by by;
};

struct measures {
    const struct centre *centre;
    struct line_list *places;     /* one a place of the centre, in its order */
    int64_t classes[CLASSES];     /* responses of the last week read, by class */
    const struct change *changes; /* of the store, by day */
    size_t change_count;
    struct choice *choices; /* of any week; those of a place and mode by week */
    size_t choice_count;
};

bool measures_read(struct store *store, int32_t from, int32_t to,
                   struct measures *measures, struct error *error);
void measures_release(struct measures *measures);

/* The first week with answers, of those read; `week` when there is none before it. */
int32_t measures_first(const struct measures *measures, int32_t week);

/* The first week in which a place was answered for in a mode; after `week`: none. */
int32_t measures_began(const struct line_list *list, enum mode mode, int32_t week);

/* Is it the same question, answered in the same way? */
bool measures_same(const struct line *a, const struct line *b);

/* Can a question be charted? One choice of options of which some have a score. */
bool question_is_scored(const struct question *question);

/* What a place is read by first: 0 overall, 1 another core question, 2 any other. */
int question_rank(const struct question *question);

/* Answers of the weeks from..to that are not "don't know", and how many are positive.
 */
struct counts measures_counts(const struct line *line, int32_t from, int32_t to);

/* The same of one session, in its own week. */
struct counts measures_session(const struct line *line, const struct session *session);

/* What flagged responses have of measures_counts. */
struct counts measures_flagged(const struct line *line, int32_t from, int32_t to);

/* How many answered in the weeks from..to, "don't know" too. */
int64_t measures_answered(const struct line *line, int32_t from, int32_t to);

/* Each option of the weeks from..to; `options` has question->option_count places. */
void measures_options(const struct line *line, int32_t from, int32_t to,
                      int64_t *options);

#endif
