/* child.h: work that takes long is done by a child, while the loop serves visitors.
 *
 *     pid_t child = child_start();
 *     if (child == 0)
 *         _exit(check(hash, passphrase));
 *     ... turns of the loop ...
 *     if (waitpid(child, &status, WNOHANG) == child) ...
 *
 * It does not outlive its parent, gives way to visitors (where the service manager lets
 * it: its units do not), and has let go of every descriptor but the first three: a
 * connection must end when the parent ends it. It must not touch a database that its
 * parent opened. */
#ifndef SORTIE_CHILD_H
#define SORTIE_CHILD_H

#include <sys/types.h>

/* As fork: 0 in the child, less than 0 when none could be made. */
pid_t child_start(void);

/* Ends a child where it is; `*child` is 0 then. Nothing when it is 0 already. */
void child_stop(pid_t *child);

#endif
