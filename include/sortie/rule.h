/* rule.h: show_if - whether a question is shown, as data.
 *
 * A rule is {"all": [...]}, {"any": [...]}, {"not": rule} or a leaf {q, op, value}. A
 * leaf looks at an earlier question or at place.kind, mode, lang. A
 * leaf about a question that was not answered is false. The same rules are
 * evaluated by collector/static/rules.js. */
#ifndef SORTIE_RULE_H
#define SORTIE_RULE_H

#include "sortie/form.h"

enum { RULE_DEPTH = 3 };

/* Adds what is wrong with a rule that may look at the first `earlier` questions. */
void rule_check(const json_t *rule, const struct form *form, size_t earlier,
                const char *at, struct problems *problems);

/* Does a checked rule hold? */
bool rule_holds(const json_t *rule, const struct form *form, const json_t *answers,
                const struct circumstances *circumstances);

#endif
