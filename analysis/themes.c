/* themes.c: see themes.h. */
#include "themes.h"
#include "sortie/disclosure.h"
#include "sortie/period.h"
#include <stdlib.h>
#include <string.h>

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot count themes: out of memory");
}

void themes_release(struct themes *themes)
{
    for (size_t i = 0; i < themes->word_count; i++)
        free(themes->words[i].word);
    free(themes->words);
    free(themes->places);
    free(themes->ideas);
    *themes = (struct themes){0};
}

/* ---- counting ---- */

/* One remark being read. */
struct hearing {
    const struct dictionary *dictionary;
    struct vocabulary *vocabulary;
    enum list list;
    bool found[THEMES_MOST];
};

static bool hear_word(void *context, const char *word, const char *stem,
                      struct error *error)
{
    struct hearing *hearing = context;
    if (dictionary_ignores(hearing->dictionary, word))
        return true;
    int theme = dictionary_theme(hearing->dictionary, hearing->list, stem);
    if (theme >= 0)
        hearing->found[theme] = true;
    return vocabulary_add(hearing->vocabulary, word, stem, error);
}

static void count_found(struct themes *themes, const struct saying *saying,
                        const bool *found)
{
    size_t count = dictionaries_themes(themes->dictionaries, LIST_THEMES);

    if (saying->leaning == LEANING_NONE) {
        count = dictionaries_themes(themes->dictionaries, LIST_IDEAS);
        for (size_t i = 0; i < count; i++)
            themes->ideas[i] += found[i];
        return;
    }
    for (size_t i = 0; i < count; i++) {
        themes->places[i] += found[i];
        if (saying->place > 0)
            themes->places[saying->place * count + i] += found[i];
    }
}

/* A remark in a language without a file counts nowhere. */
static bool count_saying(struct themes *themes, struct vocabulary *vocabularies,
                         const struct saying *saying, struct error *error)
{
    const struct dictionary *dictionary =
        dictionaries_find(themes->dictionaries, saying->lang);
    if (!dictionary)
        return true;
    struct hearing hearing = {
        .dictionary = dictionary,
        .vocabulary = &vocabularies[dictionary - themes->dictionaries->entries],
        .list = saying->leaning == LEANING_NONE ? LIST_IDEAS : LIST_THEMES};
    if (!stems_read(&dictionary->stems, saying->text, hear_word, &hearing, error)
        || !vocabulary_end(hearing.vocabulary, saying->leaning, error))
        return false;
    count_found(themes, saying, hearing.found);
    return true;
}

/* ---- deciding ---- */

static void step_down(int64_t *counts, size_t size, int64_t step)
{
    for (size_t i = 0; i < size; i++)
        counts[i] = disclosure_step(counts[i], step);
}

static bool add_word(struct themes *themes, const char *language,
                     const struct telling *telling, struct error *error)
{
    struct themes_word *grown =
        realloc(themes->words, (themes->word_count + 1) * sizeof *grown);
    char *word = strdup(telling->word);

    if (grown)
        themes->words = grown;
    if (!grown || !word) {
        free(word);
        return no_memory(error);
    }
    themes->words[themes->word_count++] =
        (struct themes_word){language, word, telling->pleased};
    return true;
}

static bool decide(struct themes *themes, const struct vocabulary *vocabularies,
                   struct error *error)
{
    const struct dictionaries *dictionaries = themes->dictionaries;

    step_down(themes->places,
              themes->place_count * dictionaries_themes(dictionaries, LIST_THEMES),
              themes->step);
    step_down(themes->ideas, dictionaries_themes(dictionaries, LIST_IDEAS),
              themes->step);
    for (size_t i = 0; i < dictionaries->count; i++) {
        struct telling telling[TELLING_MOST];
        size_t count = vocabulary_telling(&vocabularies[i], themes->step, telling);
        for (size_t k = 0; k < count; k++)
            if (!add_word(themes, dictionaries->entries[i].stems.language, &telling[k],
                          error))
                return false;
    }
    return true;
}

static bool count_all(struct themes *themes, struct vocabulary *vocabularies,
                      const struct saying *sayings, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!count_saying(themes, vocabularies, &sayings[i], error))
            return false;
    return decide(themes, vocabularies, error);
}

bool themes_make(const struct saying *sayings, size_t count, size_t place_count,
                 int64_t step, const struct dictionaries *dictionaries,
                 struct themes *themes, struct error *error)
{
    struct vocabulary vocabularies[DICTIONARIES_MOST] = {0};

    *themes = (struct themes){.dictionaries = dictionaries,
                              .first = WEEK_NONE,
                              .step = step,
                              .place_count = place_count};
    themes->places = calloc(place_count * THEMES_MOST, sizeof *themes->places);
    themes->ideas = calloc(THEMES_MOST, sizeof *themes->ideas);
    bool made = themes->places && themes->ideas
                    ? count_all(themes, vocabularies, sayings, count, error)
                    : no_memory(error);
    for (size_t i = 0; i < dictionaries->count; i++)
        vocabulary_release(&vocabularies[i]);
    if (!made)
        themes_release(themes);
    return made;
}

/* ---- of a store ---- */

struct sayings {
    const struct centre *centre;
    struct saying *entries;
    size_t count, size;
};

static void release_sayings(struct sayings *sayings)
{
    for (size_t i = 0; i < sayings->count; i++) {
        free((char *)(uintptr_t)sayings->entries[i].lang);
        free((char *)(uintptr_t)sayings->entries[i].text);
    }
    free(sayings->entries);
}

static bool keep(void *context, const struct released *remark, struct error *error)
{
    struct sayings *sayings = context;

    if (sayings->count == sayings->size) {
        size_t size = sayings->size ? 2 * sayings->size : 64;
        struct saying *grown = realloc(sayings->entries, size * sizeof *grown);
        if (!grown)
            return no_memory(error);
        sayings->entries = grown;
        sayings->size = size;
    }
    struct saying *saying = &sayings->entries[sayings->count++];
    *saying =
        (struct saying){.place = (size_t)(remark->place - sayings->centre->places),
                        .lang = strdup(remark->lang),
                        .leaning = remark->leaning,
                        .text = strdup(remark->text)};
    return (saying->lang && saying->text) || no_memory(error);
}

/* The last block that is finished in a week; false when the settling that closed the
 * last week deleted some of its remarks. */
static bool choose_block(const struct store *store, int32_t week, int32_t *first,
                         int32_t *last)
{
    const struct settings *settings = &store_centre(store)->settings;

    *last = period_last(BY_BLOCK, week, settings);
    if (*last > week)
        *last = period_first(BY_BLOCK, week, settings) - 1;
    *first = period_first(BY_BLOCK, *last, settings);
    return *first >= store_closed_week(store) + 1 - settings->remarks_kept;
}

/* Clubs, and what is sensitive, are shown by term. */
static void hide_by_term(struct themes *themes, const struct centre *centre)
{
    size_t count = dictionaries_themes(themes->dictionaries, LIST_THEMES);

    for (size_t i = 1; i < centre->place_count; i++)
        if (centre->places[i].kind == KIND_CLUB || centre->places[i].sensitive)
            memset(themes->places + i * count, 0, count * sizeof *themes->places);
}

bool themes_read(struct store *store, int32_t week,
                 const struct dictionaries *dictionaries, struct themes *themes,
                 struct error *error)
{
    const struct centre *centre = store_centre(store);
    OWNED(release_sayings) struct sayings sayings = {.centre = centre};
    int32_t first, last;
    bool whole = choose_block(store, week, &first, &last);

    if (whole && !store_released_remarks(store, first, last, keep, &sayings, error))
        return false;
    if (!themes_make(sayings.entries, sayings.count, centre->place_count,
                     centre->settings.smallest_group, dictionaries, themes, error))
        return false;
    themes->first = first;
    themes->last = last;
    themes->gone = !whole && week < store_closed_week(store);
    hide_by_term(themes, centre);
    return true;
}

/* ---- asking ---- */

const int64_t *themes_row(const struct themes *themes, size_t place)
{
    return themes->places
           + place * dictionaries_themes(themes->dictionaries, LIST_THEMES);
}

static bool any(const int64_t *counts, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (counts[i] > 0)
            return true;
    return false;
}

bool themes_any(const struct themes *themes, size_t place)
{
    const struct dictionaries *dictionaries = themes->dictionaries;

    return any(themes_row(themes, place),
               dictionaries_themes(dictionaries, LIST_THEMES))
           || (place == 0
               && (themes->word_count > 0
                   || any(themes->ideas,
                          dictionaries_themes(dictionaries, LIST_IDEAS))));
}
