/* The table of windows: their memory, reading and writing of their ptys, their ends. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "holder.h"

uint32_t window_slot(const struct window *window) { return (uint32_t)(window - holder.windows); }

uint8_t *window_meta(const struct window *window) { return holder.meta + (size_t)MUX_MAX_META * window_slot(window); }

struct window *window_find(uint64_t id)
{
    for (uint32_t i = 0; i < holder.window_limit; i++)
        if (holder.windows[i].state != WINDOW_FREE && holder.windows[i].info.window_id == id)
            return &holder.windows[i];
    return NULL;
}

static int make_memory(int *fd, const char *name, off_t size)
{
    *fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (*fd < 0)
        return -errno;
    if (size == 0)
        return 0;
    if (ftruncate(*fd, size) < 0 || fcntl(*fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
        return -errno;
    return 0;
}

/* The mappings stay out of the programs: fork need not copy them, and a program never sees them, not even before its exec. */
static void *map_private_to_us(int fd, size_t length)
{
    void *mapped = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED)
        return NULL;
    madvise(mapped, length, MADV_DONTFORK);
    return mapped;
}

/* Maps output_fd and control_fd of a window whose ring size is known. */
int window_map(struct window *window)
{
    uint8_t *output = map_private_to_us(window->output_fd, MUX_PAGE_SIZE + (size_t)window->info.ring_size);
    if (!output)
        return -errno;
    window->output = (struct mux_output_header *)(void *)output;
    window->ring = output + MUX_PAGE_SIZE;
    uint8_t *control = map_private_to_us(window->control_fd, MUX_PAGE_SIZE + MUX_INPUT_RING_SIZE);
    if (!control)
        return -errno;
    window->control = (struct mux_control_page *)(void *)control;
    window->input = control + MUX_PAGE_SIZE;
    return 0;
}

/* A free place in the table with its descriptors unset; ring_size 0 leaves its memory to the caller. */
int window_create(uint32_t ring_size, struct window **made)
{
    uint32_t slot = 0;
    while (slot < MUX_MAX_WINDOWS && holder.windows[slot].state != WINDOW_FREE)
        slot++;
    if (slot == MUX_MAX_WINDOWS)
        return -ENFILE;
    struct window *window = &holder.windows[slot];
    memset(window, 0, sizeof *window);
    window->master = window->pidfd = window->exec_pipe = -1;
    window->output_fd = window->control_fd = window->state_fd = window->scrollback_fd = -1;
    window->state = WINDOW_STARTING;
    window->info.slot = slot;
    window->info.ring_size = ring_size;
    if (slot >= holder.window_limit)
        holder.window_limit = slot + 1;
    holder.window_count++;
    *made = window;
    if (ring_size == 0)
        return 0;

    int result = make_memory(&window->output_fd, "mux:output", MUX_PAGE_SIZE + (off_t)ring_size);
    if (result == 0)
        result = make_memory(&window->control_fd, "mux:control", MUX_PAGE_SIZE + MUX_INPUT_RING_SIZE);
    if (result == 0)
        result = make_memory(&window->state_fd, "mux:state", 0);
    if (result == 0)
        result = make_memory(&window->scrollback_fd, "mux:scrollback", 0);
    if (result == 0)
        result = window_map(window);
    if (result < 0)
        window_free(window);
    return result;
}

/* Writes the identity into fresh memory. */
void window_start(struct window *window, uint64_t id)
{
    window->info.window_id = id;
    *window->output = (struct mux_output_header){
        .magic = MUX_OUTPUT_MAGIC, .layout = MUX_LAYOUT_VERSION, .header_size = MUX_PAGE_SIZE, .ring_size = window->info.ring_size,
        .window_id = id,
    };
    window->control->magic = MUX_CONTROL_MAGIC;
    window->control->layout = MUX_LAYOUT_VERSION;
    window->control->page_size = MUX_PAGE_SIZE;
    window->control->input_ring_size = MUX_INPUT_RING_SIZE;
    window->control->window_id = id;
    window->control->epoch = holder.epoch;
}

void window_free(struct window *window)
{
    uint32_t slot = window_slot(window);
    if (window->output)
        munmap(window->output, MUX_PAGE_SIZE + (size_t)window->info.ring_size);
    if (window->control)
        munmap(window->control, MUX_PAGE_SIZE + MUX_INPUT_RING_SIZE);
    close_fd(&window->master);
    close_fd(&window->pidfd);
    close_fd(&window->exec_pipe);
    close_fd(&window->output_fd);
    close_fd(&window->control_fd);
    close_fd(&window->state_fd);
    close_fd(&window->scrollback_fd);
    if (window->info.meta_length)
        madvise(window_meta(window), MUX_MAX_META, MADV_DONTNEED);
    window->state = WINDOW_FREE;
    holder.ready[slot / 64] &= ~(1ull << slot % 64);
    holder.window_count--;
    while (holder.window_limit > 0 && holder.windows[holder.window_limit - 1].state == WINDOW_FREE)
        holder.window_limit--;
}

/* Tells the daemon that a window has news; wakes it only when it sleeps. The ORs are full fences behind the stores they announce. */
static void mark_dirty(const struct window *window)
{
    uint32_t slot = window_slot(window);
    struct mux_session_page *session = holder.session;
    __atomic_fetch_or(&session->dirty[slot / 64], 1ull << slot % 64, __ATOMIC_SEQ_CST);
    __atomic_fetch_or(&session->dirty_summary, 1ull << slot / 64, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&session->daemon_sleeping, __ATOMIC_SEQ_CST) && __atomic_exchange_n(&session->daemon_sleeping, 0, __ATOMIC_SEQ_CST)) {
        uint64_t one = 1;
        if (write(holder.to_daemon, &one, sizeof one) < 0)
            return;     /* EAGAIN: the counter is full, so the daemon is awake */
    }
}

void window_ready(struct window *window)
{
    uint32_t slot = window_slot(window);
    if (window->master >= 0 && !window->parked)
        holder.ready[slot / 64] |= 1ull << slot % 64;
}

static void not_ready(const struct window *window)
{
    uint32_t slot = window_slot(window);
    holder.ready[slot / 64] &= ~(1ull << slot % 64);
}

/* The program is gone and its terminal is empty: only now is the end told, so that no last word comes after it. */
static void finish_if_ended(struct window *window)
{
    if (!window->info.exit.flags || window->output->flags & MUX_OUTPUT_DRAINED || window->state != WINDOW_RUNNING)
        return;
    __atomic_fetch_or(&window->output->flags, MUX_OUTPUT_DRAINED, __ATOMIC_SEQ_CST);
    window->pending |= PENDING_EXITED;
    mark_dirty(window);
}

/* Waits for room: says so, then looks once more, as the daemon moves the tail and then looks whether somebody waits. */
static bool park(struct window *window, uint64_t head)
{
    __atomic_exchange_n(&window->control->output_parked, 1, __ATOMIC_SEQ_CST);
    if (head - __atomic_load_n(&window->control->tail, __ATOMIC_SEQ_CST) < window->info.ring_size) {
        __atomic_store_n(&window->control->output_parked, 0, __ATOMIC_SEQ_CST);
        return false;
    }
    window->parked = true;
    window->output->park_count++;
    not_ready(window);
    mark_dirty(window);
    return true;
}

static uint64_t coarse_wall_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Stops early for a kick: a key waits for no more than the read that is under way. */
static void read_window(struct window *window)
{
    struct mux_output_header *output = window->output;
    uint32_t size = window->info.ring_size;
    uint64_t head = output->head;
    for (uint64_t end = head + READ_BUDGET; head < end && !__atomic_load_n(&holder.session->kick_summary, __ATOMIC_RELAXED);) {
        uint64_t used = head - __atomic_load_n(&window->control->tail, __ATOMIC_ACQUIRE);
        if (used >= size) {     /* a tail beyond the head, a daemon's nonsense, counts as full as well */
            if (park(window, head))
                return;
            continue;
        }
        uint32_t offset = (uint32_t)(head & (size - 1));
        size_t room = size - (size_t)used < size - offset ? size - (size_t)used : size - offset;
        ssize_t got = read(window->master, window->ring + offset, room);
        if (got > 0) {
            head += (uint64_t)got;
            if (output->flags & MUX_OUTPUT_HANGUP)
                __atomic_fetch_and(&output->flags, ~(uint32_t)MUX_OUTPUT_HANGUP, __ATOMIC_SEQ_CST);
            output->last_read_ns = coarse_wall_ns();
            __atomic_store_n(&output->head, head, __ATOMIC_RELEASE);
            mark_dirty(window);
            if (window->info.exit.flags && head - window->exit_head > LAST_WORDS)
                finish_if_ended(window);
            if ((size_t)got == room || window->info.exit.flags || window->hung_up)
                continue;
            /* That was all, and what comes next is an edge (epoll(7)). One more read would not just say EAGAIN: it waits until the kernel's worker has
             * moved whatever the program writes meanwhile, and under a flood that is longer than an echo takes. */
            not_ready(window);
            return;
        }
        if (got < 0 && errno == EINTR)
            continue;
        window->hung_up = false;
        /* EAGAIN: empty. EIO: nobody has the terminal open now; somebody may open it again, and the edge-triggered poll will tell. */
        if (got == 0 || errno != EAGAIN) {
            __atomic_fetch_or(&output->flags, MUX_OUTPUT_HANGUP, __ATOMIC_SEQ_CST);
            line_hung_up(window);
        }
        not_ready(window);
        finish_if_ended(window);
        return;
    }
}

/* While somebody types into one window, the others are read a piece at a time, with a rest after each: that lets them print some 16 MB a second, and
 * leaves the processors to the key, to its echo, and to the kernel's worker that carries both. Without it an echo waits behind floods for milliseconds. */
static void rest(const struct window *window)
{
    uint32_t slot = window_slot(window);
    uint64_t now = monotonic_ns();
    if (slot == holder.typed_slot || now - holder.typed_ns > TYPING_NS)
        return;
    if (holder.rest_deadline == NEVER)
        holder.rest_deadline = now + REST_NS;
    holder.resting[slot / 64] |= 1ull << slot % 64;
}

void windows_end_rest(void)
{
    holder.rest_deadline = NEVER;
    for (uint32_t word = 0; word < MUX_MAX_WINDOWS / 64; word++)
        holder.resting[word] = 0;
}

enum readiness windows_readiness(void)
{
    uint64_t ready = 0, resting = 0;
    for (uint32_t word = 0; word < MUX_MAX_WINDOWS / 64; word++) {
        ready |= holder.ready[word] & ~holder.resting[word];
        resting |= holder.ready[word] & holder.resting[word];
    }
    return ready ? READY_NOW : resting ? READY_AFTER_REST : READY_NEVER;
}

/* One turn: each window that may have output gets one budget; keys go first, before the turn and between its windows. */
void windows_read(void)
{
    for (uint32_t word = 0; word < MUX_MAX_WINDOWS / 64; word++) {
        for (uint64_t bits = holder.ready[word] & ~holder.resting[word]; bits; bits &= bits - 1) {
            windows_take_kicks();
            struct window *window = &holder.windows[word * 64 + (uint32_t)__builtin_ctzll(bits)];
            if (!(holder.ready[word] & (bits & -bits)))
                continue;
            read_window(window);
            if (holder.typed_ns)
                rest(window);
        }
    }
}

/* The head that the daemon has committed. A slot is only changed while it is not selected, so an unchanged number means a sound slot. */
static uint64_t committed_head(const struct window *window)
{
    struct mux_control_page *control = window->control;
    for (int attempt = 0; attempt < 1000; attempt++) {
        uint64_t sequence = __atomic_load_n(&control->input_commit_seq, __ATOMIC_ACQUIRE);
        uint64_t head = __atomic_load_n(&control->slots[sequence & 1].input_head, __ATOMIC_ACQUIRE);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (__atomic_load_n(&control->input_commit_seq, __ATOMIC_ACQUIRE) == sequence)
            return head;
    }
    return window->input_tail;
}

static void announce_input_room(struct window *window)
{
    if (__atomic_load_n(&window->control->input_wanted, __ATOMIC_SEQ_CST)
        && __atomic_exchange_n(&window->control->input_wanted, 0, __ATOMIC_SEQ_CST))
        mark_dirty(window);
}

void window_write(struct window *window)
{
    uint64_t tail = window->input_tail;
    uint32_t blocked = 0;
    for (uint64_t head = committed_head(window); head != tail; head = committed_head(window)) {
        if (head - tail > MUX_INPUT_RING_SIZE)
            break;      /* nonsense from the daemon: nothing is written until it makes sense again */
        uint32_t offset = (uint32_t)(tail & (MUX_INPUT_RING_SIZE - 1));
        size_t length = head - tail < MUX_INPUT_RING_SIZE - offset ? (size_t)(head - tail) : MUX_INPUT_RING_SIZE - offset;
        ssize_t put = window->master < 0 ? -1 : write(window->master, window->input + offset, length);
        if (put > 0) {
            tail += (uint64_t)put;
            __atomic_store_n(&window->control->input_tail, tail, __ATOMIC_SEQ_CST);
            window->input_tail = tail;
            holder.typed_slot = window_slot(window);
            holder.typed_ns = monotonic_ns();
            continue;
        }
        if (put < 0 && errno == EINTR)
            continue;
        if (window->info.exit.flags && (window->master < 0 || errno != EAGAIN)) {
            /* Nobody will ever read it. */
            __atomic_store_n(&window->control->input_tail, head, __ATOMIC_SEQ_CST);
            window->input_tail = tail = head;
            continue;
        }
        blocked = 1;    /* the edge-triggered poll tells when there is room */
        break;
    }
    if (window->control->input_blocked != blocked)
        __atomic_store_n(&window->control->input_blocked, blocked, __ATOMIC_RELEASE);
    /* Room is only asked after while it is missed: every write makes room for a moment, and would wake this process for nothing. */
    if (window->wants_output != (blocked && window->master >= 0)) {
        window->wants_output = !window->wants_output;
        rewatch_fd(window->master, window->wants_output ? EPOLLIN | EPOLLOUT | EPOLLET : EPOLLIN | EPOLLET, SOURCE_MASTER, window_slot(window));
    }
    announce_input_room(window);
}

void window_kick(struct window *window)
{
    if (window->state == WINDOW_FREE)
        return;
    window_write(window);
    if (window->parked) {
        window->parked = false;
        window_ready(window);   /* parks again by itself when there is still no room */
    }
}

void windows_kick_all(void)
{
    for (uint32_t i = 0; i < holder.window_limit; i++)
        window_kick(&holder.windows[i]);
}

bool windows_take_kicks(void)
{
    struct mux_session_page *session = holder.session;
    if (!__atomic_load_n(&session->kick_summary, __ATOMIC_RELAXED))
        return false;
    uint64_t summary = __atomic_exchange_n(&session->kick_summary, 0, __ATOMIC_SEQ_CST);
    for (; summary; summary &= summary - 1) {
        uint32_t word = (uint32_t)__builtin_ctzll(summary);
        uint64_t bits = __atomic_exchange_n(&session->kick[word], 0, __ATOMIC_SEQ_CST);
        for (; bits; bits &= bits - 1) {
            uint32_t slot = word * 64 + (uint32_t)__builtin_ctzll(bits);
            if (slot < MUX_MAX_WINDOWS)
                window_kick(&holder.windows[slot]);
        }
    }
    return true;
}

void window_exited(struct window *window, const struct mux_exit *end)
{
    if (window->state == WINDOW_STARTING)
        spawn_report(window);   /* its report is in the pipe; a failed start ends here */
    if (window->state == WINDOW_FREE || window->pending & PENDING_FAILED)
        return;
    window->info.exit = *end;
    window->exit_head = window->output->head;
    window_write(window);
    window_ready(window);       /* reads what is left, then tells the end */
}

/* Linux 6.13 and 6.15; the header of the machine that builds may be older. */
struct pidfd_info {
    uint64_t mask, cgroup;
    uint32_t pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
    int32_t exit_code;
};

void window_pidfd_event(struct window *window)
{
    if (window->state == WINDOW_FREE || !window->adopted || window->pidfd < 0 || window->info.exit.flags)
        return;
    epoll_ctl(holder.epoll, EPOLL_CTL_DEL, window->pidfd, NULL);
    struct mux_exit end = { .flags = MUX_EXIT_HAPPENED, .time_ns = wall_ns() };
    struct pidfd_info info = { .mask = 1u << 3 };
    if (ioctl(window->pidfd, _IOWR(0xFF, 11, struct pidfd_info), &info) == 0 && info.mask & 1u << 3) {
        end.wait_status = info.exit_code;
        end.flags |= MUX_EXIT_STATUS_KNOWN;
    }
    window_exited(window, &end);
}

void window_punch(struct window *window)
{
    uint64_t size = window->info.ring_size, head = window->output->head;
    uint64_t tail = __atomic_load_n(&window->control->tail, __ATOMIC_ACQUIRE);
    if (head - tail > size - MUX_PAGE_SIZE)
        return;
    /* Dead bytes are [head, tail + size): at most two runs of whole pages. With nothing alive the whole ring goes. */
    uint64_t start = head == tail ? 0 : (head + MUX_PAGE_SIZE - 1) & ~(uint64_t)(MUX_PAGE_SIZE - 1);
    uint64_t length = head == tail ? size : ((tail & ~(uint64_t)(MUX_PAGE_SIZE - 1)) + size) - start;
    uint64_t offset = start & (size - 1), first = length < size - offset ? length : size - offset;
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    if (first > 0)
        fallocate(window->output_fd, mode, (off_t)(MUX_PAGE_SIZE + offset), (off_t)first);
    if (length > first)
        fallocate(window->output_fd, mode, MUX_PAGE_SIZE, (off_t)(length - first));
}

int window_signal(struct window *window, int signal, uint32_t target)
{
    if (signal < 0 || signal >= NSIG || target > MUX_SIGNAL_GROUP)
        return -EINVAL;
    if (target == MUX_SIGNAL_FOREGROUND) {
        pid_t group;
        if (ioctl(window->master, TIOCGPGRP, &group) < 0)
            return -errno;
        return group > 0 && kill(-group, signal) == 0 ? 0 : group > 0 ? -errno : -ESRCH;
    }
    if (window->info.exit.flags || window->info.pid <= 0)
        return -ESRCH;
    if (target == MUX_SIGNAL_GROUP)
        return kill(-window->info.pid, signal) < 0 ? -errno : 0;
    if (window->pidfd >= 0)
        return syscall(SYS_pidfd_send_signal, window->pidfd, signal, NULL, 0) < 0 ? -errno : 0;
    return kill(window->info.pid, signal) < 0 ? -errno : 0;
}

/* SIGHUP to the program's group; SIGCONT, because a stopped program would not notice. An unreaped pid cannot have been used again. */
void window_hang_up(struct window *window)
{
    if (window->state == WINDOW_FREE || window->info.exit.flags || window->pending & PENDING_FAILED)
        return;
    if (window->info.pid <= 0) {
        line_hung_up(window);
        window_ready(window);   /* tells the end */
        return;
    }
    if (!window->adopted) {
        kill(-window->info.pid, SIGHUP);
        kill(-window->info.pid, SIGCONT);
    } else if (window->pidfd >= 0) {
        syscall(SYS_pidfd_send_signal, window->pidfd, SIGHUP, NULL, 0);
        syscall(SYS_pidfd_send_signal, window->pidfd, SIGCONT, NULL, 0);
    }
}
