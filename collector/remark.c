/* remark.c: see remark.h. */
#include "remark.h"

#include "sortie/control.h"
#include "sortie/store.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- list ---- */

/* U+200E or U+200F: on a terminal a stranger's marks of direction act, too. */
static size_t mark_at(const char *at)
{
    return strncmp(at, "\xE2\x80\x8E", 3) == 0 || strncmp(at, "\xE2\x80\x8F", 3) == 0
               ? 3
               : 0;
}

/* A visitor's text on one line of a terminal. */
static void print_text(const char *at)
{
    while (*at) {
        size_t length = control_at(at) ? control_at(at) : mark_at(at);
        putchar(length ? ' ' : *at);
        at += length ? length : 1;
    }
    putchar('\n');
}

bool remark_list(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(remarks_release) struct remarks remarks = {0};
    if (!store_open(options_value(options, "store"), STORE_WRITE, &store, error)
        || !store_list_remarks(store, &remarks, error))
        return false;
    for (size_t i = 0; i < remarks.count; i++) {
        const struct remark *remark = &remarks.entries[i];
        printf("%lld\t%s\t%s\t", (long long)remark->number, remark->place->id,
               remark->released ? "released" : "held");
        print_text(remark->text);
    }
    return true;
}

/* ---- strike, release ---- */

static bool read_number(const char *text, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return isdigit((unsigned char)*text) && *end == '\0' && errno == 0;
}

static bool read_numbers(const struct options *options,
                         int64_t numbers[static OPTION_VALUES], size_t *count,
                         struct error *error)
{
    const char *text;
    for (*count = 0; (text = options_nth(options, "number", *count)); (*count)++)
        if (!read_number(text, &numbers[*count]))
            return error_set(error, ERROR_USAGE,
                             "--number must be one that remark list shows, not '%s'",
                             text);
    return true;
}

bool remark_strike(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    int64_t numbers[OPTION_VALUES];
    size_t count;
    const char *words = options_value(options, "words");
    if (words && (!*words || !text_is_utf8(words, strlen(words))))
        return error_set(error, ERROR_USAGE, "--words must be a text in UTF-8");
    return read_numbers(options, numbers, &count, error)
           && store_open(options_value(options, "store"), STORE_WRITE, &store, error)
           && store_strike_remarks(store, numbers, count, words, error);
}

bool remark_release(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    int64_t numbers[OPTION_VALUES];
    size_t count;
    return read_numbers(options, numbers, &count, error)
           && store_open(options_value(options, "store"), STORE_WRITE, &store, error)
           && store_release_remarks(store, numbers, count, error);
}
