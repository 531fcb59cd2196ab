/* Many windows, few descriptors, and speed. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "tests.h"

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

void a_thousand_windows_are_served(void)
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

void want_of_descriptors_is_told_and_passes(void)
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
void the_ring_is_as_fast_as_the_pty(void)
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
void interrupt_is_quick_under_a_flood(void)
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
