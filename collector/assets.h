/* assets.h: the static files, read whole at start into a table by name; a URL is looked
 * up in the table and never becomes a path. */
#ifndef SORTIE_ASSETS_H
#define SORTIE_ASSETS_H

#include "http.h"

struct asset {
    char *name; /* "kiosk.js" */
    const char *type;
    struct text bytes, compressed; /* compressed is empty when there is no .gz */
    char hash[17];                 /* of the bytes: its URL is /static/NAME?v=HASH */
};

struct assets {
    struct asset *entries;
    size_t count;
};

/* The Content-Type of a file by the ending of its name; NULL for one that is not
 * served. */
const char *asset_type(const char *name);

bool assets_load(struct assets *assets, struct error *error);
void assets_release(struct assets *assets);
const struct asset *assets_find(const struct assets *assets, const char *name);

/* Adds a template with every {{static/NAME}} as the file's URL, and every {{static/NAME
 * inline}} as the file itself. */
void assets_fill(const struct assets *assets, const char *template, struct text *page);

/* A file under its own hash may be kept for good; asked for without it, or under that
 * of another version (a page older than an upgrade), it may not. */
void assets_reply(const struct asset *asset, const struct request *request,
                  struct reply *reply);

#endif
