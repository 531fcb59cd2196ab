/* The connections of the socket: who is there, receiving and sending. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "holder.h"

static bool same_user(int fd)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && (peer.uid == geteuid() || peer.uid == 0);
}

/* A free place; with none left the oldest connection that is no daemon's gives its own up. */
static uint32_t take_place(void)
{
    uint32_t oldest = MAX_CONNECTIONS;
    for (uint32_t i = 0; i < MAX_CONNECTIONS; i++) {
        struct connection *connection = &holder.connections[i];
        if (connection->state == CONNECTION_FREE)
            return i;
        if (connection->state == CONNECTION_ANONYMOUS && (oldest == MAX_CONNECTIONS || connection->since < holder.connections[oldest].since))
            oldest = i;
    }
    connection_drop(oldest);
    return oldest;
}

void connections_accept(void)
{
    for (int budget = 0; budget < RECEIVE_BUDGET; budget++) {
        int fd = accept4(holder.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0 && (errno == EMFILE || errno == ENFILE)) {
            /* A connection left waiting would wake us for ever: the spare descriptor lets us take it and turn it away. */
            close_fd(&holder.spare);
            fd = accept4(holder.listener, NULL, NULL, SOCK_CLOEXEC);
            close_fd(&fd);
            holder.spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
            continue;
        }
        if (fd < 0)
            return;
        uint32_t index = take_place();
        if (!same_user(fd) || watch_fd(fd, EPOLLIN, SOURCE_CONNECTION, index) < 0) {
            close(fd);
            continue;
        }
        holder.connections[index] = (struct connection){
            .state = CONNECTION_ANONYMOUS, .fd = fd, .binary_fd = -1, .version = MUX_PROTOCOL_MIN, .since = now_ms(),
        };
    }
}

/* The daemon has gone: who serves the session now? */
static void daemon_gone(void)
{
    bool planned = holder.quiesced && !holder.quiesce_sent;
    bool proven = planned || now_ms() - holder.daemon_since >= PROVEN_MS;
    holder.failures = proven ? 0 : holder.failures + 1;
    holder.unrecovered = proven || holder.recovered ? 0 : holder.unrecovered + 1;
    holder.daemon = -1;
    holder.daemon_pid = 0;
    holder.takeover_deadline = NEVER;
    holder.quiesced = holder.quiesce_sent = false;
    for (uint32_t i = 0; i < holder.window_limit; i++)
        if (holder.windows[i].pending & PENDING_FAILED)
            window_free(&holder.windows[i]);    /* only the daemon that asked wants to know */
    windows_kick_all();     /* what it committed without a kick is to be written, and what it freed read */
    if (holder.successor >= 0) {
        uint32_t index = (uint32_t)holder.successor;
        holder.successor = -1;
        daemon_install(index);
        return;
    }
    ttys_restore_orphans();
    if (!planned)
        restart_schedule();
}

void connection_drop(uint32_t index)
{
    struct connection *connection = &holder.connections[index];
    enum connection_state state = connection->state;
    if (state == CONNECTION_FREE)
        return;
    close_fd(&connection->fd);
    close_fd(&connection->binary_fd);
    connection->state = CONNECTION_FREE;
    if (state == CONNECTION_SUCCESSOR) {
        holder.successor = -1;
        if (holder.daemon < 0)
            restart_schedule();
    } else if (state == CONNECTION_DAEMON) {
        daemon_gone();
    }
}

int connection_send(uint32_t index, uint16_t type, uint64_t id, const void *payload, uint32_t length, const void *more, uint32_t more_length,
                    const int *fds, unsigned fd_count)
{
    struct mux_message_header header = { .type = type, .version = MUX_PROTOCOL_MAX, .length = length + more_length, .id = id };
    struct iovec parts[3] = {
        { &header, sizeof header }, { (void *)(uintptr_t)payload, length }, { (void *)(uintptr_t)more, more_length },
    };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control;
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };
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
        sent = sendmsg(holder.connections[index].fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : 0;
}

/* What passes by itself, unlike the end of the peer: the same can be sent again. */
static bool is_shortage(int result)
{
    return result == -EAGAIN || result == -EINTR || result == -ENOMEM || result == -ENOBUFS || result == -EMFILE || result == -ENFILE
        || result == -ENOSPC || result == -ETOOMANYREFS;
}

/* Best effort: a peer that asks and does not read its answers goes without them. */
void connection_result(uint32_t index, uint16_t request_type, uint64_t id, int error)
{
    struct mux_result result = { .error = error < 0 ? -error : error, .request_type = request_type };
    connection_send(index, MUX_RESULT, id, &result, sizeof result, NULL, 0, NULL, 0);
}

/* One packet. Returns false when there is none, or when the connection has been dropped. */
static bool receive_one(uint32_t index)
{
    static uint8_t buffer[MUX_MAX_MESSAGE];
    struct iovec part = { buffer, sizeof buffer };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control;
    struct msghdr packet = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
    ssize_t got = recvmsg(holder.connections[index].fd, &packet, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    /* A peer that closed with answers unread: the kernel says so once, and has what the peer sent before all the same. */
    if (got < 0 && errno == ECONNRESET)
        got = recvmsg(holder.connections[index].fd, &packet, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    /* What the kernel has no memory for now is still there at the next event: losing the daemon for it would be worse. */
    if (got < 0 && is_shortage(-errno))
        return false;
    int fds[MUX_MAX_FDS];
    unsigned fd_count = 0;
    for (struct cmsghdr *header = got < 0 ? NULL : CMSG_FIRSTHDR(&packet); header; header = CMSG_NXTHDR(&packet, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        unsigned count = (unsigned)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (unsigned i = 0; i < count && fd_count < MUX_MAX_FDS; i++)
            memcpy(&fds[fd_count++], CMSG_DATA(header) + i * sizeof(int), sizeof(int));
    }
    struct message message = {
        .payload = buffer + sizeof message.header, .fds = fds, .fd_count = fd_count, .short_of_fds = packet.msg_flags & MSG_CTRUNC,
    };
    bool sound = got >= (ssize_t)sizeof message.header && !(packet.msg_flags & MSG_TRUNC)
        && (!message.short_of_fds || holder.connections[index].state == CONNECTION_DAEMON);
    if (sound) {
        memcpy(&message.header, buffer, sizeof message.header);
        sound = message.header.length == (size_t)got - sizeof message.header;
    }
    if (sound)
        request_handle(index, &message);
    for (unsigned i = 0; i < fd_count; i++)
        close_fd(&fds[i]);
    if (!sound)
        connection_drop(index);     /* the end, or garbage: in both cases this connection only */
    return sound && holder.connections[index].state != CONNECTION_FREE;
}

void connection_event(uint32_t index)
{
    if (holder.connections[index].state == CONNECTION_FREE)
        return;
    for (int budget = 0; budget < RECEIVE_BUDGET; budget++)
        if (!receive_one(index))
            return;
}

/* A daemon that is dead: what it asked for with its last breath is still done. */
void connection_drain(uint32_t index)
{
    while (holder.connections[index].state != CONNECTION_FREE && receive_one(index))
        continue;
    connection_drop(index);
}

static void set_epoch(uint64_t epoch)
{
    holder.epoch = epoch;
    __atomic_store_n(&holder.session->epoch, epoch, __ATOMIC_SEQ_CST);
    for (uint32_t i = 0; i < holder.window_limit; i++)
        if (holder.windows[i].state != WINDOW_FREE)
            __atomic_store_n(&holder.windows[i].control->epoch, epoch, __ATOMIC_SEQ_CST);
}

/* Makes a connection the daemon's: from here on only its epoch counts, and it hears of every window. */
void daemon_install(uint32_t index)
{
    struct connection *connection = &holder.connections[index];
    uint32_t windows = 0;
    for (uint32_t i = 0; i < holder.window_limit; i++) {
        struct window *window = &holder.windows[i];
        if (window->state != WINDOW_RUNNING)
            continue;       /* one that is starting is told when it has started */
        windows++;
        window->pending = PENDING_WINDOW;
        if (window->output->flags & MUX_OUTPUT_DRAINED && !(window->info.exit.flags & MUX_EXIT_ACKNOWLEDGED))
            window->pending |= PENDING_EXITED;
    }
    connection->state = CONNECTION_DAEMON;
    holder.daemon = (int)index;
    holder.daemon_pid = connection->pid;
    holder.unacknowledged = 0;
    holder.quiesced = holder.quiesce_sent = holder.recovered = false;
    set_epoch(holder.epoch + 1);
    __atomic_store_n(&holder.session->daemon_sleeping, 0, __ATOMIC_SEQ_CST);
    holder.daemon_since = now_ms();
    restart_take_binary(&connection->binary_fd);
    restart_cancel();
    struct mux_welcome welcome = {
        .version = connection->version, .window_count = windows, .epoch = holder.epoch, .session_pid = holder.session_pid,
        .holder_pid = getpid(), .flags = holder.adopting ? MUX_WELCOME_ADOPTING : 0, .name_length = (uint32_t)strlen(holder.name),
        .meta_length = holder.session_meta_length,
    };
    uint8_t tail[MUX_MAX_NAME + MUX_MAX_META];
    memcpy(tail, holder.name, welcome.name_length);
    memcpy(tail + welcome.name_length, holder.meta + (size_t)MUX_MAX_META * MUX_MAX_WINDOWS, welcome.meta_length);
    const int fds[] = { holder.to_daemon, holder.to_holder, holder.session_fd, holder.session_state_fd };
    int result = connection_send(index, MUX_WELCOME, 0, &welcome, sizeof welcome, tail, welcome.name_length + welcome.meta_length, fds, 4);
    connection->broken = result < 0;
    windows_kick_all();
    if (is_shortage(result))
        connection_drop(index);     /* it hears that, and asks anew */
}

/* WINDOW or SPAWNED. The output travels as a read-only reopening, so that a daemon gone mad cannot scribble over the journal. */
static int send_window(struct window *window)
{
    char path[64] = "/proc/self/fd/";
    unsigned at = (unsigned)strlen(path), digits = 1;
    for (int rest = window->output_fd; rest >= 10; rest /= 10)
        digits++;
    for (int rest = window->output_fd, i = (int)digits - 1; i >= 0; rest /= 10, i--)
        path[at + (unsigned)i] = (char)('0' + rest % 10);
    int output = open(path, O_RDONLY | O_CLOEXEC);
    if (output < 0)
        return -errno;
    const int fds[] = { output, window->control_fd, window->state_fd, window->scrollback_fd, window->master, window->pidfd };
    bool spawned = window->pending & PENDING_SPAWNED;
    int result = connection_send((uint32_t)holder.daemon, spawned ? MUX_SPAWNED : MUX_WINDOW,
        spawned ? window->info.spawn_request : window->info.window_id, &window->info, sizeof window->info, window_meta(window),
        window->info.meta_length, fds, window->pidfd >= 0 ? 6 : 5);
    close(output);
    return result;
}

static int send_pending(struct window *window)
{
    uint32_t daemon = (uint32_t)holder.daemon;
    int result = 0;
    if (window->pending & PENDING_FAILED) {
        result = connection_send(daemon, MUX_SPAWN_FAILED, window->info.spawn_request, &window->failure, sizeof window->failure, NULL, 0, NULL, 0);
        if (result == 0)
            window_free(window);
        return result;
    }
    if (window->pending & PENDING_WINDOW) {
        if (holder.unacknowledged >= MUX_MAX_UNACKNOWLEDGED)
            return 1;
        result = send_window(window);
        if (result < 0)
            return result;
        holder.unacknowledged++;
        window->pending &= ~(uint32_t)(PENDING_WINDOW | PENDING_SPAWNED);
    }
    if (window->pending & PENDING_EXITED) {
        result = connection_send(daemon, MUX_EXITED, window->info.window_id, &window->info.exit, sizeof window->info.exit, NULL, 0, NULL, 0);
        if (result == 0)
            window->pending &= ~(uint32_t)PENDING_EXITED;
    }
    return result;
}

/* Sends what the daemon has not been told, as far as it takes it; the rest waits for its ACK or for room in the socket. */
void daemon_flush(void)
{
    holder.flush_deadline = NEVER;
    if (holder.daemon < 0)
        return;
    uint32_t index = (uint32_t)holder.daemon;
    struct connection *connection = &holder.connections[index];
    int result = 0;
    if (connection->broken)
        return;
    for (uint32_t i = 0; i < holder.window_limit && result >= 0; i++)
        if (holder.windows[i].state != WINDOW_FREE && holder.windows[i].pending)
            result = send_pending(&holder.windows[i]);
    if (result < 0 && !is_shortage(result)) {
        connection->broken = true;
        return;
    }
    bool wants_output = result == -EAGAIN;
    if (result < 0 && !wants_output)
        holder.flush_deadline = now_ms() + FLUSH_RETRY_MS;      /* no event tells that the shortage is over */
    if (connection->wants_output != wants_output
        && rewatch_fd(connection->fd, wants_output ? EPOLLIN | EPOLLOUT : EPOLLIN, SOURCE_CONNECTION, index) == 0)
        connection->wants_output = wants_output;
}

void daemon_tell(uint16_t type)
{
    if (holder.daemon >= 0)
        connection_send((uint32_t)holder.daemon, type, 0, NULL, 0, NULL, 0, NULL, 0);
}
