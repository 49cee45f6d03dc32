/* html.c: see html.h. */
#include "html.h"
#include "phrase.h"
#include <stdarg.h>
#include <string.h>

/* Adds the markup up to its next hole, or all that is left of it: then false. */
static bool next_hole(struct text *out, const char **markup)
{
    const char *hole = strstr(*markup, "{}");

    if (!hole) {
        text_add(out, *markup);
        return false;
    }
    text_add_bytes(out, *markup, (size_t)(hole - *markup));
    *markup = hole + 2;
    return true;
}

void html_add(struct text *out, const char *markup, ...)
{
    const char *string;
    va_list strings;

    va_start(strings, markup);
    while (next_hole(out, &markup) && (string = va_arg(strings, const char *)))
        text_add_html(out, string);
    va_end(strings);
}

void html_add_texts(struct text *out, const struct words *words, const char *markup,
                    ...)
{
    const json_t *map;
    va_list maps;

    va_start(maps, markup);
    while (next_hole(out, &markup) && (map = va_arg(maps, const json_t *)))
        html_add_text(out, words, map);
    va_end(maps);
}

void html_add_text(struct text *out, const struct words *words, const json_t *map)
{
    const char *text = document_text(map, words->language),
               *language = document_language(map, words->language);

    if (strcmp(language, words->language) != 0)
        html_add_quote(out, language, text);
    else
        text_add_html(out, text);
}

void html_add_option(struct text *out, const struct words *words,
                     const struct question *question, const struct option *option)
{
    if (option->text)
        html_add_text(out, words, option->text);
    else
        text_add_html(out, phrase_option(words, question, option));
}

void html_add_quote(struct text *out, const char *language, const char *string)
{
    html_add(out, "<bdi lang=\"{}\">{}</bdi>", language, string, NULL);
}

void html_add_phrase(struct text *out, const struct words *words, const char *key,
                     const struct filling *fillings)
{
    OWNED(text_release) struct text sentence = {.whole = out};

    text_add_html(&sentence, words_get(words, key));
    text_add_filled(out, text_string(&sentence), fillings);
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
