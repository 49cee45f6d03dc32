/* neighbours.c: see neighbours.h. */
#include "neighbours.h"
#include "exhibit.h"
#include "html.h"
#include "phrase.h"
#include <stdio.h>
#include <string.h>

static bool same_track(const struct place *a, const struct place *b)
{
    return a->track && b->track ? !strcmp(a->track, b->track) : a->track == b->track;
}

/* Does `other` stand beside `place`, both counted among those that are shown? */
static bool is_beside(const struct book *book, size_t place, size_t other)
{
    const struct shown_place *own = &book->shown->places[place];
    const struct shown_place *its = &book->shown->places[other];
    const struct shown_chart *lead = book_lead(own), *chart = book_lead(its);

    return other != place && book->drawn[other].small > 0
           && its->place->kind == own->place->kind && same_track(its->place, own->place)
           && !strcmp(chart->line->series, lead->line->series);
}

/* Beside the share: of how many, when, how. */
static void add_detail(const char *detail, struct text *details)
{
    text_add(details, details->length > 0 ? " · " : "");
    text_add(details, detail);
}

/* When and how it was answered is said where that is not as of the page's own place. */
static void add_figure(const struct book *book, const struct shown_chart *chart,
                       const struct shown_chart *own, const struct words *words,
                       struct text *out)
{
    const struct shown_period *latest = &chart->periods[chart->latest];
    const struct shown_period *its = own->shown > 0 ? &own->periods[own->latest] : NULL;
    bool same = its && its->first == latest->first && its->last == latest->last
                && chart->by != BY_SESSION;
    OWNED(text_release)
    struct text share = {.whole = out}, period = {.whole = out},
                details = {.whole = out};

    phrase_share(&share, words, latest);
    phrase_period(&period, words, &book->shown->centre->settings, latest);
    if (!shown_is_small(&latest->figure))
        phrase_number(&details, words, "report.answers", latest->figure.n);
    if (!same)
        add_detail(text_string(&period), &details);
    if (chart->line->mode != own->line->mode)
        add_detail(phrase_mode(words, chart->line->mode), &details);
    html_add(out, "<p class=\"figure\"><strong>{}</strong>", text_string(&share), NULL);
    if (details.length > 0)
        html_add(out, " <span class=\"of\">{}</span>", text_string(&details), NULL);
    text_add(out, "</p>\n");
}

static bool add_neighbour(const struct book *book, size_t other,
                          const struct shown_chart *own, const struct words *words,
                          struct text *out, struct error *error)
{
    const struct shown_place *its = &book->shown->places[other];
    const struct shown_chart *chart = book_lead(its);

    html_add(out, "<li>\n<h3><a href=\"{}.html\">", its->place->id, NULL);
    html_add_texts(out, words, "{}</a></h3>\n", its->place->name, NULL);
    add_figure(book, chart, own, words, out);
    bool added = exhibit_chart(book, chart, PLOT_SMALL, book->drawn[other].small, words,
                               out, error);
    text_add(out, "</li>\n");
    return added;
}

static void add_title(const struct book *book, const struct place *place,
                      const struct words *words, struct text *out)
{
    const json_t *track = centre_track_name(book->shown->centre, place->track);
    OWNED(text_release) struct text name = {.whole = out};
    char key[32];

    html_add_text(&name, words, track);
    snprintf(key, sizeof key, "report.others.%s",
             track ? "track" : kind_name(place->kind));
    text_add(out, "<h2>");
    html_add_phrase(out, words, key,
                    (struct filling[]){
                        {"track", text_string(&name)},
                        {NULL,    NULL              }
    });
    html_add(out, "</h2>\n<p class=\"caption\">{}</p>\n",
             words_get(words, "report.others.note"), NULL);
}

bool neighbours_add(const struct book *book, size_t place, const struct words *words,
                    struct text *out, struct error *error)
{
    const struct shown_place *own = &book->shown->places[place];
    const struct shown_chart *lead = book_lead(own);
    size_t beside = 0;

    for (size_t i = 0; lead && i < book->shown->place_count; i++) {
        if (!is_beside(book, place, i) || beside++ >= NEIGHBOURS_MOST)
            continue;
        if (beside == 1) {
            text_add(out, "<section class=\"others\">\n");
            add_title(book, own->place, words, out);
            text_add(out, "<ul class=\"cards\">\n");
        }
        if (!add_neighbour(book, i, lead, words, out, error))
            return false;
    }
    if (beside == 0)
        return true;
    text_add(out, "</ul>\n");
    if (beside > NEIGHBOURS_MOST)
        html_add(out, "<p class=\"screen\"><a href=\"index.html\">{}</a></p>\n",
                 words_get(words, "report.others.more"), NULL);
    text_add(out, "</section>\n");
    return true;
}
