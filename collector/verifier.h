/* verifier.h: a passphrase is checked by a short-lived child, one at a time, so that
 * the loop goes on serving visitors meanwhile.
 *
 *     if (verifier_is_due(&verifier, now))
 *         verifier_start(&verifier, hash, passphrase, now);
 *     ... turns of the loop ...
 *     switch (verifier_ask(&verifier, now)) { case VERDICT_PENDING: ...
 *
 * After three wrong ones in a row the next check starts later, and later still after
 * more, but never by more than 4 s: guessing is slow, and nobody is locked out. What
 * was wrong is forgotten after a right one, or 15 minutes. */
#ifndef SORTIE_VERIFIER_H
#define SORTIE_VERIFIER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum verdict {
    VERDICT_PENDING, /* the child is at it, or there is none */
    VERDICT_RIGHT,
    VERDICT_WRONG,
    VERDICT_NONE /* it could not be checked: memory, or it took over 20 s */
};

/* Zeroed: nothing is being checked. Times are monotonic ms. */
struct verifier {
    pid_t child; /* 0: none */
    int64_t since;
    unsigned failures; /* wrong ones in a row */
    int64_t failed;    /* when the last one was */
};

bool verifier_is_busy(const struct verifier *verifier);
bool verifier_is_due(const struct verifier *verifier, int64_t now_ms);

/* How long the next check waits after so many wrong ones in a row. */
int64_t verifier_pause(unsigned failures);

/* False when no child could be made. */
bool verifier_start(struct verifier *verifier, const char *hash, const char *passphrase,
                    int64_t now_ms);

/* Asks for the verdict, and takes it when it is there. */
enum verdict verifier_ask(struct verifier *verifier, int64_t now_ms);

/* Ends a check without a verdict. */
void verifier_stop(struct verifier *verifier);

#endif
