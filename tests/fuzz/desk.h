/* desk.h: where a fuzz target imports what it is given: a store in memory with one
 * form, made anew now and then, since each file that is taken stays in it.
 *
 *     struct desk *desk = desk_give(data, size);
 *     ... import_file(&options, &error) with desk->store and desk->file ... */
#ifndef SORTIE_TESTS_DESK_H
#define SORTIE_TESTS_DESK_H

#include "sortie/store.h"
#include "target.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILES_A_STORE = 500 };

struct desk {
    char folder[64], store[80], file[80];
    int files;
};

static inline void desk_clear(struct desk *desk)
{
    char path[200];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", desk->store,
                 ((const char *const[]){"", "-wal", "-shm", "-lock"})[i]);
        unlink(path);
    }
}

static inline void desk_found(struct desk *desk)
{
    struct error error = {0};
    OWNED(problems_release) struct problems problems = {0};
    json_t *document = document_load("build/fuzz-seeds/centre.json", &error);
    struct centre *centre = document ? centre_read(document, &problems, &error) : NULL;
    struct form *form = form_load("tests/submissions/every.json", &error);
    desk_clear(desk);
    holds(centre && form && store_init(desk->store, centre, &form, 1, &error));
    form_free(form);
    centre_free(centre);
    json_decref(document);
}

/* In memory: nothing of it has to outlive a crash. */
static inline struct desk *desk_open(void)
{
    static struct desk desk;
    if (*desk.folder)
        return &desk;
    snprintf(desk.folder, sizeof desk.folder, "%s/sortie-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    holds(mkdtemp(desk.folder) != NULL);
    snprintf(desk.store, sizeof desk.store, "%s/store.db", desk.folder);
    snprintf(desk.file, sizeof desk.file, "%s/file", desk.folder);
    return &desk;
}

static inline void desk_close(void)
{
    struct desk *desk = desk_open();
    desk_clear(desk);
    unlink(desk->file);
    rmdir(desk->folder);
}

/* Lays the bytes out as desk->file. */
static inline struct desk *desk_give(const uint8_t *data, size_t size)
{
    struct desk *desk = desk_open();
    if (desk->files == 0)
        atexit(desk_close);
    if (desk->files++ % FILES_A_STORE == 0)
        desk_found(desk);
    FILE *file = fopen(desk->file, "we");
    holds(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    return desk;
}

#endif
