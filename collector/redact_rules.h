/* redact_rules.h: the rules of redact.c, a file each: redact_addresses.c, _numbers.c,
 * _lists.c, _names.c; what they ask about a word: _words.c, _arabic.c.
 *
 * A rule says whether something that leads to a person starts, or has its middle, at a
 * glyph, and from where to where it goes; where nothing does, it may set `to` to pass
 * over glyphs. What it looks at beyond those is bounded, so that a text of any length
 * takes linear time. */
#ifndef SORTIE_REDACT_RULES_H
#define SORTIE_REDACT_RULES_H

#include "sortie/glyphs.h"

struct span {
    size_t from, to; /* glyphs; `to` is the first one after */
};

typedef bool redact_rule(const struct glyphs *glyphs, size_t at, struct span *found);

redact_rule redact_finds_mail;      /* at its @ */
redact_rule redact_finds_web;       /* at its first letter */
redact_rule redact_finds_account;   /* IBAN: its first letter */
redact_rule redact_finds_lettered;  /* numbers with letters */
redact_rule redact_finds_number;    /* its first digit, + or ( */
redact_rule redact_finds_list;      /* its first digit */
redact_rule redact_finds_titled;    /* a title and the names after it */
redact_rule redact_finds_addressed; /* Basque: a title after its names */

/* Of the word at `at`: does it follow a title, or start a sentence, and is no name? Is
 * it said of a person, in small letters? May it be somebody's second name, in Arabic?
 */
bool redact_is_common(const struct glyphs *glyphs, size_t at);
bool redact_is_said(const struct glyphs *glyphs, size_t at);
bool redact_is_arabic_name(const struct glyphs *glyphs, size_t at);

/* The word that ends before a space before `at`; where it starts, `at` when there is
 * none. */
size_t redact_word_before(const struct glyphs *glyphs, size_t at,
                          char word[static GLYPH_WORD_SIZE]);

/* Of what stands before `at`: is it a French article? A word that speaks of any one
 * ("una señora", "my doctor") or of missing them? One with a capital, but for "merci"?
 * Nothing, or a word after which "frau müller" is somebody? */
bool redact_follows_article(const struct glyphs *glyphs, size_t at);
bool redact_follows_indefinite(const struct glyphs *glyphs, size_t at);
bool redact_follows_capital(const struct glyphs *glyphs, size_t at);
bool redact_precedes_frau(const struct glyphs *glyphs, size_t at);

/* Is a word one of a list? Its words stand in the order of their bytes. */
bool redact_knows(const char *word, const char *const *words, size_t count);
#define REDACT_KNOWS(word, list) redact_knows(word, list, sizeof(list) / sizeof *(list))

#endif
