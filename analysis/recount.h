/* recount.h: the command `recount`: do the tallies, which is all that the analysis reads,
 * still say what the responses say? It compares and never writes. */
#ifndef RECOUNT_H
#define RECOUNT_H

#include "sortie/options.h"

/* Option --store. ERROR_INPUT when a tally differs; each is printed. */
bool recount_run(const struct options *options, struct error *error);

#endif
