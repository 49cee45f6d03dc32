/* record.c: walks what is shown, as JSON and as CSV. */
#include "record.h"
#include "changes.h"
#include "phrase.h"
#include "remarks_record.h"
#include "repeats.h"
#include "scores.h"
#include "signals_json.h"
#include "sortie/csv.h"
#include "visitors.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DECIMALS = 4, SERIES_LETTERS = 8 };

static const char *const whys[] = {
    [SHOWN] = "", [WITHHELD] = "withheld", [EMPTY] = "empty", [CLOSED] = "closed"};

void record_period(const struct shown *shown, const struct shown_period *period,
                   char name[static PERIOD_NAME_SIZE])
{
    const struct settings *settings = &shown->centre->settings;
    char first[PERIOD_NAME_SIZE], last[PERIOD_NAME_SIZE];

    switch (period->by) {
    case BY_SESSION:
        day_write(period->session->day, name);
        return;
    case BY_FORTNIGHT:
    case BY_BLOCK:
    case BY_THIRTEEN:
        period_weeks(period->first, period->last, name);
        return;
    case BY_WEEK:
    case BY_MONTH:
    case BY_TERM:
    case BY_QUARTER:
    case BYS:
        break;
    }
    if (!shown_is_joined(period, settings)) {
        period_name(period->by, period->last, settings, name);
        return;
    }
    period_name(period->by, period->first, settings, first);
    period_name(period->by, period->last, settings, last);
    snprintf(name, PERIOD_NAME_SIZE, "%.7s/%.7s", first, last);
}

/* ---- JSON ---- */

static json_t *rounded(double share)
{
    return isnan(share) ? json_null() : json_real(round(share * 1e4) / 1e4);
}

static void put_figure(json_t *row, const struct figure *figure,
                       const struct interval *interval)
{
    static const char *const members[] = {
        [EXACT] = "positive", [AT_MOST] = "at_most", [AT_LEAST] = "at_least"};

    json_object_set_new(row, "n", json_integer(figure->n));
    json_object_set_new(row, members[figure->bound], json_integer(figure->positive));
    if (figure->bound == EXACT)
        json_object_set_new(row, "share",
                            rounded((double)figure->positive / (double)figure->n));
    json_object_set_new(row, "low", rounded(interval->low));
    json_object_set_new(row, "high", rounded(interval->high));
}

/* The figure without what looks like repeats. */
static void put_rest(json_t *row, const struct figure *rest)
{
    json_t *entry = json_object();
    const struct interval interval = repeats_interval(rest);

    put_figure(entry, rest, &interval);
    json_object_set_new(row, "without_flagged", entry);
}

/* How many came, and the share of them who answered: with the leading question. */
static void put_visitors(json_t *row, const struct shown_period *period)
{
    double share = visitors_share(period);

    if (period->visitors > 0)
        json_object_set_new(row, "visitors", json_integer(period->visitors));
    if (!isnan(share))
        json_object_set_new(row, "answered", rounded(share));
}

static json_t *json_period(const struct shown *shown, enum by by,
                           const struct shown_period *period)
{
    char name[PERIOD_NAME_SIZE];
    json_t *row = json_object();
    bool visible = period->figure.showing == SHOWN;

    record_period(shown, period, name);
    json_object_set_new(row, "period", json_string(name));
    if (by == BY_SESSION)
        json_object_set_new(row, "session", json_string(period->session->id));
    json_object_set_new(row, "shown", json_boolean(visible));
    if (visible)
        put_figure(row, &period->figure, &period->interval);
    else
        json_object_set_new(row, "why", json_string(whys[period->figure.showing]));
    if (period->rest.n > 0)
        put_rest(row, &period->rest);
    return row;
}

static void put_score(json_t *entry, const char *name, const struct score *score)
{
    json_t *object = json_object();

    json_object_set_new(object, "value", rounded(score->value));
    json_object_set_new(object, "low", rounded(score->interval.low));
    json_object_set_new(object, "high", rounded(score->interval.high));
    json_object_set_new(entry, name, object);
}

/* What they come to, where each of them is shown. */
static void put_scores(json_t *entry, const struct question *question,
                       const struct shown_cells *cells)
{
    struct score score;

    if (scores_mean(question, cells, &score))
        put_score(entry, "mean", &score);
    if (scores_nps(question, cells, &score))
        put_score(entry, "nps", &score);
}

static json_t *json_cells(const struct shown_chart *chart,
                          const struct shown_cells *cells)
{
    const struct question *question = chart->line->question;
    char first[WEEK_SIZE], last[WEEK_SIZE];
    json_t *options = json_array(), *entry = json_object();

    week_write(cells->first, first);
    week_write(cells->last, last);
    json_object_set_new(entry, "from", json_string(first));
    json_object_set_new(entry, "to", json_string(last));
    if (chart->periods)
        json_object_set_new(entry, "n", json_integer(cells->n));
    for (size_t i = 0; i < question->option_count; i++) {
        json_t *option = json_object();
        json_object_set_new(option, "code", json_string(question->options[i].code));
        if (cells->shown[i])
            json_object_set_new(option, "n", json_integer(cells->cells[i]));
        json_array_append_new(options, option);
    }
    json_object_set_new(entry, "options", options);
    put_scores(entry, question, cells);
    return entry;
}

/* A period and, where its figure is exact, what the rules say of it. */
static json_t *json_point(const struct shown *shown, const struct shown_chart *chart,
                          size_t i)
{
    const struct shown_period *period = &chart->periods[i];
    json_t *row = json_period(shown, chart->by, period);
    const struct reading reading = {
        .counts = {period->figure.n, period->figure.positive},
        .anew = period->anew,
    };

    if (!isnan(period->share))
        signals_json_row(row, &chart->signals, i, &reading, rounded);
    return row;
}

static json_t *json_question(const struct shown *shown, const struct shown_chart *chart,
                             bool leading)
{
    const struct line *line = chart->line;
    json_t *question = json_object(), *series = json_array(), *counts = json_array();

    json_object_set_new(question, "name", json_string(line->question->name));
    json_object_set_new(question, "core",
                        line->question->core ? json_string(line->question->core)
                                             : json_null());
    json_object_set_new(question, "mode", json_string(mode_name(line->mode)));
    json_object_set_new(question, "by", json_string(by_name(chart->by)));
    json_object_set_new(question, "form", json_string(line->form->id));
    json_object_set_new(question, "series_key",
                        json_stringn(line->series, SERIES_LETTERS));
    if (chart->periods)
        signals_json_put(question, &chart->signals, rounded);
    for (size_t i = 0; i < chart->period_count; i++) {
        json_t *row = json_point(shown, chart, i);
        if (leading)
            put_visitors(row, &chart->periods[i]);
        json_array_append_new(series, row);
    }
    if (chart->now.any)
        json_array_append_new(counts, json_cells(chart, &chart->now));
    if (chart->before.any)
        json_array_append_new(counts, json_cells(chart, &chart->before));
    json_object_set_new(question, "series", series);
    json_object_set_new(question, "options", counts);
    return question;
}

static json_t *json_sum(const struct counts *counts)
{
    json_t *sum = json_object();

    json_object_set_new(sum, "n", json_integer(counts->n));
    json_object_set_new(sum, "positive", json_integer(counts->positive));
    return sum;
}

static json_t *json_effect(const struct change_effect *effect)
{
    const struct line *line = effect->chart->line;
    json_t *entry = json_object();

    json_object_set_new(entry, "name", json_string(line->question->name));
    json_object_set_new(entry, "mode", json_string(mode_name(line->mode)));
    json_object_set_new(entry, "weeks", json_integer(effect->weeks));
    json_object_set_new(entry, "before", json_sum(&effect->before));
    json_object_set_new(entry, "after", json_sum(&effect->after));
    json_object_set_new(entry, "difference", rounded(effect->difference));
    if (effect->told) {
        json_object_set_new(entry, "low", rounded(effect->difference_95.low));
        json_object_set_new(entry, "high", rounded(effect->difference_95.high));
    }
    return entry;
}

static json_t *json_change(const struct shown_change *entry)
{
    const struct change *change = entry->change;
    json_t *object = json_object(), *effects = json_array();
    char day[DAY_SIZE];

    day_write(change->day, day);
    json_object_set_new(object, "day", json_string(day));
    json_object_set(object, "said", change->said);
    json_object_set(object, "did", change->did);
    json_object_set_new(object, "rebase", json_boolean(change->rebase));
    for (size_t i = 0; i < entry->effect_count; i++)
        json_array_append_new(effects, json_effect(&entry->effects[i]));
    json_object_set_new(object, "questions", effects);
    return object;
}

static json_t *json_changes(const struct shown_place *place)
{
    json_t *changes = json_array();

    for (size_t i = 0; i < place->change_count; i++)
        json_array_append_new(changes, json_change(&place->changes[i]));
    return changes;
}

static json_t *json_place(const struct shown *shown, const struct shown_place *place)
{
    const struct shown_chart *counted = visitors_turnout(place).chart;
    json_t *entry = json_object(), *questions = json_array();

    json_object_set_new(entry, "id", json_string(place->place->id));
    json_object_set_new(entry, "kind", json_string(kind_name(place->place->kind)));
    for (size_t i = 0; i < place->chart_count; i++)
        json_array_append_new(questions, json_question(shown, &place->charts[i],
                                                       &place->charts[i] == counted));
    json_object_set_new(entry, "questions", questions);
    if (place->change_count > 0)
        json_object_set_new(entry, "changes", json_changes(place));
    return entry;
}

/* A class that is not to be shown is absent. */
static void put_class(json_t *report, const char *name, int64_t n)
{
    if (n > 0)
        json_object_set_new(report, name, json_integer(n));
}

/* Without memory jansson leaves members out: only the C library tells. */
bool record_json(const struct shown *shown, const struct themes *themes,
                 struct text *out, struct error *error)
{
    errno = 0;
    json_auto_t *report = json_object();
    json_t *places = json_array(), *remarks = remarks_record(themes, shown->centre);
    char week[WEEK_SIZE];

    week_write(shown->week, week);
    json_object_set_new(report, "sortie", json_string("report/1"));
    json_object_set_new(report, "centre", json_string(shown->centre->id));
    json_object_set_new(report, "week", json_string(week));
    json_object_set_new(report, "simulated", json_boolean(shown->centre->simulated));
    put_class(report, "late", shown->late);
    put_class(report, "uncertain", shown->uncertain);
    for (size_t i = 0; i < shown->place_count; i++)
        json_array_append_new(places, json_place(shown, &shown->places[i]));
    json_object_set_new(report, "places", places);
    if (remarks)
        json_object_set_new(report, "remarks", remarks);
    char *bytes =
        document_bytes(report, JSON_INDENT(1) | JSON_REAL_PRECISION(DECIMALS));
    bool whole = bytes && errno != ENOMEM;
    text_add(out, whole ? bytes : "");
    text_add(out, "\n");
    free(bytes);
    return whole ? text_ok(out, error)
                 : error_set(error, ERROR_SYSTEM,
                             "cannot write report.json: out of memory");
}

/* ---- CSV ---- */

static void add_fields(struct text *out, const struct shown_place *place,
                       const struct shown_chart *chart, const char *by,
                       const char *period, const char *option)
{
    const struct question *question = chart->line->question;
    char series[SERIES_LETTERS + 1];
    const char *const fields[] = {place->place->id,
                                  kind_name(place->place->kind),
                                  question->name,
                                  question->core ? question->core : "",
                                  mode_name(chart->line->mode),
                                  series,
                                  by,
                                  period,
                                  option};

    snprintf(series, sizeof series, "%.*s", SERIES_LETTERS, chart->line->series);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        csv_add_text(out, fields[i]);
        text_add(out, ",");
    }
}

static void add_number(struct text *out, int64_t n, const char *note)
{
    text_add_format(out, "%lld,%s\n", (long long)n, note);
}

static void csv_period(const struct shown *shown, const struct shown_place *place,
                       const struct shown_chart *chart,
                       const struct shown_period *period, struct text *out)
{
    static const char *const notes[] = {
        [EXACT] = "", [AT_MOST] = "at most", [AT_LEAST] = "at least"};
    const struct figure *figure = &period->figure;
    char name[PERIOD_NAME_SIZE];

    record_period(shown, period, name);
    add_fields(out, place, chart, by_name(period->by), name, "(answers)");
    if (figure->showing != SHOWN) {
        text_add_format(out, ",%s\n", whys[figure->showing]);
        return;
    }
    add_number(out, figure->n, "");
    add_fields(out, place, chart, by_name(period->by), name, "(positive)");
    add_number(out, figure->positive, notes[figure->bound]);
    if (period->rest.n == 0)
        return;
    add_fields(out, place, chart, by_name(period->by), name, "(answers unflagged)");
    add_number(out, period->rest.n, "");
    add_fields(out, place, chart, by_name(period->by), name, "(positive unflagged)");
    add_number(out, period->rest.positive, notes[period->rest.bound]);
}

static void csv_cells(const struct shown *shown, const struct shown_place *place,
                      const struct shown_chart *chart, const struct shown_cells *cells,
                      struct text *out)
{
    const struct question *question = chart->line->question;
    const enum by by = periodicity_window(chart->by);
    char name[PERIOD_NAME_SIZE];

    if (!cells->any)
        return;
    period_name(by, cells->last, &shown->centre->settings, name);
    for (size_t i = 0; i < question->option_count; i++) {
        add_fields(out, place, chart, by_name(by), name, question->options[i].code);
        if (cells->shown[i])
            add_number(out, cells->cells[i], "");
        else
            text_add(out, ",withheld\n");
    }
}

bool record_csv(const struct shown *shown, struct text *out, struct error *error)
{
    text_add(out, "place,kind,question,core,mode,series,by,period,option,n,note\n");
    for (size_t p = 0; p < shown->place_count; p++) {
        const struct shown_place *place = &shown->places[p];
        for (size_t i = 0; i < place->chart_count; i++) {
            const struct shown_chart *chart = &place->charts[i];
            for (size_t k = 0; k < chart->period_count; k++)
                csv_period(shown, place, chart, &chart->periods[k], out);
            csv_cells(shown, place, chart, &chart->before, out);
            csv_cells(shown, place, chart, &chart->now, out);
        }
    }
    return text_ok(out, error);
}

static void define(struct text *out, const char *what, const char *name,
                   const char *meaning)
{
    csv_add_text(out, what);
    text_add(out, ",");
    csv_add_text(out, name);
    text_add(out, ",");
    csv_add_text(out, meaning);
    text_add(out, "\n");
}

static const struct column {
    const char *name, *meaning;
} columns[] = {
    {"place",    "identifier of the place; the first one is the centre as a whole"},
    {"kind",     "centre, desk, workshop, club or space"                          },
    {"question", "name of the question in its form"                               },
    {"core",     "name of a question that every centre asks; else empty"          },
    {"mode",
     "how it was answered: door, handed, poster or paper; never to be added up"   },
    {"series",   "same name, options and scores: the same series"                 },
    {"by",       "week, fortnight, block of four weeks, thirteen (weeks), session, month or "
           "term"                                                       },
    {"period",
     "ISO week (2026-W47), day of a session, month (2026-11), term (2026-T3), "
     "or first and last of several weeks"                                         },
    {"option",   "(answers): how many answered; (positive): how many were positive; the "
               "same unflagged: without what looks like repeats, where that "
               "moves the share; else the code of an option"        },
    {"n",        "how many; empty where it is not shown"                          },
    {"note",     "withheld: too few to be shown; empty: no answers; closed: the centre was "
             "closed; at most, at least: n is a bound"                },
};

static void define_question(struct text *out, const struct question *question,
                            const struct words *words)
{
    define(out, "question", question->name,
           document_text(question->text, words->language));
    for (size_t i = 0; i < question->option_count; i++) {
        OWNED(text_release) struct text name = {.whole = out};
        text_add_format(&name, "%s=%s", question->name, question->options[i].code);
        define(out, "option", text_string(&name),
               phrase_option(words, question, &question->options[i]));
    }
}

/* Was a chart's series defined before, by a place or mode above? */
static bool is_defined(const struct shown *shown, size_t place, size_t chart)
{
    const char *series = shown->places[place].charts[chart].line->series;

    for (size_t p = 0; p <= place; p++)
        for (size_t i = 0; i < (p == place ? chart : shown->places[p].chart_count); i++)
            if (!strcmp(shown->places[p].charts[i].line->series, series))
                return true;
    return false;
}

bool record_dictionary(const struct shown *shown, const struct words *words,
                       struct text *out, struct error *error)
{
    text_add(out, "what,name,meaning\n");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        define(out, "column", columns[i].name, columns[i].meaning);
    for (size_t p = 0; p < shown->place_count; p++)
        define(out, "place", shown->places[p].place->id,
               document_text(shown->places[p].place->name, words->language));
    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t i = 0; i < shown->places[p].chart_count; i++)
            if (!is_defined(shown, p, i))
                define_question(out, shown->places[p].charts[i].line->question, words);
    return text_ok(out, error);
}

bool record_files(const struct shown *shown, const struct themes *themes,
                  const struct words *words,
                  bool (*write)(void *context, const char *name,
                                const struct text *bytes, struct error *error),
                  void *context, struct error *error)
{
    OWNED(text_release) struct text json = {0}, csv = {0}, dictionary = {0};

    return record_json(shown, themes, &json, error)
           && write(context, "report.json", &json, error)
           && record_csv(shown, &csv, error)
           && write(context, "counts.csv", &csv, error)
           && record_dictionary(shown, words, &dictionary, error)
           && write(context, "dictionary.csv", &dictionary, error);
}
