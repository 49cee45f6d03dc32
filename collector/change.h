/* change.h: what the centre changed, as staff write it down: change add, remove, list.
 */
#ifndef SORTIE_CHANGE_H
#define SORTIE_CHANGE_H

#include "sortie/options.h"

bool change_add(const struct options *options, struct error *error);
bool change_remove(const struct options *options, struct error *error);
bool change_list(const struct options *options, struct error *error);

#endif
