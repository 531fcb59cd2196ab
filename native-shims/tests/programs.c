/* The programs that run inside a test's windows. */
#include "programs.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t stopping;

static void stop(int number)
{
    (void)number;
    stopping = 1;
}

static void raw_terminal(void)
{
    struct termios modes;
    if (tcgetattr(0, &modes) == 0) {
        cfmakeraw(&modes);
        tcsetattr(0, TCSANOW, &modes);
    }
}

void number_block(uint64_t block, char *out) { snprintf(out, 17, "%015llx\n", (unsigned long long)block); }

static void write_fully(const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t put = write(1, bytes, length);
        if (put <= 0)
            continue;
        bytes += put;
        length -= (size_t)put;
    }
}

/* Numbered blocks of 16 bytes, until SIGUSR1. */
static int generate(void)
{
    static char buffer[16 * 256 + 1];
    raw_terminal();
    signal(SIGUSR1, stop);
    for (uint64_t block = 0; !stopping; block += 256) {
        for (int i = 0; i < 256; i++)
            number_block(block + (uint64_t)i, buffer + 16 * i);
        write_fully(buffer, sizeof buffer - 1);
    }
    return 0;
}

/* Reads a number of bytes in raw mode and says whether each had the value that its place demands. */
static int check_input(long total)
{
    raw_terminal();
    write_fully("ready\n", 6);
    static uint8_t buffer[4096];
    for (long at = 0; at < total;) {
        ssize_t got = read(0, buffer, sizeof buffer);
        if (got <= 0)
            return 3;
        for (ssize_t i = 0; i < got; i++, at++)
            if (buffer[i] != input_byte((uint64_t)at)) {
                printf("bad at %ld\n", at);
                return 2;
            }
    }
    printf("all\n");
    return 0;
}

static int last_words(int number)
{
    char line[101];
    for (int i = 0; i < 100; i++) {
        snprintf(line, sizeof line, "%05d %092d\n", number, i);
        write_fully(line, 98 + 1);
    }
    if (number % 7 == 0)
        kill(getpid(), SIGKILL);
    return number % 256;
}

static void print_status_lines(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "Sig", 3) == 0 || strncmp(line, "Shd", 3) == 0 || strncmp(line, "Umask", 5) == 0)
            fputs(line, stdout);
    if (status)
        fclose(status);
}

static int hygiene(void)
{
    print_status_lines();
    for (int fd = 0; fd < 1024; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            printf("fd %d\n", fd);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    char cwd[256];
    printf("nofile %llu %llu\n", (unsigned long long)limit.rlim_cur, (unsigned long long)limit.rlim_max);
    printf("leader %d foreground %d\n", getsid(0) == getpid(), tcgetpgrp(0) == getpid());
    int own = open("/dev/tty", O_RDWR);
    printf("tty %d\n", own >= 0);
    printf("cwd %s\n", getcwd(cwd, sizeof cwd) ? cwd : "?");
    extern char **environ;
    for (char **entry = environ; *entry; entry++)
        printf("env %s\n", *entry);
    return 0;
}

int run_program(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "--generate") == 0)
        return generate();
    if (argc >= 3 && strcmp(argv[1], "--check-input") == 0)
        return check_input(atol(argv[2]));
    if (argc >= 3 && strcmp(argv[1], "--last-words") == 0)
        return last_words(atoi(argv[2]));
    if (argc >= 2 && strcmp(argv[1], "--hygiene") == 0)
        return hygiene();
    return -1;
}
