/* decisions.h: why each number of an edition is hidden, for the manager alone.
 *
 *     decisions_check(path, out, &error)       before the edition is made
 *     decisions_write(&shown, path, &error)    after it
 *
 * The reasons say more than the edition, where all hidden numbers have one mark: keep
 * the list away from it. It never holds a hidden number itself. */
#ifndef DECISIONS_H
#define DECISIONS_H

#include "shown.h"

/* May the list be written there? Not where editions are published, and not over a file
 * that is no such list. */
bool decisions_check(const char *path, const char *out, struct error *error);

/* CSV: place,question,mode,by,period,option,why,meaning. Option is "(answers)" for a
 * figure, "(positive)" for one that is shown as a bound, "(options)" for all options of
 * a question, or a code. The file is its owner's only, and appears all at once. */
bool decisions_write(const struct shown *shown, const char *path, struct error *error);

#endif
