/* test_verifier.c: what the child says of a passphrase, and how long guessing takes. */
#include "given.h"

#include "verifier.h"

#include <sodium.h>
#include <sys/wait.h>
#include <time.h>

static char hash[crypto_pwhash_STRBYTES];

static enum verdict verdict_of(struct verifier *verifier, const char *known,
                               const char *passphrase, int64_t now)
{
    enum verdict verdict = VERDICT_PENDING;
    assert_true(verifier_start(verifier, known, passphrase, now));
    assert_true(verifier_is_busy(verifier));
    assert_false(verifier_is_due(verifier, now + 1000000));
    while ((verdict = verifier_ask(verifier, now)) == VERDICT_PENDING)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_false(verifier_is_busy(verifier));
    return verdict;
}

static void test_verdicts(void **state)
{
    (void)state;
    struct verifier verifier = {0};
    assert_int_equal(verifier_ask(&verifier, 0), VERDICT_PENDING);
    assert_int_equal(verdict_of(&verifier, hash, "four words are enough", 0),
                     VERDICT_RIGHT);
    assert_int_equal(verdict_of(&verifier, hash, "four words are enougH", 0),
                     VERDICT_WRONG);
    assert_int_equal(verdict_of(&verifier, hash, "", 0), VERDICT_WRONG);
    assert_int_equal(verifier.failures, 2);
    assert_int_equal(verdict_of(&verifier, hash, "four words are enough", 0),
                     VERDICT_RIGHT);
    assert_int_equal(verifier.failures, 0);
}

/* Later and later, never by more than 4 s; a right one, or 15 minutes, and it is
 * forgotten. */
static void test_slow_down(void **state)
{
    (void)state;
    static const int64_t pauses[] = {0, 0, 0, 500, 1000, 2000, 4000, 4000};
    struct verifier verifier = {0};
    for (unsigned i = 0; i < sizeof pauses / sizeof *pauses; i++)
        assert_int_equal(verifier_pause(i), pauses[i]);
    assert_int_equal(verifier_pause(4000000000U), 4000);
    for (int i = 0; i < 4; i++)
        verdict_of(&verifier, hash, "wrong", 10000);
    assert_false(verifier_is_due(&verifier, 10999));
    assert_true(verifier_is_due(&verifier, 11000));
    verdict_of(&verifier, hash, "wrong", 10000 + 15 * 60 * 1000);
    assert_int_equal(verifier.failures, 1);
}

/* A child that dies, or takes for ever, has no verdict and is no failure. */
static void test_no_verdict(void **state)
{
    (void)state;
    struct verifier verifier = {0};
    assert_true(verifier_start(&verifier, hash, "four words are enough", 0));
    kill(verifier.child, SIGKILL);
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)verifier.child, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(verifier_ask(&verifier, 0), VERDICT_NONE);
    assert_true(verifier_start(&verifier, hash, "four words are enough", 0));
    kill(verifier.child, SIGSTOP);
    assert_int_equal(verifier_ask(&verifier, 20000), VERDICT_NONE);
    assert_false(verifier_is_busy(&verifier));
    assert_int_equal(verifier.failures, 0);
}

static void test_stop(void **state)
{
    (void)state;
    struct verifier verifier = {0};
    verifier_stop(&verifier);
    assert_true(verifier_start(&verifier, hash, "four words are enough", 0));
    verifier_stop(&verifier);
    assert_false(verifier_is_busy(&verifier));
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
    static const char passphrase[] = "four words are enough";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_slow_down),
        cmocka_unit_test(test_no_verdict),
        cmocka_unit_test(test_stop),
    };
    if (sodium_init() < 0
        || crypto_pwhash_str(hash, passphrase, strlen(passphrase),
                             crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN)
               != 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
