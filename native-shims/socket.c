/* Unix sockets with descriptors and credentials. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "mux_shims.h"

static int system_type(int32_t packets) { return (packets ? SOCK_SEQPACKET : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK; }

static int32_t make_address(const char *path, uint32_t length, struct sockaddr_un *address)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length == 0 || length >= sizeof address->sun_path)
        return -ENAMETOOLONG;
    memcpy(address->sun_path, path, length);
    return 0;
}

int32_t mux_socket_connect(const char *path, uint32_t length, int32_t packets, int32_t *fd)
{
    struct sockaddr_un address;
    int32_t result = make_address(path, length, &address);
    if (result < 0)
        return result;
    int made = socket(AF_UNIX, system_type(packets), 0);
    if (made < 0)
        return -errno;
    do
        result = connect(made, (struct sockaddr *)&address, sizeof address);
    while (result < 0 && errno == EINTR);
    if (result < 0) {
        int error = errno;
        close(made);
        return -error;
    }
    *fd = made;
    return 0;
}

int32_t mux_socket_listen(const char *path, uint32_t length, int32_t packets, int32_t backlog, int32_t *fd)
{
    struct sockaddr_un address;
    int32_t result = make_address(path, length, &address);
    if (result < 0)
        return result;
    int made = socket(AF_UNIX, system_type(packets), 0);
    if (made < 0)
        return -errno;
    if (bind(made, (struct sockaddr *)&address, sizeof address) < 0 || listen(made, backlog) < 0) {
        int error = errno;
        close(made);
        return -error;
    }
    *fd = made;
    return 0;
}

int32_t mux_socket_accept(int32_t listener, int32_t *fd)
{
    int made;
    do
        made = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    while (made < 0 && errno == EINTR);
    if (made < 0)
        return -errno;
    *fd = made;
    return 0;
}

int32_t mux_socket_pair(int32_t packets, int32_t *first, int32_t *second)
{
    int ends[2];
    if (socketpair(AF_UNIX, system_type(packets), 0, ends) < 0)
        return -errno;
    *first = ends[0];
    *second = ends[1];
    return 0;
}

int32_t mux_socket_peer(int32_t fd, int32_t *pid, uint32_t *uid, uint32_t *gid)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
        return -errno;
    *pid = peer.pid;
    *uid = peer.uid;
    *gid = peer.gid;
    return 0;
}

int32_t mux_socket_send_buffer(int32_t fd, int32_t bytes)
{
    return setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes) < 0 ? -errno : 0;
}

int32_t mux_socket_send(int32_t fd, const void *first, uint32_t first_length, const void *second, uint32_t second_length, const int32_t *fds,
                        uint32_t fd_count)
{
    struct iovec parts[2] = { { (void *)(uintptr_t)first, first_length }, { (void *)(uintptr_t)second, second_length } };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control;
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = second_length ? 2 : 1 };
    if (fd_count > MUX_MAX_FDS)
        return -EINVAL;
    if (fd_count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
        memcpy(CMSG_DATA(rights), fds, sizeof(int) * fd_count);
    }
    ssize_t sent;
    do
        sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : (int32_t)sent;
}

int32_t mux_socket_receive(int32_t fd, void *buffer, uint32_t length, int32_t *fds, uint32_t *fd_count)
{
    struct iovec part = { buffer, length };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control;
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
    ssize_t got;
    int resets = 0;
    /* A peer that closed with something unread gives ECONNRESET once; what it sent before can be read all the same. */
    do
        got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && (errno == EINTR || (errno == ECONNRESET && resets++ == 0)));
    *fd_count = 0;
    if (got < 0)
        return -errno;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        uint32_t count = (uint32_t)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (uint32_t i = 0; i < count && *fd_count < MUX_MAX_FDS; i++)
            memcpy(&fds[(*fd_count)++], CMSG_DATA(header) + i * sizeof(int), sizeof(int));
    }
    if (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) {
        /* Half a message or lost descriptors: nothing of it may be used. */
        for (uint32_t i = 0; i < *fd_count; i++)
            close(fds[i]);
        *fd_count = 0;
        return -EMSGSIZE;
    }
    return (int32_t)got;
}
