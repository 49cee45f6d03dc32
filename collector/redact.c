/* redact.c: see redact.h. Each rule goes over the whole text by itself and marks what
 * it finds; what is marked is then replaced, marks that touch by one. */
#include "redact.h"

#include "redact_rules.h"

#include <stdlib.h>
#include <string.h>

static const char struck[] = "[…]";

bool redact_knows(const char *word, const char *const *words, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(word, words[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* ---- marking ---- */

static void strike(struct glyphs *glyphs, const struct span *span)
{
    for (size_t i = span->from; i < span->to; i++)
        glyphs->entries[i].struck = true;
}

static void apply(redact_rule *rule, struct glyphs *glyphs)
{
    for (size_t at = 0; at < glyphs->count;) {
        struct span found = {0};
        if (rule(glyphs, at, &found))
            strike(glyphs, &found);
        at = found.to > at ? found.to : at + 1;
    }
}

/* Two marks with nothing but spaces between them become one. */
static void join(struct glyphs *glyphs)
{
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < glyphs->count; i++) {
        if (glyphs->entries[i].struck) {
            for (size_t j = last; last != SIZE_MAX && j < i; j++)
                glyphs->entries[j].struck = true;
            last = i;
        } else if (glyphs_at(glyphs, i) != ' ') {
            last = SIZE_MAX;
        }
    }
}

/* ---- writing ---- */

static bool is_struck(const struct glyphs *glyphs, size_t index)
{
    return index < glyphs->count && glyphs->entries[index].struck;
}

static void put(const struct glyphs *glyphs, const char *string, struct text *out)
{
    for (size_t i = 0; i < glyphs->count; i++) {
        size_t from = i == 0 ? 0 : glyphs->entries[i].from;
        size_t to =
            i + 1 < glyphs->count ? glyphs->entries[i + 1].from : strlen(string);
        if (!is_struck(glyphs, i))
            text_add_bytes(out, string + from, to - from);
        else if (i == 0 || !is_struck(glyphs, i - 1))
            text_add(out, struck);
    }
    if (glyphs->count == 0)
        text_add(out, string);
}

bool redact(const char *string, struct text *out)
{
    static redact_rule *const rules[] = {redact_finds_mail,      redact_finds_web,
                                         redact_finds_account,   redact_finds_number,
                                         redact_finds_list,      redact_finds_titled,
                                         redact_finds_addressed, redact_finds_lettered};
    struct error ignored = {0};
    OWNED(glyphs_release) struct glyphs glyphs = {0};
    if (!glyphs_read(&glyphs, string))
        return false;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        apply(rules[i], &glyphs);
    join(&glyphs);
    put(&glyphs, string, out);
    return text_ok(out, &ignored);
}

/* ---- a document ---- */

static bool redact_answer(json_t *answer)
{
    OWNED(text_release) struct text out = {0};
    return redact(json_string_value(answer), &out)
           && json_string_set(answer, text_string(&out)) == 0;
}

bool redact_document(const json_t *document, const struct form *form,
                     struct error *error)
{
    const json_t *answers = json_object_get(document, "answers");
    for (size_t i = 0; i < form->question_count; i++) {
        json_t *answer = form->questions[i].type == TEXT
                             ? json_object_get(answers, form->questions[i].name)
                             : NULL;
        if (json_is_string(answer) && !redact_answer(answer))
            return error_set(error, ERROR_SYSTEM, "cannot keep a text: out of memory");
    }
    return true;
}
