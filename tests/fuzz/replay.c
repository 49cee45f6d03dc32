/* replay.c: gives a target every file of the folders that are named, once, in the order
 * of their names; prints TAP. What breaks it ends the run, its file named on standard
 * error. */
#include "sortie/text.h"
#include "target.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int tried;

static int try(const char *path, const struct stat *status, int flag, struct FTW *at)
{
    OWNED(text_release) struct text bytes = {0};
    struct error error = {0};
    (void)status;
    (void)at;
    if (flag != FTW_F)
        return 0;
    fprintf(stderr, "%s\n", path);
    if (!text_add_file(&bytes, path, &error))
        return 1;
    LLVMFuzzerTestOneInput((const uint8_t *)text_string(&bytes), bytes.length);
    tried++;
    return 0;
}

int main(int argc, char **argv)
{
    FILE *tap = fdopen(dup(STDOUT_FILENO), "w");
    if (!tap || !freopen("/dev/null", "w", stdout))
        return EXIT_FAILURE;
    for (int i = 1; i < argc; i++)
        nftw(argv[i], try, 8, FTW_PHYS);
    const char *name = strrchr(argv[0], '/');
    fprintf(tap, "%sok 1 - %s takes %d inputs that were looked for to break it\n1..1\n",
            tried ? "" : "not ", name ? name + 1 : argv[0], tried);
    fclose(tap);
    return tried ? EXIT_SUCCESS : EXIT_FAILURE;
}
