/* edition.c: written aside, put in place by one rename. */
#include "edition.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_OPEN = 16, LONGEST_NAME = 200 };

static bool failed(struct error *error, const char *what, const char *path)
{
    return error_set(error, ERROR_SYSTEM, "cannot %s '%s': %s", what, path,
                     strerror(errno));
}

bool edition_make_folder(const char *path, struct error *error)
{
    return mkdir(path, 0755) == 0 || errno == EEXIST
           || failed(error, "make directory", path);
}

bool edition_begin(struct edition *edition, const char *root, struct error *error)
{
    *edition = (struct edition){0};
    if (strlen(root) + LONGEST_NAME > EDITION_PATH_SIZE)
        return error_set(error, ERROR_USAGE, "the path '%s' is too long", root);
    snprintf(edition->root, sizeof edition->root, "%s", root);
    if (!edition_make_folder(root, error))
        return false;
    snprintf(edition->aside, sizeof edition->aside, "%.*s/.new-XXXXXX",
             EDITION_PATH_SIZE - LONGEST_NAME, root);
    if (!mkdtemp(edition->aside)) {
        edition->aside[0] = '\0';
        return failed(error, "write in directory", root);
    }
    return chmod(edition->aside, 0755) == 0 || failed(error, "open", edition->aside);
}

bool edition_write(const struct edition *edition, const char *name,
                   const struct text *bytes, struct error *error)
{
    char path[EDITION_PATH_SIZE];

    if (!text_ok(bytes, error))
        return false;
    int length = snprintf(path, sizeof path, "%s/%s", edition->aside, name);
    if (length < 0 || (size_t)length >= sizeof path)
        return error_set(error, ERROR_SYSTEM, "the name '%s' is too long", name);
    char *slash = strrchr(path, '/');
    if (strchr(name, '/')) {
        *slash = '\0';
        if (!edition_make_folder(path, error))
            return false;
        *slash = '/';
    }
    FILE *file = fopen(path, "wxe");
    bool written =
        file && fwrite(text_string(bytes), 1, bytes->length, file) == bytes->length;
    if (file && fclose(file) != 0)
        written = false;
    return written || failed(error, "write", path);
}

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void edition_release(struct edition *edition)
{
    if (*edition->aside)
        nftw(edition->aside, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
    *edition = (struct edition){0};
}

/* Points `latest` to `name`, unless it points to a newer one. */
static bool point_latest(const struct edition *edition, const char *name,
                         struct error *error)
{
    char link[EDITION_PATH_SIZE], new[EDITION_PATH_SIZE], old[LONGEST_NAME] = "";
    struct stat status;

    snprintf(link, sizeof link, "%.*s/latest", EDITION_PATH_SIZE - LONGEST_NAME,
             edition->root);
    snprintf(new, sizeof new, "%.*s/.latest-%ld", EDITION_PATH_SIZE - LONGEST_NAME,
             edition->root, (long)getpid());
    ssize_t length = readlink(link, old, sizeof old - 1);
    if (length > 0 && strcmp(old, name) > 0 && stat(link, &status) == 0)
        return true;
    unlink(new);
    if (symlink(name, new) != 0 || rename(new, link) != 0) {
        unlink(new);
        return failed(error, "replace link", link);
    }
    return true;
}

bool edition_publish(struct edition *edition, const char *name, struct error *error)
{
    char path[EDITION_PATH_SIZE];

    snprintf(path, sizeof path, "%.*s/%s", EDITION_PATH_SIZE - LONGEST_NAME,
             edition->root, name);
    bool exchanged =
        renameat2(AT_FDCWD, edition->aside, AT_FDCWD, path, RENAME_EXCHANGE) == 0;
    if (!exchanged && rename(edition->aside, path) != 0)
        return failed(error, "publish", path);
    if (!exchanged)
        edition->aside[0] = '\0';
    return point_latest(edition, name, error);
}
