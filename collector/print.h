/* print.h: the commands whose result is paper, or a picture of an address. They never
 * write over a file: what it held may hang on a wall, or open a point. */
#ifndef SORTIE_PRINT_H
#define SORTIE_PRINT_H

#include "sortie/options.h"

bool print_link(const struct options *options, struct error *error);
bool print_poster(const struct options *options, struct error *error);
bool print_form(const struct options *options, struct error *error);
bool print_notice(const struct options *options, struct error *error);

#endif
