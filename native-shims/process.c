/* Processes: starting them without fork in managed code, and what is known of one's own. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mux_shims.h"
#include "time_slice.h"

extern char **environ;

/* What the child's descriptors shall be: 0 to 2 as given (or /dev/null), 3 the one to keep, nothing else. */
static int set_actions(posix_spawn_file_actions_t *actions, const struct mux_start *start)
{
    int result = 0;
    /* The wanted descriptors could stand in each other's way below 4: they are made from copies above it by the caller. */
    for (int fd = 0; fd < 3 && result == 0; fd++)
        result = start->standard[fd] >= 0 ? posix_spawn_file_actions_adddup2(actions, start->standard[fd], fd)
            : posix_spawn_file_actions_addopen(actions, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY, 0);
    if (result == 0 && start->terminal)
        result = posix_spawn_file_actions_addopen(actions, 0, start->terminal, O_RDWR, 0);      /* a session leader's first terminal is its own */
    for (int fd = 1; fd < 3 && result == 0 && start->terminal; fd++)
        result = posix_spawn_file_actions_adddup2(actions, 0, fd);
    for (int fd = 0; fd < 3 && result == 0 && start->terminal; fd++)        /* what was named goes before the terminal */
        result = start->standard[fd] >= 0 ? posix_spawn_file_actions_adddup2(actions, start->standard[fd], fd) : 0;
    if (result == 0 && start->keep >= 0)
        result = posix_spawn_file_actions_adddup2(actions, start->keep, 3);
    if (result == 0)
        result = posix_spawn_file_actions_addclosefrom_np(actions, start->keep >= 0 ? 4 : 3);
    if (result == 0 && start->directory)
        result = posix_spawn_file_actions_addchdir_np(actions, start->directory);
    return result;
}

int32_t mux_process_start(const struct mux_start *start, int32_t *pid)
{
    struct mux_start copy = *start;
    int32_t *moved[] = { &copy.standard[0], &copy.standard[1], &copy.standard[2], &copy.keep };
    for (unsigned i = 0; i < 4; i++)
        if (*moved[i] >= 0)
            *moved[i] = fcntl(*moved[i], F_DUPFD_CLOEXEC, 10);

    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (start->new_session ? POSIX_SPAWN_SETSID : 0));
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    pid_t made = 0;
    int result = set_actions(&actions, &copy);
    if (result == 0)
        result = posix_spawn(&made, start->path, &actions, &attributes, start->argv, start->envp ? start->envp : environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    for (unsigned i = 0; i < 4; i++)
        if (*moved[i] >= 0)
            close(*moved[i]);
    *pid = made;
    return -result;
}

int32_t mux_process_reap(int32_t pid, int32_t *wait_status)
{
    int status = 0;
    pid_t found = waitpid(pid, &status, WNOHANG);
    *wait_status = status;
    return found < 0 ? -errno : found > 0;
}

int32_t mux_process_signal(int32_t pid, int32_t signal_number) { return kill(pid, signal_number) < 0 ? -errno : 0; }

int32_t mux_pidfd_open(int32_t pid, int32_t *fd)
{
    int made = (int)syscall(SYS_pidfd_open, pid, 0);
    if (made < 0)
        return -errno;
    *fd = made;
    return 0;
}

void mux_process_ids(int32_t *pid, uint32_t *uid, uint32_t *effective_uid, uint32_t *gid)
{
    *pid = getpid();
    *uid = getuid();
    *effective_uid = geteuid();
    *gid = getgid();
}

const char *mux_process_environment(uint32_t index)
{
    uint32_t i = 0;
    while (environ && i < index && environ[i])
        i++;
    return environ ? environ[i] : NULL;
}

int32_t mux_process_directory(char *buffer, uint32_t capacity) { return getcwd(buffer, capacity) ? (int32_t)strlen(buffer) : -errno; }

int32_t mux_process_change_directory(const char *path) { return chdir(path) < 0 ? -errno : 0; }

int32_t mux_process_umask(uint32_t *mask)
{
    /* umask() can only be read by changing it, which other threads would notice; /proc tells it since Linux 4.7. */
    FILE *status = fopen("/proc/self/status", "re");
    char line[256];
    while (status && fgets(line, sizeof line, status)) {
        if (strncmp(line, "Umask:", 6) == 0) {
            *mask = (uint32_t)strtoul(line + 6, NULL, 8);
            fclose(status);
            return 0;
        }
    }
    if (status)
        fclose(status);
    mode_t own = umask(077);
    umask(own);
    *mask = own;
    return 0;
}

void mux_process_set_umask(uint32_t mask) { umask((mode_t)mask); }

int32_t mux_process_limits(struct mux_rlimit *limits)
{
    for (int i = 0; i < MUX_RLIMIT_COUNT; i++) {
        struct rlimit own = { RLIM_INFINITY, RLIM_INFINITY };
        if (i < RLIM_NLIMITS && getrlimit((__rlimit_resource_t)i, &own) < 0)
            return -errno;
        limits[i] = (struct mux_rlimit){ own.rlim_cur, own.rlim_max };
    }
    return 0;
}

int32_t mux_process_raise_file_limit(void)
{
    struct rlimit own;
    if (getrlimit(RLIMIT_NOFILE, &own) < 0)
        return -errno;
    own.rlim_cur = own.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &own) < 0 ? -errno : 0;
}

/* Pages of code that were only needed for the start: unmapped here, they stay in the page cache and come back at a touch. Only mappings that nobody has ever
 * written are given back, for a private page that was written would come back as it stands in the file. */
int32_t mux_process_give_back_code(void)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps)
        return -errno;
    char line[512];
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end, inode;
        char modes[5];
        if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &start, &end, modes, &inode) == 4 && inode != 0 && strcmp(modes, "r-xp") == 0)
            madvise((void *)start, end - start, MADV_DONTNEED);
    }
    fclose(maps);
    return 0;
}

int32_t mux_process_time_slice(uint64_t nanoseconds) { return mux_time_slice(nanoseconds); }

void mux_process_set_name(const char *name) { prctl(PR_SET_NAME, name); }

int32_t mux_process_detach(void)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0)
        return -errno;
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    close(nothing);
    return setsid() < 0 && errno != EPERM ? -errno : 0;
}

int32_t mux_user(uint32_t uid, const char *name, char *buffer, uint32_t capacity, uint32_t *found_uid)
{
    char strings[4096];
    struct passwd entry, *found = NULL;
    int error = name ? getpwnam_r(name, &entry, strings, sizeof strings, &found) : getpwuid_r(uid, &entry, strings, sizeof strings, &found);
    if (!found)
        return error ? -error : -ENOENT;
    *found_uid = entry.pw_uid;
    int length = snprintf(buffer, capacity, "%s%c%s%c%s", entry.pw_name, 0, entry.pw_dir, 0, entry.pw_shell);
    return length < 0 || (uint32_t)length >= capacity ? -ERANGE : length;
}
