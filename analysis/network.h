/* network.h: the command `network`: centres side by side, from their bundles.
 *
 * A page of funnels: for each kind of place, core question and mode, the centres of a
 * quarter by how many answered, with the limits that chance alone makes around the
 * share of all together. Centres stand in the order of the command line: nothing is
 * ranked. */
#ifndef NETWORK_H
#define NETWORK_H

#include "sortie/options.h"

/* Options --out, --quarter (else the latest one of any bundle), --lang (else en);
 * operands: bundles. Writes DIR/2026-Q3/index.html and lets DIR/latest point to it. */
bool network_run(const struct options *options, struct error *error);

#endif
