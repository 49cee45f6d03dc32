/* store_parts.h: what the files of the store share, and nobody else sees. */
#ifndef SORTIE_STORE_PARTS_H
#define SORTIE_STORE_PARTS_H

#include "sortie/store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <sys/types.h>

enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    RECEIVE,
    FIND_SEEN,
    ADD_IMPORTED,
    COUNT_VISITORS,
    SAVE_IMPORT,
    COUNT_TALLY,
    COUNT_SPOKEN,
    COUNT_PART,
    LAY_RESPONSE,
    LAY_REMARK,
    ADD_SEEN,
    TAKE_INBOX,
    TAKE_IMPORTED,
    DROP_INBOX,
    DROP_IMPORTED,
    STATEMENTS
};

enum { HASH_SIZE = 32, CONTENT_SIZE = 16 };

/* The keys of the inbox: an open-addressed set. An entry is two hashes, 16 bytes: of
 * the key with a secret, since visitors choose the keys (of 200,000 that wait, a new
 * one is taken for another once in 10^14), and of key and document. One whose `content`
 * is 0 is empty. */
struct key_entry {
    uint64_t key, content;
};
struct keys {
    struct key_entry *entries;
    size_t size, count;
    unsigned char secret[crypto_shorthash_KEYBYTES];
};
enum { KEYS_FEW = 1024, KEYS_INBOX = 1 << 18 };

/* Room for 7/8 of `size`, a power of two, at once, and more later; it costs no memory
 * until it is used. */
void keys_init(struct keys *keys, size_t size);
void keys_release(struct keys *keys);
const struct key_entry *keys_find(const struct keys *keys, const unsigned char *key);
bool keys_add(struct keys *keys, const unsigned char *key,
              const unsigned char content[static CONTENT_SIZE], struct error *error);

/* Is it the entry of this content? */
bool keys_is_of(const struct key_entry *entry,
                const unsigned char content[static CONTENT_SIZE]);

struct token {
    unsigned char hash[HASH_SIZE];
    size_t point;
    bool revoked;
};

/* The files of a store, by what their names end in. */
enum store_file {
    STORE_DATABASE,
    STORE_LOG,
    STORE_INDEX, /* of the log, which all who have it open share */
    STORE_LOCK,
    STORE_LIFE_LOCK,
    STORE_FILES
};

struct store {
    sqlite3 *db;
    struct {
        char *name;
        dev_t device;
        ino_t inode; /* as it was opened; 0 when it is not */
    } files[STORE_FILES];
    enum store_access access;
    int lock, life_lock; /* descriptors of the lock files; -1 */
    bool serving;        /* visitors may wait: locks are tried once */
    bool first;          /* they do, and commands let them go first */
    sqlite3_stmt *prepared[STATEMENTS];
    struct centre *centre;
    struct forms forms;
    int64_t *form_numbers; /* beside forms.entries */
    struct point *points;
    size_t point_count;
    struct token *tokens; /* by hash */
    size_t token_count;
    struct change *changes; /* by day, then number */
    size_t change_count;
    char passphrase[PASSPHRASE_SIZE]; /* its hash; "" when there is none */
    int64_t data_version;
    int32_t closed;
    struct keys keys;
    bool keys_unread; /* the inbox may have changed, and its keys were not read since */
    int log_pages;    /* of the write-ahead log, after the last commit */
};

/* ERROR_SYSTEM (or BUSY) with the engine's own words: "cannot <doing>: disk full". */
bool store_failed(const struct store *store, const char *doing, struct error *error);

/* The tally of a result whose columns are those of the table, in its order. Strings
 * live until the next step. */
bool store_tally_row(sqlite3_stmt *select, struct tally_row *row, struct error *error);

/* Runs a statement without results, with its bindings done; resets it. */
bool store_run(struct store *store, sqlite3_stmt *statement, const char *doing,
               struct error *error);

/* A statement for one use: OWNED(store_finalize). NULL with an error. */
sqlite3_stmt *store_prepare(const struct store *store, const char *sql,
                            struct error *error);
void store_finalize(sqlite3_stmt **statement);
bool store_execute(const struct store *store, const char *sql, struct error *error);

/* The one number that a query without bindings gives. */
bool store_ask(const struct store *store, const char *query, int64_t *number,
               struct error *error);

/* Binds text or a blob that outlives the step, or a number. */
void store_bind_text(sqlite3_stmt *statement, int column, const char *text);
void store_bind_blob(sqlite3_stmt *statement, int column, const void *blob, int size);
void store_bind_number(sqlite3_stmt *statement, int column, int64_t number);
void store_bind_week(sqlite3_stmt *statement, int column, int32_t week);
const char *store_text(sqlite3_stmt *statement, int column); /* never NULL */
int32_t store_week(sqlite3_stmt *statement, int column);     /* WEEK_NONE when blank */

/* A JSON document of a column; `source` names it in messages. */
json_t *store_document(sqlite3_stmt *statement, int column, const char *source,
                       struct error *error);

/* One statement in a transaction of its own, and the catalogue as it is then. */
bool store_write_one(struct store *store, sqlite3_stmt *statement, const char *doing,
                     struct error *error);

/* Reads centre, forms, points, tokens, changes, passphrase, closing; the inbox's keys
 * when serving.
 */
bool store_read_catalogue(struct store *store, struct error *error);
void store_release_catalogue(struct store *store);
bool store_read_changes(struct store *store, struct error *error);
bool store_read_passphrase(struct store *store, struct error *error);
bool store_read_closing(struct store *store, struct error *error);
void store_release_changes(struct store *store);
bool store_read_keys(struct store *store, struct error *error);

/* Is what came in in a week still kept at `now`? */
bool store_keeps_responses(const struct store *store, int32_t week, struct moment now);
bool store_keeps_remarks(const struct store *store, int32_t week, struct moment now);

/* Deletes what is overdue; the log keeps its bytes until it is emptied. */
bool store_delete_overdue(struct store *store, struct moment now,
                          struct overdue *purged, struct error *error);

/* Writes the rows of a week anew, in the order of their primary key: rows lie in a page
 * in the order in which they were written. Within a transaction. */
enum relaid { RELAID_TALLY, RELAID_SPOKEN, RELAID_PART, RELAID_SEEN };
bool store_lay_anew(struct store *store, enum relaid table, int32_t week,
                    struct error *error);

/* A number for a remark, which tells nothing of it; and what the store says of one, as
 * a constant ("waiting" unless it says something else). */
int64_t store_remark_number(void);
const char *store_remark_state(const char *said);

/* A column that says how a visitor leaned. */
enum leaning store_leaning(sqlite3_stmt *statement, int column);

void store_hash_key(const unsigned char *key, unsigned char hash[static HASH_SIZE]);
void store_hash_content(const unsigned char *key, const char *document,
                        unsigned char hash[static CONTENT_SIZE]);

#endif
