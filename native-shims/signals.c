/* Signals as bytes in a pipe: the handler does nothing else, and the event loop reads them like anything. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "mux_shims.h"

static volatile int32_t pipe_in = -1;

static void note(int number)
{
    int error = errno;
    uint8_t byte = (uint8_t)number;
    /* A full pipe holds enough wake-ups already. */
    if (write(pipe_in, &byte, 1) < 0)
        errno = error;
    errno = error;
}

int32_t mux_signals_open(int32_t *fd)
{
    int ends[2];
    if (pipe_in >= 0)
        return -EBUSY;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return -errno;
    pipe_in = ends[1];
    *fd = ends[0];
    return 0;
}

int32_t mux_signals_close(void)
{
    if (pipe_in >= 0)
        close(pipe_in);
    pipe_in = -1;
    return 0;
}

int32_t mux_signal_watch(int32_t number)
{
    struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };
    sigfillset(&action.sa_mask);
    sigset_t open_set;
    sigemptyset(&open_set);
    sigaddset(&open_set, number);
    if (sigaction(number, &action, NULL) < 0)
        return -errno;
    return -pthread_sigmask(SIG_UNBLOCK, &open_set, NULL);
}

int32_t mux_signal_ignore(int32_t number) { return signal(number, SIG_IGN) == SIG_ERR ? -errno : 0; }

int32_t mux_signal_default(int32_t number) { return signal(number, SIG_DFL) == SIG_ERR ? -errno : 0; }

int32_t mux_signal_stop(void)
{
    struct sigaction stop = { .sa_handler = SIG_DFL }, before;
    sigset_t open_set;
    sigemptyset(&open_set);
    sigaddset(&open_set, SIGTSTP);
    if (sigaction(SIGTSTP, &stop, &before) < 0)
        return -errno;
    pthread_sigmask(SIG_UNBLOCK, &open_set, NULL);
    int result = kill(0, SIGTSTP) < 0 ? -errno : 0;     /* the whole job, as the shell's ^Z would */
    /* Here again after SIGCONT. */
    sigaction(SIGTSTP, &before, NULL);
    return result;
}

int32_t mux_signal_number(int32_t which)
{
    static const int32_t numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH, SIGCONT, SIGTSTP, SIGCHLD, SIGUSR1, SIGUSR2, SIGKILL, SIGSTOP,
        SIGPIPE, SIGTTIN, SIGTTOU, SIGXFSZ };
    return which >= 0 && which < (int32_t)(sizeof numbers / sizeof numbers[0]) ? numbers[which] : -EINVAL;
}
