/* tls.c: see tls.h. */
#include "tls.h"

#include "sortie/week.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

const char tls_priorities[] =
    "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%SERVER_PRECEDENCE";

static gnutls_datum_t datum(const struct text *text)
{
    return (gnutls_datum_t){.data = (unsigned char *)text->bytes,
                            .size = (unsigned)text->length};
}

/* ---- the certificate ---- */

static void warn_of_time(const char *path, time_t from, time_t to, time_t now)
{
    char day[DAY_SIZE];
    if (now > to) {
        day_write((int32_t)(to / 86400), day);
        fprintf(stderr,
                "sortie: the certificate in '%s' ran out on %s: tablets will refuse it "
                "until it is renewed and the collector started again\n",
                path, day);
    } else if (now < from) {
        day_write((int32_t)(from / 86400), day);
        fprintf(stderr,
                "sortie: the certificate in '%s' is valid from %s only: tablets will "
                "refuse it until then; is this machine's clock right?\n",
                path, day);
    }
}

/* The first certificate of the file is the server's own. */
static bool check_certificate(const struct text *text, const char *path,
                              struct error *error)
{
    gnutls_datum_t pem = datum(text);
    gnutls_x509_crt_t *chain = NULL;
    unsigned count = 0;
    int code =
        gnutls_x509_crt_list_import2(&chain, &count, &pem, GNUTLS_X509_FMT_PEM, 0);
    if (code < 0 || count == 0)
        return error_set(error, ERROR_INPUT,
                         "'%s' holds no certificate in PEM (-----BEGIN "
                         "CERTIFICATE-----): give the file with the whole chain, the "
                         "server's own first",
                         path);
    warn_of_time(path, gnutls_x509_crt_get_activation_time(chain[0]),
                 gnutls_x509_crt_get_expiration_time(chain[0]), time(NULL));
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(chain[i]);
    gnutls_free(chain);
    return true;
}

/* ---- the key ---- */

static void warn_of_readers(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && status.st_mode & (S_IROTH | S_IWOTH))
        fprintf(stderr,
                "sortie: everybody on this machine can read the key in '%s': let its "
                "owner do so only (chmod 600)\n",
                path);
}

static bool check_key(const struct text *text, const char *path, struct error *error)
{
    gnutls_datum_t pem = datum(text);
    gnutls_x509_privkey_t key = NULL;
    int code = gnutls_x509_privkey_init(&key);
    if (code >= 0)
        code =
            gnutls_x509_privkey_import2(key, &pem, GNUTLS_X509_FMT_PEM, NULL,
                                        GNUTLS_PKCS_PLAIN | GNUTLS_PKCS_NULL_PASSWORD);
    gnutls_x509_privkey_deinit(key);
    if (code < 0)
        return error_set(error, ERROR_INPUT,
                         "'%s' holds no private key in PEM without a password: %s",
                         path, gnutls_strerror(code));
    warn_of_readers(path);
    return true;
}

static bool check_pair(const struct tls *tls, const char *certificate, const char *key,
                       struct error *error)
{
    gnutls_datum_t certificate_pem = datum(&tls->certificate),
                   key_pem = datum(&tls->key);
    gnutls_certificate_credentials_t credentials;
    int code = gnutls_certificate_allocate_credentials(&credentials);
    if (code < 0)
        return error_set(error, ERROR_SYSTEM, "cannot prepare https: %s",
                         gnutls_strerror(code));
    code = gnutls_certificate_set_x509_key_mem(credentials, &certificate_pem, &key_pem,
                                               GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(credentials);
    return code >= 0
           || error_set(error, ERROR_INPUT,
                        "the certificate in '%s' and the key in '%s' do not belong "
                        "together: give the key that the certificate was made for",
                        certificate, key);
}

/* ---- both ---- */

bool tls_load(struct tls *tls, const char *certificate, const char *key,
              struct error *error)
{
    if (!certificate && !key)
        return true;
    if (!certificate || !key)
        return error_set(error, ERROR_USAGE,
                         "--tls-cert and --tls-key go together: %s is missing",
                         certificate ? "--tls-key" : "--tls-cert");
    tls->certificate.limit = tls->key.limit = TLS_FILE_MOST;
    return text_add_file(&tls->certificate, certificate, error)
           && text_add_file(&tls->key, key, error)
           && check_certificate(&tls->certificate, certificate, error)
           && check_key(&tls->key, key, error)
           && check_pair(tls, certificate, key, error);
}

void tls_release(struct tls *tls)
{
    if (tls->key.bytes)
        sodium_memzero(tls->key.bytes, tls->key.size);
    text_release(&tls->certificate);
    text_release(&tls->key);
}

bool tls_is_given(const struct tls *tls)
{
    return tls->key.bytes && tls->certificate.bytes;
}
