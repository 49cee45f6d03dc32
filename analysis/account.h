/* account.h: what a place's page says beside its charts: how many answered, which share
 * of its visitors that is, and "you said - we did". */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "shown.h"
#include "sortie/words.h"

/* One large figure: how many answered in the latest period, how, and their share of the
 * visitors: "unknown" where it is, and with a warning where there is one to give. */
void account_visitors(const struct shown_place *place, const struct settings *settings,
                      const struct words *words, struct text *out);

/* A section; nothing when nothing was changed. On paper it stands where the places
 * beside would, and what came of a change is said of the latest alone; beside sessions,
 * of the leading question alone. */
void account_changes(const struct shown_place *place, const struct words *words,
                     struct text *out);

#endif
