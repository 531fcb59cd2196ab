/* Start, event loop, timers and signals. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "holder.h"
#include "../time_slice.h"

struct holder holder = {
    .epoll = -1, .signals = -1, .listener = -1, .inotify = -1, .watch = -1, .directory = -1, .to_daemon = -1, .to_holder = -1,
    .session_fd = -1, .session_state_fd = -1, .daemon = -1, .successor = -1, .binary_fd = -1, .previous_binary_fd = -1, .start_lock = -1,
    .takeover_deadline = NEVER, .restart_deadline = NEVER, .directory_deadline = NEVER, .flush_deadline = NEVER, .rest_deadline = NEVER, .next_window_id = 1,
};

static char *default_daemon_arguments[] = { NULL, "--daemon", NULL };

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t monotonic_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

uint64_t now_ms(void) { return monotonic_ns() / 1000000u; }

uint64_t wall_ns(void) { return clock_ns(CLOCK_REALTIME); }

int watch_fd(int fd, uint32_t events, enum source source, uint32_t index)
{
    struct epoll_event event = { .events = events, .data.u64 = (uint64_t)source << 32 | index };
    return epoll_ctl(holder.epoll, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

int rewatch_fd(int fd, uint32_t events, enum source source, uint32_t index)
{
    struct epoll_event event = { .events = events, .data.u64 = (uint64_t)source << 32 | index };
    return epoll_ctl(holder.epoll, EPOLL_CTL_MOD, fd, &event) < 0 ? -errno : 0;
}

void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void leave(int status)
{
    rendezvous_remove();
    _exit(status);
}

static void take_exits(void)
{
    for (;;) {
        int status;
        struct rusage usage;
        pid_t pid = wait4(-1, &status, WNOHANG, &usage);
        if (pid <= 0)
            return;
        if (pid == holder.started_pid) {
            restart_child_ended(status);
            continue;
        }
        for (uint32_t i = 0; i < holder.window_limit; i++) {
            struct window *window = &holder.windows[i];
            if (window->state == WINDOW_FREE || window->info.pid != pid || window->adopted || window->info.exit.flags)
                continue;
            struct mux_exit end = {
                .wait_status = status, .flags = MUX_EXIT_HAPPENED | MUX_EXIT_STATUS_KNOWN, .time_ns = wall_ns(),
                .user_us = (uint64_t)usage.ru_utime.tv_sec * 1000000u + (uint64_t)usage.ru_utime.tv_usec,
                .system_us = (uint64_t)usage.ru_stime.tv_sec * 1000000u + (uint64_t)usage.ru_stime.tv_usec,
                .max_rss_kib = (uint64_t)usage.ru_maxrss,
            };
            window_exited(window, &end);
            break;
        }
    }
}

static bool programs_alive(void)
{
    for (uint32_t i = 0; i < holder.window_limit; i++)
        if (holder.windows[i].state != WINDOW_FREE && !holder.windows[i].info.exit.flags)
            return true;
    return false;
}

static void take_signals(void)
{
    struct signalfd_siginfo info;
    while (read(holder.signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD) {
            take_exits();
        } else if (info.ssi_signo == SIGTERM && info.ssi_pid == 1) {
            /*
             * The machine goes down: a polite end. The programs are hung up, and this process stays until they are gone and their ends are told. From
             * anybody else the signal is as likely a slip as a wish, and jobs are not to die of a slip: "quit" ends a session.
             */
            holder.terminating = true;
            for (uint32_t i = 0; i < holder.window_limit; i++)
                window_hang_up(&holder.windows[i]);
            daemon_tell(MUX_TERMINATE);
        }
    }
}

static void dispatch(const struct epoll_event *event)
{
    uint32_t index = (uint32_t)event->data.u64;
    switch ((enum source)(event->data.u64 >> 32)) {
    case SOURCE_LISTENER: connections_accept(); break;
    case SOURCE_SIGNALS: take_signals(); break;
    case SOURCE_DIRECTORY: rendezvous_event(); break;
    case SOURCE_CONNECTION: connection_event(index); break;
    case SOURCE_EXEC: spawn_report(&holder.windows[index]); break;
    case SOURCE_PIDFD: window_pidfd_event(&holder.windows[index]); break;
    case SOURCE_TTY: tty_client_gone(index); break;
    case SOURCE_KICK:
        break;      /* the windows stand in the bitmap; each write is an edge, so the counter need not be read */
    case SOURCE_MASTER:
        if (holder.windows[index].state == WINDOW_FREE)
            break;
        if (event->events & EPOLLOUT)
            window_write(&holder.windows[index]);
        if (event->events & (EPOLLHUP | EPOLLERR))
            holder.windows[index].hung_up = true;
        if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            window_ready(&holder.windows[index]);
        break;
    }
}

static uint64_t earliest(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* Says "sleeping" before the last look at the bitmap, so that a kick is either seen here or wakes through the eventfd. */
static int prepare_to_wait(void)
{
    __atomic_exchange_n(&holder.session->holder_sleeping, 1, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(&holder.session->kick_summary, __ATOMIC_SEQ_CST))
        return 0;
    uint64_t next = earliest(
        earliest(holder.takeover_deadline, holder.flush_deadline), earliest(holder.restart_deadline, holder.directory_deadline));
    if (next == NEVER)
        return -1;
    uint64_t now = now_ms();
    return next <= now ? 0 : next - now > 60000 ? 60000 : (int)(next - now);
}

/* epoll_wait, but not beyond the rest of the windows, which is shorter than the millisecond that it counts in. */
static int wait_for_events(struct epoll_event *events, int size)
{
    enum readiness readiness = windows_readiness();
    int timeout = readiness == READY_NOW ? 0 : prepare_to_wait();
    if (readiness != READY_AFTER_REST || timeout == 0)
        return epoll_wait(holder.epoll, events, size, timeout);
#ifdef SYS_epoll_pwait2
    uint64_t now = monotonic_ns(), rest = holder.rest_deadline > now ? holder.rest_deadline - now : 0;
    struct timespec time = { .tv_nsec = (long)rest };
    long count = syscall(SYS_epoll_pwait2, holder.epoll, events, size, &time, NULL, (size_t)0);
    if (count >= 0 || errno != ENOSYS)
        return (int)count;
#endif
    return epoll_wait(holder.epoll, events, size, 1);       /* Linux before 5.11 */
}

static void run_timers(void)
{
    if (holder.takeover_deadline == NEVER && holder.restart_deadline == NEVER && holder.directory_deadline == NEVER)
        return;
    uint64_t now = now_ms();
    if (holder.takeover_deadline <= now) {
        holder.takeover_deadline = NEVER;
        if (holder.daemon >= 0)
            connection_drop((uint32_t)holder.daemon);
    }
    if (holder.restart_deadline <= now)
        restart_timer();
    if (holder.directory_deadline <= now)
        rendezvous_check();
}

static _Noreturn void run(void)
{
    struct epoll_event events[64];
    for (;;) {
        int count = wait_for_events(events, 64);
        __atomic_store_n(&holder.session->holder_sleeping, 0, __ATOMIC_SEQ_CST);
        windows_take_kicks();
        for (int i = 0; i < count; i++)
            dispatch(&events[i]);
        run_timers();
        if (holder.rest_deadline != NEVER && holder.rest_deadline <= monotonic_ns())
            windows_end_rest();
        windows_read();
        daemon_flush();
        if (holder.terminating && holder.daemon < 0 && holder.successor < 0 && !programs_alive())
            leave(0);
    }
}

static int make_session(void)
{
    holder.session_fd = memfd_create("mux:session", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    holder.session_state_fd = memfd_create("mux:session-state", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    holder.to_daemon = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    holder.to_holder = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (holder.session_fd < 0 || holder.session_state_fd < 0 || holder.to_daemon < 0 || holder.to_holder < 0)
        return -errno;
    if (ftruncate(holder.session_fd, MUX_PAGE_SIZE) < 0 || fcntl(holder.session_fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
        return -errno;
    holder.session = mmap(NULL, MUX_PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, holder.session_fd, 0);
    size_t windows = sizeof(struct window) * MUX_MAX_WINDOWS, meta = (size_t)MUX_MAX_META * (MUX_MAX_WINDOWS + 1);
    holder.windows = mmap(NULL, windows, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    holder.meta = mmap(NULL, meta, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (holder.session == MAP_FAILED || holder.windows == MAP_FAILED || holder.meta == MAP_FAILED)
        return -errno;
    holder.session->magic = MUX_SESSION_MAGIC;
    holder.session->layout = MUX_LAYOUT_VERSION;
    holder.session->page_size = MUX_PAGE_SIZE;
    holder.session->max_windows = MUX_MAX_WINDOWS;
    holder.session->session_pid = holder.session_pid;
    return watch_fd(holder.to_holder, EPOLLIN | EPOLLET, SOURCE_KICK, 0);
}

static int prepare_process(void)
{
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_DUMPABLE, 0);      /* the rings hold what people type */
    umask(077);
    mux_time_slice(HOLDER_SLICE_NS);
    if (getrlimit(RLIMIT_NOFILE, &holder.original_nofile) == 0) {
        struct rlimit raised = { holder.original_nofile.rlim_max, holder.original_nofile.rlim_max };
        setrlimit(RLIMIT_NOFILE, &raised);
    }
    static const int ignored[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGTSTP, SIGTTIN, SIGTTOU, SIGXFSZ, SIGVTALRM,
        SIGPROF, SIGIO, SIGPWR };
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        signal(ignored[i], SIG_IGN);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigaddset(&mask, SIGTERM);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (sigprocmask(SIG_SETMASK, &mask, NULL) < 0)
        return -errno;
    holder.signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    holder.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (holder.signals < 0 || holder.epoll < 0)
        return -errno;
    return watch_fd(holder.signals, EPOLLIN, SOURCE_SIGNALS, 0);
}

/* One line for whoever started this process: "ok", or "errno what". Then the descriptor is closed. */
static void report_start(int fd, int error, const char *what)
{
    char line[256];
    int length = error ? snprintf(line, sizeof line, "%d %s\n", error, what) : snprintf(line, sizeof line, "ok\n");
    if (fd >= 0 && length > 0 && write(fd, line, (size_t)length) < 0)
        _exit(1);       /* nobody waits for a session any more */
    if (fd >= 0)
        close(fd);
    if (error) {
        if (fd < 0)
            fprintf(stderr, "mux-holder: %s: %s\n", what, strerror(error));
        _exit(1);
    }
}

static int parse_arguments(int argc, char **argv, int *ready)
{
    if (argc < 4 || strlen(argv[2]) > MUX_MAX_NAME || !argv[2][0] || strchr(argv[2], '/') || argv[1][0] != '/')
        return -1;
    holder.directory_path = argv[1];
    memcpy(holder.name, argv[2], strlen(argv[2]) + 1);
    holder.binary_path = argv[3];
    holder.session_pid = getpid();
    holder.daemon_arguments = default_daemon_arguments;
    for (int i = 4; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            holder.daemon_arguments = argv + i;
            break;
        }
        if (strcmp(argv[i], "--ready") == 0 && i + 1 < argc)
            *ready = atoi(argv[++i]);
        else if (strcmp(argv[i], "--session-pid") == 0 && i + 1 < argc)
            holder.session_pid = atoi(argv[++i]);
        else if (strcmp(argv[i], "--adopt") == 0)
            holder.adopting = true;
        else
            return -1;
    }
    holder.daemon_arguments[0] = argv[3];
    return holder.session_pid > 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    int ready = -1;
    if (parse_arguments(argc, argv, &ready) < 0) {
        fputs("usage: mux-holder SOCKETDIR NAME MUXBINARY [--ready FD] [--session-pid PID] [--adopt] [-- DAEMON-ARGUMENT...]\n", stderr);
        return 2;
    }
    if (ready >= 0)
        fcntl(ready, F_SETFD, FD_CLOEXEC);
    setenv("MUXDIR", holder.directory_path, 1);     /* a daemon started from here looks in the same place */
    holder.start_ns = wall_ns();
    holder.binary_fd = open(holder.binary_path, O_PATH | O_CLOEXEC);
    holder.spare = open("/dev/null", O_RDONLY | O_CLOEXEC);

    const char *failed = "start";
    int result = prepare_process();
    if (result == 0)
        result = make_session();
    if (result == 0)
        result = rendezvous_open(&failed);
    report_start(ready, -result, failed);
    holder.restart_deadline = now_ms() + START_MS;      /* whoever started this session is expected to say HELLO by then */
    if (chdir("/") < 0)
        leave(1);
    run();
}
