/* picture.h: the pictograms that stand beside an option of a form or a place of a
 * centre, by their names in collector/static/pictograms.svg. What that file has
 * besides are the tablet's own signs. */
#ifndef SORTIE_PICTURE_H
#define SORTIE_PICTURE_H

#include "sortie/document.h"

/* In the order of the file; ends with NULL. */
extern const char *const picture_names[];

/* The member 'icon'; NULL when there is none. One that is no name of these is a
 * problem, which tells them all. */
const char *picture_read(const json_t *object, const char *at,
                         struct problems *problems);

#endif
