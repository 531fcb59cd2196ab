#include "harness.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *self_path;
static struct session *running;

void test_abort(void)
{
    if (running && running->holder > 0)
        kill(running->holder, SIGKILL);
    _exit(1);
}

double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *holder_path(void)
{
    const char *path = getenv("MUX_HOLDER");
    if (!path)
        FAIL("MUX_HOLDER names the holder to test");
    return path;
}

void session_start(struct session *session, const char *binary, char *const *daemon_arguments)
{
    memset(session, 0, sizeof *session);
    snprintf(session->directory, sizeof session->directory, "/tmp/mux-holder-test-XXXXXX");
    CHECK(mkdtemp(session->directory));
    int ready[2];
    CHECK(pipe(ready) == 0);
    session->holder = fork();
    CHECK(session->holder >= 0);
    if (session->holder == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ready[0]);
        char number[16];
        snprintf(number, sizeof number, "%d", ready[1]);
        char *arguments[16] = { (char *)(uintptr_t)holder_path(), session->directory, "test", (char *)(uintptr_t)binary, "--ready", number };
        int count = 6;
        if (daemon_arguments) {
            arguments[count++] = "--";
            for (int i = 0; daemon_arguments[i] && count < 15; i++)
                arguments[count++] = daemon_arguments[i];
        }
        execv(arguments[0], arguments);
        _exit(127);
    }
    running = session;
    close(ready[1]);
    char line[256] = { 0 };
    CHECK(read(ready[0], line, sizeof line - 1) > 0);
    close(ready[0]);
    if (strcmp(line, "ok\n") != 0)
        FAIL("the holder did not start: %s", line);
    snprintf(session->socket_name, sizeof session->socket_name, "%d.test", session->holder);
    session->connection = -1;
}

int session_connect(const struct session *session)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%.60s/%.40s", session->directory, session->socket_name);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

void session_serve(struct session *session, uint32_t flags)
{
    static struct packet packet;
    session->connection = session_connect(session);
    CHECK(session->connection >= 0);
    struct mux_hello hello = { .min_version = 1, .max_version = 1, .flags = flags, .pid = getpid() };
    CHECK(send_packet(session->connection, MUX_HELLO, 0, &hello, sizeof hello, NULL, 0) == 0);
    CHECK(receive_packet(session->connection, &packet, 10000));
    if (packet.header.type != MUX_WELCOME)
        FAIL("no WELCOME but %u, error %d", packet.header.type, ((struct mux_result *)(void *)packet.payload)->error);
    CHECK(packet.fd_count == 4);
    memcpy(&session->welcome, packet.payload, sizeof session->welcome);
    memcpy(session->fds, packet.fds, sizeof session->fds);
    session->to_daemon = packet.fds[0];
    session->to_holder = packet.fds[1];
    session->page = mmap(NULL, MUX_PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, packet.fds[2], 0);
    CHECK(session->page != MAP_FAILED && session->page->magic == MUX_SESSION_MAGIC);
    CHECK(session->page->epoch == session->welcome.epoch);
}

void session_forget(struct session *session)
{
    if (session->page)
        munmap(session->page, MUX_PAGE_SIZE);
    session->page = NULL;
    for (int i = 0; i < 4; i++)
        close(session->fds[i]);
    close(session->connection);
    session->connection = -1;
}

void session_stop(struct session *session)
{
    if (session->connection >= 0)
        CHECK(send_packet(session->connection, MUX_SHUTDOWN, 0, NULL, 0, NULL, 0) == 0);
    else
        kill(session->holder, SIGKILL);
    int status;
    CHECK(waitpid(session->holder, &status, 0) == session->holder);
    if (session->connection >= 0 && status != 0)
        FAIL("the holder ended with status %x", (unsigned)status);
    session->holder = 0;
    if (session->connection >= 0)
        session_forget(session);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", session->directory);
    CHECK(system(command) == 0);
}

int send_packet(int connection, uint16_t type, uint64_t id, const void *payload, size_t length, const int *fds, unsigned fd_count)
{
    struct mux_message_header header = { .type = type, .version = 1, .length = (uint32_t)length, .id = id };
    struct iovec parts[2] = { { &header, sizeof header }, { (void *)(uintptr_t)payload, length } };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control;
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
    if (fd_count) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
        memcpy(CMSG_DATA(rights), fds, sizeof(int) * fd_count);
    }
    return sendmsg(connection, &message, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

bool receive_packet(int connection, struct packet *packet, int timeout_ms)
{
    struct pollfd ready = { .fd = connection, .events = POLLIN };
    packet->fd_count = 0;
    if (poll(&ready, 1, timeout_ms) <= 0)
        return false;
    struct iovec parts[2] = { { &packet->header, sizeof packet->header }, { packet->payload, sizeof packet->payload } };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control;
    struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
    ssize_t got = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
    if (got <= 0)
        return false;
    CHECK(got >= (ssize_t)sizeof packet->header && packet->header.length == (size_t)got - sizeof packet->header);
    CHECK(!(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)));
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        packet->fd_count = (unsigned)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(packet->fds, CMSG_DATA(header), packet->fd_count * sizeof(int));
    }
    return true;
}

void close_packet(struct packet *packet)
{
    for (unsigned i = 0; i < packet->fd_count; i++)
        close(packet->fds[i]);
    packet->fd_count = 0;
}

static uint32_t put_strings(uint8_t *block, uint32_t at, char *const *strings, uint32_t *count, uint32_t *offset, uint32_t *length)
{
    *offset = at;
    *count = 0;
    for (; strings[*count]; (*count)++) {
        size_t bytes = strlen(strings[*count]) + 1;
        memcpy(block + at, strings[*count], bytes);
        at += (uint32_t)bytes;
    }
    *length = at - *offset;
    return at;
}

void request_spawn(struct session *session, uint64_t request, char *const *argv, char *const *envp, const char *cwd, uint32_t umask_wanted,
                   const struct mux_rlimit *limits, uint32_t ring_size)
{
    static uint8_t block[65536];
    memset(block, 0, sizeof block);
    struct mux_spawn_block *head = (void *)block;
    head->magic = MUX_SPAWN_MAGIC;
    head->layout = MUX_LAYOUT_VERSION;
    head->umask = umask_wanted;
    uint32_t at = put_strings(block, sizeof *head, argv, &head->argv_count, &head->argv_offset, &head->argv_length);
    at = put_strings(block, at, envp, &head->envp_count, &head->envp_offset, &head->envp_length);
    head->cwd_offset = at;
    head->cwd_length = (uint32_t)strlen(cwd) + 1;
    memcpy(block + at, cwd, head->cwd_length);
    at += head->cwd_length;
    if (limits)
        memcpy(head->limits, limits, sizeof head->limits);
    head->total_length = at;
    int fd = memfd_create("test", MFD_CLOEXEC);
    CHECK(fd >= 0 && write(fd, block, at) == (ssize_t)at);
    struct mux_spawn wanted = {
        .block_length = at, .ring_size = ring_size, .flags = limits ? MUX_SPAWN_LIMITS : 0, .size = { 24, 80, 0, 0 },
    };
    CHECK(send_packet(session->connection, MUX_SPAWN, request, &wanted, sizeof wanted, &fd, 1) == 0);
    close(fd);
}

void view_open(struct view *view, struct packet *packet)
{
    CHECK(packet->fd_count >= 5);
    memcpy(&view->info, packet->payload, sizeof view->info);
    memcpy(view->fds, packet->fds, sizeof view->fds);
    view->fd_count = packet->fd_count;
    packet->fd_count = 0;
    uint8_t *output = mmap(NULL, MUX_PAGE_SIZE + view->info.ring_size, PROT_READ, MAP_SHARED, view->fds[MUX_FD_OUTPUT], 0);
    uint8_t *control = mmap(NULL, MUX_PAGE_SIZE + MUX_INPUT_RING_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, view->fds[MUX_FD_CONTROL], 0);
    CHECK(output != MAP_FAILED && control != MAP_FAILED);
    view->output = (void *)output;
    view->ring = output + MUX_PAGE_SIZE;
    view->control = (void *)control;
    view->input = control + MUX_PAGE_SIZE;
    CHECK(view->output->magic == MUX_OUTPUT_MAGIC && view->control->magic == MUX_CONTROL_MAGIC);
    CHECK(view->output->window_id == view->info.window_id);
}

void view_close(struct view *view)
{
    munmap(view->output, MUX_PAGE_SIZE + view->info.ring_size);
    munmap(view->control, MUX_PAGE_SIZE + MUX_INPUT_RING_SIZE);
    for (unsigned i = 0; i < view->fd_count; i++)
        close(view->fds[i]);
}

void await_window(struct session *session, struct view *view)
{
    static struct packet packet;
    CHECK(receive_packet(session->connection, &packet, 20000));
    if (packet.header.type != MUX_SPAWNED && packet.header.type != MUX_WINDOW)
        FAIL("no window but message %u", packet.header.type);
    view_open(view, &packet);
    struct mux_count one = { 1, 0 };
    CHECK(send_packet(session->connection, MUX_ACK, 0, &one, sizeof one, NULL, 0) == 0);
}

void spawn_window(struct session *session, struct view *view, char *const *argv)
{
    char *const environment[] = { "PATH=/usr/bin:/bin", "TERM=dumb", NULL };
    request_spawn(session, 1, argv, environment, "/", 022, NULL, 0);
    await_window(session, view);
}

void kick(struct session *session, const struct view *view)
{
    struct mux_session_page *page = session->page;
    uint32_t slot = view->info.slot;
    __atomic_fetch_or(&page->kick[slot / 64], 1ull << slot % 64, __ATOMIC_SEQ_CST);
    __atomic_fetch_or(&page->kick_summary, 1ull << slot / 64, __ATOMIC_SEQ_CST);
    uint64_t one = 1;
    if (__atomic_load_n(&page->holder_sleeping, __ATOMIC_SEQ_CST) && __atomic_exchange_n(&page->holder_sleeping, 0, __ATOMIC_SEQ_CST))
        CHECK(write(session->to_holder, &one, sizeof one) == sizeof one);
}

void move_tail(struct session *session, struct view *view, uint64_t tail)
{
    __atomic_store_n(&view->control->tail, tail, __ATOMIC_SEQ_CST);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    if (__atomic_load_n(&view->control->output_parked, __ATOMIC_SEQ_CST)
        && __atomic_exchange_n(&view->control->output_parked, 0, __ATOMIC_SEQ_CST))
        kick(session, view);
}

bool commit_input(struct session *session, struct view *view, const uint8_t *bytes, size_t length, uint64_t client_offset)
{
    struct mux_control_page *control = view->control;
    uint64_t sequence = control->input_commit_seq;
    struct mux_commit_slot *spare = &control->slots[(sequence + 1) & 1];
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    *spare = control->slots[sequence & 1];
    if (spare->input_head - __atomic_load_n(&control->input_tail, __ATOMIC_SEQ_CST) + length > MUX_INPUT_RING_SIZE)
        return false;
    for (size_t i = 0; i < length; i++)
        view->input[(spare->input_head + i) & (MUX_INPUT_RING_SIZE - 1)] = bytes[i];
    spare->input_head += length;
    spare->client_count = 1;
    spare->clients[0] = (struct mux_commit_client){ 1, client_offset };
    __atomic_store_n(&control->input_commit_seq, sequence + 1, __ATOMIC_RELEASE);
    kick(session, view);
    return true;
}

void wait_for_news(struct session *session, int timeout_ms)
{
    __atomic_exchange_n(&session->page->daemon_sleeping, 1, __ATOMIC_SEQ_CST);
    if (!__atomic_load_n(&session->page->dirty_summary, __ATOMIC_SEQ_CST)) {
        struct pollfd ready[2] = { { .fd = session->to_daemon, .events = POLLIN }, { .fd = session->connection, .events = POLLIN } };
        poll(ready, 2, timeout_ms);
    }
    __atomic_store_n(&session->page->daemon_sleeping, 0, __ATOMIC_SEQ_CST);
    uint64_t count;
    if (read(session->to_daemon, &count, sizeof count) < 0)
        CHECK(errno == EAGAIN);
    __atomic_exchange_n(&session->page->dirty_summary, 0, __ATOMIC_SEQ_CST);
    for (int i = 0; i < MUX_DIRTY_WORDS; i++)
        __atomic_exchange_n(&session->page->dirty[i], 0, __ATOMIC_SEQ_CST);
}

/* Everything a program writes until it has ended. */
size_t read_all(struct session *session, struct view *view, char *text, size_t capacity)
{
    size_t length = 0;
    for (double deadline = seconds() + 30;;) {
        bool drained = __atomic_load_n(&view->output->flags, __ATOMIC_SEQ_CST) & MUX_OUTPUT_DRAINED;
        uint64_t head = __atomic_load_n(&view->output->head, __ATOMIC_ACQUIRE), tail = view->control->tail;
        for (; tail < head && length + 1 < capacity; tail++)
            text[length++] = (char)view->ring[tail & (view->info.ring_size - 1)];
        move_tail(session, view, head);
        if (drained) {
            text[length] = 0;
            return length;
        }
        CHECK(seconds() < deadline);
        wait_for_news(session, 1000);
    }
}

unsigned count_fds(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    DIR *directory = opendir(path);
    if (!directory)
        return 0;
    unsigned count = 0;
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static unsigned random_state = 12345;

void seed_random(unsigned seed)
{
    random_state = seed;
}

unsigned next_random(void)
{
    random_state = random_state * 1103515245u + 12345u;
    return random_state >> 8;
}

void check_alive(struct session *session)
{
    static struct packet packet;
    int asking = session_connect(session);
    CHECK(asking >= 0);
    CHECK(send_packet(asking, MUX_STATUS, 77, NULL, 0, NULL, 0) == 0);
    CHECK(receive_packet(asking, &packet, 5000) && packet.header.type == MUX_STATUS_REPLY && packet.header.id == 77);
    close(asking);
}
