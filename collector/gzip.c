/* gzip.c: see gzip.h. */
#include "gzip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#define ZLIB_CONST
#include <zlib.h>

enum { WINDOW = 15, AS_GZIP = 16, MEMORY_LEVEL = 8 };

static const char blanks[] = " \t";

/* "q=0", "q=0.0": not at all. */
static bool refuses(const char *parameters, size_t length)
{
    const char *weight = memchr(parameters, '=', length);
    return weight
           && strspn(weight + 1, "0. \t") == length - (size_t)(weight + 1 - parameters);
}

bool gzip_accepted(const char *accept_encoding)
{
    for (const char *at = accept_encoding; *at; at += *at == ',') {
        at += strspn(at, blanks);
        size_t length = strcspn(at, ","), name = strcspn(at, "; \t,");
        if (name == strlen("gzip") && strncasecmp(at, "gzip", name) == 0)
            return !refuses(at + name, length - name);
        at += length;
    }
    return false;
}

/* One call does it all: there is room for no more than the text itself. */
static bool deflate_into(const struct text *text, char *bytes, size_t *length)
{
    z_stream stream = {.next_in = (const Bytef *)text->bytes,
                       .avail_in = (uInt)text->length,
                       .next_out = (Bytef *)bytes,
                       .avail_out = (uInt)text->length};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW + AS_GZIP,
                     MEMORY_LEVEL, Z_DEFAULT_STRATEGY)
        != Z_OK)
        return false;
    bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *length = stream.total_out;
    deflateEnd(&stream);
    return whole;
}

bool gzip_text(struct text *text)
{
    size_t length = 0;
    if (text->cut || text->length < GZIP_LEAST || text->length > GZIP_MOST)
        return false;
    char *bytes = malloc(text->length + 1);
    if (!bytes || !deflate_into(text, bytes, &length)) {
        free(bytes);
        return false;
    }
    bytes[length] = '\0';
    free(text->bytes);
    *text = (struct text){.bytes = bytes,
                          .length = length,
                          .size = text->length + 1,
                          .limit = text->limit,
                          .whole = text->whole};
    return true;
}
