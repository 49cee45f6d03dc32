/* passphrase.h: the passphrase that managers sign in with: its rules, its hash, and the
 * command that sets it. */
#ifndef SORTIE_PASSPHRASE_H
#define SORTIE_PASSPHRASE_H

#include "sortie/options.h"

enum { PASSPHRASE_LEAST = 12, PASSPHRASE_MOST = 200 }; /* characters */

/* Is it one: 12 to 200 characters of UTF-8, none of them a control character, not all
 * alike? ERROR_INPUT with a sentence. */
bool passphrase_check(const char *passphrase, struct error *error);

/* sortie-collector passphrase: asks twice on a terminal, without showing it, or reads
 * one line of standard input. */
bool passphrase_set(const struct options *options, struct error *error);

#endif
