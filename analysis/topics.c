/* topics.c: reads bundles, and finds what they have in common. */
#include "topics.h"
#include "sortie/control.h"
#include "sortie/disclosure.h"
#include <stdlib.h>
#include <string.h>

enum { TOPICS_MOST = 256, ANSWERS_MOST = 1000000000, CORE_MOST = 64 };

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot compare centres: out of memory");
}

/* ---- reading ---- */

/* "2026-Q3": it names the folder of the page. */
static bool is_quarter(const char *text)
{
    return text && strlen(text) == strlen("2026-Q3")
           && strspn(text, "0123456789") == strlen("2026")
           && !strncmp(text + strlen("2026"), "-Q", 2) && strchr("1234", text[6]);
}

static bool is_plain(const char *text)
{
    return text && *text && !control_found(text);
}

/* "overall.v1": it names files. */
static bool is_core(const char *text)
{
    return text && *text >= 'a' && *text <= 'z' && strlen(text) <= CORE_MOST
           && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen(text);
}

static bool is_language(const char *code)
{
    return *code && strspn(code, "abcdefghijklmnopqrstuvwxyz-") == strlen(code);
}

/* Another centre's name: in each language one line of plain text. */
static bool name_fits(json_t *name)
{
    const char *language;
    json_t *text;

    json_object_foreach(name, language, text)
    {
        if (!is_language(language) || !is_plain(json_string_value(text)))
            return false;
    }
    return json_object_size(name) > 0;
}

static bool row_fits(const json_t *row, json_int_t base)
{
    const char *quarter = document_string(row, "quarter");
    const char *kind = document_string(row, "kind");
    const char *mode = document_string(row, "mode");
    json_int_t n = json_integer_value(json_object_get(row, "n"));
    json_int_t positive = json_integer_value(json_object_get(row, "positive"));
    struct disclosure_rule rule = {.smallest = base};
    enum kind kind_found;
    enum mode mode_found;

    return is_quarter(quarter) && kind && mode && is_core(document_string(row, "core"))
           && kind_from(kind, &kind_found) && mode_from(mode, &mode_found) && n >= base
           && n <= ANSWERS_MOST && positive <= n
           && disclosure_figure((struct counts){n, positive}, &rule).bound == EXACT;
}

static bool check_bundle(const struct topics *topics, const json_t *bundle,
                         const char *path, struct error *error)
{
    const char *format = document_string(bundle, "sortie");
    const char *centre = document_string(bundle, "centre");
    const json_t *rows = json_object_get(bundle, "rows"), *row;
    size_t i;

    if (!format || strcmp(format, "bundle/1") != 0 || !centre || !json_is_array(rows)
        || !json_is_object(json_object_get(bundle, "name")))
        return error_set(
            error, ERROR_INPUT,
            "'%s' is not a bundle: give the files of sortie-analysis bundle only",
            path);
    if (!name_fits(json_object_get(bundle, "name")))
        return error_set(error, ERROR_INPUT,
                         "'%s': the centre's name must be one line of plain text",
                         path);
    for (i = 0; (row = json_array_get(rows, i)); i++)
        if (!row_fits(row, TOPICS_BASE))
            return error_set(error, ERROR_INPUT,
                             "'%s': row %zu of the bundle is not right", path, i + 1);
    for (i = 0; i < topics->bundle_count; i++)
        if (!strcmp(document_string(topics->bundles[i], "centre"), centre))
            return error_set(error, ERROR_INPUT, "'%s': two bundles of centre '%s'",
                             path, centre);
    return true;
}

static bool read_bundles(struct topics *topics, char *const *paths, size_t count,
                         struct error *error)
{
    topics->bundles = calloc(count + 1, sizeof(json_t *));
    if (!topics->bundles)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        json_t *bundle = document_load(paths[i], error);
        if (!bundle || !check_bundle(topics, bundle, paths[i], error)) {
            json_decref(bundle);
            return false;
        }
        topics->bundles[topics->bundle_count++] = bundle;
    }
    return true;
}

static const json_t *row_of(const struct topics *topics, size_t bundle, size_t row)
{
    return json_array_get(json_object_get(topics->bundles[bundle], "rows"), row);
}

/* The quarter asked for, or the latest one that a bundle has. */
static bool choose_quarter(struct topics *topics, const char *asked,
                           struct error *error)
{
    const json_t *row;
    size_t i;

    topics->quarter = asked;
    for (size_t b = 0; !asked && b < topics->bundle_count; b++)
        for (i = 0; (row = row_of(topics, b, i)); i++) {
            const char *quarter = document_string(row, "quarter");
            if (!topics->quarter || strcmp(quarter, topics->quarter) > 0)
                topics->quarter = quarter;
        }
    if (is_quarter(topics->quarter))
        return true;
    return error_set(error, ERROR_INPUT,
                     asked ? "a quarter is written like 2026-Q3"
                           : "no bundle has a closed quarter with 10 answers");
}

/* ---- topics ---- */

static struct topic *topic_of(struct topics *topics, enum kind kind, const char *core,
                              enum mode mode)
{
    for (size_t i = 0; i < topics->count; i++) {
        struct topic *topic = &topics->list[i];
        if (topic->kind == kind && topic->mode == mode && !strcmp(topic->core, core))
            return topic;
    }
    struct topic *topic = &topics->list[topics->count];
    *topic = (struct topic){
        kind, mode, core, .units = calloc(topics->bundle_count, sizeof *topic->units)};
    topics->count += topic->units != NULL;
    return topic->units ? topic : NULL;
}

static bool add_bundle(struct topics *topics, size_t b, struct error *error)
{
    const json_t *row;
    size_t i;

    for (i = 0; (row = row_of(topics, b, i)); i++) {
        enum kind kind = KIND_DESK;
        enum mode mode = MODE_DOOR;
        if (strcmp(document_string(row, "quarter"), topics->quarter) != 0)
            continue;
        kind_from(document_string(row, "kind"), &kind);
        mode_from(document_string(row, "mode"), &mode);
        if (topics->count == TOPICS_MOST)
            return error_set(error, ERROR_INPUT,
                             "the bundles compare more than %d things in %s",
                             TOPICS_MOST - 1, topics->quarter);
        struct topic *topic =
            topic_of(topics, kind, document_string(row, "core"), mode);
        if (!topic)
            return no_memory(error);
        if (topic->units[b].n != 0)
            return error_set(error, ERROR_INPUT, "%s: %s of %s has two rows in %s",
                             document_string(topics->bundles[b], "centre"), topic->core,
                             kind_name(kind), topics->quarter);
        topic->units[b] =
            (struct counts){json_integer_value(json_object_get(row, "n")),
                            json_integer_value(json_object_get(row, "positive"))};
    }
    return true;
}

static int by_topic(const void *a, const void *b)
{
    const struct topic *x = a, *y = b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (strcmp(x->core, y->core) != 0) /* overall before forward */
        return -strcmp(x->core, y->core);
    return x->mode < y->mode ? -1 : x->mode > y->mode;
}

static bool find_topics(struct topics *topics, struct error *error)
{
    topics->list = calloc(TOPICS_MOST, sizeof *topics->list);
    if (!topics->list)
        return no_memory(error);
    for (size_t b = 0; b < topics->bundle_count; b++)
        if (!add_bundle(topics, b, error))
            return false;
    if (topics->count > 1)
        qsort(topics->list, topics->count, sizeof *topics->list, by_topic);
    for (size_t i = 0; i < topics->count; i++)
        topics->list[i].line =
            statistics_pooled(topics->list[i].units, topics->bundle_count);
    return topics->count > 0
           || error_set(error, ERROR_INPUT, "no bundle has figures of quarter %s",
                        topics->quarter);
}

/* ---- the whole ---- */

bool topics_read(struct topics *topics, char *const *paths, size_t count,
                 const char *quarter, struct error *error)
{
    return read_bundles(topics, paths, count, error)
           && choose_quarter(topics, quarter, error) && find_topics(topics, error);
}

void topics_release(struct topics *topics)
{
    for (size_t i = 0; i < topics->bundle_count; i++)
        json_decref(topics->bundles[i]);
    for (size_t i = 0; i < topics->count; i++) {
        funnel_release(&topics->list[i].funnel);
        free(topics->list[i].units);
    }
    free(topics->bundles);
    free(topics->list);
}
