/* phrase.h: numbers, dates, periods and figures in a reader's language.
 *
 * Each adds to a text what the words of the language say (forms/words, keys report.*).
 * Nothing is escaped: html.h does that. */
#ifndef PHRASE_H
#define PHRASE_H

#include "shown.h"
#include "sortie/words.h"

/* The sentence of a key with its {places} filled in. */
void phrase_add(struct text *out, const struct words *words, const char *key,
                const struct filling *fillings);

enum { PHRASE_COUNT_SIZE = 48 };

/* A number as the language groups its digits: "12,345". */
void phrase_count(char string[static PHRASE_COUNT_SIZE], const struct words *words,
                  int64_t n);

/* A sentence with one number in it, {n}. */
void phrase_number(struct text *out, const struct words *words, const char *key,
                   int64_t n);

/* A share as a whole percentage. */
void phrase_percent(struct text *out, const struct words *words, double share);

void phrase_day(struct text *out, const struct words *words, int32_t day);

/* Its year left out, where the language does so. */
void phrase_day_month(struct text *out, const struct words *words, int32_t day);

/* "16 November 2026 - 22 November 2026". */
void phrase_weeks(struct text *out, const struct words *words, int32_t first,
                  int32_t last);

/* "Week 47 of 2026", "Weeks 45 to 48 of 2026", "November 2026", "Term 3 of 2026", the
 * day of a session. */
void phrase_period(struct text *out, const struct words *words,
                   const struct settings *settings, const struct shown_period *period);

/* The short name of a month, 1..12. */
const char *phrase_month(const struct words *words, int month);

/* What is known of a period: "10 of 12 answers positive", "at most 1 of 7 ...", or why
 * nothing is shown: fewer answers than `smallest`, or (0) what could be worked out from
 * it. */
void phrase_figure(struct text *out, const struct words *words,
                   const struct figure *figure, int smallest);

/* A figure that is shown: "78 % (25 of 32 answers positive)", the percentage where
 * phrase_share has one. */
void phrase_sum(struct text *out, const struct words *words,
                const struct figure *figure);

/* A figure that is shown, short: "5/7", "≤ 1/7". */
void phrase_fraction(struct text *out, const struct words *words,
                     const struct figure *figure);

/* The large figure of a shown period: "83 %" from 10 answers on, "5/7" below. */
void phrase_share(struct text *out, const struct words *words,
                  const struct shown_period *period);

/* "55 % - 95 %". */
void phrase_interval(struct text *out, const struct words *words,
                     const struct interval *interval);

/* "at the exit, without help". */
const char *phrase_mode(const struct words *words, enum mode mode);

/* The text of an option in the words' language. */
const char *phrase_option(const struct words *words, const struct question *question,
                          const struct option *option);

#endif
