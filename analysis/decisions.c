/* decisions.c: walks what is shown, and writes down what is not. */
#include "decisions.h"
#include "record.h"
#include "sortie/csv.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] = "place,question,mode,by,period,option,why,meaning\n";

static const char unanimous[] =
    "none and one positive answer, or all but one, must look alike";

/* ---- rows ---- */

static void add_row(struct text *out, const struct shown_chart *chart, enum by by,
                    const char *period, const char *option, const char *why,
                    const char *meaning)
{
    const char *const fields[] = {chart->line->place->id,
                                  chart->line->question->name,
                                  mode_name(chart->line->mode),
                                  by_name(by),
                                  period,
                                  option,
                                  why,
                                  meaning};
    const size_t count = sizeof fields / sizeof *fields;

    for (size_t i = 0; i < count; i++) {
        csv_add_text(out, fields[i]);
        text_add(out, i + 1 < count ? "," : "\n");
    }
}

static void add_reason(struct text *out, const struct shown_chart *chart, enum by by,
                       const char *period, const char *option, enum reason reason)
{
    if (reason != REASON_NONE)
        add_row(out, chart, by, period, option, disclosure_reason(reason),
                disclosure_meaning(reason));
}

static void add_period(struct text *out, const struct shown *shown,
                       const struct shown_chart *chart,
                       const struct shown_period *period)
{
    const struct figure *figure = &period->figure;
    char name[PERIOD_NAME_SIZE];

    record_period(shown, period, name);
    if (figure->showing == SHOWN && figure->bound != EXACT)
        add_row(out, chart, period->by, name, "(positive)", "unanimous", unanimous);
    add_reason(out, chart, period->by, name, "(answers)", figure->reason);
}

static void add_cells(struct text *out, const struct shown *shown,
                      const struct shown_chart *chart, const struct shown_cells *cells)
{
    const struct question *question = chart->line->question;
    const enum by by = periodicity_window(chart->by);
    char name[PERIOD_NAME_SIZE];

    if (!cells->any && cells->none == REASON_NONE)
        return;
    period_name(by, cells->last, &shown->centre->settings, name);
    add_reason(out, chart, by, name, "(options)", cells->none);
    for (size_t i = 0; cells->any && i < question->option_count; i++)
        if (!cells->shown[i])
            add_reason(out, chart, by, name, question->options[i].code,
                       cells->reasons[i]);
}

static void add_chart(struct text *out, const struct shown *shown,
                      const struct shown_chart *chart)
{
    for (size_t i = 0; i < chart->period_count; i++)
        add_period(out, shown, chart, &chart->periods[i]);
    add_cells(out, shown, chart, &chart->before);
    add_cells(out, shown, chart, &chart->now);
}

/* ---- the file ---- */

/* Is the file's folder the one of the editions, or inside it? */
static bool is_inside(const char *path, const char *out)
{
    char folder[PATH_MAX], there[PATH_MAX], root[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;

    if (length >= sizeof folder || !realpath(out, root))
        return false;
    snprintf(folder, sizeof folder, "%.*s", (int)length, path);
    if (!realpath(length > 0 ? folder : slash ? "/" : ".", there))
        return false;
    length = strlen(root);
    return strncmp(there, root, length) == 0
           && (there[length] == '/' || there[length] == '\0');
}

/* Is the file absent, or such a list? */
static bool may_replace(const char *path)
{
    char start[sizeof header] = "";
    FILE *file = fopen(path, "re");

    if (!file)
        return errno == ENOENT;
    size_t length = fread(start, 1, sizeof header - 1, file);
    fclose(file);
    return length == sizeof header - 1 && memcmp(start, header, length) == 0;
}

bool decisions_check(const char *path, const char *out, struct error *error)
{
    if (is_inside(path, out))
        return error_set(error, ERROR_USAGE,
                         "'%s' is among the editions, where others read it: keep the "
                         "list of decisions elsewhere",
                         path);
    return may_replace(path)
           || error_set(error, ERROR_INPUT,
                        "'%s' is there and is no list of decisions: give the list a "
                        "name of its own",
                        path);
}

bool decisions_write(const struct shown *shown, const char *path, struct error *error)
{
    OWNED(text_release) struct text text = {0};

    text_add(&text, header);
    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t i = 0; i < shown->places[p].chart_count; i++)
            add_chart(&text, shown, &shown->places[p].charts[i]);
    return text_ok(&text, error) && text_write_file(&text, path, 0600, error);
}
