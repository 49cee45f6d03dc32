/* qr.c: see qr.h. */
#include "qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

static bool is_dark(const QRcode *code, int x, int y)
{
    return code->data[y * code->width + x] & 1;
}

/* Each run of dark modules is one rectangle. */
static void add_row(const QRcode *code, int y, struct text *path)
{
    for (int x = 0, end; x < code->width; x = end + 1) {
        for (end = x; end < code->width && is_dark(code, end, y);)
            end++;
        if (end > x)
            text_add_format(path, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
    }
}

bool qr_draw(const char *address, struct qr *qr, struct error *error)
{
    QRcode *code = QRcode_encodeString8bit(address, 0, QR_ECLEVEL_M);
    if (!code)
        return error_set(error, errno == ENOMEM ? ERROR_SYSTEM : ERROR_INPUT,
                         "cannot draw the QR code of an address of %zu characters: %s",
                         strlen(address), strerror(errno));
    qr->modules = code->width;
    for (int y = 0; y < code->width; y++)
        add_row(code, y, &qr->path);
    QRcode_free(code);
    return text_ok(&qr->path, error);
}

void qr_release(struct qr *qr)
{
    text_release(&qr->path);
}
