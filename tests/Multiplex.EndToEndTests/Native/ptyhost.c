/*
 * Plays the part of a terminal's kernel side for the end-to-end tests: runs a program on a new pty and relays it over its own standard
 * input and output, so that the test process needs no system calls of its own. Frames in both directions: kind (1 byte), length (4 bytes,
 * the machine's order), payload.
 *
 *   ptyhost COLUMNS ROWS PROGRAM ARGUMENT...
 *
 *   in   i bytes to type       r columns, rows (u16 each): resize        s signal (i32) to the program
 *        h hang up: close the master        t ask for the terminal's modes        w take only so many bytes a second (i32)
 *   out  p process id (i32)    o what was printed    x wait status (i32)    t the modes (struct termios)
 *
 * At the end of its input it kills the program and leaves.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 5, MAX_FRAME = 1 << 20, CHUNK = 65536 };

static unsigned char typed[1 << 22];   /* what the pty has not taken yet */
static size_t typed_length;
static unsigned char commands[HEADER + MAX_FRAME];
static size_t commands_length;
static int master = -1;
static int silent;                     /* nobody has the terminal open; polling it would spin */
static int32_t rate = -1;              /* bytes a second that the terminal takes; negative: all */
static double budget;                  /* bytes that it takes now */
static struct timespec filled;         /* when that was known last */
static pid_t child;
static int wake[2];

static void fail(const char *what)
{
    fprintf(stderr, "ptyhost: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void on_child(int signal)
{
    int saved = errno;
    (void)signal;
    if (write(wake[1], "c", 1) < 0) {
        /* The pipe is full of wake-ups already. */
    }
    errno = saved;
}

static void send_frame(char kind, const void *payload, uint32_t length)
{
    unsigned char header[HEADER] = { (unsigned char)kind };
    memcpy(header + 1, &length, sizeof length);
    const unsigned char *parts[2] = { header, payload };
    size_t sizes[2] = { HEADER, length };
    for (int i = 0; i < 2; i++) {
        for (size_t done = 0; done < sizes[i];) {
            ssize_t n = write(1, parts[i] + done, sizes[i] - done);
            if (n < 0 && errno != EINTR)
                exit(0);
            done += n > 0 ? (size_t)n : 0;
        }
    }
}

static void start(char **argv, int columns, int rows)
{
    struct winsize size = { .ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows };
    master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) || unlockpt(master))
        fail("pty");
    char name[64];
    if (ptsname_r(master, name, sizeof name))
        fail("ptsname");
    ioctl(master, TIOCSWINSZ, &size);
    child = fork();
    if (child < 0)
        fail("fork");
    if (child == 0) {
        struct termios modes;
        setsid();
        int slave = open(name, O_RDWR);
        if (slave < 0 || ioctl(slave, TIOCSCTTY, 0) < 0)
            fail("slave");
        tcgetattr(slave, &modes);
        modes.c_iflag |= IUTF8;
        tcsetattr(slave, TCSANOW, &modes);
        for (int i = 0; i < 3; i++)
            dup2(slave, i);
        if (slave > 2)
            close(slave);
        for (int i = 1; i < NSIG; i++)
            signal(i, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execvp(argv[0], argv);
        fail(argv[0]);
    }
    fcntl(master, F_SETFL, O_NONBLOCK);
    int32_t pid = child;
    send_frame('p', &pid, sizeof pid);
}

/* Passes on what is there; false when there will be no more. */
static int drain(void)
{
    static unsigned char bytes[CHUNK];
    ssize_t n = read(master, bytes, rate >= 0 && budget < CHUNK ? (size_t)budget : CHUNK);
    if (n > 0)
        send_frame('o', bytes, (uint32_t)n);
    budget -= n > 0 ? (double)n : 0;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* A slow line: true while it takes bytes. */
static int takes(void)
{
    struct timespec now;
    if (rate < 0)
        return 1;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double most = rate / 10.0;
    budget += rate * ((double)(now.tv_sec - filled.tv_sec) + (double)(now.tv_nsec - filled.tv_nsec) / 1e9);
    budget = budget > most ? most : budget;
    filled = now;
    return budget >= 1;
}

static void reap(void)
{
    int status;
    if (child == 0 || waitpid(child, &status, WNOHANG) != child)
        return;
    child = 0;
    if (master >= 0) {
        struct pollfd readable = { .fd = silent ? -1 : master, .events = POLLIN };
        while (poll(&readable, 1, 0) > 0 && (readable.revents & POLLIN) && drain()) {
        }
    }
    int32_t code = status;
    send_frame('x', &code, sizeof code);
}

static void obey(char kind, const unsigned char *payload, uint32_t length)
{
    struct termios modes;
    uint16_t sizes[2];
    int32_t number;
    switch (kind) {
    case 'i':
        if (typed_length + length > sizeof typed) {
            errno = ENOBUFS;
            fail("too much was typed");
        }
        memcpy(typed + typed_length, payload, length);
        typed_length += length;
        break;
    case 'r':
        memcpy(sizes, payload, sizeof sizes);
        struct winsize size = { .ws_col = sizes[0], .ws_row = sizes[1] };
        ioctl(master, TIOCSWINSZ, &size);
        break;
    case 's':
        memcpy(&number, payload, sizeof number);
        if (child > 0)
            kill(child, number);
        break;
    case 'h':
        close(master);
        master = -1;
        break;
    case 'w':
        memcpy(&rate, payload, sizeof rate);
        clock_gettime(CLOCK_MONOTONIC, &filled);
        budget = 0;
        break;
    case 't':
        memset(&modes, 0, sizeof modes);
        if (master >= 0)
            tcgetattr(master, &modes);
        send_frame('t', &modes, sizeof modes);
        break;
    }
}

static int read_commands(void)
{
    ssize_t n = read(0, commands + commands_length, sizeof commands - commands_length);
    if (n <= 0)
        return n < 0 && errno == EINTR;
    commands_length += (size_t)n;
    size_t at = 0;
    for (;;) {
        uint32_t length;
        if (commands_length - at < HEADER)
            break;
        memcpy(&length, commands + at + 1, sizeof length);
        if (length > MAX_FRAME)
            return 0;
        if (commands_length - at < HEADER + length)
            break;
        obey((char)commands[at], commands + at + HEADER, length);
        at += HEADER + length;
    }
    memmove(commands, commands + at, commands_length - at);
    commands_length -= at;
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: ptyhost COLUMNS ROWS PROGRAM ARGUMENT...\n");
        return 2;
    }
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK))
        fail("pipe");
    signal(SIGPIPE, SIG_IGN);
    struct sigaction action = { .sa_handler = on_child };
    sigaction(SIGCHLD, &action, NULL);
    start(argv + 3, atoi(argv[1]), atoi(argv[2]));

    for (;;) {
        int slow = !takes();
        struct pollfd fds[3] = {
            { .fd = typed_length + MAX_FRAME > sizeof typed ? -1 : 0, .events = POLLIN },
            { .fd = wake[0], .events = POLLIN },
            { .fd = silent ? -1 : master, .events = (short)((slow ? 0 : POLLIN) | (typed_length ? POLLOUT : 0)) },
        };
        if (poll(fds, 3, slow && rate > 0 ? 10 : -1) < 0 && errno != EINTR)
            fail("poll");
        if (fds[1].revents) {
            char byte[64];
            while (read(wake[0], byte, sizeof byte) > 0) {
            }
            reap();
        }
        if (master >= 0 && (fds[2].revents & POLLOUT)) {
            ssize_t n = write(master, typed, typed_length);
            if (n > 0) {
                memmove(typed, typed + n, typed_length - (size_t)n);
                typed_length -= (size_t)n;
            }
        }
        if (master >= 0 && (fds[2].revents & (POLLIN | POLLHUP)) && (!slow || (fds[2].revents & POLLHUP)) && !drain())
            silent = 1;
        if ((fds[0].revents & (POLLIN | POLLHUP)) && !read_commands())
            break;
    }
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    return 0;
}
