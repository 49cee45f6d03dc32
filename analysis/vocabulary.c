/* vocabulary.c: see vocabulary.h. */
#include "vocabulary.h"
#include "log_odds.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot count words: out of memory");
}

void vocabulary_release(struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->count; i++) {
        free(vocabulary->words[i].stem);
        json_decref(vocabulary->words[i].forms);
    }
    free(vocabulary->words);
    json_decref(vocabulary->index);
    json_decref(vocabulary->remark);
    *vocabulary = (struct vocabulary){0};
}

/* ---- reading ---- */

bool vocabulary_add(struct vocabulary *vocabulary, const char *word, const char *stem,
                    struct error *error)
{
    if (!vocabulary->remark)
        vocabulary->remark = json_object();
    json_t *forms = json_object_get(vocabulary->remark, stem);
    if (!forms) {
        forms = json_object();
        json_object_set_new(vocabulary->remark, stem, forms);
        forms = json_object_get(vocabulary->remark, stem);
    }
    return json_object_set_new(forms, word, json_true()) == 0 || no_memory(error);
}

/* A word for a new stem, at the end; NULL when memory ran out. */
static struct word *append(struct vocabulary *vocabulary, const char *stem)
{
    if (vocabulary->count == vocabulary->size) {
        size_t size = vocabulary->size ? 2 * vocabulary->size : 64;
        struct word *grown = realloc(vocabulary->words, size * sizeof *grown);
        if (!grown)
            return NULL;
        vocabulary->words = grown;
        vocabulary->size = size;
    }
    struct word *word = &vocabulary->words[vocabulary->count];
    *word = (struct word){.stem = strdup(stem), .forms = json_object()};
    vocabulary->count++;
    return word->stem && word->forms ? word : NULL;
}

static struct word *find(struct vocabulary *vocabulary, const char *stem)
{
    if (!vocabulary->index)
        vocabulary->index = json_object();
    const json_t *known = json_object_get(vocabulary->index, stem);
    if (known)
        return &vocabulary->words[json_integer_value(known)];
    struct word *word = append(vocabulary, stem);
    json_t *place = json_integer((json_int_t)vocabulary->count - 1);
    return json_object_set_new(vocabulary->index, stem, place) == 0 ? word : NULL;
}

static bool count_forms(struct word *word, json_t *forms)
{
    const char *form;
    json_t *said;

    json_object_foreach(forms, form, said)
    {
        json_int_t before = json_integer_value(json_object_get(word->forms, form));
        if (json_object_set_new(word->forms, form, json_integer(before + 1)) != 0)
            return false;
    }
    return true;
}

bool vocabulary_end(struct vocabulary *vocabulary, enum leaning leaning,
                    struct error *error)
{
    const char *stem;
    json_t *forms;

    if (leaning == LEANING_NONE) {
        json_object_clear(vocabulary->remark);
        return true;
    }
    json_object_foreach(vocabulary->remark, stem, forms)
    {
        struct word *word = find(vocabulary, stem);
        if (!word || !count_forms(word, forms))
            return no_memory(error);
        word->remarks[leaning]++;
        vocabulary->stems[leaning]++;
    }
    vocabulary->remarks[leaning]++;
    json_object_clear(vocabulary->remark);
    return true;
}

/* ---- telling ---- */

/* The form that most remarks write, if enough do: one that a single visitor wrote would
 * be that visitor's. */
static const char *written(const struct word *word, int64_t smallest)
{
    const char *form, *most = word->stem;
    json_int_t remarks = smallest - 1;
    json_t *count;

    json_object_foreach(word->forms, form, count)
    {
        json_int_t n = json_integer_value(count);
        if (n > remarks
            || (n == remarks && most != word->stem && strcmp(form, most) < 0)) {
            most = form;
            remarks = n;
        }
    }
    return most;
}

/* Lays one among those found so far, the clearest first; how many there are then. */
static size_t insert(struct telling *telling, size_t count, const struct telling *new)
{
    size_t at = count < TELLING_MOST ? count : TELLING_MOST - 1;

    if (count == TELLING_MOST && fabs(telling[at].z) >= fabs(new->z))
        return count;
    for (; at > 0 && fabs(telling[at - 1].z) < fabs(new->z); at--)
        telling[at] = telling[at - 1];
    telling[at] = *new;
    return count < TELLING_MOST ? count + 1 : count;
}

static int by_stem(const void *a, const void *b)
{
    return strcmp((*(const struct word *const *)a)->stem,
                  (*(const struct word *const *)b)->stem);
}

static size_t choose(const struct vocabulary *vocabulary,
                     const struct word *const *sorted, int64_t smallest,
                     struct telling telling[static TELLING_MOST])
{
    const double clear = 1.96;
    const int64_t *all = vocabulary->stems;
    size_t count = 0;

    for (size_t i = 0; i < vocabulary->count; i++) {
        const int64_t *in = sorted[i]->remarks;
        if (in[LEANING_NOT] + in[LEANING_PLEASED] < smallest)
            continue;
        double z = log_odds_of(in[LEANING_PLEASED], all[LEANING_PLEASED],
                               in[LEANING_NOT], all[LEANING_NOT])
                       .z;
        if (fabs(z) >= clear)
            count = insert(telling, count,
                           &(struct telling){written(sorted[i], smallest), z > 0, z});
    }
    return count;
}

size_t vocabulary_telling(const struct vocabulary *vocabulary, int64_t smallest,
                          struct telling telling[static TELLING_MOST])
{
    const struct word **sorted = NULL;
    size_t count = 0;

    /* With one word alone there is nothing to tell it from. */
    if (vocabulary->count > 1 && vocabulary->remarks[LEANING_NOT] >= smallest
        && vocabulary->remarks[LEANING_PLEASED] >= smallest)
        sorted = calloc(vocabulary->count, sizeof *sorted);
    if (!sorted)
        return 0;
    for (size_t i = 0; i < vocabulary->count; i++)
        sorted[i] = &vocabulary->words[i];
    qsort(sorted, vocabulary->count, sizeof *sorted, by_stem);
    count = choose(vocabulary, sorted, smallest, telling);
    free(sorted);
    return count;
}
