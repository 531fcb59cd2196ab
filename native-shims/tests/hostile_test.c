/* Peers that mean harm. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "tests.h"

static void drain_answers(int connection)
{
    static struct packet packet;
    while (receive_packet(connection, &packet, 0))
        close_packet(&packet);
}

/* One packet of nonsense: right or wrong type, length, id and descriptors. SHUTDOWN is the one message not tried on the daemon's side. */
static void send_nonsense(int connection, bool as_daemon)
{
    static uint8_t bytes[3 * MUX_MAX_MESSAGE];
    struct mux_message_header header = { .type = (uint16_t)(next_random() % 40), .version = (uint16_t)(next_random() % 3), .id = next_random() % 4 };
    static const size_t lengths[] = { 0, 1, 4, 7, 8, 9, 15, 16, 32, 40, 71, 72, 73, 128, 4096, 4097, MUX_MAX_MESSAGE - 16, MUX_MAX_MESSAGE, 20000 };
    size_t length = lengths[next_random() % (sizeof lengths / sizeof lengths[0])];
    for (size_t i = sizeof header; i < sizeof header + length && i < 600; i++)
        bytes[i] = next_random() % 4 ? (uint8_t)next_random() : 0;
    if (as_daemon && (header.type == MUX_SHUTDOWN || header.type == MUX_QUIESCED))
        header.type = MUX_SPAWN;
    header.length = next_random() % 8 ? (uint32_t)length : next_random();
    memcpy(bytes, &header, sizeof header);
    size_t total = next_random() % 20 ? sizeof header + length : next_random() % sizeof header;
    int fds[MUX_MAX_FDS];
    unsigned fd_count = next_random() % 3 ? 0 : 1 + next_random() % MUX_MAX_FDS;
    for (unsigned i = 0; i < fd_count; i++)
        fds[i] = next_random() % 2 ? 0 : memfd_create("nonsense", MFD_CLOEXEC);
    struct iovec part = { bytes, total };
    union {
        char bytes[CMSG_SPACE(sizeof(int) * MUX_MAX_FDS)];
        struct cmsghdr align;
    } control = { { 0 } };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
    if (fd_count) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
        memcpy(CMSG_DATA(rights), fds, sizeof(int) * fd_count);
    }
    sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    for (unsigned i = 0; i < fd_count; i++)
        if (fds[i] > 0)
            close(fds[i]);
}

/* Whoever removes the socket, and connects the moment that its name is back, is not refused: a daemon would take the session for dead. */
void a_socket_that_is_back_takes_connections(void)
{
    struct session session;
    session_start(&session, "", NULL);
    char path[128];
    snprintf(path, sizeof path, "%.60s/%.40s", session.directory, session.socket_name);
    for (int round = 0; round < 300; round++) {
        CHECK(unlink(path) == 0);
        int connection = -1;
        double start = seconds();
        while ((connection = session_connect(&session)) < 0) {
            if (errno != ENOENT)
                FAIL("round %d: the socket is there and does not take a connection: %s", round, strerror(errno));
            CHECK(seconds() - start < 10);
        }
        close(connection);
    }
    session_stop(&session);
}

void nonsense_costs_only_its_connection(void)
{
    struct session session;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    struct view view;
    char *const program[] = { "cat", NULL };
    spawn_window(&session, &view, program);
    unsigned fds = count_fds(session.holder);
    for (int round = 0; round < 400; round++) {
        bool as_daemon = round % 4 == 3;
        int connection = as_daemon ? session.connection : session_connect(&session);
        CHECK(connection >= 0);
        for (int i = 0; i < 50; i++) {
            send_nonsense(connection, as_daemon);
            drain_answers(connection);
        }
        if (as_daemon) {
            session_forget(&session);   /* it was dropped as likely as not */
            session_serve(&session, MUX_HELLO_TAKEOVER);
        } else {
            close(connection);
        }
        if (round % 50 == 0)
            check_alive(&session);
    }
    check_alive(&session);
    drain_answers(session.connection);
    unsigned after = count_fds(session.holder);
    if (fds && after > fds + 8)
        FAIL("%u descriptors before, %u after", fds, after);
    session_stop(&session);
}

/* Nonsense in shared memory must not take the holder down either. */
void nonsense_in_shared_memory_harms_nobody_else(void)
{
    struct session session;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    struct view wild, tame;
    char *const cat[] = { "cat", NULL };
    char *const yes[] = { "yes", NULL };
    spawn_window(&session, &wild, yes);
    spawn_window(&session, &tame, cat);
    for (int round = 0; round < 20000; round++) {
        uint64_t *words = (void *)wild.control;
        words[8 + next_random() % 504] = next_random() % 3 ? next_random() : ~(uint64_t)0;
        if (round % 16 == 0) {
            kick(&session, &wild);
            session.page->kick[next_random() % MUX_DIRTY_WORDS] = ~0ull;
        }
    }
    check_alive(&session);
    session.page->holder_sleeping = 1;
    CHECK(commit_input(&session, &tame, (const uint8_t *)"still here\n", 11, 11));
    for (double deadline = seconds() + 10; tame.output->head < 24;) {
        CHECK(seconds() < deadline);
        wait_for_news(&session, 100);
    }
    CHECK(memcmp(tame.ring, "still here\r\nstill here\r\n", 24) == 0);
    view_close(&wild);
    view_close(&tame);
    session_stop(&session);
}

void another_user_is_refused(void)
{
    if (geteuid() != 0) {
        fprintf(stderr, "  skipped: needs root to become somebody else\n");
        return;
    }
    struct session session;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    char path[160];
    snprintf(path, sizeof path, "%s/%s", session.directory, session.socket_name);
    CHECK(chmod(session.directory, 0755) == 0 && chmod(path, 0777) == 0);
    pid_t other = fork();
    if (other == 0) {
        static struct packet packet;
        if (setgid(65534) < 0 || setuid(65534) < 0)
            _exit(3);
        int connection = session_connect(&session);
        send_packet(connection, MUX_STATUS, 1, NULL, 0, NULL, 0);
        _exit(receive_packet(connection, &packet, 3000) ? 1 : 0);
    }
    int status;
    CHECK(waitpid(other, &status, 0) == other);
    if (status != 0)
        FAIL("another user was served (%x)", (unsigned)status);
    session_stop(&session);
}
