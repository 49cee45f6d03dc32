/* picture.c: see picture.h. */
#include "sortie/picture.h"

#include "sortie/text.h"

#include <string.h>

const char *const picture_names[] = {
    "desk",     "workshop", "club",   "space",     "wait",    "welcome",
    "listened", "clear",    "found",  "documents", "quiet",   "comeback",
    "language", "yes",      "little", "no",        "unknown", "orientation",
    "training", "job",      "change", "business",  "look",    "plan",
    "apply",    "meet",     "think",  "time",      "nothing", "slow",
    "right",    "fast",     "other",  "person",    "hours",   "experience",
    "diploma",  "exam",     "skills", "art",       "once",    NULL,
};

static bool is_picture(const char *name)
{
    size_t i = 0;
    while (name && picture_names[i] && strcmp(picture_names[i], name) != 0)
        i++;
    return name && picture_names[i];
}

const char *picture_read(const json_t *object, const char *at,
                         struct problems *problems)
{
    const char *name = document_string(object, "icon");
    OWNED(text_release) struct text all = {0};
    if (!json_object_get(object, "icon") || is_picture(name))
        return name;
    for (size_t i = 0; picture_names[i]; i++)
        text_add_format(&all, "%s%s", i ? ", " : "", picture_names[i]);
    problems_add_newer(problems, at, "'icon' must be one of the pictures %s",
                       text_string(&all));
    return NULL;
}
