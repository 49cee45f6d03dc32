/* progress.h: how far a command is, for who waits at a terminal.
 *
 *     progress_say("drawing %zu charts", count);     in place of what was said before
 *     progress_end();                                before anything else is printed
 *
 * On standard error, and only when that is a terminal: no file and no log has a word of
 * it. */
#ifndef PROGRESS_H
#define PROGRESS_H

void progress_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void progress_end(void);

#endif
