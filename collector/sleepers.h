/* sleepers.h: connections that are left alone until their strangers say more.
 *
 *     sleepers_open(&sleepers, &error);
 *     sleepers_add(&sleepers, link);           all it said was read: it falls asleep
 *     poll(...sleepers.epoll...);              readable once one of them wakes
 *     while ((link = sleepers_next(&sleepers)))  it said more, or hung up: awake again
 *     sleepers_close(&sleepers);
 *
 * libmicrohttpd (0.9.75 to 1.0.1) asks GnuTLS at each turn whether a handshake goes on,
 * for each one that was begun, and asks for the next turn at once: two thousand
 * strangers who begin one and say no more would have the processor for themselves. Here
 * each costs a few system calls for each time that it says something, and none while it
 * is silent. */
#ifndef SORTIE_SLEEPERS_H
#define SORTIE_SLEEPERS_H

#include "links.h"
#include "sortie/error.h"

struct sleepers {
    int epoll; /* -1 until opened */
    size_t count;
};

bool sleepers_open(struct sleepers *sleepers, struct error *error);
void sleepers_close(struct sleepers *sleepers);

/* False, and it stays awake, when the kernel has no memory for it. */
bool sleepers_add(struct sleepers *sleepers, struct link *link);

/* One that woke, which sleeps no more; NULL when all others are silent. */
struct link *sleepers_next(struct sleepers *sleepers);

/* Wakes one, whatever it said. */
void sleepers_remove(struct sleepers *sleepers, struct link *link);

#endif
