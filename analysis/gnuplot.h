/* gnuplot.h: runs gnuplot on scripts of ours.
 *
 *     gnuplot_run("/tmp/sortie-charts-x", NULL, scripts, &error)
 *
 * It works in a folder of its own: without anybody's settings, with an empty
 * environment, no open files, no input and bounded resources. No script holds a text of
 * anybody. */
#ifndef GNUPLOT_H
#define GNUPLOT_H

#include "sortie/error.h"

/* What gnuplot complains of goes into this file of the folder, which must not be there
 * yet; it is the caller's to remove. */
#define GNUPLOT_MESSAGES "messages"

/* One process runs all `scripts` (ends with NULL) in their order, after `command`
 * (NULL: none), a constant of the program. ERROR_SYSTEM with gnuplot's last complaint
 * when it fails or takes over five minutes. */
bool gnuplot_run(const char *folder, const char *command, const char *const *scripts,
                 struct error *error);

#endif
