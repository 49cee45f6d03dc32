/* report.c: reads, decides, draws, writes, publishes. */
#include "report.h"
#include "decisions.h"
#include "digest.h"
#include "edition.h"
#include "editions.h"
#include "findings.h"
#include "page.h"
#include "poster.h"
#include "progress.h"
#include "record.h"
#include "redraw.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANGUAGES_MOST = 16, FILE_SIZE = 96 };

struct languages {
    struct words words[LANGUAGES_MOST];
    size_t count;
};

static void release_languages(struct languages *languages)
{
    for (size_t i = 0; i < languages->count; i++)
        words_release(&languages->words[i]);
}

static bool add_language(struct languages *languages, const char *language,
                         struct error *error)
{
    for (size_t i = 0; i < languages->count; i++)
        if (!strcmp(languages->words[i].language, language))
            return true;
    if (languages->count == LANGUAGES_MOST)
        return error_set(error, ERROR_USAGE, "too many languages");
    if (!words_load(language, &languages->words[languages->count], error))
        return false;
    languages->count++;
    return true;
}

static bool choose_languages(const struct options *options, const struct centre *centre,
                             struct languages *languages, struct error *error)
{
    const char *language;

    for (size_t i = 0; (language = options_nth(options, "lang", i)); i++)
        if (!add_language(languages, language, error))
            return false;
    return languages->count > 0 || add_language(languages, centre->languages[0], error);
}

static bool write_page(const struct edition *edition, const struct book *book,
                       const struct words *words, const char *id,
                       const struct text *page, struct error *error)
{
    char folder[16], name[FILE_SIZE];

    book_folder(book, words, folder);
    snprintf(name, sizeof name, "%s%s.html", folder, id);
    return edition_write(edition, name, page, error);
}

static bool write_language(const struct edition *edition, const struct book *book,
                           const struct words *words, struct error *error)
{
    OWNED(text_release) struct text page = {0};

    if (!page_index(book, words, &page, error)
        || !write_page(edition, book, words, "index", &page, error))
        return false;
    text_clear(&page);
    if (poster_worth(book->shown)
        && (!poster_page(book, words, &page, error)
            || !write_page(edition, book, words, "poster", &page, error)))
        return false;
    for (size_t i = 0; i < book->shown->place_count; i++) {
        text_clear(&page);
        if (!page_place(book, i, words, &page, error)
            || !write_page(edition, book, words, book->shown->places[i].place->id,
                           &page, error))
            return false;
    }
    return true;
}

static bool write_digest(const struct edition *edition, const struct book *book,
                         const struct words *words, struct error *error)
{
    OWNED(text_release) struct text digest = {0};
    char name[FILE_SIZE];

    snprintf(name, sizeof name, "digest.%s.txt", words->language);
    return digest_add(book, words, &digest, error)
           && edition_write(edition, name, &digest, error);
}

static bool write_record(void *edition, const char *name, const struct text *bytes,
                         struct error *error)
{
    return edition_write(edition, name, bytes, error);
}

static bool write_records(struct edition *edition, const struct book *book,
                          struct error *error)
{
    OWNED(text_release) struct text css = {0};

    return record_files(book->shown, book->themes, book->languages, write_record,
                        edition, error)
           && text_add_file(&css, SORTIE_SHARE "/analysis/static/report.css", error)
           && edition_write(edition, "report.css", &css, error);
}

/* How an edition is to be made, and what beside the pages. */
struct wishes {
    const char *out, *decisions; /* decisions: NULL for none */
    const char *themes;          /* NULL: those that are installed */
    enum rules rules;
    struct redraw_formats formats;
};

static bool publish(const struct book *book, const struct wishes *wishes,
                    struct error *error)
{
    OWNED(edition_release) struct edition edition = {0};
    char week[WEEK_SIZE];

    week_write(book->shown->week, week);
    if (!edition_begin(&edition, wishes->out, error)
        || !write_records(&edition, book, error) || !redraw_write(&edition, book, error)
        || !redraw_draw(&edition, book, wishes->formats, error))
        return false;
    for (size_t i = 0; i < book->language_count; i++) {
        progress_say("writing the pages: %s (%zu of %zu)", book->languages[i].language,
                     i + 1, book->language_count);
        if (!write_language(&edition, book, &book->languages[i], error)
            || !write_digest(&edition, book, &book->languages[i], error))
            return false;
    }
    if (!edition_publish(&edition, week, error)
        || !editions_list(wishes->out, book->shown->centre, error))
        return false;
    progress_end();
    printf("%s/%s/index.html\n", wishes->out, week);
    return true;
}

static size_t count_charts(const struct shown *shown)
{
    size_t count = 0;

    for (size_t p = 0; p < shown->place_count; p++)
        for (size_t i = 0; i < shown->places[p].chart_count; i++)
            count += shown->places[p].charts[i].shown > 0;
    return count;
}

static bool make_edition(struct store *store, int32_t week,
                         const struct languages *languages, const struct wishes *wishes,
                         struct error *error)
{
    OWNED(findings_release) struct findings findings = {0};
    OWNED(book_release)
    struct book book = {
        .shown = &findings.shown,
        .themes = &findings.themes,
        .languages = languages->words,
        .language_count = languages->count,
    };

    if (!findings_make(store, week, wishes->rules, wishes->themes, &findings, error))
        return false;
    book.revisions = findings.revisions;
    progress_say("drawing %zu charts", count_charts(&findings.shown));
    return book_draw(&book, error) && publish(&book, wishes, error)
           && (!wishes->decisions
               || decisions_write(&findings.shown, wishes->decisions, error));
}

static bool choose_formats(const struct options *options,
                           struct redraw_formats *formats, struct error *error)
{
    const char *format;

    for (size_t i = 0; (format = options_nth(options, "charts", i)); i++) {
        bool pdf = !strcmp(format, "pdf"), png = !strcmp(format, "png");
        if (!pdf && !png)
            return error_set(error, ERROR_USAGE, "--charts is pdf or png, not '%s'",
                             format);
        formats->pdf = formats->pdf || pdf;
        formats->png = formats->png || png;
    }
    return true;
}

bool report_run(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(release_languages) struct languages languages = {0};
    struct wishes wishes = {
        .out = options_value(options, "out"),
        .decisions = options_value(options, "decisions"),
        .themes = options_value(options, "themes"),
    };
    int32_t week;

    bool done =
        rules_read(options_value(options, "rules"), &wishes.rules, error)
        && choose_formats(options, &wishes.formats, error)
        && (!wishes.decisions || decisions_check(wishes.decisions, wishes.out, error))
        && store_open(options_value(options, "store"), STORE_READ, &store, error)
        && findings_week(options, store, &week, error)
        && choose_languages(options, store_centre(store), &languages, error)
        && make_edition(store, week, &languages, &wishes, error);
    if (!done)
        progress_end();
    return done;
}
