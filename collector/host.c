/* host.c: see host.h. */
#include "host.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* What is left of a host after its name: nothing, or a port. */
static bool is_port(const char *rest)
{
    return *rest == '\0'
           || (*rest == ':' && rest[1]
               && rest[1 + strspn(rest + 1, "0123456789")] == '\0');
}

static bool is_loopback(const char *host, size_t length)
{
    char name[INET_ADDRSTRLEN] = "";
    struct in_addr address;
    if (length >= sizeof name)
        return false;
    memcpy(name, host, length);
    return inet_pton(AF_INET, name, &address) == 1
           && ntohl(address.s_addr) >> 24 == 127;
}

bool host_is_local(const char *host)
{
    static const char *const names[] = {"localhost", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncasecmp(host, names[i], strlen(names[i])) == 0)
            return is_port(host + strlen(names[i]));
    size_t length = strcspn(host, ":");
    return is_loopback(host, length) && is_port(host + length);
}

bool host_is_origin(const char *host, const char *origin, bool secure)
{
    const char *scheme = secure ? "https://" : "http://";
    return *origin == '\0'
           || (strncmp(origin, scheme, strlen(scheme)) == 0
               && strcasecmp(origin + strlen(scheme), host) == 0);
}
