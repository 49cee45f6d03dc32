/* recount.c: see recount.h. */
#include "recount.h"

#include "sortie/store.h"

#include <stdio.h>

static void tell(const struct tally_row *row, int64_t counted)
{
    char week[WEEK_SIZE];
    week_write(row->week, week);
    printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\ttally %lld\tresponses %lld\n", week, row->place,
           row->session, row->question, row->option, mode_name(row->mode),
           class_name(row->class), (long long)row->n, (long long)counted);
}

bool recount_run(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    const char *path = options_value(options, "store");
    struct recount recount;
    if (!store_open(path, STORE_READ, &store, error)
        || !store_recount(store, &recount, tell, error))
        return false;
    printf("%lld tallies compared, %lld differ\n", (long long)recount.compared,
           (long long)recount.different);
    return recount.different == 0
           || error_set(error, ERROR_INPUT,
                        "%lld tallies of '%s' do not say what its responses say: keep "
                        "the file as it is, and go back to a backup",
                        (long long)recount.different, path);
}
