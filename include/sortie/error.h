/* error.h: what went wrong, for the person who must act.
 *
 *     struct error error = {0};
 *     if (!store_open(path, STORE_READ, &store, &error))
 *         return error_report(&error);
 *
 * The caller owns the struct; zeroed means "no error". The first message wins:
 * error_set does nothing when a kind is already set. Sentences are lower case, say what
 * failed first and end without a full stop: "cannot open 'answers.db': disk full". They
 * are one line: what they quote is struck by control_strike. */
#ifndef SORTIE_ERROR_H
#define SORTIE_ERROR_H

#include <stdbool.h>

enum error_kind {
    ERROR_NONE,
    ERROR_USAGE,       /* the command line is wrong: whoever typed it */
    ERROR_INPUT,       /* what was sent or given is wrong: the sender */
    ERROR_UNAVAILABLE, /* a program that it needs is not installed: the operator */
    ERROR_BUSY,        /* try again */
    ERROR_SYSTEM,      /* disk, memory, a library: the operator */
    ERROR_NEWER,       /* the store was made by a newer version */
    ERROR_KINDS
};

enum { ERROR_TEXT_SIZE = 2048 };

struct error {
    enum error_kind kind;
    char text[ERROR_TEXT_SIZE]; /* UTF-8, always ends in NUL */
};

/* Keeps kind and message unless one is kept already. */
void error_keep(struct error *error, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static inline bool error_false(void)
{
    return false;
}

/* The same, and false, so that a function can `return error_set(...)`; a macro, so that
 * compilers and analyzers know that it is. */
#define error_set(...) (error_keep(__VA_ARGS__), error_false())

/* Whose matter it is that a file cannot be opened or read, by errno: ERROR_INPUT where
 * another name is needed, ERROR_SYSTEM where the same one may do later. */
enum error_kind error_of_file(int code);

/* The process exit status of a kind, from sysexits: 0, 64, 65, 69, 75, 74, 78. */
int error_status(enum error_kind kind);

/* Writes "sortie: <text>" to standard error, if there is an error; the exit status. */
int error_report(const struct error *error);

/* Runs `release` on a variable when it goes out of scope: OWNED(text_release) struct
 * text body. */
#define OWNED(release) __attribute__((cleanup(release)))

#endif
