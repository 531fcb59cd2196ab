/*
 * Preloaded (LD_PRELOAD) into daemon and holder by a test: one chosen system call of one of the two fails as the test says. The test and all processes
 * share a page: which process, which call, with which errno, and after how many more calls. Each order is carried out once.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { DAEMON = 1, HOLDER = 2 };
enum { READ, WRITE, ACCEPT, MAP, MEMORY, SEND, RECEIVE, OPEN };

struct order {
    uint32_t process, call;
    int32_t error;
    uint32_t left;          /* the call fails when it counts down to 0; 0: no order */
    uint32_t carried_out;
};

static struct order *order;
static uint32_t own;

/* By raw system calls: nothing of what is preloaded is to be called before it is ready. */
static void look_up(void) __attribute__((constructor));
static void look_up(void)
{
    char line[4096];
    const char *path = getenv("MUX_TEST_CALLS");
    long file = path ? syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    long length = syscall(SYS_read, file, line, sizeof line - 1);
    syscall(SYS_close, file);
    if (length <= 0)
        return;
    line[length] = 0;
    const char *name = strrchr(line, '/') ? strrchr(line, '/') + 1 : line;
    const char *second = line + strlen(line) + 1;
    uint32_t process = strcmp(name, "mux-holder") == 0 ? HOLDER : second < line + length && strcmp(second, "--daemon") == 0 ? DAEMON : 0;
    if (process == 0)
        return;
    file = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return;
    long mapped = syscall(SYS_mmap, NULL, sizeof *order, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    if (mapped > 0 || mapped < -4096) {
        own = process;
        order = (struct order *)mapped;
    }
}

/* True when this call is the one that is to fail; errno says how. */
static int fails(uint32_t call)
{
    if (!order || __atomic_load_n(&order->process, __ATOMIC_ACQUIRE) != own || order->call != call)
        return 0;
    uint32_t left = __atomic_load_n(&order->left, __ATOMIC_ACQUIRE);
    do {
        if (left == 0)
            return 0;
    } while (!__atomic_compare_exchange_n(&order->left, &left, left - 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
    if (left != 1)
        return 0;
    errno = order->error;
    __atomic_add_fetch(&order->carried_out, 1, __ATOMIC_RELEASE);
    return 1;
}

ssize_t read(int fd, void *bytes, size_t count)
{
    return fails(READ) ? -1 : syscall(SYS_read, fd, bytes, count);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    return fails(WRITE) ? -1 : syscall(SYS_write, fd, bytes, count);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    return fails(ACCEPT) ? -1 : (int)syscall(SYS_accept4, fd, address, length, flags);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
    return fails(MAP) ? MAP_FAILED : (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

int memfd_create(const char *name, unsigned int flags)
{
    return fails(MEMORY) ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    return fails(SEND) ? -1 : syscall(SYS_sendmsg, fd, message, flags);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    return fails(RECEIVE) ? -1 : syscall(SYS_recvmsg, fd, message, flags);
}

int openat(int directory, const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, directory, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* The names that programs built for large files call. */
void *mmap64(void *, size_t, int, int, int, off_t) __attribute__((alias("mmap")));
int open64(const char *, int, ...) __attribute__((alias("open")));
int openat64(int, const char *, int, ...) __attribute__((alias("openat")));
