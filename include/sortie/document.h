/* document.h: JSON documents, their digests, and lists of what is wrong with them.
 *
 * All JSON that sortie reads comes through document_parse: no duplicate keys, valid
 * UTF-8, no NUL, an object or an array at the top. Canonical bytes are sorted keys
 * without white space; the digest of a document is the SHA-256 of them. */
#ifndef SORTIE_DOCUMENT_H
#define SORTIE_DOCUMENT_H

#include "sortie/error.h"
#include "sortie/text.h"
#include <jansson.h>

enum {
    DIGEST_SIZE = 32,
    DIGEST_HEX_SIZE = 2 * DIGEST_SIZE + 1,
    DOCUMENT_DEPTH = 16 /* deeper documents are refused */
};

/* The document, the caller's to json_decref; NULL with ERROR_INPUT (the line is named)
 * or ERROR_SYSTEM when memory ran out. `source` names it in messages. */
json_t *document_parse(const char *bytes, size_t length, const char *source,
                       struct error *error);
json_t *document_load(const char *path, struct error *error);

/* The bytes of a document, whole, by the flags of json_dumps; the caller's to free.
 * NULL when memory ran out or the document is NULL for that reason. */
char *document_bytes(const json_t *document, size_t flags);

/* Canonical bytes, the caller's to free; NULL when memory ran out. */
char *document_canonical(const json_t *document);

/* The digest of the canonical bytes, as lower-case hex. */
bool document_digest(const json_t *document, char hex[static DIGEST_HEX_SIZE],
                     struct error *error);

/* Put a value, which they take, into an object or at the end of an array that is being
 * made. When memory runs out, or did before (a NULL), `*into` is NULL from then on:
 * callers put freely and ask once, of the whole. */
void document_put(json_t **into, const char *name, json_t *value);
void document_append(json_t **into, json_t *value);

/* A copy, all of it or NULL: jansson's leaves out what there is no memory for. */
json_t *document_copy(const json_t *document);

/* The text of a language map in `language`; else in the map's first language; "" when
 * there is none. Never NULL; lives as long as the map. */
const char *document_text(const json_t *map, const char *language);

/* The language of that text: `language`, or the first of a map that lacks it;
 * `language` when the map is empty. */
const char *document_language(const json_t *map, const char *language);

/* The value of a string member, or NULL. */
const char *document_string(const json_t *object, const char *name);

/* A JSON pointer below another: pointer_to("/questions", 2) and pointer_member(...,
 * "text"). Pass `.text` on at once; over-long ones are cut. */
struct pointer {
    char text[256];
};
struct pointer pointer_to(const char *at, size_t index);
struct pointer pointer_member(const char *at, const char *member);

/* What is wrong with a document, one entry a fault, in the order found. */
struct problem {
    char *at;  /* JSON pointer: "/questions/2/show_if" */
    char *why; /* what is wrong and what to do */
};

struct problems {
    struct problem *entries;
    size_t count;
    bool cut;    /* memory ran out, or more than PROBLEMS_MOST */
    bool stored; /* the document was accepted once: it is not refused by newer rules */
};

enum { PROBLEMS_MOST = 100 };

void problems_add(struct problems *problems, const char *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same by a rule that is newer than some stores: nothing of a stored document. */
void problems_add_newer(struct problems *problems, const char *at, const char *format,
                        ...) __attribute__((format(printf, 3, 4)));
void problems_release(struct problems *problems);

/* Makes them one ERROR_INPUT message: "<source><at>: <why>", a line each, as many as
 * fit. */
bool problems_tell(const struct problems *problems, const char *source,
                   struct error *error);

/* Any member of `object` that `known` (ends with NULL) does not list is a problem. */
void problems_unknown(struct problems *problems, const char *at, const json_t *object,
                      const char *const *known);

#endif
