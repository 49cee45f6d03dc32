/* tablet.h: what the tablet's page asks for as JSON: the form in one language, the
 * places and sessions of the next 35 days, the words, the day, the hash of the newest
 * page, and the centre's latest changes. */
#ifndef SORTIE_TABLET_H
#define SORTIE_TABLET_H

#include "visit.h"

void tablet_form(const struct visit *visit, struct reply *reply);

#endif
