/* gnuplot.c: the only file that starts gnuplot. */
#include "gnuplot.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 300 * 1000, LINE_SIZE = 160, BEFORE_SCRIPTS = 4 };

static void bound(pid_t pid, enum __rlimit_resource resource, rlim_t most)
{
    const struct rlimit limit = {most, most};

    prlimit(pid, resource, &limit, NULL);
}

/* "gnuplot -d -e COMMAND SCRIPT...", the caller's to free; the strings are not copied:
 * posix_spawn takes them without const and leaves them alone. NULL when memory ran out.
 */
static char **command_line(const char *command, const char *const *scripts)
{
    size_t count = 0, next = 0;

    while (scripts[count])
        count++;
    const char **line = calloc(count + BEFORE_SCRIPTS + 1, sizeof *line);
    if (!line)
        return NULL;
    line[next++] = "gnuplot";
    line[next++] = "-d";
    if (command) {
        line[next++] = "-e";
        line[next++] = command;
    }
    memcpy(line + next, scripts, count * sizeof *scripts);
    return (char **)(uintptr_t)line;
}

static bool start(const char *folder, char *const *arguments, pid_t *pid,
                  struct error *error)
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C";
    char *const environment[] = {path, locale, NULL};
    posix_spawn_file_actions_t actions;
    int flags = O_WRONLY | O_CREAT | O_EXCL;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, GNUPLOT_MESSAGES, flags, 0600);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    int failure =
        posix_spawnp(pid, arguments[0], &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    if (failure)
        return error_set(error, failure == ENOENT ? ERROR_UNAVAILABLE : ERROR_SYSTEM,
                         "cannot start gnuplot: %s (is it installed?)",
                         strerror(failure));
    bound(*pid, RLIMIT_CPU, 240);
    bound(*pid, RLIMIT_AS, (rlim_t)1 << 30);
    bound(*pid, RLIMIT_FSIZE, (rlim_t)1 << 28);
    bound(*pid, RLIMIT_CORE, 0);
    return true;
}

/* What gnuplot complained of: the last line that says something. */
static void complaint(const char *folder, char line[static LINE_SIZE])
{
    char path[512], next[LINE_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, GNUPLOT_MESSAGES);
    snprintf(line, LINE_SIZE, "it did not say why");
    FILE *file = fopen(path, "re");
    while (file && fgets(next, sizeof next, file)) {
        next[strcspn(next, "\n")] = '\0';
        if (next[strspn(next, " ^\t")] && !strstr(next, "warning:"))
            snprintf(line, LINE_SIZE, "%s", next);
    }
    if (file)
        fclose(file);
}

static bool finish(const char *folder, pid_t pid, struct error *error)
{
    char line[LINE_SIZE];
    int status = 0, handle = pidfd_open(pid, 0);
    struct pollfd ended = {.fd = handle, .events = POLLIN};

    if (handle >= 0 && poll(&ended, 1, PATIENCE_MS) == 0)
        kill(pid, SIGKILL);
    if (handle >= 0)
        close(handle);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    complaint(folder, line);
    return error_set(error, ERROR_SYSTEM, "gnuplot cannot draw the charts: %s", line);
}

bool gnuplot_run(const char *folder, const char *command, const char *const *scripts,
                 struct error *error)
{
    char **arguments = command_line(command, scripts);
    pid_t pid;

    if (!arguments)
        return error_set(error, ERROR_SYSTEM, "cannot start gnuplot: out of memory");
    bool started = start(folder, arguments, &pid, error);
    free(arguments);
    return started && finish(folder, pid, error);
}
