/* simulate.c: a centre that never was, for the demonstration, the tests and the
 * benchmark.
 *
 *     simulate centre --centre forms/centres/la-villette.json --last 2026-W47
 *     simulate responses --centre FILE --form FILE... --last 2026-W47 --scale 100
 *
 * The first prints the centre's file with "simulated": true and sessions around the
 * last week; the second a year of response documents as JSON lines, for
 * sortie-collector import. The same arguments give the same bytes: nothing here is
 * random. */
#include "sortie/options.h"
#include "sortie/response.h"

#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WEEKS = 52, WEEKS_AHEAD = 6, FORMS_MOST = 8 };

/* The place whose answers a child taps, and how often. */
enum { TAPPED = 4, TAPS = 8 };

/* splitmix64: small, and the same everywhere. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

/* In [0, 1). */
static double chance(uint64_t *state)
{
    return (double)(draw(state) >> 11) / 9007199254740992.0;
}

static int below(uint64_t *state, int most)
{
    return (int)(draw(state) % (uint64_t)most);
}

/* Knuth's, in pieces that exp() can hold. */
static int poisson(uint64_t *state, double mean)
{
    int count = 0;
    while (mean > 0) {
        double product = chance(state), end = exp(-fmin(mean, 30));
        while (product > end) {
            product *= chance(state);
            count++;
        }
        mean -= 30;
    }
    return count;
}

/* ---- the centre ---- */

static bool open_on(const struct centre *centre, int32_t day)
{
    for (int minute = 0; minute < MINUTES_A_DAY; minute += 60)
        if (centre_is_open(centre, (struct moment){.day = day, .minute = minute}))
            return true;
    return false;
}

/* Workshops meet every week, clubs every second one, each on a weekday of its own. */
static void add_session(const struct centre *centre, size_t index, int32_t week,
                        json_t *sessions)
{
    const struct place *place = &centre->places[index];
    int32_t day = week_monday(week) + 1 + (int32_t)(index % 5);
    bool meets = place->kind == KIND_WORKSHOP
                 || (place->kind == KIND_CLUB && (week + (int32_t)index) % 2 == 0);
    char text[DAY_SIZE], id[80];
    if (!meets || !open_on(centre, day))
        return;
    day_write(day, text);
    snprintf(id, sizeof id, "%.30s-%s", place->id, text);
    json_array_append_new(
        sessions, json_pack("{s:s, s:s, s:s, s:s}", "id", id, "place", place->id, "day",
                            text, "at", place->kind == KIND_CLUB ? "17:00" : "14:00"));
}

static bool print_centre(const struct options *options, struct error *error)
{
    struct centre *centre = centre_load(options_value(options, "centre"), error);
    json_t *sessions = json_array();
    int32_t last = 0;
    if (!centre)
        return false;
    if (!week_read(options_value(options, "last"), &last))
        return error_set(error, ERROR_USAGE, "--last must be a week such as 2026-W47");
    for (int32_t week = last - WEEKS + 1; week <= last + WEEKS_AHEAD; week++)
        for (size_t i = 1; i < centre->place_count; i++)
            add_session(centre, i, week, sessions);
    json_object_set_new(centre->document, "sessions", sessions);
    json_object_set_new(centre->document, "simulated", json_true());
    json_dumpf(centre->document, stdout, JSON_INDENT(1));
    printf("\n");
    centre_free(centre);
    return true;
}

/* ---- the responses ---- */

struct simulation {
    const struct centre *centre;
    struct form *forms[FORMS_MOST];
    size_t form_count;
    int32_t last;
    double scale;
    uint64_t state;
};

/* How many of ten leave pleased: each place its own, and one desk that changed
 * something twenty weeks before the end. */
static double pleased(const struct simulation *simulation, size_t place, int32_t week)
{
    double base = 0.74 + 0.03 * (double)(place * 7 % 6);
    return place == 3 && week > simulation->last - 20 ? base + 0.14
           : place == 3                               ? base - 0.06
                                                      : base;
}

static const struct option *choose(struct simulation *simulation,
                                   const struct question *question, bool happy)
{
    const struct option *chosen = question->options;
    double best = -1;
    for (size_t i = 0; i < question->option_count; i++) {
        const struct option *option = &question->options[i];
        double weight = option->missing               ? 0.05
                        : option->score == SCORE_NONE ? 0.5
                        : option->positive == happy   ? 1
                                                      : 0.02;
        if (!happy && option->score >= 0)
            weight *= 0.15 + option->score / 100.0;
        if (happy && option->score == 100)
            weight *= 1.3;
        double lot = weight * chance(&simulation->state);
        if (lot > best) {
            best = lot;
            chosen = option;
        }
    }
    return chosen;
}

static json_t *choose_several(struct simulation *simulation,
                              const struct question *question)
{
    json_t *codes = json_array();
    int first = below(&simulation->state, (int)question->option_count);
    int second = below(&simulation->state, (int)question->option_count);
    json_array_append_new(codes, json_string(question->options[first].code));
    if (question->max > 1 && second != first && !question->options[first].exclusive
        && !question->options[second].exclusive && chance(&simulation->state) < 0.4)
        json_array_append_new(codes, json_string(question->options[second].code));
    return codes;
}

static json_t *answer(struct simulation *simulation, const struct form *form,
                      const struct place *place, bool happy, const char *mode)
{
    json_t *answers = json_object();
    struct circumstances circumstances = {kind_name(place->kind), mode, "fr"};
    for (size_t i = 0; i < form->question_count; i++) {
        const struct question *question = &form->questions[i];
        bool given = question->required || chance(&simulation->state) < 0.6;
        if (!given || question->type == PICK || question->type == TEXT
            || question->type == NOTE
            || !question_shown(question, form, answers, &circumstances))
            continue;
        bool mood = chance(&simulation->state) < 0.85 ? happy : !happy;
        if (question_is_overall(question))
            mood = happy;
        json_t *given_answer =
            question->type == CHOICES
                ? choose_several(simulation, question)
                : json_string(choose(simulation, question, mood)->code);
        json_object_set_new(answers, question->name, given_answer);
    }
    return answers;
}

static void make_key(uint64_t *state, char key[static 2 * KEY_SIZE + 1])
{
    unsigned char bytes[KEY_SIZE];
    uint64_t halves[2] = {draw(state), draw(state)};
    memcpy(bytes, halves, sizeof bytes);
    sodium_bin2hex(key, 2 * KEY_SIZE + 1, bytes, sizeof bytes);
}

static void print_line(json_t *document)
{
    char *line = document_canonical(document);
    printf("%s\n", line);
    free(line);
    json_decref(document);
}

static void print_response(struct simulation *simulation, const struct form *form,
                           const struct place *place, const char *where, int32_t day,
                           const char *mode)
{
    static const char *const langs[] = {"fr", "fr", "fr", "fr", "fr",
                                        "fr", "en", "es", "ar", "pt"};
    static const char *const parts[] = {"morning", "afternoon", "afternoon", "evening"};
    char key[2 * KEY_SIZE + 1], text[DAY_SIZE];
    make_key(&simulation->state, key);
    size_t index = (size_t)(place - simulation->centre->places);
    bool happy = chance(&simulation->state) < pleased(simulation, index, week_of(day));
    day_write(day, text);
    const char *lang = langs[below(&simulation->state, 10)];
    json_t *document = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:o}", "key", key, "form", form->id,
        "version", form->version, "day", text, "part",
        parts[below(&simulation->state, 4)], "lang",
        form->language_count > 8 ? lang : form->languages[0], "complete", 1, "place",
        where, "answers", answer(simulation, form, place, happy, mode));
    print_line(document);
}

/* On an afternoon of the last week a child taps the worst face of a desk again and
 * again; the tablet flags it. */
static void print_child(const struct form *form, const struct place *place, int32_t day)
{
    uint64_t state = 7;
    char key[2 * KEY_SIZE + 1], text[DAY_SIZE];
    day_write(day, text);
    for (int i = 0; i < TAPS; i++) {
        make_key(&state, key);
        print_line(json_pack(
            "{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:[s, s], s:{s:s, s:s}}", "key",
            key, "form", form->id, "version", form->version, "day", text, "part",
            "afternoon", "lang", "fr", "complete", 1, "place", place->id, "flags",
            "fast", "repeat", "answers", "overall", "1", "forward", "no"));
    }
}

static const struct form *form_for(const struct simulation *simulation, const char *id)
{
    for (size_t i = 0; i < simulation->form_count; i++)
        if (strcmp(simulation->forms[i]->id, id) == 0)
            return simulation->forms[i];
    return NULL;
}

static void simulate_day(struct simulation *simulation, int32_t day)
{
    static const double usual[KINDS] = {
        [KIND_CENTRE] = 0.3, [KIND_DESK] = 2.4, [KIND_SPACE] = 1.6};
    const struct centre *centre = simulation->centre;
    const struct form *form = form_for(simulation, "exit");
    for (size_t i = 0; i < centre->place_count && form; i++) {
        double mean = usual[centre->places[i].kind] * (0.6 + 0.2 * (double)(i % 5))
                      * simulation->scale;
        for (int n = mean > 0 ? poisson(&simulation->state, mean) : 0; n > 0; n--)
            print_response(simulation, form, &centre->places[i], centre->places[i].id,
                           day, "door");
        if (i == TAPPED && day == week_monday(simulation->last) + 2)
            print_child(form, &centre->places[i], day);
    }
    form = form_for(simulation, "interview");
    for (int n = form ? poisson(&simulation->state, 1.5 * simulation->scale) : 0; n > 0;
         n--)
        print_response(simulation, form, &centre->places[0], "none", day, "handed");
}

static void simulate_sessions(struct simulation *simulation, int32_t day)
{
    const struct centre *centre = simulation->centre;
    for (size_t i = 0; i < centre->session_count; i++) {
        const struct session *session = &centre->sessions[i];
        const struct form *form = form_for(
            simulation, session->place->kind == KIND_CLUB ? "club" : "workshop");
        if (session->day != day || !form)
            continue;
        double mean =
            (session->place->kind == KIND_CLUB ? 4.5 : 7.5) * simulation->scale;
        for (int n = poisson(&simulation->state, mean); n > 0; n--)
            print_response(simulation, form, session->place, session->id, day, "door");
    }
}

static bool load_forms(const struct options *options, struct simulation *simulation,
                       struct error *error)
{
    const char *path;
    while (simulation->form_count < FORMS_MOST
           && (path = options_nth(options, "form", simulation->form_count))) {
        simulation->forms[simulation->form_count] = form_load(path, error);
        if (!simulation->forms[simulation->form_count++])
            return false;
    }
    return true;
}

static bool print_responses(const struct options *options, struct error *error)
{
    /* Other forms, other keys: no two files of a demonstration share one. */
    struct simulation simulation = {.state = 1993};
    for (const char *c = basename(options_nth(options, "form", 0)); *c; c++)
        simulation.state = simulation.state * 31 + (unsigned char)*c;
    struct centre *centre = centre_load(options_value(options, "centre"), error);
    long scale = 100;
    simulation.centre = centre;
    if (!week_read(options_value(options, "last"), &simulation.last))
        error_set(error, ERROR_USAGE, "--last must be a week such as 2026-W47");
    bool ready = centre && error->kind == ERROR_NONE
                 && load_forms(options, &simulation, error)
                 && options_number(options, "scale", 1, 1000000, 100, &scale, error);
    simulation.scale = (double)scale / 100;
    for (int32_t day = week_monday(simulation.last - WEEKS + 1);
         ready && day < week_monday(simulation.last + 1); day++)
        if (open_on(centre, day)) {
            simulate_day(&simulation, day);
            simulate_sessions(&simulation, day);
        }
    for (size_t i = 0; i < simulation.form_count; i++)
        form_free(simulation.forms[i]);
    centre_free(centre);
    return ready;
}

static const struct command commands[] = {
    {"centre",
     "print the centre's file with sessions around the last week", NULL,
     0, 0,
     {{"centre", "FILE", "a centre's file", OPTION_NEEDED},
      {"last", "WEEK", "such as 2026-W47", OPTION_NEEDED}},
     print_centre},
    {"responses",
     "print a year of responses as JSON lines", NULL,
     0, 0,
     {{"centre", "FILE", "what simulate centre printed", OPTION_NEEDED},
      {"last", "WEEK", "the last of the 52 weeks", OPTION_NEEDED},
      {"form", "FILE", "exit, interview, workshop, club: those given are answered",
       OPTION_MANY_NEEDED},
      {"scale", "PERCENT", "how many responses, 100 being usual", OPTION_ONE}},
     print_responses},
    {0      },
};

int main(int argc, char **argv)
{
    return options_run(argc, argv, "simulate", "makes up a year of a centre", commands);
}
