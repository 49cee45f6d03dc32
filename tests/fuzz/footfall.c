/* footfall.c: visitors counted by whatever counts at a door, read into a store by the
 * command `import --footfall`. No count that is kept is below 0, and none is of a day
 * to come. */
#include "desk.h"
#include "import.h"

static bool is_kept(void *context, const struct visitors *visitors, struct error *error)
{
    (void)error;
    holds(visitors->n >= 0 && visitors->day <= *(const int32_t *)context);
    holds(*visitors->place != '\0');
    return true;
}

static void look(const char *path)
{
    OWNED(store_drop) struct store *store = NULL;
    struct error error = {0};
    holds(store_open(path, STORE_READ, &store, &error));
    int32_t today = zone_now().day;
    holds(store_visitors(store, INT32_MIN, INT32_MAX, is_kept, &today, &error));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct desk *desk = desk_give(data, size);
    struct error error = {0};
    struct options options = {
        .given = {{"store", desk->store},
                  {"footfall", ""},
                  {"rename", "count=visitors"}},
        .given_count = 3,
        .operands = (char *const[]){desk->file},
        .operand_count = 1
    };
    bool kept = import_file(&options, &error);
    holds(kept || error.kind == ERROR_INPUT
          || error.kind == ERROR_USAGE); /* --rename names no column of it */
    holds(error.kind == ERROR_NONE || *error.text);
    if (kept)
        look(desk->store);
    return 0;
}
