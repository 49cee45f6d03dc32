/* store_backup.c: a copy of the settled store in one file, beside a running collector.
 *
 * The copy is made under another name, checked, brought to disk and only then given its
 * own: what bears the name of a backup is whole.
 *
 * Some things stay in the store. What waits to be settled still has its key, its
 * language and its place in the order of arrival. Two backups of one day would tell by
 * their difference the language and the hour of who came between. And the digest of a
 * file with a few slips of paper tells its lines, their order too, to whoever tries
 * them all. */
#include "store_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A copy on its way: `path` is its name until it is whole. */
struct copy {
    char *path;
    int file;
    sqlite3 *db;
};

static void copy_close(struct copy *copy)
{
    sqlite3_close(copy->db);
    if (copy->file >= 0) {
        close(copy->file);
        unlink(copy->path);
    }
    free(copy->path);
}

static bool broken(const struct copy *copy, const char *why, struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot write the backup '%s': %s",
                     copy->path, why);
}

/* Claims the name, readable by its owner only. */
static bool claim(struct copy *copy, const char *path, struct error *error)
{
    if (access(path, F_OK) == 0)
        return error_set(error, ERROR_INPUT,
                         "'%s' exists already: give the backup another name", path);
    if (asprintf(&copy->path, "%s.part", path) < 0) {
        copy->path = NULL;
        return error_set(error, ERROR_SYSTEM, "cannot make a backup: out of memory");
    }
    copy->file = open(copy->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (copy->file >= 0)
        return true;
    return errno == EEXIST
               ? error_set(error, ERROR_INPUT,
                           "'%s' is there: another backup is being made, or one was "
                           "interrupted: then remove it and try again",
                           copy->path)
               : broken(copy, strerror(errno), error);
}

static bool vacuum_into(const struct store *store, const struct copy *copy,
                        struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *vacuum = store_prepare(store, "VACUUM INTO ?", error);
    if (!vacuum)
        return false;
    store_bind_text(vacuum, 1, copy->path);
    return sqlite3_step(vacuum) == SQLITE_DONE
           || broken(copy, sqlite3_errmsg(store->db), error);
}

/* Takes out what stays in the store; its bytes are written over. */
static bool take_out(struct copy *copy, int64_t *left, struct error *error)
{
    static const char waiting[] = "PRAGMA secure_delete = ON;"
                                  "PRAGMA journal_mode = MEMORY;"
                                  "DELETE FROM inbox; DELETE FROM imported;";
    static const char telling[] =
        "DELETE FROM spoken WHERE week > (SELECT last FROM closing);"
        "DELETE FROM part WHERE week > (SELECT last FROM closing);"
        "UPDATE import SET digest = lower(hex(randomblob(32)));";
    bool opened = sqlite3_open_v2(copy->path, &copy->db,
                                  SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
                  == SQLITE_OK;
    if (!opened || sqlite3_exec(copy->db, waiting, NULL, NULL, NULL) != SQLITE_OK)
        return broken(copy, copy->db ? sqlite3_errmsg(copy->db) : "out of memory",
                      error);
    *left = sqlite3_total_changes(copy->db);
    return sqlite3_exec(copy->db, telling, NULL, NULL, NULL) == SQLITE_OK
           || broken(copy, sqlite3_errmsg(copy->db), error);
}

static bool check(const struct copy *copy, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    char said[200] = "it cannot be read";
    if (sqlite3_prepare_v2(copy->db, "PRAGMA integrity_check(1)", -1, &statement, NULL)
            == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        snprintf(said, sizeof said, "%s", store_text(statement, 0));
    sqlite3_finalize(statement);
    return strcmp(said, "ok") == 0 || broken(copy, said, error);
}

/* Replaces nothing, on file systems that can promise it. */
static bool move(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0
           || (errno == EINVAL && rename(from, to) == 0);
}

/* To disk, then under its own name, and the name to disk. */
static bool name_it(struct copy *copy, const char *path, struct error *error)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    sqlite3_close(copy->db);
    copy->db = NULL;
    if (fsync(copy->file) != 0 || !move(copy->path, path))
        return broken(copy, strerror(errno), error);
    close(copy->file);
    copy->file = -1;
    int parent = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool kept = parent >= 0 && fsync(parent) == 0;
    if (!kept)
        broken(copy, strerror(errno), error);
    if (parent >= 0)
        close(parent);
    return kept;
}

bool store_backup(struct store *store, const char *path, int64_t *left,
                  struct error *error)
{
    OWNED(copy_close) struct copy copy = {.file = -1};
    return claim(&copy, path, error) && vacuum_into(store, &copy, error)
           && take_out(&copy, left, error) && check(&copy, error)
           && name_it(&copy, path, error);
}
