/* Terminals: modes, size, a description of one's own. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "mux_shims.h"

static void to_wire(const struct termios *modes, struct mux_termios *out)
{
    memset(out, 0, sizeof *out);
    out->iflag = modes->c_iflag;
    out->oflag = modes->c_oflag;
    out->cflag = modes->c_cflag;
    out->lflag = modes->c_lflag;
    out->ispeed = (uint32_t)cfgetispeed(modes);
    out->ospeed = (uint32_t)cfgetospeed(modes);
    out->cc_count = NCCS < MUX_TERMIOS_CC ? NCCS : MUX_TERMIOS_CC;
    for (unsigned i = 0; i < out->cc_count; i++)
        out->cc[i] = modes->c_cc[i];
}

static void from_wire(const struct mux_termios *in, struct termios *modes)
{
    modes->c_iflag = in->iflag;
    modes->c_oflag = in->oflag;
    modes->c_cflag = in->cflag;
    modes->c_lflag = in->lflag;
    for (unsigned i = 0; i < in->cc_count && i < NCCS && i < MUX_TERMIOS_CC; i++)
        modes->c_cc[i] = in->cc[i];
    cfsetispeed(modes, in->ispeed);
    cfsetospeed(modes, in->ospeed);
}

int32_t mux_terminal_get(int32_t fd, struct mux_termios *out)
{
    struct termios modes;
    if (tcgetattr(fd, &modes) < 0)
        return -errno;
    to_wire(&modes, out);
    return 0;
}

int32_t mux_terminal_set(int32_t fd, const struct mux_termios *wanted, int32_t flush)
{
    struct termios modes;
    if (tcgetattr(fd, &modes) < 0)
        return -errno;
    from_wire(wanted, &modes);
    /* From a background process group this would stop the caller. */
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    int result;
    do
        result = tcsetattr(fd, flush ? TCSAFLUSH : TCSANOW, &modes);
    while (result < 0 && errno == EINTR);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result < 0 ? -error : 0;
}

void mux_terminal_make_raw(struct mux_termios *modes)
{
    modes->iflag &= ~(uint32_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF | INPCK);
    modes->oflag &= ~(uint32_t)OPOST;
    modes->lflag &= ~(uint32_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    modes->cflag &= ~(uint32_t)(CSIZE | PARENB);
    modes->cflag |= CS8;
    modes->cc[VMIN] = 1;
    modes->cc[VTIME] = 0;
}

void mux_terminal_describe(const struct mux_termios *modes, struct mux_terminal_modes *out)
{
    memset(out, 0, sizeof *out);
    out->echo = (modes->lflag & ECHO) != 0;
    out->canonical = (modes->lflag & ICANON) != 0;
    out->signals = (modes->lflag & ISIG) != 0;
    out->flow_control = (modes->iflag & IXON) != 0;
    out->start_character = modes->cc[VSTART];
    out->stop_character = modes->cc[VSTOP];
    out->interrupt_character = modes->cc[VINTR];
    out->erase_character = modes->cc[VERASE];
}

void mux_terminal_set_flow_control(struct mux_termios *modes, int32_t on)
{
    modes->iflag = on ? modes->iflag | IXON : modes->iflag & ~(uint32_t)IXON;
}

void mux_terminal_hide_typing(struct mux_termios *modes)
{
    modes->lflag = (modes->lflag | ICANON) & ~(uint32_t)(ECHO | ECHOE | ECHOK | ECHONL | ISIG);
    modes->iflag |= ICRNL;
}

int32_t mux_terminal_size(int32_t fd, struct mux_winsize *out)
{
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return -errno;
    *out = (struct mux_winsize){ size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel };
    return 0;
}

int32_t mux_terminal_resize(int32_t fd, const struct mux_winsize *wanted)
{
    struct winsize size = { wanted->rows, wanted->columns, wanted->width_pixels, wanted->height_pixels };
    return ioctl(fd, TIOCSWINSZ, &size) < 0 ? -errno : 0;
}

int32_t mux_terminal_is(int32_t fd) { return isatty(fd); }

int32_t mux_terminal_name(int32_t fd, char *buffer, uint32_t capacity)
{
    int error = ttyname_r(fd, buffer, capacity);
    return error ? -error : (int32_t)strlen(buffer);
}

int32_t mux_terminal_foreground(int32_t fd, int32_t *group)
{
    pid_t found;
    if (ioctl(fd, TIOCGPGRP, &found) < 0)
        return -errno;
    *group = found;
    return 0;
}

int32_t mux_terminal_break(int32_t fd, int32_t on) { return ioctl(fd, on ? TIOCSBRK : TIOCCBRK) < 0 ? -errno : 0; }

int32_t mux_terminal_signals(int32_t fd, struct mux_line_signals *out)
{
    int bits;
    struct termios modes;
    if (ioctl(fd, TIOCMGET, &bits) < 0 || tcgetattr(fd, &modes) < 0)
        return -errno;
    *out = (struct mux_line_signals){
        .data_terminal_ready = (bits & TIOCM_DTR) != 0, .request_to_send = (bits & TIOCM_RTS) != 0, .clear_to_send = (bits & TIOCM_CTS) != 0,
        .carrier = (bits & TIOCM_CAR) != 0, .ring = (bits & TIOCM_RNG) != 0, .data_set_ready = (bits & TIOCM_DSR) != 0,
        .is_local = (modes.c_cflag & CLOCAL) != 0, .has_hardware_flow = (modes.c_cflag & CRTSCTS) != 0,
    };
    return 0;
}

int32_t mux_terminal_reopen(int32_t fd, int32_t *opened)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int made = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (made < 0)
        return -errno;
    *opened = made;
    return 0;
}

int32_t mux_pty_open(const struct mux_winsize *size, int32_t *master, int32_t *slave)
{
    int unlock = 0, made = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (made < 0)
        return -errno;
    int other = ioctl(made, TIOCSPTLCK, &unlock) < 0 ? -1 : ioctl(made, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (other < 0 || (size->rows && mux_terminal_resize(made, size) < 0)) {
        int error = errno;
        if (other >= 0)
            close(other);
        close(made);
        return -error;
    }
    *master = made;
    *slave = other;
    return 0;
}
