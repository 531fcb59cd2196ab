/* Terminals of clients: when the client and the daemon are both dead, somebody has to put the terminal right. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <termios.h>
#include <unistd.h>

#include "holder.h"

/* Leaves the alternate screen, mouse, bracketed paste, application keys, scroll region and rendition; shows the cursor. */
static const char restore_string[] =
    "\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l\033[?2026l\033[?1l\033>\033[<u\033[r\033[0m\033[?7h\033[?1049l\033[?25h\r\n";

int tty_add(uint64_t id, const struct mux_tty *saved, int fd, int pidfd)
{
    tty_forget(id);
    for (uint32_t i = 0; i < MUX_MAX_TTYS; i++) {
        struct tty *tty = &holder.ttys[i];
        if (tty->used)
            continue;
        *tty = (struct tty){ .used = true, .fd = fd, .pidfd = pidfd, .id = id, .saved = *saved };
        if (pidfd >= 0)
            watch_fd(pidfd, EPOLLIN, SOURCE_TTY, i);
        return 0;
    }
    close_fd(&fd);
    close_fd(&pidfd);
    return -ENFILE;
}

static void release(struct tty *tty)
{
    close_fd(&tty->fd);
    close_fd(&tty->pidfd);
    tty->used = false;
}

int tty_forget(uint64_t id)
{
    for (uint32_t i = 0; i < MUX_MAX_TTYS; i++) {
        if (holder.ttys[i].used && holder.ttys[i].id == id) {
            release(&holder.ttys[i]);
            return 0;
        }
    }
    return -ENOENT;
}

/* In a child of its own: the terminal may be stopped or its line dead, and a write to it may wait for ever. */
static void restore(struct tty *tty)
{
    if (fork() == 0) {
        reset_signals();
        alarm(5);
        struct termios modes;
        if (tcgetattr(tty->fd, &modes) == 0) {
            modes.c_iflag = tty->saved.saved.iflag;
            modes.c_oflag = tty->saved.saved.oflag;
            modes.c_cflag = tty->saved.saved.cflag;
            modes.c_lflag = tty->saved.saved.lflag;
            for (unsigned i = 0; i < tty->saved.saved.cc_count && i < NCCS && i < MUX_TERMIOS_CC; i++)
                modes.c_cc[i] = tty->saved.saved.cc[i];
            tcsetattr(tty->fd, TCSANOW, &modes);
        }
        if (write(tty->fd, restore_string, sizeof restore_string - 1) < 0)
            _exit(1);
        _exit(0);
    }
    release(tty);
}

void tty_client_gone(uint32_t index)
{
    struct tty *tty = &holder.ttys[index];
    if (!tty->used || tty->pidfd < 0)
        return;
    tty->client_gone = true;
    close_fd(&tty->pidfd);
    if (holder.daemon < 0)
        restore(tty);       /* otherwise it is the daemon's to do, and to say so by TTY_FORGET */
}

void ttys_restore_orphans(void)
{
    for (uint32_t i = 0; i < MUX_MAX_TTYS; i++)
        if (holder.ttys[i].used && holder.ttys[i].client_gone)
            restore(&holder.ttys[i]);
}
