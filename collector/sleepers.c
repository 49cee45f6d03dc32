/* sleepers.c: see sleepers.h. */
#include "sleepers.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

bool sleepers_open(struct sleepers *sleepers, struct error *error)
{
    *sleepers = (struct sleepers){.epoll = epoll_create1(EPOLL_CLOEXEC)};
    return sleepers->epoll >= 0
           || error_set(error, ERROR_SYSTEM, "cannot watch connections: %s",
                        strerror(errno));
}

void sleepers_close(struct sleepers *sleepers)
{
    if (sleepers->epoll >= 0)
        close(sleepers->epoll);
    sleepers->epoll = -1;
}

bool sleepers_add(struct sleepers *sleepers, struct link *link)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = link};
    if (epoll_ctl(sleepers->epoll, EPOLL_CTL_ADD, link->fd, &event) != 0)
        return false;
    link->asleep = true;
    sleepers->count++;
    return true;
}

void sleepers_remove(struct sleepers *sleepers, struct link *link)
{
    if (!link->asleep)
        return;
    epoll_ctl(sleepers->epoll, EPOLL_CTL_DEL, link->fd, NULL);
    link->asleep = false;
    sleepers->count--;
}

struct link *sleepers_next(struct sleepers *sleepers)
{
    struct epoll_event event;
    if (sleepers->count == 0 || epoll_wait(sleepers->epoll, &event, 1, 0) != 1)
        return NULL;
    sleepers_remove(sleepers, event.data.ptr);
    return event.data.ptr;
}
