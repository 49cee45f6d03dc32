/* qr.h: the QR code of an address, for a drawing; the only file that knows libqrencode.
 *
 *     OWNED(qr_release) struct qr qr = {0};
 *     if (!qr_draw("http://sortie:8080/p/0f8f...", &qr, &error)) ...
 */
#ifndef SORTIE_QR_H
#define SORTIE_QR_H

#include "sortie/text.h"

enum { QR_QUIET = 4 }; /* modules of white that a reader needs on every side */

struct qr {
    int modules;      /* on a side, without the quiet zone */
    struct text path; /* of the dark modules: an SVG path's data, one unit a module */
};

/* Error correction M: a seventh of the code may be scratched. ERROR_INPUT for an
 * address that no code can hold. */
bool qr_draw(const char *address, struct qr *qr, struct error *error);
void qr_release(struct qr *qr);

#endif
