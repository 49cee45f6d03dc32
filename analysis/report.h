/* report.h: the command `report`: one edition, from the store to the link `latest`. */
#ifndef REPORT_H
#define REPORT_H

#include "sortie/options.h"

/* Options --store, --out, --week, --lang, --rules, --charts, --themes (a folder for
 * dictionary.h), --decisions. Without --week the last closed one; an open week is
 * ERROR_BUSY, since its figures would still move. Without --lang the centre's first
 * language. Pages of the first language lie in the week's folder, those of the others
 * in a folder of their own inside it: 2026-W47/index.html, 2026-W47/fr/index.html. */
bool report_run(const struct options *options, struct error *error);

#endif
