/* settler.c: see settler.h. A program of its own and not only a fork: the database
 * engine must not find its parent's open files. */
#include "settler.h"

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

bool settler_is_busy(const struct settler *settler)
{
    return settler->child > 0;
}

/* The program that runs now, even where an upgrade has put another in its place.
 * Returns only when it could not. */
static void become_settle(const char *path)
{
    sigset_t none;
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0)
        execl("/proc/self/exe", "sortie-collector", "settle", "--store", path, NULL);
}

bool settler_start(struct settler *settler, const char *path, struct error *error)
{
    pid_t child = child_start();
    if (child == 0) {
        become_settle(path);
        fprintf(stderr, "sortie: cannot start settling by /proc/self/exe: %s\n",
                strerror(errno));
        _exit(error_status(ERROR_SYSTEM));
    }
    settler->child = child > 0 ? child : 0;
    return child > 0
           || error_set(error, ERROR_SYSTEM, "cannot start settling: %s",
                        strerror(errno));
}

enum settling settler_ask(struct settler *settler)
{
    int status = 0;
    pid_t ended =
        settler_is_busy(settler) ? waitpid(settler->child, &status, WNOHANG) : 0;
    if (ended == 0)
        return SETTLING_PENDING;
    settler->child = 0;
    if (ended < 0 || !WIFEXITED(status))
        return SETTLING_KILLED;
    if (WEXITSTATUS(status) == error_status(ERROR_BUSY))
        return SETTLING_HINDERED;
    return WEXITSTATUS(status) == 0 ? SETTLING_DONE : SETTLING_FAILED;
}

void settler_stop(struct settler *settler)
{
    child_stop(&settler->child);
}
