/* manage.c: see manage.h. */
#include "manage.h"

#include "settle.h"
#include "sortie/store.h"
#include "sortie/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool open_store(const struct options *options, struct store **store,
                       struct error *error)
{
    return store_open(options_value(options, "store"), STORE_WRITE, store, error);
}

/* ---- checks ---- */

static bool check_language(const struct centre *centre, size_t index, const char *path,
                           struct error *error)
{
    struct words words;
    struct error fault = {0};
    bool spoken = words_load(centre->languages[index], &words, &fault);
    words_release(&words);
    if (fault.kind == ERROR_INPUT)
        return error_set(error, ERROR_INPUT,
                         "%s/languages/%zu: sortie does not speak '%s' here: "
                         "remove it, or bring its words (%s)",
                         path, index, centre->languages[index], fault.text);
    return spoken || error_set(error, fault.kind, "%s", fault.text);
}

/* Every language of a centre needs the interface's words. */
static bool check_words(const struct centre *centre, const char *path,
                        struct error *error)
{
    for (size_t i = 0; i < centre->language_count; i++)
        if (!check_language(centre, i, path, error))
            return false;
    return true;
}

static struct centre *load_centre(const char *path, struct error *error)
{
    struct centre *centre = centre_load(path, error);
    if (centre && check_words(centre, path, error))
        return centre;
    centre_free(centre);
    return NULL;
}

bool manage_centre_check(const struct options *options, struct error *error)
{
    struct centre *centre = load_centre(options->operands[0], error);
    if (!centre)
        return false;
    if (centre->simulated)
        printf("%s: \"simulated\" is true: remove it if the answers will be real\n",
               options->operands[0]);
    printf("%s: fine: %zu places, %zu sessions, %zu languages\n", options->operands[0],
           centre->place_count - 1, centre->session_count, centre->language_count);
    centre_free(centre);
    return true;
}

/* Every file is looked at, so that one run shows all that is to be mended. */
bool manage_form_check(const struct options *options, struct error *error)
{
    for (int i = 0; i < options->operand_count; i++) {
        struct error fault = {0};
        struct form *form = form_load(options->operands[i], &fault);
        if (form)
            printf("%s: fine: %zu questions, %zu languages, version %.12s\n",
                   options->operands[i], form->question_count, form->language_count,
                   form->version);
        else if (error->kind != ERROR_NONE)
            fprintf(stderr, "sortie: %s\n", fault.text);
        else
            *error = fault;
        form_free(form);
    }
    return error->kind == ERROR_NONE;
}

/* ---- init, centre, form ---- */

bool manage_init(const struct options *options, struct error *error)
{
    struct form *forms[OPTION_VALUES] = {NULL};
    size_t count = 0;
    struct centre *centre = load_centre(options_value(options, "centre"), error);
    const char *path;
    while (centre && (path = options_nth(options, "form", count))
           && (forms[count] = form_load(path, error)))
        count++;
    bool made =
        centre && error->kind == ERROR_NONE
        && store_init(options_value(options, "store"), centre, forms, count, error);
    for (size_t i = 0; i < count; i++)
        form_free(forms[i]);
    centre_free(centre);
    return made;
}

bool manage_centre_load(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    OWNED(problems_release) struct problems problems = {0};
    struct centre *centre = load_centre(options->operands[0], error);
    bool loaded = centre && open_store(options, &store, error)
                  && store_load_centre(store, centre, zone_now().day, &problems, error);
    if (problems.count)
        problems_tell(&problems, options->operands[0], error);
    centre_free(centre);
    return loaded;
}

bool manage_form_add(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    bool added = open_store(options, &store, error);
    for (int i = 0; i < options->operand_count && added; i++) {
        struct form *form = form_load(options->operands[i], error);
        added = form && store_add_form(store, form, error);
        form_free(form);
    }
    return added;
}

/* ---- points ---- */

static bool find_place(const struct options *options, const struct store *store,
                       const struct place **place, struct error *error)
{
    const char *id = options_value(options, "place");
    *place = id ? centre_need_place(store_centre(store), id, error) : NULL;
    if (*place && (*place)->kind == KIND_CENTRE)
        return error_set(error, ERROR_INPUT,
                         "'%s' is the whole centre: leave --place out", id);
    return *place || !id;
}

bool manage_point_add(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    struct point point = {.id = options_value(options, "id"),
                          .form = options_value(options, "form"),
                          .pin = options_value(options, "pin")};
    char token[TOKEN_HEX_SIZE];
    if (!mode_from(options_value(options, "mode"), &point.mode))
        return error_set(error, ERROR_USAGE,
                         "--mode must be door, handed, poster or paper");
    return open_store(options, &store, error)
           && find_place(options, store, &point.place, error)
           && store_add_point(store, &point, token, error) && printf("%s\n", token) > 0;
}

bool manage_point_pin(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    const char *pin = options_value(options, "pin");
    return open_store(options, &store, error)
           && store_set_pin(store, options_value(options, "id"),
                            strcmp(pin, "none") == 0 ? NULL : pin, error);
}

/* The day of a tablet's last contact; "never", or "-" where there is no tablet. */
static const char *contact_of(const struct point *point, char day[static DAY_SIZE])
{
    if (!point_has_tablet(point))
        return "-";
    if (point->contact == DAY_NONE)
        return "never";
    day_write(point->contact, day);
    return day;
}

/* Opened as a command that writes, though it writes nothing: it brings an older store
 * up to date, and is what store_open advises where one is only read. */
bool manage_point_list(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    size_t count;
    if (!open_store(options, &store, error))
        return false;
    const struct point *points = store_points(store, &count);
    for (size_t i = 0; i < count; i++) {
        char day[DAY_SIZE];
        printf("%s\t%s\t%s\t%s\t%zu of %zu tokens in force\t%s\n", points[i].id,
               mode_name(points[i].mode), points[i].form,
               points[i].place ? points[i].place->id : "-",
               points[i].tokens - points[i].revoked, points[i].tokens,
               contact_of(&points[i], day));
    }
    return true;
}

bool manage_point_revoke(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    int64_t revoked = 0;
    if (!open_store(options, &store, error)
        || !store_revoke(store, options_value(options, "id"), &revoked, error))
        return false;
    printf("%lld tokens revoked\n", (long long)revoked);
    return true;
}

/* ---- settle ---- */

/* For whoever waits for the result below, and not beside a collector's own lines. */
static void show_progress(int64_t done, int64_t all)
{
    if (isatty(STDOUT_FILENO) && isatty(STDERR_FILENO))
        fprintf(stderr, "\rsettling: %lld of %lld%s", (long long)done, (long long)all,
                done == all ? "\n" : "");
}

static bool settle(struct store *store, bool clock_is_right, struct settled *settled,
                   struct error *error)
{
    char closed[WEEK_SIZE] = "none";
    struct moment now = zone_now();
    if ((!clock_is_right && !store_trusts_clock(store, now, error))
        || !settle_store(store, now, settled, show_progress, error))
        return false;
    if (settled->closed != WEEK_NONE)
        week_write(settled->closed, closed);
    printf("%lld settled in %lld weeks, %lld waiting for company, %lld known already, "
           "closed to %s\n",
           (long long)settled->responses, (long long)settled->weeks,
           (long long)settled->waiting, (long long)settled->repeated, closed);
    return true;
}

static bool all_read(const struct settled *settled, struct error *error)
{
    return settled->unread == 0
           || error_set(
               error, ERROR_INPUT,
               "some responses no longer fit their form and stay in the inbox");
}

bool manage_settle(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    struct settled settled;
    return open_store(options, &store, error)
           && settle(store, options_flag(options, "clock-is-right"), &settled, error)
           && all_read(&settled, error);
}

/* ---- purge ---- */

static void tell_overdue(const struct overdue *overdue, const char *what)
{
    printf("%lld responses, %lld remarks and %lld keys %s\n",
           (long long)overdue->responses, (long long)overdue->remarks,
           (long long)overdue->keys, what);
}

/* Reads only, so that it may run at any time. */
static bool check_overdue(const char *path, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    struct overdue overdue;
    if (!store_open(path, STORE_READ, &store, error)
        || !store_overdue(store, zone_now(), &overdue, error))
        return false;
    tell_overdue(&overdue, "are overdue");
    return overdue.responses + overdue.remarks + overdue.keys == 0
           || error_set(error, ERROR_INPUT,
                        "'%s' keeps more than its centre's file says: run "
                        "sortie-collector purge --store on it",
                        path);
}

bool manage_purge(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    struct overdue purged;
    if (options_flag(options, "check"))
        return check_overdue(options_value(options, "store"), error);
    if (!open_store(options, &store, error)
        || !store_trusts_clock(store, zone_now(), error)
        || !store_purge(store, zone_now(), &purged, error))
        return false;
    tell_overdue(&purged, "deleted; what they counted for stays counted");
    return true;
}

bool manage_backup(const struct options *options, struct error *error)
{
    OWNED(store_drop) struct store *store = NULL;
    const char *out = options_value(options, "out");
    struct settled settled;
    int64_t left = 0;
    if (!open_store(options, &store, error) || !settle(store, false, &settled, error)
        || !store_backup(store, out, &left, error))
        return false;
    printf(
        "%s holds all that is settled; %lld responses still wait and are not in it\n",
        out, (long long)left);
    return all_read(&settled, error);
}
