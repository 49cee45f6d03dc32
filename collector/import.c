/* import.c: see import.h.
 *
 * Lines are written in transactions of at most 40 ms with a gap after each, in which a
 * running collector takes its turn; how far the file is read is written in the same
 * transactions. */
#include "import.h"

#include "clock.h"
#include "redact.h"
#include "sortie/csv.h"
#include "sortie/store.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH_MS = 40, PROGRESS_LINES = 10000, COLUMNS_MOST = 100, LISTED_MOST = 1000 };

/* What a column of a CSV file holds. */
struct column {
    const char *member; /* of the document: "day", "lang", "part", "place" */
    const struct question *question; /* or an answer */
};

struct work {
    struct store *store;
    const struct form *form;
    struct arrival arrival;
    struct import import;
    FILE *file;
    int64_t line, kept, rejected;
    int64_t batch_since; /* 0: no transaction is open */
    struct column columns[COLUMNS_MOST];
    size_t column_count;
    int32_t *changed; /* closed weeks, once each */
    size_t changed_count;
};

/* ---- batches ---- */

static bool begin_batch(struct work *work, struct error *error)
{
    if (work->batch_since)
        return true;
    work->batch_since = clock_ms();
    return store_begin(work->store, error);
}

static bool end_batch(struct work *work, bool done, struct error *error)
{
    if (!begin_batch(work, error))
        return false;
    work->batch_since = 0;
    work->import.lines = work->line;
    work->import.done = done;
    if (!store_import_save(work->store, &work->import, error)) {
        store_rollback(work->store);
        return false;
    }
    return store_commit(work->store, error);
}

static void show_progress(const struct work *work, bool last)
{
    if (isatty(STDERR_FILENO) && (last || work->line % PROGRESS_LINES == 0))
        fprintf(stderr, "\rimporting: %lld lines%s", (long long)work->line,
                last ? "\n" : "");
}

/* ---- a line ---- */

static void reject(struct work *work, const char *at, const char *why)
{
    work->rejected++;
    if (work->rejected <= LISTED_MOST)
        fprintf(stderr, "line %lld: %s%s%s\n", (long long)work->line, at,
                *at ? ": " : "", why);
    if (work->rejected == LISTED_MOST)
        fprintf(stderr, "(more are rejected and not listed)\n");
}

static bool note_week(struct work *work, int32_t week, struct error *error)
{
    int32_t closed = store_closed_week(work->store);
    if (closed == WEEK_NONE || week > closed)
        return true;
    for (size_t i = 0; i < work->changed_count; i++)
        if (work->changed[i] == week)
            return true;
    int32_t *changed =
        realloc(work->changed, (work->changed_count + 1) * sizeof *changed);
    if (!changed)
        return error_set(error, ERROR_SYSTEM, "cannot import: out of memory");
    work->changed = changed;
    changed[work->changed_count++] = week;
    return true;
}

static bool keep(struct work *work, const json_t *document,
                 const struct response *response, struct error *error)
{
    if (!redact_document(document, response->form, error))
        return false;
    bool keyed = json_object_get(document, "key") != NULL;
    json_t *copy = json_copy((json_t *)(uintptr_t)document);
    json_object_del(copy, "pad");
    char *canonical = copy ? document_canonical(copy) : NULL;
    bool kept =
        canonical && begin_batch(work, error)
        && store_import_add(work->store, &work->import, keyed ? response->key : NULL,
                            response->day, canonical, error)
        && note_week(work, week_of(response->day), error);
    if (!canonical)
        error_set(error, ERROR_SYSTEM, "cannot import: out of memory");
    work->kept += kept;
    free(canonical);
    json_decref(copy);
    return kept;
}

/* The form and version of a document that does not say them. */
static bool complete_document(const struct work *work, json_t *document)
{
    return (json_object_get(document, "form")
            || json_object_set_new(document, "form", json_string(work->form->id)) == 0)
           && (json_object_get(document, "version")
               || json_object_set_new(document, "version",
                                      json_string(work->form->version))
                      == 0);
}

static bool add_document(struct work *work, json_t *document, struct error *error)
{
    OWNED(problems_release) struct problems problems = {0};
    struct response response = {0};
    bool fine = true;
    if (!json_is_object(document) || !complete_document(work, document))
        reject(work, "", "a response is an object");
    else if (!response_read(document, store_forms(work->store), &work->arrival,
                            &response, &problems, error))
        fine = error->kind == ERROR_NONE;
    else {
        response_narrow(&response, document);
        fine = keep(work, document, &response, error);
    }
    if (problems.count)
        reject(work, problems.entries[0].at, problems.entries[0].why);
    response_release(&response);
    return fine;
}

/* One line more is read; a line of the part that is in already is passed over. */
static bool take(struct work *work, json_t *document, struct error *error)
{
    bool fine = add_document(work, document, error);
    json_decref(document);
    show_progress(work, false);
    if (fine && work->batch_since && clock_ms() - work->batch_since >= BATCH_MS)
        fine = end_batch(work, false, error);
    return fine;
}

/* ---- JSON lines ---- */

static bool read_json_lines(struct work *work, struct error *error)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    bool fine = true;
    while (fine && (length = getline(&line, &size, work->file)) > 0) {
        struct error fault = {0};
        if (++work->line <= work->import.lines || line[strspn(line, " \t\r\n")] == '\0')
            continue;
        json_t *document = document_parse(line, (size_t)length, "the line", &fault);
        if (document)
            fine = take(work, document, error);
        else if (fault.kind == ERROR_SYSTEM)
            fine = error_set(error, fault.kind, "%s", fault.text);
        else
            reject(work, "", fault.text);
    }
    free(line);
    return fine;
}

/* ---- CSV ---- */

/* What --rename says of a column, or its own name. */
static const char *renamed(const struct options *options, const char *name)
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

/* Every --rename says of a column of the file what it is. */
static bool check_renames(const struct options *options, const struct csv_row *row,
                          struct error *error)
{
    const char *rule;
    for (size_t i = 0; (rule = options_nth(options, "rename", i)); i++) {
        size_t length = strcspn(rule, "="), found = 0;
        for (size_t j = 0; j < row->count; j++)
            found += strlen(row->fields[j]) == length
                     && strncmp(row->fields[j], rule, length) == 0;
        if (rule[length] != '=' || found == 0)
            return error_set(error, ERROR_USAGE,
                             "--rename %s: write COLUMN=NAME with a column of the file",
                             rule);
    }
    return true;
}

/* What a column of this name holds; false when it is nothing the form knows. */
static bool read_column(const struct form *form, const char *name,
                        struct column *column)
{
    static const char *const members[] = {"day", "place", "lang", "part"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(members[i], name) == 0)
            column->member = members[i];
    if (!column->member)
        column->question = form_question(form, name);
    return column->member || column->question;
}

static bool is_taken(const struct work *work, size_t count)
{
    const struct column *last = &work->columns[count];
    for (size_t i = 0; i < count; i++)
        if (work->columns[i].member == last->member
            && work->columns[i].question == last->question)
            return true;
    return false;
}

static bool read_header(struct work *work, const struct csv_row *row,
                        const struct options *options, struct error *error)
{
    if (row->count > COLUMNS_MOST)
        return error_set(error, ERROR_INPUT, "the file has more than %d columns",
                         COLUMNS_MOST);
    for (size_t i = 0; i < row->count; i++) {
        const char *field = row->fields[i];
        if (!read_column(work->form, renamed(options, field), &work->columns[i]))
            return error_set(error, ERROR_INPUT,
                             "column '%s' is neither day, place, lang, part nor a "
                             "question of form '%s': name it with --rename "
                             "%s=QUESTION",
                             field, work->form->id, field);
        if (is_taken(work, i))
            return error_set(error, ERROR_INPUT,
                             "column '%s' says what another column says: remove one",
                             field);
    }
    work->column_count = row->count;
    return check_renames(options, row, error);
}

/* "wait;clear" as a list of codes. */
static json_t *codes_of(char *field)
{
    json_t *codes = json_array();
    char *state = NULL;
    for (char *code = strtok_r(field, "; |,", &state); code;
         code = strtok_r(NULL, "; |,", &state))
        json_array_append_new(codes, json_string(code));
    return codes;
}

static void set_member(const struct work *work, json_t *document, const char *member,
                       const char *field)
{
    const struct place *place = NULL;
    if (strcmp(member, "place") == 0)
        place = centre_place_named(work->arrival.centre, field);
    json_object_set_new(document, member, json_string(place ? place->id : field));
}

static json_t *document_of(const struct work *work, const struct csv_row *row)
{
    json_t *document = json_pack("{s:{}}", "answers");
    json_t *answers = json_object_get(document, "answers");
    for (size_t i = 0; i < row->count && document; i++) {
        const struct column *column = &work->columns[i];
        if (row->fields[i][0] == '\0')
            continue;
        if (column->member)
            set_member(work, document, column->member, row->fields[i]);
        else if (column->question->type == CHOICES)
            json_object_set_new(answers, column->question->name,
                                codes_of(row->fields[i]));
        else
            json_object_set_new(answers, column->question->name,
                                json_string(row->fields[i]));
    }
    return document;
}

/* Can the file be read to its end? Asked before anything is kept: a file that is mended
 * is another file, and what was kept of the broken one would count twice. */
static bool is_whole(FILE *file, struct error *error)
{
    struct csv_reader reader = {.file = file};
    OWNED(csv_row_release) struct csv_row row = {0};
    while (csv_read(&reader, &row, error))
        ;
    if (error->kind == ERROR_NONE && fseek(file, 0, SEEK_SET) != 0)
        error_set(error, ERROR_INPUT, "cannot read the file: %s", strerror(errno));
    return error->kind == ERROR_NONE;
}

static bool read_csv(struct work *work, const struct options *options,
                     struct error *error)
{
    struct csv_reader reader = {.file = work->file};
    OWNED(csv_row_release) struct csv_row row = {0};
    if (!is_whole(work->file, error))
        return false;
    if (!csv_read(&reader, &row, error))
        return error_set(error, ERROR_INPUT,
                         "the file is empty: the first line names the columns");
    bool fine = read_header(work, &row, options, error);
    while (fine && csv_read(&reader, &row, error)) {
        work->line = (int64_t)reader.line;
        if (work->line <= work->import.lines)
            continue;
        if (row.count != work->column_count)
            reject(work, "", "the line has another number of columns than the header");
        else
            fine = take(work, document_of(work, &row), error);
    }
    return fine && error->kind == ERROR_NONE;
}

/* ---- the file ---- */

/* What names a file: its bytes, its form and its mode. */
static bool digest_file(FILE *file, const struct work *work,
                        char hex[static DIGEST_HEX_SIZE], struct error *error)
{
    crypto_hash_sha256_state state;
    unsigned char digest[DIGEST_SIZE], piece[64 * 1024];
    const char *mode = mode_name(work->arrival.mode);
    size_t length;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)work->form->id,
                              strlen(work->form->id) + 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)mode, strlen(mode) + 1);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0)
        crypto_hash_sha256_update(&state, piece, length);
    if (ferror(file) || fseek(file, 0, SEEK_SET) != 0)
        return error_set(error, ERROR_INPUT, "cannot read the file: %s",
                         strerror(errno));
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(hex, DIGEST_HEX_SIZE, digest, sizeof digest);
    return true;
}

/* JSON lines start with '{'; anything else is CSV. */
static bool is_json(FILE *file)
{
    int byte = fgetc(file);
    while (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t')
        byte = fgetc(file);
    fseek(file, 0, SEEK_SET);
    return byte == '{';
}

static bool read_all(struct work *work, const struct options *options,
                     struct error *error)
{
    bool read = is_json(work->file) ? read_json_lines(work, error)
                                    : read_csv(work, options, error);
    bool nothing = work->import.lines == 0 && work->kept == 0 && work->rejected > 0;
    if (read)
        return nothing || end_batch(work, true, error);
    if (work->batch_since)
        store_rollback(work->store);
    return false;
}

static void tell(const struct work *work)
{
    show_progress(work, true);
    printf("%lld kept, %lld rejected\n", (long long)work->kept,
           (long long)work->rejected);
    if (work->kept && work->rejected)
        fprintf(stderr, "The lines that are right are in. Mend the others and import "
                        "them in a file of their own: these lines again would count "
                        "twice.\n");
    for (size_t i = 0; i < work->changed_count; i++) {
        char week[WEEK_SIZE];
        week_write(work->changed[i], week);
        printf("%s is closed: its next edition says \"revised\"\n", week);
    }
}

static bool run(struct work *work, const struct options *options, struct error *error)
{
    char digest[DIGEST_HEX_SIZE];
    if (!digest_file(work->file, work, digest, error)
        || !store_import_find(work->store, digest, work->arrival.mode, &work->import,
                              error))
        return false;
    if (work->import.done) {
        printf("0 kept: this file was imported before\n");
        return true;
    }
    if (!read_all(work, options, error))
        return false;
    tell(work);
    return work->kept > 0 || work->rejected == 0
           || error_set(error, ERROR_INPUT, "no line of '%s' could be kept",
                        options->operands[0]);
}

static bool prepare(struct work *work, const struct options *options,
                    struct error *error)
{
    const char *mode = options_value(options, "mode"),
               *id = options_value(options, "form");
    work->arrival = (struct arrival){.mode = MODE_PAPER, .imported = true};
    if (mode && !mode_from(mode, &work->arrival.mode))
        return error_set(error, ERROR_USAGE,
                         "--mode must be door, handed, poster or paper");
    if (!store_open(options_value(options, "store"), STORE_WRITE, &work->store, error))
        return false;
    work->arrival.centre = store_centre(work->store);
    work->arrival.today = zone_now().day;
    work->form = store_newest_form(work->store, id);
    if (!work->form)
        return error_set(error, ERROR_INPUT,
                         "the store has no form '%s': use form add first", id);
    work->file = fopen(options->operands[0], "re");
    return work->file
           || error_set(error, ERROR_INPUT, "cannot open '%s': %s",
                        options->operands[0], strerror(errno));
}

bool import_file(const struct options *options, struct error *error)
{
    struct work work = {0};
    bool done = prepare(&work, options, error) && run(&work, options, error);
    if (work.file)
        fclose(work.file);
    free(work.changed);
    store_close(work.store);
    return done;
}
