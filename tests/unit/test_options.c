/* test_options.c: command lines, right and wrong. */
#include "given.h"

#include "sortie/options.h"

/* What the last command saw. */
static char seen[512];

static bool note(const struct options *options, struct error *error)
{
    long number = 0;
    int used = 0;
    if (!options_number(options, "port", 1, 65535, 8080, &number, error))
        return false;
    used += snprintf(seen, sizeof seen, "%s store=%s port=%ld dry=%d", //
                     options->command->name, options_value(options, "store"), number,
                     options_flag(options, "dry"));
    const char *form;
    for (size_t i = 0; (form = options_nth(options, "form", i)); i++)
        used += snprintf(seen + used, sizeof seen - (size_t)used, " form=%s", form);
    for (int i = 0; i < options->operand_count; i++)
        used += snprintf(seen + used, sizeof seen - (size_t)used, " [%s]",
                         options->operands[i]);
    return true;
}

static bool end_silently(const struct options *options, struct error *error)
{
    (void)options;
    (void)error;
    return false;
}

static const struct command commands[] = {
    {"point add",
     "add a point", "FILE...",
     1, 2,
     {{"store", "FILE", "the store", OPTION_NEEDED},
      {"port", "N", "a port", OPTION_ONE},
      {"form", "FILE", "a form", OPTION_MANY},
      {"dry", NULL, "do nothing", OPTION_FLAG}},
     note},
    {"fail",  "fails without a word", NULL, 0, 0, {{0}}, end_silently},
    {0         },
};

static int run(const char *const *words)
{
    char *argv[16] = {(char[]){"prog"}};
    int argc = 1;
    *seen = '\0';
    for (; words[argc - 1]; argc++)
        argv[argc] = strdup(words[argc - 1]);
    char *owned[16];
    memcpy(owned, argv, sizeof owned);
    int status = options_run(argc, argv, "prog", "does it", commands);
    for (int i = 1; i < argc; i++)
        free(owned[i]);
    return status;
}

static void test_right_use(void **state)
{
    (void)state;
    static const struct {
        const char *words[12], *seen;
    } cases[] = {
        {{"point", "add", "--store", "s", "a"},
         "point add store=s port=8080 dry=0 [a]"           },
        {{"point", "add", "a", "--store=s", "b", "--dry"},
         "point add store=s port=8080 dry=1 [a] [b]"       },
        {{"point", "add", "--form", "1", "--form", "2", "--store", "s", "--port", "9",
          "a"},
         "point add store=s port=9 dry=0 form=1 form=2 [a]"},
        {{"point", "add", "--store", "s", "--", "--dry"},
         "point add store=s port=8080 dry=0 [--dry]"       },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *words[12] = {NULL};
        memcpy(words, cases[i].words, sizeof cases[i].words);
        assert_int_equal(run(words), 0);
        assert_string_equal(seen, cases[i].seen);
    }
}

static void test_wrong_use_is_64(void **state)
{
    (void)state;
    static const char *const cases[][12] = {
        {NULL        },
        {            "nonsense"           },
        {      "point"     },
        { "point",            "add", "a"},
        {                 "point",   "add", "--store", "s"},
        {           "point",      "add", "--store", "s", "a", "b", "c"},
        {"point",         "add", "--store", "s", "a", "--colour", "red"},
        {                 "point",         "add", "--store", "s", "a", "--dry=yes"},
        {                    "point","add", "a", "--store"},
        { "point",         "add", "--store", "s", "--store", "t", "a"},
        {          "point",            "add", "--store", "s", "--port", "0", "a"},
        {"point",   "add", "--store", "s", "--port", "65536", "a"},
        {           "point", "add", "--store", "s", "--port", "80x", "a"},
        {            "point",         "add", "--store", "s", "--port", "99999999999999999999", "a"},
        {                 "fail",            "operand"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *words[12] = {NULL};
        memcpy(words, cases[i], sizeof cases[i]);
        assert_int_equal(run(words), 64);
        assert_string_equal(seen, "");
    }
}

static void test_help_runs_nothing(void **state)
{
    (void)state;
    assert_int_equal(run((const char *const[]){"--help", NULL}), 0);
    assert_int_equal(run((const char *const[]){"point", "add", "--help", NULL}), 0);
    assert_string_equal(seen, "");
}

/* A command that fails without saying why is not taken for done. */
static void test_failing_silently_is_74(void **state)
{
    (void)state;
    assert_int_equal(run((const char *const[]){"fail", NULL}), 74);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_use),
        cmocka_unit_test(test_wrong_use_is_64),
        cmocka_unit_test(test_help_runs_nothing),
        cmocka_unit_test(test_failing_silently_is_74),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
