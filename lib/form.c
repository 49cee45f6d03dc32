/* form.c: see form.h. Reading and checking are one walk: what is read is right. */
#include "sortie/form.h"

#include "sortie/control.h"
#include "sortie/picture.h"
#include "sortie/rule.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUESTIONS_MOST = 64, OPTIONS_MOST = 64, TEXT_MOST = 500 };

static const char *const kind_names[KINDS] = {
    [KIND_CENTRE] = "centre", [KIND_DESK] = "desk",   [KIND_WORKSHOP] = "workshop",
    [KIND_CLUB] = "club",     [KIND_SPACE] = "space",
};

static const char *const mode_names[MODES] = {
    [MODE_DOOR] = "door",
    [MODE_HANDED] = "handed",
    [MODE_POSTER] = "poster",
    [MODE_PAPER] = "paper",
};

/* What a question of each type may hold besides its name, type, text, hint, required,
 * optional and show_if. */
static const struct shape {
    const char *name;
    const char *members[5];
    size_t options_least, options_most;
} shapes[QUESTION_TYPES] = {
    [SCALE] = {"scale",   {"core", "style", "options", "positive"}, 2, 11          },
    [CHOICE] = {"choice",  {"core", "options", "positive"},          2, OPTIONS_MOST},
    [CHOICES] = {"choices", {"options", "min", "max", "positive"},    2, OPTIONS_MOST},
    [YESNO] = {"yesno",   {"core", "positive"},                     0, 0           },
    [NPS] = {"nps",     {"core", "positive"},                     0, 0           },
    [PICK] = {"pick",    {"kinds"},                                0, 0           },
    [TEXT] = {"text",    {"max", "multiline", "idea"},             0, 0           },
    [NOTE] = {"note",    {NULL},                                   0, 0           },
};

static int from(const char *name, const char *const *names, int count)
{
    int i = 0;
    while (i < count && (!name || strcmp(name, names[i]) != 0))
        i++;
    return i;
}

const char *question_type_name(enum question_type type)
{
    return shapes[type].name;
}

const char *kind_name(enum kind kind)
{
    return kind_names[kind];
}

bool kind_from(const char *name, enum kind *kind)
{
    int found = from(name, kind_names, KINDS);
    if (found < KINDS)
        *kind = (enum kind)found;
    return found < KINDS;
}

const char *mode_name(enum mode mode)
{
    return mode_names[mode];
}

bool mode_from(const char *name, enum mode *mode)
{
    int found = from(name, mode_names, MODES);
    if (found < MODES)
        *mode = (enum mode)found;
    return found < MODES;
}

/* ---- reading ---- */

/* A name of up to `most` characters: a lower-case letter or (`digit`) a digit first,
 * then those, digits, '_' and '-'. */
static bool is_name(const char *name, size_t most, bool digit)
{
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t length = name ? strlen(name) : 0;
    if (length == 0 || length > most || strspn(name, rest) != length)
        return false;
    return (*name >= 'a' && *name <= 'z') || (digit && *name != '_' && *name != '-');
}

static size_t count_words(const char *text)
{
    size_t words = 0;
    for (text += strspn(text, " \n\t"); *text; text += strspn(text, " \n\t")) {
        words++;
        text += strcspn(text, " \n\t");
    }
    return words;
}

/* A text may have lines; what acts on a terminal or turns the direction of what stands
 * around it has no place in a chart, a mail or a sign. */
static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (*text != '\n' && control_at(text))
            return false;
    return true;
}

/* A language map: every language of the form, no other, nothing empty. */
static void read_text(const json_t *map, const struct form *form, const char *at,
                      size_t words_most, struct problems *problems)
{
    if (!json_is_object(map)) {
        problems_add(problems, at, "a text is needed here, as {\"fr\": \"...\", ...}");
        return;
    }
    for (size_t i = 0; i < form->language_count; i++) {
        const char *text = document_string(map, form->languages[i]);
        if (!text || !*text)
            problems_add(problems, at, "the translation '%s' is missing: add it",
                         form->languages[i]);
        else if (strlen(text) > 4 * TEXT_MOST)
            problems_add(problems, at, "the text '%s' is too long", form->languages[i]);
        else if (!is_plain(text))
            problems_add(problems, at,
                         "the text '%s' must be plain, without control characters and "
                         "characters that turn its direction",
                         form->languages[i]);
        else if (words_most && count_words(text) > words_most)
            problems_add(problems, at,
                         "the question has %zu words in '%s': use at most %zu",
                         count_words(text), form->languages[i], words_most);
    }
    if (form->language_count)
        problems_unknown(problems, at, map, form->languages);
}

static bool read_languages(struct form *form, struct problems *problems)
{
    json_t *languages = json_object_get(form->document, "languages");
    size_t count = json_array_size(languages), index;
    json_t *language;
    form->languages = calloc(count + 1, sizeof *form->languages);
    if (!form->languages)
        return false;
    if (count == 0)
        problems_add(problems, "/languages", "a form needs the list of its languages");
    json_array_foreach(languages, index, language)
    {
        const char *code = json_string_value(language);
        if (!is_name(code, 7, false)
            || from(code, form->languages, (int)form->language_count)
                   < (int)form->language_count)
            problems_add(problems, "/languages",
                         "each language is a code such as \"fr\", once");
        else
            form->languages[form->language_count++] = code;
    }
    return true;
}

/* ---- options ---- */

static void read_score(const json_t *object, struct option *option, const char *at,
                       struct problems *problems)
{
    const json_t *score = json_object_get(object, "score");
    option->score = SCORE_NONE;
    if (score
        && (!json_is_integer(score) || json_integer_value(score) < 0
            || json_integer_value(score) > 100))
        problems_add(problems, at, "'score' must be a whole number from 0 to 100");
    else if (score)
        option->score = (int)json_integer_value(score);
    if (option->missing && option->score != SCORE_NONE)
        problems_add(problems, at,
                     "an option that is 'missing' has no score: remove it");
}

static bool read_flag(const json_t *object, const char *name, const char *at,
                      struct problems *problems)
{
    const json_t *flag = json_object_get(object, name);
    if (flag && !json_is_boolean(flag))
        problems_add(problems, at, "'%s' must be true or false", name);
    return json_is_true(flag);
}

static void read_option(const json_t *object, struct question *question,
                        const struct form *form, const char *at,
                        struct problems *problems)
{
    static const char *const known[] = {"code", "score", "missing", "exclusive",
                                        "text", "icon",  NULL};
    struct option *option = &question->options[question->option_count];
    option->code = document_string(object, "code");
    if (!is_name(option->code, 32, true)) {
        problems_add(problems, at,
                     "an option needs a 'code' of small letters, digits, '_' or '-'");
        return;
    }
    if (question_option(question, option->code))
        problems_add(
            problems, at,
            "the code '%s' is used twice: a code belongs to one option for ever",
            option->code);
    problems_unknown(problems, at, object, known);
    option->missing = read_flag(object, "missing", at, problems);
    option->exclusive = read_flag(object, "exclusive", at, problems);
    if (option->exclusive && question->type != CHOICES)
        problems_add(problems, at, "only an option of 'choices' can be exclusive");
    option->text = json_object_get(object, "text");
    picture_read(object, at, problems);
    read_score(object, option, at, problems);
    option->positive = option->score >= SCORE_POSITIVE;
    read_text(option->text, form, pointer_member(at, "text").text, 0, problems);
    question->option_count++;
}

static bool read_options(const json_t *object, struct question *question,
                         const struct form *form, const char *at,
                         struct problems *problems)
{
    const struct shape *shape = &shapes[question->type];
    const json_t *options = json_object_get(object, "options");
    size_t count = json_array_size(options), index;
    json_t *option;
    if (shape->options_most == 0)
        return true;
    if (count < shape->options_least || count > shape->options_most) {
        problems_add(problems, at, "a %s needs %zu to %zu options", shape->name,
                     shape->options_least, shape->options_most);
        return true;
    }
    question->options = calloc(count, sizeof *question->options);
    if (!question->options)
        return false;
    struct pointer below = pointer_member(at, "options");
    json_array_foreach(options, index, option)
    {
        read_option(option, question, form, pointer_to(below.text, index).text,
                    problems);
    }
    return true;
}

/* The options that yesno and nps have without saying so. */
static bool imply_options(struct question *question)
{
    static const char *const numbers[] = {"0", "1", "2", "3", "4", "5",
                                          "6", "7", "8", "9", "10"};
    static const char *const yes_no[] = {"yes", "no"};
    const char *const *codes = question->type == NPS ? numbers : yes_no;
    if (question->type != NPS && question->type != YESNO)
        return true;
    question->option_count = question->type == NPS ? 11 : 2;
    question->options = calloc(question->option_count, sizeof *question->options);
    if (!question->options)
        return false;
    for (size_t i = 0; i < question->option_count; i++) {
        int score = question->type == YESNO ? (i == 0 ? 100 : 0)
                    : i >= 9                ? 100
                    : i >= 7                ? 50
                                            : 0;
        question->options[i] = (struct option){
            .code = codes[i], .score = score, .positive = score >= SCORE_POSITIVE};
    }
    return true;
}

/* ---- questions ---- */

static void read_positive(const json_t *object, struct question *question,
                          const char *at, struct problems *problems)
{
    const json_t *positive = json_object_get(object, "positive");
    size_t index;
    json_t *code;
    if (!positive)
        return;
    for (size_t i = 0; i < question->option_count; i++)
        question->options[i].positive = false;
    if (!json_is_array(positive)
        || (json_array_size(positive) == 0 && !problems->stored))
        problems_add(problems, at, "'positive' must be a list of codes");
    json_array_foreach(positive, index, code)
    {
        const struct option *option =
            question_option(question, json_string_value(code));
        if (!option)
            problems_add(problems, at, "'positive' names a code that is not an option");
        else if (option->missing && !problems->stored)
            problems_add(problems, at,
                         "'positive' names '%s', which is 'missing': what says nothing "
                         "is no part of a share",
                         option->code);
        else
            question->options[option - question->options].positive = true;
    }
}

static int read_number(const json_t *object, const char *name, int least, int most,
                       int absent, const char *at, struct problems *problems)
{
    const json_t *number = json_object_get(object, name);
    if (!number)
        return absent;
    if (json_is_integer(number) && json_integer_value(number) >= least
        && json_integer_value(number) <= most)
        return (int)json_integer_value(number);
    problems_add(problems, at, "'%s' must be a whole number from %d to %d", name, least,
                 most);
    return absent;
}

static void read_kinds(const json_t *object, struct question *question, const char *at,
                       struct problems *problems)
{
    const json_t *kinds = json_object_get(object, "kinds");
    size_t index;
    json_t *name;
    if (json_array_size(kinds) == 0)
        problems_add(problems, at,
                     "a pick needs 'kinds': a list of desk, workshop, club, space");
    json_array_foreach(kinds, index, name)
    {
        enum kind kind;
        if (kind_from(json_string_value(name), &kind) && kind != KIND_CENTRE)
            question->kinds |= 1U << kind;
        else
            problems_add(problems, at, "a kind must be desk, workshop, club or space");
    }
}

static void read_style(const json_t *object, struct question *question, const char *at,
                       struct problems *problems)
{
    static const char *const styles[] = {"faces", "numbers", "stars"};
    question->style = document_string(object, "style");
    if (from(question->style, styles, 3) == 3)
        problems_add(problems, at, "'style' must be faces, numbers or stars");
    else if (strcmp(question->style, "faces") == 0
             && (question->option_count < 3 || question->option_count > 5))
        problems_add(problems, at, "a scale of faces has 3, 4 or 5 points");
}

static void read_limits(const json_t *object, struct question *question, const char *at,
                        struct problems *problems)
{
    int count = (int)question->option_count, together = 0;
    for (int i = 0; i < count; i++)
        together += !question->options[i].exclusive;
    question->min = read_number(object, "min", 0, count, 0, at, problems);
    question->max = read_number(object, "max", 1, count, count, at, problems);
    if (question->min > question->max)
        problems_add(problems, at, "'min' is more than 'max'");
    else if (question->min > 1 && question->min > together)
        problems_add_newer(problems, at,
                           "'min' asks for %d options, and only %d can be given with "
                           "another: nobody could answer",
                           question->min, together);
}

/* What only questions of one type have. */
static void read_details(const json_t *object, struct question *question,
                         const char *at, struct problems *problems)
{
    switch (question->type) {
    case SCALE:
        read_style(object, question, at, problems);
        break;
    case CHOICES:
        read_limits(object, question, at, problems);
        break;
    case PICK:
        read_kinds(object, question, at, problems);
        break;
    case TEXT:
        question->max = read_number(object, "max", 1, 2500, 140, at, problems);
        read_flag(object, "multiline", at, problems);
        question->idea = read_flag(object, "idea", at, problems);
        break;
    case CHOICE:
    case YESNO:
    case NPS:
    case NOTE:
    case QUESTION_TYPES:
        break;
    }
}

static void check_members(const json_t *object, const struct question *question,
                          const char *at, struct problems *problems)
{
    const char *known[16] = {"name",     "type",     "text",   "hint",
                             "required", "optional", "show_if"};
    memcpy(known + 7, shapes[question->type].members,
           sizeof shapes[question->type].members);
    problems_unknown(problems, at, object, known);
}

static void read_presence(const json_t *object, struct question *question,
                          const char *at, struct problems *problems)
{
    const char *optional = document_string(object, "optional");
    if (!json_object_get(object, "optional"))
        return;
    if (optional && strcmp(optional, "off") == 0)
        question->presence = OFF_UNLESS_SWITCHED;
    else if (optional && strcmp(optional, "on") == 0)
        question->presence = ON_UNLESS_SWITCHED;
    else
        problems_add(problems, at, "'optional' must be \"on\" or \"off\"");
    if (question->required)
        problems_add(problems, at, "a question cannot be both required and optional");
}

static void read_texts(const json_t *object, struct question *question,
                       const struct form *form, const char *at,
                       struct problems *problems)
{
    question->text = json_object_get(object, "text");
    question->hint = json_object_get(object, "hint");
    read_text(question->text, form, pointer_member(at, "text").text,
              question->type == NOTE ? 0 : WORDS_MOST, problems);
    if (question->hint)
        read_text(question->hint, form, pointer_member(at, "hint").text, 0, problems);
}

/* The core questions of the network have the same type, codes and scores in every form,
 * and thereby the same positive answers: bundles are summed by their names. */
static const struct core {
    const char *name;
    enum question_type type;
    const char *codes[5];
    int scores[5];
    size_t count;
} cores[] = {
    {"overall.v1", SCALE,  {"1", "2", "3", "4", "5"}, {0, 25, 50, 75, 100}, 5},
    {"forward.v1", CHOICE, {"yes", "little", "no"},   {100, 50, 0},         3},
};

static bool is_core(const struct question *question, const struct core *core)
{
    bool same = question->type == core->type && question->option_count == core->count;
    for (size_t i = 0; same && i < core->count; i++)
        same = strcmp(question->options[i].code, core->codes[i]) == 0
               && question->options[i].score == core->scores[i];
    return same;
}

static bool asks_core(const struct form *form, const char *core)
{
    for (size_t i = 0; i < form->question_count; i++)
        if (form->questions[i].core && strcmp(form->questions[i].core, core) == 0)
            return true;
    return false;
}

static void read_core(const json_t *object, struct question *question,
                      const struct form *form, const char *at,
                      struct problems *problems)
{
    size_t i = 0, count = sizeof cores / sizeof *cores;
    question->core = document_string(object, "core");
    if (!json_object_get(object, "core"))
        return;
    while (i < count && (!question->core || strcmp(cores[i].name, question->core) != 0))
        i++;
    if (json_object_get(object, "positive"))
        problems_add_newer(
            problems, at,
            "a core question has no 'positive': it is positive where it is so "
            "in the network");
    if (i == count)
        problems_add(problems, at, "'core' must be overall.v1 or forward.v1");
    else if (!is_core(question, &cores[i]))
        problems_add(
            problems, at,
            "the core question %s has another type, other codes or scores than "
            "in the network: take it from forms/exit.json",
            question->core);
    else if (asks_core(form, question->core))
        problems_add_newer(
            problems, at,
            "the core question %s is asked twice: every visitor would count "
            "twice",
            question->core);
}

/* The type and the name, without which nothing else can be read. */
static bool read_head(const json_t *object, struct question *question,
                      const struct form *form, const char *at,
                      struct problems *problems)
{
    const char *type = document_string(object, "type");
    *question = (struct question){.name = document_string(object, "name")};
    while (question->type < QUESTION_TYPES
           && (!type || strcmp(shapes[question->type].name, type) != 0))
        question->type++;
    if (question->type == QUESTION_TYPES)
        problems_add(
            problems, at,
            "'type' must be scale, choice, choices, yesno, nps, pick, text or note");
    if (!is_name(question->name, 32, false))
        problems_add(
            problems, at,
            "'name' must be small letters, digits, '_' or '-', a letter first");
    else if (form_question(form, question->name))
        problems_add(problems, at, "the name '%s' is used twice", question->name);
    return question->type != QUESTION_TYPES && question->name;
}

static bool read_question(const json_t *object, struct form *form, size_t index,
                          struct problems *problems)
{
    struct pointer pointer = pointer_to("/questions", index);
    const char *at = pointer.text;
    struct question *question = &form->questions[form->question_count];
    if (!read_head(object, question, form, at, problems))
        return true;
    check_members(object, question, at, problems);
    question->required = read_flag(object, "required", at, problems);
    read_presence(object, question, at, problems);
    read_texts(object, question, form, at, problems);
    if (!read_options(object, question, form, at, problems) || !imply_options(question))
        return false;
    read_details(object, question, at, problems);
    read_positive(object, question, at, problems);
    read_core(object, question, form, at, problems);
    question->show_if = json_object_get(object, "show_if");
    if (question->show_if)
        rule_check(question->show_if, form, form->question_count,
                   pointer_member(at, "show_if").text, problems);
    form->question_count++;
    return true;
}

/* A visitor who gives only what is required taps this often. */
static size_t count_taps(const struct form *form)
{
    size_t taps = 0;
    for (size_t i = 0; i < form->question_count; i++) {
        const struct question *question = &form->questions[i];
        if (question->required)
            taps += question->type == CHOICES ? (size_t)question->min + 1 : 1;
    }
    return taps;
}

static bool read_questions(struct form *form, struct problems *problems)
{
    const json_t *questions = json_object_get(form->document, "questions");
    size_t count = json_array_size(questions), index;
    json_t *question;
    if (count == 0 || count > QUESTIONS_MOST) {
        problems_add(problems, "/questions", "a form needs 1 to %d questions",
                     QUESTIONS_MOST);
        return true;
    }
    form->questions = calloc(count, sizeof *form->questions);
    if (!form->questions)
        return false;
    json_array_foreach(
        questions, index,
        question) if (!read_question(question, form, index, problems)) return false;
    size_t taps = count_taps(form);
    if (taps > TAPS_MOST)
        problems_add(problems, "/questions",
                     "%zu taps are needed to finish: require at most %d questions",
                     taps, TAPS_MOST);
    return true;
}

static bool read_form(struct form *form, struct problems *problems)
{
    static const char *const known[] = {"sortie", "id",        "languages",
                                        "title",  "questions", NULL};
    const char *format = document_string(form->document, "sortie");
    form->id = document_string(form->document, "id");
    form->title = json_object_get(form->document, "title");
    if (!format || strcmp(format, "form/1") != 0)
        problems_add(problems, "/sortie",
                     "this is not a form: \"sortie\" must be \"form/1\"");
    if (!is_name(form->id, 32, false))
        problems_add(problems, "/id",
                     "a form needs an 'id' of small letters, digits, '_' or '-'");
    problems_unknown(problems, "", form->document, known);
    if (!read_languages(form, problems))
        return false;
    read_text(form->title, form, "/title", 0, problems);
    return read_questions(form, problems);
}

struct form *form_read(json_t *document, struct problems *problems, struct error *error)
{
    struct form *form = calloc(1, sizeof *form);
    size_t before = problems->count;
    if (form)
        form->document = json_incref(document);
    if (!form || !read_form(form, problems)
        || !document_digest(document, form->version, error)) {
        error_set(error, ERROR_SYSTEM, "cannot read a form: out of memory");
        form_free(form);
        return NULL;
    }
    if (problems->count == before && !problems->cut)
        return form;
    if (problems->count == before)
        error_set(error, ERROR_SYSTEM, "cannot read a form: out of memory");
    form_free(form);
    return NULL;
}

struct form *form_load(const char *path, struct error *error)
{
    json_t *document = document_load(path, error);
    OWNED(problems_release) struct problems problems = {0};
    struct form *form = document ? form_read(document, &problems, error) : NULL;
    json_decref(document);
    if (!form && problems.count)
        problems_tell(&problems, path, error);
    return form;
}

void form_free(struct form *form)
{
    if (!form)
        return;
    for (size_t i = 0;
         form->questions
         && i < json_array_size(json_object_get(form->document, "questions"));
         i++)
        free(form->questions[i].options);
    free(form->questions);
    free(form->languages);
    json_decref(form->document);
    free(form);
}

/* ---- using ---- */

const struct question *form_question(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->question_count; i++)
        if (strcmp(form->questions[i].name, name) == 0)
            return &form->questions[i];
    return NULL;
}

const struct option *question_option(const struct question *question, const char *code)
{
    for (size_t i = 0; code && i < question->option_count; i++)
        if (strcmp(question->options[i].code, code) == 0)
            return &question->options[i];
    return NULL;
}

bool question_is_overall(const struct question *question)
{
    return question->core && strcmp(question->core, "overall.v1") == 0;
}

bool question_asked(const struct question *question, const struct form *form,
                    const json_t *switches)
{
    if (question->presence == ALWAYS)
        return true;
    char name[128];
    snprintf(name, sizeof name, "%s/%s", form->id, question->name);
    const char *set = document_string(switches, name);
    if (!set)
        return question->presence == ON_UNLESS_SWITCHED;
    return strcmp(set, "on") == 0;
}

bool question_shown(const struct question *question, const struct form *form,
                    const json_t *answers, const struct circumstances *circumstances)
{
    return !question->show_if
           || rule_holds(question->show_if, form, answers, circumstances);
}

bool question_series(const struct question *question, const struct form *form,
                     char hex[static DIGEST_HEX_SIZE], struct error *error)
{
    OWNED(text_release) struct text signature = {0};
    text_add_format(&signature, "%s/%s/%s", question->core ? "core" : form->id,
                    question->core ? question->core : question->name,
                    shapes[question->type].name);
    for (size_t i = 0; i < question->option_count; i++)
        text_add_format(&signature, "/%s=%d%s%s", question->options[i].code,
                        question->options[i].score,
                        question->options[i].missing ? "m" : "",
                        question->options[i].positive ? "p" : "");
    if (!text_ok(&signature, error))
        return false;
    unsigned char digest[DIGEST_SIZE];
    crypto_hash_sha256(digest, (const unsigned char *)signature.bytes,
                       signature.length);
    sodium_bin2hex(hex, DIGEST_HEX_SIZE, digest, sizeof digest);
    return true;
}
