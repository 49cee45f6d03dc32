/* batch.c: see batch.h. */
#include "batch.h"

#include "clock.h"
#include "sortie/csv.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_MS = 40, PROGRESS_LINES = 10000, LISTED_MOST = 1000 };

/* ---- transactions ---- */

bool batch_begin(struct batch *batch, struct error *error)
{
    if (batch->since)
        return true;
    batch->since = clock_ms();
    return store_begin(batch->store, error);
}

static bool end(struct batch *batch, bool done, struct error *error)
{
    if (!batch_begin(batch, error))
        return false;
    batch->since = 0;
    if (!store_import_save(batch->store, &batch->import, batch->line, done, error)) {
        store_rollback(batch->store);
        return false;
    }
    return store_commit(batch->store, error);
}

static void show_progress(const struct batch *batch, bool last)
{
    if (isatty(STDERR_FILENO) && (last || batch->line % PROGRESS_LINES == 0))
        fprintf(stderr, "\rimporting: %lld lines%s", (long long)batch->line,
                last ? "\n" : "");
}

bool batch_turn(struct batch *batch, struct error *error)
{
    show_progress(batch, false);
    return !batch->since || clock_ms() - batch->since < BATCH_MS
           || end(batch, false, error);
}

/* ---- a line ---- */

void batch_reject(struct batch *batch, const char *at, const char *why)
{
    batch->rejected++;
    if (batch->rejected <= LISTED_MOST)
        fprintf(stderr, "line %lld: %s%s%s\n", (long long)batch->line, at,
                *at ? ": " : "", why);
    if (batch->rejected == LISTED_MOST)
        fprintf(stderr, "(more are rejected and not listed)\n");
}

bool batch_note_week(struct batch *batch, int32_t week, struct error *error)
{
    int32_t closed = store_closed_week(batch->store);
    if (closed == WEEK_NONE || week > closed)
        return true;
    for (size_t i = 0; i < batch->changed_count; i++)
        if (batch->changed[i] == week)
            return true;
    int32_t *changed =
        realloc(batch->changed, (batch->changed_count + 1) * sizeof *changed);
    if (!changed)
        return error_set(error, ERROR_SYSTEM, "cannot import: out of memory");
    batch->changed = changed;
    changed[batch->changed_count++] = week;
    return true;
}

/* ---- columns ---- */

const char *batch_renamed(const struct options *options, const char *name)
{
    const char *rule;
    for (size_t i = 0; (rule = options_nth(options, "rename", i)); i++) {
        const char *equal = strchr(rule, '=');
        if (equal && strlen(name) == (size_t)(equal - rule)
            && strncmp(rule, name, strlen(name)) == 0)
            return equal + 1;
    }
    return name;
}

bool batch_check_renames(const struct options *options, const struct csv_row *header,
                         struct error *error)
{
    const char *rule;
    for (size_t i = 0; (rule = options_nth(options, "rename", i)); i++) {
        size_t length = strcspn(rule, "="), found = 0;
        for (size_t j = 0; j < header->count; j++)
            found += strlen(header->fields[j]) == length
                     && strncmp(header->fields[j], rule, length) == 0;
        if (rule[length] != '=' || found == 0)
            return error_set(error, ERROR_USAGE,
                             "--rename %s: write COLUMN=NAME with a column of the file",
                             rule);
    }
    return true;
}

/* ---- the file ---- */

static bool is_whole(const struct batch *batch, struct error *error)
{
    struct csv_reader reader = {.file = batch->file};
    OWNED(csv_row_release) struct csv_row row = {0};
    while (csv_read(&reader, &row, error))
        ;
    if (error->kind == ERROR_NONE && fseek(batch->file, 0, SEEK_SET) != 0)
        error_set(error, ERROR_INPUT, "cannot read the file: %s", strerror(errno));
    return error->kind == ERROR_NONE;
}

static bool reject_width(struct batch *batch, struct error *error)
{
    batch_reject(batch, "", "the line has another number of columns than the header");
    return batch_turn(batch, error);
}

bool batch_read_csv(struct batch *batch, const struct batch_csv *csv,
                    struct error *error)
{
    struct csv_reader reader = {.file = batch->file};
    OWNED(csv_row_release) struct csv_row row = {0};
    if (!is_whole(batch, error))
        return false;
    if (!csv_read(&reader, &row, error))
        return error_set(error, ERROR_INPUT,
                         "the file is empty: the first line names the columns");
    size_t width = row.count;
    bool fine = csv->header(csv->context, &row, error);
    while (fine && csv_read(&reader, &row, error)) {
        batch->line = (int64_t)reader.line;
        if (batch->line <= batch->import.lines)
            continue;
        fine = row.count == width ? csv->line(csv->context, &row, error)
                                  : reject_width(batch, error);
    }
    return fine && error->kind == ERROR_NONE;
}

static void hash_word(crypto_hash_sha256_state *state, const char *word)
{
    crypto_hash_sha256_update(state, (const unsigned char *)word, strlen(word) + 1);
}

static bool digest(FILE *file, const struct batch_source *source,
                   char hex[static DIGEST_HEX_SIZE], struct error *error)
{
    crypto_hash_sha256_state state;
    unsigned char hash[DIGEST_SIZE], piece[64 * 1024];
    size_t length;
    crypto_hash_sha256_init(&state);
    hash_word(&state, source->form);
    hash_word(&state, source->what);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0)
        crypto_hash_sha256_update(&state, piece, length);
    if (ferror(file) || fseek(file, 0, SEEK_SET) != 0)
        return error_set(error, ERROR_INPUT, "cannot read the file: %s",
                         strerror(errno));
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(hex, DIGEST_HEX_SIZE, hash, sizeof hash);
    return true;
}

static bool read_all(struct batch *batch, const struct batch_source *source,
                     struct error *error)
{
    bool read = source->read(source->context, error);
    bool nothing = batch->import.lines == 0 && batch->kept == 0 && batch->rejected > 0;
    if (read)
        return nothing || end(batch, true, error);
    if (batch->since)
        store_rollback(batch->store);
    return false;
}

static void tell(const struct batch *batch)
{
    show_progress(batch, true);
    printf("%lld kept, %lld rejected\n", (long long)batch->kept,
           (long long)batch->rejected);
    if (batch->kept && batch->rejected)
        fprintf(stderr, "%s\n", batch->mend);
    for (size_t i = 0; i < batch->changed_count; i++) {
        char week[WEEK_SIZE];
        week_write(batch->changed[i], week);
        printf("%s is closed: %s\n", week, batch->closed);
    }
}

bool batch_run(struct batch *batch, const struct batch_source *source,
               struct error *error)
{
    char name[DIGEST_HEX_SIZE];
    if (!digest(batch->file, source, name, error)
        || !store_import_find(batch->store, name, source->mode, &batch->import, error))
        return false;
    if (batch->import.done) {
        printf("0 kept: this file was imported before\n");
        return true;
    }
    if (!read_all(batch, source, error))
        return false;
    tell(batch);
    return batch->kept > 0 || batch->rejected == 0
           || error_set(error, ERROR_INPUT, "no line of '%s' could be kept",
                        batch->path);
}

bool batch_open(struct batch *batch, const struct options *options, struct error *error)
{
    if (!store_open(options_value(options, "store"), STORE_WRITE, &batch->store, error))
        return false;
    batch->path = options->operands[0];
    batch->file = fopen(batch->path, "re");
    return batch->file
           || error_set(error, errno == ENOMEM ? ERROR_SYSTEM : ERROR_INPUT,
                        "cannot open '%s': %s", batch->path, strerror(errno));
}

void batch_close(struct batch *batch)
{
    if (batch->file)
        fclose(batch->file);
    free(batch->changed);
    store_close(batch->store);
}
