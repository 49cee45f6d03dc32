/* change.c: see change.h. */
#include "change.h"

#include "sortie/control.h"
#include "sortie/store.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 120 };

static void free_maps(struct change *change)
{
    json_decref(change->said);
    json_decref(change->did);
}

/* ---- texts ---- */

static bool check_text(const char *option, const char *text, struct error *error)
{
    if (!text_is_utf8(text, strlen(text)) || control_found(text))
        return error_set(error, ERROR_INPUT,
                         "--%s must be one line of plain text in UTF-8", option);
    if (text[strspn(text, " ")] == '\0' || text_characters(text) > TEXT_MOST)
        return error_set(error, ERROR_INPUT,
                         "--%s must be a text of 1 to %d characters", option,
                         TEXT_MOST);
    return true;
}

/* ---- languages ---- */

static const char *find_language(const struct centre *centre, const char *code,
                                 size_t length)
{
    for (size_t i = 0; i < centre->language_count; i++)
        if (strlen(centre->languages[i]) == length
            && strncmp(centre->languages[i], code, length) == 0)
            return centre->languages[i];
    return NULL;
}

/* Splits "fr=Plus de chaises". A text may hold '=' itself, so only a language of the
 * centre is taken off; what looks like another language's code is asked about. */
static bool split(const struct centre *centre, const char *value, const char **language,
                  const char **text, struct error *error)
{
    size_t length = strspn(value, "abcdefghijklmnopqrstuvwxyz-");
    const char *first = centre->languages[0];
    *language = value[length] == '=' ? find_language(centre, value, length) : NULL;
    *text = *language ? value + length + 1 : value;
    if (!*language && value[length] == '=' && (length == 2 || length == 3))
        return error_set(error, ERROR_INPUT,
                         "'%.*s' is not a language of the centre: if the text begins "
                         "so, write %s=%.*s=...",
                         (int)length, value, first, (int)length, value);
    if (!*language)
        *language = first;
    return true;
}

/* The language map of an option's values; NULL with an error. */
static json_t *read_map(const struct options *options, const char *option,
                        const struct centre *centre, struct error *error)
{
    json_t *map = json_object();
    const char *value, *language, *text;
    for (size_t i = 0; (value = options_nth(options, option, i)); i++) {
        if (!split(centre, value, &language, &text, error)
            || !check_text(option, text, error))
            break;
        if (json_object_get(map, language)) {
            error_set(error, ERROR_INPUT, "--%s is given twice in '%s'", option,
                      language);
            break;
        }
        if (json_object_set_new(map, language, json_string(text)) != 0)
            error_set(error, ERROR_SYSTEM, "cannot read --%s: out of memory", option);
    }
    if (map && error->kind == ERROR_NONE)
        return map;
    json_decref(map);
    return NULL;
}

/* ---- the commands ---- */

static bool read_day(const struct options *options, int32_t *day, struct error *error)
{
    const char *text = options_value(options, "day");
    if (!day_read(text, day))
        return error_set(error, ERROR_INPUT,
                         "--day must be a day such as 2026-10-05, not '%s'", text);
    if (*day > zone_now().day)
        return error_set(error, ERROR_INPUT,
                         "%s is yet to come: write a change down once it is made",
                         text);
    return true;
}

static bool read_place(const struct options *options, const struct centre *centre,
                       const struct place **place, struct error *error)
{
    const char *id = options_value(options, "place");
    *place = id ? centre_need_place(centre, id, error) : &centre->places[0];
    return *place;
}

bool change_add(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(free_maps) struct change change = {.rebase = options_flag(options, "rebase")};
    if (!store_open(options_value(options, "store"), STORE_WRITE, &store, error))
        return false;
    const struct centre *centre = store_centre(store);
    return read_day(options, &change.day, error)
           && read_place(options, centre, &change.place, error)
           && (change.said = read_map(options, "said", centre, error))
           && (change.did = read_map(options, "did", centre, error))
           && store_add_change(store, &change, error);
}

bool change_remove(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    long number = 0;
    return options_number(options, "number", 1, LONG_MAX, 0, &number, error)
           && store_open(options_value(options, "store"), STORE_WRITE, &store, error)
           && store_remove_change(store, number, error);
}

bool change_list(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    size_t count;
    if (!store_open(options_value(options, "store"), STORE_READ, &store, error))
        return false;
    const char *first = store_centre(store)->languages[0];
    const struct change *changes = store_changes(store, &count);
    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[i];
        char day[DAY_SIZE];
        day_write(change->day, day);
        printf("%lld\t%s\t%s\t%s\t%s\t%s\n", (long long)change->number, day,
               change->place->id, change->rebase ? "rebase" : "-",
               json_object_size(change->said) ? document_text(change->said, first)
                                              : "-",
               document_text(change->did, first));
    }
    return true;
}
