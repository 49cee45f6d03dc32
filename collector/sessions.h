/* sessions.h: who is signed in. In memory only: a restart signs everybody out. An id is
 * 256 random bits; its hash is kept, and compared in constant time. */
#ifndef SORTIE_SESSIONS_H
#define SORTIE_SESSIONS_H

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    SESSIONS_MOST = 32, /* one more ends the one that was idle longest */
    SESSION_BYTES = 32,
    SESSION_ID_SIZE = 2 * SESSION_BYTES + 1,
    SESSION_IDLE_MS = 30 * 60 * 1000,
    SESSION_MOST_MS = 10 * 3600 * 1000
};

struct session_entry {
    unsigned char hash[crypto_generichash_BYTES];
    int64_t since, used; /* monotonic ms */
    bool open;
};

struct sessions {
    struct session_entry entries[SESSIONS_MOST]; /* zeroed: none */
};

/* A new session; its id as hex digits. */
void sessions_open(struct sessions *sessions, int64_t now_ms,
                   char id[static SESSION_ID_SIZE]);

/* Is it open, used within 30 minutes, and at most 10 hours old? Using it counts. */
bool sessions_use(struct sessions *sessions, const char *id, int64_t now_ms);

void sessions_end(struct sessions *sessions, const char *id);
void sessions_end_all(struct sessions *sessions);

#endif
