/* store_inbox.c: responses on their way in - one append each - and the set of their
 * keys, which is held in memory and rebuilt from the file when it may have changed. */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- the set of keys ---- */

void keys_init(struct keys *keys, size_t size)
{
    *keys = (struct keys){.size = size};
    randombytes_buf(keys->secret, sizeof keys->secret);
}

void keys_release(struct keys *keys)
{
    free(keys->entries);
    keys->entries = NULL;
    keys->count = 0;
}

static uint64_t hash_of(const struct keys *keys, const unsigned char *key)
{
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t number;
    crypto_shorthash(hash, key, KEY_SIZE, keys->secret);
    memcpy(&number, hash, sizeof number);
    return number;
}

static uint64_t content_of(const unsigned char content[static CONTENT_SIZE])
{
    uint64_t number;
    memcpy(&number, content, sizeof number);
    return number | 1;
}

bool keys_is_of(const struct key_entry *entry,
                const unsigned char content[static CONTENT_SIZE])
{
    return entry->content == content_of(content);
}

/* The entry of a key, or the empty one where it belongs. */
static struct key_entry *entry_of(const struct keys *keys, uint64_t key)
{
    size_t i = (size_t)key & (keys->size - 1);
    while (keys->entries[i].content != 0 && keys->entries[i].key != key)
        i = (i + 1) & (keys->size - 1);
    return &keys->entries[i];
}

const struct key_entry *keys_find(const struct keys *keys, const unsigned char *key)
{
    if (keys->count == 0)
        return NULL;
    const struct key_entry *entry = entry_of(keys, hash_of(keys, key));
    return entry->content != 0 ? entry : NULL;
}

static bool make_room(struct keys *keys, struct error *error)
{
    struct keys bigger = *keys;
    if (keys->entries)
        bigger.size *= 2;
    bigger.entries = calloc(bigger.size, sizeof *bigger.entries);
    if (!bigger.entries)
        return error_set(error, ERROR_SYSTEM, "cannot remember a key: out of memory");
    for (size_t i = 0; keys->entries && i < keys->size; i++)
        if (keys->entries[i].content != 0)
            *entry_of(&bigger, keys->entries[i].key) = keys->entries[i];
    free(keys->entries);
    *keys = bigger;
    return true;
}

bool keys_add(struct keys *keys, const unsigned char *key,
              const unsigned char content[static CONTENT_SIZE], struct error *error)
{
    bool full = !keys->entries || keys->count * 8 >= keys->size * 7;
    if (full && !make_room(keys, error))
        return false;
    uint64_t hash = hash_of(keys, key);
    *entry_of(keys, hash) = (struct key_entry){hash, content_of(content)};
    keys->count++;
    return true;
}

static bool gather_keys(const struct store *store, struct keys *keys,
                        struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select =
        store_prepare(store, "SELECT key, document FROM inbox", error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        const unsigned char *key = sqlite3_column_blob(select, 0);
        unsigned char content[CONTENT_SIZE];
        if (sqlite3_column_bytes(select, 0) != KEY_SIZE)
            continue;
        store_hash_content(key, store_text(select, 1), content);
        if (!keys_find(keys, key) && !keys_add(keys, key, content, error))
            return false;
    }
    return code == SQLITE_DONE || store_failed(store, "read the inbox", error);
}

/* The set is replaced when the new one is whole. By one that is short a retry would be
 * taken for new, by one that has too much for known: store_begin reads it again. */
bool store_read_keys(struct store *store, struct error *error)
{
    struct keys fresh;
    keys_init(&fresh, KEYS_INBOX);
    store->keys_unread = !gather_keys(store, &fresh, error);
    keys_release(store->keys_unread ? &fresh : &store->keys);
    if (!store->keys_unread)
        store->keys = fresh;
    return !store->keys_unread;
}

/* ---- hashes ---- */

void store_hash_key(const unsigned char *key, unsigned char hash[static HASH_SIZE])
{
    crypto_generichash(hash, HASH_SIZE, key, KEY_SIZE, NULL, 0);
}

void store_hash_content(const unsigned char *key, const char *document,
                        unsigned char hash[static CONTENT_SIZE])
{
    crypto_generichash(hash, CONTENT_SIZE, (const unsigned char *)document,
                       strlen(document), key, KEY_SIZE);
}

/* ---- receiving ---- */

/* SAME or OTHER when the key was settled, KEPT when it is new. */
static bool look_up_settled(struct store *store, const unsigned char *key,
                            const unsigned char content[static CONTENT_SIZE],
                            enum outcome *outcome, struct error *error)
{
    unsigned char hash[HASH_SIZE];
    sqlite3_stmt *find = store->prepared[FIND_SEEN];
    store_hash_key(key, hash);
    store_bind_blob(find, 1, hash, sizeof hash);
    int code = sqlite3_step(find);
    *outcome = KEPT;
    if (code == SQLITE_ROW) {
        bool same = sqlite3_column_bytes(find, 0) == CONTENT_SIZE
                    && memcmp(sqlite3_column_blob(find, 0), content, CONTENT_SIZE) == 0;
        *outcome = same ? SAME : OTHER;
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        store_failed(store, "look up a key", error);
    sqlite3_reset(find);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

static bool append(struct store *store, const struct received *received,
                   struct error *error)
{
    sqlite3_stmt *receive = store->prepared[RECEIVE];
    store_bind_blob(receive, 1, received->key, KEY_SIZE);
    store_bind_number(receive, 2, received->day);
    store_bind_number(receive, 3, received->arrived);
    store_bind_text(receive, 4, mode_name(received->mode));
    store_bind_text(receive, 5, received->place);
    store_bind_text(receive, 6, received->document);
    return store_run(store, receive, "keep a response", error);
}

bool store_receive(struct store *store, const struct received *received,
                   enum outcome *outcome, struct error *error)
{
    unsigned char content[CONTENT_SIZE];
    store_hash_content(received->key, received->document, content);
    const struct key_entry *known = keys_find(&store->keys, received->key);
    if (known) {
        *outcome = keys_is_of(known, content) ? SAME : OTHER;
        return true;
    }
    if (!look_up_settled(store, received->key, content, outcome, error))
        return false;
    if (*outcome != KEPT)
        return true;
    if (store->keys.count >= INBOX_MOST) {
        *outcome = FULL;
        return true;
    }
    return append(store, received, error)
           && keys_add(&store->keys, received->key, content, error);
}

int64_t store_waiting(const struct store *store)
{
    return (int64_t)store->keys.count;
}

/* ---- files typed in ---- */

/* `*found` false when no file of that digest is known. */
static bool find_import(const struct store *store, const char *digest,
                        struct import *import, bool *found, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *find = store_prepare(
        store, "SELECT number, lines, done FROM import WHERE digest = ?", error);
    *import = (struct import){0};
    if (!find)
        return false;
    store_bind_text(find, 1, digest);
    int code = sqlite3_step(find);
    *found = code == SQLITE_ROW;
    if (code == SQLITE_DONE)
        return true;
    if (code != SQLITE_ROW)
        return store_failed(store, "read the imports", error);
    import->number = sqlite3_column_int64(find, 0);
    import->lines = sqlite3_column_int64(find, 1);
    import->done = sqlite3_column_int(find, 2) != 0;
    return true;
}

/* Unless another command has just begun it. */
static bool begin_import(struct store *store, const char *digest, enum mode mode,
                         struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *insert = store_prepare(
        store,
        "INSERT INTO import (digest, mode, lines, done) VALUES (?, ?, 0, 0) "
        "ON CONFLICT DO NOTHING",
        error);
    if (!insert || !store_begin(store, error))
        return false;
    store_bind_text(insert, 1, digest);
    store_bind_text(insert, 2, mode_name(mode));
    if (store_run(store, insert, "begin an import", error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

bool store_import_find(struct store *store, const char *digest, enum mode mode,
                       struct import *import, struct error *error)
{
    bool found = false;
    return find_import(store, digest, import, &found, error)
           && (found
               || (begin_import(store, digest, mode, error)
                   && find_import(store, digest, import, &found, error)));
}

bool store_import_add(struct store *store, const struct import *import,
                      const unsigned char *key, int32_t day, const char *document,
                      struct error *error)
{
    sqlite3_stmt *add = store->prepared[ADD_IMPORTED];
    store_bind_number(add, 1, import->number);
    if (key)
        store_bind_blob(add, 2, key, KEY_SIZE);
    store_bind_number(add, 3, day);
    store_bind_text(add, 4, document);
    return store_run(store, add, "import a line", error);
}

bool store_import_save(struct store *store, struct import *import, int64_t lines,
                       bool done, struct error *error)
{
    sqlite3_stmt *save = store->prepared[SAVE_IMPORT];
    store_bind_number(save, 1, lines);
    store_bind_number(save, 2, done);
    store_bind_number(save, 3, import->number);
    store_bind_number(save, 4, import->lines);
    if (!store_run(store, save, "import a file", error))
        return false;
    if (sqlite3_changes(store->db) != 1)
        return error_set(error, ERROR_BUSY,
                         "this file is being imported by another command: its lines "
                         "are counted once; try again when that one is done");
    import->lines = lines;
    import->done = done;
    return true;
}
