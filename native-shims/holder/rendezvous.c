/* The socket PID.NAME in its directory, and how both come back when somebody removes them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "holder.h"

/* The directory must be the user's own and nobody else's; a symlink in its place is refused. */
static int open_directory(void)
{
    if (mkdir(holder.directory_path, 0700) < 0 && errno != EEXIST)
        return -errno;
    int fd = open(holder.directory_path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    struct stat status;
    if (fstat(fd, &status) < 0 || status.st_uid != geteuid() || (status.st_mode & 077) != 0) {
        close(fd);
        return -EPERM;
    }
    close_fd(&holder.directory);
    holder.directory = fd;
    if (holder.watch >= 0)
        inotify_rm_watch(holder.inotify, holder.watch);
    holder.watch = inotify_add_watch(holder.inotify, holder.directory_path,
        IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW);
    return holder.watch < 0 ? -errno : 0;
}

static void name_socket(void)
{
    snprintf(holder.socket_name, sizeof holder.socket_name, "%d.%s", holder.session_pid, holder.name);
}

static int set_mode(const char *name) { return fchmodat(holder.directory, name, holder.attached ? 0700 : 0600, 0); }

int rendezvous_mode(void) { return set_mode(holder.socket_name) < 0 ? -errno : 0; }

/*
 * Through /proc, so that the directory's own length does not count against sun_path and it cannot be swapped underneath. The socket gets its name when it
 * listens: a daemon that sees the name appear connects at once, and one that is refused takes the session for dead.
 */
static int bind_socket(void)
{
    char fresh[32];
    snprintf(fresh, sizeof fresh, ".%d.new", holder.session_pid);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int length = snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", holder.directory, holder.socket_name);
    if (length >= (int)sizeof address.sun_path)
        return -ENAMETOOLONG;       /* nobody could connect to it */
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", holder.directory, fresh);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    unlinkat(holder.directory, fresh, 0);       /* of a process that was killed here */
    struct stat status;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || set_mode(fresh) < 0 || listen(fd, 128) < 0
        || fstatat(holder.directory, fresh, &status, AT_SYMLINK_NOFOLLOW) < 0
        || renameat(holder.directory, fresh, holder.directory, holder.socket_name) < 0) {
        int error = errno;
        close(fd);
        unlinkat(holder.directory, fresh, 0);
        return -error;
    }
    close_fd(&holder.listener);
    holder.listener = fd;
    holder.socket_inode = status.st_ino;
    holder.socket_device = status.st_dev;
    return watch_fd(fd, EPOLLIN, SOURCE_LISTENER, 0);
}

int rendezvous_open(const char **failed)
{
    *failed = holder.directory_path;
    holder.inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (holder.inotify < 0)
        return -errno;
    name_socket();
    int result = open_directory();
    if (result == 0)
        result = watch_fd(holder.inotify, EPOLLIN, SOURCE_DIRECTORY, 0);
    if (result < 0)
        return result;
    *failed = holder.socket_name;
    return bind_socket();
}

static bool directory_in_place(void)
{
    struct stat open_one, named;
    return fstat(holder.directory, &open_one) == 0 && lstat(holder.directory_path, &named) == 0 && open_one.st_ino == named.st_ino
        && open_one.st_dev == named.st_dev;
}

static bool socket_in_place(void)
{
    struct stat status;
    return fstatat(holder.directory, holder.socket_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_ino == holder.socket_inode
        && status.st_dev == holder.socket_device;
}

/* Puts back what is missing; tries again by timer only while that fails. */
void rendezvous_check(void)
{
    int result = directory_in_place() ? 0 : open_directory();
    if (result == 0 && !socket_in_place())
        result = bind_socket();
    holder.directory_deadline = result < 0 ? now_ms() + DIRECTORY_RETRY_MS : NEVER;
}

void rendezvous_event(void)
{
    char events[4096];
    ssize_t got;
    do
        got = read(holder.inotify, events, sizeof events);
    while (got > 0);
    rendezvous_check();
}

int rendezvous_rename(const char *name, uint32_t length)
{
    if (length == 0 || length > MUX_MAX_NAME || memchr(name, '/', length) || memchr(name, 0, length))
        return -EINVAL;
    char old[sizeof holder.socket_name];
    memcpy(old, holder.socket_name, sizeof old);
    char previous[sizeof holder.name];
    memcpy(previous, holder.name, sizeof previous);
    memcpy(holder.name, name, length);
    holder.name[length] = 0;
    name_socket();
    if (renameat(holder.directory, old, holder.directory, holder.socket_name) == 0)
        return 0;
    int error = errno;
    memcpy(holder.name, previous, sizeof previous);
    name_socket();
    return -error;
}

void rendezvous_remove(void)
{
    if (holder.directory >= 0 && socket_in_place())
        unlinkat(holder.directory, holder.socket_name, 0);
}
