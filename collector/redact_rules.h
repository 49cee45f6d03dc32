/* redact_rules.h: the rules of redact.c, a file each: redact_addresses.c, _numbers.c,
 * _lists.c, _names.c.
 *
 * A rule says whether something that leads to a person starts, or has its middle, at a
 * glyph, and from where to where it goes; where nothing does, it may set `to` to pass
 * over glyphs. What it looks at beyond those is bounded, so that a text of any length
 * takes linear time. */
#ifndef SORTIE_REDACT_RULES_H
#define SORTIE_REDACT_RULES_H

#include "glyphs.h"

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

/* Is a word one of a list? Its words stand in the order of their bytes. */
bool redact_knows(const char *word, const char *const *words, size_t count);
#define REDACT_KNOWS(word, list) redact_knows(word, list, sizeof(list) / sizeof *(list))

#endif
