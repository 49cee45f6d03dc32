/* test_sessions.c: a session opens with its own id only, ends when it is idle, old, or
 * told to, and is kept as a hash. */
#include "given.h"

#include "sessions.h"

enum { MINUTE = 60 * 1000 };

static void test_only_its_id(void **state)
{
    (void)state;
    struct sessions sessions = {0};
    char id[SESSION_ID_SIZE], other[SESSION_ID_SIZE];
    assert_false(sessions_use(&sessions, "", 0));
    sessions_open(&sessions, 0, id);
    sessions_open(&sessions, 0, other);
    assert_int_equal(strlen(id), 64);
    assert_string_not_equal(id, other);
    assert_true(sessions_use(&sessions, id, 1));
    assert_false(sessions_use(&sessions, "", 1));
    assert_null(memmem(&sessions, sizeof sessions, id, 16));
    id[63] = id[63] == '0' ? '1' : '0';
    assert_false(sessions_use(&sessions, id, 1));
    assert_true(sessions_use(&sessions, other, 1));
}

static void test_idle(void **state)
{
    (void)state;
    struct sessions sessions = {0};
    char id[SESSION_ID_SIZE];
    sessions_open(&sessions, 0, id);
    assert_true(sessions_use(&sessions, id, 29 * MINUTE));
    assert_true(sessions_use(&sessions, id, 58 * MINUTE));
    assert_false(sessions_use(&sessions, id, 88 * MINUTE));
    assert_false(sessions_use(&sessions, id, 89 * MINUTE));
}

static void test_old(void **state)
{
    (void)state;
    struct sessions sessions = {0};
    char id[SESSION_ID_SIZE];
    int64_t now = 0;
    sessions_open(&sessions, 0, id);
    for (; now < SESSION_MOST_MS; now += 20 * MINUTE)
        assert_true(sessions_use(&sessions, id, now));
    assert_false(sessions_use(&sessions, id, now));
}

static void test_end(void **state)
{
    (void)state;
    struct sessions sessions = {0};
    char one[SESSION_ID_SIZE], two[SESSION_ID_SIZE], three[SESSION_ID_SIZE];
    sessions_open(&sessions, 0, one);
    sessions_open(&sessions, 0, two);
    sessions_open(&sessions, 0, three);
    sessions_end(&sessions, two);
    sessions_end(&sessions, "nobody");
    assert_false(sessions_use(&sessions, two, 1));
    assert_true(sessions_use(&sessions, one, 1));
    sessions_end_all(&sessions);
    assert_false(sessions_use(&sessions, one, 1));
    assert_false(sessions_use(&sessions, three, 1));
}

/* One more than there is room for ends the one that was idle longest. */
static void test_full(void **state)
{
    (void)state;
    struct sessions sessions = {0};
    char ids[SESSIONS_MOST + 1][SESSION_ID_SIZE];
    for (int i = 0; i < SESSIONS_MOST; i++)
        sessions_open(&sessions, i, ids[i]);
    assert_true(sessions_use(&sessions, ids[0], 100));
    sessions_open(&sessions, 200, ids[SESSIONS_MOST]);
    for (int i = 0; i <= SESSIONS_MOST; i++)
        assert_int_equal(sessions_use(&sessions, ids[i], 300), i != 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_its_id), cmocka_unit_test(test_idle),
        cmocka_unit_test(test_old),         cmocka_unit_test(test_end),
        cmocka_unit_test(test_full),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
