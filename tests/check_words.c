/* check_words.c: fails when a words file lacks a key, has one too many, an empty text,
 * an apostrophe that no printer would set, or a space that may end a line: between a
 * number and its %, and in French before a sign that belongs to its word. The keys of
 * English are the measure; make runs it before anything is installed. */
#include "sortie/document.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Names every key of `of` that `in` lacks; how many. */
static int missing(const json_t *of, const json_t *in, const char *path,
                   const char *what)
{
    int count = 0;
    const char *key;
    json_t *text;
    json_object_foreach((json_t *)(uintptr_t)of, key, text)
    {
        if (json_object_get(in, key))
            continue;
        fprintf(stderr, "%s: the key '%s' is %s\n", path, key, what);
        count++;
    }
    return count;
}

/* Names every text that has the fault; how many. */
static int faulty(const json_t *words, const char *path, bool (*fault)(const char *),
                  const char *what)
{
    int count = 0;
    const char *key;
    json_t *text;
    json_object_foreach((json_t *)(uintptr_t)words, key, text)
    {
        const char *said = json_is_string(text) ? json_string_value(text) : "";
        if (!fault(said))
            continue;
        fprintf(stderr, "%s: '%s' %s\n", path, key, what);
        count++;
    }
    return count;
}

static bool is_empty(const char *text)
{
    return !*text;
}

/* Forms have the printed one: both in one sentence look like an error. */
static bool is_typed(const char *text)
{
    return strchr(text, '\'');
}

static bool is_number(char end)
{
    return (end >= '0' && end <= '9') || end == '{' || end == '}';
}

/* A plain space between a number and its sign, on whichever side that stands. */
static bool parts_percent(const char *text)
{
    for (const char *sign = text; (sign = strchr(sign, '%')); sign++) {
        if (sign - text > 1 && sign[-1] == ' ' && is_number(sign[-2]))
            return true;
        if (sign[1] == ' ' && is_number(sign[2]))
            return true;
    }
    return false;
}

/* A plain space before : ; ? ! % or inside guillemets (Lexique des règles
 * typographiques en usage à l'Imprimerie nationale: a no-break one). */
static bool can_break(const char *text)
{
    static const char *const ends[] = {" :", " ;", " ?", " !", " %", " »", "« "};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strstr(text, ends[i]))
            return true;
    return false;
}

static bool is_french(const json_t *words)
{
    const char *name = json_string_value(json_object_get(words, "name"));
    return name && !strcmp(name, "Français");
}

static int check(const char *path, const json_t *measure)
{
    struct error error = {0};
    json_t *words = document_load(path, &error);
    if (!words)
        return error_report(&error);
    int faults =
        missing(measure, words, path, "missing")
        + missing(words, measure, path, "not in en.json")
        + faulty(words, path, is_empty, "is empty")
        + faulty(words, path, is_typed, "has an apostrophe of a typewriter, not ’")
        + faulty(words, path, parts_percent, "has a plain space beside %");
    if (is_french(words))
        faults += faulty(words, path, can_break,
                         "has a plain space where a line must not end");
    json_decref(words);
    return faults;
}

int main(int argc, char **argv)
{
    char path[4096];
    struct error error = {0};
    int faults = 0, files = 0;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    snprintf(path, sizeof path, "%s/en.json", argc == 2 ? argv[1] : ".");
    json_t *measure = folder ? document_load(path, &error) : NULL;
    if (!measure) {
        fprintf(stderr, "check-words: cannot read %s\n", path);
        return 66;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!strstr(entry->d_name, ".json"))
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        faults += check(path, measure);
        files++;
    }
    closedir(folder);
    json_decref(measure);
    return faults || files < 2 ? 65 : 0;
}
