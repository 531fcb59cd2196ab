/* Descriptors and event counters. */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "mux_shims.h"

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
    /* A counter that is full is a wake-up that has not been seen yet: as good as another one. */
    return write(fd, &one, sizeof one) < 0 && errno != EAGAIN ? -errno : 0;
}

int32_t mux_eventfd_clear(int32_t fd)
{
    uint64_t count;
    return read(fd, &count, sizeof count) < 0 && errno != EAGAIN ? -errno : 0;
}
