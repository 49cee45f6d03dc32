/* test_store.c: what store.h says - made once, locked, migrated; received once; settled
 * without a trace of who, when or in which order. */
#include "given.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* A store in a folder of its own. The day it is: Wednesday 2026-11-25, week 48. */
struct home {
    char folder[64], path[80];
    struct store *store;
    struct error error;
};

static struct moment on(const char *day, int minute)
{
    return (struct moment){day_of(day), minute};
}

static void open_home(struct home *home, enum store_access access)
{
    if (!store_open(home->path, access, &home->store, &home->error))
        fail_msg("%s", home->error.text);
}

static void init_home(struct home *home)
{
    struct problems problems = {0};
    struct error error = {0};
    char *text = fixture("tests/submissions/centre.json", "", day_of("2026-11-25"));
    json_t *document = document_parse(text, strlen(text), "the centre", &error);
    struct centre *centre = centre_read(document, &problems, &error);
    struct form *form = form_load("tests/submissions/every.json", &error);
    assert_true(centre && form);
    *home = (struct home){.folder = "/tmp/sortie-store-XXXXXX"};
    assert_non_null(mkdtemp(home->folder));
    snprintf(home->path, sizeof home->path, "%s/s.db", home->folder);
    if (!store_init(home->path, centre, &form, 1, &error))
        fail_msg("%s", error.text);
    form_free(form);
    centre_free(centre);
    json_decref(document);
    free(text);
}

static void close_home(struct home *home)
{
    char command[128];
    store_close(home->store);
    snprintf(command, sizeof command, "rm -r %s", home->folder);
    assert_int_equal(system(command), 0);
}

/* Every row of a query, columns by |, rows by newline. */
static char *rows(const struct home *home, const char *query)
{
    struct text out = {0};
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(home->path, &db, SQLITE_OPEN_READONLY, NULL), 0);
    sqlite3_busy_timeout(db, 1000);
    if (sqlite3_prepare_v2(db, query, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query, sqlite3_errmsg(db));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        text_add(&out, out.length ? "\n" : "");
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            text_add_format(&out, "%s%s", i ? "|" : "",
                            (const char *)sqlite3_column_text(statement, i));
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    text_add(&out, "");
    return out.bytes;
}

static void assert_rows(const struct home *home, const char *query,
                        const char *expected)
{
    char *is = rows(home, query);
    assert_string_equal(is, expected);
    free(is);
}

/* ---- responses ---- */

static char *document_of(const struct home *home, int key, const char *members)
{
    struct text text = {0};
    text_add_format(
        &text, "{'form': 'every', 'version': '%s', 'key': '%032x', 'lang': 'fr', %s}",
        store_newest_form(home->store, "every")->version, (unsigned)key, members);
    json_t *document = given(text_string(&text));
    char *canonical = document_canonical(document);
    json_decref(document);
    text_release(&text);
    return canonical;
}

static enum outcome receive_as(struct home *home, int key, const char *members,
                               const char *day)
{
    char *document = document_of(home, key, members);
    struct received received = {.document = document,
                                .place = "",
                                .mode = MODE_DOOR,
                                .arrived = day_of(day),
                                .day = day_of(day)};
    enum outcome outcome = OUTCOMES;
    for (int i = 0; i < 4; i++)
        received.key[KEY_SIZE - 1 - i] = (unsigned char)(key >> (8 * i));
    if (!store_receive(home->store, &received, &outcome, &home->error))
        fail_msg("%s", home->error.text);
    free(document);
    return outcome;
}

/* One answer to overall on a day, in a transaction of its own. */
static enum outcome receive(struct home *home, int key, const char *code,
                            const char *day)
{
    char members[128];
    snprintf(members, sizeof members, "'day': '%s', 'answers': {'overall': '%s'}", day,
             code);
    assert_true(store_begin(home->store, &home->error));
    enum outcome outcome = receive_as(home, key, members, day);
    if (!store_commit(home->store, &home->error))
        fail_msg("%s", home->error.text);
    return outcome;
}

static struct settled settle(struct home *home, struct moment now)
{
    struct settled settled;
    if (!store_settle(home->store, now, &settled, NULL, &home->error))
        fail_msg("%s", home->error.text);
    return settled;
}

/* By another command, as it is beside a collector. */
static void settle_beside(struct home *home, struct moment now)
{
    struct home beside = *home;
    open_home(&beside, STORE_WRITE);
    settle(&beside, now);
    store_close(beside.store);
    assert_true(store_refresh(home->store, &home->error));
}

/* ---- opening ---- */

static void test_init_never_touches_what_exists(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    struct stat status;
    assert_int_equal(stat(home.path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    open_home(&home, STORE_READ);
    const struct centre *centre = store_centre(home.store);
    assert_false(store_init(home.path, centre, store_forms(home.store)->entries, 1,
                            &home.error));
    assert_int_equal(home.error.kind, ERROR_INPUT);
    assert_non_null(strstr(home.error.text, "it exists already"));
    assert_string_equal(centre->id, "here");
    close_home(&home);
}

/* Runs SQL behind the store's back. */
static void change(const struct home *home, const char *script)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(home->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, script, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void test_what_is_not_opened(void **state)
{
    (void)state;
    static const struct {
        const char *pragma;
        enum error_kind kind;
    } cases[] = {
        {"PRAGMA user_version = 7",   ERROR_NEWER},
        {"PRAGMA application_id = 1", ERROR_INPUT}
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int access = STORE_READ; access <= STORE_SERVE; access++) {
            struct home home;
            init_home(&home);
            change(&home, cases[i].pragma);
            assert_false(store_open(home.path, (enum store_access)access, &home.store,
                                    &home.error));
            assert_int_equal(home.error.kind, cases[i].kind);
            assert_null(home.store);
            close_home(&home);
        }
}

static void test_a_file_that_is_no_store(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    FILE *file = fopen(home.path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("not a store\n", file);
    fclose(file);
    assert_false(store_open(home.path, STORE_WRITE, &home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_INPUT);
    home.error = (struct error){0};
    assert_false(store_open("/nowhere/s.db", STORE_READ, &home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_INPUT);
    close_home(&home);
}

/* Puts a store of an older schema, filled by `fill`, in the place of the newest. */
static void make_version(struct home *home, int version, const char *fill)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    OWNED(text_release) struct text script = {0};
    struct error error = {0};
    char name[128];
    store_close(home->store);
    home->store = NULL;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", home->path, endings[i]);
        unlink(name);
    }
    snprintf(name, sizeof name, "tests/program/fixtures/schema-%d.sql", version);
    assert_true(text_add_file(&script, name, &error));
    text_add_format(&script,
                    "%s; PRAGMA application_id = %d; PRAGMA user_version = %d; "
                    "PRAGMA journal_mode = WAL",
                    fill, 0x73727469, version);
    change(home, text_string(&script));
}

/* Of an open store: an older one in its place, with the same centre and form and what
 * `rest` lays into it. */
static void make_older(struct home *home, int version, const char *rest)
{
    char *centre = document_canonical(store_centre(home->store)->document);
    const struct form *form = store_newest_form(home->store, "every");
    char *questions = document_canonical(form->document);
    char *fill = sqlite3_mprintf("INSERT INTO centre VALUES (%Q); "
                                 "INSERT INTO form VALUES (1, 'every', %Q, %Q); %s",
                                 centre, form->version, questions, rest);
    make_version(home, version, fill);
    sqlite3_free(fill);
    free(centre);
    free(questions);
}

/* A store of version 1 with a response from a tablet and one typed in. */
static void make_version_1(struct home *home)
{
    open_home(home, STORE_WRITE);
    char *sent =
        document_of(home, 1, "'day': '2026-11-24', 'answers': {'overall': '4'}");
    char *typed =
        document_of(home, 2, "'day': '2026-11-23', 'answers': {'overall': '1'}");
    char *rest = sqlite3_mprintf(
        "INSERT INTO import VALUES (1, 'abc', 1, 1); INSERT INTO closing VALUES ('');"
        "INSERT INTO inbox VALUES (1, x'%032x', 20781, 20781, 'door', '', 0, %Q), "
        "(2, NULL, 20780, 20781, 'paper', '', 1, %Q)",
        1, sent, typed);
    make_older(home, 1, rest);
    sqlite3_free(rest);
    free(sent);
    free(typed);
}

/* A store of version 2 with a point and its token. */
static void make_version_2(struct home *home)
{
    open_home(home, STORE_WRITE);
    make_older(home, 2,
               "INSERT INTO closing VALUES ('2026-W47');"
               "INSERT INTO point VALUES ('hall', 'door', 'every', 'desk-job');"
               "INSERT INTO token VALUES "
               "(x'0000000000000000000000000000000000000000000000000000000000000001', "
               "'hall', 1)");
}

/* A store of version 3 with a change and two remarks. */
static void make_version_3(struct home *home)
{
    open_home(home, STORE_WRITE);
    make_older(home, 3,
               "INSERT INTO closing VALUES ('2026-W47');"
               "INSERT INTO remark VALUES ('2026-W46', 1, 'desk-job', 'fr', 1, 'a'), "
               "('2026-W46', 2, 'desk-job', 'fr', 0, 'b');"
               "INSERT INTO change VALUES (1, 'desk-job', 20780, '{}', "
               "'{\"fr\":\"Oui\"}', 0)");
}

/* A store of version 4 with a passphrase and a file that was imported. */
static void make_version_4(struct home *home)
{
    open_home(home, STORE_WRITE);
    make_older(
        home, 4,
        "INSERT INTO closing VALUES ('2026-W47'); INSERT INTO manager VALUES (1, 'x');"
        "INSERT INTO import VALUES (7, 'abc', 'paper', 1, 1)");
}

/* A store of version 5 with a count of visitors and two closed weeks of answers. */
static void make_version_5(struct home *home)
{
    open_home(home, STORE_WRITE);
    make_older(home, 5,
               "INSERT INTO closing VALUES ('2026-W47');"
               "INSERT INTO import VALUES (7, 'abc', 'paper', 1, 1);"
               "INSERT INTO visitors VALUES (20780, 'desk-job', '', 40, 7);"
               "INSERT INTO tally VALUES "
               "('2026-W46', 'desk-job', '', 1, 'overall', '4', 'door', 'plain', 9), "
               "('2026-W47', 'desk-job', '', 1, 'overall', '4', 'door', 'plain', 8)");
}

static void test_version_1_is_migrated(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    make_version_1(&home);
    assert_false(store_open(home.path, STORE_READ, &home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    open_home(&home, STORE_WRITE);
    assert_rows(&home, "PRAGMA user_version", "6");
    assert_rows(&home, "SELECT seq, day, mode FROM inbox", "1|20781|door");
    assert_rows(&home, "SELECT import, day FROM imported", "1|20780");
    assert_rows(&home, "SELECT digest, mode, done FROM import", "abc|paper|1");
    assert_int_equal(settle(&home, on("2026-11-25", 600)).responses, 2);
    assert_rows(&home, "SELECT mode, answers FROM response ORDER BY mode",
                "door|{\"overall\":\"4\"}\npaper|{\"overall\":\"1\"}");
    close_home(&home);
}

static void test_version_2_is_migrated(void **state)
{
    (void)state;
    struct home home;
    size_t count;
    init_home(&home);
    make_version_2(&home);
    assert_false(store_open(home.path, STORE_READ, &home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    open_home(&home, STORE_WRITE);
    assert_rows(&home, "PRAGMA user_version", "6");
    assert_int_equal(store_closed_week(home.store), week_named("2026-W47"));
    const struct point *point = store_points(home.store, &count);
    assert_int_equal(count, 1);
    assert_string_equal(point->id, "hall");
    assert_string_equal(point->place->id, "desk-job");
    assert_string_equal(point->pin, "");
    assert_int_equal(point->contact, DAY_NONE);
    assert_int_equal(point->revoked, 1);
    assert_rows(&home,
                "SELECT sql LIKE '%staff corner%' AND sql LIKE '%last asked%' FROM "
                "sqlite_schema WHERE name = 'point'",
                "1");
    store_changes(home.store, &count);
    assert_int_equal(count, 0);
    close_home(&home);
}

/* Reports stay open on this machine until somebody sets a passphrase. */
static void test_version_3_is_migrated(void **state)
{
    (void)state;
    struct home home;
    size_t count;
    init_home(&home);
    make_version_3(&home);
    open_home(&home, STORE_WRITE);
    assert_rows(&home, "PRAGMA user_version", "6");
    store_changes(home.store, &count);
    assert_int_equal(count, 1);
    assert_string_equal(store_passphrase(home.store), "");
    assert_true(store_set_passphrase(home.store, "$argon2id$x", &home.error));
    assert_string_equal(store_passphrase(home.store), "$argon2id$x");
    assert_rows(&home, "SELECT text, state FROM remark", "a|waiting\nb|waiting");
    assert_rows(&home,
                "SELECT count(DISTINCT number), min(length(number)), "
                "max(length(number)) FROM remark",
                "2|12|12");
    close_home(&home);
}

static void import_visitors(struct home *home, int64_t import, const char *day,
                            const char *session, int64_t n)
{
    const struct import file = {.number = import};
    const struct visitors visitors = {day_of(day), "desk-job", session, n};
    if (!store_begin(home->store, &home->error)
        || !store_import_visitors(home->store, &file, &visitors, &home->error)
        || !store_commit(home->store, &home->error))
        fail_msg("%s", home->error.text);
}

static bool sum_visitors(void *context, const struct visitors *visitors,
                         struct error *error)
{
    (void)error;
    *(int64_t *)context += visitors->n;
    return true;
}

static int64_t count_visitors(struct home *home, const char *from, const char *to)
{
    int64_t sum = 0;
    if (!store_visitors(home->store, day_of(from), day_of(to), sum_visitors, &sum,
                        &home->error))
        fail_msg("%s", home->error.text);
    return sum;
}

static void test_version_4_is_migrated(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    make_version_4(&home);
    open_home(&home, STORE_WRITE);
    assert_rows(&home, "PRAGMA user_version", "6");
    assert_string_equal(store_passphrase(home.store), "x");
    import_visitors(&home, 7, "2026-11-24", "", 40);
    assert_int_equal(count_visitors(&home, "2026-11-24", "2026-11-24"), 40);
    close_home(&home);
}

/* Nothing is written down of its periods, and that is known. */
static void test_version_5_is_migrated(void **state)
{
    (void)state;
    struct home home;
    bool written = true;
    init_home(&home);
    make_version_5(&home);
    open_home(&home, STORE_WRITE);
    assert_rows(&home, "PRAGMA user_version", "6");
    assert_int_equal(count_visitors(&home, "2026-11-23", "2026-11-23"), 40);
    assert_rows(&home, "SELECT last, chosen FROM closing", "2026-W47|");
    assert_rows(&home, "SELECT count(*) FROM period", "0");
    assert_true(store_periods_written(home.store, &written, &home.error));
    assert_false(written);
    close_home(&home);
}

/* Beneath a collector of the older version, which serves it still, nothing is migrated;
 * nobody else is asked. */
static void test_what_an_older_collector_serves_is_not_migrated(void **state)
{
    (void)state;
    struct home home;
    char name[96];
    init_home(&home);
    make_version_5(&home);
    snprintf(name, sizeof name, "%s-serve", home.path);
    int older = open(name, O_RDWR | O_CREAT, 0600);
    assert_int_equal(flock(older, LOCK_EX), 0);
    for (int access = STORE_WRITE; access <= STORE_SERVE; access++) {
        assert_false(
            store_open(home.path, (enum store_access)access, &home.store, &home.error));
        assert_int_equal(home.error.kind, ERROR_BUSY);
        assert_non_null(
            strstr(home.error.text, "a collector of that version serves it"));
        home.error = (struct error){0};
        assert_rows(&home, "PRAGMA user_version", "5");
    }
    close(older);
    open_home(&home, STORE_WRITE);
    assert_rows(&home, "PRAGMA user_version", "6");
    struct home collector = home;
    open_home(&collector, STORE_SERVE);
    store_close(collector.store);
    close_home(&home);
}

/* Lines of a file are summed, those of a later one take their place; a session is
 * counted apart from its place; zero is a count; a file that is unknown counts nothing.
 */
static void test_visitors(void **state)
{
    (void)state;
    struct home home;
    struct import one, two;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    assert_true(store_import_find(home.store, "one", MODE_PAPER, &one, &home.error)
                && store_import_find(home.store, "two", MODE_PAPER, &two, &home.error));
    import_visitors(&home, one.number, "2026-11-23", "", 30);
    import_visitors(&home, one.number, "2026-11-24", "", 100);
    import_visitors(&home, one.number, "2026-11-24", "", 20);
    import_visitors(&home, one.number, "2026-11-24", "cv", 7);
    import_visitors(&home, two.number, "2026-11-23", "", 0);
    assert_rows(&home, "SELECT day, place, session, n FROM visitors",
                "20780|desk-job||0\n20781|desk-job||120\n20781|desk-job|cv|7");
    assert_int_equal(count_visitors(&home, "2026-11-23", "2026-11-23"), 0);
    assert_int_equal(count_visitors(&home, "2026-11-24", "2026-11-30"), 127);
    assert_true(store_begin(home.store, &home.error));
    const struct import none = {.number = 99};
    const struct visitors visitors = {20781, "desk-job", "", 1};
    assert_false(store_import_visitors(home.store, &none, &visitors, &home.error));
    store_rollback(home.store);
    close_home(&home);
}

/* One passphrase at most; another takes its place, "" takes it away, a copy keeps it.
 */
static void test_passphrase(void **state)
{
    (void)state;
    static const char *const hashes[] = {"", "$argon2id$one", "$argon2id$two", "", ""};
    struct home home;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        assert_true(store_set_passphrase(home.store, hashes[i], &home.error));
        assert_string_equal(store_passphrase(home.store), hashes[i]);
        assert_rows(&home, "SELECT count(*) FROM manager", *hashes[i] ? "1" : "0");
    }
    close_home(&home);
}

/* What is migrated and what is made anew are alike but for the order of columns. */
static void test_a_migrated_store_has_the_tables_of_a_new_one(void **state)
{
    (void)state;
    static const char columns[] = "SELECT m.name, c.name, c.type FROM sqlite_schema m, "
                                  "pragma_table_info(m.name) c "
                                  "ORDER BY 1, 2";
    static void (*const make[])(struct home *) = {
        make_version_1, make_version_2, make_version_3, make_version_4, make_version_5};
    struct home fresh, old;
    init_home(&fresh);
    char *expected = rows(&fresh, columns);
    for (size_t i = 0; i < sizeof make / sizeof *make; i++) {
        init_home(&old);
        make[i](&old);
        open_home(&old, STORE_WRITE);
        assert_rows(&old, columns, expected);
        close_home(&old);
    }
    free(expected);
    close_home(&fresh);
}

/* Whoever reads sees one moment: that of the opening, until the reading ends. Then the
 * log can be emptied again. */
static void test_a_reading_is_of_one_moment(void **state)
{
    (void)state;
    struct home home;
    int32_t week = week_named("2026-W47");
    init_home(&home);
    open_home(&home, STORE_SERVE);
    settle(&home, on("2026-11-25", 600));
    struct home reader = home;
    open_home(&reader, STORE_READ);
    change(&home, "INSERT INTO revision VALUES ('2026-W47', 1); UPDATE closing SET "
                  "last = '2026-W48'");
    assert_int_equal(store_revisions(reader.store, week), 0);
    assert_false(store_checkpoint(home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    store_end_reading(reader.store);
    assert_int_equal(store_revisions(reader.store, week), 1);
    assert_true(store_checkpoint(home.store, &home.error));
    store_close(reader.store);
    close_home(&home);
}

static void test_one_collector_a_store(void **state)
{
    (void)state;
    struct home home;
    struct store *second = NULL;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_false(store_open(home.path, STORE_SERVE, &second, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    assert_true(store_open(home.path, STORE_WRITE, &second, &home.error));
    store_close(second);
    close_home(&home);
}

static void test_a_busy_lock_is_only_tried(void **state)
{
    (void)state;
    struct home home;
    char name[96];
    init_home(&home);
    open_home(&home, STORE_SERVE);
    snprintf(name, sizeof name, "%s-lock", home.path);
    int other = open(name, O_RDWR);
    assert_int_equal(flock(other, LOCK_EX), 0);
    assert_false(store_begin(home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    close(other);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    close_home(&home);
}

/* Whichever file of a store is gone, nothing is begun, nor called kept that was begun.
 */
static void test_nothing_is_kept_out_of_place(void **state)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-lock", "-serve"};
    (void)state;
    struct home home;
    char name[96], aside[96];
    init_home(&home);
    open_home(&home, STORE_SERVE);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", home.path, endings[i]);
        snprintf(aside, sizeof aside, "%s/aside", home.folder);
        assert_true(store_begin(home.store, &home.error));
        assert_int_equal(rename(name, aside), 0);
        assert_false(store_commit(home.store, &home.error));
        assert_non_null(strstr(home.error.text, "was removed or replaced"));
        home.error = (struct error){0};
        assert_false(store_begin(home.store, &home.error));
        assert_int_equal(home.error.kind, ERROR_INPUT);
        assert_int_equal(rename(aside, name), 0);
        home.error = (struct error){0};
        assert_int_equal(receive(&home, (int)i, "4", "2026-11-25"), KEPT);
    }
    close_home(&home);
}

/* One that takes the lock again and again would keep them out: it waits 10 s, then says
 * that the store is busy, though nobody holds the lock. */
static void test_a_command_lets_waiting_visitors_write_first(void **state)
{
    (void)state;
    struct home home;
    struct store *command = NULL;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_open(home.path, STORE_WRITE, &command, &home.error));
    store_visitors_wait(home.store, true);
    assert_false(store_begin(command, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    store_visitors_wait(home.store, false);
    assert_true(store_begin(command, &home.error));
    store_rollback(command);
    store_close(command);
    close_home(&home);
}

/* ---- the inbox ---- */

static void test_kept_once(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_int_equal(receive(&home, 1, "5", "2026-11-25"), OTHER);
    assert_int_equal(receive(&home, 2, "5", "2026-11-25"), KEPT);
    assert_int_equal(store_waiting(home.store), 2);
    assert_rows(&home, "SELECT count(*) FROM inbox", "2");

    store_close(home.store);
    open_home(&home, STORE_SERVE);
    assert_int_equal(store_waiting(home.store), 2);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_int_equal(receive(&home, 1, "5", "2026-11-25"), OTHER);

    settle_beside(&home, on("2026-11-25", 1200));
    assert_int_equal(store_waiting(home.store), 0);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_int_equal(receive(&home, 1, "5", "2026-11-25"), OTHER);
    assert_rows(&home, "SELECT count(*) FROM inbox", "0");
    close_home(&home);
}

static const char four[] = "'day': '2026-11-25', 'answers': {'overall': '4'}";
static const char five[] = "'day': '2026-11-25', 'answers': {'overall': '5'}";

static void test_a_duplicate_in_the_same_batch(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_begin(home.store, &home.error));
    assert_int_equal(receive_as(&home, 1, four, "2026-11-25"), KEPT);
    assert_int_equal(receive_as(&home, 1, four, "2026-11-25"), SAME);
    assert_int_equal(receive_as(&home, 1, five, "2026-11-25"), OTHER);
    assert_true(store_commit(home.store, &home.error));
    assert_rows(&home, "SELECT count(*) FROM inbox", "1");
    close_home(&home);
}

/* What was taken back is not known: the retry is kept, not called the same. */
static void test_after_a_rollback_nothing_is_known(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    assert_true(store_begin(home.store, &home.error));
    assert_int_equal(receive_as(&home, 2, four, "2026-11-25"), KEPT);
    store_rollback(home.store);
    assert_int_equal(store_waiting(home.store), 1);
    assert_int_equal(receive(&home, 2, "4", "2026-11-25"), KEPT);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_rows(&home, "SELECT count(*) FROM inbox", "2");
    close_home(&home);
}

/* While the engine has no memory to read the keys, what was taken back is not known,
 * and what is kept is. */
static void test_after_a_rollback_without_memory(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    assert_true(store_begin(home.store, &home.error));
    assert_int_equal(receive_as(&home, 2, four, "2026-11-25"), KEPT);
    sqlite3_hard_heap_limit64(1);
    store_rollback(home.store);
    sqlite3_hard_heap_limit64(0);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_int_equal(receive(&home, 2, "4", "2026-11-25"), KEPT);
    assert_rows(&home, "SELECT count(*) FROM inbox", "2");
    close_home(&home);
}

/* Nor does a catalogue that is read anew without the keys pass for an old one: the new
 * points are there, and nothing is received until the keys are read. */
static void test_a_refresh_without_keys(void **state)
{
    (void)state;
    struct home home;
    size_t count = 0;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    change(&home,
           "ALTER TABLE inbox RENAME TO away; INSERT INTO point (id, mode, form, "
           "place, pin) VALUES ('aisle', 'door', 'every', '', '')");
    assert_true(store_refresh(home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_SYSTEM);
    home.error = (struct error){0};
    store_points(home.store, &count);
    assert_int_equal(count, 1);
    assert_int_equal(store_waiting(home.store), 1);
    assert_false(store_begin(home.store, &home.error));
    home.error = (struct error){0};
    change(&home, "ALTER TABLE away RENAME TO inbox");
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_int_equal(receive(&home, 2, "4", "2026-11-25"), KEPT);
    close_home(&home);
}

/* The set of keys grows several times and loses none. */
static void test_many_keys(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    for (int again = 0; again < 2; again++) {
        assert_true(store_begin(home.store, &home.error));
        for (int i = 1; i <= MANY; i++)
            assert_int_equal(receive_as(&home, i, four, "2026-11-25"),
                             again ? SAME : KEPT);
        assert_true(store_commit(home.store, &home.error));
    }
    assert_int_equal(store_waiting(home.store), MANY);
    close_home(&home);
}

/* The inbox has an end; what it holds is still known when it is full. */
static void test_a_full_inbox(void **state)
{
    (void)state;
    struct home home;
    char fill[256];
    init_home(&home);
    snprintf(fill, sizeof fill,
             "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i LIMIT %d) "
             "INSERT INTO inbox SELECT NULL, CAST(printf('%%016d', n) AS BLOB), 0, 0, "
             "'door', '', 'x' FROM i",
             INBOX_MOST - 1);
    change(&home, fill);
    open_home(&home, STORE_SERVE);
    assert_int_equal(store_waiting(home.store), INBOX_MOST - 1);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    assert_int_equal(receive(&home, 2, "4", "2026-11-25"), FULL);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_rows(&home, "SELECT count(*) FROM inbox", "200000");
    close_home(&home);
}

/* ---- settling ---- */

static void test_counts(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_begin(home.store, &home.error));
    receive_as(&home, 1,
               "'day': '2026-11-25', 'part': 'morning', 'answers': {'overall': '2', "
               "'place': 'desk-job', 'reasons': ['wait', 'far'], 'say': 'Bruyant'}",
               "2026-11-25");
    receive_as(&home, 2,
               "'day': '2026-11-23', 'answers': {'overall': '2', 'place': 'desk-job'}",
               "2026-11-25");
    receive_as(&home, 3,
               "'day': '2026-11-25', 'complete': false, 'answers': {'overall': '5', "
               "'place': 'desk-job'}",
               "2026-11-25");
    assert_true(store_commit(home.store, &home.error));
    struct settled settled = settle(&home, on("2026-11-25", 1200));
    assert_int_equal(settled.responses, 3);
    assert_int_equal(settled.weeks, 1);
    assert_rows(
        &home,
        "SELECT place, question, option, mode, class, n FROM tally WHERE week = "
        "'2026-W48' ORDER BY class, place, question, option",
        "here|||door|partial|1\n"
        "here|overall||door|partial|1\n"
        "here|overall|5|door|partial|1\n"
        "desk-job|||door|plain|2\n"
        "desk-job|overall||door|plain|2\n"
        "desk-job|overall|2|door|plain|2\n"
        "desk-job|reasons||door|plain|1\n"
        "desk-job|reasons|far|door|plain|1\n"
        "desk-job|reasons|wait|door|plain|1\n"
        "desk-job|say||door|plain|1");
    assert_rows(&home, "SELECT place, class, answers FROM response ORDER BY 1, 2, 3",
                "desk-job|plain|{\"overall\":\"2\",\"reasons\":[\"wait\",\"far\"]}\n"
                "desk-job|plain|{\"overall\":\"2\"}\n"
                "here|partial|{\"overall\":\"5\"}");
    assert_rows(&home, "SELECT place, lang, pleased, text FROM remark",
                "desk-job|fr|0|Bruyant");
    assert_rows(&home, "SELECT week, lang, n FROM spoken", "2026-W48|fr|3");
    assert_rows(&home, "SELECT week, part, n FROM part", "2026-W48|morning|1");
    assert_rows(&home, "SELECT count(*) FROM inbox", "0");
    close_home(&home);
}

/* Settled in two parts, counted as in one. */
static void test_settling_again_adds(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    receive(&home, 1, "4", "2026-11-24");
    settle(&home, on("2026-11-24", 1200));
    receive(&home, 2, "4", "2026-11-25");
    settle(&home, on("2026-11-25", 1200));
    settle(&home, on("2026-11-25", 1201));
    assert_rows(&home, "SELECT question, option, n FROM tally ORDER BY 1, 2",
                "||2\noverall||2\noverall|4|2");
    assert_rows(&home, "SELECT n FROM response ORDER BY n", "1\n2");
    close_home(&home);
}

static void assert_closed(const struct home *home, const char *week)
{
    char text[WEEK_SIZE] = "none";
    if (store_closed_week(home->store) != WEEK_NONE)
        week_write(store_closed_week(home->store), text);
    assert_string_equal(text, week);
}

/* Monday is 2026-11-30; grace is 05:00. */
static void test_closing(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_closed(&home, "none");
    settle(&home, on("2026-11-29", 1439));
    assert_closed(&home, "2026-W47");
    settle(&home, on("2026-11-30", 299));
    assert_closed(&home, "2026-W47");
    settle(&home, on("2026-11-30", 300));
    assert_closed(&home, "2026-W48");
    settle(&home, on("2026-11-20", 600)); /* a clock set back opens nothing */
    assert_closed(&home, "2026-W48");
    store_close(home.store);
    open_home(&home, STORE_READ);
    assert_closed(&home, "2026-W48");
    close_home(&home);
}

/* Thirteen weeks after the first week that is not closed: 2026-W02 + 13 = W15, which
 * ends on 12 April. Nothing is known of a store where nobody ever answered. What is
 * closed is over. */
static void test_a_clock_that_leaps(void **state)
{
    (void)state;
    const struct moment last = {day_of("2026-04-12"), 1439},
                        over = {day_of("2026-04-13"), 0};
    struct home home;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    assert_true(store_trusts_clock(home.store, over, &home.error));
    receive(&home, 1, "4", "2026-01-06");
    assert_true(store_trusts_clock(home.store, last, &home.error));
    assert_false(store_trusts_clock(home.store, over, &home.error));
    assert_int_equal(home.error.kind, ERROR_SYSTEM);
    assert_string_equal(home.error.text,
                        "cannot go by this machine's clock: it says 2026-04-13, and "
                        "nothing was settled since 2026-W02: set it right, or, if it "
                        "is, say so once by sortie-collector settle --clock-is-right");
    home.error = (struct error){0};
    receive(&home, 2, "4", "2026-04-13"); /* the oldest one that waits counts */
    assert_false(store_trusts_clock(home.store, over, &home.error));
    home.error = (struct error){0};
    settle(&home, (struct moment){day_of("2026-01-08"), 600}); /* closed to W01 */
    receive(&home, 3, "4", "2027-01-06");
    assert_true(store_trusts_clock(home.store, last, &home.error));
    assert_false(store_trusts_clock(home.store, over, &home.error));
    home.error = (struct error){0};
    struct moment sunday = {day_of("2026-01-04"), 1439}; /* of the closed week */
    assert_true(store_trusts_clock(home.store, sunday, &home.error));
    sunday.day -= 7;
    assert_false(store_trusts_clock(home.store, sunday, &home.error));
    assert_string_equal(home.error.text,
                        "cannot go by this machine's clock: it says 2025-12-28, and "
                        "2026-W01 is closed already: set it right");
    home.error = (struct error){0};
    close_home(&home);
}

/* In the grace of Monday, Sunday's responses still go to their own week. */
static void test_grace(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    settle(&home, on("2026-11-30", 200));
    receive(&home, 1, "4", "2026-11-29");
    settle(&home, on("2026-11-30", 301));
    assert_rows(&home, "SELECT week, class FROM response", "2026-W48|plain");
    assert_closed(&home, "2026-W48");
    close_home(&home);
}

/* Four late ones wait; with the fifth all go, as late, into the open week. */
static void test_late_ones_wait_for_company(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    settle(&home, on("2026-12-01", 600));
    assert_closed(&home, "2026-W48");
    for (int i = 1; i <= 4; i++)
        receive(&home, i, "1", "2026-11-25");
    receive(&home, 9, "5", "2026-12-01");
    struct settled settled = settle(&home, on("2026-12-01", 1200));
    assert_int_equal(settled.waiting, 4);
    assert_int_equal(settled.responses, 1);
    assert_rows(&home, "SELECT count(*) FROM inbox", "4");
    receive(&home, 5, "1", "2026-11-18");
    settled = settle(&home, on("2026-12-02", 1200));
    assert_int_equal(settled.waiting, 0);
    assert_int_equal(settled.responses, 5);
    assert_rows(&home,
                "SELECT week, class, n FROM tally WHERE question = '' ORDER BY 2",
                "2026-W49|late|5\n2026-W49|plain|1");
    assert_int_equal(store_revisions(home.store, week_named("2026-W48")), 0);
    close_home(&home);
}

/* One that nobody joins waits five weeks, or for as long as it may be kept. */
static void test_late_ones_do_not_wait_for_ever(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    settle(&home, on("2026-12-01", 600));
    receive_as(&home, 1,
               "'day': '2026-11-25', 'answers': {'overall': '1', 'say': 'Slow'}",
               "2026-11-25");
    assert_int_equal(settle(&home, on("2027-01-03", 600)).waiting, 1);
    assert_rows(&home, "SELECT count(*) FROM inbox", "1");
    assert_int_equal(settle(&home, on("2027-01-04", 600)).waiting, 0);
    assert_rows(&home, "SELECT count(*) FROM inbox", "0");
    assert_rows(&home, "SELECT week, class, n FROM tally WHERE question = ''",
                "2027-W01|late|1");
    change(&home, "UPDATE centre SET document = json_set(document, "
                  "'$.settings.responses_kept', 0)");
    store_close(home.store);
    open_home(&home, STORE_WRITE);
    receive(&home, 2, "1", "2026-12-30");
    assert_int_equal(settle(&home, on("2027-01-04", 1200)).waiting, 1);
    assert_int_equal(settle(&home, on("2027-01-11", 600)).waiting, 0);
    assert_rows(&home, "SELECT count(*) FROM inbox", "0");
    close_home(&home);
}

/* A clock set back to a closed week does not open it: late ones go to the first week
 * after what is closed, and nothing of a published edition moves. */
static void test_late_ones_by_a_clock_set_back(void **state)
{
    (void)state;
    static const char *const days[] = {"2026-11-29", "2026-11-10"};
    for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        struct home home;
        init_home(&home);
        open_home(&home, STORE_WRITE);
        receive(&home, 9, "4", "2026-11-24");
        settle(&home, on("2026-11-30", 300));
        for (int i = 1; i <= 5; i++)
            receive(&home, i, "1", "2026-11-29");
        settle(&home, on(days[d], 800));
        assert_rows(&home,
                    "SELECT week, class, n FROM tally WHERE question = '' ORDER BY 1",
                    "2026-W48|plain|1\n2026-W49|late|5");
        assert_closed(&home, "2026-W48");
        close_home(&home);
    }
}

/* Of two settlings on a Monday the slower one was opened before the other closed the
 * week: Sunday's answer, sent since, is late for both of them, and waits for company.
 */
static void test_a_week_that_another_closed_is_closed(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    settle(&home, on("2026-11-23", 300));
    struct home slower = home;
    open_home(&slower, STORE_WRITE);
    settle(&home, on("2026-11-30", 300));
    receive(&home, 1, "4", "2026-11-29");
    struct settled settled = settle(&slower, on("2026-11-30", 301));
    assert_int_equal(settled.responses, 0);
    assert_int_equal(settled.waiting, 1);
    assert_rows(&home, "SELECT count(*) FROM tally", "0");
    assert_closed(&slower, "2026-W48");
    store_close(slower.store);
    close_home(&home);
}

static void import_as(struct home *home, const char *digest, int key,
                      const char *members, const char *day)
{
    struct import import;
    unsigned char bytes[KEY_SIZE] = {0};
    bytes[KEY_SIZE - 1] = (unsigned char)key;
    char *document = document_of(home, key, members);
    assert_true(
        store_import_find(home->store, digest, MODE_PAPER, &import, &home->error));
    assert_false(import.done);
    assert_true(store_begin(home->store, &home->error));
    assert_true(store_import_add(home->store, &import, key ? bytes : NULL, day_of(day),
                                 document, &home->error));
    assert_true(store_import_save(home->store, &import, 7, true, &home->error));
    assert_true(store_commit(home->store, &home->error));
    free(document);
}

static void import_one(struct home *home, const char *digest, int key, const char *day)
{
    char members[96];
    snprintf(members, sizeof members, "'day': '%s', 'answers': {'overall': '2'}", day);
    import_as(home, digest, key, members, day);
}

/* A store that two commands have open. */
static void open_two(struct home *home, struct home *beside)
{
    init_home(home);
    open_home(home, STORE_WRITE);
    *beside = *home;
    open_home(beside, STORE_WRITE);
}

/* Another command closes a week while this settling is between two weeks, and a third
 * one imports into the week that this one has laid. */
static struct home *closed_by_another;

static void close_beside(int64_t done, int64_t all)
{
    (void)done;
    (void)all;
    if (!closed_by_another)
        return;
    change(closed_by_another, "UPDATE closing SET last = '2026-W48'");
    import_one(closed_by_another, "meanwhile", 20, "2026-11-18");
    closed_by_another = NULL;
}

/* What this one had placed in the week is placed anew, as late ones, in the next. */
static void test_a_week_is_closed_in_the_midst(void **state)
{
    (void)state;
    struct home home;
    struct settled settled;
    struct home beside;
    open_two(&home, &beside);
    receive(&home, 9, "4", "2026-11-18");
    for (int i = 1; i <= 5; i++)
        receive(&home, i, "4", "2026-11-25");
    closed_by_another = &beside;
    assert_true(store_settle(home.store, on("2026-11-30", 300), &settled, close_beside,
                             &home.error));
    assert_int_equal(settled.responses, 7);
    assert_int_equal(settled.weeks, 2);
    assert_rows(&home,
                "SELECT week, class, n FROM tally WHERE question = '' ORDER BY week",
                "2026-W47|plain|1\n2026-W47|plain|1\n2026-W49|late|5");
    assert_rows(&home, "SELECT count(*) FROM inbox", "0");
    assert_int_equal(store_revisions(home.store, week_named("2026-W48")), 0);
    store_close(beside.store);
    close_home(&home);
}

/* Others close a week at each step of this settling: it gives up, with nothing lost. */
static int32_t closed_last;

static void close_each_time(int64_t done, int64_t all)
{
    char digest[32], sql[80], week[WEEK_SIZE];
    (void)done;
    (void)all;
    week_write(++closed_last, week);
    snprintf(sql, sizeof sql, "UPDATE closing SET last = '%s'", week);
    change(closed_by_another, sql);
    for (int i = 0; i < 2; i++) {
        snprintf(digest, sizeof digest, "%s-%d", week, i);
        import_one(closed_by_another, digest, 0, i ? "2026-11-18" : "2026-11-11");
    }
}

static void test_weeks_that_are_closed_for_ever(void **state)
{
    (void)state;
    struct home home;
    struct settled settled;
    struct home beside;
    open_two(&home, &beside);
    closed_by_another = &beside;
    closed_last = week_named("2026-W48");
    close_each_time(0, 0);
    assert_false(store_settle(home.store, on("2026-11-30", 300), &settled,
                              close_each_time, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    assert_rows(&home, "SELECT (SELECT count(*) FROM imported) + count(*) FROM response",
                "12");
    closed_by_another = NULL;
    home.error = (struct error){0};
    settle(&home, on("2026-11-30", 300));
    assert_rows(&home, "SELECT count(*) FROM response", "12");
    store_close(beside.store);
    close_home(&home);
}

static bool tell_period(void *context, const struct chosen *chosen, struct error *error)
{
    char first[WEEK_SIZE];
    (void)error;
    week_write(chosen->first, first);
    text_add_format(context, "%s %s %s %d\n", chosen->place, mode_name(chosen->mode),
                    first, chosen->weeks);
    return true;
}

static void assert_periods(struct home *home, const char *expected)
{
    OWNED(text_release) struct text told = {0};
    assert_true(store_periods(home->store, tell_period, &told, &home->error));
    assert_string_equal(text_string(&told), expected);
}

static void assert_written(struct home *home, bool expected)
{
    bool written = !expected;
    assert_true(store_periods_written(home->store, &written, &home->error));
    assert_int_equal(written, expected);
}

/* Written as chosen where `known` periods were there. */
static bool write_periods(struct home *home, const struct chosen *list, size_t count,
                          int64_t known)
{
    struct grounds grounds;
    assert_true(store_grounds(home->store, &grounds, &home->error));
    grounds.periods = known;
    return store_write_periods(home->store, list, count, &grounds, &home->error);
}

/* They are written once; who chose where others were written meanwhile writes nothing;
 * weeks that are closed, and imports into them, ask for more. */
static void test_periods(void **state)
{
    (void)state;
    const struct chosen first[] = {
        {"desk-job", MODE_PAPER, week_named("2026-W01"), 13},
        {"desk-job", MODE_DOOR,  week_named("2026-W01"), 4 },
        {"desk-job", MODE_DOOR,  week_named("2025-W20"), 1 },
    };
    const struct chosen second[] = {
        {"desk-job", MODE_DOOR, week_named("2027-W01"), 2}
    };
    static const char all[] = "desk-job door 2025-W20 1\ndesk-job door 2026-W01 4\n"
                              "desk-job paper 2026-W01 13\n";
    struct home home;
    struct moment now = on("2026-11-30", 300);
    init_home(&home);
    open_home(&home, STORE_WRITE);
    assert_written(&home, true); /* no week is closed */
    settle(&home, now);
    assert_written(&home, false);
    assert_true(write_periods(&home, first, 3, 0));
    assert_written(&home, true);
    assert_periods(&home, all);
    import_one(&home, "one", 0, "2026-11-25");
    settle(&home, now);
    assert_written(&home, false);
    assert_true(write_periods(&home, second, 1, 2));
    assert_periods(&home, all);
    assert_written(&home, false);
    assert_true(write_periods(&home, NULL, 0, 3));
    assert_written(&home, true);
    settle(&home, on("2026-12-07", 300));
    assert_written(&home, false);
    assert_false(write_periods(&home, first, 1, 3));
    home.error = (struct error){0};
    assert_periods(&home, all); /* a row is never written over */
    close_home(&home);
}

/* An import changed a closed week, or a week was closed, while periods were chosen:
 * that choice is written down by nobody. */
static void test_periods_chosen_meanwhile(void **state)
{
    (void)state;
    struct home home;
    struct grounds grounds;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    settle(&home, on("2026-11-30", 300));
    assert_true(store_grounds(home.store, &grounds, &home.error));
    import_one(&home, "one", 0, "2026-11-25");
    settle(&home, on("2026-11-30", 301));
    assert_true(store_write_periods(home.store, NULL, 0, &grounds, &home.error));
    assert_written(&home, false);
    assert_true(store_grounds(home.store, &grounds, &home.error));
    settle(&home, on("2026-12-07", 300));
    assert_true(store_write_periods(home.store, NULL, 0, &grounds, &home.error));
    assert_written(&home, false);
    assert_true(store_grounds(home.store, &grounds, &home.error));
    assert_true(store_write_periods(home.store, NULL, 0, &grounds, &home.error));
    assert_written(&home, true);
    close_home(&home);
}

/* A tablet's file says where it stands, its own document does not: sent after the file
 * was taken in, it is the same response; with other answers it is not. */
static void test_a_file_of_a_tablet_is_the_same(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    import_as(&home, "a", 1,
              "'day': '2026-11-25', 'place': 'desk-job', 'answers': {'overall': '4'}",
              "2026-11-25");
    settle(&home, on("2026-11-25", 1200));
    assert_rows(&home, "SELECT place FROM response", "desk-job");
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), SAME);
    assert_int_equal(receive(&home, 1, "2", "2026-11-25"), OTHER);
    close_home(&home);
}

/* What was typed in goes to its own week, closed or not, which is then revised. */
static void test_an_import_revises(void **state)
{
    (void)state;
    struct home home;
    struct import import;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    settle(&home, on("2026-12-01", 600));
    import_one(&home, "a", 1, "2026-11-25");
    import_one(&home, "b", 2, "2026-12-01");
    settle(&home, on("2026-12-01", 601));
    assert_rows(&home, "SELECT week, mode, class FROM response ORDER BY 1",
                "2026-W48|paper|plain\n2026-W49|paper|plain");
    assert_int_equal(store_revisions(home.store, week_named("2026-W48")), 1);
    assert_int_equal(store_revisions(home.store, week_named("2026-W49")), 0);
    assert_true(store_import_find(home.store, "a", MODE_PAPER, &import, &home.error));
    assert_true(import.done);
    assert_int_equal(import.lines, 7);

    import_one(&home, "c", 1,
               "2026-11-25"); /* a response that is known changes nothing */
    struct settled settled = settle(&home, on("2026-12-01", 602));
    assert_int_equal(settled.repeated, 1);
    assert_int_equal(store_revisions(home.store, week_named("2026-W48")), 1);
    close_home(&home);
}

/* Adds one line of a file as one that is read up to `lines`, if it may. */
static bool import_part(struct home *home, struct import *import, int64_t lines)
{
    char *document =
        document_of(home, 1, "'day': '2026-11-25', 'answers': {'overall': '2'}");
    assert_true(store_begin(home->store, &home->error));
    assert_true(store_import_add(home->store, import, NULL, day_of("2026-11-25"),
                                 document, &home->error));
    bool saved = store_import_save(home->store, import, lines, false, &home->error);
    if (saved)
        assert_true(store_commit(home->store, &home->error));
    else
        store_rollback(home->store);
    free(document);
    return saved;
}

/* Two commands begin the same file: whoever finds that the other has read on stops. */
static void test_a_file_is_imported_by_one_at_a_time(void **state)
{
    (void)state;
    struct home home;
    struct import import, same;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    struct home other = home;
    open_home(&other, STORE_WRITE);
    assert_true(
        store_import_find(home.store, "a", MODE_PAPER, &import, &home.error)
        && store_import_find(other.store, "a", MODE_PAPER, &same, &other.error));
    assert_int_equal(same.number, import.number);
    assert_true(import_part(&home, &import, 5));
    assert_false(import_part(&other, &same, 5));
    assert_int_equal(other.error.kind, ERROR_BUSY);
    assert_true(import_part(&home, &import, 9));
    assert_rows(&home, "SELECT count(*) FROM imported", "2");
    assert_rows(&home, "SELECT lines, done FROM import", "9|0");
    store_close(other.store);
    close_home(&home);
}

/* A key is known for 8 weeks after it was settled, then its hash is gone. */
static void test_seen_is_forgotten(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    receive(&home, 1, "4", "2026-11-25");
    settle(&home, on("2026-11-25", 1200));
    settle(&home, on("2027-01-20", 600));
    assert_rows(&home, "SELECT count(*), min(week) FROM seen", "1|2026-W48");
    settle(&home, on("2027-01-25", 600));
    assert_rows(&home, "SELECT count(*) FROM seen", "0");
    close_home(&home);
}

/* ---- what is kept no longer ---- */

static void assert_absent(const struct home *home, const char *ending, const char *what,
                          size_t size)
{
    OWNED(text_release) struct text bytes = {0};
    struct error error = {0};
    char path[128];
    snprintf(path, sizeof path, "%s%s", home->path, ending);
    if (text_add_file(&bytes, path, &error) && bytes.length
        && memmem(bytes.bytes, bytes.length, what, size))
        fail_msg("'%.*s' lies in %s", (int)size, what, path);
}

static struct overdue overdue(const struct home *home, const char *day)
{
    struct overdue overdue;
    struct error error = {0};
    if (!store_overdue(home->store, on(day, 600), &overdue, &error))
        fail_msg("%s", error.text);
    return overdue;
}

/* Of week 48: kept to the end of week 8 (13 whole weeks later), its remarks to the end
 * of week 3 (8 weeks). Its tallies stay, and an import into it adds to them only. */
static void test_what_was_kept_long_enough_goes(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_begin(home.store, &home.error));
    receive_as(&home, 1,
               "'day': '2026-11-25', 'answers': {'overall': '2', 'stars': 'b', 'say': "
               "'Bruyant'}",
               "2026-11-25");
    assert_true(store_commit(home.store, &home.error));
    settle(&home, on("2026-11-25", 1200));
    assert_int_equal(overdue(&home, "2027-01-24").remarks, 0);
    assert_int_equal(overdue(&home, "2027-01-25").remarks, 1);
    assert_int_equal(overdue(&home, "2027-02-28").responses, 0);
    assert_int_equal(overdue(&home, "2027-03-01").responses, 1);
    settle(&home, on("2027-02-28", 600));
    assert_rows(&home, "SELECT count(*) FROM remark", "0");
    assert_rows(&home, "SELECT count(*) FROM response", "1");
    assert_absent(&home, "", "Bruyant", 7);
    settle(&home, on("2027-03-01", 600));
    assert_rows(&home, "SELECT count(*) FROM response", "0");
    assert_absent(&home, "", "\"overall\":\"2\"", 13);
    assert_int_equal(overdue(&home, "2027-03-01").responses, 0);
    import_one(&home, "a", 2, "2026-11-25");
    settle(&home, on("2027-03-01", 601));
    assert_rows(&home, "SELECT count(*) FROM response", "0");
    assert_rows(&home, "SELECT n FROM tally WHERE question = '' ORDER BY n", "1\n1");
    close_home(&home);
}

/* Of a week whose rows are gone none comes back: a few alone could not be recounted. */
static void test_counts_only_stays_so(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    receive(&home, 1, "4", "2026-11-25");
    settle(&home, on("2026-11-25", 1200));
    change(&home, "DELETE FROM response");
    receive(&home, 2, "4", "2026-11-26");
    settle(&home, on("2026-11-26", 1200));
    assert_rows(&home, "SELECT count(*) FROM response", "0");
    assert_rows(&home, "SELECT n FROM tally WHERE question = ''", "2");
    receive(&home, 3, "4", "2026-12-01");
    settle(&home, on("2026-12-01", 1200));
    assert_rows(&home, "SELECT week FROM response", "2026-W49");
    close_home(&home);
}

/* Struck while another program reads: the text is in the log still, and that is said
 * until it is not; then there is nothing left to strike, nor to find. */
static void test_a_struck_text_leaves_the_log(void **state)
{
    (void)state;
    const int64_t number = 123456789012;
    struct home home;
    struct stat status;
    char log[96];
    init_home(&home);
    change(&home, "INSERT INTO remark VALUES ('2026-W47', 1, 'desk-job', 'fr', 0, "
                  "'Bruyant', 123456789012, 'listed')");
    open_home(&home, STORE_SERVE);
    assert_int_equal(receive(&home, 1, "4", "2026-11-25"), KEPT);
    struct home reader = home;
    open_home(&reader, STORE_READ);
    static const char *const said[] = {
        "the remark is struck, and its text is in the log still: cannot empty the log "
        "while another program reads the store: try again when it is done",
        "cannot empty the log while another program reads the store: try again when it "
        "is done"};
    for (size_t i = 0; i < 2; i++) {
        assert_false(store_strike_remarks(home.store, &number, 1, NULL, &home.error));
        assert_int_equal(home.error.kind, ERROR_BUSY);
        assert_string_equal(home.error.text, said[i]);
        home.error = (struct error){0};
        assert_rows(&home, "SELECT count(*) FROM remark", "0");
    }
    store_close(reader.store);
    assert_false(store_strike_remarks(home.store, &number, 1, NULL, &home.error));
    assert_int_equal(home.error.kind, ERROR_INPUT);
    home.error = (struct error){0};
    snprintf(log, sizeof log, "%s-wal", home.path);
    assert_int_equal(stat(log, &status), 0);
    assert_int_equal(status.st_size, 0);
    assert_absent(&home, "", "Bruyant", 7);
    close_home(&home);
}

/* ---- promise 2 ---- */

/* Of 60 responses, told apart by their answers to `friend` and `stars`, the order in
 * which they lie says nothing of the order in which they came: about half of all pairs
 * lie the wrong way round (1,770 pairs; 885 +- 4 x 80). Settled in tens, too. */
static void test_no_order_of_arrival(void **state)
{
    (void)state;
    static const char *const codes[] = {"0", "1", "2", "3", "4", "5"};
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    int laid[60], inversions = 0, count = 0;
    for (int i = 0; i < 60; i++) {
        char members[160];
        snprintf(members, sizeof members,
                 "'day': '2026-11-25', 'answers': {'overall': '%d', 'friend': '%s', "
                 "'back': '%s'}",
                 i % 5 + 1, codes[i / 10], i % 10 < 5 ? "yes" : "no");
        assert_true(store_begin(home.store, &home.error));
        receive_as(&home, 60 - i, members, "2026-11-25");
        assert_true(store_commit(home.store, &home.error));
        if (i % 10 == 9)
            settle(&home, on("2026-11-25", 1200));
    }
    char *all = rows(&home, "SELECT answers FROM response ORDER BY n");
    for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n"))
        laid[count++] = (strstr(line, "\"friend\":\"")[10] - '0') * 10
                        + (strstr(line, "\"yes\"") ? 0 : 5)
                        + (strstr(line, "\"overall\":\"")[11] - '1');
    assert_int_equal(count, 60);
    for (int i = 0; i < 60; i++)
        for (int j = i + 1; j < 60; j++)
            inversions += laid[i] > laid[j];
    if (inversions < 885 - 320 || inversions > 885 + 320)
        fail_msg("%d of 1770 pairs are the wrong way round", inversions);
    free(all);
    close_home(&home);
}

/* More than one transaction lays are mixed all the same: the sum of the places of the
 * last 2,000 of 12,000 is what chance makes it (2000 x 12001 / 2, +- 4 standard
 * deviations of the rank sum, sqrt(2000 x 10000 x 12001 / 12) = 141,427). */
static void test_no_order_in_a_week_of_many(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_begin(home.store, &home.error));
    for (int i = 0; i < 12000; i++)
        receive_as(&home, i, i < 10000 ? four : five, "2026-11-25");
    assert_true(store_commit(home.store, &home.error));
    struct settled settled = settle(&home, on("2026-11-25", 1200));
    assert_int_equal(settled.responses, 12000);
    assert_int_equal(settled.weeks, 1);
    assert_rows(&home, "SELECT count(*), max(n) FROM response", "12000|12000");
    assert_rows(&home,
                "SELECT abs(sum(n) - 12001000) < 565708 FROM response WHERE answers "
                "LIKE '%5%'",
                "1");
    assert_rows(&home,
                "SELECT n FROM tally WHERE question = 'overall' AND option <> '' ORDER "
                "BY option",
                "10000\n2000");
    close_home(&home);
}

/* After settling, no key (as bytes or as text) is in the store's file nor in its log,
 * which is empty; the settled tables have no column for key, language or time. */
static void test_no_trace(void **state)
{
    (void)state;
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    for (int i = 0; i < 50; i++)
        receive(&home, 0x5EC2E700 + i, "4", "2026-11-24");
    settle(&home, on("2026-11-25", 1200));
    struct stat status;
    char log[96];
    snprintf(log, sizeof log, "%s-wal", home.path);
    assert_int_equal(stat(log, &status), 0);
    assert_int_equal(status.st_size, 0);
    assert_absent(&home, "", "5ec2e7", 6);
    assert_absent(&home, "", "\x5E\xC2\xE7", 3);
    assert_absent(&home, "", "2026-11-24", 10);
    assert_rows(
        &home,
        "SELECT m.name || '.' || c.name FROM sqlite_schema m, "
        "pragma_table_info(m.name) c WHERE m.name IN ('response', 'tally') AND "
        "(c.name LIKE '%key%' OR c.name LIKE 'lang%' OR c.name LIKE '%time%' OR "
        "c.name LIKE '%day%' OR c.name LIKE 'seq%' OR c.name LIKE 'part%')",
        "");
    assert_rows(&home,
                "SELECT group_concat(hex(key), '') = (SELECT group_concat(k, '') "
                "FROM (SELECT hex(key) k FROM seen ORDER BY key)) FROM seen",
                "1");
    close_home(&home);
}

/* ---- the catalogue ---- */

/* A point that asks the form "every". */
static bool add_point(struct store *store, const char *id, enum mode mode,
                      const char *pin, struct error *error)
{
    char token[TOKEN_HEX_SIZE];
    return store_add_point(
        store, &(struct point){.id = id, .mode = mode, .form = "every", .pin = pin},
        token, error);
}

static void test_points_and_tokens(void **state)
{
    (void)state;
    struct home home;
    struct store *other = NULL;
    char token[TOKEN_HEX_SIZE], second[TOKEN_HEX_SIZE];
    bool gone = true;
    int64_t revoked = 0;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_open(home.path, STORE_WRITE, &other, &home.error));
    const struct place *desk = centre_place(store_centre(other), "desk-job");
    const struct point hall = {
        .id = "hall", .mode = MODE_DOOR, .form = "every", .place = desk};
    assert_true(store_add_point(other, &hall, token, &home.error));
    assert_true(store_add_token(other, "hall", second, &home.error));
    assert_string_not_equal(token, second);

    assert_null(store_token(home.store, token, &gone));
    assert_true(store_refresh(home.store, &home.error));
    assert_false(store_refresh(home.store, &home.error));
    const struct point *point = store_token(home.store, token, &gone);
    assert_false(gone);
    assert_string_equal(point->id, "hall");
    assert_string_equal(point->place->id, "desk-job");
    assert_string_equal(point->pin, "");
    assert_null(store_token(home.store, "0123456789abcdef0123456789abcdef", &gone));
    assert_null(store_token(home.store, "", &gone));
    assert_absent(&home, "", token, 32);
    assert_absent(&home, "-wal", token, 32);

    assert_true(store_revoke(other, "hall", &revoked, &home.error));
    assert_int_equal(revoked, 2);
    assert_true(store_refresh(home.store, &home.error));
    store_token(home.store, token, &gone);
    assert_true(gone);
    store_close(other);
    close_home(&home);
}

static void test_wrong_points(void **state)
{
    (void)state;
    struct home home;
    char token[TOKEN_HEX_SIZE];
    int64_t revoked;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    assert_true(add_point(home.store, "a", MODE_DOOR, NULL, &home.error));
    struct error errors[5] = {{0}};
    const struct point formless = {.id = "b", .mode = MODE_DOOR, .form = "exit"};
    assert_false(add_point(home.store, "a", MODE_DOOR, NULL, &errors[0]));
    assert_false(add_point(home.store, "A b", MODE_DOOR, NULL, &errors[1]));
    assert_false(store_add_point(home.store, &formless, token, &errors[2]));
    assert_false(store_add_token(home.store, "c", token, &errors[3]));
    assert_false(store_revoke(home.store, "c", &revoked, &errors[4]));
    for (int i = 0; i < 5; i++)
        assert_int_equal(errors[i].kind, ERROR_INPUT);
    close_home(&home);
}

static void test_pins(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",     "123",   "123456789", "12a4",
                                        "-123", " 1234", "１２３４"};
    struct home home;
    init_home(&home);
    open_home(&home, STORE_WRITE);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error error = {0};
        assert_false(add_point(home.store, "hall", MODE_DOOR, wrong[i], &error));
        assert_string_equal(error.text, "a PIN is 4 to 8 digits: choose another");
    }
    assert_true(add_point(home.store, "hall", MODE_DOOR, "0246", &home.error));
    assert_true(add_point(home.store, "desk", MODE_HANDED, "12345678", &home.error));
    assert_true(add_point(home.store, "wall", MODE_POSTER, NULL, &home.error));
    assert_rows(&home, "SELECT id, pin FROM point", "hall|0246\ndesk|12345678\nwall|");

    assert_true(store_set_pin(home.store, "hall", "13579", &home.error));
    assert_true(store_set_pin(home.store, "desk", NULL, &home.error));
    assert_rows(&home, "SELECT id, pin FROM point", "hall|13579\ndesk|\nwall|");
    struct error errors[4] = {{0}};
    assert_false(store_set_pin(home.store, "hall", "1", &errors[0]));
    assert_false(store_set_pin(home.store, "nowhere", "1234", &errors[1]));
    assert_false(store_set_pin(home.store, "wall", "1234", &errors[2]));
    assert_false(add_point(home.store, "slip", MODE_PAPER, "1234", &errors[3]));
    for (int i = 0; i < 4; i++)
        assert_int_equal(errors[i].kind, ERROR_INPUT);
    assert_string_equal(errors[2].text, "a PIN opens the staff corner of a tablet: a "
                                        "point of mode poster has none");
    close_home(&home);
}

/* ---- contacts ---- */

static const struct point *point_named(const struct home *home, const char *id)
{
    size_t count;
    const struct point *points = store_points(home->store, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(points[i].id, id) == 0)
            return &points[i];
    fail_msg("no point %s", id);
    return NULL;
}

static void note(struct home *home, const char *id, const char *day)
{
    store_note_contact(home->store, point_named(home, id), day_of(day));
}

static void test_a_contact_is_written_once_a_day(void **state)
{
    (void)state;
    static const char contacts[] =
        "SELECT id, coalesce(date(contact * 86400, 'unixepoch'), '') FROM point";
    struct home home;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(add_point(home.store, "hall", MODE_DOOR, NULL, &home.error));
    assert_true(add_point(home.store, "wall", MODE_POSTER, NULL, &home.error));
    assert_true(store_write_contacts(home.store, &home.error));
    note(&home, "hall", "2026-11-24");
    note(&home, "wall", "2026-11-24");
    assert_rows(&home, contacts, "hall|\nwall|");
    assert_true(store_write_contacts(home.store, &home.error));
    assert_rows(&home, contacts, "hall|2026-11-24\nwall|");
    assert_false(store_refresh(home.store, &home.error));

    change(&home, "UPDATE point SET contact = 0 WHERE id = 'hall'");
    note(&home, "hall", "2026-11-24");
    assert_true(store_write_contacts(home.store, &home.error));
    assert_rows(&home, contacts, "hall|1970-01-01\nwall|");
    assert_true(store_refresh(home.store, &home.error));
    assert_int_equal(point_named(&home, "hall")->contact, 0);
    note(&home, "hall", "2026-11-25");
    assert_true(store_write_contacts(home.store, &home.error));
    assert_rows(&home, contacts, "hall|2026-11-25\nwall|");
    close_home(&home);
}

/* While another writes the day stays noted; and when the catalogue is read anew. */
static void test_a_contact_waits(void **state)
{
    (void)state;
    struct home home;
    char name[96];
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(add_point(home.store, "hall", MODE_DOOR, NULL, &home.error));
    note(&home, "hall", "2026-11-24");
    snprintf(name, sizeof name, "%s-lock", home.path);
    int other = open(name, O_RDWR);
    assert_int_equal(flock(other, LOCK_EX), 0);
    assert_false(store_write_contacts(home.store, &home.error));
    assert_int_equal(home.error.kind, ERROR_BUSY);
    home.error = (struct error){0};
    change(&home, "INSERT INTO point (id, mode, form, place, pin) VALUES "
                  "('aisle', 'door', 'every', '', '')");
    close(other);
    assert_true(store_refresh(home.store, &home.error));
    assert_int_equal(point_named(&home, "hall")->contact, day_of("2026-11-24"));
    assert_true(store_write_contacts(home.store, &home.error));
    assert_rows(&home, "SELECT id, contact FROM point WHERE contact", "hall|20781");
    close_home(&home);
}

/* ---- changes ---- */

static void add_change(struct home *home, struct store *store, const char *place,
                       const char *day, const char *said, const char *did)
{
    struct change change = {.place = centre_place(store_centre(store), place),
                            .day = day_of(day),
                            .said = given(said),
                            .did = given(did),
                            .rebase = strcmp(place, "desk-job") == 0};
    if (!store_add_change(store, &change, &home->error))
        fail_msg("%s", home->error.text);
    json_decref(change.said);
    json_decref(change.did);
}

static void test_changes(void **state)
{
    (void)state;
    struct home home;
    struct store *other = NULL;
    size_t count;
    init_home(&home);
    open_home(&home, STORE_SERVE);
    assert_true(store_open(home.path, STORE_WRITE, &other, &home.error));
    store_changes(home.store, &count);
    assert_int_equal(count, 0);
    add_change(&home, other, "here", "2026-11-20", "{}", "{'fr': 'Chaises'}");
    add_change(&home, other, "desk-job", "2026-11-03", "{'fr': 'Froid', 'en': 'Cold'}",
               "{'fr': 'Chauffage', 'en': 'Heating'}");
    assert_rows(&home, "SELECT * FROM change",
                "1|here|20777|{}|{\"fr\":\"Chaises\"}|0\n"
                "2|desk-job|20760|{\"en\":\"Cold\",\"fr\":\"Froid\"}|"
                "{\"en\":\"Heating\",\"fr\":\"Chauffage\"}|1");
    assert_true(store_refresh(home.store, &home.error));
    const struct change *changes = store_changes(home.store, &count);
    assert_int_equal(count, 2);
    assert_int_equal(changes[0].number, 2);
    assert_string_equal(changes[0].place->id, "desk-job");
    assert_string_equal(document_text(changes[0].said, "en"), "Cold");
    assert_true(changes[0].rebase);
    assert_ptr_equal(changes[1].place, store_centre(home.store)->places);
    assert_int_equal(changes[1].day, day_of("2026-11-20"));
    assert_int_equal(json_object_size(changes[1].said), 0);
    assert_string_equal(document_text(changes[1].did, "en"), "Chaises");
    assert_false(changes[1].rebase);
    assert_true(store_remove_change(other, 2, &home.error));
    assert_false(store_remove_change(other, 2, &home.error));
    assert_int_equal(home.error.kind, ERROR_INPUT);
    assert_true(store_refresh(home.store, &(struct error){0}));
    assert_int_equal(store_changes(home.store, &count)->number, 1);
    assert_int_equal(count, 1);
    store_close(other);
    close_home(&home);
}

/* A new version is the newest; the old one stays known; the same again changes nothing.
 */
static void test_form_versions(void **state)
{
    (void)state;
    struct home home;
    OWNED(problems_release) struct problems problems = {0};
    init_home(&home);
    open_home(&home, STORE_WRITE);
    const struct form *first = store_newest_form(home.store, "every");
    char before[DIGEST_HEX_SIZE];
    strcpy(before, first->version);
    json_t *document = json_deep_copy(first->document);
    json_object_set_new(document, "title", given("{'fr': 'Neuf', 'en': 'New'}"));
    struct form *changed = form_read(document, &problems, &home.error);
    assert_non_null(changed);
    assert_true(store_add_form(home.store, changed, &home.error));
    assert_true(store_add_form(home.store, changed, &home.error));
    assert_string_equal(store_newest_form(home.store, "every")->version,
                        changed->version);
    const struct form *old = forms_find(store_forms(home.store), "every", before);
    assert_non_null(old);
    assert_ptr_equal(store_form(home.store, store_form_number(home.store, old)), old);
    assert_null(store_form(home.store, 99));
    assert_null(store_newest_form(home.store, "exit"));
    form_free(changed);
    json_decref(document);
    close_home(&home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_init_never_touches_what_exists),
        cmocka_unit_test(test_what_is_not_opened),
        cmocka_unit_test(test_a_file_that_is_no_store),
        cmocka_unit_test(test_version_1_is_migrated),
        cmocka_unit_test(test_version_2_is_migrated),
        cmocka_unit_test(test_version_3_is_migrated),
        cmocka_unit_test(test_version_4_is_migrated),
        cmocka_unit_test(test_version_5_is_migrated),
        cmocka_unit_test(test_what_an_older_collector_serves_is_not_migrated),
        cmocka_unit_test(test_visitors),
        cmocka_unit_test(test_passphrase),
        cmocka_unit_test(test_a_migrated_store_has_the_tables_of_a_new_one),
        cmocka_unit_test(test_a_reading_is_of_one_moment),
        cmocka_unit_test(test_one_collector_a_store),
        cmocka_unit_test(test_a_busy_lock_is_only_tried),
        cmocka_unit_test(test_nothing_is_kept_out_of_place),
        cmocka_unit_test(test_a_command_lets_waiting_visitors_write_first),
        cmocka_unit_test(test_kept_once),
        cmocka_unit_test(test_a_duplicate_in_the_same_batch),
        cmocka_unit_test(test_after_a_rollback_nothing_is_known),
        cmocka_unit_test(test_after_a_rollback_without_memory),
        cmocka_unit_test(test_a_refresh_without_keys),
        cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_a_full_inbox),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_settling_again_adds),
        cmocka_unit_test(test_closing),
        cmocka_unit_test(test_a_clock_that_leaps),
        cmocka_unit_test(test_grace),
        cmocka_unit_test(test_late_ones_wait_for_company),
        cmocka_unit_test(test_late_ones_do_not_wait_for_ever),
        cmocka_unit_test(test_late_ones_by_a_clock_set_back),
        cmocka_unit_test(test_a_week_that_another_closed_is_closed),
        cmocka_unit_test(test_a_week_is_closed_in_the_midst),
        cmocka_unit_test(test_weeks_that_are_closed_for_ever),
        cmocka_unit_test(test_an_import_revises),
        cmocka_unit_test(test_periods),
        cmocka_unit_test(test_periods_chosen_meanwhile),
        cmocka_unit_test(test_a_file_of_a_tablet_is_the_same),
        cmocka_unit_test(test_a_file_is_imported_by_one_at_a_time),
        cmocka_unit_test(test_seen_is_forgotten),
        cmocka_unit_test(test_what_was_kept_long_enough_goes),
        cmocka_unit_test(test_counts_only_stays_so),
        cmocka_unit_test(test_a_struck_text_leaves_the_log),
        cmocka_unit_test(test_no_order_of_arrival),
        cmocka_unit_test(test_no_order_in_a_week_of_many),
        cmocka_unit_test(test_no_trace),
        cmocka_unit_test(test_points_and_tokens),
        cmocka_unit_test(test_wrong_points),
        cmocka_unit_test(test_pins),
        cmocka_unit_test(test_a_contact_is_written_once_a_day),
        cmocka_unit_test(test_a_contact_waits),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_form_versions),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
