/* text.c: see text.h. */
#include "sortie/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void text_release(struct text *text)
{
    free(text->bytes);
    *text = (struct text){.limit = text->limit, .whole = text->whole};
}

void text_clear(struct text *text)
{
    text->length = 0;
    text->cut = false;
    if (text->bytes)
        text->bytes[0] = '\0';
}

static void cut(struct text *text)
{
    for (; text; text = text->whole)
        text->cut = true;
}

/* Room for `more` bytes and a NUL? */
static bool grow(struct text *text, size_t more)
{
    size_t limit = text->limit ? text->limit : TEXT_LIMIT;
    if (text->cut || more > limit - text->length)
        return false;
    size_t needed = text->length + more + 1;
    if (needed <= text->size)
        return true;
    size_t size = text->size ? text->size : 64;
    while (size < needed)
        size *= 2;
    char *bytes = realloc(text->bytes, size);
    if (!bytes)
        return false;
    text->bytes = bytes;
    text->size = size;
    return true;
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    if (!grow(text, length)) {
        cut(text);
        return;
    }
    if (length)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void text_add(struct text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}

void text_add_format(struct text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !grow(text, (size_t)length)) {
        cut(text);
    } else {
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

static const char replacement[] = "\xEF\xBF\xBD";

/* What stands for a byte in HTML, or NULL for the byte itself. */
static const char *html_of(unsigned char byte)
{
    static const char *const escapes[128] = {
        ['&'] = "&amp;",  ['<'] = "&lt;",   ['>'] = "&gt;",
        ['"'] = "&quot;", ['\''] = "&#39;",
    };
    if (byte >= 128)
        return NULL;
    if (byte < ' ' && byte != '\n' && byte != '\t')
        return replacement;
    return byte == 127 ? replacement : escapes[byte];
}

/* U+FFFE and U+FFFF are no characters of XML: an SVG that holds one is not drawn. */
static bool is_noncharacter(const char *at)
{
    return strncmp(at, "\xEF\xBF\xBE", 3) == 0 || strncmp(at, "\xEF\xBF\xBF", 3) == 0;
}

void text_add_html(struct text *text, const char *string)
{
    const char *start = string;
    while (*string) {
        bool none = *string == '\xEF' && is_noncharacter(string);
        const char *escape = none ? replacement : html_of((unsigned char)*string);
        size_t size = none ? 3 : 1;
        if (escape) {
            text_add_bytes(text, start, (size_t)(string - start));
            text_add(text, escape);
            start = string + size;
        }
        string += size;
    }
    text_add_bytes(text, start, (size_t)(string - start));
}

const char *text_string(const struct text *text)
{
    return text->bytes ? text->bytes : "";
}

bool text_ok(const struct text *text, struct error *error)
{
    if (text->cut)
        return error_set(error, ERROR_SYSTEM,
                         "cannot build a text: out of memory or over its limit");
    return true;
}

static const char *filling_of(const struct filling *fillings, const char *name,
                              size_t length)
{
    for (; fillings->name; fillings++)
        if (strlen(fillings->name) == length
            && strncmp(fillings->name, name, length) == 0)
            return fillings->value;
    return NULL;
}

/* Length of a name (letters, digits, '_', '.', '/', '-') at the start of a string. */
static size_t name_length(const char *string)
{
    return strspn(string,
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-");
}

void text_add_filled(struct text *text, const char *template,
                     const struct filling *fillings)
{
    const char *brace;
    while ((brace = strchr(template, '{'))) {
        size_t length = name_length(brace + 1);
        const char *value =
            brace[1 + length] == '}' ? filling_of(fillings, brace + 1, length) : NULL;
        text_add_bytes(text, template, (size_t)(brace - template) + (value ? 0 : 1));
        if (value)
            text_add(text, value);
        template = brace + (value ? length + 2 : 1);
    }
    text_add(text, template);
}

void text_add_page(struct text *text, const char *template,
                   const struct filling *fillings)
{
    const char *braces;
    while ((braces = strstr(template, "{{"))) {
        bool raw = braces[2] == '{';
        const char *name = braces + (raw ? 3 : 2);
        size_t length = name_length(name);
        bool closed = strncmp(name + length, raw ? "}}}" : "}}", raw ? 3 : 2) == 0;
        const char *value = closed ? filling_of(fillings, name, length) : NULL;
        text_add_bytes(text, template, (size_t)(braces - template) + (value ? 0 : 2));
        if (value && raw)
            text_add(text, value);
        else if (value)
            text_add_html(text, value);
        template = value ? name + length + (raw ? 3 : 2) : braces + 2;
    }
    text_add(text, template);
}

bool text_add_file(struct text *text, const char *path, struct error *error)
{
    FILE *file = fopen(path, "re");
    if (!file && errno == ENOMEM)
        cut(text);
    if (!file)
        return error_set(error, error_of_file(errno), "cannot open '%s': %s", path,
                         strerror(errno));
    char piece[64 * 1024];
    size_t length;
    while (!text->cut && (length = fread(piece, 1, sizeof piece, file)) > 0)
        text_add_bytes(text, piece, length);
    int failed = ferror(file) ? errno : 0;
    fclose(file);
    if (failed)
        return error_set(error, error_of_file(failed), "cannot read '%s': %s", path,
                         strerror(failed));
    return text_ok(text, error);
}

bool text_write_file(const struct text *text, const char *path, mode_t mode,
                     struct error *error)
{
    char aside[PATH_MAX];
    int length = snprintf(aside, sizeof aside, "%s.new-%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof aside)
        return error_set(error, ERROR_INPUT, "cannot write '%s': the name is too long",
                         path);
    int file = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (file < 0)
        return error_set(error, ERROR_SYSTEM, "cannot write '%s': %s", path,
                         strerror(errno));
    FILE *stream = fdopen(file, "w");
    bool written =
        stream && fwrite(text_string(text), 1, text->length, stream) == text->length;
    if (stream ? fclose(stream) != 0 : close(file) != 0)
        written = false;
    if (written && rename(aside, path) == 0)
        return true;
    error_set(error, ERROR_SYSTEM, "cannot write '%s': %s", path, strerror(errno));
    unlink(aside);
    return false;
}

size_t text_characters(const char *string)
{
    size_t count = 0;
    for (; *string; string++)
        count += ((unsigned char)*string & 0xC0) != 0x80;
    return count;
}

size_t text_point(const char *bytes, size_t length, uint32_t *point)
{
    unsigned char first = (unsigned char)bytes[0];
    size_t size = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    *point = size == 1 ? first : first & (0x7FU >> size);
    for (size_t i = 1; i < size && i < length; i++)
        *point = *point << 6 | ((unsigned char)bytes[i] & 0x3FU);
    return size < length ? size : length;
}

/* Bytes of the UTF-8 sequence at the start of `bytes`; 0 when it is not one. */
static size_t sequence(const unsigned char *bytes, size_t length)
{
    unsigned char first = bytes[0];
    if (first < 0x80)
        return first != 0;
    size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || size > length)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    bool overlong =
        (first == 0xE0 && bytes[1] < 0xA0) || (first == 0xF0 && bytes[1] < 0x90);
    bool beyond =
        (first == 0xED && bytes[1] > 0x9F) || (first == 0xF4 && bytes[1] > 0x8F);
    return overlong || beyond ? 0 : size;
}

bool text_is_utf8(const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes;
    while (length > 0) {
        size_t size = sequence(at, length);
        if (size == 0)
            return false;
        at += size;
        length -= size;
    }
    return true;
}
