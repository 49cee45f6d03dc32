/* import.c: see import.h. */
#include "import.h"

#include "batch.h"
#include "footfall.h"
#include "redact.h"
#include "sortie/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 100 };

/* What a column of a CSV file holds. */
struct column {
    const char *member; /* of the document: "day", "lang", "part", "place" */
    const struct question *question; /* or an answer */
};

struct work {
    struct batch batch;
    const struct options *options;
    const struct form *form;
    struct arrival arrival;
    struct column columns[COLUMNS_MOST];
};

/* ---- a line ---- */

static bool out_of_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot import: out of memory");
}

static bool keep(struct work *work, json_t *document, const struct response *response,
                 struct error *error)
{
    if (!redact_document(document, response->form, error))
        return false;
    bool keyed = json_object_get(document, "key") != NULL;
    json_object_del(document, "pad");
    char *canonical = document_canonical(document);
    bool kept = canonical && batch_begin(&work->batch, error)
                && store_import_add(work->batch.store, &work->batch.import,
                                    keyed ? response->key : NULL, response->day,
                                    canonical, error)
                && batch_note_week(&work->batch, week_of(response->day), error);
    if (!canonical)
        out_of_memory(error);
    work->batch.kept += kept;
    free(canonical);
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
    if (!json_is_object(document))
        batch_reject(&work->batch, "", "a response is an object");
    else if (!complete_document(work, document))
        fine = out_of_memory(error);
    else if (!response_read(document, store_forms(work->batch.store), &work->arrival,
                            &response, &problems, error))
        fine = error->kind == ERROR_NONE;
    else {
        response_narrow(&response, document);
        fine = keep(work, document, &response, error);
    }
    if (problems.count)
        batch_reject(&work->batch, problems.entries[0].at, problems.entries[0].why);
    response_release(&response);
    return fine;
}

/* One line more is read, NULL when memory ran out over it; a line of the part that is
 * in already is passed over. */
static bool take(struct work *work, json_t *document, struct error *error)
{
    bool fine = document ? add_document(work, document, error) : out_of_memory(error);
    json_decref(document);
    return fine && batch_turn(&work->batch, error);
}

/* ---- JSON lines ---- */

static bool read_json_lines(struct work *work, struct error *error)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    bool fine = true;
    while (fine && (length = getline(&line, &size, work->batch.file)) > 0) {
        struct error fault = {0};
        if (++work->batch.line <= work->batch.import.lines
            || line[strspn(line, " \t\r\n")] == '\0')
            continue;
        json_t *document = document_parse(line, (size_t)length, "the line", &fault);
        if (document)
            fine = take(work, document, error);
        else if (fault.kind == ERROR_SYSTEM)
            fine = error_set(error, fault.kind, "%s", fault.text);
        else
            batch_reject(&work->batch, "", fault.text);
    }
    free(line);
    return fine
           && (feof(work->batch.file)
               || error_set(error, ERROR_SYSTEM, "cannot read the file: %s",
                            strerror(errno)));
}

/* ---- CSV ---- */

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

static bool read_header(void *context, const struct csv_row *row, struct error *error)
{
    struct work *work = context;
    if (row->count > COLUMNS_MOST)
        return error_set(error, ERROR_INPUT, "the file has more than %d columns",
                         COLUMNS_MOST);
    for (size_t i = 0; i < row->count; i++) {
        const char *field = row->fields[i];
        if (!read_column(work->form, batch_renamed(work->options, field),
                         &work->columns[i]))
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
    return batch_check_renames(work->options, row, error);
}

/* "wait;clear" as a list of codes. */
static json_t *codes_of(char *field)
{
    json_t *codes = json_array();
    char *state = NULL;
    for (char *code = strtok_r(field, "; |,", &state); code;
         code = strtok_r(NULL, "; |,", &state))
        document_append(&codes, json_string(code));
    return codes;
}

static json_t *member_of(const struct work *work, const char *member, const char *field)
{
    const struct place *place = NULL;
    if (strcmp(member, "place") == 0)
        place = centre_place_named(work->arrival.centre, field);
    return json_string(place ? place->id : field);
}

/* NULL when memory has run out. */
static json_t *document_of(const struct work *work, const struct csv_row *row)
{
    json_t *document = json_object(), *answers = json_object();
    for (size_t i = 0; i < row->count; i++) {
        const struct column *column = &work->columns[i];
        if (row->fields[i][0] == '\0')
            continue;
        if (column->member)
            document_put(&document, column->member,
                         member_of(work, column->member, row->fields[i]));
        else if (column->question->type == CHOICES)
            document_put(&answers, column->question->name, codes_of(row->fields[i]));
        else
            document_put(&answers, column->question->name, json_string(row->fields[i]));
    }
    document_put(&document, "answers", answers);
    return document;
}

static bool take_row(void *context, const struct csv_row *row, struct error *error)
{
    struct work *work = context;
    return take(work, document_of(work, row), error);
}

static bool read_csv(struct work *work, struct error *error)
{
    const struct batch_csv csv = {read_header, take_row, work};
    return batch_read_csv(&work->batch, &csv, error);
}

/* ---- the file ---- */

/* JSON lines start with '{'; anything else is CSV. */
static bool is_json(FILE *file)
{
    int byte = fgetc(file);
    while (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t')
        byte = fgetc(file);
    fseek(file, 0, SEEK_SET);
    return byte == '{';
}

static bool read_file(void *context, struct error *error)
{
    struct work *work = context;
    return is_json(work->batch.file) ? read_json_lines(work, error)
                                     : read_csv(work, error);
}

static bool prepare(struct work *work, struct error *error)
{
    const char *mode = options_value(work->options, "mode"),
               *id = options_value(work->options, "form");
    work->arrival = (struct arrival){.mode = MODE_PAPER, .imported = true};
    if (mode && !mode_from(mode, &work->arrival.mode))
        return error_set(error, ERROR_USAGE,
                         "--mode must be door, handed, poster or paper");
    if (!batch_open(&work->batch, work->options, error))
        return false;
    work->arrival.centre = store_centre(work->batch.store);
    work->arrival.today = zone_now().day;
    work->form = store_newest_form(work->batch.store, id);
    return work->form
           || error_set(error, ERROR_INPUT,
                        "the store has no form '%s': use form add first", id);
}

static bool import_answers(const struct options *options, struct error *error)
{
    struct work work = {
        .batch = {.closed = "its next edition says \"revised\"",
                  .mend = "The lines that are right are in. Mend the others and import "
                          "them in a file of their own: these lines again would count "
                          "twice."},
        .options = options
    };
    bool done =
        prepare(&work, error)
        && batch_run(&work.batch,
                     &(struct batch_source){.form = work.form->id,
                                            .what = mode_name(work.arrival.mode),
                                            .mode = work.arrival.mode,
                                            .read = read_file,
                                            .context = &work},
                     error);
    batch_close(&work.batch);
    return done;
}

bool import_file(const struct options *options, struct error *error)
{
    bool form = options_value(options, "form"), mode = options_value(options, "mode");
    if (options_flag(options, "footfall"))
        return form || mode ? error_set(error, ERROR_USAGE,
                                        "--footfall counts visitors, who answered no "
                                        "form in no mode: leave --form and --mode out")
                            : footfall_import(options, error);
    return form ? import_answers(options, error)
                : error_set(error, ERROR_USAGE,
                            "say what the file holds: --form ID, or --footfall");
}
