/* test_tally.c: many responses counted, against a count kept beside. */
#include "given.h"

#include "sortie/tally.h"

enum { MANY = 3000, CODES = 5 };

struct sums {
    int64_t responses, answered, codes[CODES + 1], listed, rows;
};

static bool add(void *context, const struct tally_row *row, struct error *error)
{
    struct sums *sums = context;
    (void)error;
    sums->rows++;
    if (!*row->question)
        sums->responses += row->n;
    else if (strcmp(row->question, "overall") == 0 && !*row->option)
        sums->answered += row->n;
    else if (strcmp(row->question, "overall") == 0)
        sums->codes[atoi(row->option)] += row->n;
    else if (*row->option)
        sums->listed += row->n;
    return true;
}

static bool stop(void *context, const struct tally_row *row, struct error *error)
{
    (void)row;
    (void)error;
    return ++*(int *)context < 3;
}

/* 3,000 responses over 100 weeks, 2 modes and 2 classes: every count is one that was
 * put in, and no row is lost while the table grows. */
static void test_many(void **state)
{
    (void)state;
    struct error error = {0};
    struct form *form = form_load("tests/submissions/every.json", &error);
    assert_non_null(form);
    const struct place place = {.id = "desk-job"};
    struct tally tally = {0};
    struct sums is = {0}, should = {0};
    for (int i = 0; i < MANY; i++) {
        char text[96];
        int code = i * 7 % CODES + 1;
        snprintf(text, sizeof text, "{'overall': '%d', 'reasons': ['wait'%s]}", code,
                 i % 3 ? "" : ", 'far'");
        struct response response = {.form = form,
                                    .place = &place,
                                    .mode = i % 2 ? MODE_DOOR : MODE_PAPER,
                                    .class = i % 5 ? PLAIN : FLAGGED,
                                    .answers = given(text)};
        assert_true(tally_response(&tally, &response, i % 100, 1, &error));
        should.codes[code]++;
        should.listed += i % 3 ? 1 : 2;
        response_release(&response);
    }
    assert_true(tally_each(&tally, add, &is, &error));
    assert_int_equal(is.responses, MANY);
    assert_int_equal(is.answered, MANY);
    assert_int_equal(is.listed, should.listed);
    for (int i = 1; i <= CODES; i++)
        assert_int_equal(is.codes[i], should.codes[i]);
    int calls = 0;
    assert_false(tally_each(&tally, stop, &calls, &error));
    assert_int_equal(calls, 3);
    tally_release(&tally);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many)};
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
