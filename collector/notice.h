/* notice.h: the page that tells visitors what becomes of their answers, one A4 in HTML.
 * Each sentence is written from what is in force: the centre's file, the forms and the
 * points. */
#ifndef SORTIE_NOTICE_H
#define SORTIE_NOTICE_H

#include "sortie/store.h"
#include "templates.h"

struct notice {
    const struct store *store;
    const struct templates *templates;
    const struct language *language;
    const char *contact; /* whom to ask; NULL: the reception desk */
};

bool notice_write(const struct notice *notice, struct text *out, struct error *error);

#endif
