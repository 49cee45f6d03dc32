/* error.c: see error.h. */
#include "sortie/error.h"

#include "sortie/control.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sysexits.h>

void error_keep(struct error *error, enum error_kind kind, const char *format, ...)
{
    if (error->kind != ERROR_NONE)
        return;
    error->kind = kind;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    control_strike(error->text);
}

enum error_kind error_of_file(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
    case EACCES:
    case ENAMETOOLONG:
        return ERROR_INPUT;
    default:
        return ERROR_SYSTEM;
    }
}

int error_status(enum error_kind kind)
{
    static const int statuses[ERROR_KINDS] = {
        [ERROR_NONE] = EX_OK,       [ERROR_USAGE] = EX_USAGE,
        [ERROR_INPUT] = EX_DATAERR, [ERROR_UNAVAILABLE] = EX_UNAVAILABLE,
        [ERROR_BUSY] = EX_TEMPFAIL, [ERROR_SYSTEM] = EX_IOERR,
        [ERROR_NEWER] = EX_CONFIG,
    };
    return statuses[kind];
}

int error_report(const struct error *error)
{
    if (error->kind != ERROR_NONE)
        fprintf(stderr, "sortie: %s\n", error->text);
    return error_status(error->kind);
}
