/* signin.h: managers sign in, with one passphrase that they share, and out.
 *
 * Until a passphrase is set (sortie-collector passphrase) reports are shown on this
 * machine only; from then on to managers who signed in, on this machine or by TLS. A
 * check takes a tenth of a second and more, in a child (verifier.h): the exchange is
 * held meanwhile, and signin_turn answers it. */
#ifndef SORTIE_SIGNIN_H
#define SORTIE_SIGNIN_H

#include "sessions.h"
#include "sortie/store.h"
#include "verifier.h"

/* How many may wait for a check; a few more from this machine, so that the network
 * cannot fill the queue before the centre's own managers. */
enum { SIGNIN_HELD_MOST = 8, SIGNIN_LOCAL_MOST = 12 };

struct collector;
struct exchange;
struct reply;
struct visit;

/* Zeroed, then kept up by the functions below. */
struct signin {
    char hash[PASSPHRASE_SIZE]; /* that the sessions were opened with */
    struct sessions sessions;
    struct verifier verifier;
    const struct exchange *checked; /* whose passphrase the child has */
    size_t held;
};

/* The handlers of /sign-in and /sign-out. */
void signin_get(struct visit *visit, struct reply *reply);
void signin_post(struct visit *visit, struct reply *reply);
void signin_out(struct visit *visit, struct reply *reply);

/* May this request read the reports? If not, the reply says what to do. */
bool signin_admits(struct visit *visit, struct reply *reply);

/* Once a turn of the loop: starts a check, or answers who was checked. */
void signin_turn(struct collector *collector);

/* Is somebody being checked, or waiting for it? The loop then turns often. */
bool signin_is_busy(const struct collector *collector);

/* Answers all that are held: the collector stops. */
void signin_stop(struct collector *collector);

#endif
