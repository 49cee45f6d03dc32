/* store_settle.c: from the inbox into the anonymous tables.
 *
 * A week at a time, in one transaction (in some where a great many wait, so that no
 * visitor waits for it): its waiting rows are read against their forms, counted,
 * shuffled together with all rows already laid for that week and written anew, so that
 * neither the order of the rows in a page nor their position in the file tells when a
 * response came. A crash leaves each response either waiting or laid. */
#include "store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_KIB = 2000, WEEK_KIB = 32000, PART_MOST = 10000, TRIES_MOST = 5 };

/* A row that waits, in the inbox or in a file typed in, and the week it goes to. */
struct waiting {
    int64_t seq;
    int32_t week;
    bool imported;
    bool late;
};

struct waiting_list {
    struct waiting *entries;
    size_t count, size;
};

/* A row of `response` as it will be laid. */
struct laid {
    char *place, *session, *answers, *mode, *class;
    int64_t form;
};

/* A row of `remark` as it will be laid. */
struct said {
    char *place, *lang, *text;
    const char *state;
    int64_t number;
    enum leaning leaning;
};

struct seen {
    unsigned char key[HASH_SIZE], content[CONTENT_SIZE];
};

/* How many responses of a week were given in a language. */
struct spoken {
    const char *lang; /* the form's own */
    int64_t n;
};

/* A week being settled, or a part of it. */
struct turn {
    struct store *store;
    struct moment now;
    int32_t week;
    struct settled *settled;
    struct laid *laid;
    size_t laid_count, laid_size;
    struct said *remarks;
    size_t remark_count, remark_size;
    bool counts_only;  /* the week keeps no responses, or not all of them any more */
    struct keys keys;  /* settled in this turn */
    struct seen *seen; /* the same */
    size_t seen_count, seen_size;
    struct tally tally;
    struct spoken *spoken;
    size_t spoken_count, spoken_size;
    int64_t parts[PARTS];
    bool revised;
};

/* A growing array with room for one more element, moved if need be; NULL when memory
 * ran out. */
static void *room(void *array, size_t count, size_t *size, size_t element,
                  struct error *error)
{
    if (count < *size)
        return array;
    size_t bigger = *size ? *size * 2 : 64;
    void *grown = realloc(array, bigger * element);
    if (grown)
        *size = bigger;
    else
        error_set(error, ERROR_SYSTEM, "cannot settle: out of memory");
    return grown;
}

/* ---- what waits ---- */

static bool gather(struct store *store, const char *select_sql, bool imported,
                   struct waiting_list *list, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(store, select_sql, error);
    int code = SQLITE_ERROR;
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct waiting *grown =
            room(list->entries, list->count, &list->size, sizeof *grown, error);
        if (!grown)
            return false;
        list->entries = grown;
        int32_t week = week_of((int32_t)sqlite3_column_int64(select, 1));
        bool late = !imported && store->closed != WEEK_NONE && week <= store->closed;
        list->entries[list->count++] =
            (struct waiting){.seq = sqlite3_column_int64(select, 0),
                             .week = week,
                             .imported = imported,
                             .late = late};
    }
    return code == SQLITE_DONE || store_failed(store, "read the inbox", error);
}

/* The week that is not over yet; by a clock in a week that is closed already, the first
 * one that is not. */
static int32_t open_week(const struct store *store, struct moment now)
{
    int32_t week = week_of(now.day);
    return store->closed != WEEK_NONE && week <= store->closed ? store->closed + 1
                                                               : week;
}

/* Nothing waits for company longer than it may be kept, with key, language and words:
 * where nothing may be, a week. */
static int32_t first_that_waits(const struct settings *settings, int32_t open)
{
    int weeks = DAYS_BELIEVED / 7;
    weeks = settings->responses_kept < weeks ? settings->responses_kept : weeks;
    weeks = settings->remarks_kept < weeks ? settings->remarks_kept : weeks;
    return open - (weeks > 1 ? weeks : 1);
}

/* Late ones go to the open week once enough of them wait, or one has waited for long;
 * until then they stay. */
static void place_late(struct waiting_list *list, const struct store *store,
                       int32_t open, struct settled *settled)
{
    const struct settings *settings = &store->centre->settings;
    int32_t first = first_that_waits(settings, open);
    int64_t late = 0;
    bool due = false;
    for (size_t i = 0; i < list->count; i++) {
        late += list->entries[i].late;
        due = due || (list->entries[i].late && list->entries[i].week < first);
    }
    bool enough = due || late >= settings->smallest_group;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->entries[i].late && !enough)
            continue;
        list->entries[kept] = list->entries[i];
        if (list->entries[kept].late)
            list->entries[kept].week = open;
        kept++;
    }
    list->count = kept;
    settled->waiting = enough ? 0 : late;
}

static int by_week(const void *a, const void *b)
{
    const struct waiting *left = a, *right = b;
    if (left->week != right->week)
        return left->week < right->week ? -1 : 1;
    return left->seq < right->seq ? -1 : left->seq > right->seq;
}

/* ---- the week as it is ---- */

static bool keep_laid(struct turn *turn, struct laid row, struct error *error)
{
    bool whole = row.place && row.session && row.answers && row.mode && row.class;
    if (!whole)
        error_set(error, ERROR_SYSTEM, "cannot settle: out of memory");
    struct laid *grown =
        whole ? room(turn->laid, turn->laid_count, &turn->laid_size, sizeof row, error)
              : NULL;
    if (grown) {
        turn->laid = grown;
        turn->laid[turn->laid_count++] = row;
        return true;
    }
    free(row.place);
    free(row.session);
    free(row.answers);
    free(row.mode);
    free(row.class);
    return false;
}

static bool keep_remark(struct turn *turn, struct said row, struct error *error)
{
    bool whole = row.place && row.lang && row.text;
    if (!whole)
        error_set(error, ERROR_SYSTEM, "cannot settle: out of memory");
    struct said *grown = whole ? room(turn->remarks, turn->remark_count,
                                      &turn->remark_size, sizeof row, error)
                               : NULL;
    if (grown) {
        turn->remarks = grown;
        turn->remarks[turn->remark_count++] = row;
        return true;
    }
    free(row.place);
    free(row.lang);
    free(row.text);
    return false;
}

static bool read_laid(struct turn *turn, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(turn->store,
                                         "SELECT place, session, form, mode, class, "
                                         "answers FROM response WHERE week = ?",
                                         error);
    int code = SQLITE_ERROR;
    if (select)
        store_bind_week(select, 1, turn->week);
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct laid row = {.place = strdup(store_text(select, 0)),
                           .session = strdup(store_text(select, 1)),
                           .form = sqlite3_column_int64(select, 2),
                           .mode = strdup(store_text(select, 3)),
                           .class = strdup(store_text(select, 4)),
                           .answers = strdup(store_text(select, 5))};
        if (!keep_laid(turn, row, error))
            return false;
    }
    return code == SQLITE_DONE || store_failed(turn->store, "read a week", error);
}

/* A week of which responses are gone stays so: a few of them alone would tell more of
 * those few, and could not be recounted. */
static bool weigh(struct turn *turn, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        turn->store, "SELECT EXISTS (SELECT 1 FROM tally WHERE week = ?)", error);
    if (!select)
        return false;
    store_bind_week(select, 1, turn->week);
    if (sqlite3_step(select) != SQLITE_ROW)
        return store_failed(turn->store, "read a week", error);
    bool counted = sqlite3_column_int(select, 0) != 0;
    turn->counts_only = !store_keeps_responses(turn->store, turn->week, turn->now)
                        || (counted && turn->laid_count == 0);
    return true;
}

static bool read_remarks(struct turn *turn, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *select = store_prepare(
        turn->store,
        "SELECT place, lang, pleased, text, number, state FROM remark WHERE week = ?",
        error);
    int code = SQLITE_ERROR;
    if (select)
        store_bind_week(select, 1, turn->week);
    while (select && (code = sqlite3_step(select)) == SQLITE_ROW) {
        struct said row = {.place = strdup(store_text(select, 0)),
                           .lang = strdup(store_text(select, 1)),
                           .leaning = store_leaning(select, 2),
                           .text = strdup(store_text(select, 3)),
                           .number = sqlite3_column_int64(select, 4),
                           .state = store_remark_state(store_text(select, 5))};
        if (!keep_remark(turn, row, error))
            return false;
    }
    return code == SQLITE_DONE || store_failed(turn->store, "read a week", error);
}

/* ---- what a response adds ---- */

static bool count_lang(struct turn *turn, const char *lang, struct error *error)
{
    size_t i = 0;
    while (i < turn->spoken_count && strcmp(turn->spoken[i].lang, lang) != 0)
        i++;
    if (i == turn->spoken_count) {
        struct spoken *grown = room(turn->spoken, turn->spoken_count,
                                    &turn->spoken_size, sizeof *grown, error);
        if (!grown)
            return false;
        turn->spoken = grown;
        turn->spoken[turn->spoken_count++] = (struct spoken){.lang = lang};
    }
    turn->spoken[i].n++;
    return true;
}

/* Takes the free texts out of the answers into remarks. */
static bool split_remarks(struct turn *turn, const struct response *response,
                          struct error *error)
{
    for (size_t i = 0; i < response->form->question_count; i++) {
        const struct question *question = &response->form->questions[i];
        const char *text = question->type == TEXT
                               ? document_string(response->answers, question->name)
                               : NULL;
        if (!text)
            continue;
        struct said row = {.place = strdup(response->place->id),
                           .lang = strdup(response->lang),
                           .leaning = question->idea ? LEANING_NONE
                                                     : response_leaning(response),
                           .text = strdup(text),
                           .number = store_remark_number(),
                           .state = store_remark_state("")};
        if (!keep_remark(turn, row, error))
            return false;
        json_object_del(response->answers, question->name);
    }
    return true;
}

static bool add_response(struct turn *turn, struct response *response,
                         struct error *error)
{
    int64_t form = store_form_number(turn->store, response->form);
    if (!tally_response(&turn->tally, response, turn->week, form, error)
        || !count_lang(turn, response->lang, error)
        || !split_remarks(turn, response, error))
        return false;
    turn->parts[response->part]++;
    struct laid row = {.place = strdup(response->place->id),
                       .session =
                           strdup(response->session ? response->session->id : ""),
                       .form = form,
                       .mode = strdup(mode_name(response->mode)),
                       .class = strdup(class_name(response->class)),
                       .answers = document_canonical(response->answers)};
    turn->settled->responses++;
    return keep_laid(turn, row, error);
}

/* ---- one waiting row ---- */

static bool keep_seen(struct turn *turn, struct seen seen, struct error *error)
{
    struct seen *grown =
        room(turn->seen, turn->seen_count, &turn->seen_size, sizeof seen, error);
    if (!grown)
        return false;
    turn->seen = grown;
    turn->seen[turn->seen_count++] = seen;
    return true;
}

/* Notes a key as seen; `*again` when it was settled before, or in this turn. */
static bool note_key(struct turn *turn, const unsigned char *key, const char *document,
                     bool *again, struct error *error)
{
    struct seen seen;
    sqlite3_stmt *find = turn->store->prepared[FIND_SEEN];
    store_hash_content(key, document, seen.content);
    store_hash_key(key, seen.key);
    store_bind_blob(find, 1, seen.key, HASH_SIZE);
    int code = sqlite3_step(find);
    sqlite3_reset(find);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return store_failed(turn->store, "look up a key", error);
    *again = code == SQLITE_ROW || keys_find(&turn->keys, key);
    return *again
           || (keep_seen(turn, seen, error)
               && keys_add(&turn->keys, key, seen.content, error));
}

/* A file says of a point's response where and how it was given; the tablet that sends
 * it later does not. It is the same response. */
static bool note_row(struct turn *turn, sqlite3_stmt *row,
                     const struct waiting *waiting, json_t *document, bool *again,
                     struct error *error)
{
    const unsigned char *key = sqlite3_column_blob(row, 0);
    if (sqlite3_column_bytes(row, 0) != KEY_SIZE)
        return true;
    if (!waiting->imported)
        return note_key(turn, key, store_text(row, 5), again, error);
    json_object_del(document, "place");
    json_object_del(document, "mode");
    char *sent = document_canonical(document);
    bool fine = sent ? note_key(turn, key, sent, again, error)
                     : error_set(error, ERROR_SYSTEM, "cannot settle: out of memory");
    free(sent);
    return fine;
}

/* Reads a waiting row's document as a response; false with no error when it no longer
 * fits its form. The document is the caller's to release. */
static bool read_row(struct turn *turn, sqlite3_stmt *row,
                     const struct waiting *waiting, json_t **document,
                     struct response *response, struct error *error)
{
    OWNED(problems_release) struct problems problems = {0};
    struct error unread = {0};
    const char *bytes = store_text(row, 5), *place = store_text(row, 4);
    const struct centre *centre = turn->store->centre;
    struct arrival arrival = {.centre = centre,
                              .place = *place ? centre_place(centre, place) : NULL,
                              .today = (int32_t)sqlite3_column_int64(row, 2),
                              .settling = true,
                              .imported = waiting->imported};
    *document = document_parse(bytes, strlen(bytes), "a kept response", &unread);
    bool fits = *document && mode_from(store_text(row, 3), &arrival.mode)
                && (arrival.place || !*place)
                && response_read(*document, &turn->store->forms, &arrival, response,
                                 &problems, &unread);
    if (!fits && unread.kind == ERROR_SYSTEM)
        return error_set(error, ERROR_SYSTEM, "%s", unread.text);
    return fits && response->form;
}

static bool drop_row(struct turn *turn, const struct waiting *waiting,
                     struct error *error)
{
    sqlite3_stmt *drop =
        turn->store->prepared[waiting->imported ? DROP_IMPORTED : DROP_INBOX];
    store_bind_number(drop, 1, waiting->seq);
    return store_run(turn->store, drop, "settle a response", error);
}

/* Adds what the row says to the turn; `*settled` false when it must stay where it is.
 */
static bool add_row(struct turn *turn, sqlite3_stmt *row, const struct waiting *waiting,
                    bool *settled, struct error *error)
{
    json_t *document = NULL;
    struct response response = {0};
    bool again = false;
    bool fine = read_row(turn, row, waiting, &document, &response, error);
    *settled = fine;
    fine = fine && note_row(turn, row, waiting, document, &again, error);
    if (waiting->late)
        response.class = LATE;
    if (fine && !again)
        add_response(turn, &response, error);
    turn->settled->repeated += again;
    turn->settled->unread += !*settled && error->kind == ERROR_NONE;
    turn->revised |= *settled && waiting->imported && !again;
    response_release(&response);
    json_decref(document);
    return error->kind == ERROR_NONE;
}

static bool take_row(struct turn *turn, const struct waiting *waiting,
                     struct error *error)
{
    sqlite3_stmt *take =
        turn->store->prepared[waiting->imported ? TAKE_IMPORTED : TAKE_INBOX];
    bool settled = false;
    store_bind_number(take, 1, waiting->seq);
    int code = sqlite3_step(take);
    bool fine =
        code == SQLITE_ROW
            ? add_row(turn, take, waiting, &settled, error)
            : code == SQLITE_DONE || store_failed(turn->store, "read the inbox", error);
    sqlite3_reset(take);
    return fine && (!settled || drop_row(turn, waiting, error));
}

/* ---- laying a week anew ---- */

/* Fisher-Yates with the system's random numbers, many at a call. The remainder of 64
 * bits prefers no place by more than count / 2^64. */
static void shuffle(void *array, size_t count, size_t element)
{
    unsigned char *bytes = array, spare[64];
    uint64_t drawn[128];
    const size_t most = sizeof drawn / sizeof *drawn;
    for (size_t i = count; i > 1; i--) {
        if ((count - i) % most == 0)
            randombytes_buf(drawn, sizeof drawn);
        size_t j = (size_t)(drawn[(count - i) % most] % i);
        memcpy(spare, bytes + (i - 1) * element, element);
        memmove(bytes + (i - 1) * element, bytes + j * element, element);
        memcpy(bytes + j * element, spare, element);
    }
}

static bool delete_week(struct turn *turn, const char *delete_sql, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *delete = store_prepare(turn->store, delete_sql, error);
    if (!delete)
        return false;
    store_bind_week(delete, 1, turn->week);
    return store_run(turn->store, delete, "lay a week", error);
}

static bool lay_responses(struct turn *turn, struct error *error)
{
    sqlite3_stmt *lay = turn->store->prepared[LAY_RESPONSE];
    _Static_assert(sizeof(struct laid) <= 64 && sizeof(struct said) <= 64,
                   "shuffle's spare");
    if (!delete_week(turn, "DELETE FROM response WHERE week = ?", error))
        return false;
    if (turn->counts_only)
        return true;
    shuffle(turn->laid, turn->laid_count, sizeof *turn->laid);
    for (size_t i = 0; i < turn->laid_count; i++) {
        const struct laid *row = &turn->laid[i];
        store_bind_week(lay, 1, turn->week);
        store_bind_number(lay, 2, (int64_t)i + 1);
        store_bind_text(lay, 3, row->place);
        store_bind_text(lay, 4, row->session);
        store_bind_number(lay, 5, row->form);
        store_bind_text(lay, 6, row->mode);
        store_bind_text(lay, 7, row->class);
        store_bind_text(lay, 8, row->answers);
        if (!store_run(turn->store, lay, "lay a week", error))
            return false;
    }
    return true;
}

static bool lay_remarks(struct turn *turn, struct error *error)
{
    sqlite3_stmt *lay = turn->store->prepared[LAY_REMARK];
    if (!delete_week(turn, "DELETE FROM remark WHERE week = ?", error))
        return false;
    if (!store_keeps_remarks(turn->store, turn->week, turn->now))
        return true;
    shuffle(turn->remarks, turn->remark_count, sizeof *turn->remarks);
    for (size_t i = 0; i < turn->remark_count; i++) {
        const struct said *row = &turn->remarks[i];
        store_bind_week(lay, 1, turn->week);
        store_bind_number(lay, 2, (int64_t)i + 1);
        store_bind_text(lay, 3, row->place);
        store_bind_text(lay, 4, row->lang);
        store_bind_number(lay, 5, (int64_t)row->leaning);
        store_bind_text(lay, 6, row->text);
        store_bind_number(lay, 7, row->number);
        store_bind_text(lay, 8, row->state);
        if (!store_run(turn->store, lay, "lay remarks", error))
            return false;
    }
    return true;
}

static bool add_tally(void *context, const struct tally_row *row, struct error *error)
{
    struct turn *turn = context;
    sqlite3_stmt *count = turn->store->prepared[COUNT_TALLY];
    store_bind_week(count, 1, row->week);
    store_bind_text(count, 2, row->place);
    store_bind_text(count, 3, row->session);
    store_bind_number(count, 4, row->form);
    store_bind_text(count, 5, row->question);
    store_bind_text(count, 6, row->option);
    store_bind_text(count, 7, mode_name(row->mode));
    store_bind_text(count, 8, class_name(row->class));
    store_bind_number(count, 9, row->n);
    return store_run(turn->store, count, "count a week", error);
}

static int by_lang(const void *a, const void *b)
{
    return strcmp(((const struct spoken *)a)->lang, ((const struct spoken *)b)->lang);
}

static bool add_count(struct turn *turn, enum statement statement, const char *what,
                      int64_t n, struct error *error)
{
    sqlite3_stmt *count = turn->store->prepared[statement];
    store_bind_week(count, 1, turn->week);
    store_bind_text(count, 2, what);
    store_bind_number(count, 3, n);
    return store_run(turn->store, count, "count a week", error);
}

/* In the order of their names: rows lie in a page as they were first written, so one
 * response after another would tell who came first. */
static bool lay_counts(struct turn *turn, struct error *error)
{
    if (turn->spoken_count)
        qsort(turn->spoken, turn->spoken_count, sizeof *turn->spoken, by_lang);
    for (size_t i = 0; i < turn->spoken_count; i++)
        if (!add_count(turn, COUNT_SPOKEN, turn->spoken[i].lang, turn->spoken[i].n,
                       error))
            return false;
    for (int part = PART_NONE + 1; part < PARTS; part++)
        if (turn->parts[part]
            && !add_count(turn, COUNT_PART, part_name((enum part)part),
                          turn->parts[part], error))
            return false;
    return true;
}

static int by_hash(const void *a, const void *b)
{
    return memcmp(((const struct seen *)a)->key, ((const struct seen *)b)->key,
                  HASH_SIZE);
}

static bool add_seen(struct turn *turn, const struct seen *seen, struct error *error)
{
    sqlite3_stmt *add = turn->store->prepared[ADD_SEEN];
    store_bind_blob(add, 1, seen->key, HASH_SIZE);
    store_bind_blob(add, 2, seen->content, CONTENT_SIZE);
    store_bind_week(add, 3, week_of(turn->now.day));
    return store_run(turn->store, add, "remember a key", error);
}

/* In the order of their hashes, which tells nothing of the order they came in. */
static bool lay_seen(struct turn *turn, struct error *error)
{
    if (turn->seen_count)
        qsort(turn->seen, turn->seen_count, sizeof *turn->seen, by_hash);
    for (size_t i = 0; i < turn->seen_count; i++)
        if (!add_seen(turn, &turn->seen[i], error))
            return false;
    return true;
}

/* An edition of a closed week that an import changed says so; and a place of which
 * nothing was published may have its first answers in it. */
static bool note_revision(struct turn *turn, struct error *error)
{
    if (!turn->revised || turn->store->closed == WEEK_NONE
        || turn->week > turn->store->closed)
        return true;
    OWNED(store_finalize)
    sqlite3_stmt *note = store_prepare(
        turn->store,
        "INSERT INTO revision VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
        error);
    if (!note)
        return false;
    store_bind_week(note, 1, turn->week);
    return store_run(turn->store, note, "note a revision", error)
           && store_execute(turn->store, "UPDATE closing SET chosen = ''", error);
}

static bool lay_week(struct turn *turn, const struct waiting *waiting, size_t count,
                     struct error *error)
{
    if (!read_laid(turn, error) || !weigh(turn, error) || !read_remarks(turn, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!take_row(turn, &waiting[i], error))
            return false;
    return lay_responses(turn, error) && lay_remarks(turn, error)
           && tally_each(&turn->tally, add_tally, turn, error)
           && lay_counts(turn, error) && lay_seen(turn, error)
           && store_lay_anew(turn->store, RELAID_TALLY, turn->week, error)
           && store_lay_anew(turn->store, RELAID_SPOKEN, turn->week, error)
           && store_lay_anew(turn->store, RELAID_PART, turn->week, error)
           && note_revision(turn, error);
}

static void turn_release(struct turn *turn)
{
    for (size_t i = 0; i < turn->laid_count; i++) {
        free(turn->laid[i].place);
        free(turn->laid[i].session);
        free(turn->laid[i].answers);
        free(turn->laid[i].mode);
        free(turn->laid[i].class);
    }
    for (size_t i = 0; i < turn->remark_count; i++) {
        free(turn->remarks[i].place);
        free(turn->remarks[i].lang);
        free(turn->remarks[i].text);
    }
    free(turn->laid);
    free(turn->remarks);
    free(turn->spoken);
    free(turn->seen);
    keys_release(&turn->keys);
    tally_release(&turn->tally);
}

/* Within a transaction: has another settling closed weeks since the list was made? */
static bool look_at_closing(struct store *store, bool *moved, struct error *error)
{
    int32_t before = store->closed;
    bool read = store_read_closing(store, error);
    *moved = store->closed != before;
    return read;
}

/* Nothing is laid when `*moved`: what waits must be placed anew. */
static bool settle_part(struct store *store, struct moment now,
                        const struct waiting *waiting, size_t count,
                        struct settled *settled, bool *moved, struct error *error)
{
    OWNED(turn_release)
    struct turn turn = {
        .store = store, .now = now, .week = waiting->week, .settled = settled};
    keys_init(&turn.keys, KEYS_FEW);
    if (!store_begin(store, error))
        return false;
    if (look_at_closing(store, moved, error) && !*moved
        && lay_week(&turn, waiting, count, error))
        return store_commit(store, error);
    store_rollback(store);
    return error->kind == ERROR_NONE;
}

/* `*counted` is the last week that `settled` counts, also from one try to the next. */
static bool settle_all(struct store *store, struct moment now,
                       const struct waiting_list *list, struct settled *settled,
                       int32_t *counted, void (*progress)(int64_t, int64_t),
                       bool *moved, struct error *error)
{
    *moved = false;
    for (size_t first = 0, next = 0; first < list->count; first = next) {
        int32_t week = list->entries[first].week;
        while (next < list->count && next - first < PART_MOST
               && list->entries[next].week == week)
            next++;
        if (!settle_part(store, now, &list->entries[first], next - first, settled,
                         moved, error))
            return false;
        if (*moved)
            return true;
        settled->weeks += week != *counted;
        *counted = week;
        if (progress)
            progress((int64_t)next, (int64_t)list->count);
    }
    return true;
}

/* ---- closing ---- */

/* The last week that is over: from Monday at `grace` on it is the one before. */
static int32_t last_over(const struct store *store, struct moment now)
{
    int32_t week = week_of(now.day);
    bool in_grace =
        now.day == week_monday(week) && now.minute < store->centre->settings.grace;
    return week - (in_grace ? 2 : 1);
}

bool store_is_due(const struct store *store, struct moment now)
{
    if (store->closed == WEEK_NONE)
        return store_waiting(store) > 0;
    return last_over(store, now) > store->closed;
}

static bool close_weeks(struct store *store, struct moment now, struct error *error)
{
    OWNED(store_finalize)
    sqlite3_stmt *close =
        store_prepare(store, "UPDATE closing SET last = max(last, ?)", error);
    if (!close || !store_begin(store, error))
        return false;
    store_bind_week(close, 1, last_over(store, now));
    if (store_run(store, close, "close a week", error)
        && store_lay_anew(store, RELAID_SEEN, week_of(now.day), error))
        return store_commit(store, error) && store_read_closing(store, error);
    store_rollback(store);
    return false;
}

/* With room for what a week touches, a page of it goes to the log once and not each
 * time that another one needs its place. A week of few responses takes no more than it
 * needs. */
static void use_memory(const struct store *store, int kib)
{
    char text[48];
    snprintf(text, sizeof text, "PRAGMA cache_size = -%d", kib);
    sqlite3_exec(store->db, text, NULL, NULL, NULL);
}

/* What waits, by the week it goes to. */
static bool place_all(struct store *store, struct moment now, struct waiting_list *list,
                      struct settled *settled, struct error *error)
{
    list->count = 0;
    settled->unread = 0; /* they are still there, and read again */
    if (!store_read_closing(store, error)
        || !gather(store, "SELECT seq, day FROM inbox", false, list, error)
        || !gather(store, "SELECT seq, day FROM imported", true, list, error))
        return false;
    place_late(list, store, open_week(store, now), settled);
    if (list->count)
        qsort(list->entries, list->count, sizeof *list->entries, by_week);
    return true;
}

/* Two settlings at once are usual, on Mondays: what the other one closed meanwhile is
 * late for this one, too. */
static bool settle_waiting(struct store *store, struct moment now,
                           struct settled *settled, void (*progress)(int64_t, int64_t),
                           struct error *error)
{
    struct waiting_list list = {0};
    int32_t counted = WEEK_NONE;
    bool moved = true, fine = true;
    for (int tries = 0; fine && moved && tries < TRIES_MOST; tries++)
        fine = place_all(store, now, &list, settled, error)
               && settle_all(store, now, &list, settled, &counted, progress, &moved,
                             error);
    free(list.entries);
    return fine
           && (!moved
               || error_set(error, ERROR_BUSY,
                            "weeks are being closed by another command: try again"));
}

bool store_settle(struct store *store, struct moment now, struct settled *settled,
                  void (*progress)(int64_t, int64_t), struct error *error)
{
    struct overdue purged;
    *settled = (struct settled){0};
    use_memory(store, WEEK_KIB);
    bool done = settle_waiting(store, now, settled, progress, error)
                && close_weeks(store, now, error)
                && store_delete_overdue(store, now, &purged, error)
                && store_checkpoint(store, error);
    use_memory(store, USUAL_KIB);
    sqlite3_db_release_memory(store->db);
    settled->closed = store->closed;
    return done;
}
