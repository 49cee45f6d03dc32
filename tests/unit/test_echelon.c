/* test_echelon.c: sums that are known in reduced echelon form, against an elimination
 * of the tests' own. */
#include "echelon.h"
#include <setjmp.h>
#include <stdarg.h>

#include "elimination.h"

enum { COLUMNS = 10, SUMS = 16, TABLES = 1000, MANY = 5000 };

static size_t draw_sum(size_t members[static COLUMNS])
{
    size_t count = 0;

    for (size_t i = 0; i < COLUMNS; i++)
        if (rand() % 4 == 0)
            members[count++] = i;
    return count;
}

/* The first column that is left, or COLUMNS. */
static size_t first_left(const struct echelon *echelon)
{
    const int32_t *row = echelon_row(echelon, echelon->count);
    size_t first = 0;

    while (first < COLUMNS && row[first] == 0)
        first++;
    return first;
}

static void check_form(const struct echelon *echelon)
{
    size_t rooted = 0;

    for (size_t r = 0; r < echelon->count; r++) {
        const size_t pivot = echelon->pivots[r];
        assert_int_equal(echelon->rooted[pivot], r + 1);
        for (size_t other = 0; other < echelon->count; other++) {
            const int32_t number = echelon_row(echelon, other)[pivot];
            assert_true(other == r ? number > 0 : number == 0);
        }
    }
    for (size_t i = 0; i < COLUMNS; i++)
        rooted += echelon->rooted[i] != 0;
    assert_int_equal(rooted, echelon->count);
}

/* What is left of a sum is nothing exactly where it could be worked out; other pivots
 * change nothing of it. */
static void test_random_sums_are_known_as_they_should_be(void **state)
{
    (void)state;
    for (int t = 0; t < TABLES; t++) {
        struct echelon echelon;
        struct elimination naive = {0};
        size_t members[COLUMNS];
        assert_true(echelon_init(&echelon, COLUMNS));
        for (int s = 0; s < SUMS; s++) {
            size_t count = draw_sum(members);
            bool known = elimination_knows(&naive, members, count);
            assert_true(echelon_lay(&echelon, members, count));
            const size_t left = first_left(&echelon);
            assert_int_equal(left == COLUMNS, known);
            if (known)
                continue;
            assert_true(echelon_add(&echelon, left));
            elimination_learn(&naive, members, count);
            const int32_t *row = echelon_row(&echelon, echelon.count - 1);
            for (size_t i = COLUMNS; i > 0; i--)
                if (row[i - 1] != 0) {
                    assert_true(echelon_pivot(&echelon, echelon.count - 1, i - 1));
                    break;
                }
            check_form(&echelon);
        }
        assert_int_equal(echelon.count, naive.count);
        elimination_release(&naive);
        echelon_release(&echelon);
    }
}

/* 5000 a + b and 5000 b + c: without b the first is 25,000,000 a - c. */
static void test_what_outgrows_its_numbers_breaks(void **state)
{
    (void)state;
    static size_t members[MANY + 1];
    struct echelon echelon, before;

    assert_true(echelon_init(&echelon, 3) && echelon_init(&before, 3));
    members[MANY] = 1;
    assert_true(echelon_lay(&echelon, members, MANY + 1));
    assert_true(echelon_add(&echelon, 0));
    echelon_copy(&before, &echelon);
    for (size_t i = 0; i < MANY; i++)
        members[i] = 1;
    members[MANY] = 2;
    assert_true(echelon_lay(&echelon, members, MANY + 1));
    assert_false(echelon_add(&echelon, 1));
    assert_true(echelon.broken);
    echelon_copy(&echelon, &before);
    assert_false(echelon.broken);
    assert_int_equal(echelon_row(&echelon, 0)[0], MANY);
    assert_int_equal(echelon_row(&echelon, 0)[1], 1);
    echelon_release(&echelon);
    echelon_release(&before);
}

static void test_divisors(void **state)
{
    (void)state;
    assert_int_equal(echelon_divisor(12, -18), 6);
    assert_int_equal(echelon_divisor(-5, 0), 5);
    assert_int_equal(echelon_divisor(0, 0), 0);
}

int main(void)
{
    srand(53);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_sums_are_known_as_they_should_be),
        cmocka_unit_test(test_what_outgrows_its_numbers_breaks),
        cmocka_unit_test(test_divisors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
