/* remark.h: the commands by which staff read what visitors wrote, strike what leads to
 * a person, and release the rest. */
#ifndef SORTIE_REMARK_H
#define SORTIE_REMARK_H

#include "sortie/options.h"

bool remark_list(const struct options *options, struct error *error);
bool remark_strike(const struct options *options, struct error *error);
bool remark_release(const struct options *options, struct error *error);

#endif
