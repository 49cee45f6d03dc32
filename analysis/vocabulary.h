/* vocabulary.h: the words of remarks in one language, and which of them tell those of
 * pleased visitors from the others.
 *
 *     vocabulary_add(&vocabulary, "attente", "attent", &error)    words of one remark
 *     vocabulary_end(&vocabulary, LEANING_NOT, &error)            that was the remark
 *     vocabulary_telling(&vocabulary, 5, telling, &error)         how many there are
 *     vocabulary_release(&vocabulary);
 *
 * A remark counts once for a word, however often it says it; words are counted by their
 * stems. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include "sortie/response.h"

enum { TELLING_MOST = 15 };

struct word {
    char *stem;
    int64_t remarks[2]; /* of those who were not pleased, and who were */
    json_t *forms;      /* word as written -> remarks */
};

struct vocabulary {
    struct word *words;
    size_t count, size;
    json_t *index;      /* stem -> its place in words */
    json_t *remark;     /* of the one that is read: stem -> {word: true} */
    int64_t remarks[2]; /* read so far */
    int64_t stems[2];   /* of all of them together */
};

/* Zeroed is empty. */
void vocabulary_release(struct vocabulary *vocabulary);

bool vocabulary_add(struct vocabulary *vocabulary, const char *word, const char *stem,
                    struct error *error);

/* Counts the remark whose words were added; LEANING_NONE counts nowhere. */
bool vocabulary_end(struct vocabulary *vocabulary, enum leaning leaning,
                    struct error *error);

/* A word that tells. It is written as `smallest` remarks and more write it, or else as
 * its stem; it lives as long as the vocabulary. */
struct telling {
    const char *word;
    bool pleased; /* more in the remarks of pleased visitors */
    double z;
};

/* Words in `smallest` remarks or more with |z| of 1.96 or more (log_odds.h), the
 * clearest first, TELLING_MOST of them at most; none unless `smallest` remarks of
 * either leaning were read. */
size_t vocabulary_telling(const struct vocabulary *vocabulary, int64_t smallest,
                          struct telling telling[static TELLING_MOST]);

#endif
