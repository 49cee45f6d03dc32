/* tls.h: the certificate and the key with which the collector speaks https, read once
 * at start and looked at, so that what is wrong is said then; the only file that knows
 * GnuTLS (libmicrohttpd does the talking).
 *
 *     OWNED(tls_release) struct tls tls = {0};
 *     if (!tls_load(&tls, "tls.crt", "tls.key", &error)) ...
 *     http_open(&http, address, port, &tls, ...);
 *
 * Zeroed means plain HTTP. A renewed certificate is taken at the next start. */
#ifndef SORTIE_TLS_H
#define SORTIE_TLS_H

#include "sortie/text.h"

enum { TLS_FILE_MOST = 64 * 1024 };

struct tls {
    struct text certificate, key; /* PEM */
};

/* Both paths NULL: leaves it zeroed. ERROR_USAGE when one is missing, ERROR_INPUT when
 * a file cannot be read, is no certificate or no key, or when the two do not belong
 * together. Warns on standard error of a certificate that has run out, or is not valid
 * yet, and of a key that everybody on this machine can read. */
bool tls_load(struct tls *tls, const char *certificate, const char *key,
              struct error *error);

/* Wipes the key. */
void tls_release(struct tls *tls);

bool tls_is_given(const struct tls *tls);

/* TLS 1.2 at least; keys that a later theft of the server's own does not open. */
extern const char tls_priorities[];

#endif
