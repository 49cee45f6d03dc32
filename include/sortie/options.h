/* options.h: a command line read by a table.
 *
 * A program is an array of commands; options_run finds the one that is asked, reads its
 * options and runs it. --help works on the program and on every command. Wrong use is
 * one sentence and exit status 64. */
#ifndef SORTIE_OPTIONS_H
#define SORTIE_OPTIONS_H

#include "sortie/error.h"
#include <stddef.h>

enum option_count {
    OPTION_FLAG,
    OPTION_ONE,
    OPTION_NEEDED,
    OPTION_MANY,
    OPTION_MANY_NEEDED
};

struct option_rule {
    const char *name;  /* "store", for --store */
    const char *value; /* "FILE", or NULL of a flag */
    const char *help;
    enum option_count count;
};

enum { OPTION_RULES = 12, OPTION_VALUES = 64 };

struct options;

struct command {
    const char *name;                  /* "serve", or "point add" */
    const char *help;                  /* one line */
    const char *operands;              /* "FILE...", or NULL when none are taken */
    int operands_least, operands_most; /* most -1: any number */
    struct option_rule rules[OPTION_RULES];
    bool (*run)(const struct options *options, struct error *error);
};

struct options {
    const struct command *command;
    struct {
        const char *name, *value;
    } given[OPTION_VALUES];
    size_t given_count;
    char *const *operands;
    int operand_count;
};

/* Runs the program; its exit status. `program` is its name, `about` its one sentence,
 * `commands` ends with {0}. */
int options_run(int argc, char **argv, const char *program, const char *about,
                const struct command *commands);

/* The value of an option, or NULL; of OPTION_MANY the index-th. */
const char *options_value(const struct options *options, const char *name);
const char *options_nth(const struct options *options, const char *name, size_t index);
bool options_flag(const struct options *options, const char *name);

/* A whole number in a range, `absent` when the option was not given; ERROR_USAGE. */
bool options_number(const struct options *options, const char *name, long least,
                    long most, long absent, long *number, struct error *error);

#endif
