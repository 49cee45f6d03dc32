/* test_sleepers.c: which connections are left alone, and what wakes them. */
#include "given.h"

#include "sleepers.h"

#include <sys/socket.h>
#include <unistd.h>

/* Two links that sleep, each with its stranger's end. */
struct given {
    struct sleepers sleepers;
    struct link link[2];
    int theirs[2];
};

static void begin(struct given *given)
{
    struct error error = {0};
    assert_true(sleepers_open(&given->sleepers, &error));
    for (int i = 0; i < 2; i++) {
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
        given->link[i] = (struct link){.fd = pair[0]};
        given->theirs[i] = pair[1];
        assert_true(sleepers_add(&given->sleepers, &given->link[i]));
        assert_true(given->link[i].asleep);
    }
    assert_int_equal(given->sleepers.count, 2);
    assert_null(sleepers_next(&given->sleepers));
}

static void finish(struct given *given)
{
    for (int i = 0; i < 2; i++) {
        close(given->link[i].fd);
        close(given->theirs[i]);
    }
    sleepers_close(&given->sleepers);
}

static void who_speaks_wakes(void **state)
{
    struct given given;
    (void)state;
    begin(&given);
    assert_int_equal(write(given.theirs[1], "x", 1), 1);
    assert_ptr_equal(sleepers_next(&given.sleepers), &given.link[1]);
    assert_false(given.link[1].asleep);
    assert_null(sleepers_next(&given.sleepers)); /* though the byte is still unread */
    assert_int_equal(given.sleepers.count, 1);
    finish(&given);
}

static void who_hangs_up_wakes(void **state)
{
    struct given given;
    (void)state;
    begin(&given);
    shutdown(given.theirs[0], SHUT_WR);
    assert_ptr_equal(sleepers_next(&given.sleepers), &given.link[0]);
    shutdown(given.link[1].fd, SHUT_RDWR); /* as links.c ends one whose time is up */
    assert_ptr_equal(sleepers_next(&given.sleepers), &given.link[1]);
    assert_int_equal(given.sleepers.count, 0);
    finish(&given);
}

static void one_is_woken_and_sleeps_again(void **state)
{
    struct given given;
    (void)state;
    begin(&given);
    sleepers_remove(&given.sleepers, &given.link[0]);
    sleepers_remove(&given.sleepers, &given.link[0]); /* nothing more */
    assert_int_equal(given.sleepers.count, 1);
    assert_int_equal(write(given.theirs[0], "x", 1), 1);
    assert_null(sleepers_next(&given.sleepers));
    assert_true(sleepers_add(&given.sleepers, &given.link[0]));
    assert_ptr_equal(sleepers_next(&given.sleepers), &given.link[0]);
    finish(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_speaks_wakes),
        cmocka_unit_test(who_hangs_up_wakes),
        cmocka_unit_test(one_is_woken_and_sleeps_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
