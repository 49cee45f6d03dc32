/* footfall.c: see footfall.h. */
#include "footfall.h"

#include "batch.h"
#include "sortie/csv.h"

#include <stdlib.h>
#include <string.h>

enum column { DAY, PLACE, SESSION, VISITORS, COLUMNS };

static const char *const names[COLUMNS] = {
    [DAY] = "day", [PLACE] = "place", [SESSION] = "session", [VISITORS] = "visitors"};

enum { NO_COLUMN = -1, DIGITS_MOST = 7, VISITORS_MOST = 1000000 };

struct work {
    struct batch batch;
    const struct options *options;
    const struct centre *centre;
    int32_t today;
    int columns[COLUMNS]; /* where each is; NO_COLUMN */
};

/* What a line says, once it is read. */
struct count {
    int32_t day;
    const struct place *place;
    const struct session *session; /* or NULL */
    int64_t n;
};

/* ---- the header ---- */

static bool place_column(struct work *work, const char *field, size_t at,
                         struct error *error)
{
    const char *name = batch_renamed(work->options, field);
    for (size_t i = 0; i < COLUMNS; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        if (work->columns[i] != NO_COLUMN)
            return error_set(error, ERROR_INPUT,
                             "column '%s' says what another column says: remove one",
                             field);
        work->columns[i] = (int)at;
        return true;
    }
    return error_set(error, ERROR_INPUT,
                     "column '%s' is neither day, place, session nor visitors: name it "
                     "with --rename %s=visitors, or remove it",
                     field, field);
}

static bool read_header(void *context, const struct csv_row *row, struct error *error)
{
    struct work *work = context;
    for (size_t i = 0; i < COLUMNS; i++)
        work->columns[i] = NO_COLUMN;
    for (size_t i = 0; i < row->count; i++)
        if (!place_column(work, row->fields[i], i, error))
            return false;
    if (work->columns[VISITORS] == NO_COLUMN
        || (work->columns[DAY] == NO_COLUMN && work->columns[SESSION] == NO_COLUMN))
        return error_set(error, ERROR_INPUT,
                         "the first line must name the columns: visitors, and day or "
                         "session");
    return batch_check_renames(work->options, row, error);
}

/* ---- a line ---- */

static const char *field(const struct work *work, const struct csv_row *row,
                         enum column column)
{
    int at = work->columns[column];
    return at == NO_COLUMN ? "" : row->fields[at];
}

/* Each of these says why a field cannot be kept; NULL when it can. */

static const char *read_number(const char *text, struct count *count)
{
    size_t digits = strspn(text, "0123456789");
    bool number = digits > 0 && digits <= DIGITS_MOST && text[digits] == '\0';
    count->n = number ? strtoll(text, NULL, 10) : -1;
    return number && count->n <= VISITORS_MOST
               ? NULL
               : "must be a whole number, at most 1000000";
}

static const char *read_session(const struct work *work, const char *text,
                                struct count *count)
{
    count->session = *text ? centre_session(work->centre, text) : NULL;
    count->place = count->session ? count->session->place : NULL;
    return *text && !count->session ? "no session of the centre's file has this id"
                                    : NULL;
}

static const char *read_place(const struct work *work, const char *text,
                              struct count *count)
{
    const struct place *place = *text ? centre_place_named(work->centre, text) : NULL;
    if (*text && !place && !count->session)
        return read_session(work, text, count)
                   ? "no place and no session of the centre has this id or name"
                   : NULL;
    if (*text && count->session && place != count->place)
        return "the session is not of this place";
    if (!count->place)
        count->place = place ? place : &work->centre->places[0];
    return NULL;
}

static const char *read_day(const struct work *work, const char *text,
                            struct count *count)
{
    count->day = count->session ? count->session->day : DAY_NONE;
    if (*text && !day_read(text, &count->day))
        return "must be a day such as 2026-10-05";
    if (count->day == DAY_NONE)
        return "a day is needed, or a session";
    if (count->session && count->day != count->session->day)
        return "the session is on another day";
    return count->day > work->today ? "is yet to come" : NULL;
}

static bool read_count(struct work *work, const struct csv_row *row,
                       struct count *count)
{
    const char *why, *at = "session";
    *count = (struct count){0};
    why = read_session(work, field(work, row, SESSION), count);
    if (!why && (why = read_place(work, field(work, row, PLACE), count)))
        at = "place";
    if (!why && (why = read_day(work, field(work, row, DAY), count)))
        at = "day";
    if (!why && (why = read_number(field(work, row, VISITORS), count)))
        at = "visitors";
    if (why)
        batch_reject(&work->batch, at, why);
    return !why;
}

static bool keep(struct work *work, const struct count *count, struct error *error)
{
    const struct visitors visitors = {count->day, count->place->id,
                                      count->session ? count->session->id : "",
                                      count->n};
    bool kept = batch_begin(&work->batch, error)
                && store_import_visitors(work->batch.store, &work->batch.import,
                                         &visitors, error)
                && batch_note_week(&work->batch, week_of(count->day), error);
    work->batch.kept += kept;
    return kept;
}

static bool take(void *context, const struct csv_row *row, struct error *error)
{
    struct work *work = context;
    struct count count;
    if (read_count(work, row, &count) && !keep(work, &count, error))
        return false;
    return batch_turn(&work->batch, error);
}

/* ---- the file ---- */

static bool read_file(void *context, struct error *error)
{
    struct work *work = context;
    const struct batch_csv csv = {read_header, take, work};
    return batch_read_csv(&work->batch, &csv, error);
}

bool footfall_import(const struct options *options, struct error *error)
{
    struct work work = {
        .batch = {.closed = "its next edition says another share of visitors",
                  .mend = "The lines that are right are in. Mend the others and import "
                          "the file again: it takes the place of what it said before."},
        .options = options
    };
    const struct batch_source source = {
        .form = "",
        .what = "footfall",
        .mode = MODE_PAPER, /* typed in: the list of imports wants a mode */
        .read = read_file,
        .context = &work};
    bool opened = batch_open(&work.batch, options, error);
    work.centre = opened ? store_centre(work.batch.store) : NULL;
    work.today = zone_now().day;
    bool done = opened && batch_run(&work.batch, &source, error);
    batch_close(&work.batch);
    return done;
}
