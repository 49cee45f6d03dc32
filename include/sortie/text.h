/* text.h: a growing text with a ceiling.
 *
 *     OWNED(text_release) struct text page = {.limit = PAGE_LIMIT};
 *     text_add(&page, "<p>");
 *     text_add_html(&page, name);
 *     if (!text_ok(&page, &error)) ...
 *
 * Zeroed (with or without a limit) is an empty text. `bytes` is NULL until something is
 * added and ends in NUL afterwards. When memory or the limit is reached the text keeps
 * what it has, drops all that follows and says so in text_ok: callers add freely and
 * ask once. A text that is made to go into another one says so,
 *
 *     OWNED(text_release) struct text row = {.whole = &page};
 *
 * and what is cut in it is cut in the whole: no page is sent without its rows. */
#ifndef SORTIE_TEXT_H
#define SORTIE_TEXT_H

#include "sortie/error.h"
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct text {
    char *bytes;
    size_t length; /* without the NUL */
    size_t size;
    size_t limit;       /* most bytes it may hold; 0 = TEXT_LIMIT */
    bool cut;           /* something was dropped */
    struct text *whole; /* outlives it; NULL: it goes nowhere */
};

enum { TEXT_LIMIT = 256 * 1024 * 1024 };

void text_release(struct text *text);
void text_clear(struct text *text); /* empty again, memory kept, not cut itself */

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_add_format(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Escaped for element text and quoted attributes: & < > " ' ; control characters other
 * than newline and tab, and U+FFFE and U+FFFF, become U+FFFD. */
void text_add_html(struct text *text, const char *string);

/* The string of a text that may be empty: never NULL. */
const char *text_string(const struct text *text);

/* True when nothing was dropped; else ERROR_SYSTEM. */
bool text_ok(const struct text *text, struct error *error);

/* A name and what stands for it in a template; the array ends with {NULL}. */
struct filling {
    const char *name;
    const char *value;
};

/* Adds `template` with {name} replaced by its filling, for sentences: unknown names
 * stay as they are. */
void text_add_filled(struct text *text, const char *template,
                     const struct filling *fillings);

/* Adds `template` with {{name}} replaced by its escaped filling and {{{name}}} by the
 * filling as it is, for pages. */
void text_add_page(struct text *text, const char *template,
                   const struct filling *fillings);

/* Adds a whole file. ERROR_INPUT when it cannot be read. */
bool text_add_file(struct text *text, const char *path, struct error *error);

/* Writes the text to a file of that mode, aside and then over what is there: nobody
 * takes half of it. ERROR_SYSTEM when it cannot be written; the old file stays. */
bool text_write_file(const struct text *text, const char *path, mode_t mode,
                     struct error *error);

/* How many characters (code points) valid UTF-8 has. */
size_t text_characters(const char *string);

/* The code point at the start of `length` bytes of UTF-8, of which there is at least
 * one; how many bytes it takes. */
size_t text_point(const char *bytes, size_t length, uint32_t *point);

/* Is it valid UTF-8 without NUL? */
bool text_is_utf8(const char *bytes, size_t length);

#endif
