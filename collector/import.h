/* import.h: files typed in: response documents as JSON lines, or CSV with a header. */
#ifndef SORTIE_IMPORT_H
#define SORTIE_IMPORT_H

#include "sortie/options.h"

/* Keeps the lines that pass the same checks as a tablet's; lists the others with number
 * and reason on standard error, and the closed weeks it changed. A file that was
 * imported before adds nothing; one that was interrupted goes on where it stopped. */
bool import_file(const struct options *options, struct error *error);

#endif
