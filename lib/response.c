/* response.c: see response.h. */
#include "sortie/response.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const char *const class_names[CLASSES] = {
    [PLAIN] = "plain", [FLAGGED] = "flagged", [PARTIAL] = "partial",
    [AGAIN] = "again", [LATE] = "late",       [UNCERTAIN] = "uncertain",
};

static const char *const part_names[PARTS] = {[PART_NONE] = "",
                                              [MORNING] = "morning",
                                              [AFTERNOON] = "afternoon",
                                              [EVENING] = "evening"};

static int find(const char *name, const char *const *names, int first, int count)
{
    for (int i = first; name && i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return -1;
}

const char *class_name(enum class class)
{
    return class_names[class];
}

bool class_from(const char *name, enum class *class)
{
    int found = find(name, class_names, 0, CLASSES);
    if (found >= 0)
        *class = (enum class)found;
    return found >= 0;
}

const char *part_name(enum part part)
{
    return part_names[part];
}

void forms_release(struct forms *forms)
{
    for (size_t i = 0; i < forms->count; i++)
        form_free(forms->entries[i]);
    free(forms->entries);
    *forms = (struct forms){0};
}

const struct form *forms_find(const struct forms *forms, const char *id,
                              const char *version)
{
    for (size_t i = 0; i < forms->count; i++)
        if (strcmp(forms->entries[i]->version, version) == 0
            && strcmp(forms->entries[i]->id, id) == 0)
            return forms->entries[i];
    return NULL;
}

/* What is being read, and into what. */
struct reading {
    const json_t *document;
    const struct arrival *arrival;
    struct response *response;
    struct problems *problems;
    bool complete, again;
    bool placed; /* by its point, or as typed in: a pick is not asked */
    bool slip;   /* typed in, without a key: no clock but a hand wrote its day */
};

/* ---- the members around the answers ---- */

static void read_key(const struct reading *reading)
{
    const char *key = document_string(reading->document, "key");
    size_t length = 0;
    if (reading->slip)
        return;
    if (!key || strlen(key) != 2 * KEY_SIZE
        || sodium_hex2bin(reading->response->key, KEY_SIZE, key, strlen(key), NULL,
                          &length, NULL)
               != 0
        || length != KEY_SIZE)
        problems_add(reading->problems, "/key",
                     "must be 32 hexadecimal digits, made anew for each response");
}

static bool read_boolean(const struct reading *reading, const char *name, bool absent)
{
    const json_t *value = json_object_get(reading->document, name);
    if (value && !json_is_boolean(value))
        problems_add(reading->problems, pointer_member("", name).text,
                     "must be true or false");
    return value ? json_is_true(value) : absent;
}

/* A day before sortie existed is a clock without a battery, not an old response. */
static bool is_of_sortie(int32_t day)
{
    return day >= day_from_civil(2020, 1, 1);
}

static bool is_too_old(int32_t day, int32_t today)
{
    return is_of_sortie(day) && day < today - DAYS_REMEMBERED;
}

/* What is sent is believed for the last 35 days, a file for any past day; but where a
 * clock and no hand wrote the day, not for one before there was a sortie. */
static bool is_believed(const struct reading *reading, int32_t day)
{
    const struct arrival *arrival = reading->arrival;
    if (reading->slip)
        return true;
    return day <= arrival->today
           && (arrival->imported ? is_of_sortie(day)
                                 : day >= arrival->today - DAYS_BELIEVED);
}

static void read_day(struct reading *reading)
{
    const struct arrival *arrival = reading->arrival;
    const char *text = document_string(reading->document, "day");
    int32_t day = DAY_NONE;
    if (!text || !day_read(text, &day)) {
        problems_add(reading->problems, "/day", "must be a day such as \"2026-11-22\"");
        return;
    }
    if (reading->slip && day > arrival->today)
        problems_add(reading->problems, "/day", "this day is still to come");
    bool believed = is_believed(reading, day);
    reading->response->day = believed ? day : arrival->today;
    reading->response->class = believed ? PLAIN : UNCERTAIN;
    reading->response->too_old = !believed && is_too_old(day, arrival->today);
}

static void read_lang(const struct reading *reading)
{
    const char *lang = document_string(reading->document, "lang");
    if (!lang && reading->arrival->imported)
        lang = reading->arrival->centre->languages[0];
    for (size_t i = 0; lang && i < reading->response->form->language_count; i++)
        if (strcmp(lang, reading->response->form->languages[i]) == 0) {
            reading->response->lang = reading->response->form->languages[i];
            return;
        }
    problems_add(reading->problems, "/lang",
                 "must be a language of the form, such as \"fr\"");
}

static void read_part(const struct reading *reading)
{
    const json_t *part = json_object_get(reading->document, "part");
    int found = find(json_string_value(part), part_names, MORNING, PARTS);
    if (part && found < 0)
        problems_add(reading->problems, "/part",
                     "must be morning, afternoon or evening");
    reading->response->part = found < 0 ? PART_NONE : (enum part)found;
}

/* A tablet's file says how each of its documents was given. */
static void read_mode(const struct reading *reading)
{
    const json_t *mode = json_object_get(reading->document, "mode");
    const char *name = json_string_value(mode);
    if (mode && reading->arrival->imported
        && !(name && mode_from(name, &reading->response->mode)))
        problems_add(reading->problems, "/mode",
                     "must be door, handed, poster or paper");
}

static bool repeated(const json_t *codes, size_t index)
{
    const char *code = json_string_value(json_array_get(codes, index));
    for (size_t i = 0; code && i < index; i++)
        if (strcmp(code, json_string_value(json_array_get(codes, i))) == 0)
            return true;
    return false;
}

static bool read_flags(const struct reading *reading)
{
    const json_t *flags = json_object_get(reading->document, "flags");
    size_t index;
    json_t *flag;
    if (flags && !json_is_array(flags))
        problems_add(reading->problems, "/flags", "must be a list");
    json_array_foreach(flags, index, flag)
    {
        if (find(json_string_value(flag), (const char *const[]){"repeat", "fast"}, 0, 2)
            < 0)
            problems_add(reading->problems, pointer_to("/flags", index).text,
                         "must be repeat or fast");
        else if (repeated(flags, index))
            problems_add(reading->problems, "/flags", "a flag may be given once only");
        else
            continue;
        break; /* one problem is enough of a list that may be long */
    }
    return json_array_size(flags) > 0;
}

static void read_members(struct reading *reading)
{
    static const char *const known[] = {
        "place", "mode",     "key",   "form",  "version", "day", "part",
        "lang",  "complete", "again", "flags", "answers", "pad", NULL};
    struct response *response = reading->response;
    problems_unknown(reading->problems, "", reading->document,
                     reading->arrival->imported ? known : known + 2);
    read_mode(reading);
    read_key(reading);
    read_day(reading);
    read_lang(reading);
    read_part(reading);
    bool flagged = read_flags(reading);
    reading->complete = read_boolean(reading, "complete", true);
    reading->again = read_boolean(reading, "again", false);
    if (response->class != PLAIN)
        return;
    response->class = !reading->complete ? PARTIAL
                      : flagged          ? FLAGGED
                      : reading->again   ? AGAIN
                                         : PLAIN;
}

/* ---- the answers ---- */

static void read_code(const struct question *question, const json_t *answer,
                      const char *at, struct problems *problems)
{
    if (!json_is_string(answer))
        problems_add(problems, at, "must be the code of one option, in quotes");
    else if (!question_option(question, json_string_value(answer)))
        problems_add(problems, at, "'%.40s' is not an option of this question",
                     json_string_value(answer));
}

static void read_codes(const struct question *question, const json_t *answer,
                       const char *at, struct problems *problems)
{
    size_t index, count = json_array_size(answer);
    json_t *code;
    if (!json_is_array(answer) || count < (size_t)question->min
        || count > (size_t)question->max) {
        problems_add(problems, at, "must be a list of %d to %d codes", question->min,
                     question->max);
        return;
    }
    json_array_foreach(answer, index, code)
    {
        size_t before = problems->count;
        read_code(question, code, pointer_to(at, index).text, problems);
        if (problems->count > before)
            return;
        if (repeated(answer, index))
            problems_add(problems, at, "a code may be given once only");
        if (question_option(question, json_string_value(code))->exclusive && count > 1)
            problems_add(problems, at, "'%s' must stand alone",
                         json_string_value(code));
    }
}

static void read_remark(const struct question *question, const json_t *answer,
                        const char *at, struct problems *problems)
{
    if (!json_is_string(answer))
        problems_add(problems, at, "must be a text");
    else if (text_characters(json_string_value(answer)) > (size_t)question->max)
        problems_add(problems, at, "must have at most %d characters", question->max);
}

/* The place or session that a pick chose. Sensitive places are answered only at their
 * own point; a place that ended is still believed: the tablet may have been off. So is
 * a session that was cancelled, for its place; what was accepted of one that is
 * forgotten by now counts for the centre. */
static void read_pick(struct reading *reading, const struct question *question,
                      const json_t *answer, const char *at)
{
    const char *id = json_string_value(answer);
    const struct centre *centre = reading->arrival->centre;
    const struct place *place = id ? centre_place(centre, id) : NULL;
    const struct session *session = id && !place ? centre_session(centre, id) : NULL;
    const struct session *off = id && !place ? centre_cancelled(centre, id) : NULL;
    place = session ? session->place : off ? off->place : place;
    bool fits =
        place && (place->kind == KIND_CENTRE || question->kinds & 1U << place->kind);
    if (!place && id && reading->arrival->settling)
        return;
    if (!fits) {
        problems_add(reading->problems, at,
                     "must be a place or a session of this centre, or \"none\"");
    } else if (place->sensitive && !reading->arrival->settling) {
        problems_add(reading->problems, at,
                     "this place is answered at its own point only");
    } else {
        reading->response->place = place;
        reading->response->session = session;
        reading->response->picked = question;
    }
}

static bool keep(struct response *response, const struct question *question,
                 const json_t *answer)
{
    return json_object_set(response->answers, question->name,
                           (json_t *)(uintptr_t)answer)
           == 0;
}

/* In the form's order: the order in which reasons were tapped is nobody's business. */
static bool keep_codes(struct response *response, const struct question *question,
                       const json_t *answer)
{
    json_t *codes = json_array();
    size_t index;
    json_t *code;
    bool fine = codes != NULL;
    for (size_t i = 0; i < question->option_count && fine; i++)
        json_array_foreach(answer, index, code)
        {
            if (json_is_string(code)
                && strcmp(question->options[i].code, json_string_value(code)) == 0)
                fine = json_array_append(codes, code) == 0 && fine;
        }
    fine = fine && keep(response, question, codes);
    json_decref(codes);
    return fine;
}

/* A list without codes and a text without letters answer nothing. */
static bool is_blank(const struct question *question, const json_t *answer)
{
    if (question->type == CHOICES && json_is_array(answer))
        return json_array_size(answer) == 0;
    if (question->type == TEXT && json_is_string(answer))
        return json_string_length(answer) == 0;
    return json_is_null(answer);
}

/* Reads one answer that is given, shown and asked. */
static bool read_answer(struct reading *reading, const struct question *question,
                        const json_t *answer)
{
    struct pointer at = pointer_member("/answers", question->name);
    switch (question->type) {
    case SCALE:
    case CHOICE:
    case YESNO:
    case NPS:
        read_code(question, answer, at.text, reading->problems);
        return keep(reading->response, question, answer);
    case CHOICES:
        read_codes(question, answer, at.text, reading->problems);
        return keep_codes(reading->response, question, answer);
    case TEXT:
        read_remark(question, answer, at.text, reading->problems);
        return keep(reading->response, question, answer);
    case PICK:
        read_pick(reading, question, answer, at.text);
        return true;
    case NOTE:
    case QUESTION_TYPES:
        break;
    }
    problems_add(reading->problems, at.text,
                 "this is not a question: it takes no answer");
    return true;
}

/* Is a question one that this visitor was asked? Answers to others are dropped. */
static bool asked(const struct reading *reading, const struct question *question)
{
    const struct response *response = reading->response;
    const struct arrival *arrival = reading->arrival;
    struct circumstances circumstances = {.kind = kind_name(response->place->kind),
                                          .mode = mode_name(response->mode),
                                          .lang = response->lang};
    if (question->type == PICK && reading->placed)
        return false;
    if (question->type == TEXT && response->place->sensitive)
        return false;
    return (arrival->imported
            || question_asked(question, response->form,
                              arrival->centre->settings.questions))
           && question_shown(question, response->form, response->answers,
                             &circumstances);
}

static void check_names(const struct reading *reading, const json_t *answers)
{
    const char *name;
    json_t *answer;
    json_object_foreach((json_t *)(uintptr_t)answers, name, answer)
    {
        if (!form_question(reading->response->form, name))
            problems_add(reading->problems, pointer_member("/answers", name).text,
                         "the form has no such question");
    }
}

static bool read_answers(struct reading *reading)
{
    const json_t *answers = json_object_get(reading->document, "answers");
    const struct form *form = reading->response->form;
    if (!json_is_object(answers)) {
        problems_add(reading->problems, "/answers",
                     "must be an object of question names and answers");
        return true;
    }
    check_names(reading, answers);
    for (size_t i = 0; i < form->question_count; i++) {
        const struct question *question = &form->questions[i];
        const json_t *answer = json_object_get(answers, question->name);
        if (answer && is_blank(question, answer))
            answer = NULL;
        if (!answer && !(question->required && reading->complete))
            continue;
        if (!asked(reading, question))
            continue;
        if (!answer)
            problems_add(reading->problems,
                         pointer_member("/answers", question->name).text,
                         "this question needs an answer");
        else if (!read_answer(reading, question, answer))
            return false;
    }
    /* Of what was accepted, all that was answered may have been dropped since. */
    if (json_object_size(reading->response->answers) == 0
        && reading->problems->count == 0 && !reading->arrival->settling)
        problems_add(reading->problems, "/answers", "nothing is answered");
    return true;
}

/* A session of another day is not what was visited; its place is. A workshop's own
 * tablet knows the session of the day when there is only one. */
static void infer_session(const struct reading *reading)
{
    struct response *response = reading->response;
    if (response->session && response->session->day != response->day
        && response->class != UNCERTAIN)
        response->session = NULL;
    if (!response->session && response->place->kind != KIND_CENTRE)
        response->session = centre_only_session(reading->arrival->centre,
                                                response->place, response->day);
}

/* An abandoned response counts for the centre's overall only; what else was tapped or
 * typed is forgotten. */
static void narrow_partial(const struct reading *reading)
{
    struct response *response = reading->response;
    if (reading->complete)
        return;
    response->place = &reading->arrival->centre->places[0];
    response->session = NULL;
    response->picked = NULL;
    for (size_t i = 0; i < response->form->question_count; i++)
        if (!question_is_overall(&response->form->questions[i]))
            json_object_del(response->answers, response->form->questions[i].name);
}

/* A typed-in document may say where it was given, as a point would: a place or a
 * session.
 */
static void read_typed_place(struct reading *reading)
{
    const json_t *given = json_object_get(reading->document, "place");
    const char *id = json_string_value(given);
    const struct centre *centre = reading->arrival->centre;
    if (!given || !reading->arrival->imported)
        return;
    reading->response->session = id ? centre_session(centre, id) : NULL;
    reading->response->place = reading->response->session
                                   ? reading->response->session->place
                               : id ? centre_place(centre, id)
                                    : NULL;
    reading->placed = reading->response->place;
    if (reading->placed)
        return;
    problems_add(reading->problems, "/place",
                 "this centre has no place or session '%.60s'", id ? id : "");
    reading->response->place = &centre->places[0];
}

static bool find_form(const struct reading *reading, const struct forms *forms)
{
    const char *id = document_string(reading->document, "form");
    const char *version = document_string(reading->document, "version");
    if (!id || !version)
        problems_add(reading->problems, id ? "/version" : "/form",
                     "must say the form and its version");
    else if (!(reading->response->form = forms_find(forms, id, version)))
        problems_add(reading->problems, "/version",
                     "this centre has no form '%.32s' of this version", id);
    return reading->response->form;
}

bool response_read(const json_t *document, const struct forms *forms,
                   const struct arrival *arrival, struct response *response,
                   struct problems *problems, struct error *error)
{
    *response = (struct response){.place = arrival->place ? arrival->place
                                                          : &arrival->centre->places[0],
                                  .mode = arrival->mode,
                                  .answers = json_object()};
    struct reading reading = {.placed = arrival->place != NULL,
                              .slip = arrival->imported
                                      && !json_object_get(document, "key"),
                              .document = document,
                              .arrival = arrival,
                              .response = response,
                              .problems = problems};
    if (!json_is_object(document))
        problems_add(problems, "", "a response is an object");
    else if (find_form(&reading, forms)) {
        read_members(&reading);
        read_typed_place(&reading);
        if (!response->answers || !read_answers(&reading))
            return error_set(error, ERROR_SYSTEM,
                             "cannot read a response: out of memory");
        infer_session(&reading);
        narrow_partial(&reading);
    }
    if (problems->count == 0 && problems->cut)
        return error_set(error, ERROR_SYSTEM, "cannot read a response: out of memory");
    return problems->count == 0;
}

void response_release(struct response *response)
{
    json_decref(response->answers);
    response->answers = NULL;
}

void response_narrow(const struct response *response, json_t *document)
{
    const char *picked = response->picked ? response->picked->name : "", *name;
    json_t *answers = json_object_get(document, "answers"), *answer;
    void *next;
    json_object_foreach_safe(answers, next, name, answer)
    {
        if (!json_object_get(response->answers, name) && strcmp(picked, name) != 0)
            json_object_del(answers, name);
    }
}

enum leaning response_leaning(const struct response *response)
{
    for (size_t i = 0; i < response->form->question_count; i++) {
        const struct question *question = &response->form->questions[i];
        const char *code = document_string(response->answers, question->name);
        const struct option *option =
            question->type == SCALE ? question_option(question, code) : NULL;
        if (option)
            return option->positive ? LEANING_PLEASED : LEANING_NOT;
    }
    return LEANING_NOT;
}
