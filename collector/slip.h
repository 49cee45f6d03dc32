/* slip.h: a form as a sheet of paper (HTML for A4), with the codes that import reads: a
 * visitor ticks, staff type. */
#ifndef SORTIE_SLIP_H
#define SORTIE_SLIP_H

#include "assets.h"
#include "sortie/store.h"
#include "templates.h"

struct slip {
    const struct centre *centre;
    const struct form *form;
    int32_t today; /* places that are over, or not yet there, are left out */
    const struct assets *assets;
    const struct templates *templates;
    const struct language *language; /* of the visitor; staff read the centre's first */
};

bool slip_write(const struct slip *slip, struct text *out, struct error *error);

/* Adds the header of the CSV file that such sheets are typed into: day, place, and the
 * questions that are asked. */
void slip_header(const struct slip *slip, struct text *out);

#endif
