/* export.c: see export.h. */
#include "export.h"

#include "edition.h"
#include "findings.h"
#include "progress.h"
#include "record.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

static bool write_file(void *folder, const char *name, const struct text *bytes,
                       struct error *error)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", (const char *)folder, name);

    if (length < 0 || (size_t)length >= sizeof path)
        return error_set(error, ERROR_USAGE, "the name of the folder is too long");
    if (!text_write_file(bytes, path, 0644, error))
        return false;
    printf("%s\n", path);
    return true;
}

static bool export(struct store *store, const struct options *options, int32_t week,
                   struct error *error)
{
    OWNED(findings_release) struct findings findings = {0};
    OWNED(words_release) struct words words = {0};
    const char *out = options_value(options, "out"),
               *given = options_value(options, "lang"),
               *language = given ? given : store_centre(store)->languages[0];
    enum rules rules;

    return rules_read(options_value(options, "rules"), &rules, error)
           && words_load(language, &words, error)
           && findings_make(store, week, rules, options_value(options, "themes"),
                            &findings, error)
           && edition_make_folder(out, error)
           && record_files(&findings.shown, &findings.themes, &words, write_file,
                           (void *)(uintptr_t)out, error);
}

bool export_run(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    int32_t week;
    bool done = store_open(options_value(options, "store"), STORE_READ, &store, error)
                && findings_week(options, store, &week, error)
                && export(store, options, week, error);

    progress_end();
    return done;
}
