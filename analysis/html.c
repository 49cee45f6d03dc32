/* html.c: see html.h. */
#include "html.h"
#include <stdarg.h>
#include <string.h>

void html_add(struct text *out, const char *markup, ...)
{
    const char *hole;
    va_list strings;

    va_start(strings, markup);
    while ((hole = strstr(markup, "{}"))) {
        const char *string = va_arg(strings, const char *);
        text_add_bytes(out, markup, (size_t)(hole - markup));
        if (!string)
            break;
        text_add_html(out, string);
        markup = hole + 2;
    }
    va_end(strings);
    if (!hole)
        text_add(out, markup);
}

void html_begin(struct text *out, const struct words *words, const char *title,
                const char *about, const char *folder)
{
    html_add(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n"
        "<meta charset=\"utf-8\">\n<title>{}, {}</title>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<link rel=\"stylesheet\" href=\"{}report.css\">\n</head>\n<body>\n",
        words->language, words_right_to_left(words) ? "rtl" : "ltr", title, about,
        folder, NULL);
}
