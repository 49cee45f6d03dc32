/* slip.c: see slip.h. No HTML here: it lies in collector/pages. */
#include "slip.h"

#include "visit.h"
#include "wording.h"

#include <stdio.h>
#include <string.h>

static const char *word(const struct slip *slip, const char *key)
{
    return words_get(&slip->language->words, key);
}

static const char *in_language(const struct slip *slip, const json_t *map)
{
    return document_text(map, slip->language->words.language);
}

static void add(const struct slip *slip, struct text *out, const char *page,
                const struct filling *fillings)
{
    text_add_page(out, templates_page(slip->templates, slip->language, page), fillings);
}

static bool is_asked(const struct slip *slip, const struct question *question)
{
    return question_asked(question, slip->form, slip->centre->settings.questions);
}

static bool has_pick(const struct slip *slip)
{
    for (size_t i = 0; i < slip->form->question_count; i++)
        if (slip->form->questions[i].type == PICK
            && is_asked(slip, &slip->form->questions[i]))
            return true;
    return false;
}

/* ---- options ---- */

static void add_option(const struct slip *slip, const char *code, const char *label,
                       const char *picture, struct text *out)
{
    add(slip, out, "slip-option.html",
        (const struct filling[]){
            {"code",    code   },
            {"label",   label  },
            {"picture", picture},
            {NULL,      NULL   }
    });
}

static bool has_faces(const struct question *question)
{
    return question->style && strcmp(question->style, "faces") == 0
           && question->option_count == 5;
}

static void add_face(const struct slip *slip, size_t number, struct text *out)
{
    char digit[24];
    snprintf(digit, sizeof digit, "%zu", number);
    add(slip, out, "slip-face.html",
        (const struct filling[]){
            {"n",  digit},
            {NULL, NULL }
    });
}

static void add_options(const struct slip *slip, const struct question *question,
                        struct text *out)
{
    for (size_t i = 0; i < question->option_count; i++) {
        const struct option *option = &question->options[i];
        OWNED(text_release) struct text picture = {.whole = out};
        if (has_faces(question))
            add_face(slip, i + 1, &picture);
        add_option(slip, option->code,
                   wording_label(&slip->language->words, question, option),
                   text_string(&picture), out);
    }
}

/* ---- a pick ---- */

static void add_places(const struct slip *slip, enum kind kind, struct text *out)
{
    OWNED(text_release) struct text options = {.whole = out};
    char key[32];
    for (size_t i = 0; i < slip->centre->place_count; i++) {
        const struct place *place = &slip->centre->places[i];
        if (place->kind == kind && visit_offers_place(place, slip->today, slip->today))
            add_option(slip, place->id, in_language(slip, place->name), "", &options);
    }
    snprintf(key, sizeof key, "kiosk.kind.%s", kind_name(kind));
    const char *title = word(slip, key), *boxes = text_string(&options);
    if (options.length)
        add(slip, out, "slip-group.html",
            (const struct filling[]){
                {"title",   title},
                {"options", boxes},
                {NULL,      NULL }
        });
}

static void add_pick(const struct slip *slip, const struct question *question,
                     struct text *out)
{
    for (enum kind kind = KIND_DESK; kind < KINDS; kind++)
        if (question->kinds & 1U << kind)
            add_places(slip, kind, out);
    add_option(slip, "none", word(slip, "kiosk.pick.none"), "", out);
}

/* ---- questions ---- */

static void add_hint(const struct slip *slip, const struct question *question,
                     struct text *out)
{
    wording_hint(&slip->language->words, question, out);
    if (out->length == 0 && question->type == TEXT)
        text_add(out, word(slip, "kiosk.text.hint"));
    if (out->length == 0 && question->type != CHOICES && question->type != NOTE)
        text_add(out, word(slip, "paper.one"));
    if (question->show_if)
        text_add_format(out, "%s%s", out->length ? " " : "", word(slip, "plain.if"));
}

/* How the options of a question stand on the sheet. */
static const char *class_of(const struct question *question)
{
    if (has_faces(question))
        return "faces";
    if (question->type == NOTE || question->type == TEXT)
        return question_type_name(question->type);
    return question->type == NPS || question->option_count <= 4 ? "row" : "grid";
}

static void add_question(const struct slip *slip, const struct question *question,
                         struct text *out)
{
    OWNED(text_release) struct text options = {.whole = out};
    OWNED(text_release) struct text hint = {.whole = out};
    bool pick = question->type == PICK;
    add_hint(slip, question, &hint);
    if (pick)
        add_pick(slip, question, &options);
    else
        add_options(slip, question, &options);
    const char *class = pick ? "pick" : class_of(question),
               *name = question->type == NOTE ? "" : question->name,
               *asked = in_language(slip, question->text), *below = text_string(&hint),
               *boxes = text_string(&options);
    add(slip, out, "slip-question.html",
        (const struct filling[]){
            {"class",   class},
            {"name",    name },
            {"text",    asked},
            {"hint",    below},
            {"options", boxes},
            {NULL,      NULL }
    });
}

/* ---- what staff type ---- */

void slip_header(const struct slip *slip, struct text *out)
{
    bool picked = has_pick(slip);
    text_add(out, "day");
    if (!picked || form_question(slip->form, "place"))
        text_add(out, ",place");
    for (size_t i = 0; i < slip->form->question_count; i++) {
        const struct question *question = &slip->form->questions[i];
        if (question->type != NOTE && is_asked(slip, question)
            && strcmp(question->name, "place") != 0)
            text_add_format(out, ",%s", question->name);
    }
}

static bool has_text(const struct slip *slip)
{
    for (size_t i = 0; i < slip->form->question_count; i++)
        if (slip->form->questions[i].type == TEXT
            && is_asked(slip, &slip->form->questions[i]))
            return true;
    return false;
}

static void add_staff(const struct slip *slip, struct text *out)
{
    OWNED(text_release) struct text header = {.whole = out};
    struct slip staff = *slip;
    staff.language = &slip->templates->languages[0];
    slip_header(slip, &header);
    const char *lang = staff.language->words.language, *dir = word(&staff, "direction"),
               *typed = text_string(&header),
               *quotes = has_text(slip) ? word(&staff, "paper.quotes") : "";
    add(&staff, out, "slip-staff.html",
        (const struct filling[]){
            {"lang",   lang          },
            {"dir",    dir           },
            {"header", typed         },
            {"form",   slip->form->id},
            {"quotes", quotes        },
            {NULL,     NULL          }
    });
}

/* ---- the sheet ---- */

/* Without a pick nobody is asked where: a line for whoever hands the sheet out. */
static void add_place_line(const struct slip *slip, struct text *out)
{
    if (!has_pick(slip))
        add(slip, out, "slip-place.html",
            (const struct filling[]){
                {NULL, NULL}
        });
}

bool slip_write(const struct slip *slip, struct text *out, struct error *error)
{
    OWNED(text_release) struct text questions = {.whole = out};
    OWNED(text_release) struct text staff = {.whole = out};
    OWNED(text_release) struct text place = {.whole = out};
    const struct asset *faces = assets_find(slip->assets, "faces.svg");
    for (size_t i = 0; i < slip->form->question_count; i++)
        if (is_asked(slip, &slip->form->questions[i]))
            add_question(slip, &slip->form->questions[i], &questions);
    add_staff(slip, &staff);
    add_place_line(slip, &place);
    const char *lang = slip->language->words.language, *dir = word(slip, "direction"),
               *title = in_language(slip, slip->form->title),
               *centre = in_language(slip, slip->centre->name),
               *drawn = faces ? text_string(&faces->bytes) : "",
               *where = text_string(&place), *asked = text_string(&questions),
               *typed = text_string(&staff);
    add(slip, out, "slip.html",
        (const struct filling[]){
            {"lang",      lang  },
            {"dir",       dir   },
            {"title",     title },
            {"centre",    centre},
            {"faces",     drawn },
            {"place",     where },
            {"questions", asked },
            {"staff",     typed },
            {NULL,        NULL  }
    });
    return text_ok(out, error);
}
