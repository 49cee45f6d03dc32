/* ready.h: the forms that tablets ask for, as bytes that are ready to be sent. To make
 * one and to compress it takes 2 ms, in which nobody else is served.
 *
 *     ready_turn(&ready, today);                                  once a request
 *     const struct ready_form *form = ready_find(&ready, "hall", "fr");
 *     if (!form)
 *         form = ready_keep(&ready, "hall", "fr", &bytes);        takes the bytes over
 *     ready_forget(&ready);                                       the catalogue changed
 */
#ifndef SORTIE_READY_H
#define SORTIE_READY_H

#include "sortie/text.h"
#include <stdint.h>

/* More than a centre has points; the one that was kept first gives way. */
enum { READY_MOST = 32 };

struct ready_form {
    char point[48], language[16];
    struct text bytes;
    struct text gzipped; /* empty: it would not get smaller */
    char etag[40];       /* weak: the same document, compressed or not */
};

struct ready {
    struct ready_form forms[READY_MOST];
    size_t next;
    int32_t day;
};

/* A form holds the day: all are forgotten when it turns. */
void ready_turn(struct ready *ready, int32_t day);

/* NULL when it is not ready. It holds until the next call that keeps or forgets. */
const struct ready_form *ready_find(const struct ready *ready, const char *point,
                                    const char *language);
const struct ready_form *ready_keep(struct ready *ready, const char *point,
                                    const char *language, struct text *bytes);
void ready_forget(struct ready *ready); /* releases, too */

#endif
