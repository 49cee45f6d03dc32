/* import.c: a file typed in by anyone, read into a store by the command `import`. The
 * store is made anew now and then: each file that is taken stays in it. */
#include "import.h"
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

static void clear(struct desk *desk)
{
    char path[96];
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", desk->store,
                 ((const char *const[]){"", "-wal", "-shm", ".lock"})[i]);
        unlink(path);
    }
}

static void found(struct desk *desk)
{
    struct error error = {0};
    OWNED(problems_release) struct problems problems = {0};
    json_t *document = document_load("build/fuzz-seeds/centre.json", &error);
    struct centre *centre = document ? centre_read(document, &problems, &error) : NULL;
    struct form *form = form_load("tests/submissions/every.json", &error);
    clear(desk);
    holds(centre && form && store_init(desk->store, centre, &form, 1, &error));
    form_free(form);
    centre_free(centre);
    json_decref(document);
}

/* In memory: nothing of it has to outlive a crash. */
static struct desk *open_desk(void)
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

static void close_desk(void)
{
    struct desk *desk = open_desk();
    clear(desk);
    unlink(desk->file);
    rmdir(desk->folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct desk *desk = open_desk();
    struct error error = {0};
    if (desk->files == 0)
        atexit(close_desk);
    if (desk->files++ % FILES_A_STORE == 0)
        found(desk);
    FILE *file = fopen(desk->file, "we");
    holds(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    struct options options = {
        .given = {{"store", desk->store},
                  {"form", "every"},
                  {"rename", "service=place"}},
        .given_count = 3,
        .operands = (char *const[]){desk->file},
        .operand_count = 1
    };
    holds(import_file(&options, &error) || error.kind == ERROR_INPUT
          || error.kind == ERROR_USAGE); /* --rename names no column of it */
    holds(error.kind == ERROR_NONE || *error.text);
    return 0;
}
