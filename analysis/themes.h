/* themes.h: what remarks speak of, as far as it may be shown.
 *
 *     themes_read(store, week, &dictionaries, &themes, &error)
 *     ... themes_row(&themes, place)[theme] ...      0: not shown
 *     themes_release(&themes);
 *
 * Released remarks alone are counted, those of the last finished block of four weeks,
 * like the reasons of a page: remarks are deleted after eight weeks, so that no term
 * and no quarter of them is ever whole. A block of which some were deleted is not
 * counted.
 *
 * A remark counts once for each theme of which it has a word. What is shown is no count
 * but its step: of 5, 10, 15 ... remarks the largest that it reaches. Remarks are
 * released one by one, and a count that moved from edition to edition would tell of
 * each; and a centre's count less those of its places would tell of the place that is
 * not shown. A step tells neither: beside the steps of its centre and of the other
 * places a hidden count may still be anything from 0 to 4, since remarks about no place
 * make up any difference (tests/unit/test_themes.c tries all).
 *
 * Ideas are counted in answers to questions that ask for one, for the whole centre.
 * Words that tell pleased visitors from the others (vocabulary.h) are shown without any
 * number. */
#ifndef THEMES_H
#define THEMES_H

#include "dictionary.h"
#include "sortie/store.h"
#include "vocabulary.h"

/* A remark as it is counted. */
struct saying {
    size_t place; /* of the centre's places; 0: of none */
    const char *lang;
    enum leaning leaning; /* LEANING_NONE: an idea */
    const char *text;
};

struct themes_word {
    const char *language; /* of the remarks */
    char *word;
    bool pleased;
};

struct themes {
    const struct dictionaries *dictionaries;
    int32_t first, last; /* weeks */
    bool gone;           /* an edition made again, when remarks of them are deleted */
    int64_t step;
    size_t place_count;
    int64_t *places; /* of each place, each theme; the first is the whole centre */
    int64_t *ideas;  /* each idea, of the whole centre */
    struct themes_word *words; /* by language, the clearest first */
    size_t word_count;
};

/* Of remarks from anywhere; `step` is also the smallest number that is shown. */
bool themes_make(const struct saying *sayings, size_t count, size_t place_count,
                 int64_t step, const struct dictionaries *dictionaries,
                 struct themes *themes, struct error *error);

/* Those of a store that the edition of a week shows. Nothing of clubs, which are shown
 * by term, is shown apart; they are in their centre's. */
bool themes_read(struct store *store, int32_t week,
                 const struct dictionaries *dictionaries, struct themes *themes,
                 struct error *error);
void themes_release(struct themes *themes);

/* Of each theme of a place so many remarks at least; 0 when it is not shown. */
const int64_t *themes_row(const struct themes *themes, size_t place);

/* Is anything shown of a place? */
bool themes_any(const struct themes *themes, size_t place);

#endif
