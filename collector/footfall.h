/* footfall.h: counts of visitors typed in, or exported by whatever counts at a door. */
#ifndef SORTIE_FOOTFALL_H
#define SORTIE_FOOTFALL_H

#include "sortie/options.h"

/* CSV with a header: `visitors`; `day`, unless a `session` says it; `place` (by id or
 * name; that of a session, too), or nothing for the centre's door. Lines on the same
 * day, place and session are summed; a later file takes the place of an earlier one
 * there. Bad lines are listed with number and reason, the rest is kept, and each closed
 * week whose share of visitors changes is told. */
bool footfall_import(const struct options *options, struct error *error);

#endif
