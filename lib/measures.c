/* measures.c: reads the tallies of a store into lines. */
#include "sortie/measures.h"

#include <stdlib.h>
#include <string.h>

/* A form version as tally rows name it, with the series of its questions. */
struct version {
    int64_t number;
    int64_t first; /* of the first version of its form */
    const struct form *form;
    char (*series)[DIGEST_HEX_SIZE];
};

struct reading {
    struct store *store;
    struct measures *measures;
    int32_t last_week;
    const struct place *place;     /* of the row before */
    const struct session *session; /* the last one of a row */
    struct version *versions;
    size_t version_count;
};

static bool no_memory(struct error *error)
{
    return error_set(error, ERROR_SYSTEM, "cannot count answers: out of memory");
}

static int64_t first_version(const struct store *store, const struct form *form)
{
    int64_t number = 1;
    const struct form *other;

    while (!(other = store_form(store, number)) || strcmp(other->id, form->id) != 0)
        number++;
    return number;
}

static struct version *new_version(struct reading *reading, int64_t number,
                                   struct error *error)
{
    const struct form *form = store_form(reading->store, number);
    struct version *grown = realloc(reading->versions, (reading->version_count + 1)
                                                           * sizeof *reading->versions);

    if (!form)
        error_set(error, ERROR_INPUT, "the store counts answers to a form it has not");
    if (!grown)
        no_memory(error);
    reading->versions = grown ? grown : reading->versions;
    if (!form || !grown)
        return NULL;
    struct version *version = &grown[reading->version_count];
    *version = (struct version){number, first_version(reading->store, form), form,
                                calloc(form->question_count, sizeof *version->series)};
    if (!version->series) {
        no_memory(error);
        return NULL;
    }
    reading->version_count++;
    for (size_t i = 0; i < form->question_count; i++)
        if (!question_series(&form->questions[i], form, version->series[i], error))
            return NULL;
    return version;
}

static struct version *version_of(struct reading *reading, int64_t number,
                                  struct error *error)
{
    for (size_t i = 0; i < reading->version_count; i++)
        if (reading->versions[i].number == number)
            return &reading->versions[i];
    return new_version(reading, number, error);
}

static struct line *new_line(struct line_list *list, struct error *error)
{
    struct line **grown = realloc(list->lines, (list->count + 1) * sizeof *grown);
    struct line *line = calloc(1, sizeof *line);

    if (grown)
        list->lines = grown;
    if (!grown || !line) {
        free(line);
        no_memory(error);
        return NULL;
    }
    return list->lines[list->count++] = line;
}

static struct line *line_of(struct line_list *list, const char *series, enum mode mode,
                            struct error *error)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->lines[i]->mode == mode && !strcmp(list->lines[i]->series, series))
            return list->lines[i];
    struct line *line = new_line(list, error);
    if (line) {
        line->mode = mode;
        memcpy(line->series, series, sizeof line->series);
    }
    return line;
}

static bool new_cell(struct line *line, struct error *error)
{
    size_t options = line->question->option_count;

    if (line->cell_count == line->cell_size) {
        size_t size = line->cell_size ? line->cell_size * 2 : 64;
        struct cell *cells = realloc(line->cells, size * sizeof *cells);
        if (cells)
            line->cells = cells;
        int64_t *counts = realloc(line->options, size * options * sizeof *counts);
        if (counts)
            line->options = counts;
        if (!cells || !counts)
            return no_memory(error);
        line->cell_size = size;
    }
    memset(&line->options[line->cell_count * options], 0,
           options * sizeof *line->options);
    line->cell_count++;
    return true;
}

/* Rows come by week, so the cell is among the last ones. */
static struct cell *cell_of(struct line *line, struct cell cell, struct error *error)
{
    for (size_t i = line->cell_count; i-- > 0 && line->cells[i].week == cell.week;)
        if (line->cells[i].session == cell.session)
            return &line->cells[i];
    if (!new_cell(line, error))
        return NULL;
    line->cells[line->cell_count - 1] = cell;
    return &line->cells[line->cell_count - 1];
}

/* A line speaks in the words of the form that the centre had first, as it asks today:
 * the centre as a whole is asked by its exit form, not by that of a workshop. */
static void choose_words(struct line *line, const struct place *place,
                         const struct version *version, const struct question *question)
{
    bool same = line->form && !strcmp(line->form->id, version->form->id);

    if (same ? version->number <= line->form_number
             : line->form && version->first >= line->form_first)
        return;
    line->form_first = version->first;
    line->form_number = version->number;
    line->form = version->form;
    line->question = question;
    line->place = place;
}

/* Rows of a week come by place and session: it is mostly that of the row before. */
static const struct session *session_of(struct reading *reading, const char *id)
{
    if (!*id)
        return NULL;
    if (!reading->session || strcmp(reading->session->id, id) != 0)
        reading->session = centre_session(reading->measures->centre, id);
    return reading->session;
}

static const struct place *place_of(struct reading *reading, const char *id)
{
    if (!reading->place || strcmp(reading->place->id, id) != 0)
        reading->place = centre_place(reading->measures->centre, id);
    return reading->place;
}

static void count_option(struct line *line, struct cell *cell,
                         const struct option *option, const struct question *question,
                         const struct tally_row *row)
{
    const size_t at = (size_t)(cell - line->cells) * question->option_count;

    line->options[at + (size_t)(option - question->options)] += row->n;
    if (row->class != FLAGGED)
        return;
    cell->flagged.n += option->missing ? 0 : row->n;
    cell->flagged.positive += option->positive ? row->n : 0;
}

static bool count(struct reading *reading, const struct place *place,
                  const struct version *version, const struct question *question,
                  const struct tally_row *row, struct error *error)
{
    const struct centre *centre = reading->measures->centre;
    struct line_list *list = &reading->measures->places[place - centre->places];
    const char *series = version->series[question - version->form->questions];
    const struct option *option = question_option(question, row->option);
    struct line *line =
        option || !*row->option ? line_of(list, series, row->mode, error) : NULL;

    if (!line)
        return !option && *row->option;
    choose_words(line, place, version, question);
    struct cell *cell = cell_of(
        line,
        (struct cell){.week = row->week, .session = session_of(reading, row->session)},
        error);
    if (cell && option)
        count_option(line, cell, option, question, row);
    else if (cell)
        cell->answered += row->n;
    return cell != NULL;
}

static bool in_place(enum class class)
{
    return class == PLAIN || class == FLAGGED || class == AGAIN;
}

static bool in_whole(enum class class)
{
    return class == PLAIN || class == FLAGGED || class == PARTIAL;
}

static bool add_row(void *context, const struct tally_row *row, struct error *error)
{
    struct reading *reading = context;
    const struct centre *centre = reading->measures->centre;

    if (!*row->question && row->week == reading->last_week)
        reading->measures->classes[row->class] += row->n;
    if (!*row->question)
        return true;
    const struct place *place = place_of(reading, row->place);
    const struct version *version = version_of(reading, row->form, error);
    if (!place || !version)
        return error->kind == ERROR_NONE;
    const struct question *question = form_question(version->form, row->question);
    if (!question || question->option_count == 0)
        return true;
    bool whole = question->core || place == centre->places;
    if (whole && in_whole(row->class)
        && !count(reading, centre->places, version, question, row, error))
        return false;
    return place == centre->places || !in_place(row->class)
           || count(reading, place, version, question, row, error);
}

static bool add_choice(void *context, const struct chosen *chosen, struct error *error)
{
    struct measures *measures = context;
    const struct choice choice = {centre_place(measures->centre, chosen->place),
                                  chosen->mode, chosen->first,
                                  by_of_length(chosen->weeks)};
    struct choice *grown =
        realloc(measures->choices, (measures->choice_count + 1) * sizeof *grown);

    if (!grown)
        return no_memory(error);
    measures->choices = grown;
    measures->choices[measures->choice_count++] = choice;
    return (choice.place && choice.by != BYS)
           || error_set(error, ERROR_SYSTEM,
                        "the store has a period that cannot be read");
}

bool measures_read(struct store *store, int32_t from, int32_t to,
                   struct measures *measures, struct error *error)
{
    struct reading reading = {.store = store, .measures = measures, .last_week = to};

    *measures = (struct measures){.centre = store_centre(store)};
    measures->changes = store_changes(store, &measures->change_count);
    measures->places = calloc(measures->centre->place_count, sizeof *measures->places);
    bool read = measures->places
                    ? store_periods(store, add_choice, measures, error)
                          && store_tallies(store, from, to, add_row, &reading, error)
                    : no_memory(error);
    for (size_t i = 0; i < reading.version_count; i++)
        free(reading.versions[i].series);
    free(reading.versions);
    if (!read)
        measures_release(measures);
    return read;
}

void measures_release(struct measures *measures)
{
    for (size_t i = 0; measures->places && i < measures->centre->place_count; i++) {
        struct line_list *list = &measures->places[i];
        for (size_t j = 0; j < list->count; j++) {
            free(list->lines[j]->cells);
            free(list->lines[j]->options);
            free(list->lines[j]);
        }
        free(list->lines);
    }
    free(measures->places);
    free(measures->choices);
    *measures = (struct measures){0};
}

int32_t measures_first(const struct measures *measures, int32_t week)
{
    int32_t first = week;

    for (size_t p = 0; p < measures->centre->place_count; p++)
        for (size_t i = 0; i < measures->places[p].count; i++)
            if (measures->places[p].lines[i]->cells[0].week < first)
                first = measures->places[p].lines[i]->cells[0].week;
    return first;
}

int32_t measures_began(const struct line_list *list, enum mode mode, int32_t week)
{
    int32_t first = week + 1;

    for (size_t i = 0; i < list->count; i++)
        if (list->lines[i]->mode == mode && question_is_scored(list->lines[i]->question)
            && list->lines[i]->cells[0].week < first)
            first = list->lines[i]->cells[0].week;
    return first;
}

bool measures_same(const struct line *a, const struct line *b)
{
    return a->mode == b->mode && strcmp(a->series, b->series) == 0;
}

bool question_is_scored(const struct question *question)
{
    bool scored = false;

    for (size_t i = 0; i < question->option_count; i++)
        scored |= question->options[i].score != SCORE_NONE;
    return scored && question->type != CHOICES;
}

int question_rank(const struct question *question)
{
    if (!question->core)
        return 2;
    return strncmp(question->core, "overall.", 8) != 0;
}

static void add_cell(const struct line *line, size_t cell, struct counts *counts)
{
    const struct question *question = line->question;

    for (size_t i = 0; i < question->option_count; i++) {
        int64_t n = line->options[cell * question->option_count + i];
        counts->n += question->options[i].missing ? 0 : n;
        counts->positive += question->options[i].positive ? n : 0;
    }
}

struct counts measures_counts(const struct line *line, int32_t from, int32_t to)
{
    struct counts counts = {0};

    for (size_t i = 0; i < line->cell_count; i++)
        if (line->cells[i].week >= from && line->cells[i].week <= to)
            add_cell(line, i, &counts);
    return counts;
}

struct counts measures_session(const struct line *line, const struct session *session)
{
    struct counts counts = {0};

    for (size_t i = 0; i < line->cell_count; i++)
        if (line->cells[i].session == session
            && line->cells[i].week == week_of(session->day))
            add_cell(line, i, &counts);
    return counts;
}

struct counts measures_flagged(const struct line *line, int32_t from, int32_t to)
{
    struct counts counts = {0};

    for (size_t i = 0; i < line->cell_count; i++) {
        const struct cell *cell = &line->cells[i];
        if (cell->week < from || cell->week > to)
            continue;
        counts.n += cell->flagged.n;
        counts.positive += cell->flagged.positive;
    }
    return counts;
}

int64_t measures_answered(const struct line *line, int32_t from, int32_t to)
{
    int64_t answered = 0;

    for (size_t i = 0; i < line->cell_count; i++)
        if (line->cells[i].week >= from && line->cells[i].week <= to)
            answered += line->cells[i].answered;
    return answered;
}

void measures_options(const struct line *line, int32_t from, int32_t to,
                      int64_t *options)
{
    size_t count = line->question->option_count;

    memset(options, 0, count * sizeof *options);
    for (size_t i = 0; i < line->cell_count; i++)
        for (size_t o = 0; o < count; o++)
            if (line->cells[i].week >= from && line->cells[i].week <= to)
                options[o] += line->options[i * count + o];
}
