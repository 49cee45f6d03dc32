/* test_links.c: which connections are ended, and when. */
#include "given.h"

#include "links.h"

#include <sys/socket.h>
#include <unistd.h>

/* Two links of a set, each with its stranger's end. */
struct given {
    struct links links;
    struct link *link[2];
    int ours[2], theirs[2];
};

static void begin(struct given *given, size_t most)
{
    links_init(&given->links, most);
    for (int i = 0; i < 2; i++) {
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
        given->ours[i] = pair[0];
        given->theirs[i] = pair[1];
        given->link[i] = links_add(&given->links, pair[0], 1000 + i);
        assert_non_null(given->link[i]);
    }
}

static void finish(struct given *given)
{
    for (int i = 0; i < 2; i++) {
        links_remove(&given->links, given->link[i]);
        close(given->ours[i]);
        close(given->theirs[i]);
    }
    assert_int_equal(given->links.count + given->links.ended + given->links.chunked, 0);
}

/* Does a stranger read the end of their connection? */
static bool is_ended(const struct given *given, int i)
{
    char byte;
    bool ended = recv(given->theirs[i], &byte, 1, MSG_PEEK) == 0;
    assert_int_equal(ended, given->link[i]->ended);
    return ended;
}

static void say(const struct given *given, int i)
{
    assert_int_equal(write(given->theirs[i], "5;aaa", 5), 5);
}

static void test_late_ones_are_ended(void **state)
{
    (void)state;
    struct given given;
    begin(&given, 100);
    links_end_late(&given.links, 1000 + DEADLINE_MS - 1);
    assert_false(is_ended(&given, 0));
    links_end_late(&given.links, 1000 + DEADLINE_MS);
    assert_true(is_ended(&given, 0));
    assert_false(is_ended(&given, 1));
    finish(&given);
}

static void test_one_that_waits_for_us_is_never_ended(void **state)
{
    (void)state;
    struct given given;
    begin(&given, 1);
    given.link[0]->waiting = true;
    links_end_late(&given.links, 1000 + 2 * DEADLINE_MS);
    links_make_room(&given.links, 1000 + 2 * DEADLINE_MS);
    assert_false(is_ended(&given, 0));
    assert_true(is_ended(&given, 1));
    finish(&given);
}

static void test_the_oldest_makes_room(void **state)
{
    (void)state;
    struct given given;
    begin(&given, 1);
    links_restart(&given.links, given.link[0], 2000);
    links_make_room(&given.links, 2001);
    assert_true(is_ended(&given, 1));
    assert_false(is_ended(&given, 0));
    finish(&given);
}

static void test_a_chunk_that_nobody_reads_is_ended_at_the_second_look(void **state)
{
    (void)state;
    struct given given;
    begin(&given, 100);
    links_set_chunked(&given.links, given.link[0], true);
    say(&given, 0);
    say(&given, 1);
    links_end_stuck(&given.links, 2000);
    links_end_stuck(&given.links, 2001); /* too soon to be a look */
    assert_false(is_ended(&given, 0));
    links_end_stuck(&given.links, 2200);
    assert_true(is_ended(&given, 0));
    assert_false(is_ended(&given, 1));
    finish(&given);
}

static void test_a_chunk_that_is_read_goes_on(void **state)
{
    (void)state;
    struct given given;
    begin(&given, 100);
    for (int i = 0; i < 2; i++) {
        links_set_chunked(&given.links, given.link[i], true);
        say(&given, i);
    }
    links_end_stuck(&given.links, 2000);
    links_progress(given.link[0]);
    links_set_chunked(&given.links, given.link[1],
                      false); /* the next request's bytes */
    links_end_stuck(&given.links, 2200);
    assert_false(is_ended(&given, 0));
    assert_false(is_ended(&given, 1));
    finish(&given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_late_ones_are_ended),
        cmocka_unit_test(test_one_that_waits_for_us_is_never_ended),
        cmocka_unit_test(test_the_oldest_makes_room),
        cmocka_unit_test(test_a_chunk_that_nobody_reads_is_ended_at_the_second_look),
        cmocka_unit_test(test_a_chunk_that_is_read_goes_on),
    };
    return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
