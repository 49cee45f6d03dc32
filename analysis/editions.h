/* editions.h: the list of the editions that there are, for who looks for an older one.
 *
 *     editions_list("reports", centre, &error)      after one was published
 *
 * Writes reports/index.html: every week that is published, newest first, in the
 * centre's first language. It is complete without its style sheet, the one of the
 * latest edition. Who reads it meanwhile sees the old list or the new one; of two that
 * are written at once the later one has both editions. */
#ifndef EDITIONS_H
#define EDITIONS_H

#include "sortie/centre.h"

bool editions_list(const char *root, const struct centre *centre, struct error *error);

#endif
