/* export.h: the command `export`: what an edition says, as tables for other programs.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include "sortie/options.h"

/* Options --store, --out (a folder, made if it is not there), --week, --lang (of the
 * dictionary), --rules, --themes. Writes the files of record.h, byte for byte those of
 * the week's edition: nothing that an edition hides is in them. Each appears whole;
 * where one cannot be written, those after it stay as they were. No gnuplot is needed.
 */
bool export_run(const struct options *options, struct error *error);

#endif
