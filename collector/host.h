/* host.h: what a request says of where it was sent to, and of where it comes from. */
#ifndef SORTIE_HOST_H
#define SORTIE_HOST_H

#include <stdbool.h>

/* Is a Host header a name that only this machine has: localhost, 127.x.x.x or [::1],
 * with or without a port? Any other name may be a stranger's that was made to point
 * here (DNS rebinding). "" is none. */
bool host_is_local(const char *host);

/* Is an Origin header ("" when none was sent) that of our own page at `host`? */
bool host_is_origin(const char *host, const char *origin, bool secure);

#endif
