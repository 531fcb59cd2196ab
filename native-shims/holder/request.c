/* What each message does. The table says who may send it and how long it is; a handler sees only sound messages. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "holder.h"

typedef int handler(uint32_t index, struct message *message, struct window *window);

enum {
    OPEN_TO_ALL = 1,        /* needs no HELLO */
    FOR_WINDOW = 2,         /* the id is a window's */
    ANSWERED = 4,           /* success is told too */
};

static int take_fd(struct message *message, unsigned number)
{
    if (number >= message->fd_count)
        return -1;
    int fd = message->fds[number];
    message->fds[number] = -1;
    return fd;
}

static bool has_hung_up(int fd)
{
    struct pollfd state = { .fd = fd, .events = POLLRDHUP };
    return poll(&state, 1, 0) > 0 && state.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

static int handle_hello(uint32_t index, struct message *message, struct window *window)
{
    (void)window;
    struct mux_hello hello;
    memcpy(&hello, message->payload, sizeof hello);
    struct connection *connection = &holder.connections[index];
    if (connection->state != CONNECTION_ANONYMOUS)
        return -EISCONN;
    if (hello.min_version > MUX_PROTOCOL_MAX || hello.max_version < MUX_PROTOCOL_MIN)
        return -EPROTONOSUPPORT;
    if (holder.daemon >= 0 && has_hung_up(holder.connections[holder.daemon].fd))
        connection_drain((uint32_t)holder.daemon);
    if (holder.successor >= 0 || (holder.daemon >= 0 && !(hello.flags & MUX_HELLO_TAKEOVER)))
        return -EBUSY;
    connection->version = hello.max_version < MUX_PROTOCOL_MAX ? hello.max_version : MUX_PROTOCOL_MAX;
    connection->binary_fd = take_fd(message, 0);
    connection->pid = hello.pid;
    if (holder.daemon < 0) {
        daemon_install(index);
        return 0;
    }
    connection->state = CONNECTION_SUCCESSOR;
    holder.successor = (int)index;
    holder.quiesce_sent = true;
    holder.takeover_deadline = now_ms() + TAKEOVER_MS;
    daemon_tell(MUX_QUIESCE);
    return 0;
}

static int handle_ack(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)window;
    struct mux_count ack;
    memcpy(&ack, message->payload, sizeof ack);
    holder.unacknowledged -= ack.count < holder.unacknowledged ? ack.count : holder.unacknowledged;
    return 0;
}

static int handle_spawn(uint32_t index, struct message *message, struct window *window)
{
    (void)window;
    struct mux_spawn wanted;
    memcpy(&wanted, message->payload, sizeof wanted);
    struct mux_spawn_failed failure = { .stage = MUX_STAGE_REQUEST };
    int result = message->short_of_fds ? -EMFILE : -EINVAL;
    if (message->fd_count == 1 && !(wanted.flags & MUX_SPAWN_NO_EXEC))
        result = spawn(message->header.id, &wanted, message->fds[0], &failure.stage);
    if (result < 0) {
        failure.error = -result;
        connection_send(index, MUX_SPAWN_FAILED, message->header.id, &failure, sizeof failure, NULL, 0, NULL, 0);
    }
    return 0;
}

static int handle_resize(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    struct mux_winsize size;
    memcpy(&size, message->payload, sizeof size);
    struct winsize wanted = { size.rows, size.columns, size.width_pixels, size.height_pixels };
    if (!wanted.ws_row || !wanted.ws_col)
        return -EINVAL;
    if (ioctl(window->master, TIOCSWINSZ, &wanted) < 0)
        return -errno;
    window->info.size = size;
    return 0;
}

static int handle_signal(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    struct mux_signal wanted;
    memcpy(&wanted, message->payload, sizeof wanted);
    return window_signal(window, wanted.signal, wanted.target);
}

static int handle_meta(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    uint64_t id = message->header.id;
    window = id ? window_find(id) : NULL;
    if (message->header.length > MUX_MAX_META)
        return -EMSGSIZE;
    if (id && !window)
        return -ENOENT;
    uint8_t *place = window ? window_meta(window) : holder.meta + (size_t)MUX_MAX_META * MUX_MAX_WINDOWS;
    memcpy(place, message->payload, message->header.length);
    *(window ? &window->info.meta_length : &holder.session_meta_length) = message->header.length;
    return 0;
}

static int handle_exit_ack(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)message;
    if (!window->info.exit.flags)
        return -EINVAL;
    window->info.exit.flags |= MUX_EXIT_ACKNOWLEDGED;
    return 0;
}

static int handle_close(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)message;
    window_hang_up(window);
    window_free(window);
    return 0;
}

static int handle_punch(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)message;
    window_punch(window);
    return 0;
}

static int handle_rename(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)window;
    return rendezvous_rename((const char *)message->payload, message->header.length);
}

static int handle_status(uint32_t index, struct message *message, struct window *window)
{
    (void)window;
    struct mux_status status = {
        .session_pid = holder.session_pid, .holder_pid = getpid(), .window_count = holder.window_count, .attached = holder.attached,
        .has_daemon = holder.daemon >= 0, .daemon_pid = holder.daemon_pid, .epoch = holder.epoch, .start_ns = holder.start_ns,
        .name_length = (uint32_t)strlen(holder.name),
    };
    connection_send(index, MUX_STATUS_REPLY, message->header.id, &status, sizeof status, holder.name, status.name_length, NULL, 0);
    return 0;
}

static int handle_attached(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)window;
    struct mux_count displays;
    memcpy(&displays, message->payload, sizeof displays);
    bool changes = !holder.attached != !displays.count;
    holder.attached = displays.count;
    return changes ? rendezvous_mode() : 0;
}

static int handle_tty(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)window;
    struct mux_tty saved;
    memcpy(&saved, message->payload, sizeof saved);
    if (message->fd_count < 1)
        return -EINVAL;
    int fd = take_fd(message, 0), pidfd = take_fd(message, 1);
    return tty_add(message->header.id, &saved, fd, pidfd);
}

static int handle_tty_forget(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)window;
    return tty_forget(message->header.id);
}

/* The session of a holder that was killed: its pages and events replace the fresh ones. */
static int adopt_session(struct message *message)
{
    if (message->fd_count != 4 || holder.window_count > 0)
        return -EINVAL;
    struct stat status;
    if (fstat(message->fds[2], &status) < 0 || status.st_size != MUX_PAGE_SIZE)
        return -EINVAL;
    struct mux_session_page *page = mmap(NULL, MUX_PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, message->fds[2], 0);
    if (page == MAP_FAILED)
        return -errno;
    if (page->magic != MUX_SESSION_MAGIC || page->layout != MUX_LAYOUT_VERSION || watch_fd(message->fds[1], EPOLLIN, SOURCE_KICK, 0) < 0) {
        munmap(page, MUX_PAGE_SIZE);
        return -EINVAL;
    }
    int *own[] = { &holder.to_daemon, &holder.to_holder, &holder.session_fd, &holder.session_state_fd };
    for (unsigned i = 0; i < 4; i++) {
        close_fd(own[i]);
        *own[i] = take_fd(message, i);
    }
    munmap(holder.session, MUX_PAGE_SIZE);
    holder.session = page;
    holder.adopting = false;
    holder.epoch = page->epoch;     /* the daemon that hands over keeps the epoch it has */
    return 0;
}

static int reopen_writable(int fd)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int writable = open(path, O_RDWR | O_CLOEXEC);
    return writable < 0 ? -errno : writable;
}

static bool adoptable(const struct window *window, const struct mux_window_info *info)
{
    struct stat output, control;
    uint32_t size = info->ring_size;
    return size >= MUX_OUTPUT_RING_MIN && size <= MUX_OUTPUT_RING_MAX && !(size & (size - 1)) && info->meta_length <= MUX_MAX_META
        && fstat(window->output_fd, &output) == 0 && output.st_size == MUX_PAGE_SIZE + (off_t)size
        && fstat(window->control_fd, &control) == 0 && control.st_size == MUX_PAGE_SIZE + MUX_INPUT_RING_SIZE;
}

/* The bits that the daemon knows belong to slots, so a window comes back into its own. */
static int adopt_window(struct message *message)
{
    struct mux_window_info info;
    if (message->header.length < sizeof info || message->fd_count < 5)
        return -EINVAL;
    memcpy(&info, message->payload, sizeof info);
    if (info.slot >= MUX_MAX_WINDOWS || holder.windows[info.slot].state != WINDOW_FREE || info.window_id != message->header.id
        || message->header.length != sizeof info + info.meta_length)
        return -EINVAL;
    int output = reopen_writable(message->fds[MUX_FD_OUTPUT]);
    if (output < 0)
        return output;
    struct window *window = &holder.windows[info.slot];
    memset(window, 0, sizeof *window);
    *window = (struct window){
        .info = info, .state = WINDOW_RUNNING, .adopted = true, .exec_pipe = -1, .output_fd = output,
        .control_fd = take_fd(message, MUX_FD_CONTROL), .state_fd = take_fd(message, MUX_FD_STATE),
        .scrollback_fd = take_fd(message, MUX_FD_SCROLLBACK), .master = take_fd(message, MUX_FD_MASTER),
        .pidfd = take_fd(message, MUX_FD_PIDFD),
    };
    holder.window_count++;
    if (info.slot >= holder.window_limit)
        holder.window_limit = info.slot + 1;
    int result = adoptable(window, &info) ? window_map(window) : -EINVAL;
    if (result == 0 && (window->output->magic != MUX_OUTPUT_MAGIC || window->control->magic != MUX_CONTROL_MAGIC))
        result = -EINVAL;
    if (result == 0)
        result = watch_fd(window->master, EPOLLIN | EPOLLET, SOURCE_MASTER, info.slot);
    if (result == 0 && window->pidfd >= 0 && !info.exit.flags)
        result = watch_fd(window->pidfd, EPOLLIN, SOURCE_PIDFD, info.slot);
    if (result < 0) {
        window_free(window);
        return result;
    }
    fcntl(window->master, F_SETFL, O_RDWR | O_NONBLOCK);
    memcpy(window_meta(window), message->payload + sizeof info, info.meta_length);
    window->input_tail = window->control->input_tail;
    if (info.window_id >= holder.next_window_id)
        holder.next_window_id = info.window_id + 1;
    window_write(window);
    window_ready(window);
    return 0;
}

static int handle_adopt(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)window;
    return message->header.id == 0 ? adopt_session(message) : adopt_window(message);
}

static int handle_quiesced(uint32_t index, struct message *message, struct window *window)
{
    (void)message;
    (void)window;
    holder.quiesced = true;
    connection_drop(index);
    return 0;
}

static int handle_recovered(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)message;
    (void)window;
    holder.recovered = true;
    return 0;
}

static int handle_shutdown(uint32_t index, struct message *message, struct window *window)
{
    (void)index;
    (void)message;
    (void)window;
    for (uint32_t i = 0; i < holder.window_limit; i++)
        window_hang_up(&holder.windows[i]);
    leave(0);
}

static const struct {
    handler *handle;
    uint32_t flags;
    uint32_t length;    /* of the payload; UINT32_MAX = the handler looks itself */
} requests[MUX_MESSAGE_TYPE_COUNT] = {
    [MUX_HELLO] = { handle_hello, OPEN_TO_ALL, sizeof(struct mux_hello) },
    [MUX_ACK] = { handle_ack, 0, sizeof(struct mux_count) },
    [MUX_SPAWN] = { handle_spawn, 0, sizeof(struct mux_spawn) },
    [MUX_RESIZE] = { handle_resize, FOR_WINDOW, sizeof(struct mux_winsize) },
    [MUX_SIGNAL] = { handle_signal, FOR_WINDOW, sizeof(struct mux_signal) },
    [MUX_META] = { handle_meta, 0, UINT32_MAX },
    [MUX_EXIT_ACK] = { handle_exit_ack, FOR_WINDOW, 0 },
    [MUX_CLOSE] = { handle_close, FOR_WINDOW, 0 },
    [MUX_PUNCH] = { handle_punch, FOR_WINDOW, 0 },
    [MUX_RENAME] = { handle_rename, ANSWERED, UINT32_MAX },
    [MUX_STATUS] = { handle_status, OPEN_TO_ALL, 0 },
    [MUX_ATTACHED] = { handle_attached, 0, sizeof(struct mux_count) },
    [MUX_TTY] = { handle_tty, 0, sizeof(struct mux_tty) },
    [MUX_TTY_FORGET] = { handle_tty_forget, 0, 0 },
    [MUX_ADOPT] = { handle_adopt, ANSWERED, UINT32_MAX },
    [MUX_QUIESCED] = { handle_quiesced, 0, 0 },
    [MUX_SHUTDOWN] = { handle_shutdown, 0, 0 },
    [MUX_RECOVERED] = { handle_recovered, 0, 0 },
};

void request_handle(uint32_t index, struct message *message)
{
    uint16_t type = message->header.type;
    uint64_t id = message->header.id;
    int result = 0;
    bool answered = false;
    if (type >= MUX_MESSAGE_TYPE_COUNT || !requests[type].handle) {
        result = -EOPNOTSUPP;
    } else if (!(requests[type].flags & OPEN_TO_ALL) && holder.connections[index].state != CONNECTION_DAEMON) {
        result = -EPERM;
    } else if (requests[type].length != UINT32_MAX && message->header.length != requests[type].length) {
        result = -EBADMSG;
    } else {
        struct window *window = requests[type].flags & FOR_WINDOW ? window_find(id) : NULL;
        answered = requests[type].flags & ANSWERED;
        result = requests[type].flags & FOR_WINDOW && !window ? -ENOENT : requests[type].handle(index, message, window);
    }
    if ((result < 0 || answered) && holder.connections[index].state != CONNECTION_FREE)
        connection_result(index, type, id, result);
}
