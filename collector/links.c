/* links.c: see links.h. */
#include "links.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum { LOOK_MS = 100 };

static void unlink_link(struct link *link)
{
    link->before->after = link->after;
    link->after->before = link->before;
}

static void append(struct links *links, struct link *link, int64_t now)
{
    link->since = now;
    link->before = links->ring.before;
    link->after = &links->ring;
    link->before->after = link;
    links->ring.before = link;
}

void links_init(struct links *links, size_t most)
{
    *links = (struct links){.most = most};
    links->ring.before = links->ring.after = &links->ring;
}

struct link *links_add(struct links *links, int fd, int64_t now)
{
    struct link *link = calloc(1, sizeof *link);
    if (!link)
        return NULL;
    link->fd = fd;
    append(links, link, now);
    links->count++;
    return link;
}

void links_remove(struct links *links, struct link *link)
{
    unlink_link(link);
    links->count--;
    links->ended -= link->ended;
    links_set_chunked(links, link, false);
    free(link);
}

void links_restart(struct links *links, struct link *link, int64_t now)
{
    unlink_link(link);
    append(links, link, now);
}

/* What the peer did not read would stay in the kernel's memory for minutes. */
static void end(struct links *links, struct link *link)
{
    if (link->waiting || link->ended)
        return;
    struct linger none = {.l_onoff = 1};
    setsockopt(link->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    shutdown(link->fd, SHUT_RDWR);
    link->ended = true;
    links->ended++;
}

static void end_oldest(struct links *links, int64_t now)
{
    struct link *link = links->ring.after;
    end(links, link);
    links_restart(links, link, now);
}

void links_end_late(struct links *links, int64_t now)
{
    while (links->ring.after != &links->ring
           && now - links->ring.after->since >= DEADLINE_MS)
        end_oldest(links, now);
}

void links_make_room(struct links *links, int64_t now)
{
    size_t full = links->most - links->most / 10;
    for (size_t tries = links->count; tries > 0 && links->count - links->ended > full;
         tries--)
        end_oldest(links, now);
}

void links_set_chunked(struct links *links, struct link *link, bool chunked)
{
    links->chunked += chunked;
    links->chunked -= link->chunked;
    link->chunked = chunked;
    link->lying = false;
}

void links_progress(struct link *link)
{
    link->lying = false;
}

static bool has_unread(const struct link *link)
{
    int bytes = 0;
    return ioctl(link->fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

void links_end_stuck(struct links *links, int64_t now)
{
    if (links->chunked == 0 || now - links->looked < LOOK_MS)
        return;
    links->looked = now;
    for (struct link *link = links->ring.after; link != &links->ring;
         link = link->after) {
        bool lying = link->chunked && has_unread(link);
        if (lying && link->lying)
            end(links, link);
        link->lying = lying;
    }
}
