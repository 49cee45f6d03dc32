/* digest.c: lines of a limited width, as many as there is room for. */
#include "digest.h"
#include "phrase.h"
#include "verdict.h"
#include <string.h>

/* The foot: a blank line, how many are withheld, how many more there are. News are cut
 * before the figures are: the pages have the rest. */
enum { FOOT_LINES = 3, NEWS_LINES = 13, NAME_LEAST = 8 };

/* Before what stands under a heading. */
#define MARGIN "  "

struct digest {
    const struct book *book;
    const struct words *words;
    struct text *out;
    size_t lines;
    const struct line *heading; /* under which the next line stands */
    size_t withheld;            /* places of which this week shows nothing */
    size_t more;                /* news and figures without room */
    bool full;                  /* a figure found no room */
};

/* ---- columns ---- */

static bool is_continued(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The start of a string that takes so many columns, in bytes. */
static size_t bytes_of(const char *string, size_t most)
{
    size_t length = 0, count = 0;

    while (string[length] && (count += !is_continued(string[length])) <= most)
        length++;
    return length;
}

/* A name is one line, whatever was typed into it. */
static void add_flat(struct text *out, const char *string, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool control = (unsigned char)string[i] < ' ' || string[i] == 127;
        text_add_bytes(out, control ? " " : &string[i], 1);
    }
}

/* A name that is too long loses its end. */
static void add_short(struct text *out, const char *name, size_t most)
{
    if (text_characters(name) <= most) {
        add_flat(out, name, strlen(name));
        return;
    }
    size_t length = bytes_of(name, most - 1);
    while (length > 0 && name[length - 1] == ' ')
        length--;
    add_flat(out, name, length);
    text_add(out, "\u2026");
}

/* `mail` takes a line that begins with ~ for a command, and a lone dot for the end: a
 * space before them keeps them texts. How many columns that took. */
static size_t add_guard(struct text *out, const char *line)
{
    bool risky = *line == '~' || *line == '.';

    text_add(out, risky ? " " : "");
    return risky;
}

/* Where a line of so many columns ends: at its last space, or in a word without one. */
static size_t line_end(const char *string, size_t most)
{
    size_t length = bytes_of(string, most), end = length;

    if (!string[length])
        return length;
    while (end > 0 && string[end] != ' ')
        end--;
    return end > 0 ? end : length;
}

/* A sentence over as many lines as it needs, behind a margin; how many. */
static size_t add_lines(struct text *out, const char *margin, const char *string)
{
    size_t lines = 0;

    while (*string) {
        text_add(out, margin);
        size_t width = strlen(margin) + (*margin ? 0 : add_guard(out, string));
        size_t length = line_end(string, DIGEST_COLUMNS - width);
        add_flat(out, string, length);
        text_add(out, "\n");
        string += length + strspn(string + length, " ");
        lines++;
    }
    return lines;
}

static void add_blank(struct digest *digest)
{
    text_add(digest->out, "\n");
    digest->lines++;
}

static void add_sentence(struct digest *digest, const char *sentence)
{
    digest->lines += add_lines(digest->out, "", sentence);
}

static void add_name(struct digest *digest, const char *name)
{
    size_t width = add_guard(digest->out, name);

    add_short(digest->out, name, DIGEST_COLUMNS - width);
    text_add(digest->out, "\n");
    digest->lines++;
}

/* ---- headings ---- */

/* The question and how it was answered: never two modes under one heading. Nothing
 * where that is the last one; how many lines, with those above it. */
static size_t add_heading(const struct digest *digest, const struct line *line,
                          const char *above, struct text *out)
{
    OWNED(text_release) struct text heading = {.whole = out};
    const struct line *last = digest->heading;
    const char *language = digest->words->language;
    const char *asked = document_text(line->question->text, language);

    if (last && last->mode == line->mode
        && !strcmp(document_text(last->question->text, language), asked))
        return 0;
    text_add_format(&heading, "%s \u00B7 %s", asked,
                    phrase_mode(digest->words, line->mode));
    text_add(out, above);
    return strlen(above) + add_lines(out, "", text_string(&heading));
}

static void add_pair(const struct digest *digest, const char *place, const char *said,
                     struct text *out)
{
    phrase_add(out, digest->words, "report.digest.line",
               (struct filling[]){
                   {"place",  place},
                   {"figure", said },
                   {NULL,     NULL }
    });
}

static void add_piece(struct digest *digest, const struct text *piece, size_t lines,
                      const struct line *heading)
{
    text_add(digest->out, text_string(piece));
    digest->lines += lines;
    digest->heading = heading;
}

/* ---- figures ---- */

static bool is_new(const struct book *book, const struct shown_period *period)
{
    return period->last == book->shown->week;
}

/* " · 5 November": which period it is, unless it is the week. */
static void add_when(const struct digest *digest, const struct shown_period *period,
                     struct text *out)
{
    const struct settings *settings = &digest->book->shown->centre->settings;

    if (period->by == BY_WEEK)
        return;
    text_add(out, " \u00B7 ");
    if (period->by == BY_SESSION)
        phrase_day_month(out, digest->words, period->session->day);
    else
        phrase_period(out, digest->words, settings, period);
}

/* The name takes the columns that the rest of its line leaves. */
static void add_figure_line(const struct digest *digest,
                            const struct shown_chart *chart,
                            const struct shown_period *period, struct text *out)
{
    const char *name = document_text(chart->line->place->name, digest->words->language);
    OWNED(text_release)
    struct text when = {.whole = out}, place = {.whole = out}, rest = {.whole = out},
                figure = {.whole = out};

    phrase_fraction(&figure, digest->words, &period->figure);
    add_when(digest, period, &when);
    add_pair(digest, text_string(&when), text_string(&figure), &rest);
    size_t taken = strlen(MARGIN) + text_characters(text_string(&rest));
    bool room = taken + NAME_LEAST <= DIGEST_COLUMNS;
    add_short(&place, name, room ? DIGEST_COLUMNS - taken : NAME_LEAST);
    text_add(&place, text_string(&when));
    text_add(out, MARGIN);
    add_pair(digest, text_string(&place), text_string(&figure), out);
    text_add(out, "\n");
}

/* What the figures are is said above the first. */
static size_t add_reading(const struct digest *digest, struct text *out)
{
    if (digest->heading)
        return 0;
    text_add(out, "\n");
    return 1 + add_lines(out, "", words_get(digest->words, "report.digest.read"));
}

/* Once a figure finds no room none after it does: what is left out is the end. */
static void add_figure(struct digest *digest, const struct shown_chart *chart,
                       const struct shown_period *period)
{
    OWNED(text_release) struct text piece = {.whole = digest->out};
    size_t lines = 1 + add_reading(digest, &piece);

    lines += add_heading(digest, chart->line, digest->heading ? "\n" : "", &piece);
    add_figure_line(digest, chart, period, &piece);
    digest->full = digest->full || digest->lines + lines + FOOT_LINES > DIGEST_LINES;
    if (digest->full)
        digest->more++;
    else
        add_piece(digest, &piece, lines, chart->line);
}

/* The leading question of a place, by session and by month where it has both. */
static void add_place(struct digest *digest, const struct shown_place *place)
{
    const struct shown_chart *lead = book_lead(place);
    size_t added = 0, withheld = 0;

    for (size_t i = 0; lead && i < place->chart_count; i++) {
        const struct shown_chart *chart = &place->charts[i];
        for (size_t k = 0; chart->line == lead->line && k < chart->period_count; k++) {
            const struct shown_period *period = &chart->periods[k];
            if (!is_new(digest->book, period))
                continue;
            withheld += period->figure.showing == WITHHELD;
            if (period->figure.showing != SHOWN)
                continue;
            add_figure(digest, chart, period);
            added++;
        }
    }
    digest->withheld += added == 0 && withheld > 0;
}

/* ---- what stands out ---- */

static void add_news_item(struct digest *digest, const struct shown_chart *chart,
                          bool *full)
{
    OWNED(text_release)
    struct text name = {.whole = digest->out}, verdict = {.whole = digest->out},
                sentence = {.whole = digest->out}, piece = {.whole = digest->out};
    size_t lines = add_heading(digest, chart->line, "", &piece);

    add_short(&name, document_text(chart->line->place->name, digest->words->language),
              DIGEST_COLUMNS / 2);
    verdict_add(&verdict, digest->words, chart);
    add_pair(digest, text_string(&name), text_string(&verdict), &sentence);
    lines += add_lines(&piece, MARGIN, text_string(&sentence));
    *full = *full || digest->lines + lines > NEWS_LINES;
    if (*full)
        digest->more++;
    else
        add_piece(digest, &piece, lines, chart->line);
}

/* Under the question that it is about, as a figure is. */
static void add_news(struct digest *digest)
{
    const struct shown *shown = digest->book->shown;
    const struct shown_chart *chart;
    OWNED(text_release) struct text none = {.whole = digest->out};
    bool full = false;

    add_blank(digest);
    size_t before = digest->lines;
    for (size_t at = 0; (chart = book_news(shown, &at));)
        add_news_item(digest, chart, &full);
    if (digest->lines == before) {
        book_no_news(&none, digest->words, shown);
        add_sentence(digest, text_string(&none));
    }
    digest->heading = NULL;
}

/* ---- the whole ---- */

static void add_head(struct digest *digest)
{
    const struct book *book = digest->book;
    const struct shown *shown = book->shown;
    const struct shown_period week = {.first = shown->week, .last = shown->week};
    OWNED(text_release) struct text when = {.whole = digest->out};

    add_name(digest, document_text(shown->centre->name, digest->words->language));
    phrase_period(&when, digest->words, &shown->centre->settings, &week);
    text_add(&when, " \u00B7 ");
    phrase_weeks(&when, digest->words, shown->week, shown->week);
    add_sentence(digest, text_string(&when));
    if (shown->centre->simulated)
        add_sentence(digest, words_get(digest->words, "report.simulated"));
    if (book->revisions > 0)
        add_sentence(digest, words_get(digest->words, "report.revised"));
}

static void add_count(struct digest *digest, const char *key, size_t n)
{
    OWNED(text_release) struct text sentence = {.whole = digest->out};

    if (n == 0)
        return;
    phrase_number(&sentence, digest->words, key, (int64_t)n);
    add_sentence(digest, text_string(&sentence));
}

bool digest_add(const struct book *book, const struct words *words, struct text *out,
                struct error *error)
{
    struct digest digest = {.book = book, .words = words, .out = out};

    add_head(&digest);
    add_news(&digest);
    for (size_t i = 0; i < book->shown->place_count; i++)
        add_place(&digest, &book->shown->places[i]);
    if (!digest.heading) {
        add_blank(&digest);
        add_sentence(&digest, words_get(words, "report.digest.none"));
    }
    if (digest.withheld + digest.more > 0)
        add_blank(&digest);
    add_count(&digest, "report.digest.withheld", digest.withheld);
    add_count(&digest, "report.digest.more", digest.more);
    return text_ok(out, error);
}
