/* store_catalogue.c: the centre, its forms, its points and their tokens. They are read
 * whole, and read anew when another connection changed the file. */
#include "store_parts.h"

#include <stdlib.h>
#include <string.h>

enum { PIN_LEAST = 4, PIN_MOST = 8 };

/* ---- reading ---- */

/* No document is NULL in the file: only where the engine has no memory for it. */
json_t *store_document(sqlite3_stmt *statement, int column, const char *source,
                       struct error *error)
{
    const char *bytes = (const char *)sqlite3_column_text(statement, column);
    if (bytes)
        return document_parse(bytes, strlen(bytes), source, error);
    error_set(error, ERROR_SYSTEM, "cannot read %s: out of memory", source);
    return NULL;
}

/* Steps to the row that every store has. */
static bool read_row(const struct store *store, sqlite3_stmt *select, const char *what,
                     struct error *error)
{
    int code = select ? sqlite3_step(select) : SQLITE_ERROR;
    if (code == SQLITE_DONE)
        return error_set(error, ERROR_SYSTEM, "the store has no %s", what);
    return code == SQLITE_ROW || store_failed(store, "read the store", error);
}

static bool read_centre(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, "SELECT document FROM centre", error);
    if (!read_row(store, select, "centre", error))
        return false;
    OWNED(problems_release) struct problems problems = {.stored = true};
    json_t *document = store_document(select, 0, "the store's centre", error);
    if (document)
        store->centre = centre_read(document, &problems, error);
    json_decref(document);
    return store->centre || problems_tell(&problems, "the store's centre", error);
}

static bool keep_form(struct store *store, sqlite3_stmt *row, struct error *error)
{
    OWNED(problems_release) struct problems problems = {.stored = true};
    struct form **entries =
        realloc(store->forms.entries, (store->forms.count + 1) * sizeof(struct form *));
    if (entries)
        store->forms.entries = entries;
    int64_t *numbers =
        realloc(store->form_numbers, (store->forms.count + 1) * sizeof *numbers);
    if (numbers)
        store->form_numbers = numbers;
    if (!entries || !numbers)
        return error_set(error, ERROR_SYSTEM, "cannot read the forms: out of memory");
    json_t *document = store_document(row, 1, "a form of the store", error);
    struct form *form = document ? form_read(document, &problems, error) : NULL;
    json_decref(document);
    if (!form)
        return problems_tell(&problems, "a form of the store", error);
    numbers[store->forms.count] = sqlite3_column_int64(row, 0);
    entries[store->forms.count++] = form;
    return true;
}

static bool read_forms(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        store, "SELECT number, document FROM form ORDER BY number", error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW)
        if (!keep_form(store, select, error))
            return false;
    return code == SQLITE_DONE || store_failed(store, "read the forms", error);
}

static bool keep_point(struct store *store, sqlite3_stmt *row, struct error *error)
{
    struct point *points =
        realloc(store->points, (store->point_count + 1) * sizeof *points);
    if (!points)
        return error_set(error, ERROR_SYSTEM, "cannot read the points: out of memory");
    store->points = points;
    struct point *point = &points[store->point_count];
    *point = (struct point){.id = strdup(store_text(row, 0)),
                            .form = strdup(store_text(row, 2)),
                            .pin = strdup(store_text(row, 4)),
                            .contact = DAY_NONE};
    const char *place = store_text(row, 3);
    point->place = *place ? centre_place(store->centre, place) : NULL;
    mode_from(store_text(row, 1), &point->mode);
    if (sqlite3_column_type(row, 5) != SQLITE_NULL)
        point->contact = sqlite3_column_int(row, 5);
    store->point_count++;
    return (point->id && point->form && point->pin)
           || error_set(error, ERROR_SYSTEM, "cannot read the points: out of memory");
}

static bool read_points(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        store, "SELECT id, mode, form, place, pin, contact FROM point ORDER BY id",
        error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW)
        if (!keep_point(store, select, error))
            return false;
    return code == SQLITE_DONE || store_failed(store, "read the points", error);
}

static struct point *find_point(const struct store *store, const char *id)
{
    for (size_t i = 0; i < store->point_count; i++)
        if (strcmp(store->points[i].id, id) == 0)
            return &store->points[i];
    return NULL;
}

static bool keep_token(struct store *store, sqlite3_stmt *row, struct error *error)
{
    struct token *tokens =
        realloc(store->tokens, (store->token_count + 1) * sizeof *tokens);
    if (!tokens)
        return error_set(error, ERROR_SYSTEM, "cannot read the tokens: out of memory");
    store->tokens = tokens;
    struct point *point = find_point(store, store_text(row, 1));
    if (!point || sqlite3_column_bytes(row, 0) != HASH_SIZE)
        return error_set(error, ERROR_SYSTEM,
                         "the store has a token without a point or of a wrong length");
    struct token *token = &tokens[store->token_count++];
    memcpy(token->hash, sqlite3_column_blob(row, 0), HASH_SIZE);
    token->point = (size_t)(point - store->points);
    token->revoked = sqlite3_column_int(row, 2) != 0;
    point->tokens++;
    point->revoked += token->revoked;
    return true;
}

static bool read_tokens(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        store, "SELECT hash, point, revoked FROM token ORDER BY hash", error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW)
        if (!keep_token(store, select, error))
            return false;
    return code == SQLITE_DONE || store_failed(store, "read the tokens", error);
}

bool store_read_closing(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, "SELECT last FROM closing", error);
    if (!read_row(store, select, "closing", error))
        return false;
    store->closed = store_week(select, 0);
    return true;
}

static bool read_data_version(const struct store *store, int64_t *version,
                              struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, "PRAGMA data_version", error);
    if (!select || sqlite3_step(select) != SQLITE_ROW)
        return store_failed(store, "read the store", error);
    *version = sqlite3_column_int64(select, 0);
    return true;
}

bool store_read_catalogue(struct store *store, struct error *error)
{
    return read_data_version(store, &store->data_version, error)
           && read_centre(store, error) && read_forms(store, error)
           && read_points(store, error) && read_tokens(store, error)
           && store_read_changes(store, error) && store_read_passphrase(store, error)
           && store_read_closing(store, error);
}

/* Nothing is held; what was is somebody else's, or freed. */
static void forget(struct store *store)
{
    store->points = NULL;
    store->tokens = NULL;
    store->changes = NULL;
    store->form_numbers = NULL;
    store->forms = (struct forms){0};
    store->centre = NULL;
    store->point_count = store->token_count = store->change_count = 0;
}

void store_release_catalogue(struct store *store)
{
    for (size_t i = 0; i < store->point_count; i++) {
        free((char *)store->points[i].id);
        free((char *)store->points[i].form);
        free((char *)store->points[i].pin);
    }
    free(store->points);
    free(store->tokens);
    free(store->form_numbers);
    store_release_changes(store);
    forms_release(&store->forms);
    centre_free(store->centre);
    forget(store);
}

/* Contacts that are not written yet outlive a reading. */
static void carry_notes(struct store *store, const struct store *before)
{
    for (size_t i = 0; i < before->point_count; i++) {
        const struct point *was = &before->points[i];
        struct point *is = was->noted ? find_point(store, was->id) : NULL;
        if (is) {
            is->contact = was->contact;
            is->noted = true;
        }
    }
}

/* Reads everything anew; what was read before stays in force when that fails. */
static bool read_again(struct store *store, struct error *error)
{
    struct store before = *store;
    forget(store);
    bool read = store_read_catalogue(store, error);
    if (read) {
        carry_notes(store, &before);
        store_release_catalogue(&before);
    } else {
        store_release_catalogue(store);
        *store = before;
    }
    return read;
}

bool store_refresh(struct store *store, struct error *error)
{
    int64_t version = 0;
    if (!read_data_version(store, &version, error) || version == store->data_version)
        return false;
    if (!read_again(store, error))
        return false;
    if (store->access == STORE_SERVE)
        store_read_keys(store, error);
    return true;
}

const struct centre *store_centre(const struct store *store)
{
    return store->centre;
}

const struct forms *store_forms(const struct store *store)
{
    return &store->forms;
}

int32_t store_closed_week(const struct store *store)
{
    return store->closed;
}

int64_t store_form_number(const struct store *store, const struct form *form)
{
    for (size_t i = 0; i < store->forms.count; i++)
        if (store->forms.entries[i] == form)
            return store->form_numbers[i];
    return 0;
}

const struct form *store_form(const struct store *store, int64_t number)
{
    for (size_t i = 0; i < store->forms.count; i++)
        if (store->form_numbers[i] == number)
            return store->forms.entries[i];
    return NULL;
}

const struct form *store_newest_form(const struct store *store, const char *id)
{
    for (size_t i = store->forms.count; i-- > 0;)
        if (strcmp(store->forms.entries[i]->id, id) == 0)
            return store->forms.entries[i];
    return NULL;
}

/* ---- writing ---- */

/* Ends a transaction. What was written is read before it is kept: a command that fails
 * has changed nothing, but where the disk failed at the very last. */
static bool keep(struct store *store, bool written, struct error *error)
{
    if (written && read_again(store, error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

bool store_write_one(struct store *store, sqlite3_stmt *statement, const char *doing,
                     struct error *error)
{
    return store_begin(store, error)
           && keep(store, store_run(store, statement, doing, error), error);
}

/* Months of a term, and what they are put together with, are cut by its days. */
static bool terms_stay(const struct store *store, const struct centre *centre,
                       struct problems *problems)
{
    const struct settings *old = &store->centre->settings, *new = &centre->settings;
    bool stay = old->term_count == new->term_count;

    for (size_t i = 0; stay && i < old->term_count; i++)
        stay = old->terms[i] == new->terms[i];
    stay = stay || store->closed == WEEK_NONE;
    if (!stay)
        problems_add(problems, "/settings/terms",
                     "the terms of a store cannot change once a week is closed: what "
                     "was published is put together by them");
    return stay;
}

/* Another process may have closed the first week meanwhile. */
static bool write_centre(struct store *store, const struct centre *centre,
                         struct problems *problems, struct error *error)
{
    char *canonical = document_canonical(centre->document);
    if (!canonical)
        return error_set(error, ERROR_SYSTEM, "cannot load the centre: out of memory");
    OWNED(store_finalize)
    sqlite3_stmt *update =
        store_prepare(store, "UPDATE centre SET document = ?", error);
    bool written = update && store_begin(store, error);
    if (written) {
        store_bind_text(update, 1, canonical);
        written =
            keep(store,
                 store_read_closing(store, error) && terms_stay(store, centre, problems)
                     && store_run(store, update, "load the centre", error),
                 error);
    }
    free(canonical);
    return written;
}

/* What is written is read first: a store never holds a centre that cannot be read. */
bool store_load_centre(struct store *store, const struct centre *centre, int32_t today,
                       struct problems *problems, struct error *error)
{
    json_t *document = centre_merge(store->centre, centre, today, problems, error);
    problems->stored = true; /* the new file was read before, and so was the old one */
    struct centre *merged = document ? centre_read(document, problems, error) : NULL;
    bool written = merged && write_centre(store, merged, problems, error);
    centre_free(merged);
    json_decref(document);
    return written;
}

/* Used inside store_init's transaction and, by store_add_form, in one of its own. */
static bool insert_form(struct store *store, const struct form *form, bool alone,
                        struct error *error)
{
    static const char insert_sql[] =
        "INSERT INTO form (id, version, document) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING";
    OWNED(store_finalize)
    sqlite3_stmt *insert = store_prepare(store, insert_sql, error);
    char *document = document_canonical(form->document);
    bool written = false;
    if (insert && document) {
        store_bind_text(insert, 1, form->id);
        store_bind_text(insert, 2, form->version);
        store_bind_text(insert, 3, document);
        written = alone ? store_write_one(store, insert, "add a form", error)
                        : store_run(store, insert, "add a form", error);
    }
    free(document);
    return written
           || error_set(error, ERROR_SYSTEM, "cannot add a form: out of memory");
}

bool store_add_form(struct store *store, const struct form *form, struct error *error)
{
    const struct form *newest = store_newest_form(store, form->id);
    if (newest && strcmp(newest->version, form->version) == 0)
        return true;
    if (forms_find(&store->forms, form->id, form->version))
        return error_set(error, ERROR_INPUT,
                         "form '%s' is an old version that the store has: change a "
                         "word to bring it back",
                         form->id);
    return insert_form(store, form, store->prepared[BEGIN] != NULL, error);
}

/* ---- points ---- */

static bool is_point_id(const char *id)
{
    size_t length = strlen(id);
    return length > 0 && length < 48 && *id != '-'
           && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

bool point_has_tablet(const struct point *point)
{
    return point->mode == MODE_DOOR || point->mode == MODE_HANDED;
}

static bool check_pin(const struct point *point, const char *pin, struct error *error)
{
    size_t length = strlen(pin);
    if (!point_has_tablet(point))
        return error_set(error, ERROR_INPUT,
                         "a PIN opens the staff corner of a tablet: a point of mode %s "
                         "has none",
                         mode_name(point->mode));
    if (length < PIN_LEAST || length > PIN_MOST || strspn(pin, "0123456789") != length)
        return error_set(error, ERROR_INPUT, "a PIN is %d to %d digits: choose another",
                         PIN_LEAST, PIN_MOST);
    return true;
}

static bool check_point(const struct store *store, const struct point *point,
                        struct error *error)
{
    if (!is_point_id(point->id))
        return error_set(
            error, ERROR_INPUT,
            "a point's id is small letters, digits and, not first, '-': not "
            "'%s'",
            point->id);
    if (find_point(store, point->id))
        return error_set(
            error, ERROR_INPUT,
            "the point '%s' exists already: use point link for another token",
            point->id);
    if (!store_newest_form(store, point->form))
        return error_set(error, ERROR_INPUT,
                         "the store has no form '%s': use form add first", point->form);
    return !point->pin || check_pin(point, point->pin, error);
}

static bool insert_point(struct store *store, const struct point *point,
                         struct error *error)
{
    static const char insert_sql[] = "INSERT INTO point (id, mode, form, place, pin) "
                                     "VALUES (?, ?, ?, ?, ?)";
    OWNED(store_finalize)
    sqlite3_stmt *insert = store_prepare(store, insert_sql, error);
    if (!insert)
        return false;
    store_bind_text(insert, 1, point->id);
    store_bind_text(insert, 2, mode_name(point->mode));
    store_bind_text(insert, 3, point->form);
    store_bind_text(insert, 4, point->place ? point->place->id : "");
    store_bind_text(insert, 5, point->pin ? point->pin : "");
    return store_run(store, insert, "add a point", error);
}

static void hash_token(const char *token, unsigned char hash[static HASH_SIZE])
{
    crypto_generichash(hash, HASH_SIZE, (const unsigned char *)token, strlen(token),
                       NULL, 0);
}

static bool insert_token(struct store *store, const char *point,
                         char token[static TOKEN_HEX_SIZE], struct error *error)
{
    unsigned char bytes[TOKEN_SIZE], hash[HASH_SIZE];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(token, TOKEN_HEX_SIZE, bytes, sizeof bytes);
    hash_token(token, hash);
    OWNED(store_finalize)
    sqlite3_stmt *insert =
        store_prepare(store, "INSERT INTO token VALUES (?, ?, 0)", error);
    if (!insert)
        return false;
    store_bind_blob(insert, 1, hash, sizeof hash);
    store_bind_text(insert, 2, point);
    return store_run(store, insert, "add a token", error);
}

bool store_add_point(struct store *store, const struct point *point,
                     char token[static TOKEN_HEX_SIZE], struct error *error)
{
    return check_point(store, point, error) && store_begin(store, error)
           && keep(store,
                   insert_point(store, point, error)
                       && insert_token(store, point->id, token, error),
                   error);
}

const struct point *store_point(const struct store *store, const char *id,
                                struct error *error)
{
    const struct point *point = find_point(store, id);
    if (!point)
        error_set(error, ERROR_INPUT, "there is no point '%s': point list shows them",
                  id);
    return point;
}

bool store_set_pin(struct store *store, const char *id, const char *pin,
                   struct error *error)
{
    const struct point *point = store_point(store, id, error);
    if (!point || (pin && !check_pin(point, pin, error)))
        return false;
    OWNED(store_finalize)
    sqlite3_stmt *update =
        store_prepare(store, "UPDATE point SET pin = ? WHERE id = ?", error);
    if (!update)
        return false;
    store_bind_text(update, 1, pin ? pin : "");
    store_bind_text(update, 2, id);
    return store_write_one(store, update, "set a PIN", error);
}

bool store_add_token(struct store *store, const char *point,
                     char token[static TOKEN_HEX_SIZE], struct error *error)
{
    return store_point(store, point, error) && store_begin(store, error)
           && keep(store, insert_token(store, point, token, error), error);
}

bool store_revoke(struct store *store, const char *id, int64_t *revoked,
                  struct error *error)
{
    const struct point *point = store_point(store, id, error);
    if (!point)
        return false;
    *revoked = (int64_t)(point->tokens - point->revoked);
    OWNED(store_finalize)
    sqlite3_stmt *update =
        store_prepare(store, "UPDATE token SET revoked = 1 WHERE point = ?", error);
    if (!update)
        return false;
    store_bind_text(update, 1, id);
    return store_write_one(store, update, "revoke a point", error);
}

const struct point *store_points(const struct store *store, size_t *count)
{
    *count = store->point_count;
    return store->points;
}

static int by_hash(const void *key, const void *element)
{
    return memcmp(key, ((const struct token *)element)->hash, HASH_SIZE);
}

const struct point *store_token(const struct store *store, const char *token,
                                bool *gone)
{
    unsigned char hash[HASH_SIZE];
    *gone = false;
    if (strlen(token) != 2 * TOKEN_SIZE || store->token_count == 0)
        return NULL;
    hash_token(token, hash);
    const struct token *found =
        bsearch(hash, store->tokens, store->token_count, sizeof *found, by_hash);
    if (!found)
        return NULL;
    *gone = found->revoked;
    return &store->points[found->point];
}

/* ---- contacts ---- */

void store_note_contact(struct store *store, const struct point *point, int32_t day)
{
    struct point *own = &store->points[point - store->points];
    if (!point_has_tablet(own) || own->contact == day)
        return;
    own->contact = day;
    own->noted = true;
}

static bool any_noted(const struct store *store)
{
    for (size_t i = 0; i < store->point_count; i++)
        if (store->points[i].noted)
            return true;
    return false;
}

static bool update_contacts(struct store *store, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *update =
        store_prepare(store, "UPDATE point SET contact = ? WHERE id = ?", error);
    for (size_t i = 0; update && i < store->point_count; i++) {
        if (!store->points[i].noted)
            continue;
        store_bind_number(update, 1, store->points[i].contact);
        store_bind_text(update, 2, store->points[i].id);
        if (!store_run(store, update, "write a contact", error))
            return false;
    }
    return update != NULL;
}

/* What this connection writes is no reason for store_refresh to read again. */
bool store_write_contacts(struct store *store, struct error *error)
{
    if (!any_noted(store))
        return true;
    if (!store_begin(store, error))
        return false;
    if (!update_contacts(store, error)) {
        store_rollback(store);
        return false;
    }
    if (!store_commit(store, error))
        return false;
    for (size_t i = 0; i < store->point_count; i++)
        store->points[i].noted = false;
    return true;
}
