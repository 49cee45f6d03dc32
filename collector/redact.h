/* redact.h: what could lead to a person is struck out of a free text before it is kept.
 *
 *     redact_document(document, form, &error)      every free text of a response
 *     redact(text, &out)                           one text
 *
 * Struck out, each as "[…]": e-mail addresses (also "jean (at) exemple.fr") and @names;
 * web addresses; numbers of eight digits and more, which are telephones, cards,
 * accounts, social security (their check digits are not asked: one that is mistyped
 * still leads to somebody); the shorter or lettered ones of the network's countries
 * (IBAN, NIR, DNI and NIE, codice fiscale, Sozialversicherungsnummer, NINO, passports);
 * telephones and cards written as lists ("06, 12, 34, 56, 78"); names after a civility
 * title, in the nine languages, several after a plural one, in small letters unless the
 * word is known to be none (redact_words.c). Left alone: days, hours,
 * prices below nine digits, years, rooms, short numbers such as 3949.
 *
 * Digits count in any writing (Arabic-Indic, full-width). A name without a title stays:
 * a person reads remarks before they are shown. The same text always gives the same
 * result, which is never longer, and which redact leaves as it is. Time is linear. */
#ifndef SORTIE_REDACT_H
#define SORTIE_REDACT_H

#include "sortie/form.h"

/* Adds valid UTF-8, redacted. False when memory ran out: then `out` is of no use. */
bool redact(const char *string, struct text *out);

/* Redacts the answers to the form's free texts, where they are. ERROR_SYSTEM when
 * memory ran out: then the document must not be kept. */
bool redact_document(const json_t *document, const struct form *form,
                     struct error *error);

#endif
