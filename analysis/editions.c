/* editions.c: see editions.h. */
#include "editions.h"
#include "html.h"
#include "phrase.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct weeks {
    int32_t *list;
    size_t count, size;
};

static void weeks_release(struct weeks *weeks)
{
    free(weeks->list);
}

static bool add_week(struct weeks *weeks, int32_t week)
{
    if (weeks->count == weeks->size) {
        size_t size = weeks->size ? weeks->size * 2 : 64;
        int32_t *list = realloc(weeks->list, size * sizeof *list);
        if (!list)
            return false;
        weeks->list = list;
        weeks->size = size;
    }
    weeks->list[weeks->count++] = week;
    return true;
}

static int newest_first(const void *a, const void *b)
{
    int32_t one = *(const int32_t *)a, other = *(const int32_t *)b;

    return (one < other) - (one > other);
}

/* A folder that is named like a week and has a first page. */
static bool is_edition(int root, const char *name, int32_t *week)
{
    char page[WEEK_SIZE + 16], folder[WEEK_SIZE];

    if (!week_read(name, week))
        return false;
    week_write(*week, folder);
    snprintf(page, sizeof page, "%s/index.html", folder);
    return faccessat(root, page, R_OK, 0) == 0;
}

static bool find_weeks(int root, struct weeks *weeks)
{
    int copy = dup(root);
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *entry;
    bool found = folder != NULL;
    int32_t week;

    if (!folder && copy >= 0)
        close(copy);
    while (found && (entry = readdir(folder)))
        found = !is_edition(root, entry->d_name, &week) || add_week(weeks, week);
    if (folder)
        closedir(folder);
    if (weeks->count > 1)
        qsort(weeks->list, weeks->count, sizeof *weeks->list, newest_first);
    return found;
}

static void add_head(const struct centre *centre, const struct words *words,
                     struct text *out)
{
    html_begin(out, words, words_get(words, "report.editions"),
               document_text(centre->name, words->language), "latest/");
    html_add_texts(out, words, "<header>\n<p class=\"kind\">{}</p>\n", centre->name,
                   NULL);
    html_add(out, "<h1>{}</h1>\n", words_get(words, "report.editions"), NULL);
    if (centre->simulated)
        html_add(out, "<p class=\"notice\">{}</p>\n",
                 words_get(words, "report.simulated"), NULL);
    text_add(out, "</header>\n<main>\n");
}

static void add_edition(const struct centre *centre, const struct words *words,
                        int32_t week, struct text *out)
{
    const struct shown_period period = {.first = week, .last = week};
    OWNED(text_release) struct text name = {.whole = out}, days = {.whole = out};
    char folder[WEEK_SIZE];

    week_write(week, folder);
    phrase_period(&name, words, &centre->settings, &period);
    phrase_weeks(&days, words, week, week);
    html_add(out,
             "<li><a href=\"{}/index.html\">{}</a> <span class=\"when\">{}</span>"
             "</li>\n",
             folder, text_string(&name), text_string(&days), NULL);
}

/* A list a year. */
static void add_editions(const struct centre *centre, const struct words *words,
                         const struct weeks *weeks, struct text *out)
{
    for (size_t i = 0; i < weeks->count; i++) {
        int year = week_year(weeks->list[i]);
        if (i == 0 || week_year(weeks->list[i - 1]) != year)
            text_add_format(out, "%s<h2>%d</h2>\n<ul class=\"editions\">\n",
                            i > 0 ? "</ul>\n" : "", year);
        add_edition(centre, words, weeks->list[i], out);
    }
    text_add(out, weeks->count > 0 ? "</ul>\n" : "");
    text_add(out, "</main>\n</body>\n</html>\n");
}

/* Written aside, then renamed over the old list. */
static bool replace(int root, const struct text *page)
{
    static const char aside[] = ".index.new", name[] = "index.html";

    unlinkat(root, aside, 0);
    int file = openat(root, aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    FILE *stream = file < 0 ? NULL : fdopen(file, "w");
    bool written =
        stream && fwrite(page->bytes, 1, page->length, stream) == page->length;
    if (stream ? fclose(stream) != 0 : file >= 0 && close(file) != 0)
        written = false;
    written = written && renameat(root, aside, root, name) == 0;
    if (!written)
        unlinkat(root, aside, 0);
    return written;
}

bool editions_list(const char *root, const struct centre *centre, struct error *error)
{
    OWNED(words_release) struct words words = {0};
    OWNED(weeks_release) struct weeks weeks = {0};
    OWNED(text_release) struct text page = {0};

    if (!words_load(centre->languages[0], &words, error))
        return false;
    int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done =
        folder >= 0 && flock(folder, LOCK_EX) == 0 && find_weeks(folder, &weeks);
    if (done) {
        add_head(centre, &words, &page);
        add_editions(centre, &words, &weeks, &page);
        done = text_ok(&page, error) && replace(folder, &page);
    }
    if (!done)
        error_set(error, ERROR_SYSTEM, "cannot list the editions of '%s': %s", root,
                  strerror(errno));
    if (folder >= 0)
        close(folder);
    return done;
}
