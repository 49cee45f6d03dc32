/* document.c: see document.h. The only flags with which JSON is parsed are here. */
#include "sortie/document.h"

#include "sortie/control.h"
#include "sortie/reserve.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool deeper_than(const json_t *value, int depth)
{
    const char *key;
    json_t *member;
    size_t index;
    if (!json_is_object(value) && !json_is_array(value))
        return false;
    if (depth == 0)
        return true;
    json_object_foreach((json_t *)(uintptr_t)value, key,
                        member) if (deeper_than(member, depth - 1)) return true;
    json_array_foreach(value, index,
                       member) if (deeper_than(member, depth - 1)) return true;
    return false;
}

json_t *document_parse(const char *bytes, size_t length, const char *source,
                       struct error *error)
{
    json_error_t fault;
    reserve_begin();
    json_t *document = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (!reserve_end()) {
        json_decref(document);
        reserve_clear();
        error_set(error, ERROR_SYSTEM, "cannot read %s: out of memory", source);
        return NULL;
    }
    if (!document) {
        error_set(error, ERROR_INPUT, "%s is not JSON: line %d, column %d: %s", source,
                  fault.line, fault.column, fault.text);
        return NULL;
    }
    if (deeper_than(document, DOCUMENT_DEPTH)) {
        json_decref(document);
        error_set(error, ERROR_INPUT, "%s is nested more than %d deep", source,
                  DOCUMENT_DEPTH);
        return NULL;
    }
    return document;
}

json_t *document_load(const char *path, struct error *error)
{
    OWNED(text_release) struct text bytes = {.limit = 64 * 1024 * 1024};
    if (!text_add_file(&bytes, path, error))
        return NULL;
    return document_parse(text_string(&bytes), bytes.length, path, error);
}

/* json_dumps leaves out what there is no memory for and goes on: into room that is
 * there already nothing is lost. */
char *document_bytes(const json_t *document, size_t flags)
{
    size_t room = 1024, size = 0;
    char *bytes = malloc(room);
    if (bytes)
        size = json_dumpb(document, bytes, room, flags);
    if (size >= room) {
        free(bytes);
        room = size + 1;
        bytes = malloc(room);
        size = bytes ? json_dumpb(document, bytes, room, flags) : 0;
    }
    if (size > 0 && size < room) {
        bytes[size] = '\0';
        return bytes;
    }
    free(bytes);
    return NULL;
}

/* ---- canonical bytes ---- */

/* Our own writer of what json_dumpb writes with JSON_SORT_KEYS | JSON_COMPACT: that one
 * looks at each character by a call and for each member in a hash table, which was a
 * seventh of what a response costs. */

struct member {
    const char *name;
    const json_t *value;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

static void write_escaped(struct text *out, unsigned char byte)
{
    static const char names[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    const char *name = names;
    while (*name && (unsigned char)*name != byte)
        name += 2;
    if (*name)
        text_add_bytes(out, (const char[]){'\\', name[1]}, 2);
    else
        text_add_format(out, "\\u%04X", byte);
}

static bool is_plain(char byte)
{
    return (unsigned char)byte >= ' ' && byte != '"' && byte != '\\';
}

static void write_string(struct text *out, const char *opening, const char *string,
                         const char *closing)
{
    text_add(out, opening);
    for (const char *at = string; *at; at = string) {
        while (is_plain(*string))
            string++;
        text_add_bytes(out, at, (size_t)(string - at));
        if (*string)
            write_escaped(out, (unsigned char)*string++);
    }
    text_add(out, closing);
}

static void write_value(struct text *out, const json_t *value);

static void write_object(struct text *out, const json_t *object)
{
    struct member few[16], *members = few;
    size_t count = json_object_size(object), i = 0;
    const char *name;
    json_t *value;
    if (count > sizeof few / sizeof *few)
        members = calloc(count, sizeof *members);
    if (!members) {
        out->cut = true;
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)object, name, value) members[i++] =
        (struct member){name, value};
    qsort(members, count, sizeof *members, by_name);
    text_add_bytes(out, "{", 1);
    for (i = 0; i < count; i++) {
        write_string(out, i > 0 ? ",\"" : "\"", members[i].name, "\":");
        write_value(out, members[i].value);
    }
    text_add_bytes(out, "}", 1);
    if (members != few)
        free(members);
}

static void write_array(struct text *out, const json_t *array)
{
    size_t index;
    json_t *value;
    text_add_bytes(out, "[", 1);
    json_array_foreach(array, index, value)
    {
        text_add_bytes(out, ",", index > 0);
        write_value(out, value);
    }
    text_add_bytes(out, "]", 1);
}

/* By jansson, which takes memory for it: none, and there is no digit. */
static void write_real(struct text *out, const json_t *real)
{
    char digits[64];
    size_t length = json_dumpb(real, digits, sizeof digits, JSON_ENCODE_ANY);
    out->cut |= length == 0;
    text_add_bytes(out, digits, length);
}

static void write_value(struct text *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, value);
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    case JSON_STRING:
        write_string(out, "\"", json_string_value(value), "\"");
        break;
    case JSON_INTEGER:
        text_add_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL:
        write_real(out, value);
        break;
    case JSON_TRUE:
        text_add(out, "true");
        break;
    case JSON_FALSE:
        text_add(out, "false");
        break;
    case JSON_NULL:
        text_add(out, "null");
        break;
    }
}

char *document_canonical(const json_t *document)
{
    struct text out = {0};
    if (document)
        write_value(&out, document);
    if (!out.cut)
        return out.bytes;
    text_release(&out);
    return NULL;
}

bool document_digest(const json_t *document, char hex[static DIGEST_HEX_SIZE],
                     struct error *error)
{
    char *canonical = document_canonical(document);
    if (!canonical)
        return error_set(error, ERROR_SYSTEM,
                         "cannot digest a document: out of memory");
    unsigned char digest[crypto_hash_sha256_BYTES];
    _Static_assert(sizeof digest == DIGEST_SIZE, "SHA-256");
    crypto_hash_sha256(digest, (const unsigned char *)canonical, strlen(canonical));
    sodium_bin2hex(hex, DIGEST_HEX_SIZE, digest, sizeof digest);
    free(canonical);
    return true;
}

static void keep(json_t **into, bool kept)
{
    if (kept)
        return;
    json_decref(*into);
    *into = NULL;
}

void document_put(json_t **into, const char *name, json_t *value)
{
    keep(into, json_object_set_new(*into, name, value) == 0);
}

void document_append(json_t **into, json_t *value)
{
    keep(into, json_array_append_new(*into, value) == 0);
}

json_t *document_copy(const json_t *document)
{
    json_t *copy = json_deep_copy(document);
    keep(&copy, json_equal(copy, document));
    return copy;
}

const char *document_text(const json_t *map, const char *language)
{
    const char *text =
        json_string_value(json_object_get(map, document_language(map, language)));
    return text ? text : "";
}

const char *document_language(const json_t *map, const char *language)
{
    if (json_is_string(json_object_get(map, language)))
        return language;
    void *first = json_object_iter((json_t *)(uintptr_t)map);
    return first ? json_object_iter_key(first) : language;
}

const char *document_string(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* Written for every answer of every response, right or wrong: no printf here. */
static struct pointer below(const char *at, const char *name)
{
    struct pointer pointer;
    char *end = pointer.text + sizeof pointer.text - 1;
    char *next = stpncpy(pointer.text, at, 200);
    *next++ = '/';
    next = stpncpy(next, name, (size_t)(end - next) < 50 ? (size_t)(end - next) : 50);
    *next = '\0';
    return pointer;
}

struct pointer pointer_to(const char *at, size_t index)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", index);
    return below(at, digits);
}

struct pointer pointer_member(const char *at, const char *member)
{
    return below(at, member);
}

/* Text that was cut in the middle of a character ends before or after it. */
static void mend(char *text)
{
    for (; text && *text; text++)
        if ((unsigned char)*text >= 0x80) {
            size_t size = 4, length = strnlen(text, 4);
            while (size > 1 && (size > length || !text_is_utf8(text, size)))
                size--;
            if (size == 1)
                *text = '?';
            text += size - 1;
        }
}

static void add_problem(struct problems *problems, const char *at, const char *format,
                        va_list arguments) __attribute__((format(printf, 3, 0)));

static void add_problem(struct problems *problems, const char *at, const char *format,
                        va_list arguments)
{
    struct problem *entries =
        problems->count < PROBLEMS_MOST
            ? realloc(problems->entries, (problems->count + 1) * sizeof *entries)
            : NULL;
    if (!entries) {
        problems->cut = true;
        return;
    }
    problems->entries = entries;
    struct problem problem = {.at = strdup(at)};
    if (vasprintf(&problem.why, format, arguments) < 0)
        problem.why = NULL;
    mend(problem.at);
    mend(problem.why);
    if (problem.at && problem.why) {
        control_strike(problem.at);
        control_strike(problem.why);
        entries[problems->count++] = problem;
        return;
    }
    free(problem.at);
    free(problem.why);
    problems->cut = true;
}

void problems_add(struct problems *problems, const char *at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(problems, at, format, arguments);
    va_end(arguments);
}

void problems_add_newer(struct problems *problems, const char *at, const char *format,
                        ...)
{
    va_list arguments;
    if (problems->stored)
        return;
    va_start(arguments, format);
    add_problem(problems, at, format, arguments);
    va_end(arguments);
}

void problems_release(struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        free(problems->entries[i].at);
        free(problems->entries[i].why);
    }
    free(problems->entries);
    *problems = (struct problems){0};
}

bool problems_tell(const struct problems *problems, const char *source,
                   struct error *error)
{
    OWNED(text_release) struct text message = {0};
    struct error named = {0};
    error_set(&named, ERROR_INPUT, "%s", source);
    for (size_t i = 0; i < problems->count; i++) {
        size_t line = strlen(named.text) + strlen(problems->entries[i].at)
                      + strlen(problems->entries[i].why) + 4;
        if (message.length + line + 32 > ERROR_TEXT_SIZE) {
            text_add_format(&message, "\n... and %zu more", problems->count - i);
            break;
        }
        text_add_format(&message, "%s%s%s: %s", i ? "\n" : "", named.text,
                        problems->entries[i].at, problems->entries[i].why);
    }
    /* Its lines are its own: what each quotes was struck before. */
    if (error->kind == ERROR_NONE) {
        error->kind = ERROR_INPUT;
        snprintf(error->text, sizeof error->text, "%s", text_string(&message));
    }
    return false;
}

void problems_unknown(struct problems *problems, const char *at, const json_t *object,
                      const char *const *known)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            problems_add(problems, at,
                         "'%s' is not known here: remove it or mend its spelling", key);
    }
}
