/* Plays the daemon for a real holder: starts one in a directory of its own, connects, spawns, reads rings, commits input. */
#ifndef MUX_TEST_HARNESS_H
#define MUX_TEST_HARNESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "../mux_holder_protocol.h"

/* Says where and why, and ends the test: every failure is final. */
#define FAIL(...) (fprintf(stderr, "%s:%d: ", __FILE__, __LINE__), fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), test_abort())
#define CHECK(condition) ((condition) ? (void)0 : FAIL("not so: %s", #condition))

_Noreturn void test_abort(void);

struct packet {
    struct mux_message_header header;
    uint8_t payload[MUX_MAX_MESSAGE];
    int fds[MUX_MAX_FDS];
    unsigned fd_count;
};

struct session {
    char directory[64];
    char socket_name[MUX_MAX_NAME + 16];
    pid_t holder;
    int connection;
    int to_daemon, to_holder;
    struct mux_session_page *page;
    struct mux_welcome welcome;
    int fds[4];         /* as they came with WELCOME, for ADOPT */
};

struct view {
    struct mux_window_info info;
    struct mux_output_header *output;
    const uint8_t *ring;
    struct mux_control_page *control;
    uint8_t *input;
    int fds[6];
    unsigned fd_count;
};

extern const char *self_path;       /* this test's own executable, which also plays the programs */

double seconds(void);
void session_start(struct session *session, const char *binary, char *const *daemon_arguments);
int session_connect(const struct session *session);
void session_serve(struct session *session, uint32_t flags);
void session_stop(struct session *session);
void session_forget(struct session *session);

int send_packet(int connection, uint16_t type, uint64_t id, const void *payload, size_t length, const int *fds, unsigned fd_count);
bool receive_packet(int connection, struct packet *packet, int timeout_ms);
void close_packet(struct packet *packet);

void request_spawn(struct session *session, uint64_t request, char *const *argv, char *const *envp, const char *cwd, uint32_t umask_wanted,
                   const struct mux_rlimit *limits, uint32_t ring_size);
void view_open(struct view *view, struct packet *packet);
void view_close(struct view *view);
void await_window(struct session *session, struct view *view);
void spawn_window(struct session *session, struct view *view, char *const *argv);
void kick(struct session *session, const struct view *view);
void move_tail(struct session *session, struct view *view, uint64_t tail);
bool commit_input(struct session *session, struct view *view, const uint8_t *bytes, size_t length, uint64_t client_offset);
void wait_for_news(struct session *session, int timeout_ms);
size_t read_all(struct session *session, struct view *view, char *text, size_t capacity);
unsigned count_fds(pid_t pid);

/* A holder that still answers. */
void check_alive(struct session *session);

/* The same numbers in every run. */
void seed_random(unsigned seed);
unsigned next_random(void);

#endif
