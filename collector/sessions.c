/* sessions.c: see sessions.h. */
#include "sessions.h"

#include <string.h>

static void hash_id(const char *id, unsigned char hash[static crypto_generichash_BYTES])
{
    crypto_generichash(hash, crypto_generichash_BYTES, (const unsigned char *)id,
                       strlen(id), NULL, 0);
}

/* A free entry, or else the one that was idle longest. */
static struct session_entry *room(struct sessions *sessions)
{
    struct session_entry *oldest = sessions->entries;
    for (size_t i = 0; i < SESSIONS_MOST; i++) {
        struct session_entry *entry = &sessions->entries[i];
        if (!entry->open)
            return entry;
        if (entry->used < oldest->used)
            oldest = entry;
    }
    return oldest;
}

void sessions_open(struct sessions *sessions, int64_t now_ms,
                   char id[static SESSION_ID_SIZE])
{
    unsigned char bytes[SESSION_BYTES];
    struct session_entry *entry = room(sessions);
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(id, SESSION_ID_SIZE, bytes, sizeof bytes);
    *entry = (struct session_entry){.since = now_ms, .used = now_ms, .open = true};
    hash_id(id, entry->hash);
}

/* Every entry is compared: how long it takes tells nothing. */
static struct session_entry *find(struct sessions *sessions, const char *id)
{
    unsigned char hash[crypto_generichash_BYTES];
    struct session_entry *found = NULL;
    hash_id(id, hash);
    for (size_t i = 0; i < SESSIONS_MOST; i++) {
        struct session_entry *entry = &sessions->entries[i];
        if (sodium_memcmp(entry->hash, hash, sizeof hash) == 0 && entry->open)
            found = entry;
    }
    return found;
}

bool sessions_use(struct sessions *sessions, const char *id, int64_t now_ms)
{
    struct session_entry *entry = find(sessions, id);
    if (!entry)
        return false;
    entry->open = now_ms - entry->used < SESSION_IDLE_MS
                  && now_ms - entry->since < SESSION_MOST_MS;
    entry->used = now_ms;
    return entry->open;
}

void sessions_end(struct sessions *sessions, const char *id)
{
    struct session_entry *entry = find(sessions, id);
    if (entry)
        *entry = (struct session_entry){0};
}

void sessions_end_all(struct sessions *sessions)
{
    sodium_memzero(sessions, sizeof *sessions);
}
