/* html.h: markup with texts in it.
 *
 *     html_add(&page, "<td>{}</td><td>{}</td>", name, number, NULL);
 *
 * Each {} of the markup is replaced by the next string, escaped for element text and
 * quoted attributes; the strings end with NULL. Markup is a constant of the program.
 *
 *     html_add_texts(&page, words, "<h2>{}</h2>\n", question->text, NULL);
 *
 * What a form or a centre says is a map of languages. Where it lacks that of the page
 * it is said in another one and stands in an element of its own, <bdi lang="en">: it
 * keeps its direction, and is read aloud as what it is. */
#ifndef HTML_H
#define HTML_H

#include "sortie/form.h"
#include "sortie/words.h"

void html_add(struct text *out, const char *markup, ...) __attribute__((sentinel));

/* Each {} is replaced by the text of the next map (none is NULL), for element text. */
void html_add_texts(struct text *out, const struct words *words, const char *markup,
                    ...) __attribute__((sentinel));

/* One such text, which may be NULL for none; that of an option (phrase_option). */
void html_add_text(struct text *out, const struct words *words, const json_t *map);
void html_add_option(struct text *out, const struct words *words,
                     const struct question *question, const struct option *option);

/* What visitors said, in whichever language. */
void html_add_quote(struct text *out, const char *language, const char *string);

/* The sentence of a key with its {places} filled with markup. */
void html_add_phrase(struct text *out, const struct words *words, const char *key,
                     const struct filling *fillings);

/* A document in the words' language up to the start of its body, titled "title, about";
 * its style sheet, report.css, lies in `folder` ("" or one that ends with a slash). */
void html_begin(struct text *out, const struct words *words, const char *title,
                const char *about, const char *folder);

#endif
