/* import.c: a file typed in by anyone, read into a store by the command `import`. */
#include "import.h"
#include "desk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct desk *desk = desk_give(data, size);
    struct error error = {0};
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
