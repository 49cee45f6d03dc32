/* settler.h: the collector settles by a child - the settle command, by the same
 * program - so that visitors are served meanwhile as they are beside any command.
 *
 *     if (!settler_is_busy(&settler))
 *         settler_start(&settler, "/var/lib/sortie/store.db", &error);
 *     ... turns of the loop ...
 *     switch (settler_ask(&settler)) { case SETTLING_PENDING: ...
 *
 * The child says by itself, on the error stream, what went wrong; how many it settled
 * is nobody's to know. It does not outlive its parent. */
#ifndef SORTIE_SETTLER_H
#define SORTIE_SETTLER_H

#include "sortie/error.h"

#include <sys/types.h>

enum settling {
    SETTLING_PENDING, /* the child is at it, or there is none */
    SETTLING_DONE,
    SETTLING_HINDERED, /* by another command, or a reader of the log: try again */
    SETTLING_FAILED,
    SETTLING_KILLED /* before it could say anything */
};

/* Zeroed: none is at it. */
struct settler {
    pid_t child; /* 0: none */
};

bool settler_is_busy(const struct settler *settler);

/* Starts a child on the store at `path`; false with an error when none could be made.
 */
bool settler_start(struct settler *settler, const char *path, struct error *error);

/* Asks what became of it, and takes the answer when it is there. */
enum settling settler_ask(struct settler *settler);

/* Ends the child where it is: each response is either waiting or laid. */
void settler_stop(struct settler *settler);

#endif
