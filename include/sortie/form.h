/* form.h: a questionnaire, as its JSON says (forms/form.schema.json is the manual for
 * authors).
 *
 *     struct form *form = form_read(document, &problems, &error);
 *     const struct question *question = form_question(form, "overall");
 *     ...
 *     form_free(form);
 *
 * A form that was read is right: every rule of the format that the programs rest on
 * holds. Strings live as long as the form. */
#ifndef SORTIE_FORM_H
#define SORTIE_FORM_H

#include "sortie/document.h"
#include <stdint.h>

enum question_type {
    SCALE,
    CHOICE,
    CHOICES,
    YESNO,
    NPS,
    PICK,
    TEXT,
    NOTE,
    QUESTION_TYPES
};

enum kind { KIND_CENTRE, KIND_DESK, KIND_WORKSHOP, KIND_CLUB, KIND_SPACE, KINDS };

enum mode { MODE_DOOR, MODE_HANDED, MODE_POSTER, MODE_PAPER, MODES };

enum presence { ALWAYS, ON_UNLESS_SWITCHED, OFF_UNLESS_SWITCHED };

enum { SCORE_NONE = -1, SCORE_POSITIVE = 75, WORDS_MOST = 12, TAPS_MOST = 5 };

struct option {
    const char *code;
    int score; /* 0..100, or SCORE_NONE */
    bool missing;
    bool exclusive;
    bool positive;
    const json_t
        *text; /* language map; NULL for the implied options of yesno and nps */
};

struct question {
    const char *name;
    enum question_type type;
    const char *style; /* of a scale; else NULL */
    const char *core;  /* "overall.v1", or NULL */
    bool required;
    bool idea; /* of a text: it asks for an idea, not for what a visit was like */
    enum presence presence;
    int min, max;          /* of choices: how many; of text: max is characters */
    unsigned kinds;        /* of a pick: bit 1 << enum kind */
    const json_t *text;    /* language map */
    const json_t *hint;    /* language map, or NULL */
    const json_t *show_if; /* NULL: always shown */
    struct option *options;
    size_t option_count;
};

struct form {
    json_t *document;
    char version[DIGEST_HEX_SIZE];
    const char *id;
    const char **languages;
    size_t language_count;
    const json_t *title;
    struct question *questions;
    size_t question_count;
};

/* A form from its document, of which it keeps a reference of its own: the caller's
 * stays the caller's. NULL with every fault in `problems` and none in `error`, or with
 * ERROR_SYSTEM when memory ran out. */
struct form *form_read(json_t *document, struct problems *problems,
                       struct error *error);

/* The same from a file; faults are told in one message with file and pointers. */
struct form *form_load(const char *path, struct error *error);
void form_free(struct form *form);

const struct question *form_question(const struct form *form, const char *name);
const struct option *question_option(const struct question *question, const char *code);

/* Is it the network's question overall, the faces? */
bool question_is_overall(const struct question *question);

/* Is a question asked? `optional` of the form against a centre's switches. */
bool question_asked(const struct question *question, const struct form *form,
                    const json_t *switches);

/* What a rule may look at besides the answers given so far. */
struct circumstances {
    const char *kind; /* of the place, or NULL */
    const char *mode;
    const char *lang;
};

/* Does show_if let the question be shown, given the answers so far (an object: code
 * string, array of codes, or text)? */
bool question_shown(const struct question *question, const struct form *form,
                    const json_t *answers, const struct circumstances *circumstances);

/* A hex digest that stays the same while name, type, option codes, order, scores and
 * positives stay the same: answers with equal series keys are one line of a chart. A
 * core question has the same key in every form. */
bool question_series(const struct question *question, const struct form *form,
                     char hex[static DIGEST_HEX_SIZE], struct error *error);

/* Words of the formats, and back; *_from gives false for an unknown word. */
const char *question_type_name(enum question_type type);
const char *kind_name(enum kind kind);
bool kind_from(const char *name, enum kind *kind);
const char *mode_name(enum mode mode);
bool mode_from(const char *name, enum mode *mode);

#endif
