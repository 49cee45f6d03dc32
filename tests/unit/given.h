/* given.h: what several unit tests are given - documents, fixture folders, a centre. */
#ifndef SORTIE_TESTS_GIVEN_H
#define SORTIE_TESTS_GIVEN_H

#include "sortie/store.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A document written with ' for ": short ones stand in the tests. */
static inline json_t *given(const char *text)
{
    struct error error = {0};
    char *copy = strdup(text);
    assert_non_null(copy);
    for (char *quote = copy; (quote = strchr(quote, '\''));)
        *quote = '"';
    json_t *document = document_parse(copy, strlen(copy), "the test", &error);
    if (!document)
        fail_msg("%s in %s", error.text, copy);
    free(copy);
    return document;
}

static inline int32_t day_of(const char *text)
{
    int32_t day = DAY_NONE;
    assert_true(day_read(text, &day));
    return day;
}

static inline int32_t week_named(const char *text)
{
    int32_t week = WEEK_NONE;
    assert_true(week_read(text, &week));
    return week;
}

/* A fixture file with {{version}} and {{today}}, {{today-36}}, {{today+1}} filled in.
 */
static inline char *fixture(const char *path, const char *version, int32_t today)
{
    OWNED(text_release) struct text raw = {0};
    struct text filled = {0};
    struct error error = {0};
    const char *at, *next;
    if (!text_add_file(&raw, path, &error))
        fail_msg("%s", error.text);
    for (at = text_string(&raw); (next = strstr(at, "{{"));
         at = strstr(next, "}}") + 2) {
        char day[DAY_SIZE];
        text_add_bytes(&filled, at, (size_t)(next - at));
        if (strncmp(next, "{{today", 7) == 0) {
            day_write(today + (int32_t)strtol(next + 7, NULL, 10), day);
            text_add(&filled, day);
        } else {
            text_add(&filled, version);
        }
    }
    text_add(&filled, at);
    return filled.bytes;
}

/* A file's text without the line end at its end; NULL when there is none. */
static inline char *line_of(const char *folder, const char *name)
{
    struct text text = {0};
    struct error none = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!text_add_file(&text, path, &none))
        return NULL;
    while (text.length && text.bytes[text.length - 1] == '\n')
        text.bytes[--text.length] = '\0';
    return text.bytes;
}

/* Runs a test for every folder below `parent`, which is its state: the folder's name is
 * the test's name, so that the list reads as a specification. The number of failures;
 * no folder at all is one. */
static inline int run_folders(const char *parent, void (*test)(void **state))
{
    enum { MOST = 200 };
    static struct CMUnitTest tests[MOST];
    struct dirent **found = NULL;
    int count = scandir(parent, &found, NULL, alphasort), used = 0;
    for (int i = 0; i < count; i++) {
        if (found[i]->d_name[0] == '.' || used == MOST)
            continue;
        char *path = NULL;
        assert_true(asprintf(&path, "%s/%s", parent, found[i]->d_name) > 0);
        tests[used++] = (struct CMUnitTest){
            .name = strrchr(path, '/') + 1, .test_func = test, .initial_state = path};
    }
    int failed =
        used ? _cmocka_run_group_tests(parent, tests, (size_t)used, NULL, NULL) : 1;
    for (int i = 0; i < used; i++)
        free(tests[i].initial_state);
    for (int i = 0; i < count; i++)
        free(found[i]);
    free(found);
    return failed;
}

/* Exactly these problems, a line each: "<at>: <why>". */
static inline void assert_problems(const struct problems *problems,
                                   const char *expected)
{
    OWNED(text_release) struct text told = {0};
    for (size_t i = 0; i < problems->count; i++)
        text_add_format(&told, "%s%s: %s", i ? "\n" : "", problems->entries[i].at,
                        problems->entries[i].why);
    assert_string_equal(text_string(&told), expected);
}

#endif
