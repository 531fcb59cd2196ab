/* Serial lines: a window on a device instead of a program. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "holder.h"

#define SPEED(n) { n, B##n }

static const struct { unsigned long rate; speed_t speed; } speeds[] = {
    SPEED(50), SPEED(75), SPEED(110), SPEED(134), SPEED(150), SPEED(200), SPEED(300), SPEED(600), SPEED(1200), SPEED(1800), SPEED(2400), SPEED(4800),
    SPEED(9600), SPEED(19200), SPEED(38400), SPEED(57600), SPEED(115200), SPEED(230400), SPEED(460800), SPEED(500000), SPEED(576000),
    SPEED(921600), SPEED(1000000), SPEED(1152000), SPEED(1500000), SPEED(2000000), SPEED(2500000), SPEED(3000000), SPEED(3500000), SPEED(4000000),
};

enum field { INPUT, CONTROL };

static const struct { const char *name; enum field field; tcflag_t mask, on, off; } flags[] = {
    { "cs5", CONTROL, CSIZE, CS5, CS5 },
    { "cs6", CONTROL, CSIZE, CS6, CS6 },
    { "cs7", CONTROL, CSIZE, CS7, CS7 },
    { "cs8", CONTROL, CSIZE, CS8, CS8 },
    { "cstopb", CONTROL, CSTOPB, CSTOPB, 0 },
    { "parenb", CONTROL, PARENB, PARENB, 0 },
    { "parodd", CONTROL, PARODD, PARODD, 0 },
    { "clocal", CONTROL, CLOCAL, CLOCAL, 0 },
    { "hupcl", CONTROL, HUPCL, HUPCL, 0 },
    { "crtscts", CONTROL, CRTSCTS, CRTSCTS, 0 },
    { "istrip", INPUT, ISTRIP, ISTRIP, 0 },
    { "ixon", INPUT, IXON, IXON, 0 },
    { "ixoff", INPUT, IXOFF, IXOFF, 0 },
    { "ixany", INPUT, IXANY, IXANY, 0 },
};

/* One word in stty's notation; what is not known is passed over, as screen does. */
static void apply(const char *word, size_t length, struct termios *modes)
{
    bool off = length > 0 && *word == '-';
    word += off;
    length -= off;
    char *end;
    unsigned long rate = strtoul(word, &end, 10);
    for (size_t i = 0; end == word + length && i < sizeof speeds / sizeof *speeds; i++) {
        if (speeds[i].rate == rate) {
            cfsetispeed(modes, speeds[i].speed);
            cfsetospeed(modes, speeds[i].speed);
        }
    }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (strlen(flags[i].name) == length && memcmp(flags[i].name, word, length) == 0) {
            tcflag_t *field = flags[i].field == INPUT ? &modes->c_iflag : &modes->c_cflag;
            *field = (*field & ~flags[i].mask) | (off ? flags[i].off : flags[i].on);
        }
    }
}

/* Every byte passes, and no carrier is waited for; the rest is as the options say, or as the line has it. */
static int set_line(int fd, const char *options)
{
    struct termios modes;
    if (tcgetattr(fd, &modes) < 0)
        return -errno;
    modes.c_iflag = IGNPAR | BRKINT;
    modes.c_oflag = 0;
    modes.c_lflag = 0;
    modes.c_cflag |= CREAD | CLOCAL;
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    while (options && *options) {
        size_t length = strcspn(options, ", ");
        apply(options, length, &modes);
        options += length + (options[length] != 0);
    }
    return tcsetattr(fd, TCSANOW, &modes) < 0 ? -errno : 0;
}

/* The line becomes the window's master. It is marked as busy for everybody else. */
int line_open(struct window *window, const char *path, const char *options)
{
    window->master = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (window->master < 0)
        return -errno;
    int result = set_line(window->master, options);
    if (result == 0) {
        ioctl(window->master, TIOCEXCL);
        window->info.tty_number = UINT32_MAX;
    }
    return result;
}

/* A line has no program whose end is its own: it ends when it is gone. */
void line_hung_up(struct window *window)
{
    if (window->info.pid == 0 && window->state == WINDOW_RUNNING && !window->info.exit.flags) {
        window->info.exit = (struct mux_exit){ .flags = MUX_EXIT_HAPPENED, .time_ns = wall_ns() };
        window->exit_head = window->output->head;
    }
}
