/* html.h: markup with texts in it.
 *
 *     html_add(&page, "<td>{}</td><td>{}</td>", name, number, NULL);
 *
 * Each {} of the markup is replaced by the next string, escaped for element text and
 * quoted attributes; the strings end with NULL. Markup is a constant of the program. */
#ifndef HTML_H
#define HTML_H

#include "sortie/words.h"

void html_add(struct text *out, const char *markup, ...) __attribute__((sentinel));

/* A document in the words' language up to the start of its body, titled "title, about";
 * its style sheet, report.css, lies in `folder` ("" or one that ends with a slash). */
void html_begin(struct text *out, const struct words *words, const char *title,
                const char *about, const char *folder);

#endif
