/*
 * What the managed side needs from the operating system and cannot mirror safely: every struct of the system stays on this side, only
 * fixed-width types cross. A function returns 0 (or what its comment says) on success and -errno on failure; none keeps a pointer.
 */
#ifndef MUX_SHIMS_H
#define MUX_SHIMS_H

#include "mux_holder_protocol.h"

#define MUX_EXPORT __attribute__((visibility("default")))

/* layout.c: entry number index of the contract's offsets; -1 when there is none. */
MUX_EXPORT int32_t mux_layout_entry(uint32_t index, const char **name, uint64_t *value);

/* memory.c. mux_memory_map_ring maps the page in front and the ring twice in a row, so that any run of ring bytes is contiguous:
 * MUX_PAGE_SIZE + 2 * ring_size bytes in all. mux_memory_seal forbids shrinking and growing; punching stays possible. */
MUX_EXPORT int32_t mux_memory_create(const char *name, int64_t size, int32_t *fd);
MUX_EXPORT int32_t mux_memory_seal(int32_t fd);
MUX_EXPORT int32_t mux_memory_resize(int32_t fd, int64_t size);
MUX_EXPORT int32_t mux_memory_size(int32_t fd, int64_t *size);
MUX_EXPORT int32_t mux_memory_punch(int32_t fd, int64_t offset, int64_t length);
MUX_EXPORT int32_t mux_memory_map(int32_t fd, int64_t offset, uint64_t length, int32_t writable, void **address);
MUX_EXPORT int32_t mux_memory_map_ring(int32_t fd, uint32_t ring_size, int32_t writable, void **address);
MUX_EXPORT int32_t mux_memory_unmap(void *address, uint64_t length);
MUX_EXPORT int32_t mux_memory_evict(void *address, uint64_t length);

/* fd.c: close never gives EINTR back: the descriptor is gone either way. */
MUX_EXPORT int32_t mux_fd_close(int32_t fd);
MUX_EXPORT int32_t mux_eventfd_create(int32_t *fd);
MUX_EXPORT int32_t mux_eventfd_signal(int32_t fd);
MUX_EXPORT int32_t mux_eventfd_clear(int32_t fd);

/* terminal.c. mux_terminal_set waits for nothing but TCSAFLUSH when flush is set, and never stops a background process.
 * mux_terminal_name returns the name's length. mux_terminal_reopen gives a description of one's own, non-blocking: the flag on the
 * inherited one would be seen by every process that shares it. The master from mux_pty_open is non-blocking. */
struct mux_terminal_modes {
    uint8_t echo, canonical, signals, flow_control;
    uint8_t start_character, stop_character, interrupt_character, erase_character;
};
/* What the wires of a serial line say (TIOCM_*), and two of its modes. */
struct mux_line_signals {
    uint8_t request_to_send, clear_to_send, data_terminal_ready, data_set_ready, carrier, ring;
    uint8_t is_local, has_hardware_flow;
};
MUX_EXPORT int32_t mux_terminal_get(int32_t fd, struct mux_termios *out);
MUX_EXPORT int32_t mux_terminal_set(int32_t fd, const struct mux_termios *wanted, int32_t flush);
MUX_EXPORT void mux_terminal_make_raw(struct mux_termios *modes);
MUX_EXPORT void mux_terminal_hide_typing(struct mux_termios *modes);
MUX_EXPORT void mux_terminal_set_flow_control(struct mux_termios *modes, int32_t on);
MUX_EXPORT void mux_terminal_describe(const struct mux_termios *modes, struct mux_terminal_modes *out);
MUX_EXPORT int32_t mux_terminal_size(int32_t fd, struct mux_winsize *out);
MUX_EXPORT int32_t mux_terminal_resize(int32_t fd, const struct mux_winsize *wanted);
MUX_EXPORT int32_t mux_terminal_is(int32_t fd);
MUX_EXPORT int32_t mux_terminal_name(int32_t fd, char *buffer, uint32_t capacity);
MUX_EXPORT int32_t mux_terminal_break(int32_t fd, int32_t on);
MUX_EXPORT int32_t mux_terminal_signals(int32_t fd, struct mux_line_signals *out);
MUX_EXPORT int32_t mux_terminal_foreground(int32_t fd, int32_t *group);
MUX_EXPORT int32_t mux_terminal_reopen(int32_t fd, int32_t *opened);
MUX_EXPORT int32_t mux_pty_open(const struct mux_winsize *size, int32_t *master, int32_t *slave);

/* poll.c. mux_poll_wait returns how many are ready, 0 also when a signal came. READ includes the peer's half close. */
enum {
    MUX_POLL_READ = 1,
    MUX_POLL_WRITE = 2,
    MUX_POLL_HANGUP = 4,
    MUX_POLL_ERROR = 8,
    MUX_POLL_EDGE = 16,
};
struct mux_ready {
    uint64_t token;
    uint32_t events;
    uint32_t reserved;
};
static_assert(sizeof(struct mux_ready) == 16, "mux_ready has another size");
MUX_EXPORT int32_t mux_poll_create(int32_t *fd);
MUX_EXPORT int32_t mux_poll_add(int32_t poll, int32_t fd, uint32_t events, uint64_t token);
MUX_EXPORT int32_t mux_poll_modify(int32_t poll, int32_t fd, uint32_t events, uint64_t token);
MUX_EXPORT int32_t mux_poll_remove(int32_t poll, int32_t fd);
MUX_EXPORT int32_t mux_poll_wait(int32_t poll, struct mux_ready *ready, int32_t capacity, int32_t timeout_ms);

/* socket.c. Every socket is non-blocking and close-on-exec. packets selects SOCK_SEQPACKET. Sending and receiving return the bytes
 * moved; descriptors received belong to the caller; a cut message or cut descriptors give -EMSGSIZE and nothing. */
MUX_EXPORT int32_t mux_socket_connect(const char *path, uint32_t length, int32_t packets, int32_t *fd);
MUX_EXPORT int32_t mux_socket_listen(const char *path, uint32_t length, int32_t packets, int32_t backlog, int32_t *fd);
MUX_EXPORT int32_t mux_socket_accept(int32_t listener, int32_t *fd);
MUX_EXPORT int32_t mux_socket_pair(int32_t packets, int32_t *first, int32_t *second);
MUX_EXPORT int32_t mux_socket_peer(int32_t fd, int32_t *pid, uint32_t *uid, uint32_t *gid);
MUX_EXPORT int32_t mux_socket_send_buffer(int32_t fd, int32_t bytes);
MUX_EXPORT int32_t mux_socket_send(int32_t fd, const void *first, uint32_t first_length, const void *second, uint32_t second_length,
                                   const int32_t *fds, uint32_t fd_count);
MUX_EXPORT int32_t mux_socket_receive(int32_t fd, void *buffer, uint32_t length, int32_t *fds, uint32_t *fd_count);

/* process.c. The child of mux_process_start has all signals at their default and open, descriptors 0 to 2 as given (-1 = /dev/null),
 * keep as 3, and nothing else; envp NULL = one's own; directory NULL = one's own; terminal = a path that becomes its controlling
 * terminal and 0 to 2 (needs new_session). mux_process_reap returns 1 when the child has ended. */
struct mux_start {
    const char *path;
    char *const *argv;
    char *const *envp;
    const char *directory;
    const char *terminal;
    int32_t standard[3];
    int32_t keep;
    int32_t new_session;
    int32_t reserved;
};
MUX_EXPORT int32_t mux_process_start(const struct mux_start *start, int32_t *pid);
MUX_EXPORT int32_t mux_process_reap(int32_t pid, int32_t *wait_status);
MUX_EXPORT int32_t mux_process_signal(int32_t pid, int32_t signal_number);
MUX_EXPORT int32_t mux_pidfd_open(int32_t pid, int32_t *fd);
MUX_EXPORT void mux_process_ids(int32_t *pid, uint32_t *uid, uint32_t *effective_uid, uint32_t *gid);
MUX_EXPORT const char *mux_process_environment(uint32_t index);
MUX_EXPORT int32_t mux_process_directory(char *buffer, uint32_t capacity);
MUX_EXPORT int32_t mux_process_change_directory(const char *path);
MUX_EXPORT int32_t mux_process_umask(uint32_t *mask);
MUX_EXPORT void mux_process_set_umask(uint32_t mask);
MUX_EXPORT int32_t mux_process_limits(struct mux_rlimit *limits);
MUX_EXPORT int32_t mux_process_raise_file_limit(void);
MUX_EXPORT int32_t mux_process_give_back_code(void);
MUX_EXPORT int32_t mux_process_time_slice(uint64_t nanoseconds);
MUX_EXPORT void mux_process_set_name(const char *name);
MUX_EXPORT int32_t mux_process_detach(void);
/* tcp.c: waits for the connection, which does not wait then. -ENOENT = no such host. */
MUX_EXPORT int32_t mux_tcp_connect(const char *host, const char *service, int32_t *fd);

/* account.c: 1 = the password is right, 0 = it is not, an error = there is none that this process may read. */
MUX_EXPORT int32_t mux_account_check(const char *name, const char *password);
/* The hash of crypt(3), as setting says (a salt, or a hash to compare with); room for its NUL as well. -ENOSYS: no such method here. */
MUX_EXPORT int32_t mux_password_hash(const char *password, const char *setting, char *out, uint32_t capacity);
/* name, home and shell with a NUL between them; by name when that is given. Returns the bytes. */
MUX_EXPORT int32_t mux_user(uint32_t uid, const char *name, char *buffer, uint32_t capacity, uint32_t *found_uid);

/* signals.c. Watched signals arrive as bytes (their numbers) on the descriptor of mux_signals_open, of which there is one a process.
 * mux_signal_stop stops the process group as ^Z does and returns after SIGCONT. */
MUX_EXPORT int32_t mux_signals_open(int32_t *fd);
MUX_EXPORT int32_t mux_signals_close(void);
MUX_EXPORT int32_t mux_signal_watch(int32_t number);
MUX_EXPORT int32_t mux_signal_ignore(int32_t number);
MUX_EXPORT int32_t mux_signal_default(int32_t number);
MUX_EXPORT int32_t mux_signal_stop(void);
MUX_EXPORT int32_t mux_signal_number(int32_t which);

/* file.c. directory < 0 = relative to the working directory. mux_file_read and _write return the bytes moved. mux_directory_read
 * fills names with NUL-terminated names and returns their bytes, 0 at the end; capacity is at least 4096. */
enum {
    MUX_OPEN_READ = 1,
    MUX_OPEN_WRITE = 2,
    MUX_OPEN_CREATE = 4,
    MUX_OPEN_EXCLUSIVE = 8,
    MUX_OPEN_APPEND = 16,
    MUX_OPEN_TRUNCATE = 32,
    MUX_OPEN_NOFOLLOW = 64,
    MUX_OPEN_DIRECTORY = 128,
    MUX_OPEN_NONBLOCK = 256,
    MUX_OPEN_PATH = 512,
};
struct mux_file_status {
    uint64_t device, inode;
    int64_t size, modified_ns;
    uint32_t mode, uid, gid, links;
};
MUX_EXPORT int32_t mux_file_open(int32_t directory, const char *path, uint32_t flags, uint32_t mode, int32_t *fd);
MUX_EXPORT int32_t mux_file_status(int32_t fd, struct mux_file_status *out);
MUX_EXPORT int32_t mux_file_status_at(int32_t directory, const char *path, int32_t follow, struct mux_file_status *out);
MUX_EXPORT int32_t mux_file_make_directory(const char *path, uint32_t mode);
MUX_EXPORT int32_t mux_file_remove(int32_t directory, const char *path);
MUX_EXPORT int32_t mux_file_rename(int32_t directory, const char *from, const char *to);
MUX_EXPORT int32_t mux_file_mode(int32_t directory, const char *path, uint32_t mode);
MUX_EXPORT int32_t mux_file_lock(int32_t fd, int32_t wait);
MUX_EXPORT int32_t mux_file_read(int32_t fd, void *buffer, uint32_t length);
MUX_EXPORT int32_t mux_file_write(int32_t fd, const void *buffer, uint32_t length);
MUX_EXPORT int32_t mux_file_nonblocking(int32_t fd, int32_t on);
MUX_EXPORT int32_t mux_file_duplicate(int32_t fd, int32_t *made);
MUX_EXPORT int32_t mux_pipe(int32_t *reader, int32_t *writer);
MUX_EXPORT int32_t mux_directory_read(int32_t fd, int32_t first, char *names, uint32_t capacity);
MUX_EXPORT int32_t mux_watch_create(int32_t *fd);
MUX_EXPORT int32_t mux_watch_directory(int32_t fd, const char *path);
MUX_EXPORT int32_t mux_watch_clear(int32_t fd);

#endif
