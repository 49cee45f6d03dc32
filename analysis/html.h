/* html.h: markup with texts in it.
 *
 *     html_add(&page, "<td>{}</td><td>{}</td>", name, number, NULL);
 *
 * Each {} of the markup is replaced by the next string, escaped for element text and
 * quoted attributes; the strings end with NULL. Markup is a constant of the program. */
#ifndef HTML_H
#define HTML_H

#include "sortie/text.h"

void html_add(struct text *out, const char *markup, ...) __attribute__((sentinel));

#endif
