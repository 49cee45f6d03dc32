/* csv.c: see csv.h. */
#include "sortie/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_MOST = 64 * 1024 };

/* One row's bytes up to its line end, quoted line ends included; false at the end. */
static bool read_bytes(struct csv_reader *reader, struct text *bytes,
                       struct error *error)
{
    bool quoted = false;
    int byte = 0;
    text_clear(bytes);
    reader->line = reader->next + 1;
    while ((byte = getc_unlocked(reader->file)) != EOF) {
        char c = (char)byte;
        if (c == '\n')
            reader->next++;
        if (c == '\n' && !quoted)
            break;
        quoted ^= c == '"';
        text_add_bytes(bytes, &c, 1);
    }
    if (byte == EOF && ferror(reader->file))
        return error_set(error, ERROR_SYSTEM, "line %zu: cannot read it: %s",
                         reader->line, strerror(errno));
    if (bytes->cut && bytes->length < bytes->limit)
        return text_ok(bytes, error);
    if (bytes->cut)
        return error_set(error, ERROR_INPUT,
                         "line %zu: a row is over 64 KiB: is a quote missing?",
                         reader->line);
    if (byte == EOF && quoted)
        return error_set(error, ERROR_INPUT,
                         "line %zu: a quote opens here and never ends", reader->line);
    if (bytes->length && bytes->bytes[bytes->length - 1] == '\r')
        bytes->bytes[--bytes->length] = '\0';
    return byte != EOF || bytes->length > 0;
}

static char find_separator(const char *bytes)
{
    bool quoted = false, semicolon = false;
    for (; *bytes; bytes++) {
        quoted ^= *bytes == '"';
        if (!quoted && *bytes == ',')
            return ',';
        semicolon |= !quoted && *bytes == ';';
    }
    return semicolon ? ';' : ',';
}

/* Takes the field at `at` out of its quotes, in place; where the next one starts, or
 * NULL after the last. */
static char *take_field(char *at, char separator, char **field)
{
    char *to = at;
    *field = at;
    if (*at == '"') {
        for (at++; *at && !(at[0] == '"' && at[1] != '"'); at++) {
            at += at[0] == '"';
            *to++ = *at;
        }
        at += *at == '"';
    }
    while (*at && *at != separator)
        *to++ = *at++;
    char *next = *at ? at + 1 : NULL;
    *to = '\0';
    return next;
}

static bool split(struct csv_row *row, char separator, struct error *error)
{
    size_t size = row->count;
    char *at = row->bytes.bytes;
    row->count = 0;
    while (at) {
        if (row->count >= size || !row->fields) {
            size = size ? size * 2 : 16;
            char **fields = realloc(row->fields, size * sizeof *fields);
            if (!fields)
                return error_set(error, ERROR_SYSTEM,
                                 "cannot read a row: out of memory");
            row->fields = fields;
        }
        at = take_field(at, separator, &row->fields[row->count++]);
    }
    return true;
}

static void skip_mark(struct text *bytes)
{
    if (bytes->length >= 3 && memcmp(bytes->bytes, "\xEF\xBB\xBF", 3) == 0) {
        memmove(bytes->bytes, bytes->bytes + 3, bytes->length - 2);
        bytes->length -= 3;
    }
}

bool csv_read(struct csv_reader *reader, struct csv_row *row, struct error *error)
{
    row->bytes.limit = ROW_MOST;
    do {
        if (!read_bytes(reader, &row->bytes, error))
            return false;
        if (reader->line == 1)
            skip_mark(&row->bytes);
    } while (row->bytes.length == 0);
    if (!text_is_utf8(row->bytes.bytes, row->bytes.length))
        return error_set(error, ERROR_INPUT,
                         "line %zu: not UTF-8: save the file as \"CSV UTF-8\"",
                         reader->line);
    if (!reader->separator)
        reader->separator = find_separator(row->bytes.bytes);
    return split(row, reader->separator, error);
}

void csv_row_release(struct csv_row *row)
{
    free(row->fields);
    text_release(&row->bytes);
    *row = (struct csv_row){0};
}

int csv_column(const struct csv_row *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++)
        if (strcmp(header->fields[i], name) == 0)
            return (int)i;
    return -1;
}

/* Would a spreadsheet take it for a formula? */
static bool is_formula(const char *string)
{
    string += strspn(string, " ");
    return *string
           && (strchr("=+-@\t\r\n", *string) || (unsigned char)*string < ' '
               || strncmp(string, "\xEF\xBC\x9D", 3) == 0   /* full-width = */
               || strncmp(string, "\xEF\xBC\x8B", 3) == 0   /* full-width + */
               || strncmp(string, "\xEF\xBC\x8D", 3) == 0   /* full-width - */
               || strncmp(string, "\xEF\xBC\xA0", 3) == 0); /* full-width @ */
}

void csv_add_text(struct text *out, const char *string)
{
    bool formula = is_formula(string);
    if (!formula && !strpbrk(string, ",;\t\"\r\n")) {
        text_add(out, string);
        return;
    }
    text_add(out, formula ? "\"'" : "\"");
    for (; *string; string++)
        text_add_bytes(out, *string == '"' ? "\"\"" : string, *string == '"' ? 2 : 1);
    text_add(out, "\"");
}

/* What stands for a byte in a cell; NULL: itself. */
static const char *stand_in(char byte)
{
    switch (byte) {
    case '\t':
    case '\r':
    case '\n':
        return " ";
    case '"':
        return "\xE2\x80\x9D";
    case '\\':
        return "\xE2\x88\x96";
    default:
        return NULL;
    }
}

void csv_add_cell(struct text *out, const char *string)
{
    text_add(out, is_formula(string) ? "'" : "");
    for (; *string; string++) {
        const char *other = stand_in(*string);
        text_add_bytes(out, other ? other : string, other ? strlen(other) : 1);
    }
}

void csv_add_tabbed(struct text *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_add(out, i > 0 ? "\t" : "");
        csv_add_cell(out, cells[i] ? cells[i] : "");
    }
    text_add(out, "\n");
}
