/* settle.c: see settle.h. */
#include "settle.h"
#include "sortie/periodicity.h"

#include <stdlib.h>

struct list {
    struct chosen *entries;
    size_t count;
};

static void list_release(struct list *list)
{
    free(list->entries);
}

static bool add(struct list *list, const struct place *place, enum mode mode,
                const struct stretch *stretch, struct error *error)
{
    struct chosen *grown =
        realloc(list->entries, (list->count + 1) * sizeof *list->entries);

    if (!grown)
        return error_set(error, ERROR_SYSTEM, "cannot settle: out of memory");
    list->entries = grown;
    list->entries[list->count++] =
        (struct chosen){place->id, mode, stretch->first, by_length(stretch->by)};
    return true;
}

static bool add_place(struct list *list, const struct periodicity *periodicity,
                      const struct place *place, struct error *error)
{
    for (enum mode mode = 0; mode < MODES; mode++) {
        const struct stretches *stretches =
            periodicity_stretches(periodicity, place, mode);
        for (size_t i = 0; i < stretches->count; i++)
            if (!stretches->list[i].written
                && !add(list, place, mode, &stretches->list[i], error))
                return false;
    }
    return true;
}

/* What is chosen up to the last closed week and not written down yet. */
static bool list_unwritten(const struct measures *measures, int32_t closed,
                           struct list *list, struct error *error)
{
    OWNED(periodicity_release) struct periodicity periodicity = {0};
    const struct centre *centre = measures->centre;

    if (!periodicity_make(measures, closed, &periodicity, error))
        return false;
    for (size_t p = 1; p < centre->place_count; p++)
        if (!add_place(list, &periodicity, &centre->places[p], error))
            return false;
    return true;
}

/* Every week is read, so that it is the same whenever this is done. As after any
 * settling nothing is left in the log. */
static bool write_periods(struct store *store, struct error *error)
{
    OWNED(measures_release) struct measures measures = {0};
    OWNED(list_release) struct list list = {0};
    struct grounds grounds;
    int32_t first = WEEK_NONE;
    bool written = false;

    if (!store_periods_written(store, &written, error)
        || (!written
            && (!store_grounds(store, &grounds, error)
                || !store_first_week(store, &first, error))))
        return false;
    return written
           || (measures_read(store, first, grounds.closed, &measures, error)
               && list_unwritten(&measures, grounds.closed, &list, error)
               && store_write_periods(store, list.entries, list.count, &grounds, error)
               && store_checkpoint(store, error));
}

bool settle_store(struct store *store, struct moment now, struct settled *settled,
                  void (*progress)(int64_t, int64_t), struct error *error)
{
    return write_periods(store, error)
           && store_settle(store, now, settled, progress, error)
           && write_periods(store, error);
}
