/* civility.h: names of persons, told by the civility title that they bear: nobody can
 * be a place (promise 7).
 *
 *     civility_found("Bureau de Mme Martin")     true
 *     civility_found("Frau und Beruf")           false: no name follows
 *
 * A title counts before a capital or a letter of a script without capitals ("السيدة
 * فاطمة"), after any space and none ("M.Dupont"), in capitals and small letters, with
 * its accents and without; in Basque after a name ("Agirre jauna"). What is a title
 * with a dot only (M., Hr.) is none without it; Ms, Sig, Sr and the like are none in
 * capitals without a dot: MS and SIG are a firm's name and a kind of map. */
#ifndef SORTIE_CIVILITY_H
#define SORTIE_CIVILITY_H

#include "sortie/glyphs.h"

bool civility_found(const struct glyphs *name);

#endif
