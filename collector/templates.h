/* templates.h: the pages' templates (collector/pages), read whole at start, with the
 * addresses of static files and the words of each language already filled in. */
#ifndef SORTIE_TEMPLATES_H
#define SORTIE_TEMPLATES_H

#include "assets.h"
#include "sortie/centre.h"
#include "sortie/words.h"

struct language {
    struct words words;
    char **pages; /* beside templates.names */
};

struct templates {
    char **names; /* "plain.html" */
    size_t count;
    struct language *languages; /* the centre's, in its order */
    size_t language_count;
    char page[17]; /* hash of the tablet's page, which fills its {{page}} */
};

bool templates_load(struct templates *templates, const struct assets *assets,
                    const struct centre *centre, struct error *error);
void templates_release(struct templates *templates);

/* The language of a code, or NULL. */
const struct language *templates_language(const struct templates *templates,
                                          const char *code);

/* A page's template in a language. Never NULL: "" when there is none. */
const char *templates_page(const struct templates *templates,
                           const struct language *language, const char *name);

#endif
