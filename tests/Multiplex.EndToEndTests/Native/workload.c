/*
 * The programs that the reliability tests run in windows. They count what they do, so that a byte that is missing, doubled or out of order shows.
 *   workload lines NAME           prints numbered lines at full speed until a byte is typed, then "NAME end N" and waits
 *   workload keys FILE COUNT      keeps COUNT typed bytes in FILE, byte by byte as they come, then prints "keys end" and waits
 *   workload steps FILE           prints, and keeps the number of bytes printed so far at the start of FILE (8 bytes, mapped)
 *   workload ask COUNT FILE       asks the terminal COUNT numbered questions (the cursor, with a bell after each), keeps the answers in FILE; begins when a g is typed
 *   workload words N              prints 10000 bytes and ends at once with exit code N, or by signal N - 256
 *   workload echo                 answers each typed byte with itself in brackets
 *   workload silent               takes the terminal and never reads
 *   workload rounds FILE          for each g typed: a screenful of everything, with questions; what was answered and typed meanwhile goes to FILE
 *   workload late FILE NAME       reads nothing until the file NAME is there, then keeps all that was typed in FILE
 *   workload flood FILE BEFORE UNIT COUNT AFTER    prints UNIT COUNT times between the others (\xHH and \e are known), makes FILE and ends
 *   workload knock UID SOCKET KIND BYTES    as that user, connects to a socket (stream or packets), says BYTES and prints what becomes of the connection
 *   workload poison               prints the sequence that test builds die of when a key is typed, then goes on as echo
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
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

/* One byte: an answer's end counts, what is typed is kept. */
static void take_typed(int file, unsigned *answers, char *last)
{
    static int inside;
    char byte;
    if (read(0, &byte, 1) != 1)
        _exit(9);
    if (byte == 27)
        inside = 1;
    if (inside) {
        write_all(file, byte == 27 ? "?" : &byte, 1);
        if (byte == 'R') {
            inside = 0;
            ++*answers;
        }
        return;
    }
    *last = byte;
    /* Keys come between answers wherever they like; they are kept in a line of their own at the round's end. */
}

static void rounds(const char *path)
{
    char text[512], typed_keys[256];
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    make_raw();
    write_all(1, "rounds ready\r\n", 14);
    for (unsigned answers = 0;; answers = 0) {
        char last = 0;
        size_t keys = 0;
        while (last != 'g')
            take_typed(file, &answers, &last);
        write_all(1, "\033c\033[3J", 6);
        for (unsigned number = 1; number <= 160; number++) {
            int length = snprintf(text, sizeof text,
                "\033]2;title %u\a\033[%u;3%um%s line %u \303\244\342\202\254 \344\270\255\033[m\r\n\033[7mreverse\033[27m %.*s\r\n%s\033[6n",
                number, number % 5, number % 8, number % 7 ? "plain" : "\033[4msevenths", number, (int)(number % 53),
                "the quick brown fox jumps over the lazy dog 0123456789", number % 10 ? "" : "\a\033[?1049h\033[2;5r\033[2Jother\033[r\033[?1049l");
            write_all(1, text, (size_t)length);
            while (answers < number) {
                last = 0;
                take_typed(file, &answers, &last);
                if (last && keys < sizeof typed_keys)
                    typed_keys[keys++] = last;
            }
        }
        while (keys == 0 || typed_keys[keys - 1] != 'z') {
            take_typed(file, &answers, &last);
            if (keys < sizeof typed_keys)
                typed_keys[keys++] = last;
        }
        write_all(file, " ", 1);
        write_all(file, typed_keys, keys);
        write_all(file, "\n", 1);
        write_all(1, "\033[?2004h\033[3;9Hround end", 23);
    }
}

static void late(const char *path, const char *sign)
{
    make_raw();
    write_all(1, "late ready\r\n", 12);
    while (access(sign, F_OK) < 0)
        usleep(10000);
    keys(path, 1l << 40);
}

static size_t unescape(const char *text, char *bytes)
{
    size_t length = 0;
    for (; *text; text++) {
        if (text[0] == '\\' && text[1] == 'e') {
            bytes[length++] = 27;
            text++;
        } else if (text[0] == '\\' && text[1] == 'x') {
            char digits[3] = { text[2], text[3], 0 };
            bytes[length++] = (char)strtol(digits, NULL, 16);
            text += 3;
        } else {
            bytes[length++] = *text;
        }
    }
    return length;
}

static void flood(const char *path, const char *before, const char *unit, long count, const char *after)
{
    char bytes[256], block[65536];
    make_raw();
    write_all(1, bytes, unescape(before, bytes));
    size_t length = unescape(unit, bytes), used = 0;
    for (; count > 0; count--) {
        if (used + length > sizeof block) {
            write_all(1, block, used);
            used = 0;
        }
        memcpy(block + used, bytes, length);
        used += length;
    }
    write_all(1, block, used);
    write_all(1, bytes, unescape(after, bytes));
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    _exit(file < 0);
}

static void echo_after_poison(void)
{
    char byte;
    make_raw();
    write_all(1, "poison ready\r\n", 14);
    if (read(0, &byte, 1) != 1)
        _exit(9);
    write_all(1, "\033_mux:poison\033\\", 14);
    echo();
}

static int knock(int uid, const char *path, const char *kind, const char *text)
{
    char bytes[256];
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (setgid((gid_t)uid) < 0 || setuid((uid_t)uid) < 0)
        return 9;
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, strcmp(kind, "packets") == 0 ? SOCK_SEQPACKET : SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("connect");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    size_t length = unescape(text, bytes);
    if (write(fd, bytes, length) < 0)
        perror("write");
    ssize_t got = read(fd, bytes, sizeof bytes);
    printf("%s\n", got > 0 ? "answered" : "closed");
    return 0;
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
    else if (strcmp(what, "rounds") == 0)
        rounds(first);
    else if (strcmp(what, "late") == 0)
        late(first, second);
    else if (strcmp(what, "flood") == 0 && count == 7)
        flood(first, second, arguments[4], atol(arguments[5]), arguments[6]);
    else if (strcmp(what, "knock") == 0 && count == 6)
        return knock(atoi(first), second, arguments[4], arguments[5]);
    else if (strcmp(what, "poison") == 0)
        echo_after_poison();
    else if (strcmp(what, "silent") == 0) {
        make_raw();
        write_all(1, "silent ready\r\n", 14);
        wait_forever();
    }
    return 2;
}
