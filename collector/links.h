/* links.h: the connections that are open, by the moment their time began to run, and
 * which of them must go.
 *
 *     links_init(&links, 4000);
 *     struct link *link = links_add(&links, socket, clock_ms());
 *     links_restart(&links, link, clock_ms());        a request began, or was answered
 *     links_end_late(&links, clock_ms());             once a turn
 *     links_make_room(&links, clock_ms());            the same
 *     links_end_stuck(&links, clock_ms());            the same
 *     links_remove(&links, link);                     the connection is closed
 *
 * A connection that has waited longest for its stranger goes first, whoever that is:
 * six tablets may share an address, so nothing is counted by address. To end is to shut
 * the socket down and forget what its peer did not read: its owner finds that out by
 * itself, and closes it. */
#ifndef SORTIE_LINKS_H
#define SORTIE_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DEADLINE_MS = 10000 };

struct link {
    struct link *before, *after;
    int64_t since; /* monotonic ms */
    int fd;
    bool waiting; /* for us: its time stands still */
    bool begun;   /* a request was read of it */
    bool ended;
    bool chunked; /* a body in chunks is being read */
    bool lying;   /* bytes of it lay unread at the last look */
};

struct links {
    struct link ring; /* its head; the oldest comes after it */
    size_t count;
    size_t ended; /* of count: shut down and not closed yet */
    size_t most;  /* as many as may be open at once */
    size_t chunked;
    int64_t looked; /* monotonic ms: for those that are stuck */
};

void links_init(struct links *links, size_t most);

/* NULL when memory has run out: such a connection has no deadline but silence. */
struct link *links_add(struct links *links, int fd, int64_t now);
void links_remove(struct links *links, struct link *link);

/* Its time begins to run now. */
void links_restart(struct links *links, struct link *link, int64_t now);

/* Ends all whose time is up. */
void links_end_late(struct links *links, int64_t now);

/* Keeps a tenth of the places free for whoever comes next, by ending the oldest that do
 * not wait for us. */
void links_make_room(struct links *links, int64_t now);

/* A body in chunks begins, or is read to its end. */
void links_set_chunked(struct links *links, struct link *link, bool chunked);

/* Some of it was read. */
void links_progress(struct link *link);

/* Ends those whose bytes lie unread at two looks and nothing was read between them: the
 * line of a chunk has no end in libmicrohttpd's buffer, and the loop would turn for it
 * until the deadline. Browsers send no chunks: without any this costs nothing. */
void links_end_stuck(struct links *links, int64_t now);

#endif
