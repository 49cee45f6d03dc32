/* report.c: reads, decides, draws, writes, publishes. */
#include "report.h"
#include "changes.h"
#include "decisions.h"
#include "digest.h"
#include "edition.h"
#include "editions.h"
#include "page.h"
#include "poster.h"
#include "progress.h"
#include "record.h"
#include "redraw.h"
#include "visitors.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANGUAGES_MOST = 16, FILE_SIZE = 96 };

static bool choose_week(const struct options *options, const struct store *store,
                        int32_t *week, struct error *error)
{
    const char *given = options_value(options, "week");
    int32_t closed = store_closed_week(store);

    *week = closed;
    if (given && !week_read(given, week))
        return error_set(error, ERROR_USAGE, "'%s' is no week: write it like 2026-W47",
                         given);
    if (closed == WEEK_NONE)
        return error_set(error, ERROR_BUSY,
                         "no week is closed yet: settle the store after it is over");
    if (*week > closed)
        return error_set(error, ERROR_BUSY,
                         "week %s is not closed yet: its answers may still change",
                         given);
    return true;
}

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

static bool write_records(const struct edition *edition, const struct book *book,
                          struct error *error)
{
    OWNED(text_release) struct text json = {0}, csv = {0}, dictionary = {0}, css = {0};

    return record_json(book->shown, book->themes, &json, error)
           && edition_write(edition, "report.json", &json, error)
           && record_csv(book->shown, &csv, error)
           && edition_write(edition, "counts.csv", &csv, error)
           && record_dictionary(book->shown, book->languages, &dictionary, error)
           && edition_write(edition, "dictionary.csv", &dictionary, error)
           && text_add_file(&css, SORTIE_SHARE "/analysis/static/report.css", error)
           && edition_write(edition, "report.css", &css, error);
}

/* How an edition is to be made, and what beside the pages. */
struct wishes {
    const char *out, *decisions; /* decisions: NULL for none */
    enum rules rules;
    struct redraw_formats formats;
    struct dictionaries dictionaries;
};

static void release_wishes(struct wishes *wishes)
{
    dictionaries_release(&wishes->dictionaries);
}

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

/* The centre's own dictionaries, or those that are installed. */
static bool load_dictionaries(const struct options *options,
                              struct dictionaries *dictionaries, struct error *error)
{
    const char *folder = options_value(options, "themes");
    return dictionaries_load(folder ? folder : SORTIE_SHARE "/forms/themes",
                             dictionaries, error);
}

/* How often the weeks up to this one were changed by an import after they were closed:
 * a later edition shows them otherwise than an earlier one did, and says so. */
static int64_t count_revisions(const struct store *store, int32_t week)
{
    int64_t count = 0;
    for (int32_t back = 0; back <= WEEKS_READ; back++)
        count += store_revisions(store, week - back);
    return count;
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
    OWNED(themes_release) struct themes themes = {0};
    OWNED(measures_release) struct measures measures = {0};
    OWNED(shown_release) struct shown shown = {0};
    OWNED(changes_release) struct changes changes = {0};
    OWNED(book_release)
    struct book book = {
        .shown = &shown,
        .themes = &themes,
        .languages = languages->words,
        .language_count = languages->count,
        .revisions = count_revisions(store, week),
    };

    progress_say("reading the counts");
    if (!measures_read(store, week - WEEKS_READ, week, &measures, error))
        return false;
    progress_say("deciding what may be shown");
    if (!shown_make(&measures, week, wishes->rules, &shown, error)
        || !visitors_read(store, &shown, error)
        || !changes_make(measures.changes, measures.change_count, &shown, &changes,
                         error)
        || !themes_read(store, week, &wishes->dictionaries, &themes, error))
        return false;
    store_end_reading(store);
    progress_say("drawing %zu charts", count_charts(&shown));
    return book_draw(&book, error) && publish(&book, wishes, error)
           && (!wishes->decisions || decisions_write(&shown, wishes->decisions, error));
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
    OWNED(release_wishes)
    struct wishes wishes = {
        .out = options_value(options, "out"),
        .decisions = options_value(options, "decisions"),
    };
    int32_t week;

    bool done =
        rules_read(options_value(options, "rules"), &wishes.rules, error)
        && choose_formats(options, &wishes.formats, error)
        && (!wishes.decisions || decisions_check(wishes.decisions, wishes.out, error))
        && store_open(options_value(options, "store"), STORE_READ, &store, error)
        && choose_week(options, store, &week, error)
        && choose_languages(options, store_centre(store), &languages, error)
        && load_dictionaries(options, &wishes.dictionaries, error)
        && make_edition(store, week, &languages, &wishes, error);
    if (!done)
        progress_end();
    return done;
}
