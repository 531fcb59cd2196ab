/* Tests of a real mux-holder; each one runs in a process of its own with a limit of time. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "programs.h"
#include "tests.h"

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
    { "a_socket_that_is_back_takes_connections", a_socket_that_is_back_takes_connections, 60 },
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
