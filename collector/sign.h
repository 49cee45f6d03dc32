/* sign.h: drawings (SVG) with the QR code of a point's address: what a tablet scans to
 * be enrolled, and the poster that visitors scan with their own phones. Both hold a
 * token: whoever can read them can answer at that point. */
#ifndef SORTIE_SIGN_H
#define SORTIE_SIGN_H

#include "assets.h"
#include "sortie/store.h"
#include "templates.h"

struct sign {
    const struct centre *centre;
    const struct point *point;
    const char *address; /* with the token */
    const struct assets *assets;
    const struct templates *templates; /* of the centre's languages */
};

/* 100 mm wide, in the centre's first language. */
bool sign_tablet(const struct sign *sign, struct text *out, struct error *error);

/* An A4 page in all languages of the centre that the form speaks. */
bool sign_poster(const struct sign *sign, const struct form *form, struct text *out,
                 struct error *error);

#endif
