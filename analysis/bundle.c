/* bundle.c: see bundle.h. */
#include "bundle.h"
#include "quarters.h"
#include "shown.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot make the bundle: out of memory");
}

/* The sums of a bundle, in its order. */
struct rows {
    struct quarter_sum *list;
    size_t count, size;
};

static void rows_release(struct rows *rows)
{
    free(rows->list);
}

static bool add_row(void *context, const struct quarter_sum *sum, struct error *error)
{
    struct rows *rows = context;

    if (rows->count == rows->size) {
        size_t size = rows->size ? rows->size * 2 : 64;
        struct quarter_sum *grown = realloc(rows->list, size * sizeof *grown);
        if (!grown)
            return no_memory(error);
        rows->list = grown;
        rows->size = size;
    }
    rows->list[rows->count++] = *sum;
    return true;
}

static int by_quarter(const void *a, const void *b)
{
    const struct quarter_sum *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (strcmp(x->core, y->core) != 0)
        return strcmp(x->core, y->core);
    return x->mode < y->mode ? -1 : x->mode > y->mode;
}

/* A row that may leave the centre, or nothing; false when memory ran out. */
static bool put_row(const struct settings *settings, const struct quarter_sum *sum,
                    json_t *rows)
{
    const struct disclosure_rule rule = {.smallest = settings->smallest_outside,
                                         .smallest_cell = settings->smallest_group,
                                         .sensitive = sum->sensitive};
    const struct figure figure = disclosure_figure(sum->counts, &rule);
    char quarter[PERIOD_NAME_SIZE];

    if (figure.showing != SHOWN || figure.bound != EXACT)
        return true;
    period_name(BY_QUARTER, sum->last, settings, quarter);
    return json_array_append_new(
               rows, json_pack("{s:s, s:s, s:s, s:s, s:I, s:I}", "quarter", quarter,
                               "kind", kind_name(sum->kind), "core", sum->core, "mode",
                               mode_name(sum->mode), "n", (json_int_t)figure.n,
                               "positive", (json_int_t)figure.positive))
           == 0;
}

static json_t *make_rows(const struct measures *measures, int32_t read, int32_t closed,
                         struct error *error)
{
    OWNED(totals_release) struct totals totals = {0};
    OWNED(rows_release) struct rows sums = {0};

    if (!totals_make(measures, closed, &totals, error)
        || !quarters_make(&totals, read, closed, add_row, &sums, error))
        return NULL;
    if (sums.count > 1)
        qsort(sums.list, sums.count, sizeof *sums.list, by_quarter);
    json_t *rows = json_array();
    bool made = rows != NULL;
    for (size_t i = 0; made && i < sums.count; i++)
        made = put_row(&measures->centre->settings, &sums.list[i], rows);
    if (made)
        return rows;
    json_decref(rows);
    no_memory(error);
    return NULL;
}

static bool write_text(const struct text *text, const char *path, struct error *error)
{
    if (strcmp(path, "-") != 0)
        return text_write_file(text, path, 0666, error);
    return fputs(text_string(text), stdout) >= 0
           || error_set(error, ERROR_SYSTEM, "cannot print: %s", strerror(errno));
}

/* A file that is there already is written over only if it is a bundle. */
static bool may_replace(const char *path, struct error *error)
{
    struct error unread = {0};
    if (!strcmp(path, "-") || access(path, F_OK) != 0)
        return true;
    json_auto_t *there = document_load(path, &unread);
    const char *format = document_string(there, "sortie");
    return (format && !strcmp(format, "bundle/1"))
           || error_set(error, ERROR_INPUT,
                        "'%s' is there and is not a bundle: give the bundle a name of "
                        "its own",
                        path);
}

static bool write_bundle(const struct centre *centre, json_t *rows, const char *path,
                         struct error *error)
{
    OWNED(text_release) struct text text = {0};
    json_auto_t *bundle = json_pack(
        "{s:s, s:s, s:O, s:s, s:s, s:b, s:i, s:o}", "sortie", "bundle/1", "centre",
        centre->id, "name", centre->name, "country", centre->country, "zone",
        centre->zone, "simulated", (int)centre->simulated, "base",
        centre->settings.smallest_outside, "rows", rows);
    char *bytes = document_bytes(bundle, JSON_INDENT(1));

    if (!bytes)
        return no_memory(error);
    text_add(&text, bytes);
    text_add(&text, "\n");
    free(bytes);
    return text_ok(&text, error) && may_replace(path, error)
           && write_text(&text, path, error);
}

bool bundle_run(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(measures_release) struct measures measures = {0};
    int32_t first;

    if (!store_open(options_value(options, "store"), STORE_READ, &store, error)
        || !store_first_week(store, &first, error))
        return false;
    const int32_t closed = store_closed_week(store);
    if (closed == WEEK_NONE || first == WEEK_NONE)
        return error_set(error, ERROR_BUSY, "no quarter is closed yet");
    if (!measures_read(store, closed - WEEKS_READ, closed, &measures, error))
        return false;
    store_end_reading(store);
    const bool all = first >= closed - WEEKS_READ;
    json_t *rows =
        make_rows(&measures, all ? INT32_MIN : closed - WEEKS_READ, closed, error);
    return rows
           && write_bundle(store_centre(store), rows, options_value(options, "out"),
                           error);
}
