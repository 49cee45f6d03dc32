/* systemd.h: what a service manager and its services tell each other: by the
 * environment and a socket, as sd_notify(3) and sd_listen_fds(3) describe it. Without
 * such a manager both do nothing.
 *
 *     systemd_listener(&listener, &error);       a socket that is listened on already
 *     systemd_notify("READY=1"); ... systemd_notify("STOPPING=1");
 *
 * A socket that the manager holds outlives the collector: while that starts again,
 * visitors wait in it and none is refused. */
#ifndef SORTIE_SYSTEMD_H
#define SORTIE_SYSTEMD_H

#include "sortie/error.h"

/* The one listening TCP socket that this process was given; -1 when it was given none.
 * ERROR_USAGE when it was given something else. */
bool systemd_listener(int *listener, struct error *error);

/* Tells the manager; what cannot be told is left. */
void systemd_notify(const char *state);

#endif
