/* bundle.c: what another centre hands to the network, read and drawn by the command
 * `network`. */
#include "network.h"
#include "target.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int forget(const char *path, const struct stat *status, int flag, struct FTW *at)
{
    (void)status;
    (void)flag;
    (void)at;
    return remove(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char folder[64] = "/tmp/sortie-fuzz-XXXXXX", bundle[80], out[80];
    struct error error = {0};
    holds(mkdtemp(folder) != NULL);
    snprintf(bundle, sizeof bundle, "%s/bundle.json", folder);
    snprintf(out, sizeof out, "%s/out", folder);
    FILE *file = fopen(bundle, "we");
    holds(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    struct options options = {.given = {{"out", out}},
                              .given_count = 1,
                              .operands = (char *const[]){bundle},
                              .operand_count = 1};
    holds(network_run(&options, &error) || error.kind == ERROR_INPUT);
    holds(error.kind == ERROR_NONE || *error.text);
    nftw(folder, forget, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}
