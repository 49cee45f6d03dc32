/* store_manager.c: the managers' passphrase. It is read with the rest of the catalogue.
 */
#include "store_parts.h"

#include <string.h>

bool store_read_passphrase(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select =
        store_prepare(store, "SELECT passphrase FROM manager", error);
    int code = select ? sqlite3_step(select) : SQLITE_ERROR;
    const char *hash = code == SQLITE_ROW ? store_text(select, 0) : "";
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return store_failed(store, "read the passphrase", error);
    if (strlen(hash) >= PASSPHRASE_SIZE)
        return error_set(error, ERROR_SYSTEM, "the store's passphrase cannot be read");
    memcpy(store->passphrase, hash, strlen(hash) + 1);
    return true;
}

const char *store_passphrase(const struct store *store)
{
    return store->passphrase;
}

bool store_set_passphrase(struct store *store, const char *hash, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *write = store_prepare(
        store,
        *hash ? "INSERT INTO manager VALUES (1, ?) ON CONFLICT DO UPDATE SET "
                "passphrase = excluded.passphrase"
              : "DELETE FROM manager",
        error);
    if (!write)
        return false;
    if (*hash)
        store_bind_text(write, 1, hash);
    return store_write_one(store, write, "keep the passphrase", error);
}
