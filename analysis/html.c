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
