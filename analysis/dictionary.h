/* dictionary.h: which words speak of which theme, one file a language
 * (forms/themes/<language>.json; forms/themes.schema.json is the manual for authors).
 *
 *     dictionaries_load("forms/themes", &dictionaries, &error)
 *     struct dictionary *dictionary = dictionaries_find(&dictionaries, "fr");
 *     dictionary_theme(dictionary, LIST_THEMES, stem)     its index, or -1
 *     dictionaries_release(&dictionaries);
 *
 * Themes and ideas have the same ids in the same order in every file of a folder: a
 * remark in any language counts for the same theme. */
#ifndef DICTIONARY_H
#define DICTIONARY_H

#include "sortie/document.h"
#include "sortie/options.h"
#include "stems.h"

enum list { LIST_THEMES, LIST_IDEAS, LISTS };

enum { THEMES_MOST = 32, DICTIONARIES_MOST = 24 };

struct dictionary {
    char *path;
    json_t *document;
    struct stems stems;
    json_t *ignored;      /* words that say nothing: word -> true */
    json_t *lists[LISTS]; /* stem -> index of its theme */
    size_t counts[LISTS]; /* how many themes */
};

struct dictionaries {
    struct dictionary entries[DICTIONARIES_MOST]; /* by language */
    size_t count;
};

/* Every .json file of a folder. ERROR_INPUT says what is wrong, and where. */
bool dictionaries_load(const char *folder, struct dictionaries *dictionaries,
                       struct error *error);
void dictionaries_release(struct dictionaries *dictionaries);

/* NULL for a language without a file. */
const struct dictionary *dictionaries_find(const struct dictionaries *dictionaries,
                                           const char *language);

int dictionary_theme(const struct dictionary *dictionary, enum list list,
                     const char *stem);
bool dictionary_ignores(const struct dictionary *dictionary, const char *word);

/* How many themes a list has, their ids, and their names in a language (in that of the
 * first file when it has none). */
size_t dictionaries_themes(const struct dictionaries *dictionaries, enum list list);
const char *dictionaries_id(const struct dictionaries *dictionaries, enum list list,
                            size_t theme);
const char *dictionaries_name(const struct dictionaries *dictionaries, enum list list,
                              size_t theme, const char *language);

/* The command `themes check`: says what is wrong with a folder. */
bool dictionary_check(const struct options *options, struct error *error);

#endif
