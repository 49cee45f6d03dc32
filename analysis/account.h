/* account.h: what a place's page says beside its charts: which share of its visitors
 * answered, and "you said - we did". */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "shown.h"
#include "sortie/words.h"

/* One paragraph: the share, "unknown", and a warning where there is one to give. */
void account_visitors(const struct shown_place *place, const struct words *words,
                      struct text *out);

/* A section; nothing when nothing was changed. On paper only its latest change stands,
 * and that where the sheet has room. */
void account_changes(const struct shown_place *place, bool room,
                     const struct words *words, struct text *out);

#endif
