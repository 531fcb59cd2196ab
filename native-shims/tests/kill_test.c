/* Daemons and holders that are killed. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "programs.h"
#include "tests.h"

enum { STREAMS = 4, KILLS = 220 };

static const long input_total = 400000;

/* Checks what is in a ring against its place in the stream, moving the tail; returns whether there was anything. */
static bool consume(struct session *session, struct view *view)
{
    uint64_t head = __atomic_load_n(&view->output->head, __ATOMIC_ACQUIRE), tail = view->control->tail;
    char block[17];
    uint64_t have = UINT64_MAX;
    if (head == tail)
        return false;
    for (uint64_t at = tail; at < head; at++) {
        if (at / 16 != have)
            number_block(have = at / 16, block);
        uint8_t byte = view->ring[at & (view->info.ring_size - 1)];
        if (byte != (uint8_t)block[at % 16])
            FAIL("stream of window %llu: byte %llu is wrong", (unsigned long long)view->info.window_id, (unsigned long long)at);
        if (at % 8192 == 0)
            move_tail(session, view, at);
    }
    move_tail(session, view, head);
    return true;
}

static bool type_some(struct session *session, struct view *view)
{
    const struct mux_commit_slot *slot = &view->control->slots[view->control->input_commit_seq & 1];
    uint64_t offset = slot->client_count ? slot->clients[0].offset : 0;
    uint8_t bytes[256];
    size_t length = 1 + next_random() % 255;
    if (offset >= (uint64_t)input_total)
        return false;
    if (length > (uint64_t)input_total - offset)
        length = (size_t)((uint64_t)input_total - offset);
    for (size_t i = 0; i < length; i++)
        bytes[i] = input_byte(offset + i);
    return commit_input(session, view, bytes, length, offset + length);
}

/* The daemon that is killed: takes every window over, reads four streams and types into the fifth window until it dies. */
static _Noreturn void daemon_to_be_killed(struct session *session, unsigned seed)
{
    static struct view views[STREAMS + 1];
    seed_random(seed);
    session_serve(session, 0);
    CHECK(session->welcome.window_count == STREAMS + 1);
    for (unsigned i = 0; i <= STREAMS; i++) {
        struct view view;
        await_window(session, &view);
        views[view.info.slot] = view;
    }
    for (;;) {
        bool busy = false;
        for (unsigned i = 0; i < STREAMS; i++)
            busy |= consume(session, &views[i]);
        if (views[STREAMS].output->head > 0)
            busy |= type_some(session, &views[STREAMS]);
        if (!busy)
            wait_for_news(session, 1000);
    }
}

void nothing_is_lost_when_daemons_die(void)
{
    struct session session;
    static struct view views[STREAMS + 1];
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    char *const generate[] = { (char *)(uintptr_t)self_path, "--generate", NULL };
    char *const check[] = { (char *)(uintptr_t)self_path, "--check-input", "400000", NULL };
    for (unsigned i = 0; i <= STREAMS; i++)
        spawn_window(&session, &views[i], i < STREAMS ? generate : check);
    send_packet(session.connection, MUX_QUIESCED, 0, NULL, 0, NULL, 0);
    session_forget(&session);

    double start = seconds();
    for (unsigned i = 0; i < KILLS; i++) {
        pid_t daemon = fork();
        if (daemon == 0)
            daemon_to_be_killed(&session, i * 7919 + 1);
        usleep(3000 + next_random() % 27000);
        CHECK(kill(daemon, SIGKILL) == 0);
        int status;
        CHECK(waitpid(daemon, &status, 0) == daemon);
        if (!WIFSIGNALED(status))
            FAIL("daemon %u found something wrong", i);
    }
    session_serve(&session, 0);
    uint64_t bytes = 0;
    static struct packet packet;
    for (unsigned i = 0; i <= STREAMS; i++) {
        view_close(&views[i]);
        CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_WINDOW);
        view_open(&views[i], &packet);
        struct mux_signal stop = { SIGUSR1, MUX_SIGNAL_PROCESS };
        if (i < STREAMS)
            CHECK(send_packet(session.connection, MUX_SIGNAL, views[i].info.window_id, &stop, sizeof stop, NULL, 0) == 0);
    }
    for (unsigned open = 0; open != (1u << STREAMS) - 1;) {
        bool busy = false;
        for (unsigned i = 0; i < STREAMS; i++) {
            bool drained = __atomic_load_n(&views[i].output->flags, __ATOMIC_SEQ_CST) & MUX_OUTPUT_DRAINED;
            busy |= consume(&session, &views[i]);
            if (drained && views[i].output->head == views[i].control->tail)
                open |= 1u << i;
        }
        if (!busy)
            wait_for_news(&session, 100);
        CHECK(seconds() - start < 120);
    }
    for (unsigned i = 0; i < STREAMS; i++) {
        CHECK(views[i].output->head % 4096 == 0);
        bytes += views[i].output->head;
    }
    while (type_some(&session, &views[STREAMS]))
        usleep(100);
    char text[64];
    read_all(&session, &views[STREAMS], text, sizeof text);
    while (views[STREAMS].control->slots[views[STREAMS].control->input_commit_seq & 1].clients[0].offset < (uint64_t)input_total)
        CHECK(type_some(&session, &views[STREAMS]));
    if (strcmp(text, "ready\nall\n") != 0)
        FAIL("the typed bytes: %s", text);
    fprintf(stderr, "  %u kills, %.0f MB through %d windows, %ld bytes typed, %.1f s: nothing lost, nothing doubled\n", KILLS,
        (double)bytes / 1e6, STREAMS, input_total, seconds() - start);
    session_stop(&session);
}

void a_killed_holder_is_replaced(void)
{
    struct session old, fresh;
    static struct packet packet;
    session_start(&old, "/bin/false", NULL);
    session_serve(&old, 0);
    struct view view;
    char *const cat[] = { "sh", "-c", "echo one; read line; echo \"<$line>\"; read line; exit 5", NULL };
    spawn_window(&old, &view, cat);
    while (view.output->head < 5)
        wait_for_news(&old, 100);
    kill(old.holder, SIGKILL);
    CHECK(waitpid(old.holder, NULL, 0) == old.holder);
    CHECK(commit_input(&old, &view, (const uint8_t *)"two\n", 4, 4));

    session_start(&fresh, "/bin/false", NULL);
    session_serve(&fresh, 0);
    CHECK(send_packet(fresh.connection, MUX_ADOPT, 0, NULL, 0, old.fds, 4) == 0);
    CHECK(receive_packet(fresh.connection, &packet, 5000) && packet.header.type == MUX_RESULT);
    CHECK(((struct mux_result *)(void *)packet.payload)->error == 0);
    CHECK(send_packet(fresh.connection, MUX_ADOPT, view.info.window_id, &view.info, sizeof view.info, view.fds, view.fd_count) == 0);
    CHECK(receive_packet(fresh.connection, &packet, 5000) && packet.header.type == MUX_RESULT);
    CHECK(((struct mux_result *)(void *)packet.payload)->error == 0);
    old.connection = fresh.connection;
    for (double deadline = seconds() + 10; view.output->head < 17;) {
        CHECK(seconds() < deadline);
        wait_for_news(&old, 100);
    }
    CHECK(memcmp(view.ring, "one\r\ntwo\r\n<two>\r\n", 17) == 0);
    CHECK(commit_input(&old, &view, (const uint8_t *)"\n", 1, 5));
    CHECK(receive_packet(fresh.connection, &packet, 10000) && packet.header.type == MUX_EXITED);
    struct mux_exit end;
    memcpy(&end, packet.payload, sizeof end);
    CHECK(end.flags & MUX_EXIT_HAPPENED);
    CHECK(!(end.flags & MUX_EXIT_STATUS_KNOWN) || end.wait_status == 5 << 8);
    session_stop(&fresh);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", old.directory);
    CHECK(system(command) == 0);
}
