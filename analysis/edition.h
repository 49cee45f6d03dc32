/* edition.h: a folder that appears all at once.
 *
 *     edition_begin(&edition, "reports", &error)
 *     edition_write(&edition, "fr/index.html", &page, &error)      as many as there are
 *     edition_publish(&edition, "2026-W47", &error)                rename, then latest
 *     edition_release(&edition);                                   removes what was not
 * published
 *
 * Files are written into a folder of their own beside the published ones. Publishing
 * exchanges it for the old one of that name, if there is one, and lets the link
 * `latest` point to the newest name; a reader sees the old edition or the new one. */
#ifndef EDITION_H
#define EDITION_H

#include "sortie/text.h"

enum { EDITION_PATH_SIZE = 512 };

struct edition {
    char root[EDITION_PATH_SIZE];
    char aside[EDITION_PATH_SIZE]; /* "" when there is nothing to remove */
};

/* Makes a folder if it is not there; its parent is. */
bool edition_make_folder(const char *path, struct error *error);

/* Makes `root` if it is not there. */
bool edition_begin(struct edition *edition, const char *root, struct error *error);

/* A file by its path inside the edition; folders are made. */
bool edition_write(const struct edition *edition, const char *name,
                   const struct text *bytes, struct error *error);
bool edition_publish(struct edition *edition, const char *name, struct error *error);
void edition_release(struct edition *edition);

#endif
