/* epoll: its event struct is packed on one architecture and not on the others, so it stays here. */
#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "mux_shims.h"

static uint32_t to_system(uint32_t events)
{
    return (events & MUX_POLL_READ ? EPOLLIN | EPOLLRDHUP : 0u) | (events & MUX_POLL_WRITE ? EPOLLOUT : 0u)
        | (events & MUX_POLL_EDGE ? EPOLLET : 0u);
}

int32_t mux_poll_create(int32_t *fd)
{
    int made = epoll_create1(EPOLL_CLOEXEC);
    if (made < 0)
        return -errno;
    *fd = made;
    return 0;
}

static int32_t control(int32_t poll, int operation, int32_t fd, uint32_t events, uint64_t token)
{
    struct epoll_event event = { .events = to_system(events), .data.u64 = token };
    return epoll_ctl(poll, operation, fd, &event) < 0 ? -errno : 0;
}

int32_t mux_poll_add(int32_t poll, int32_t fd, uint32_t events, uint64_t token) { return control(poll, EPOLL_CTL_ADD, fd, events, token); }

int32_t mux_poll_modify(int32_t poll, int32_t fd, uint32_t events, uint64_t token)
{
    return control(poll, EPOLL_CTL_MOD, fd, events, token);
}

int32_t mux_poll_remove(int32_t poll, int32_t fd) { return control(poll, EPOLL_CTL_DEL, fd, 0, 0); }

int32_t mux_poll_wait(int32_t poll, struct mux_ready *ready, int32_t capacity, int32_t timeout_ms)
{
    struct epoll_event events[128];
    int count = epoll_wait(poll, events, capacity < 128 ? capacity : 128, timeout_ms);
    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++) {
        uint32_t got = events[i].events;
        ready[i].token = events[i].data.u64;
        ready[i].events = (got & EPOLLIN ? MUX_POLL_READ : 0u) | (got & EPOLLOUT ? MUX_POLL_WRITE : 0u)
            | (got & (EPOLLHUP | EPOLLRDHUP) ? MUX_POLL_HANGUP : 0u) | (got & EPOLLERR ? MUX_POLL_ERROR : 0u);
        ready[i].reserved = 0;
    }
    return count;
}
