/* A short time slice, asked for by those whom a person waits for: with one, a process that has slept is put before one that computes. */
#ifndef MUX_TIME_SLICE_H
#define MUX_TIME_SLICE_H

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Linux 6.12 and later take a slice for the ordinary policy too (sched(7), sched_setattr(2)); others ignore it. The nice value stays, children get the
 * usual slice, and nobody needs a privilege for it. */
static inline int32_t mux_time_slice(uint64_t nanoseconds)
{
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes = { 0 };
    enum { RESET_ON_FORK = 1 };
    if (syscall(SYS_sched_getattr, 0, &attributes, (uint32_t)sizeof attributes, 0) < 0)
        return -errno;
    attributes.size = sizeof attributes;
    attributes.flags = RESET_ON_FORK;
    attributes.runtime = nanoseconds;
    return syscall(SYS_sched_setattr, 0, &attributes, 0) < 0 ? -errno : 0;
}

#endif
