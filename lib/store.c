/* store.c: opening, locking, transactions and the log of a store. The other parts are
 * store_catalogue.c, store_changes.c, store_manager.c, store_inbox.c, store_settle.c,
 * store_order.c, store_purge.c, store_remarks.c, store_visitors.c, store_periods.c,
 * store_clock.c, store_backup.c, store_recount.c and store_read.c.
 *
 * One writer at a time: every write transaction and every checkpoint holds an exclusive
 * lock on FILE-lock, because SQLite 3.7.0 to 3.51.2 can corrupt the log when a
 * checkpoint runs beside another connection's commit. A second lock, on FILE-serve, is
 * held for life by the collector. FILE-lock says, too, whose log lies beside it. */
#include "store_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x73727469, /* "srti" */
    SCHEMA_VERSION = 6,
    LOG_PAGES_MOST = 1000,
    LOCK_WAIT_MS = 10000,
    ENGINE_WAIT_MS = 5000
};

static const char *const endings[STORE_FILES] = {
    [STORE_DATABASE] = "",  [STORE_LOG] = "-wal",         [STORE_INDEX] = "-shm",
    [STORE_LOCK] = "-lock", [STORE_LIFE_LOCK] = "-serve",
};

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [RECEIVE] = "INSERT INTO inbox (key, day, arrived, mode, place, document) VALUES "
                "(?, ?, ?, ?, ?, ?)",
    [FIND_SEEN] = "SELECT content FROM seen WHERE key = ?",
    [ADD_IMPORTED] =
        "INSERT INTO imported (import, key, day, document) VALUES (?, ?, ?, ?)",
    [COUNT_VISITORS] = "INSERT INTO visitors VALUES (?, ?, ?, ?, ?) ON CONFLICT DO "
                       "UPDATE SET n = excluded.n + CASE import WHEN excluded.import "
                       "THEN n ELSE 0 END, import = excluded.import",
    [SAVE_IMPORT] =
        "UPDATE import SET lines = ?, done = ? WHERE number = ? AND lines = ?",
    [COUNT_TALLY] = "INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                    "DO UPDATE SET n = n + excluded.n",
    [COUNT_SPOKEN] =
        "INSERT INTO spoken VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + "
        "excluded.n",
    [COUNT_PART] =
        "INSERT INTO part VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + "
        "excluded.n",
    [LAY_RESPONSE] = "INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [LAY_REMARK] = "INSERT INTO remark VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [ADD_SEEN] = "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    [TAKE_INBOX] =
        "SELECT key, day, arrived, mode, place, document FROM inbox WHERE seq = ?",
    [TAKE_IMPORTED] = "SELECT key, day, day, mode, '', document FROM imported JOIN "
                      "import ON number = import WHERE seq = ?",
    [DROP_INBOX] = "DELETE FROM inbox WHERE seq = ?",
    [DROP_IMPORTED] = "DELETE FROM imported WHERE seq = ?",
};

/* ---- statements ---- */

bool store_failed(const struct store *store, const char *doing, struct error *error)
{
    int code = sqlite3_errcode(store->db) & 0xFF;
    enum error_kind kind = code == SQLITE_BUSY || code == SQLITE_LOCKED ? ERROR_BUSY
                           : code == SQLITE_NOTADB                      ? ERROR_INPUT
                                                                        : ERROR_SYSTEM;
    return error_set(error, kind, "cannot %s: %s", doing, sqlite3_errmsg(store->db));
}

bool store_run(struct store *store, sqlite3_stmt *statement, const char *doing,
               struct error *error)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    if (!done)
        store_failed(store, doing, error);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return done;
}

sqlite3_stmt *store_prepare(const struct store *store, const char *text,
                            struct error *error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, text, -1, &statement, NULL) != SQLITE_OK)
        store_failed(store, "read the store", error);
    return statement;
}

void store_finalize(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}

bool store_execute(const struct store *store, const char *text, struct error *error)
{
    return sqlite3_exec(store->db, text, NULL, NULL, NULL) == SQLITE_OK
           || store_failed(store, "write the store", error);
}

/* Binding fails only when memory runs out or a column is not there; the step that
 * follows then fails on a NOT NULL column or finds nothing. */
void store_bind_text(sqlite3_stmt *statement, int column, const char *text)
{
    (void)sqlite3_bind_text(statement, column, text, -1, SQLITE_STATIC);
}

void store_bind_blob(sqlite3_stmt *statement, int column, const void *blob, int size)
{
    (void)sqlite3_bind_blob(statement, column, blob, size, SQLITE_STATIC);
}

void store_bind_number(sqlite3_stmt *statement, int column, int64_t number)
{
    (void)sqlite3_bind_int64(statement, column, number);
}

void store_bind_week(sqlite3_stmt *statement, int column, int32_t week)
{
    char text[WEEK_SIZE] = "";
    if (week != WEEK_NONE)
        week_write(week, text);
    (void)sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT);
}

const char *store_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    return text ? (const char *)text : "";
}

int32_t store_week(sqlite3_stmt *statement, int column)
{
    int32_t week = WEEK_NONE;
    week_read(store_text(statement, column), &week);
    return week;
}

bool store_ask(const struct store *store, const char *query, int64_t *number,
               struct error *error)
{
    OWNED(store_finalize) sqlite3_stmt *statement = store_prepare(store, query, error);
    if (!statement)
        return false;
    if (sqlite3_step(statement) != SQLITE_ROW)
        return store_failed(store, "read the store", error);
    *number = sqlite3_column_int64(statement, 0);
    return true;
}

/* ---- locks and transactions ---- */

static void note(struct store *store, enum store_file file, const struct stat *status)
{
    store->files[file].device = status->st_dev;
    store->files[file].inode = status->st_ino;
}

static bool is_same(const struct store *store, int file)
{
    struct stat is;
    return stat(store->files[file].name, &is) == 0
           && is.st_dev == store->files[file].device
           && is.st_ino == store->files[file].inode;
}

/* What somebody moves or removes meanwhile is written to by whoever has it open, and is
 * gone when they end; what came in its place is spoilt by a log that is not its own. */
static bool is_in_place(const struct store *store, struct error *error)
{
    for (int i = 0; i < STORE_FILES; i++)
        if (store->files[i].inode != 0 && !is_same(store, i))
            return error_set(error, ERROR_INPUT,
                             "the store's file '%s' was removed or replaced: stop the "
                             "collector, put the file back, and start it, or this "
                             "command, again",
                             strrchr(store->files[i].name, '/') + 1);
    return true;
}

static bool open_lock(struct store *store, enum store_file file, int *lock,
                      struct error *error)
{
    struct stat status;
    int flags = store->access == STORE_READ ? O_RDONLY : O_RDWR | O_CREAT;
    *lock = open(store->files[file].name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*lock >= 0 && fstat(*lock, &status) == 0)
        note(store, file, &status);
    return *lock >= 0 || store->access == STORE_READ /* who reads needs none */
           || error_set(error, ERROR_SYSTEM, "cannot open '%s': %s",
                        store->files[file].name, strerror(errno));
}

/* Visitors write first. The collector tries the lock once a turn, and a command that
 * takes it again and again would keep it out; so it says that somebody waits by a lock
 * on the first byte of the same file. */
static bool ask_first(const struct store *store, int command, short *type)
{
    struct flock byte = {.l_type = *type, .l_whence = SEEK_SET, .l_len = 1};
    bool fine = fcntl(store->lock, command, &byte) == 0;
    *type = byte.l_type;
    return fine;
}

void store_visitors_wait(struct store *store, bool waiting)
{
    short type = waiting ? F_WRLCK : F_UNLCK;
    if (waiting != store->first && ask_first(store, F_OFD_SETLK, &type))
        store->first = waiting;
}

static bool visitors_first(const struct store *store)
{
    short type = F_WRLCK;
    return !store->serving && ask_first(store, F_OFD_GETLK, &type) && type != F_UNLCK;
}

/* At once, or (but for a collector that serves) within 10 s. */
static bool wait_for_lock(const struct store *store, struct error *error)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    int tries = store->serving ? 1 : LOCK_WAIT_MS / 5;
    while (tries-- > 0) {
        bool yield = visitors_first(store);
        if (!yield && flock(store->lock, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (!yield && errno != EWOULDBLOCK && errno != EINTR)
            return error_set(error, ERROR_SYSTEM, "cannot lock the store: %s",
                             strerror(errno));
        if (tries > 0)
            nanosleep(&pause, NULL);
    }
    return error_set(error, ERROR_BUSY,
                     "the store is being written by another command: try again");
}

static void unlock(const struct store *store)
{
    flock(store->lock, LOCK_UN);
}

/* A log that was removed is still read by who has it open: what was kept in it goes to
 * the file before it is gone, unless somebody has begun another one. */
static void save_removed_log(const struct store *store)
{
    if (is_same(store, STORE_DATABASE) && is_same(store, STORE_LOCK)
        && access(store->files[STORE_LOG].name, F_OK) != 0)
        sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                  NULL);
}

/* Takes the writers' lock, on a store that is still where it was opened. */
static bool lock(const struct store *store, struct error *error)
{
    if (!wait_for_lock(store, error))
        return false;
    if (is_in_place(store, error))
        return true;
    save_removed_log(store);
    unlock(store);
    return false;
}

/* Within a transaction the lock is held already, and would be let go of. */
bool store_begin(struct store *store, struct error *error)
{
    if (!sqlite3_get_autocommit(store->db))
        return error_set(error, ERROR_SYSTEM, "the store is being written already");
    if ((store->keys_unread && !store_read_keys(store, error)) || !lock(store, error))
        return false;
    if (store_run(store, store->prepared[BEGIN], "begin to write", error))
        return true;
    unlock(store);
    return false;
}

void store_rollback(struct store *store)
{
    struct error ignored = {0};
    if (!sqlite3_get_autocommit(store->db))
        store_run(store, store->prepared[ROLLBACK], "take back", &ignored);
    unlock(store);
    if (store->access == STORE_SERVE)
        store_read_keys(store, &ignored);
}

bool store_commit(struct store *store, struct error *error)
{
    if (!store_run(store, store->prepared[COMMIT], "write to disk", error)
        || !is_in_place(store, error)) {
        store_rollback(store);
        return false;
    }
    if (store->log_pages > LOG_PAGES_MOST)
        sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL,
                                  NULL);
    unlock(store);
    return true;
}

/* Under the lock for one try only: while a reader holds the log, visitors' responses
 * must still get in. */
static int try_checkpoint(struct store *store, struct error *error)
{
    if (!lock(store, error))
        return SQLITE_ERROR;
    sqlite3_busy_timeout(store->db, 0);
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                         NULL, NULL);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        store_failed(store, "empty the log", error);
    sqlite3_busy_timeout(store->db, store->serving ? 0 : ENGINE_WAIT_MS);
    unlock(store);
    return code;
}

bool store_checkpoint(struct store *store, struct error *error)
{
    const struct timespec pause = {.tv_nsec = 50000000};
    int tries = store->serving ? 1 : LOCK_WAIT_MS / 50, code = SQLITE_BUSY;
    while (tries-- > 0 && (code = try_checkpoint(store, error)) == SQLITE_BUSY)
        if (tries > 0)
            nanosleep(&pause, NULL);
    if (code == SQLITE_BUSY)
        error_set(error, ERROR_BUSY,
                  "cannot empty the log while another program reads the store: try "
                  "again when it is done");
    return code == SQLITE_OK;
}

static int note_log(void *context, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    ((struct store *)context)->log_pages = pages;
    return SQLITE_OK;
}

/* ---- opening ---- */

/* Settings that must hold; each is read back. */
static bool set_pragmas(struct store *store, struct error *error)
{
    static const struct {
        const char *set, *ask;
        int64_t expected;
    } pragmas[] = {
        {"PRAGMA synchronous = FULL",   "PRAGMA synchronous",    2},
        {"PRAGMA secure_delete = ON",   "PRAGMA secure_delete",  1},
        {"PRAGMA foreign_keys = ON",    "PRAGMA foreign_keys",   1},
        {"PRAGMA temp_store = MEMORY",  "PRAGMA temp_store",     2},
        {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", 0},
    };
    int64_t is = 0;
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
        if (!store_execute(store, pragmas[i].set, error)
            || !store_ask(store, pragmas[i].ask, &is, error))
            return false;
        if (is != pragmas[i].expected)
            return error_set(error, ERROR_SYSTEM, "the database engine refused '%s'",
                             pragmas[i].set);
    }
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_autocheckpoint(store->db, 0);
    sqlite3_wal_hook(store->db, note_log, store);
    return true;
}

static bool use_log(const struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *statement = store_prepare(store, "PRAGMA journal_mode = WAL", error);
    if (!statement)
        return false;
    if (sqlite3_step(statement) != SQLITE_ROW)
        return store_failed(store, "open the store", error);
    if (strcmp(store_text(statement, 0), "wal") != 0)
        return error_set(error, ERROR_SYSTEM,
                         "this file system cannot hold a store: use a local disk");
    return true;
}

/* Beside the file itself, whatever link led to it: two names of one store are one lock.
 */
static bool name_files(struct store *store, struct error *error)
{
    const char *path = sqlite3_db_filename(store->db, "main");
    for (int i = 0; i < STORE_FILES; i++)
        if (asprintf(&store->files[i].name, "%s%s", path, endings[i]) < 0) {
            store->files[i].name = NULL;
            return error_set(error, ERROR_SYSTEM, "cannot open '%s': out of memory",
                             path);
        }
    return true;
}

/* Which file it is: number and birth, since the number goes to a new file when one is
 * removed. Where the disk notes no births, the number alone. */
struct mark {
    uint64_t inode;
    int64_t born, born_ns;
};

static bool is_marked(const struct mark *a, const struct mark *b)
{
    return a->inode == b->inode && a->born == b->born && a->born_ns == b->born_ns;
}

static bool mark_of(const struct store *store, enum store_file file, struct mark *mark)
{
    struct statx is;
    if (statx(AT_FDCWD, store->files[file].name, 0, STATX_INO | STATX_BTIME, &is) != 0)
        return false;
    *mark = (struct mark){.inode = is.stx_ino};
    if (is.stx_mask & STATX_BTIME) {
        mark->born = is.stx_btime.tv_sec;
        mark->born_ns = is.stx_btime.tv_nsec;
    }
    return true;
}

/* The engine lays whatever log has the right name into a file, and no log says whose it
 * is. So the lock file does. Where the log is another one, too, as in a folder that was
 * copied, they came together. */
struct owner {
    struct mark database, log;
};

static bool log_is_its_own(const struct store *store, struct error *error)
{
    struct owner owner;
    struct mark database, log;
    const char *path = store->files[STORE_DATABASE].name;
    return pread(store->lock, &owner, sizeof owner, 0) != sizeof owner
           || !mark_of(store, STORE_LOG, &log) || !is_marked(&owner.log, &log)
           || (mark_of(store, STORE_DATABASE, &database)
               && is_marked(&owner.database, &database))
           || error_set(error, ERROR_INPUT,
                        "'%s' was put in the place of another file, whose log would "
                        "spoil it: put that one back; or stop the collector and remove "
                        "'%s-wal' and '%s-shm', and what is in them alone is gone",
                        path, path, path);
}

/* Once the engine has opened the log, or made one. */
static bool own_log(struct store *store, struct error *error)
{
    struct owner owner;
    struct stat log, index;
    if (stat(store->files[STORE_LOG].name, &log) != 0
        || stat(store->files[STORE_INDEX].name, &index) != 0)
        return error_set(error, ERROR_SYSTEM, "cannot find the log '%s': %s",
                         store->files[STORE_LOG].name, strerror(errno));
    note(store, STORE_LOG, &log);
    note(store, STORE_INDEX, &index);
    struct owner is = {0};
    return (mark_of(store, STORE_DATABASE, &is.database)
            && mark_of(store, STORE_LOG, &is.log)
            && pread(store->lock, &owner, sizeof owner, 0) == sizeof owner
            && is_marked(&owner.database, &is.database)
            && is_marked(&owner.log, &is.log))
           || pwrite(store->lock, &is, sizeof is, 0) == sizeof is
           || error_set(error, ERROR_SYSTEM, "cannot write '%s': %s",
                        store->files[STORE_LOCK].name, strerror(errno));
}

/* By its other name a file would have another log and another lock. */
static bool find_file(struct store *store, const char *path, struct error *error)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return error_set(error, error_of_file(errno), "cannot open the store '%s': %s",
                         path, strerror(errno));
    note(store, STORE_DATABASE, &status);
    return store->access == STORE_READ || status.st_nlink < 2
           || error_set(error, ERROR_INPUT,
                        "cannot open the store '%s': it has another name, by which it "
                        "would be spoilt (a hard link): remove that, or work on a copy",
                        path);
}

/* The log is laid into the file under the lock, never by who happens to close it. */
static bool connect_parts(struct store *store, const char *path, struct error *error)
{
    bool read = store->access == STORE_READ;
    int flags = read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (!find_file(store, path, error))
        return false;
    if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
        return error_set(error, ERROR_SYSTEM, "cannot open '%s': %s", path,
                         store->db ? sqlite3_errmsg(store->db) : "out of memory");
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_busy_timeout(store->db, ENGINE_WAIT_MS);
    return name_files(store, error) && open_lock(store, STORE_LOCK, &store->lock, error)
           && log_is_its_own(store, error) && (read || set_pragmas(store, error));
}

/* A store connected to its file and nothing more; NULL with an error. */
static struct store *connect(const char *path, enum store_access access,
                             struct error *error)
{
    struct store *store = sodium_init() < 0 ? NULL : calloc(1, sizeof *store);
    if (!store) {
        error_set(error, ERROR_SYSTEM, "cannot open '%s': out of memory", path);
        return NULL;
    }
    store->access = access;
    store->lock = store->life_lock = -1;
    keys_init(&store->keys, KEYS_INBOX);
    store->closed = WEEK_NONE;
    if (connect_parts(store, path, error))
        return store;
    store_close(store);
    return NULL;
}

static bool run_file(const struct store *store, const char *name, struct error *error)
{
    OWNED(text_release) struct text script = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", SORTIE_SHARE, name);
    return text_add_file(&script, path, error)
           && store_execute(store, text_string(&script), error);
}

static bool set_version(const struct store *store, int64_t version, struct error *error)
{
    char text[64];
    snprintf(text, sizeof text, "PRAGMA user_version = %lld", (long long)version);
    return store_execute(store, text, error);
}

/* The version as it is: an UPDATE that changes nothing writes nothing, this does. */
bool store_can_write(struct store *store, struct error *error)
{
    if (!store_begin(store, error))
        return false;
    if (set_version(store, SCHEMA_VERSION, error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

/* One step of the schema: lib/schema-<to>.sql, in one transaction. */
static bool migrate(struct store *store, int64_t to, struct error *error)
{
    char name[64];
    snprintf(name, sizeof name, "schema-%lld.sql", (long long)to);
    if (!store_execute(store, "BEGIN IMMEDIATE", error))
        return false;
    if (run_file(store, name, error) && set_version(store, to, error)
        && store_execute(store, "COMMIT", error))
        return true;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* Claims the store for this collector, until it is left; false without an error when
 * another serves it. */
static bool claim_service(struct store *store, struct error *error)
{
    return (store->life_lock >= 0
            || open_lock(store, STORE_LIFE_LOCK, &store->life_lock, error))
           && flock(store->life_lock, LOCK_EX | LOCK_NB) == 0;
}

static void leave_service(struct store *store)
{
    if (store->life_lock >= 0)
        close(store->life_lock);
    store->life_lock = -1;
    store->files[STORE_LIFE_LOCK].inode = 0;
}

/* Not beneath a collector of the older version that goes on, as between the unpacking
 * of a package and its restart. The version is asked again under the lock: another
 * command may have just done it. */
static bool upgrade(struct store *store, const char *path, struct error *error)
{
    int64_t version = 0;
    bool fine =
        lock(store, error) && store_ask(store, "PRAGMA user_version", &version, error);
    if (fine && version < SCHEMA_VERSION && !claim_service(store, error))
        fine = error_set(error, ERROR_BUSY,
                         "'%s' was made by an older version, and a collector of that "
                         "version serves it: restart the collector, then try again",
                         path);
    while (fine && version < SCHEMA_VERSION)
        fine = migrate(store, ++version, error);
    leave_service(store);
    unlock(store);
    return fine;
}

static bool check_version(struct store *store, const char *path, struct error *error)
{
    int64_t application = 0, version = 0;
    if (!store_ask(store, "PRAGMA application_id", &application, error)
        || !store_ask(store, "PRAGMA user_version", &version, error))
        return false;
    if (application != APPLICATION_ID)
        return error_set(error, ERROR_INPUT, "'%s' is not a store of sortie", path);
    if (version > SCHEMA_VERSION)
        return error_set(
            error, ERROR_NEWER,
            "'%s' was made by a newer version of sortie: install that version", path);
    if (version < SCHEMA_VERSION && store->access == STORE_READ)
        return error_set(error, ERROR_BUSY,
                         "'%s' was made by an older version: run sortie-collector "
                         "point list --store on it once",
                         path);
    return version == SCHEMA_VERSION || upgrade(store, path, error);
}

static bool prepare_all(struct store *store, struct error *error)
{
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(store->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &store->prepared[i], NULL)
            != SQLITE_OK)
            return store_failed(store, "read the store", error);
    return true;
}

/* Only one collector serves a store; what an earlier one left in the log is laid into
 * the file before anything is acknowledged again. Until then no visitor is kept
 * waiting, so it waits for locks as a command does. */
static bool take_over(struct store *store, const char *path, struct error *error)
{
    if (!claim_service(store, error))
        return error_set(error, ERROR_BUSY,
                         "another collector serves '%s': stop it first", path);
    if (!store_checkpoint(store, error) || !store_read_keys(store, error))
        return false;
    sqlite3_busy_timeout(store->db, 0);
    store->serving = true;
    return true;
}

static bool open_parts(struct store *store, const char *path, struct error *error)
{
    if ((store->access == STORE_READ && !store_execute(store, "BEGIN", error))
        || !check_version(store, path, error))
        return false;
    if (store->access != STORE_READ
        && (!use_log(store, error) || !prepare_all(store, error)))
        return false;
    return store_read_catalogue(store, error) && zone_use(store->centre->zone, error)
           && (store->access == STORE_READ || own_log(store, error))
           && (store->access != STORE_SERVE || take_over(store, path, error));
}

bool store_open(const char *path, enum store_access access, struct store **store,
                struct error *error)
{
    struct store *opened = connect(path, access, error);
    *store = NULL;
    if (opened && open_parts(opened, path, error)) {
        *store = opened;
        return true;
    }
    store_close(opened);
    return false;
}

void store_close(struct store *store)
{
    struct error ignored = {0};
    if (!store)
        return;
    if (store->serving)
        store_checkpoint(store, &ignored);
    store_release_catalogue(store);
    keys_release(&store->keys);
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(store->prepared[i]);
    sqlite3_close(store->db);
    if (store->lock >= 0)
        close(store->lock);
    leave_service(store);
    for (int i = 0; i < STORE_FILES; i++)
        free(store->files[i].name);
    free(store);
}

void store_drop(struct store **store)
{
    store_close(*store);
}

void store_end_reading(struct store *store)
{
    sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
}

/* ---- a new store ---- */

static bool fill(struct store *store, const struct centre *centre,
                 struct form *const *forms, size_t form_count, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *insert = store_prepare(store, "INSERT INTO centre VALUES (?)", error);
    char *document = document_canonical(centre->document);
    if (!document)
        return error_set(error, ERROR_SYSTEM, "cannot write the centre: out of memory");
    if (insert) {
        store_bind_text(insert, 1, document);
        store_run(store, insert, "write the centre", error);
    }
    free(document);
    for (size_t i = 0; i < form_count && error->kind == ERROR_NONE; i++)
        store_add_form(store, forms[i], error);
    return error->kind == ERROR_NONE
           && store_execute(store, "INSERT INTO closing VALUES ('', '')", error);
}

static bool make(struct store *store, const struct centre *centre,
                 struct form *const *forms, size_t form_count, struct error *error)
{
    char application[64];
    snprintf(application, sizeof application, "PRAGMA application_id = %d",
             APPLICATION_ID);
    return use_log(store, error) && store_execute(store, "BEGIN IMMEDIATE", error)
           && store_execute(store, application, error)
           && run_file(store, "schema.sql", error)
           && set_version(store, SCHEMA_VERSION, error)
           && fill(store, centre, forms, form_count, error)
           && store_execute(store, "COMMIT", error) && store_checkpoint(store, error);
}

/* Claims the path, so that nothing that exists is ever written over. */
static bool claim(const char *path, struct error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return error_set(error, errno == EEXIST ? ERROR_INPUT : ERROR_SYSTEM,
                         "cannot make the store '%s': %s", path,
                         errno == EEXIST ? "it exists already" : strerror(errno));
    close(file);
    return true;
}

/* What a store that could not be made leaves behind. */
static void unlink_all(const char *path)
{
    for (int i = 0; i <= STORE_LOCK; i++) {
        char *name = NULL;
        if (asprintf(&name, "%s%s", path, endings[i]) >= 0)
            unlink(name);
        free(name);
    }
}

/* What was kept last in a store that is gone lies in its log. */
static bool no_log_is_left(const char *path, struct error *error)
{
    struct stat log;
    char *name = NULL;
    if (asprintf(&name, "%s%s", path, endings[STORE_LOG]) < 0)
        return error_set(error, ERROR_SYSTEM, "cannot make '%s': out of memory", path);
    bool left = stat(name, &log) == 0 && log.st_size > 0;
    if (left)
        error_set(error, ERROR_INPUT,
                  "cannot make the store '%s': '%s' has answers of the store that was "
                  "there: put that one back, or remove this, too",
                  path, name);
    free(name);
    return !left;
}

bool store_init(const char *path, const struct centre *centre,
                struct form *const *forms, size_t form_count, struct error *error)
{
    if (!no_log_is_left(path, error) || !claim(path, error))
        return false;
    struct store *store = connect(path, STORE_WRITE, error);
    bool made = store && make(store, centre, forms, form_count, error);
    store_close(store);
    if (!made)
        unlink_all(path);
    return made;
}
