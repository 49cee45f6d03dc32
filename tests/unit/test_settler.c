/* test_settler.c: what becomes of a settling. The child is this program again, called
 * as the collector's own child is: it does what the name of the "store" asks for. */
#include "given.h"

#include "settler.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void pause_ms(long ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static enum settling settling_of(const char *path)
{
    struct settler settler = {0};
    struct error error = {0};
    enum settling settling = SETTLING_PENDING;
    assert_true(settler_start(&settler, path, &error));
    assert_true(settler_is_busy(&settler));
    while ((settling = settler_ask(&settler)) == SETTLING_PENDING)
        pause_ms(1);
    assert_false(settler_is_busy(&settler));
    assert_int_equal(settler_ask(&settler), SETTLING_PENDING);
    return settling;
}

static void test_outcomes(void **state)
{
    (void)state;
    assert_int_equal(settling_of("done"), SETTLING_DONE);
    assert_int_equal(settling_of("75"), SETTLING_HINDERED); /* EX_TEMPFAIL */
    assert_int_equal(settling_of("74"), SETTLING_FAILED);
    assert_int_equal(settling_of("killed"), SETTLING_KILLED);
}

/* Of its parent the child keeps nothing: no descriptor, no signal that is put off, no
 * output that would say how many it settled. */
static void test_child_is_bare(void **state)
{
    (void)state;
    sigset_t all, before;
    int opened = open("/dev/null", O_RDONLY);
    assert_true(opened > STDERR_FILENO);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    signal(SIGPIPE, SIG_IGN);
    enum settling settling = settling_of("bare");
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    close(opened);
    assert_int_equal(settling, SETTLING_DONE);
}

static void test_stop(void **state)
{
    (void)state;
    struct settler settler = {0};
    struct error error = {0};
    settler_stop(&settler);
    assert_true(settler_start(&settler, "endless", &error));
    pid_t child = settler.child;
    assert_int_equal(settler_ask(&settler), SETTLING_PENDING);
    assert_true(settler_is_busy(&settler));
    settler_stop(&settler);
    assert_false(settler_is_busy(&settler));
    assert_int_equal(kill(child, 0), -1);
}

static int is_bare(void)
{
    sigset_t blocked;
    struct sigaction pipe;
    char target[64] = "";
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    sigaction(SIGPIPE, NULL, &pipe);
    bool silent = readlink("/proc/self/fd/1", target, sizeof target - 1) > 0
                  && strcmp(target, "/dev/null") == 0;
    return silent && !sigismember(&blocked, SIGTERM) && pipe.sa_handler == SIG_DFL
                   && fcntl(STDERR_FILENO + 1, F_GETFD) < 0
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}

static int act(const char *what)
{
    if (strcmp(what, "bare") == 0)
        return is_bare();
    if (strcmp(what, "killed") == 0)
        kill(getpid(), SIGKILL);
    while (strcmp(what, "endless") == 0)
        pause_ms(100);
    return strcmp(what, "done") == 0 ? EXIT_SUCCESS : (int)strtol(what, NULL, 10);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_child_is_bare),
        cmocka_unit_test(test_stop),
    };
    if (count == 4 && strcmp(words[1], "settle") == 0
        && strcmp(words[2], "--store") == 0)
        return act(words[3]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
