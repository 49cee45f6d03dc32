/* form.c: a questionnaire from anyone. One that is taken is taken again, as the same
 * version, from its canonical bytes; one that is not has a reason. */
#include "sortie/form.h"
#include "target.h"

#include <string.h>

static struct form *read(const char *bytes, size_t size, struct error *error)
{
    OWNED(problems_release) struct problems problems = {0};
    json_t *document = document_parse(bytes, size, "the form", error);
    struct form *form = document ? form_read(document, &problems, error) : NULL;
    holds(form || !document || problems.count > 0);
    json_decref(document);
    return form;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error error = {0};
    struct form *form = read((const char *)data, size, &error);
    if (!form)
        return 0;
    char *canonical = document_canonical(form->document);
    struct form *again = canonical ? read(canonical, strlen(canonical), &error) : NULL;
    holds(again && strcmp(form->version, again->version) == 0);
    form_free(again);
    form_free(form);
    free(canonical);
    return 0;
}
