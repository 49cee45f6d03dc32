/* sign.c: see sign.h. No SVG here: it lies in collector/pages. Lengths are tenths of a
 * millimetre. */
#include "sign.h"

#include "fit.h"
#include "qr.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A box that holds one text; `most` is the largest size of its letters. */
struct box {
    int x, y, width, height, most;
    const char *class;
    bool at_start; /* of the reading direction; else in the middle */
};

static const struct box sign_box[] = {
    {50, 1000, 900, 90, 60, "strong",  false},
    {50, 1090, 900, 70, 36, "address", false},
    {50, 1160, 900, 60, 36, "quiet",   false}
};

enum {
    SIZE_LEAST = 15,
    POSTER_WIDTH = 2100,
    CODE_SIZE = 1130,
    CODE_TOP = 880,
    CODE_LEFT = 170,
    FOOT_TOP = 2115,
    FOOT_END = 2930
};

static const struct box poster_centre = {150, 75, 1800, 85, 66, "strong", false};
static const struct box poster_place = {150, 165, 1800, 65, 48, "quiet", false};
static const struct box poster_question = {150, 245, 1800, 270, 150, "strong", false};
static const struct box poster_scan = {170, 765, 1760, 105, 76, "strong", false};
static const struct box poster_address = {170, 2018, 1760, 66, 44, "address", false};
static const struct box poster_promise = {150, FOOT_TOP, 1800, 90, 60, "strong", false};
static const struct box poster_only_promise = {150, FOOT_TOP, 1800, FOOT_END - FOOT_TOP,
                                               110, "strong", false};

/* ---- pieces ---- */

static void add_line(const struct sign *sign, const struct language *language,
                     const struct box *box, const struct fitted *fitted, size_t line,
                     struct text *out)
{
    OWNED(text_release) struct text words = {.whole = out};
    char x[16], y[16];
    int lines = (int)fitted->count, leading = fitted->size * FIT_LEADING / 100;
    int top = box->y + (box->height - lines * leading) / 2 + (int)line * leading;
    int start = words_right_to_left(&language->words) ? box->x + box->width : box->x;
    snprintf(x, sizeof x, "%d", box->at_start ? start : box->x + box->width / 2);
    snprintf(y, sizeof y, "%d", top + leading / 2 + fitted->size * 35 / 100);
    text_add_bytes(&words, fitted->lines[line].start, fitted->lines[line].length);
    text_add_page(out, templates_page(sign->templates, language, "sign-line.svg"),
                  (const struct filling[]){
                      {"x",    x                  },
                      {"y",    y                  },
                      {"text", text_string(&words)},
                      {NULL,   NULL               }
    });
}

/* Letters that are not bold are a tenth narrower. */
static struct fitted fit(const struct box *box, const char *string)
{
    bool bold = strcmp(box->class, "strong") == 0;
    return fit_text(string, bold ? box->width : box->width * 11 / 10, box->height,
                    box->most);
}

static void add_text(const struct sign *sign, const struct language *language,
                     const struct box *box, const char *string, struct text *out)
{
    OWNED(text_release) struct text lines = {.whole = out};
    const char *direction = words_get(&language->words, "direction");
    char size[16];
    struct fitted fitted = fit(box, string);
    snprintf(size, sizeof size, "%d", fitted.size);
    for (size_t i = 0; i < fitted.count; i++)
        add_line(sign, language, box, &fitted, i, &lines);
    text_add_page(out, templates_page(sign->templates, language, "sign-text.svg"),
                  (const struct filling[]){
                      {"class",     box->class                        },
                      {"lang",      language->words.language          },
                      {"direction", direction                         },
                      {"anchor",    box->at_start ? "start" : "middle"},
                      {"size",      size                              },
                      {"lines",     text_string(&lines)               },
                      {NULL,        NULL                              }
    });
}

static const char *word(const struct language *language, const char *key)
{
    return words_get(&language->words, key);
}

/* What an SVG's viewBox says of a code with its quiet zone. */
static void write_view(const struct qr *qr, char view[static 48])
{
    snprintf(view, 48, "-%d -%d %d %d", QR_QUIET, QR_QUIET, qr->modules + 2 * QR_QUIET,
             qr->modules + 2 * QR_QUIET);
}

/* ---- for a tablet ---- */

bool sign_tablet(const struct sign *sign, struct text *out, struct error *error)
{
    OWNED(qr_release) struct qr qr = {0};
    OWNED(text_release) struct text texts = {.whole = out};
    OWNED(text_release) struct text what = {.whole = out};
    const struct language *language = &sign->templates->languages[0];
    char view[48];
    if (!qr_draw(sign->address, &qr, error))
        return false;
    write_view(&qr, view);
    text_add_format(&what, "%s, %s", sign->point->id,
                    document_text(sign->centre->name, language->words.language));
    add_text(sign, language, &sign_box[0], word(language, "paper.tablet"), &texts);
    add_text(sign, language, &sign_box[1], sign->address, &texts);
    add_text(sign, language, &sign_box[2], text_string(&what), &texts);
    const char *code = language->words.language,
               *title = word(language, "paper.tablet"), *path = text_string(&qr.path),
               *drawn = text_string(&texts);
    text_add_page(out, templates_page(sign->templates, language, "sign-tablet.svg"),
                  (const struct filling[]){
                      {"lang",  code },
                      {"title", title},
                      {"view",  view },
                      {"path",  path },
                      {"texts", drawn},
                      {NULL,    NULL }
    });
    return text_ok(out, error);
}

/* ---- for a wall ---- */

/* A poster being drawn: the languages that centre and form share, at least one. */
struct poster {
    const struct sign *sign;
    const struct form *form;
    const json_t *question; /* language map */
    const struct language **languages;
    size_t count;
    struct text texts;
    struct error *error; /* of the first text that is too long */
};

static bool choose_languages(struct poster *poster, struct error *error)
{
    const struct templates *templates = poster->sign->templates;
    poster->languages = calloc(templates->language_count, sizeof(void *));
    if (!poster->languages)
        return error_set(error, ERROR_SYSTEM, "cannot draw a poster: out of memory");
    for (size_t i = 0; i < templates->language_count; i++)
        if (wording_speaks(poster->form, templates->languages[i].words.language))
            poster->languages[poster->count++] = &templates->languages[i];
    if (poster->count == 0)
        poster->languages[poster->count++] = &templates->languages[0];
    return true;
}

/* The first thing that a visitor is asked: overall, in every form of the network. */
static const json_t *main_question(const struct sign *sign, const struct form *form)
{
    const json_t *switches = sign->centre->settings.questions;
    for (size_t i = 0; i < form->question_count; i++)
        if (form->questions[i].type != NOTE
            && question_asked(&form->questions[i], form, switches))
            return form->questions[i].text;
    return form->title;
}

/* The size a text would have; one that nobody could read is refused. */
static int size_of(const struct poster *poster, const struct box *box,
                   const char *string)
{
    int size = fit(box, string).size;
    if (size < SIZE_LEAST)
        error_keep(poster->error, ERROR_INPUT,
                   "'%.60s...' is too long for a poster: its letters would be less "
                   "than 1.5 mm high; shorten it",
                   string);
    return size;
}

static void add(struct poster *poster, const struct language *language,
                const struct box *box, const char *string)
{
    if (size_of(poster, box, string) >= SIZE_LEAST)
        add_text(poster->sign, language, box, string, &poster->texts);
}

static const char *question_in(const struct poster *poster,
                               const struct language *language)
{
    return document_text(poster->question, language->words.language);
}

static void add_first(struct poster *poster)
{
    const struct language *first = poster->languages[0];
    const struct place *place = poster->sign->point->place;
    const char *code = first->words.language;
    add(poster, first, &poster_centre, document_text(poster->sign->centre->name, code));
    if (place && !place->sensitive)
        add(poster, first, &poster_place, document_text(place->name, code));
    add(poster, first, &poster_question, question_in(poster, first));
    add(poster, first, &poster_scan, word(first, "paper.phone"));
    add(poster, first, &poster_address, poster->sign->address);
    add(poster, first, poster->count > 1 ? &poster_promise : &poster_only_promise,
        word(first, "paper.promise"));
}

/* A text in one of the other languages. */
typedef void writer(const struct poster *poster, const struct language *language,
                    struct text *out);

static void write_question(const struct poster *poster, const struct language *language,
                           struct text *out)
{
    text_add(out, question_in(poster, language));
}

static void write_offer(const struct poster *poster, const struct language *language,
                        struct text *out)
{
    (void)poster;
    text_add_format(out, "%s %s", word(language, "paper.phone"),
                    word(language, "paper.promise"));
}

/* One text in each of the other languages, row by row, all of one size. */
static void add_others(struct poster *poster, struct box box, int columns, int pitch,
                       writer *write)
{
    OWNED(text_release) struct text text = {.whole = &poster->texts};
    struct box cell = box;
    for (size_t i = 1; i < poster->count; i++) {
        text_clear(&text);
        write(poster, poster->languages[i], &text);
        cell.most = size_of(poster, &cell, text_string(&text));
    }
    for (size_t i = 1; i < poster->count; i++) {
        int place = (int)i - 1;
        cell.x = box.x + place % columns * (box.width + 40);
        cell.y = box.y + place / columns * pitch;
        text_clear(&text);
        write(poster, poster->languages[i], &text);
        add(poster, poster->languages[i], &cell, text_string(&text));
    }
}

/* In the other languages, the question beside the code, and below what to do and the
 * promise. */
static void add_translations(struct poster *poster)
{
    const int top = FOOT_TOP + 100, others = (int)poster->count - 1;
    if (others == 0)
        return;
    int columns = others > 1 ? 2 : 1, rows = (others + columns - 1) / columns;
    int high = CODE_SIZE / others, low = (FOOT_END - top) / rows;
    struct box question = {1350, CODE_TOP, 580, high - high / 10, 70, "plain", true};
    struct box offer = {
        170, top, columns > 1 ? 860 : 1760, low - low / 8, 80, "plain", columns > 1};
    add_others(poster, question, 1, high, write_question);
    add_others(poster, offer, columns, low, write_offer);
}

static bool finish(const struct poster *poster, struct text *out, struct error *error)
{
    OWNED(qr_release) struct qr qr = {0};
    const struct language *first = poster->languages[0];
    const struct asset *faces = assets_find(poster->sign->assets, "faces.svg");
    bool mirrored = words_right_to_left(&first->words);
    const char *title = question_in(poster, first);
    char view[48], left[16];
    if (!qr_draw(poster->sign->address, &qr, error))
        return false;
    write_view(&qr, view);
    snprintf(left, sizeof left, "%d",
             poster->count > 1 ? CODE_LEFT : (POSTER_WIDTH - CODE_SIZE) / 2);
    text_add_page(
        out, templates_page(poster->sign->templates, first, "sign-poster.svg"),
        (const struct filling[]){
            {"lang",   first->words.language                                  },
            {"title",  title                                                  },
            {"faces",  faces ? text_string(&faces->bytes) : ""                },
            {"mirror", mirrored ? "matrix(-1 0 0 1 2100 0)" : "translate(0 0)"},
            {"left",   left                                                   },
            {"view",   view                                                   },
            {"path",   text_string(&qr.path)                                  },
            {"texts",  text_string(&poster->texts)                            },
            {NULL,     NULL                                                   }
    });
    return text_ok(out, error);
}

bool sign_poster(const struct sign *sign, const struct form *form, struct text *out,
                 struct error *error)
{
    struct poster poster = {.sign = sign,
                            .form = form,
                            .question = main_question(sign, form),
                            .texts = {.whole = out},
                            .error = error};
    bool drawn = choose_languages(&poster, error);
    if (drawn) {
        add_first(&poster);
        add_translations(&poster);
        drawn = error->kind == ERROR_NONE && finish(&poster, out, error);
    }
    free(poster.languages);
    text_release(&poster.texts);
    return drawn;
}
