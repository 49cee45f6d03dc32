/* foot.c: see foot.h. */
#include "foot.h"
#include "distribution.h"
#include "html.h"
#include "page.h"
#include "phrase.h"
#include "redraw.h"
#include <stdio.h>

/* ---- how answers were given, how many of them, and when ---- */

/* Answers that are shown, and the weeks that they are of. */
struct base {
    int64_t n;
    int32_t first, last;
};

static struct base sum(const struct shown_chart *chart)
{
    struct base base = {0};

    for (size_t i = 0; i < chart->period_count; i++) {
        const struct shown_period *period = &chart->periods[i];
        if (period->figure.showing != SHOWN)
            continue;
        base.first = base.n == 0 ? period->first : base.first;
        base.last = period->last;
        base.n += period->figure.n;
    }
    return base;
}

/* The charts of a mode are of the same visitors: what the one with most answers has. */
static struct base base_of(const struct shown_place *place, enum mode mode)
{
    struct base most = {0};

    for (size_t i = 0; i < place->chart_count; i++) {
        struct base base = sum(&place->charts[i]);
        if (place->charts[i].line->mode == mode && base.n > most.n)
            most = base;
    }
    return most;
}

/* Is anything of a mode to be seen? */
static bool has_mode(const struct shown_place *place, enum mode mode)
{
    for (size_t i = 0; i < place->chart_count; i++)
        if (place->charts[i].line->mode == mode
            && (place->charts[i].shown > 0 || distribution_worth(&place->charts[i])))
            return true;
    return false;
}

static void add_base(struct base base, const struct words *words, struct text *out)
{
    OWNED(text_release) struct text span = {.whole = out}, sentence = {.whole = out};
    char n[PHRASE_COUNT_SIZE];

    if (base.n == 0)
        return;
    phrase_count(n, words, base.n);
    phrase_weeks(&span, words, base.first, base.last);
    phrase_add(&sentence, words, "report.base",
               (struct filling[]){
                   {"n",    n                 },
                   {"span", text_string(&span)},
                   {NULL,   NULL              }
    });
    html_add(out, " ({})", text_string(&sentence), NULL);
}

/* The leading mode first; on paper it stands alone, as its charts do. */
static void add_bases(const struct shown_place *place, const struct words *words,
                      struct text *out)
{
    for (size_t i = 0; i < place->chart_count; i++) {
        enum mode mode = place->charts[i].line->mode;
        bool beside = out->length > 0;
        if ((i > 0 && place->charts[i - 1].line->mode == mode)
            || !has_mode(place, mode))
            continue;
        text_add(out, beside ? "<span class=\"screen\"> ·" : "");
        html_add(out, " {}", phrase_mode(words, mode), NULL);
        add_base(base_of(place, mode), words, out);
        text_add(out, beside ? "</span>" : "");
    }
}

/* Of the first page, without numbers: what any place speaks of. */
static void add_all(const struct shown *shown, const struct words *words,
                    struct text *out)
{
    for (enum mode mode = 0; mode < MODES; mode++)
        if (shown->modes[mode])
            html_add(out, "{} {}", out->length > 0 ? " ·" : "",
                     phrase_mode(words, mode), NULL);
}

static void add_modes(const struct book *book, const struct shown_place *place,
                      const struct words *words, struct text *out)
{
    OWNED(text_release) struct text modes = {.whole = out};

    if (place)
        add_bases(place, words, &modes);
    else
        add_all(book->shown, words, &modes);
    if (modes.length == 0)
        return;
    html_add(out, "<p>{}", words_get(words, "report.modes"), NULL);
    text_add_format(out, "%s</p>\n", text_string(&modes));
}

/* ---- forms and thresholds ---- */

static void add_form(const struct words *words, const struct form *form,
                     struct text *out)
{
    OWNED(text_release) struct text title = {.whole = out}, id = {.whole = out};
    char version[9];

    html_add_text(&title, words, form->title);
    text_add_html(&id, form->id);
    snprintf(version, sizeof version, "%.8s", form->version);
    text_add(out, "<p>");
    html_add_phrase(out, words, "report.form",
                    (struct filling[]){
                        {"title",   text_string(&title)},
                        {"id",      text_string(&id)   },
                        {"version", version            },
                        {NULL,      NULL               }
    });
    text_add(out, "</p>\n");
}

/* Each form version that the charts of a place speak of, once. */
static void add_forms(const struct shown_place *place, const struct words *words,
                      struct text *out)
{
    for (size_t i = 0; i < place->chart_count; i++) {
        const struct form *form = place->charts[i].line->form;
        size_t j = 0;
        while (place->charts[j].line->form != form)
            j++;
        if (j == i)
            add_form(words, form, out);
    }
}

static void add_threshold(const struct book *book, const struct words *words,
                          struct text *out)
{
    const struct settings *settings = &book->shown->centre->settings;
    OWNED(text_release) struct text sentence = {.whole = out};
    char n[24], most[24], sensitive[24];

    snprintf(n, sizeof n, "%d", settings->smallest_group);
    snprintf(most, sizeof most, "%d", settings->smallest_group - 1);
    snprintf(sensitive, sizeof sensitive, "%d", settings->smallest_sensitive);
    phrase_add(&sentence, words, "report.threshold",
               (struct filling[]){
                   {"n",         n        },
                   {"most",      most     },
                   {"sensitive", sensitive},
                   {NULL,        NULL     }
    });
    html_add(out, "<p>{}</p>\n", text_string(&sentence), NULL);
}

void foot_add(const struct book *book, const struct shown_place *place,
              const struct words *words, struct text *out)
{
    html_add(out, "<footer>\n<h2>{}</h2>\n<p>{}</p>\n",
             words_get(words, "report.reading"), words_get(words, "report.read"), NULL);
    add_threshold(book, words, out);
    add_modes(book, place, words, out);
    page_note(words, "report.late", book->shown->late, out);
    page_note(words, "report.uncertain", book->shown->uncertain, out);
    if (place)
        add_forms(place, words, out);
    html_add(out,
             "<p>{} <a href=\"{}report.json\">report.json</a> · "
             "<a href=\"{}counts.csv\">counts.csv</a> · "
             "<a href=\"{}dictionary.csv\">dictionary.csv</a>",
             words_get(words, "report.data"), book_root(book, words),
             book_root(book, words), book_root(book, words), NULL);
    if (place)
        redraw_links(book, (size_t)(place - book->shown->places), words, out);
    text_add(out, "</p>\n</footer>\n</body>\n</html>\n");
}
