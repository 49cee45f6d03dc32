/* wording.h: how a form reads in a language, on a screen or on paper. */
#ifndef SORTIE_WORDING_H
#define SORTIE_WORDING_H

#include "sortie/form.h"
#include "sortie/words.h"

/* Can it be read in a language? */
bool wording_speaks(const struct form *form, const char *language);

/* The label of an option; never NULL. */
const char *wording_label(const struct words *words, const struct question *question,
                          const struct option *option);

/* Adds the form's hint, or what a visitor must know of the type: the ends of a scale,
 * how many may be chosen. Nothing when there is nothing to know. */
void wording_hint(const struct words *words, const struct question *question,
                  struct text *out);

#endif
