/* systemd.c: see systemd.h. */
#include "systemd.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_GIVEN = 3 };

/* A whole number of the environment; 0 when it is not there. */
static long number_of(const char *name)
{
    const char *value = getenv(name);
    return value ? strtol(value, NULL, 10) : 0;
}

static bool is_listening(int descriptor)
{
    struct sockaddr_storage address = {0};
    int listening = 0;
    socklen_t size = sizeof listening, length = sizeof address;
    return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0
           && listening
           && getsockname(descriptor, (struct sockaddr *)&address, &length) == 0
           && (address.ss_family == AF_INET || address.ss_family == AF_INET6);
}

bool systemd_listener(int *listener, struct error *error)
{
    int on = 1;
    *listener = -1;
    if (number_of("LISTEN_PID") != getpid() || number_of("LISTEN_FDS") < 1)
        return true;
    if (number_of("LISTEN_FDS") > 1 || !is_listening(FIRST_GIVEN))
        return error_set(error, ERROR_USAGE,
                         "the service manager gave something else than one listening "
                         "TCP socket: its .socket unit needs one ListenStream=");
    fcntl(FIRST_GIVEN, F_SETFD, FD_CLOEXEC);
    fcntl(FIRST_GIVEN, F_SETFL, O_RDWR | O_NONBLOCK);
    setsockopt(FIRST_GIVEN, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    *listener = FIRST_GIVEN;
    return true;
}

/* A name that begins with @ is an abstract one. */
void systemd_notify(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = path ? strlen(path) : 0;
    if (length < 2 || length >= sizeof address.sun_path)
        return;
    int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (manager < 0)
        return;
    memcpy(address.sun_path, path, length);
    if (*path == '@')
        address.sun_path[0] = '\0';
    (void)sendto(manager, state, strlen(state), MSG_NOSIGNAL,
                 (const struct sockaddr *)&address,
                 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
    close(manager);
}
