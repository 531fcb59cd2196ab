/* Files and directories, opened so that nothing is followed that was not meant. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "mux_shims.h"

int32_t mux_file_open(int32_t directory, const char *path, uint32_t flags, uint32_t mode, int32_t *fd)
{
    int wanted = O_CLOEXEC | O_NOCTTY;
    wanted |= flags & MUX_OPEN_PATH ? O_PATH : flags & MUX_OPEN_WRITE ? (flags & MUX_OPEN_READ ? O_RDWR : O_WRONLY) : O_RDONLY;
    wanted |= flags & MUX_OPEN_CREATE ? O_CREAT : 0;
    wanted |= flags & MUX_OPEN_EXCLUSIVE ? O_EXCL : 0;
    wanted |= flags & MUX_OPEN_APPEND ? O_APPEND : 0;
    wanted |= flags & MUX_OPEN_TRUNCATE ? O_TRUNC : 0;
    wanted |= flags & MUX_OPEN_NOFOLLOW ? O_NOFOLLOW : 0;
    wanted |= flags & MUX_OPEN_DIRECTORY ? O_DIRECTORY : 0;
    wanted |= flags & MUX_OPEN_NONBLOCK ? O_NONBLOCK : 0;
    int made;
    do
        made = openat(directory < 0 ? AT_FDCWD : directory, path, wanted, (mode_t)mode);
    while (made < 0 && errno == EINTR);
    if (made < 0)
        return -errno;
    *fd = made;
    return 0;
}

static int32_t fill(const struct stat *in, struct mux_file_status *out)
{
    *out = (struct mux_file_status){
        .device = in->st_dev, .inode = in->st_ino, .size = in->st_size, .modified_ns = in->st_mtim.tv_sec * 1000000000ll + in->st_mtim.tv_nsec,
        .mode = in->st_mode, .uid = in->st_uid, .gid = in->st_gid, .links = (uint32_t)in->st_nlink,
    };
    return 0;
}

int32_t mux_file_status(int32_t fd, struct mux_file_status *out)
{
    struct stat status;
    return fstat(fd, &status) < 0 ? -errno : fill(&status, out);
}

int32_t mux_file_status_at(int32_t directory, const char *path, int32_t follow, struct mux_file_status *out)
{
    struct stat status;
    return fstatat(directory < 0 ? AT_FDCWD : directory, path, &status, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0 ? -errno : fill(&status, out);
}

int32_t mux_file_make_directory(const char *path, uint32_t mode) { return mkdir(path, (mode_t)mode) < 0 ? -errno : 0; }

int32_t mux_file_remove(int32_t directory, const char *path)
{
    return unlinkat(directory < 0 ? AT_FDCWD : directory, path, 0) < 0 ? -errno : 0;
}

int32_t mux_file_rename(int32_t directory, const char *from, const char *to)
{
    int at = directory < 0 ? AT_FDCWD : directory;
    return renameat(at, from, at, to) < 0 ? -errno : 0;
}

int32_t mux_file_mode(int32_t directory, const char *path, uint32_t mode)
{
    return fchmodat(directory < 0 ? AT_FDCWD : directory, path, (mode_t)mode, 0) < 0 ? -errno : 0;
}

int32_t mux_file_lock(int32_t fd, int32_t wait)
{
    int result;
    do
        result = flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : 0;
}

int32_t mux_file_read(int32_t fd, void *buffer, uint32_t length)
{
    ssize_t got;
    do
        got = read(fd, buffer, length);
    while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : (int32_t)got;
}

int32_t mux_file_write(int32_t fd, const void *buffer, uint32_t length)
{
    ssize_t put;
    do
        put = write(fd, buffer, length);
    while (put < 0 && errno == EINTR);
    return put < 0 ? -errno : (int32_t)put;
}

int32_t mux_file_nonblocking(int32_t fd, int32_t on)
{
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 || fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK) < 0 ? -errno : 0;
}

int32_t mux_file_duplicate(int32_t fd, int32_t *made)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0)
        return -errno;
    *made = copy;
    return 0;
}

int32_t mux_pipe(int32_t *reader, int32_t *writer)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return -errno;
    *reader = ends[0];
    *writer = ends[1];
    return 0;
}

struct directory_entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

int32_t mux_directory_read(int32_t fd, int32_t first, char *names, uint32_t capacity)
{
    _Alignas(8) char entries[4096];
    if (capacity < sizeof entries)
        return -EINVAL;
    if (first && lseek(fd, 0, SEEK_SET) < 0)
        return -errno;
    int32_t used = 0;
    while (used == 0) {
        long got = syscall(SYS_getdents64, fd, entries, sizeof entries);
        if (got <= 0)
            return got < 0 ? -errno : 0;
        for (long at = 0; at < got;) {
            const struct directory_entry *entry = (const void *)(entries + at);
            size_t length = strlen(entry->name) + 1;
            if (strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0) {
                memcpy(names + used, entry->name, length);
                used += (int32_t)length;
            }
            at += entry->length;
        }
    }
    return used;
}

int32_t mux_watch_create(int32_t *fd)
{
    int made = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (made < 0)
        return -errno;
    *fd = made;
    return 0;
}

int32_t mux_watch_directory(int32_t fd, const char *path)
{
    uint32_t mask = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW;
    int watch = inotify_add_watch(fd, path, mask);
    return watch < 0 ? -errno : watch;
}

int32_t mux_watch_clear(int32_t fd)
{
    char events[4096];
    int32_t seen = 0;
    while (read(fd, events, sizeof events) > 0)
        seen = 1;
    return seen;
}
