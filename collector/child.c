/* child.c: see child.h. */
#include "child.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NICENESS = 10 };

pid_t child_start(void)
{
    pid_t parent = getpid(), child = fork();
    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    setpriority(PRIO_PROCESS, 0, NICENESS);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    return 0;
}

void child_stop(pid_t *child)
{
    if (*child <= 0)
        return;
    kill(*child, SIGKILL);
    waitpid(*child, NULL, 0);
    *child = 0;
}
