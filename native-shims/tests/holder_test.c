/* Tests of a real mux-holder; each one runs in a process of its own with a limit of time. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "programs.h"

static unsigned random_state = 12345;

static unsigned next_random(void)
{
    random_state = random_state * 1103515245u + 12345u;
    return random_state >> 8;
}

static void spawn_is_clean(void)
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

static void spawn_failures_are_told(void)
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

static void last_words_are_complete(void)
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
    random_state = seed;
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

static void nothing_is_lost_when_daemons_die(void)
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

static void check_alive(struct session *session)
{
    static struct packet packet;
    int asking = session_connect(session);
    CHECK(asking >= 0);
    CHECK(send_packet(asking, MUX_STATUS, 77, NULL, 0, NULL, 0) == 0);
    CHECK(receive_packet(asking, &packet, 5000) && packet.header.type == MUX_STATUS_REPLY && packet.header.id == 77);
    close(asking);
}

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

static void nonsense_costs_only_its_connection(void)
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
static void nonsense_in_shared_memory_harms_nobody_else(void)
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

static void a_killed_holder_is_replaced(void)
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

static long memory_field(pid_t pid, const char *file, const char *name)
{
    char path[64], line[256];
    long value = -1;
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    FILE *input = fopen(path, "r");
    while (input && fgets(line, sizeof line, input))
        if (strncmp(line, name, strlen(name)) == 0)
            value = atol(line + strlen(name));
    if (input)
        fclose(input);
    return value;
}

static void a_thousand_windows_are_served(void)
{
    enum { COUNT = 1000 };
    struct session session;
    static struct packet packet;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    long before = memory_field(session.holder, "smaps_rollup", "Pss:");
    char *const program[] = { "sleep", "1000", NULL };
    double start = seconds();
    for (int i = 0; i < COUNT; i++) {
        struct view view;
        spawn_window(&session, &view, program);
        view_close(&view);
    }
    double made = seconds() - start;
    long after = memory_field(session.holder, "smaps_rollup", "Pss:"), own = memory_field(session.holder, "smaps_rollup", "Private_Dirty:");
    session_forget(&session);
    start = seconds();
    session_serve(&session, 0);
    struct mux_count one = { 1, 0 };
    for (int i = 0; i < COUNT; i++) {
        CHECK(receive_packet(session.connection, &packet, 10000) && packet.header.type == MUX_WINDOW);
        close_packet(&packet);
        CHECK(send_packet(session.connection, MUX_ACK, 0, &one, sizeof one, NULL, 0) == 0);
    }
    fprintf(stderr, "  %d windows made in %.2f s, told to a new daemon in %.0f ms; holder: %ld KB empty, %.1f KB a window, %ld KB private\n", COUNT, made,
        1000 * (seconds() - start), before, (double)(after - before) / COUNT, own);
    session_stop(&session);
}

static long cpu_ticks(pid_t pid)
{
    char path[64], line[1024] = { 0 };
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *input = fopen(path, "r");
    unsigned long user = 0, kernel = 0;
    CHECK(input && fgets(line, sizeof line, input));
    fclose(input);
    char *behind_name = strrchr(line, ')');
    CHECK(behind_name && sscanf(behind_name, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) == 2);
    return (long)(user + kernel);
}

static void want_of_descriptors_is_told_and_passes(void)
{
    struct session session;
    static struct packet packet;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    struct rlimit before, tight = { count_fds(session.holder) + 3, 0 };
    CHECK(prlimit(session.holder, RLIMIT_NOFILE, NULL, &before) == 0);
    tight.rlim_max = before.rlim_max;
    CHECK(prlimit(session.holder, RLIMIT_NOFILE, &tight, NULL) == 0);
    char *const program[] = { "true", NULL }, *const environment[] = { "PATH=/usr/bin", NULL };
    request_spawn(&session, 1, program, environment, "/", 022, NULL, 0);
    CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_SPAWN_FAILED);
    CHECK(((struct mux_spawn_failed *)(void *)packet.payload)->error == EMFILE);
    int many[40];
    for (int i = 0; i < 40; i++)
        many[i] = session_connect(&session);
    long before_ticks = cpu_ticks(session.holder);
    usleep(500000);
    CHECK(cpu_ticks(session.holder) - before_ticks <= 5);      /* of 50: nothing runs in circles */
    CHECK(send_packet(session.connection, MUX_STATUS, 5, NULL, 0, NULL, 0) == 0);
    CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_STATUS_REPLY);
    for (int i = 0; i < 40; i++)
        if (many[i] >= 0)
            close(many[i]);
    CHECK(prlimit(session.holder, RLIMIT_NOFILE, &before, NULL) == 0);
    struct view view;
    spawn_window(&session, &view, program);
    view_close(&view);
    check_alive(&session);
    session_stop(&session);
}

static void another_user_is_refused(void)
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

static double direct_throughput(char *const *program, uint64_t *bytes)
{
    static char buffer[65536];
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    double start = seconds();
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        int slave = open(ptsname(master), O_RDWR);
        for (int fd = 0; fd < 3; fd++)
            dup2(slave, fd);
        close(slave);
        close(master);
        execvp(program[0], program);
        _exit(127);
    }
    usleep(20000);
    *bytes = 0;
    for (ssize_t got; (got = read(master, buffer, sizeof buffer)) > 0;)
        *bytes += (uint64_t)got;
    double time = seconds() - start;
    close(master);
    waitpid(pid, NULL, 0);
    return (double)*bytes / time / 1e6;
}

/* A gauge: the same program on a bare pty and through the holder's ring. */
static void the_ring_is_as_fast_as_the_pty(void)
{
    char *const program[] = { "sh", "-c", "stty raw; head -c 50000000 /dev/zero", NULL };
    struct session session;
    uint64_t direct_bytes, ring_bytes;
    double best_direct = 0, best_ring = 0;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    for (int round = 0; round < 3; round++) {
        double direct = direct_throughput(program, &direct_bytes);
        double start = seconds();
        struct view view;
        spawn_window(&session, &view, program);
        while (!(__atomic_load_n(&view.output->flags, __ATOMIC_SEQ_CST) & MUX_OUTPUT_DRAINED)) {
            move_tail(&session, &view, __atomic_load_n(&view.output->head, __ATOMIC_ACQUIRE));
            wait_for_news(&session, 1000);
        }
        ring_bytes = view.output->head;
        double ring = (double)ring_bytes / (seconds() - start) / 1e6;
        static struct packet packet;
        CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_EXITED);
        CHECK(ring_bytes == 50000000 && direct_bytes == ring_bytes);
        view_close(&view);
        send_packet(session.connection, MUX_CLOSE, view.info.window_id, NULL, 0, NULL, 0);
        best_direct = direct > best_direct ? direct : best_direct;
        best_ring = ring > best_ring ? ring : best_ring;
    }
    fprintf(stderr, "  bare pty %.0f MB/s, through the ring %.0f MB/s\n", best_direct, best_ring);
    session_stop(&session);
}

/* The interrupt key, while the program floods: how long until its trap has spoken. */
static void interrupt_is_quick_under_a_flood(void)
{
    struct session session;
    session_start(&session, "/bin/false", NULL);
    session_serve(&session, 0);
    double times[20];
    for (int i = 0; i < 20; i++) {
        struct view view;
        char *const program[] = { "yes", "a line of a flood that is to be interrupted", NULL };
        spawn_window(&session, &view, program);
        for (double until = seconds() + 0.02; seconds() < until;)
            move_tail(&session, &view, __atomic_load_n(&view.output->head, __ATOMIC_ACQUIRE));
        double start = seconds();
        CHECK(commit_input(&session, &view, (const uint8_t *)"\003", 1, 1));
        while (!(__atomic_load_n(&view.output->flags, __ATOMIC_SEQ_CST) & MUX_OUTPUT_DRAINED)) {
            move_tail(&session, &view, __atomic_load_n(&view.output->head, __ATOMIC_ACQUIRE));
            CHECK(seconds() - start < 5);
        }
        times[i] = seconds() - start;
        static struct packet packet;
        CHECK(receive_packet(session.connection, &packet, 5000) && packet.header.type == MUX_EXITED);
        view_close(&view);
        send_packet(session.connection, MUX_CLOSE, view.info.window_id, NULL, 0, NULL, 0);
    }
    double sum = 0, worst = 0;
    for (int i = 0; i < 20; i++) {
        sum += times[i];
        worst = times[i] > worst ? times[i] : worst;
    }
    fprintf(stderr, "  ^C ends a flood in %.1f ms (mean), %.1f ms (worst of 20)\n", 1000 * sum / 20, 1000 * worst);
    session_stop(&session);
}

static const struct {
    const char *name;
    void (*run)(void);
    unsigned limit;
} tests[] = {
    { "spawn_is_clean", spawn_is_clean, 20 },
    { "spawn_failures_are_told", spawn_failures_are_told, 20 },
    { "last_words_are_complete", last_words_are_complete, 120 },
    { "nothing_is_lost_when_daemons_die", nothing_is_lost_when_daemons_die, 150 },
    { "nonsense_costs_only_its_connection", nonsense_costs_only_its_connection, 60 },
    { "nonsense_in_shared_memory_harms_nobody_else", nonsense_in_shared_memory_harms_nobody_else, 60 },
    { "a_killed_holder_is_replaced", a_killed_holder_is_replaced, 30 },
    { "a_thousand_windows_are_served", a_thousand_windows_are_served, 60 },
    { "want_of_descriptors_is_told_and_passes", want_of_descriptors_is_told_and_passes, 20 },
    { "another_user_is_refused", another_user_is_refused, 20 },
    { "the_ring_is_as_fast_as_the_pty", the_ring_is_as_fast_as_the_pty, 120 },
    { "interrupt_is_quick_under_a_flood", interrupt_is_quick_under_a_flood, 60 },
};

int main(int argc, char **argv)
{
    static char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    int result = length > 0 ? run_program(argc, argv) : 1;
    if (result >= 0)
        return result;
    self_path = path;
    int failed = 0;
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        if (argc > 1 && strcmp(argv[1], tests[i].name) != 0)
            continue;
        double start = seconds();
        pid_t pid = fork();
        if (pid == 0) {
            alarm(tests[i].limit);
            tests[i].run();
            _exit(0);
        }
        int status = 1;
        waitpid(pid, &status, 0);
        failed += status != 0;
        fprintf(stderr, "%s %s (%.1f s)\n", status == 0 ? "ok  " : "FAIL", tests[i].name, seconds() - start);
    }
    return failed != 0;
}
