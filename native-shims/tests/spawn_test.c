/* What a window gets when it is spawned, and what is left of it when it ends. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness.h"
#include "tests.h"

void spawn_is_clean(void)
{
    /* What a careless parent leaves behind must not reach a program. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGUSR2, SIG_IGN);
    sigset_t blocked;
    sigfillset(&blocked);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    for (int fd = 100; fd < 110; fd++)
        dup2(0, fd);
    umask(0);
    struct session session;
    session_start(&session, "/bin/false", NULL);
    sigemptyset(&blocked);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    session_serve(&session, 0);

    struct rlimit own;
    struct mux_rlimit limits[MUX_RLIMIT_COUNT];
    for (int i = 0; i < MUX_RLIMIT_COUNT; i++) {
        getrlimit((__rlimit_resource_t)i, &own);
        limits[i] = (struct mux_rlimit){ own.rlim_cur, own.rlim_max };
    }
    limits[RLIMIT_NOFILE] = (struct mux_rlimit){ 512, 1024 };
    char *const program[] = { (char *)(uintptr_t)self_path, "--hygiene", NULL };
    char *const environment[] = { "B=2", "A=1", "A=again", "odd", "NL=a\nb", NULL };
    request_spawn(&session, 9, program, environment, "/usr", 027, limits, 0);
    struct view view;
    await_window(&session, &view);
    CHECK(view.info.spawn_request == 9 && view.info.warnings == 0);
    static char text[65536];
    read_all(&session, &view, text, sizeof text);
    static const char *const wanted[] = {
        "SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigPnd:\t0000000000000000", "Umask:\t0027", "fd 0\r\nfd 1\r\nfd 2\r\nnofile 512 1024",
        "leader 1 foreground 1", "tty 1", "cwd /usr\r\n", "env B=2\r\nenv A=1\r\nenv A=again\r\nenv odd\r\nenv NL=a\r\nb",
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!strstr(text, wanted[i]))
            FAIL("'%s' is missing in:\n%s", wanted[i], text);
    view_close(&view);
    session_stop(&session);
}

void spawn_failures_are_told(void)
{
    struct session session;
    static struct packet packet;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    char *const environment[] = { "PATH=/usr/bin", "HOME=/usr", NULL };
    char *const missing[] = { "no-such-program", NULL }, *const directory[] = { "/usr", NULL }, *const fine[] = { "true", NULL };
    request_spawn(&session, 1, missing, environment, "/", 022, NULL, 0);
    CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_SPAWN_FAILED && packet.header.id == 1);
    struct mux_spawn_failed *failure = (void *)packet.payload;
    CHECK(failure->error == ENOENT && failure->stage == MUX_STAGE_EXEC);
    request_spawn(&session, 2, directory, environment, "/", 022, NULL, 0);
    CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_SPAWN_FAILED && failure->error == EACCES);
    request_spawn(&session, 3, fine, environment, "/", 022, NULL, 5000);
    CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_SPAWN_FAILED && failure->stage == MUX_STAGE_REQUEST);
    struct view view;
    request_spawn(&session, 4, fine, environment, "/no/such/directory", 022, NULL, 0);
    await_window(&session, &view);
    CHECK(view.info.warnings == MUX_WARN_CWD_HOME);
    view_close(&view);
    session_stop(&session);
}

enum { LAST_WORDS_TOTAL = 2000, LAST_WORDS_AT_ONCE = 100 };

static void check_last_words(struct session *session, struct view *view, int number)
{
    static char text[16384];
    size_t length = read_all(session, view, text, sizeof text);
    if (length != 10000)
        FAIL("program %d: %zu bytes of 10000", number, length);
    for (int i = 0; i < 100; i++) {
        char line[128];
        snprintf(line, sizeof line, "%05d %092d\r\n", number, i);
        CHECK(memcmp(text + 100 * i, line, 100) == 0);
    }
    view_close(view);
}

void last_words_are_complete(void)
{
    struct session session;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    static struct view views[LAST_WORDS_AT_ONCE];
    static struct packet packet;
    char *const environment[] = { "PATH=/usr/bin", NULL };
    for (int base = 0; base < LAST_WORDS_TOTAL; base += LAST_WORDS_AT_ONCE) {
        for (int i = 0; i < LAST_WORDS_AT_ONCE; i++) {
            char number[16];
            snprintf(number, sizeof number, "%d", base + i);
            char *const program[] = { (char *)(uintptr_t)self_path, "--last-words", number, NULL };
            request_spawn(&session, (uint64_t)(base + i), program, environment, "/", 022, NULL, 16384);
        }
        int windows = 0, ended = 0;
        while (windows < LAST_WORDS_AT_ONCE || ended < LAST_WORDS_AT_ONCE) {
            CHECK(receive_packet(session.connection, &packet, 20000));
            if (packet.header.type == MUX_SPAWNED) {
                view_open(&views[packet.header.id - (uint64_t)base], &packet);
                windows++;
                struct mux_count one = { 1, 0 };
                send_packet(session.connection, MUX_ACK, 0, &one, sizeof one, NULL, 0);
                continue;
            }
            CHECK(packet.header.type == MUX_EXITED);
            ended++;
            struct mux_exit end;
            memcpy(&end, packet.payload, sizeof end);
            int number = -1;
            for (int i = 0; i < LAST_WORDS_AT_ONCE; i++)
                if (views[i].info.window_id == packet.header.id)
                    number = base + i;
            CHECK(number >= 0 && end.flags & MUX_EXIT_STATUS_KNOWN);
            CHECK(end.wait_status == (number % 7 == 0 ? SIGKILL : (number % 256) << 8));
        }
        for (int i = 0; i < LAST_WORDS_AT_ONCE; i++) {
            uint64_t id = views[i].info.window_id;
            check_last_words(&session, &views[i], base + i);
            send_packet(session.connection, MUX_EXIT_ACK, id, NULL, 0, NULL, 0);
            send_packet(session.connection, MUX_CLOSE, id, NULL, 0, NULL, 0);
        }
    }
    session_stop(&session);
}
