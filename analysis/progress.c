/* progress.c: see progress.h. */
#include "progress.h"
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* To the start of the line, and what it says is wiped out (ECMA-48: EL). */
static const char anew[] = "\r\033[K";

void progress_say(const char *format, ...)
{
    va_list arguments;

    if (!isatty(STDERR_FILENO))
        return;
    fputs(anew, stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fflush(stderr);
}

void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs(anew, stderr);
}
