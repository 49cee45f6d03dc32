/* remarks_page.c: see remarks_page.h. */
#include "remarks_page.h"
#include "html.h"
#include "phrase.h"
#include <stdio.h>

/* ---- themes and ideas ---- */

static void add_count(const char *name, int64_t least, const struct words *words,
                      struct text *out)
{
    OWNED(text_release) struct text count = {.whole = out};

    if (least == 0)
        return;
    phrase_number(&count, words, "report.remarks.least", least);
    html_add(out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", name,
             text_string(&count), NULL);
}

/* `counts` has one number a theme of the list. */
static void add_counts(const struct themes *themes, enum list list,
                       const int64_t *counts, const char *title,
                       const struct words *words, struct text *out)
{
    size_t size = dictionaries_themes(themes->dictionaries, list), first = 0;

    while (first < size && counts[first] == 0)
        first++;
    if (first == size)
        return;
    html_add(out,
             "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
             "</tr></thead>\n<tbody>\n",
             words_get(words, title), words_get(words, "report.remarks.count"), NULL);
    for (size_t i = first; i < size; i++)
        add_count(dictionaries_name(themes->dictionaries, list, i, words->language),
                  counts[i], words, out);
    text_add(out, "</tbody>\n</table>\n");
}

/* ---- words that tell ---- */

static void add_words(const struct themes *themes, bool pleased, const char *title,
                      const struct words *words, struct text *out)
{
    size_t count = 0;

    for (size_t i = 0; i < themes->word_count; i++) {
        const struct themes_word *word = &themes->words[i];
        if (word->pleased != pleased)
            continue;
        if (count == 0)
            html_add(out, "<p><strong>{}</strong> ", words_get(words, title), NULL);
        else
            text_add(out, " · ");
        html_add_quote(out, word->language, word->word);
        count++;
    }
    text_add(out, count > 0 ? "</p>\n" : "");
}

static void add_telling(const struct themes *themes, const struct words *words,
                        struct text *out)
{
    OWNED(text_release) struct text note = {.whole = out};

    if (themes->word_count == 0)
        return;
    add_words(themes, true, "report.remarks.pleased", words, out);
    add_words(themes, false, "report.remarks.others", words, out);
    phrase_number(&note, words, "report.remarks.words", themes->step);
    html_add(out, "<p class=\"small\">{}</p>\n", text_string(&note), NULL);
}

/* ---- the section ---- */

static void add_what(const struct themes *themes, const struct words *words,
                     struct text *out)
{
    OWNED(text_release) struct text weeks = {.whole = out}, what = {.whole = out};
    char n[24];

    snprintf(n, sizeof n, "%lld", (long long)themes->step);
    phrase_weeks(&weeks, words, themes->first, themes->last);
    phrase_add(&what, words, "report.remarks.what",
               (struct filling[]){
                   {"weeks", text_string(&weeks)},
                   {"n",     n                  },
                   {NULL,    NULL               }
    });
    html_add(out, "<p class=\"caption\">{}</p>\n", text_string(&what), NULL);
}

static bool asks_for_text(const struct shown *shown)
{
    const struct shown_place *whole = &shown->places[0];

    for (size_t i = 0; i < whole->chart_count; i++) {
        const struct form *form = whole->charts[i].line->form;
        for (size_t k = 0; k < form->question_count; k++)
            if (form->questions[k].type == TEXT
                && question_asked(&form->questions[k], form,
                                  shown->centre->settings.questions))
                return true;
    }
    return false;
}

/* An edition that is made again says why it lacks what it had. */
static void add_gone(const struct themes *themes, const struct words *words,
                     struct text *out)
{
    OWNED(text_release) struct text weeks = {.whole = out}, gone = {.whole = out};

    phrase_weeks(&weeks, words, themes->first, themes->last);
    phrase_add(&gone, words, "report.remarks.gone",
               (struct filling[]){
                   {"weeks", text_string(&weeks)},
                   {NULL,    NULL               }
    });
    html_add(out,
             "<section class=\"remarks\">\n<h2>{}</h2>\n<p class=\"caption\">{}</p>\n"
             "</section>\n",
             words_get(words, "report.remarks.title"), text_string(&gone), NULL);
}

void remarks_add(const struct book *book, const struct place *place,
                 const struct words *words, struct text *out)
{
    const struct themes *themes = book->themes;
    const size_t index = (size_t)(place - book->shown->centre->places);

    if (index == 0 && themes->gone && asks_for_text(book->shown))
        add_gone(themes, words, out);
    if (!themes_any(themes, index))
        return;
    html_add(out, "<section class=\"remarks{}\">\n<h2>{}</h2>\n",
             index > 0 ? " screen" : "", words_get(words, "report.remarks.title"),
             NULL);
    add_what(themes, words, out);
    add_counts(themes, LIST_THEMES, themes_row(themes, index), "report.remarks.theme",
               words, out);
    if (index == 0) {
        add_counts(themes, LIST_IDEAS, themes->ideas, "report.remarks.idea", words,
                   out);
        add_telling(themes, words, out);
    }
    text_add(out, "</section>\n");
}
