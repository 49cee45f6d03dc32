/* bundle.c: sums core questions by quarter, kind of place and mode. */
#include "bundle.h"
#include "sortie/disclosure.h"
#include "sortie/measures.h"
#include "sortie/period.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { QUARTER_WEEKS_MOST = 14, PATH_SIZE = 4096 };

/* One row of a bundle before it is decided on. */
struct row {
    int32_t first, last; /* weeks of the quarter */
    enum kind kind;
    const char *core;
    enum mode mode;
};

static struct counts sum(const struct measures *measures, const struct row *row)
{
    struct counts all = {0};

    for (size_t p = 1; p < measures->centre->place_count; p++) {
        const struct line_list *list = &measures->places[p];
        if (measures->centre->places[p].kind != row->kind)
            continue;
        for (size_t i = 0; i < list->count; i++) {
            const struct line *line = list->lines[i];
            if (line->mode != row->mode || !line->question->core
                || strcmp(line->question->core, row->core) != 0)
                continue;
            struct counts counts = measures_counts(line, row->first, row->last);
            all.n += counts.n;
            all.positive += counts.positive;
        }
    }
    return all;
}

static void add_row(const struct measures *measures, const struct row *row,
                    json_t *rows)
{
    const struct settings *settings = &measures->centre->settings;
    const struct disclosure_rule rule = {.smallest = settings->smallest_outside,
                                         .smallest_cell = settings->smallest_group};
    struct counts counts = sum(measures, row);
    struct figure figure = disclosure_figure(counts, &rule);
    char quarter[PERIOD_NAME_SIZE];

    if (figure.showing != SHOWN || figure.bound != EXACT)
        return;
    period_name(BY_QUARTER, row->last, settings, quarter);
    json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s, s:I, s:I}", "quarter",
                                          quarter, "kind", kind_name(row->kind), "core",
                                          row->core, "mode", mode_name(row->mode), "n",
                                          (json_int_t)figure.n, "positive",
                                          (json_int_t)figure.positive));
}

/* The core questions that were asked, each name once, by name. */
struct cores {
    const char **names;
    size_t count;
};

static int by_name_of_core(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool add_core(struct cores *cores, const char *core)
{
    for (size_t i = 0; i < cores->count; i++)
        if (!strcmp(cores->names[i], core))
            return true;
    const char **grown = realloc(cores->names, (cores->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    cores->names = grown;
    cores->names[cores->count++] = core;
    return true;
}

static bool find_cores(const struct measures *measures, struct cores *cores)
{
    for (size_t p = 0; p < measures->centre->place_count; p++)
        for (size_t i = 0; i < measures->places[p].count; i++) {
            const char *core = measures->places[p].lines[i]->question->core;
            if (core && !add_core(cores, core))
                return false;
        }
    if (cores->count > 1)
        qsort(cores->names, cores->count, sizeof *cores->names, by_name_of_core);
    return true;
}

static void add_quarter(const struct measures *measures, const struct cores *cores,
                        int32_t first, int32_t last, json_t *rows)
{
    for (enum kind kind = KIND_DESK; kind < KINDS; kind++)
        for (size_t i = 0; i < cores->count; i++)
            for (int mode = 0; mode < MODES; mode++) {
                const struct row row = {first, last, kind, cores->names[i],
                                        (enum mode)mode};
                add_row(measures, &row, rows);
            }
}

static json_t *make_rows(const struct measures *measures, int32_t from, int32_t closed)
{
    const struct settings *settings = &measures->centre->settings;
    struct cores cores = {0};
    json_t *rows = json_array();

    if (find_cores(measures, &cores))
        for (int32_t week = period_first(BY_QUARTER, from, settings); week <= closed;) {
            int32_t last = period_last(BY_QUARTER, week, settings);
            if (last <= closed)
                add_quarter(measures, &cores, week, last, rows);
            week = last + 1;
        }
    free(cores.names);
    return rows;
}

/* Written aside and renamed, so that nobody takes half a bundle. */
static bool write_file(const char *path, const char *bytes, struct error *error)
{
    char aside[PATH_SIZE];

    if (!strcmp(path, "-"))
        return fputs(bytes, stdout) >= 0
               || error_set(error, ERROR_SYSTEM, "cannot print: %s", strerror(errno));
    snprintf(aside, sizeof aside, "%.4000s.new-%ld", path, (long)getpid());
    FILE *file = fopen(aside, "wxe");
    bool written = file && fputs(bytes, file) >= 0;
    if (file && fclose(file) != 0)
        written = false;
    if (written && rename(aside, path) == 0)
        return true;
    error_set(error, ERROR_SYSTEM, "cannot write '%s': %s", path, strerror(errno));
    unlink(aside);
    return false;
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
        return error_set(error, ERROR_SYSTEM, "cannot write the bundle: out of memory");
    text_add(&text, bytes);
    text_add(&text, "\n");
    free(bytes);
    return text_ok(&text, error) && may_replace(path, error)
           && write_file(path, text_string(&text), error);
}

bool bundle_run(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(measures_release) struct measures measures = {0};
    int32_t first;

    if (!store_open(options_value(options, "store"), STORE_READ, &store, error)
        || !store_first_week(store, &first, error))
        return false;
    int32_t closed = store_closed_week(store);
    if (closed == WEEK_NONE || first == WEEK_NONE)
        return error_set(error, ERROR_BUSY, "no quarter is closed yet");
    return measures_read(store, first, closed, &measures, error)
           && write_bundle(store_centre(store), make_rows(&measures, first, closed),
                           options_value(options, "out"), error);
}
