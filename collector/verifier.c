/* verifier.c: see verifier.h. The child says the verdict by its exit status. */
#include "verifier.h"

#include "child.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FREE_FAILURES = 3,
    PAUSE_FIRST_MS = 500,
    PAUSE_MOST_MS = 4000,
    FORGET_MS = 15 * 60 * 1000,
    CHECK_MOST_MS = 20000
};

/* The exit status of the child; none that a program ends with by accident. */
enum { RIGHT = 40, WRONG, UNCHECKED };

int64_t verifier_pause(unsigned failures)
{
    int64_t pause = PAUSE_FIRST_MS;
    if (failures < FREE_FAILURES)
        return 0;
    for (unsigned i = FREE_FAILURES; i < failures && pause < PAUSE_MOST_MS; i++)
        pause *= 2;
    return pause;
}

bool verifier_is_busy(const struct verifier *verifier)
{
    return verifier->child > 0;
}

bool verifier_is_due(const struct verifier *verifier, int64_t now_ms)
{
    return !verifier_is_busy(verifier)
           && now_ms - verifier->failed >= verifier_pause(verifier->failures);
}

/* What a hash that passphrase.c made says of itself. */
struct argon2 {
    unsigned kibibytes, passes;
    unsigned char salt[crypto_pwhash_SALTBYTES];
    unsigned char digest[32];
};

static bool read_part(const char *text, unsigned char *bytes, size_t size)
{
    size_t length = 0;
    return sodium_base642bin(bytes, size, text, strlen(text), NULL, &length, NULL,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING)
               == 0
           && length == size;
}

static bool read_hash(const char *hash, struct argon2 *argon2)
{
    char salt[23], digest[44];
    return sscanf(hash, "$argon2id$v=19$m=%u,t=%u,p=1$%22[^$]$%43[^$]",
                  &argon2->kibibytes, &argon2->passes, salt, digest)
               == 4
           && read_part(salt, argon2->salt, sizeof argon2->salt)
           && read_part(digest, argon2->digest, sizeof argon2->digest);
}

/* libsodium's own check calls a passphrase wrong, too, when memory runs out in it: so
 * the hash is made again, and compared here. */
static int check(const char *hash, const char *passphrase)
{
    struct argon2 argon2;
    unsigned char made[sizeof argon2.digest];
    if (!read_hash(hash, &argon2)
        || crypto_pwhash(made, sizeof made, passphrase, strlen(passphrase), argon2.salt,
                         argon2.passes, (size_t)argon2.kibibytes * 1024,
                         crypto_pwhash_ALG_ARGON2ID13)
               != 0)
        return UNCHECKED;
    return sodium_memcmp(made, argon2.digest, sizeof made) == 0 ? RIGHT : WRONG;
}

bool verifier_start(struct verifier *verifier, const char *hash, const char *passphrase,
                    int64_t now_ms)
{
    pid_t child = child_start();
    if (child == 0)
        _exit(check(hash, passphrase));
    verifier->child = child > 0 ? child : 0;
    verifier->since = now_ms;
    return child > 0;
}

static enum verdict judge(struct verifier *verifier, int status, int64_t now_ms)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : UNCHECKED;
    if (code == RIGHT) {
        verifier->failures = 0;
        return VERDICT_RIGHT;
    }
    if (code != WRONG)
        return VERDICT_NONE;
    if (now_ms - verifier->failed >= FORGET_MS)
        verifier->failures = 0;
    verifier->failures++;
    verifier->failed = now_ms;
    return VERDICT_WRONG;
}

enum verdict verifier_ask(struct verifier *verifier, int64_t now_ms)
{
    int status = 0;
    if (!verifier_is_busy(verifier))
        return VERDICT_PENDING;
    pid_t ended = waitpid(verifier->child, &status, WNOHANG);
    if (ended == verifier->child) {
        verifier->child = 0;
        return judge(verifier, status, now_ms);
    }
    if (ended == 0 && now_ms - verifier->since < CHECK_MOST_MS)
        return VERDICT_PENDING;
    verifier_stop(verifier);
    return VERDICT_NONE;
}

void verifier_stop(struct verifier *verifier)
{
    child_stop(&verifier->child);
}
