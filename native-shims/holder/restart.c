/* Starts a daemon when the last one has gone. Of all holders that want one, the one with the lock does it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "holder.h"

enum {
    BACKOFF_STEPS = 5,
    EARLY_KILLS = 2,    /* deaths during recovery in a row that may have been kills; a program that dies of what it recovers does so each time */
};

static const uint32_t backoff_ms[BACKOFF_STEPS] = { 0, 100, 500, 2000, 5000 };

static void release_lock(void)
{
    close_fd(&holder.start_lock);
    holder.started_pid = 0;
}

/* The last step repeats for ever: programs that print much wait for it. */
static void schedule_attempt(void)
{
    holder.restart_deadline = now_ms() + backoff_ms[holder.start_attempt < BACKOFF_STEPS ? holder.start_attempt : BACKOFF_STEPS - 1];
}

void restart_schedule(void)
{
    if (holder.terminating)
        return;
    holder.start_attempt = holder.unrecovered > EARLY_KILLS ? holder.unrecovered - EARLY_KILLS : 0;
    schedule_attempt();
}

void restart_cancel(void)
{
    holder.restart_deadline = NEVER;
    release_lock();
}

/* By its path while that is still the same file, so that ps shows the right name; by the kept descriptor when it was removed or replaced. */
static _Noreturn void become_daemon(int binary)
{
    struct stat kept, named;
    reset_signals();
    setsid();
    prctl(PR_SET_DUMPABLE, 1);
    setrlimit(RLIMIT_NOFILE, &holder.original_nofile);
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    if (binary >= 0)
        binary = dup2(binary, 3) < 0 ? -1 : 3;
    syscall(SYS_close_range, 4u, ~0u, 0u);
    if (binary >= 0 && fcntl(3, F_SETFD, FD_CLOEXEC) == 0 && fstat(3, &kept) == 0
        && (stat(holder.binary_path, &named) < 0 || kept.st_ino != named.st_ino || kept.st_dev != named.st_dev))
        syscall(SYS_execveat, 3, "", holder.daemon_arguments, environ, 0x1000 /* AT_EMPTY_PATH */);
    execv(holder.binary_path, holder.daemon_arguments);
    _exit(127);
}

static bool same_file(int one, int other)
{
    struct stat a, b;
    return one >= 0 && other >= 0 && fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

/*
 * The program of the daemon that serves now: the next one is started from it. The one before is kept for the case that the new one turns out to be no good;
 * when that happens it takes the place of the one that failed.
 */
void restart_take_binary(int *binary)
{
    if (*binary < 0 || same_file(*binary, holder.binary_fd))
        return;
    if (same_file(*binary, holder.previous_binary_fd))
        close_fd(&holder.binary_fd);
    else
        close_fd(&holder.previous_binary_fd);
    if (holder.binary_fd >= 0)
        holder.previous_binary_fd = holder.binary_fd;
    holder.binary_fd = *binary;
    *binary = -1;
    holder.failures = 0;
}

/* Takes the lock, or comes back when whoever has it may be done. */
static bool take_lock(void)
{
    if (holder.start_lock < 0)
        holder.start_lock = openat(holder.directory, ".start", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (holder.start_lock >= 0 && flock(holder.start_lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    close_fd(&holder.start_lock);
    holder.restart_deadline = now_ms() + LOCK_POLL_MS;
    return false;
}

void restart_timer(void)
{
    holder.restart_deadline = NEVER;
    if (holder.daemon >= 0 || holder.terminating)
        return;
    if (holder.started_pid > 0) {
        /* It runs and has not said HELLO: others may try now. */
        release_lock();
        holder.failures++;
        holder.start_attempt++;
        schedule_attempt();
        return;
    }
    if (holder.start_attempt >= BACKOFF_STEPS && holder.window_count == 0)
        leave(0);       /* nothing to hold, and nobody who could want it */
    if (!take_lock())
        return;
    /* A newer binary that failed twice, before its HELLO or soon after it, makes room for the one before it. */
    int binary = holder.failures >= 2 && holder.failures % 2 == 0 && holder.previous_binary_fd >= 0 ? holder.previous_binary_fd : holder.binary_fd;
    pid_t pid = fork();
    if (pid == 0)
        become_daemon(binary);
    if (pid < 0) {
        release_lock();
        holder.start_attempt++;
        schedule_attempt();
        return;
    }
    holder.started_pid = pid;
    holder.restart_deadline = now_ms() + START_MS;
}

/* The daemon we started has ended; if it never served us, the next attempt follows. One that left by itself found another one, and that is no failure. */
void restart_child_ended(int status)
{
    release_lock();
    if (holder.daemon >= 0 || holder.terminating)
        return;
    holder.failures += status != 0;
    holder.start_attempt++;
    schedule_attempt();
}
