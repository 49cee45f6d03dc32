/* pages.c: see pages.h. No HTML here: it lies in collector/pages, and templates.c says
 * how it is filled. */
#include "pages.h"

#include "wording.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A year: a tablet starts after any outage, and does not ask for its page again by
 * itself but when the form names a newer one (renewal.js). A phone starts fresh each
 * time. */
static const char tablet_cache[] = "public, max-age=31536000";

/* A page being written. */
struct sheet {
    const struct visit *visit;
    const struct form *form;
    const char *language;
    const json_t *answers; /* given before, or NULL */
    size_t longest_id;     /* of what may be picked */
};

static const char *word(const struct sheet *sheet, const char *key)
{
    return words_get(&sheet->visit->language->words, key);
}

static void add(const struct sheet *sheet, struct text *out, const char *page,
                const struct filling *fillings)
{
    text_add_page(out,
                  templates_page(&sheet->visit->collector->templates,
                                 sheet->visit->language, page),
                  fillings);
}

/* ---- options ---- */

struct choice {
    const char *code, *label, *symbol, *sheet; /* symbol NULL: no picture */
};

static size_t max_of(size_t a, size_t b)
{
    return a > b ? a : b;
}

static bool is_given(const json_t *answer, const char *code)
{
    size_t index;
    json_t *given;
    if (json_is_string(answer))
        return strcmp(json_string_value(answer), code) == 0;
    json_array_foreach(answer, index, given)
    {
        if (json_is_string(given) && strcmp(json_string_value(given), code) == 0)
            return true;
    }
    return false;
}

static void add_picture(const struct sheet *sheet, const struct choice *choice,
                        struct text *out)
{
    const struct asset *asset =
        assets_find(&sheet->visit->collector->assets, choice->sheet);
    OWNED(text_release) struct text address = {.whole = out};
    text_add_format(&address, "/static/%s?v=%s", choice->sheet,
                    asset ? asset->hash : "");
    add(sheet, out, "plain-picture.html",
        (const struct filling[]){
            {"sheet",  text_string(&address)},
            {"symbol", choice->symbol       },
            {NULL,     NULL                 }
    });
}

/* The longest of what may be picked. */
static size_t longest_id(const struct centre *centre)
{
    size_t most = strlen("none");
    for (size_t i = 0; i < centre->place_count; i++)
        most = max_of(most, strlen(centre->places[i].id));
    for (size_t i = 0; i < centre->session_count; i++)
        most = max_of(most, strlen(centre->sessions[i].id));
    return most;
}

/* The longest of what may be chosen. */
static size_t widest(const struct sheet *sheet, const struct question *question)
{
    size_t most = question->type == PICK ? sheet->longest_id : 0;
    for (size_t i = 0; i < question->option_count; i++)
        most = max_of(most, strlen(question->options[i].code));
    return most;
}

/* Whoever listens on the network sees how long a body is: so a question's answers are
 * of one length, by blanks that are dropped when they are read. */
static void add_choice(const struct sheet *sheet, const struct question *question,
                       const struct choice *choice, struct text *out)
{
    OWNED(text_release) struct text picture = {.whole = out};
    OWNED(text_release) struct text name = {.whole = out}, value = {.whole = out};
    const json_t *answer = json_object_get(sheet->answers, question->name);
    text_add_format(&name, "q.%s", question->name);
    text_add_format(&value, "%-*s", (int)widest(sheet, question), choice->code);
    if (choice->symbol)
        add_picture(sheet, choice, &picture);
    add(sheet, out, "plain-option.html",
        (const struct filling[]){
            {"type",    question->type == CHOICES ? "checkbox" : "radio"},
            {"name",    text_string(&name)                              },
            {"value",   text_string(&value)                             },
            {"checked", is_given(answer,                                  choice->code) ? " checked" : ""},
            {"picture",         text_string(&picture)                                                },
            {"label",         choice->label  },
            {NULL,         NULL                                                   }
    });
}

static const char *icon_of(const struct form *form, const struct question *question,
                           size_t option)
{
    const json_t *object = json_array_get(json_object_get(form->document, "questions"),
                                          (size_t)(question - form->questions));
    return document_string(json_array_get(json_object_get(object, "options"), option),
                           "icon");
}

static void add_options(const struct sheet *sheet, const struct question *question,
                        struct text *out)
{
    bool faces = question->style && strcmp(question->style, "faces") == 0
                 && question->option_count == 5;
    for (size_t i = 0; i < question->option_count; i++) {
        const struct option *option = &question->options[i];
        const char *icon = icon_of(sheet->form, question, i);
        char face[32];
        snprintf(face, sizeof face, "face-%zu", i + 1);
        struct choice choice = {
            .code = option->code,
            .label = wording_label(&sheet->visit->language->words, question, option),
            .symbol = faces ? face : icon,
            .sheet = faces ? "faces.svg" : "pictograms.svg"};
        add_choice(sheet, question, &choice, out);
    }
}

/* ---- a pick ---- */

static void add_group(const struct sheet *sheet, const char *title,
                      const struct text *options, struct text *out)
{
    if (options->length)
        add(sheet, out, "plain-group.html",
            (const struct filling[]){
                {"title",   title               },
                {"options", text_string(options)},
                {NULL,      NULL                }
        });
}

static const char *symbol_of(const struct place *place)
{
    return place->icon ? place->icon : kind_name(place->kind);
}

static void add_sessions(const struct sheet *sheet, const struct question *question,
                         struct text *out)
{
    const struct centre *centre = store_centre(sheet->visit->collector->store);
    int32_t today = sheet->visit->collector->now.day;
    OWNED(text_release) struct text options = {.whole = out};
    for (size_t i = 0; i < centre->session_count; i++) {
        const struct session *session = &centre->sessions[i];
        if (!visit_offers_session(session, today, today)
            || !(question->kinds & 1U << session->place->kind))
            continue;
        OWNED(text_release) struct text label = {.whole = out};
        text_add_format(&label, "%s%s%s", session->at ? session->at : "",
                        session->at ? " " : "",
                        document_text(session->place->name, sheet->language));
        add_choice(sheet, question,
                   &(struct choice){session->id, text_string(&label),
                                    symbol_of(session->place), "pictograms.svg"},
                   &options);
    }
    add_group(sheet, word(sheet, "kiosk.pick.today"), &options, out);
}

static void add_places(const struct sheet *sheet, const struct question *question,
                       enum kind kind, struct text *out)
{
    const struct centre *centre = store_centre(sheet->visit->collector->store);
    int32_t today = sheet->visit->collector->now.day;
    OWNED(text_release) struct text options = {.whole = out};
    char key[32];
    for (size_t i = 0; i < centre->place_count; i++) {
        const struct place *place = &centre->places[i];
        if (place->kind == kind && visit_offers_place(place, today, today))
            add_choice(sheet, question,
                       &(struct choice){place->id,
                                        document_text(place->name, sheet->language),
                                        symbol_of(place), "pictograms.svg"},
                       &options);
    }
    snprintf(key, sizeof key, "kiosk.kind.%s", kind_name(kind));
    add_group(sheet, word(sheet, key), &options, out);
}

static void add_pick(const struct sheet *sheet, const struct question *question,
                     struct text *out)
{
    add_sessions(sheet, question, out);
    for (enum kind kind = KIND_DESK; kind < KINDS; kind++)
        if (question->kinds & 1U << kind)
            add_places(sheet, question, kind, out);
    add_choice(sheet, question,
               &(struct choice){"none", word(sheet, "kiosk.pick.none"), "none",
                                "pictograms.svg"},
               out);
}

/* ---- questions ---- */

static void add_hint(const struct sheet *sheet, const struct question *question,
                     struct text *out)
{
    wording_hint(&sheet->visit->language->words, question, out);
    if (out->length == 0 && question->show_if)
        text_add(out, word(sheet, "plain.if"));
}

static void add_text_question(const struct sheet *sheet,
                              const struct question *question, const char *hint,
                              const char *mark, struct text *out)
{
    const json_t *object =
        json_array_get(json_object_get(sheet->form->document, "questions"),
                       (size_t)(question - sheet->form->questions));
    const char *value = document_string(sheet->answers, question->name);
    char most[16];
    snprintf(most, sizeof most, "%d", question->max);
    add(sheet, out, "plain-text.html",
        (const struct filling[]){
            {"name",                     question->name              },
            {"text",                     document_text(question->text, sheet->language)},
            {"mark",                          mark                                                },
            {"hint",                          hint},
            {"rows",                          json_is_true(json_object_get(object,                                                 "multiline")) ? "5" : "2"},
            {"max", most},
            {"value",                      value ? value : ""                                                                     },
            {NULL,NULL}
    });
}

static void add_question(const struct sheet *sheet, const struct question *question,
                         struct text *out)
{
    OWNED(text_release) struct text options = {.whole = out};
    OWNED(text_release) struct text hint = {.whole = out};
    const char *mark = question->required ? "" : word(sheet, "plain.optional");
    const char *text = document_text(question->text, sheet->language);
    bool faces = question->style && strcmp(question->style, "faces") == 0;
    add_hint(sheet, question, &hint);
    if (question->type == NOTE) {
        add(sheet, out, "plain-note.html",
            (const struct filling[]){
                {"text", text},
                {NULL,   NULL}
        });
        return;
    }
    if (question->type == TEXT) {
        add_text_question(sheet, question, text_string(&hint), mark, out);
        return;
    }
    if (question->type == PICK)
        add_pick(sheet, question, &options);
    else
        add_options(sheet, question, &options);
    add(sheet, out, "plain-question.html",
        (const struct filling[]){
            {"style",   faces ? "faces" : question_type_name(question->type)},
            {"name",    question->name                                      },
            {"text",    text                                                },
            {"mark",    mark                                                },
            {"hint",    text_string(&hint)                                  },
            {"options", text_string(&options)                               },
            {NULL,      NULL                                                }
    });
}

/* ---- what was wrong ---- */

/* The word for what is wrong with an answer to a question. */
static const char *problem_word(const struct question *question, const json_t *answer,
                                int *number)
{
    size_t chosen = json_array_size(answer);
    *number = question->max;
    if (!answer)
        return "plain.problem.missing";
    if (question->type == TEXT)
        return "plain.problem.long";
    if (question->type != CHOICES)
        return "plain.problem.other";
    if (chosen > (size_t)question->max)
        return "plain.problem.many";
    *number = question->min;
    return chosen < (size_t)question->min ? "plain.problem.few"
                                          : "plain.problem.together";
}

/* The question that a problem is about, or NULL. */
static const struct question *problem_question(const struct sheet *sheet,
                                               const struct problem *problem)
{
    static const char answers[] = "/answers/";
    char name[64] = "";
    if (strncmp(problem->at, answers, sizeof answers - 1) != 0)
        return NULL;
    const char *start = problem->at + sizeof answers - 1;
    size_t length = strcspn(start, "/");
    memcpy(name, start, length < sizeof name ? length : 0);
    return form_question(sheet->form, name);
}

static void add_problem(const struct sheet *sheet, const struct submission *submission,
                        struct text *out)
{
    OWNED(text_release) struct text sentence = {.whole = out};
    OWNED(text_release) struct text target = {.whole = out};
    const struct problem *problem =
        submission->problems.count ? submission->problems.entries : NULL;
    const struct question *question = problem ? problem_question(sheet, problem) : NULL;
    int number = 0;
    const char *key = problem ? "plain.problem.other" : "plain.problem.busy";
    if (question)
        key = problem_word(question, json_object_get(sheet->answers, question->name),
                           &number);
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    text_add_filled(
        &sentence, word(sheet, key),
        (const struct filling[]){
            {"question",
             question ? document_text(question->text, sheet->language) : ""},
            {"n",          digits                                  },
            {NULL,          NULL}
    });
    text_add_format(&target, "q.%s",
                    question ? question->name : sheet->form->questions[0].name);
    add(sheet, out, "plain-problem.html",
        (const struct filling[]){
            {"target",   text_string(&target)  },
            {"sentence", text_string(&sentence)},
            {NULL,       NULL                  }
    });
}

/* ---- whole pages ---- */

static void finish(struct reply *reply, unsigned status)
{
    reply->status = status;
    reply->type = "text/html; charset=utf-8";
    reply->page = true;
}

void pages_add_language(const struct templates *templates,
                        const struct language *current, const struct language *language,
                        const char *address, struct text *out)
{
    const char *code = language->words.language,
               *name = words_get(&language->words, "name"),
               *direction = words_get(&language->words, "direction"),
               *mark = language == current ? " aria-current=\"true\"" : "";
    text_add_page(out, templates_page(templates, current, "language.html"),
                  (const struct filling[]){
                      {"address",   address  },
                      {"code",      code     },
                      {"direction", direction},
                      {"name",      name     },
                      {"current",   mark     },
                      {NULL,        NULL     }
    });
}

static void add_languages(const struct sheet *sheet, struct text *out)
{
    const struct templates *templates = &sheet->visit->collector->templates;
    for (size_t i = 0; i < templates->language_count; i++)
        if (visit_speaks(sheet->visit, templates->languages[i].words.language))
            pages_add_language(templates, sheet->visit->language,
                               &templates->languages[i], "plain", out);
}

/* The key that was sent, or a new one. */
static void choose_key(const struct submission *submission,
                       char key[static 2 * KEY_SIZE + 1])
{
    unsigned char bytes[KEY_SIZE];
    const char *sent = submission ? document_string(submission->document, "key") : NULL;
    if (sent && strlen(sent) == 2 * KEY_SIZE) {
        memcpy(key, sent, 2 * KEY_SIZE + 1);
        return;
    }
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(key, 2 * KEY_SIZE + 1, bytes, sizeof bytes);
}

static const char *direction(const struct visit *visit)
{
    return words_get(&visit->language->words, "direction");
}

void pages_plain(const struct visit *visit, unsigned status,
                 const struct submission *submission, struct reply *reply)
{
    bool read = submission && submission->response.form;
    struct sheet sheet = {
        .visit = visit,
        .form = read ? submission->response.form : visit->form,
        .language = visit->language->words.language,
        .answers = submission ? json_object_get(submission->document, "answers") : NULL,
        .longest_id = longest_id(store_centre(visit->collector->store))};
    OWNED(text_release) struct text languages = {.whole = &reply->body};
    OWNED(text_release) struct text questions = {.whole = &reply->body};
    OWNED(text_release) struct text problem = {.whole = &reply->body};
    char key[2 * KEY_SIZE + 1], day[DAY_SIZE];
    choose_key(submission, key);
    day_write(visit->collector->now.day, day);
    add_languages(&sheet, &languages);
    if (submission)
        add_problem(&sheet, submission, &problem);
    for (size_t i = 0; i < sheet.form->question_count; i++)
        if (visit_asks(visit, sheet.form, &sheet.form->questions[i]))
            add_question(&sheet, &sheet.form->questions[i], &questions);
    add(&sheet, &reply->body, "plain.html",
        (const struct filling[]){
            {"lang",                   sheet.language                 },
            {"dir",                    direction(visit)               },
            {"title",                  document_text(sheet.form->title, sheet.language)},
            {"centre",                        document_text(store_centre(visit->collector->store)->name,
             sheet.language)},
            {"languages",          text_string(&languages)                                        },
            {"problem",text_string(&problem)},
            {"questions",            text_string(&questions)                                                            },
            {"key",key},
            {"form",                                sheet.form->id                                                                                                      },
            {"version",sheet.form->version},
            {"day",                           day                                                                                                                                                      },
            {NULL,NULL}
    });
    finish(reply, status);
}

void pages_thanks(const struct visit *visit, bool counted, struct reply *reply)
{
    struct sheet sheet = {.visit = visit,
                          .form = visit->form,
                          .language = visit->language->words.language};
    OWNED(text_release) struct text start = {.whole = &reply->body};
    text_add_format(&start, "/p/%s/plain?lang=%s", visit->token, sheet.language);
    add(&sheet, &reply->body, "thanks.html",
        (const struct filling[]){
            {"lang",                                       sheet.language                                           },
            {"dir",                                        direction(visit)                                         },
            {"centre",                                     document_text(store_centre(visit->collector->store)->name,
             sheet.language)},
            {"title",                                            word(&sheet,                                                                                               counted ? "plain.counted" : "plain.thanks")},
            {"sentence", word(&sheet,counted ? "plain.counted.sentence"
                                              : "plain.thanks.sentence")},
            {"start",                                 text_string(&start)                  },
            {NULL,                                      NULL                                           }
    });
    finish(reply, 200);
}

void pages_error(const struct language *language, const struct templates *templates,
                 unsigned status, const char *key, struct reply *reply)
{
    text_add_page(&reply->body, templates_page(templates, language, "error.html"),
                  (const struct filling[]){
                      {"lang",                      language->words.language  },
                      {"dir",                       words_get(&language->words, "direction")},
                      {"title",                           words_get(&language->words,                                               "plain.error.title")},
                      {"sentence",       words_get(&language->words,key)},
                      {NULL,NULL                              }
    });
    finish(reply, status);
}

/* The page's styles, its script and the form are asked for before a slow tablet has
 * begun to read the page: a header, lest the page hold a token. */
static void preload(const struct visit *visit, struct reply *reply)
{
    OWNED(text_release) struct text links = {0};
    assets_fill(&visit->collector->assets,
                "<{{static/kiosk.css}}>; rel=preload; as=style, "
                "<{{static/tablet.js}}>; rel=preload; as=script, ",
                &links);
    text_add_format(&links, "</p/%.64s/form>; rel=preload; as=fetch; crossorigin",
                    visit->token);
    if (!links.cut)
        snprintf(reply->preload, sizeof reply->preload, "%s", text_string(&links));
}

void pages_kiosk(const struct visit *visit, struct reply *reply)
{
    const struct templates *templates = &visit->collector->templates;
    text_add_page(&reply->body,
                  templates_page(templates, visit->language, "kiosk.html"),
                  (const struct filling[]){
                      {"page", templates->page              },
                      {"mode", mode_name(visit->point->mode)},
                      {NULL,   NULL                         }
    });
    preload(visit, reply);
    reply->cache = point_has_tablet(visit->point) ? tablet_cache : "no-cache";
    finish(reply, 200);
}
