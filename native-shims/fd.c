/* Descriptors and event counters. */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "mux_shims.h"

/* A wake-up that is lost stops a window for good, so that no failure is taken for final at once. */
enum { ATTEMPTS = 3 };

int32_t mux_fd_close(int32_t fd)
{
    return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

int32_t mux_eventfd_create(int32_t *fd)
{
    int made = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (made < 0)
        return -errno;
    *fd = made;
    return 0;
}

int32_t mux_eventfd_signal(int32_t fd)
{
    uint64_t one = 1;
    ssize_t put;
    int attempts = 0;
    do
        put = write(fd, &one, sizeof one);
    while (put < 0 && errno != EAGAIN && attempts++ < ATTEMPTS);
    /* A counter that is full is a wake-up that has not been seen yet: as good as another one. */
    return put < 0 && errno != EAGAIN ? -errno : 0;
}

int32_t mux_eventfd_clear(int32_t fd)
{
    uint64_t count;
    ssize_t got;
    int attempts = 0;
    do
        got = read(fd, &count, sizeof count);
    while (got < 0 && errno != EAGAIN && attempts++ < ATTEMPTS);
    return got < 0 && errno != EAGAIN ? -errno : 0;
}
