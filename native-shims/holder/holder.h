/*
 * mux-holder: the parent of one session's programs. Single-threaded, no allocation after start-up; its state is the one struct below.
 *
 *   main.c         start, event loop, timers, signals
 *   window.c       the table of windows: memory, reading and writing of ptys, ends
 *   spawn.c        pty, fork, exec
 *   line.c         serial lines, which have no program
 *   connection.c   the socket's connections: receiving and sending of messages
 *   request.c      what each message does
 *   restart.c      starting a daemon when the last one has gone
 *   rendezvous.c   the socket in its directory, put back when it is removed
 *   tty.c          terminals of clients, to be put right when nobody else is left
 */
#ifndef MUX_HOLDER_H
#define MUX_HOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/resource.h>

#include "../mux_holder_protocol.h"

enum {
    MAX_CONNECTIONS = 64,       /* one daemon, its successor, and questions for STATUS; the oldest question goes first */
    READ_BUDGET = 8192,         /* bytes of one window before others' keys and output have their turn: some 100 microseconds */
    LAST_WORDS = 131072,        /* more than a pty holds: what comes after this many bytes is not the ended program's */
    RECEIVE_BUDGET = 64,        /* messages of one connection before the rest has its turn */
    TAKEOVER_MS = 5000,         /* how long an old daemon may take for its checkpoints */
    START_MS = 5000,            /* how long a new daemon may take for its HELLO */
    PROVEN_MS = 2000,           /* a daemon that has lived so long was no failure of its program */
    TYPING_NS = 50000000,       /* after a key somebody waits for its echo */
    REST_NS = 250000,           /* of a window that prints while somebody types into another one */
    HOLDER_SLICE_NS = 100000,   /* a key and its echo pass through here twice: see time_slice.h */
    LOCK_POLL_MS = 200,         /* while another holder starts a daemon for all */
    FLUSH_RETRY_MS = 50,        /* what the kernel had no room for when it was told to the daemon */
    DIRECTORY_RETRY_MS = 1500,  /* while the socket directory cannot be made: back within 2 s */
};

#define NEVER UINT64_MAX

/* What an epoll event is about; in the upper half of its 64 bits, with an index in the lower one. */
enum source {
    SOURCE_LISTENER, SOURCE_SIGNALS, SOURCE_KICK, SOURCE_DIRECTORY, SOURCE_CONNECTION, SOURCE_MASTER, SOURCE_EXEC, SOURCE_PIDFD, SOURCE_TTY,
};

enum readiness { READY_NEVER, READY_AFTER_REST, READY_NOW };

enum window_state { WINDOW_FREE, WINDOW_STARTING, WINDOW_RUNNING };

enum {
    PENDING_WINDOW = 1,         /* WINDOW, or SPAWNED when PENDING_SPAWNED is set too */
    PENDING_SPAWNED = 2,
    PENDING_FAILED = 4,
    PENDING_EXITED = 8,
};

struct window {
    struct mux_window_info info;
    struct mux_output_header *output;
    uint8_t *ring;
    struct mux_control_page *control;
    uint8_t *input;
    uint64_t input_tail;
    uint64_t exit_head;         /* the head when the program ended */
    enum window_state state;
    int master, pidfd, exec_pipe;
    int output_fd, control_fd, state_fd, scrollback_fd;
    struct mux_spawn_failed failure;
    uint32_t pending;
    bool parked;                /* waits for room in the ring */
    bool hung_up;               /* nobody has the terminal open: read until it says so */
    bool wants_output;          /* EPOLLOUT is armed */
    bool adopted;               /* not our child: its end shows on the pidfd */
};

enum connection_state { CONNECTION_FREE, CONNECTION_ANONYMOUS, CONNECTION_SUCCESSOR, CONNECTION_DAEMON };

struct connection {
    enum connection_state state;
    int fd;
    int binary_fd;              /* O_PATH of the daemon's executable, or -1 */
    int32_t pid;                /* as its HELLO says */
    uint16_t version;
    bool wants_output;          /* EPOLLOUT is armed */
    bool broken;                /* takes no more: what it said before its end is still to be read, and only then is it dropped */
    uint64_t since;
};

struct tty {
    bool used;
    bool client_gone;
    int fd, pidfd;
    uint64_t id;
    struct mux_tty saved;
};

struct message {
    struct mux_message_header header;
    const uint8_t *payload;
    int *fds;                   /* whoever takes one sets it to -1; the rest is closed */
    unsigned fd_count;
    bool short_of_fds;          /* some could not be taken: this process has no descriptors left */
};

struct holder {
    int epoll, signals, listener, inotify, watch, directory;
    int spare;                  /* given up for a moment when no descriptor is left, to turn a connection away */
    int to_daemon, to_holder, session_fd, session_state_fd;
    struct mux_session_page *session;
    struct window *windows;     /* MUX_MAX_WINDOWS, mapped and touched on demand */
    uint8_t *meta;              /* MUX_MAX_META for each window, then for the session; touched on demand */
    uint32_t window_limit;      /* 1 + the highest slot in use */
    uint32_t window_count;
    uint64_t next_window_id;
    uint64_t ready[MUX_MAX_WINDOWS / 64];   /* windows whose pty may have something to read */
    uint64_t resting[MUX_MAX_WINDOWS / 64]; /* those of them that are not read before rest_deadline */
    uint64_t rest_deadline;                 /* CLOCK_MONOTONIC in ns, or NEVER */
    uint64_t typed_ns;                      /* when a key was last written, and into which window */
    uint32_t typed_slot;

    struct connection connections[MAX_CONNECTIONS];
    int daemon, successor;      /* indices or -1 */
    int32_t daemon_pid;
    uint32_t unacknowledged;
    uint64_t epoch;
    bool quiesce_sent, quiesced, terminating, adopting;
    uint64_t takeover_deadline, restart_deadline, directory_deadline, flush_deadline;

    const char *directory_path, *binary_path;
    char **daemon_arguments;
    int binary_fd, previous_binary_fd;      /* the program that daemons are started from, and the one before an upgrade */
    uint64_t daemon_since;
    uint32_t failures;                      /* daemons in a row that did not live long, or never said HELLO */
    uint32_t unrecovered;                   /* daemons in a row that died between HELLO and RECOVERED */
    bool recovered;                         /* the present one has said so */
    int start_lock;
    pid_t started_pid;
    unsigned start_attempt;

    char name[MUX_MAX_NAME + 1];
    char socket_name[MUX_MAX_NAME + 16];
    uint64_t socket_inode, socket_device;
    int32_t session_pid;
    uint32_t attached, session_meta_length;
    uint64_t start_ns;
    struct rlimit original_nofile;
    struct tty ttys[MUX_MAX_TTYS];
};

extern struct holder holder;

/* main.c */
uint64_t monotonic_ns(void);                /* CLOCK_MONOTONIC */
uint64_t now_ms(void);                      /* the same in ms */
uint64_t wall_ns(void);                     /* CLOCK_REALTIME */
int watch_fd(int fd, uint32_t events, enum source source, uint32_t index);
int rewatch_fd(int fd, uint32_t events, enum source source, uint32_t index);
void close_fd(int *fd);
_Noreturn void leave(int status);

/* window.c */
int window_create(uint32_t ring_size, struct window **made);
int window_map(struct window *window);
void window_start(struct window *window, uint64_t id);
void window_free(struct window *window);
struct window *window_find(uint64_t id);
uint32_t window_slot(const struct window *window);
uint8_t *window_meta(const struct window *window);
void window_ready(struct window *window);
void windows_read(void);
enum readiness windows_readiness(void);
void windows_end_rest(void);
void window_write(struct window *window);
void window_kick(struct window *window);
void windows_kick_all(void);
bool windows_take_kicks(void);
void window_exited(struct window *window, const struct mux_exit *end);
void window_pidfd_event(struct window *window);
void window_punch(struct window *window);
int window_signal(struct window *window, int signal, uint32_t target);
void window_hang_up(struct window *window);

/* spawn.c */
int spawn(uint64_t request, const struct mux_spawn *wanted, int block_fd, uint32_t *stage);
void spawn_report(struct window *window);

/* line.c */
int line_open(struct window *window, const char *path, const char *options);
void line_hung_up(struct window *window);

/* connection.c */
void connections_accept(void);
void connection_event(uint32_t index);
void connection_drop(uint32_t index);
void connection_drain(uint32_t index);
int connection_send(uint32_t index, uint16_t type, uint64_t id, const void *payload, uint32_t length, const void *more, uint32_t more_length,
                    const int *fds, unsigned fd_count);
void connection_result(uint32_t index, uint16_t request_type, uint64_t id, int error);
void daemon_install(uint32_t index);
void daemon_flush(void);
void daemon_tell(uint16_t type);

/* request.c */
void request_handle(uint32_t index, struct message *message);

/* restart.c */
void restart_schedule(void);
void restart_cancel(void);
void restart_timer(void);
void restart_child_ended(int status);
void restart_take_binary(int *binary);
void reset_signals(void);

/* rendezvous.c */
int rendezvous_open(const char **failed);
void rendezvous_check(void);
void rendezvous_event(void);
int rendezvous_rename(const char *name, uint32_t length);
int rendezvous_mode(void);
void rendezvous_remove(void);

/* tty.c */
int tty_add(uint64_t id, const struct mux_tty *saved, int fd, int pidfd);
int tty_forget(uint64_t id);
void tty_client_gone(uint32_t index);
void ttys_restore_orphans(void);

#endif
