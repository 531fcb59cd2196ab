/* A pty pair, fork, and everything a program must find as if a login shell had started it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "holder.h"

/* What the child tells through the pipe that its exec closes: warnings, or why it did not come to an exec. */
struct report {
    uint32_t warnings;
    uint32_t stage;     /* 0 = only warnings */
    int32_t error;
};

struct plan {
    uint8_t *block;         /* a private copy, followed by both pointer tables */
    size_t mapped;
    const struct mux_spawn_block *head;
    const struct mux_spawn *wanted;
    char **argv, **envp;
    const char *file, *cwd;
    int slave, report_fd;
};

/* Checks that an area holds exactly count strings and points at each of them. */
static bool take_strings(uint8_t *block, uint32_t total, uint32_t offset, uint32_t length, uint32_t count, char **table)
{
    if (offset > total || length > total - offset || count > MUX_MAX_ARGUMENTS || (length == 0) != (count == 0))
        return false;
    uint8_t *at = block + offset, *end = at + length;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (!nul)
            return false;
        table[i] = (char *)at;
        at = nul + 1;
    }
    table[count] = NULL;
    return at == end;
}

static const char *take_string(uint8_t *block, uint32_t total, uint32_t offset, uint32_t length)
{
    if (length == 0 || offset > total || length > total - offset || block[offset + length - 1] != 0)
        return NULL;
    return (const char *)block + offset;
}

/* Copies the block first: the daemon could change or cut the memory while it is being read. */
static int make_plan(struct plan *plan, const struct mux_spawn *wanted, int block_fd)
{
    uint32_t total = wanted->block_length;
    if (total < sizeof(struct mux_spawn_block) || total > MUX_MAX_SPAWN_BLOCK)
        return -EINVAL;
    size_t strings = (total + sizeof(char *)) & ~(sizeof(char *) - 1);
    plan->mapped = strings + sizeof(char *) * (2 * (size_t)MUX_MAX_ARGUMENTS + 4);
    plan->block = mmap(NULL, plan->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (plan->block == MAP_FAILED)
        return -errno;
    for (size_t done = 0; done < total;) {
        ssize_t got = pread(block_fd, plan->block + done, total - done, (off_t)done);
        if (got <= 0)
            return got < 0 ? -errno : -EINVAL;
        done += (size_t)got;
    }
    const struct mux_spawn_block *head = (const void *)plan->block;
    plan->head = head;
    plan->wanted = wanted;
    plan->argv = (char **)(void *)(plan->block + strings);
    plan->envp = plan->argv + MUX_MAX_ARGUMENTS + 2;      /* one more for the shell of a script, see execute */
    if (head->magic != MUX_SPAWN_MAGIC || head->layout != MUX_LAYOUT_VERSION || head->total_length != total || head->argv_count == 0)
        return -EINVAL;
    if (!take_strings(plan->block, total, head->argv_offset, head->argv_length, head->argv_count, plan->argv)
        || !take_strings(plan->block, total, head->envp_offset, head->envp_length, head->envp_count, plan->envp))
        return -EINVAL;
    plan->file = take_string(plan->block, total, head->file_offset, head->file_length);
    plan->cwd = take_string(plan->block, total, head->cwd_offset, head->cwd_length);
    if ((head->file_length && !plan->file) || (head->cwd_length && !plan->cwd))
        return -EINVAL;
    if (!plan->file)
        plan->file = plan->argv[0];
    return 0;
}

static int open_pty(struct window *window, const struct mux_winsize *size, int *slave)
{
    window->master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    int unlock = 0;
    if (window->master < 0 || ioctl(window->master, TIOCSPTLCK, &unlock) < 0 || ioctl(window->master, TIOCGPTN, &window->info.tty_number) < 0)
        return -errno;
    struct winsize wanted = { size->rows, size->columns, size->width_pixels, size->height_pixels };
    if (wanted.ws_row && wanted.ws_col && ioctl(window->master, TIOCSWINSZ, &wanted) < 0)
        return -errno;
    /* By ioctl and not by path: another mount of /dev/pts would give somebody else's terminal. */
    *slave = ioctl(window->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    return *slave < 0 ? -errno : 0;
}

/* ---- in the child, between fork and exec: nothing here may allocate or come back ---- */

static _Noreturn void give_up(const struct plan *plan, uint32_t stage)
{
    struct report report = { 0, stage, errno };
    if (write(plan->report_fd, &report, sizeof report) < 0)
        _exit(126);
    _exit(127);
}

void reset_signals(void)
{
    /* By the system call: the C library keeps two signals for itself and does not let them be reset. All zero is SIG_DFL. */
    static const uint64_t standard[8];
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        syscall(SYS_rt_sigaction, signal_number, standard, NULL, sizeof(uint64_t));
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static const char *child_variable(const struct plan *plan, const char *name)
{
    size_t length = strlen(name);
    for (char **entry = plan->envp; *entry; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return NULL;
}

static void set_modes(const struct plan *plan)
{
    struct termios modes;
    if (tcgetattr(0, &modes) < 0)
        return;
    if (plan->wanted->flags & MUX_SPAWN_TERMIOS) {
        const struct mux_termios *wanted = &plan->head->termios;
        modes.c_iflag = wanted->iflag;
        modes.c_oflag = wanted->oflag;
        modes.c_cflag = wanted->cflag;
        modes.c_lflag = wanted->lflag;
        for (unsigned i = 0; i < wanted->cc_count && i < MUX_TERMIOS_CC && i < NCCS; i++)
            modes.c_cc[i] = wanted->cc[i];
    }
    if (plan->wanted->flags & MUX_SPAWN_UTF8)
        modes.c_iflag |= IUTF8;
    tcsetattr(0, TCSANOW, &modes);
}

static uint32_t enter_directory(const struct plan *plan)
{
    const char *home = child_variable(plan, "HOME");
    if (plan->cwd ? chdir(plan->cwd) == 0 : home && chdir(home) == 0)
        return 0;
    if (plan->cwd && home && chdir(home) == 0)
        return MUX_WARN_CWD_HOME;
    return chdir("/") == 0 ? MUX_WARN_CWD_ROOT : MUX_WARN_CWD_ROOT | MUX_WARN_CWD_HOME;
}

static uint32_t set_limits(const struct plan *plan)
{
    uint32_t warnings = 0;
    if (!(plan->wanted->flags & MUX_SPAWN_LIMITS)) {
        setrlimit(RLIMIT_NOFILE, &holder.original_nofile);
        return 0;
    }
    for (int i = 0; i < MUX_RLIMIT_COUNT && i < RLIM_NLIMITS; i++) {
        struct rlimit wanted = { plan->head->limits[i].soft, plan->head->limits[i].hard }, own;
        if (setrlimit((__rlimit_resource_t)i, &wanted) == 0)
            continue;
        warnings = MUX_WARN_LIMITS;
        if (getrlimit((__rlimit_resource_t)i, &own) < 0)
            continue;
        wanted.rlim_max = wanted.rlim_max < own.rlim_max ? wanted.rlim_max : own.rlim_max;
        wanted.rlim_cur = wanted.rlim_cur < wanted.rlim_max ? wanted.rlim_cur : wanted.rlim_max;
        setrlimit((__rlimit_resource_t)i, &wanted);
    }
    return warnings;
}

/* The kernel is to prefer a job to its holder. Best effort; the file is ours only while the process counts as dumpable. */
static void prefer_as_victim(void)
{
    prctl(PR_SET_DUMPABLE, 1);
    int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
    char text[16] = { 0 };
    if (fd < 0)
        return;
    if (read(fd, text, sizeof text - 1) > 0) {
        int score = atoi(text) + 100;
        int length = snprintf(text, sizeof text, "%d", score > 1000 ? 1000 : score);
        if (length > 0 && pwrite(fd, text, (size_t)length, 0) < 0)
            score = 0;      /* refused: then it stays as it is */
    }
    close(fd);
}

static void execute(const struct plan *plan, const char *path)
{
    execve(path, plan->argv, plan->envp);
    if (errno != ENOEXEC)
        return;
    /* A script without #!, as execvp does it. The child's tables have room for two more. */
    memmove(plan->argv + 1, plan->argv, sizeof(char *) * (plan->head->argv_count + 1));
    plan->argv[0] = "/bin/sh";
    plan->argv[1] = (char *)path;
    execve("/bin/sh", plan->argv, plan->envp);
}

static void execute_in_path(const struct plan *plan)
{
    const char *path = child_variable(plan, "PATH");
    if (!path)
        path = "/usr/local/bin:/usr/bin:/bin";
    int denied = 0;
    char candidate[PATH_MAX];
    for (const char *end; ; path = end + 1) {
        end = strchrnul(path, ':');
        int length = snprintf(candidate, sizeof candidate, "%.*s%s%s", (int)(end - path), path, end > path ? "/" : "", plan->file);
        if (length > 0 && length < (int)sizeof candidate) {
            execute(plan, candidate);
            denied |= errno == EACCES;
            if (errno != ENOENT && errno != ENOTDIR && errno != EACCES && errno != ELOOP && errno != ENAMETOOLONG)
                return;
        }
        if (!*end)
            break;
    }
    errno = denied ? EACCES : ENOENT;
}

static _Noreturn void child(struct plan *plan)
{
    reset_signals();
    if (setsid() < 0 || ioctl(plan->slave, TIOCSCTTY, 0) < 0)
        give_up(plan, MUX_STAGE_SESSION);
    for (int fd = 0; fd < 3; fd++)
        if (dup2(plan->slave, fd) < 0)
            give_up(plan, MUX_STAGE_SESSION);
    if (plan->report_fd != 3) {
        if (dup3(plan->report_fd, 3, O_CLOEXEC) < 0)
            give_up(plan, MUX_STAGE_SESSION);
        plan->report_fd = 3;
    }
    if (syscall(SYS_close_range, 4u, ~0u, 0u) < 0) {
        for (int fd = 4, limit = (int)sysconf(_SC_OPEN_MAX); fd < limit; fd++)
            close(fd);
    }
    set_modes(plan);
    struct report report = { .warnings = enter_directory(plan) };
    umask((mode_t)plan->head->umask & 0777);
    prefer_as_victim();
    report.warnings |= set_limits(plan);
    if (report.warnings && write(3, &report, sizeof report) < 0)
        _exit(126);
    if (strchr(plan->file, '/'))
        execute(plan, plan->file);
    else if (*plan->file)
        execute_in_path(plan);
    else
        errno = ENOENT;
    give_up(plan, MUX_STAGE_EXEC);
}

/* ---- in the holder ---- */

static int fork_into(struct window *window, struct plan *plan, uint32_t *stage)
{
    int ends[2];
    *stage = MUX_STAGE_FORK;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return -errno;
    window->exec_pipe = ends[0];
    plan->report_fd = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        child(plan);
    int error = errno;
    close(ends[1]);
    if (pid < 0)
        return -error;
    window->info.pid = pid;
    window->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    return watch_fd(window->exec_pipe, EPOLLIN, SOURCE_EXEC, window_slot(window));
}

static void started(struct window *window)
{
    window->state = WINDOW_RUNNING;
    window->pending |= PENDING_WINDOW | PENDING_SPAWNED;
    window_ready(window);
}

int spawn(uint64_t request, const struct mux_spawn *wanted, int block_fd, uint32_t *stage)
{
    uint32_t ring_size = wanted->ring_size ? wanted->ring_size : MUX_OUTPUT_RING_DEFAULT;
    struct plan plan = { .slave = -1, .report_fd = -1, .block = MAP_FAILED };
    struct window *window = NULL;
    int result = -EINVAL;
    *stage = MUX_STAGE_REQUEST;
    if (ring_size >= MUX_OUTPUT_RING_MIN && ring_size <= MUX_OUTPUT_RING_MAX && !(ring_size & (ring_size - 1)))
        result = make_plan(&plan, wanted, block_fd);
    if (result == 0) {
        result = window_create(ring_size, &window);
        *stage = result == -ENFILE ? MUX_STAGE_TABLE : MUX_STAGE_MEMORY;
        if (result < 0)
            window = NULL;
    }
    if (result == 0) {
        window_start(window, holder.next_window_id++);
        window->info.spawn_request = request;
        window->info.size = wanted->size;
        window->info.start_ns = wall_ns();
        *stage = MUX_STAGE_PTY;
        result = wanted->flags & MUX_SPAWN_LINE ? line_open(window, plan.file, plan.argv[1]) : open_pty(window, &wanted->size, &plan.slave);
    }
    if (result == 0)
        result = watch_fd(window->master, EPOLLIN | EPOLLET, SOURCE_MASTER, window_slot(window));
    if (result == 0 && wanted->flags & MUX_SPAWN_LINE)
        started(window);
    else if (result == 0)
        result = fork_into(window, &plan, stage);
    close_fd(&plan.slave);
    if (plan.block != MAP_FAILED)
        munmap(plan.block, plan.mapped);
    if (result < 0 && window)
        window_free(window);
    return result;
}

/* The pipe has something to say, or the exec has closed it. */
void spawn_report(struct window *window)
{
    if (window->state != WINDOW_STARTING || window->exec_pipe < 0)
        return;
    struct report report;
    ssize_t got;
    while ((got = read(window->exec_pipe, &report, sizeof report)) == sizeof report) {
        window->info.warnings |= report.warnings;
        if (report.stage) {
            window->failure = (struct mux_spawn_failed){ .error = report.error, .stage = report.stage };
            window->pending = PENDING_FAILED;
        }
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR) && !(window->pending & PENDING_FAILED))
        return;
    close_fd(&window->exec_pipe);
    if (window->pending & PENDING_FAILED) {
        if (holder.daemon < 0)
            window_free(window);
        return;
    }
    started(window);
}
