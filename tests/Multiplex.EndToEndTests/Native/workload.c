/*
 * The programs that the reliability tests run in windows. They count what they do, so that a byte that is missing, doubled or out of order shows.
 *   workload lines NAME           prints numbered lines at full speed until a byte is typed, then "NAME end N" and waits
 *   workload keys FILE COUNT      keeps COUNT typed bytes in FILE, byte by byte as they come, then prints "keys end" and waits
 *   workload steps FILE           prints, and keeps the number of bytes printed so far at the start of FILE (8 bytes, mapped)
 *   workload ask COUNT FILE       asks the terminal COUNT numbered questions (the cursor, with a bell after each), keeps the answers in FILE; begins when a g is typed
 *   workload words N              prints 10000 bytes and ends at once with exit code N, or by signal N - 256
 *   workload echo                 answers each typed byte with itself in brackets
 *   workload silent               takes the terminal and never reads
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

static void write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written <= 0)
            _exit(9);
        bytes += written;
        count -= (size_t)written;
    }
}

static void make_raw(void)
{
    struct termios modes;
    if (tcgetattr(0, &modes) == 0) {
        cfmakeraw(&modes);
        tcsetattr(0, TCSANOW, &modes);
    }
}

static void wait_forever(void)
{
    for (;;)
        pause();
}

static int typed(void)
{
    struct pollfd input = { .fd = 0, .events = POLLIN };
    return poll(&input, 1, 0) > 0;
}

static void lines(const char *name)
{
    char block[8192];
    unsigned long number = 0;
    make_raw();
    while (!typed()) {
        int length = 0;
        while (length < (int)sizeof block - 160) {
            number++;
            length += snprintf(block + length, sizeof block - (size_t)length, "%s %010lu %.*s\r\n", name, number, (int)(number % 53),
                "the quick brown fox jumps over the lazy dog 0123456789");
        }
        write_all(1, block, (size_t)length);
    }
    int length = snprintf(block, sizeof block, "%s end %lu\r\n", name, number);
    write_all(1, block, (size_t)length);
    wait_forever();
}

static void keys(const char *path, long count)
{
    char bytes[4096];
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    make_raw();
    write_all(1, "keys ready\r\n", 12);
    while (count > 0) {
        ssize_t got = read(0, bytes, sizeof bytes);
        if (got <= 0)
            _exit(9);
        write_all(file, bytes, (size_t)got);
        count -= got;
    }
    write_all(1, "keys end\r\n", 10);
    /* What comes after the last expected byte would be a doubled one. */
    for (;;) {
        ssize_t got = read(0, bytes, sizeof bytes);
        if (got <= 0)
            _exit(9);
        write_all(file, bytes, (size_t)got);
    }
}

static void steps(const char *path)
{
    char block[4096];
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (ftruncate(file, 8) < 0)
        _exit(9);
    volatile uint64_t *count = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (count == MAP_FAILED)
        _exit(9);
    for (size_t index = 0; index < sizeof block; index++)
        block[index] = index % 80 == 79 ? '\n' : (char)('a' + index % 26);
    for (;;) {
        write_all(1, block, sizeof block);
        *count += sizeof block;
    }
}

static size_t answer(int file, char last)
{
    char byte = 0;
    size_t total = 0;
    while (byte != last) {
        if (read(0, &byte, 1) != 1)
            _exit(9);
        write_all(file, &byte, 1);
        total++;
    }
    return total;
}

static void ask(long count, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    make_raw();
    write_all(1, "ask ready\r\n", 11);
    answer(file, 'g');
    for (long number = 1; number <= count; number++) {
        char text[128];
        /* The cursor's place is the question's number, so that each answer belongs to one question only. */
        int length = snprintf(text, sizeof text, "\033[%ld;%ldH\033[6n\a", number / 80 % 24 + 1, number % 80 + 1);
        write_all(1, text, (size_t)length);
        answer(file, 'R');
        write_all(file, "\n", 1);
    }
    write_all(1, "\033[H\033[2Jask end\r\n", 16);
    wait_forever();
}

static void words(int ending)
{
    char block[10000];
    memset(block, 'w', sizeof block);
    for (size_t index = 79; index < sizeof block; index += 80)
        block[index] = '\n';
    memcpy(block + sizeof block - 10, "last words", 10);
    write_all(1, block, sizeof block);
    if (ending < 256)
        _exit(ending);
    signal(ending - 256, SIG_DFL);
    raise(ending - 256);
}

static void echo(void)
{
    char byte;
    make_raw();
    write_all(1, "echo ready\r\n", 12);
    while (read(0, &byte, 1) == 1) {
        char text[6] = { '\r', '\n', '[', byte, ']', '\r' };
        write_all(1, text, sizeof text);
    }
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";
    const char *first = count > 2 ? arguments[2] : "";
    const char *second = count > 3 ? arguments[3] : "0";
    if (strcmp(what, "lines") == 0)
        lines(first);
    else if (strcmp(what, "keys") == 0)
        keys(first, atol(second));
    else if (strcmp(what, "steps") == 0)
        steps(first);
    else if (strcmp(what, "ask") == 0)
        ask(atol(first), second);
    else if (strcmp(what, "words") == 0)
        words(atoi(first));
    else if (strcmp(what, "echo") == 0)
        echo();
    else if (strcmp(what, "silent") == 0) {
        make_raw();
        write_all(1, "silent ready\r\n", 14);
        wait_forever();
    }
    return 2;
}
