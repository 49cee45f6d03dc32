/* test_median.c: the middle one, by hand. */
#include "given.h"
#include "sortie/median.h"
#include <math.h>

static void test_the_middle_one(void **state)
{
    (void)state;
    double one[] = {7}, odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2};

    assert_true(median_value(one, 1) == 7);
    assert_true(median_value(odd, 3) == 2);
    assert_true(median_value(even, 4) == 2.5);
    assert_true(isnan(median_value(one, 0)));
    assert_true(odd[0] == 1 && odd[1] == 2 && odd[2] == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_middle_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
