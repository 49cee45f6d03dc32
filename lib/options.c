/* options.c: see options.h. */
#include "sortie/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int rule_count(const struct command *command)
{
    int count = 0;
    while (count < OPTION_RULES && command->rules[count].name)
        count++;
    return count;
}

/* ---- help ---- */

/* The commands that begin with a word; all with "". How many. */
static int print_commands(const struct command *commands, const char *word)
{
    int count = 0;
    for (; commands->name; commands++) {
        if (strncmp(commands->name, word, strlen(word)) != 0)
            continue;
        count++;
        printf("  %-16s %s\n", commands->name, commands->help);
    }
    return count;
}

/* Help on the program (word ""), or on the commands that begin with a word; false when
 * there are none. */
static bool print_program(const char *program, const char *about,
                          const struct command *commands, const char *word)
{
    if (!*word)
        printf("%s: %s\n\n", program, about);
    if (print_commands(commands, word) == 0)
        return false;
    printf("\n%s COMMAND --help tells more of each.\n", program);
    return true;
}

static void print_command(const char *program, const struct command *command)
{
    printf("%s %s", program, command->name);
    for (int i = 0; i < rule_count(command); i++) {
        const struct option_rule *rule = &command->rules[i];
        bool needed = rule->count == OPTION_NEEDED || rule->count == OPTION_MANY_NEEDED;
        bool many = rule->count == OPTION_MANY || rule->count == OPTION_MANY_NEEDED;
        printf(" %s--%s%s%s%s%s", needed ? "" : "[", rule->name, rule->value ? " " : "",
               rule->value ? rule->value : "", needed ? "" : "]", many ? "..." : "");
    }
    printf("%s%s\n\n%s\n\n", command->operands ? " " : "",
           command->operands ? command->operands : "", command->help);
    for (int i = 0; i < rule_count(command); i++) {
        const struct option_rule *rule = &command->rules[i];
        char name[64];
        snprintf(name, sizeof name, "--%s%s%s", rule->name, rule->value ? " " : "",
                 rule->value ? rule->value : "");
        printf("  %-24s %s\n", name, rule->help);
    }
}

/* ---- reading ---- */

/* How many of the arguments are the command's words ("point add"); 0 when it is
 * another. */
static int words_of(const struct command *command, int argc, char **argv)
{
    const char *name = command->name;
    for (int i = 0; i < argc; i++) {
        size_t length = strcspn(name, " ");
        if (strlen(argv[i]) != length || strncmp(argv[i], name, length) != 0)
            return 0;
        if (!name[length])
            return i + 1;
        name += length + 1;
    }
    return 0;
}

static const struct option_rule *rule_of(const struct command *command,
                                         const char *name, size_t length)
{
    for (int i = 0; i < rule_count(command); i++)
        if (strlen(command->rules[i].name) == length
            && strncmp(command->rules[i].name, name, length) == 0)
            return &command->rules[i];
    return NULL;
}

/* Reads the option at argv[*i], and its value, which may be the next argument. */
static bool read_option(struct options *options, int argc, char **argv, int *i,
                        struct error *error)
{
    const char *name = argv[*i] + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] ? name + length + 1 : NULL;
    const struct option_rule *rule = rule_of(options->command, name, length);
    if (!rule)
        return error_set(error, ERROR_USAGE, "'%s' has no option --%.*s: see --help",
                         options->command->name, (int)length, name);
    if (!rule->value && value)
        return error_set(error, ERROR_USAGE, "--%s takes no value", rule->name);
    if (rule->value && !value && ++*i < argc)
        value = argv[*i];
    if (rule->value && !value)
        return error_set(error, ERROR_USAGE, "--%s needs a value: --%s %s", rule->name,
                         rule->name, rule->value);
    bool once = rule->count != OPTION_MANY && rule->count != OPTION_MANY_NEEDED;
    if (once && options_nth(options, rule->name, 0))
        return error_set(error, ERROR_USAGE, "--%s is given twice", rule->name);
    if (options->given_count == OPTION_VALUES)
        return error_set(error, ERROR_USAGE, "too many options");
    options->given[options->given_count].name = rule->name;
    options->given[options->given_count++].value = value ? value : "";
    return true;
}

static bool check_needed(const struct options *options, struct error *error)
{
    const struct command *command = options->command;
    for (int i = 0; i < rule_count(command); i++) {
        const struct option_rule *rule = &command->rules[i];
        if ((rule->count == OPTION_NEEDED || rule->count == OPTION_MANY_NEEDED)
            && !options_nth(options, rule->name, 0))
            return error_set(error, ERROR_USAGE, "'%s' needs --%s %s: see --help",
                             command->name, rule->name, rule->value);
    }
    if (options->operand_count < command->operands_least)
        return error_set(error, ERROR_USAGE, "'%s' needs %s: see --help", command->name,
                         command->operands);
    if (command->operands_most >= 0 && options->operand_count > command->operands_most)
        return error_set(error, ERROR_USAGE, "'%s' does not take '%s': see --help",
                         command->name, options->operands[command->operands_most]);
    return true;
}

/* Operands are moved to the front of argv, so that options may stand between them. */
static bool read_all(struct options *options, int argc, char **argv,
                     struct error *error)
{
    bool only_operands = false;
    options->operands = argv;
    for (int i = 0; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0)
            only_operands = true;
        else if (only_operands || strncmp(argv[i], "--", 2) != 0)
            argv[options->operand_count++] = argv[i];
        else if (!read_option(options, argc, argv, &i, error))
            return false;
    }
    return check_needed(options, error);
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int run(const struct command *command, int argc, char **argv,
               const char *program)
{
    struct error error = {0};
    struct options options = {.command = command};
    if (wants_help(argc, argv)) {
        print_command(program, command);
        return 0;
    }
    if (read_all(&options, argc, argv, &error) && !command->run(&options, &error))
        error_set(&error, ERROR_SYSTEM, "'%s' did not finish", command->name);
    if (error.kind == ERROR_NONE && (fflush(stdout) != 0 || ferror(stdout)))
        error_set(&error, ERROR_SYSTEM, "cannot write the result: %s", strerror(errno));
    return error_report(&error);
}

int options_run(int argc, char **argv, const char *program, const char *about,
                const struct command *commands)
{
    for (const struct command *command = commands; command->name; command++) {
        int words = words_of(command, argc - 1, argv + 1);
        if (words)
            return run(command, argc - 1 - words, argv + 1 + words, program);
    }
    if (argc > 1 && wants_help(argc - 1, argv + 1)
        && print_program(program, about, commands, argc == 2 ? "" : argv[1]))
        return 0;
    struct error error = {0};
    if (argc < 2)
        error_set(&error, ERROR_USAGE, "say what to do: %s --help lists the commands",
                  program);
    else
        error_set(&error, ERROR_USAGE, "'%s' is not a command: %s --help lists them",
                  argv[1], program);
    return error_report(&error);
}

const char *options_nth(const struct options *options, const char *name, size_t index)
{
    for (size_t i = 0; i < options->given_count; i++)
        if (strcmp(options->given[i].name, name) == 0 && index-- == 0)
            return options->given[i].value;
    return NULL;
}

const char *options_value(const struct options *options, const char *name)
{
    return options_nth(options, name, 0);
}

bool options_flag(const struct options *options, const char *name)
{
    return options_nth(options, name, 0) != NULL;
}

bool options_number(const struct options *options, const char *name, long least,
                    long most, long absent, long *number, struct error *error)
{
    const char *value = options_value(options, name);
    char *end = NULL;
    *number = absent;
    if (!value)
        return true;
    errno = 0;
    long read = strtol(value, &end, 10);
    if (errno || end == value || *end || read < least || read > most)
        return error_set(error, ERROR_USAGE,
                         "--%s must be a whole number from %ld to %ld, not '%s'", name,
                         least, most, value);
    *number = read;
    return true;
}
