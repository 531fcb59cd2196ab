/*
 * The contract between mux-holder and the mux daemon: messages and shared memory.
 *
 * Frozen: a holder lives as long as its session, so a daemon of a later version has to serve a holder of this one. Fields are only ever
 * added in the reserved space, types are only ever added at the end, and both sides ignore what they do not know. Everything is in host
 * byte order (both sides run on one machine), every field has a fixed width, and every offset is asserted below and compared with the
 * C# mirror in a test.
 */
#ifndef MUX_HOLDER_PROTOCOL_H
#define MUX_HOLDER_PROTOCOL_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MUX_PROTOCOL_MIN = 1,
    MUX_PROTOCOL_MAX = 1,
    MUX_LAYOUT_VERSION = 1,

    MUX_PAGE_SIZE = 4096,
    MUX_MAX_WINDOWS = 1024,             /* windows of one session; 1,000 at once is the promise */
    MUX_DIRTY_WORDS = 64,               /* 4,096 bits: room for more windows without a new layout */
    MUX_OUTPUT_RING_DEFAULT = 262144,   /* seconds of grace for an ordinary program while the daemon is away */
    MUX_OUTPUT_RING_MIN = 4096,
    MUX_OUTPUT_RING_MAX = 16777216,
    MUX_INPUT_RING_SIZE = 65536,
    MUX_COMMIT_CLIENTS = 60,            /* clients whose place in the input is remembered for one window */
    MUX_MAX_MESSAGE = 8192,             /* the largest message, header included; bigger things travel in a memfd */
    MUX_MAX_META = 4096,
    MUX_MAX_NAME = 80,                  /* a session's name, in bytes: PID.NAME stays below sun_path */
    MUX_MAX_FDS = 8,                    /* in one message; the kernel's limit is 253 */
    MUX_MAX_UNACKNOWLEDGED = 16,        /* WINDOW and SPAWNED messages in flight: the kernel limits fds in flight to RLIMIT_NOFILE */
    MUX_MAX_TTYS = 64,
    MUX_MAX_ARGUMENTS = 65536,          /* strings in argv, and in envp */
    MUX_MAX_SPAWN_BLOCK = 16777216,     /* bytes; beyond what execve takes on Linux with the usual 8 MiB stack */
    MUX_RLIMIT_COUNT = 16,              /* RLIM_NLIMITS of Linux */
    MUX_TERMIOS_CC = 32,
};

#define MUX_OUTPUT_MAGIC 0x4f58554du      /* "MUXO" */
#define MUX_CONTROL_MAGIC 0x4358554du     /* "MUXC" */
#define MUX_SESSION_MAGIC 0x5358554du     /* "MUXS" */
#define MUX_SPAWN_MAGIC 0x5058554du       /* "MUXP" */
#define MUX_CHECKPOINT_MAGIC 0x4b58554du  /* "MUXK" */

/* ---- shared memory ---------------------------------------------------------------------------------------------------------------- */

/*
 * The output memfd of a window: this page, then ring_size bytes (a power of two) from offset MUX_PAGE_SIZE. The holder writes, the daemon
 * has it read-only. Byte number n of the pty stands at ring offset n & (ring_size - 1). The live bytes are [tail, head).
 */
struct mux_output_header {
    uint32_t magic;
    uint32_t layout;
    uint32_t header_size;
    uint32_t ring_size;
    uint64_t window_id;
    uint64_t reserved0[5];
    uint64_t head;              /* bytes ever read from the pty; release store after the bytes are in place */
    uint64_t last_read_ns;      /* CLOCK_REALTIME_COARSE of the last read, for activity and silence after a restart */
    uint32_t flags;             /* MUX_OUTPUT_* */
    uint32_t reserved1;
    uint64_t park_count;        /* how often the ring was full */
    uint64_t reserved2[4];
};

enum {
    MUX_OUTPUT_HANGUP = 1,      /* the last read gave EIO: nobody has the terminal open at present */
    MUX_OUTPUT_DRAINED = 2,     /* the child is gone and everything it wrote is in the ring */
};

/* How far one client's keys have been taken; offsets count the bytes of that client's input stream. */
struct mux_commit_client {
    uint64_t client_id;
    uint64_t offset;
};

/* One of two slots; the parity of the commit sequence number selects the valid one. */
struct mux_commit_slot {
    uint64_t input_head;        /* bytes ever put into the input ring (unused in the session's table) */
    uint64_t reply_offset;      /* journal offset just behind the last query that was answered */
    uint32_t client_count;
    uint32_t reserved0;
    struct mux_commit_client clients[MUX_COMMIT_CLIENTS];
    uint64_t reserved1[5];
};

/*
 * The control memfd of a window: this page, then the input ring of MUX_INPUT_RING_SIZE bytes from offset MUX_PAGE_SIZE. The daemon writes
 * bytes into the ring, fills the slot that is not selected, and publishes both by one release store of commit_seq + 1. The holder's
 * live bytes are [input_tail, slot.input_head).
 */
struct mux_control_page {
    uint32_t magic;
    uint32_t layout;
    uint32_t page_size;
    uint32_t input_ring_size;
    uint64_t window_id;
    uint64_t epoch;             /* the daemon that may write here; set by the holder at WELCOME */
    uint64_t reserved0[4];

    /* 64: written by the daemon */
    uint64_t tail;              /* output bytes that a valid checkpoint covers; seq_cst, then look at output_parked */
    uint64_t effects_offset;    /* journal offset up to which bells, OSC 52 and the like have happened */
    uint64_t parse_offset;      /* the poison pill: "the window's bytes from here ... */
    uint64_t parse_end;         /* ... to here ... */
    uint64_t parse_epoch;       /* ... are being parsed by the daemon of this epoch"; 0 = nobody parses */
    uint32_t parse_deaths;      /* daemons in a row that died with this offset */
    uint32_t parse_quarantines;
    uint64_t input_commit_seq;
    uint32_t input_wanted;      /* 1: bytes wait for room in the input ring; the holder exchanges it with 0 and marks the window dirty */
    uint32_t daemon_reserved0;

    /* 128: written by the holder (output_parked is cleared by whoever exchanges it with 0) */
    uint64_t input_tail;        /* input bytes that the pty has taken */
    uint32_t output_parked;     /* 1: the ring is full and the holder waits for a kick */
    uint32_t input_blocked;     /* 1: the pty takes no more input at present */
    uint64_t holder_reserved[6];

    uint8_t daemon_area[832];   /* 192: free for the daemon, kept across its restarts */
    struct mux_commit_slot slots[2];
    uint8_t reserved1[1024];
};

/* The session control memfd: one page. */
struct mux_session_page {
    uint32_t magic;
    uint32_t layout;
    uint32_t page_size;
    uint32_t max_windows;
    uint64_t epoch;
    int32_t session_pid;
    uint32_t reserved0;
    uint64_t reserved1[4];

    /* 64: written by the daemon */
    uint32_t daemon_sleeping;   /* 1: about to wait; the holder exchanges it with 0 and writes the eventfd */
    uint32_t reserved2;
    uint64_t input_commit_seq;  /* selects one of the slots below: keys that the key layer took for itself */
    uint64_t reserved3[6];

    /* 128: written by the holder */
    uint32_t holder_sleeping;   /* 1: about to wait; the daemon exchanges it with 0 and writes the other eventfd */
    uint32_t reserved4;
    uint64_t reserved5[15];

    uint64_t dirty_summary;     /* 256: bit i: dirty[i] is not 0. The holder ORs the word first, then the summary */
    uint64_t reserved6[7];
    uint64_t kick_summary;      /* 320: the same for kick[], in the other direction */
    uint64_t reserved7[23];

    uint64_t dirty[MUX_DIRTY_WORDS];    /* 512: by slot: new output, or the end of it. The daemon exchanges words with 0 */
    struct mux_commit_slot slots[2];
    uint64_t kick[MUX_DIRTY_WORDS];     /* 3072: by slot: input committed, or tail moved while parked. The holder exchanges with 0 */
    uint8_t daemon_area[512];
};

/*
 * A state memfd (one per window and one per session) is the daemon's alone; the holder only keeps the fd. Its first page holds two of
 * these, at 0 and MUX_PAGE_SIZE / 2; each payload stands where payload_offset says. seq is 0 while a slot is being written; the valid slot with
 * the highest seq counts. crc32c is over the header with crc32c = seq = 0, then the payload.
 */
struct mux_checkpoint_header {
    uint32_t magic;
    uint32_t format_version;
    uint64_t seq;
    uint64_t journal_offset;
    uint64_t payload_offset;
    uint64_t payload_length;
    uint32_t crc32c;
    uint32_t flags;
    uint64_t reserved[2];
};

/* ---- messages --------------------------------------------------------------------------------------------------------------------- */

/* One message is one packet of a SOCK_SEQPACKET socket. */
struct mux_message_header {
    uint16_t type;
    uint16_t version;           /* of the protocol the sender speaks */
    uint32_t length;            /* bytes that follow this header */
    uint64_t id;                /* a window, or the request that an answer repeats */
};

enum mux_message_type {
    MUX_HELLO = 1,              /* D>H mux_hello, optional fd: O_PATH of the daemon's own binary, for restarts */
    MUX_WELCOME = 2,            /* H>D mux_welcome + name, fds: event to daemon, event to holder, session control, session state */
    MUX_WINDOW = 3,             /* H>D mux_window_info + meta, fds MUX_FD_* ; one per window after WELCOME; wants an ACK */
    MUX_ACK = 4,                /* D>H mux_count: WINDOW and SPAWNED messages taken */
    MUX_SPAWN = 5,              /* D>H id = request; mux_spawn, fd: memfd with a mux_spawn_block */
    MUX_SPAWNED = 6,            /* H>D id = request; as WINDOW; wants an ACK. An unknown request is to be taken as WINDOW */
    MUX_SPAWN_FAILED = 7,       /* H>D id = request; mux_spawn_failed */
    MUX_RESIZE = 8,             /* D>H id = window; mux_winsize */
    MUX_SIGNAL = 9,             /* D>H id = window; mux_signal */
    MUX_META = 10,              /* D>H id = window, or 0 for the session; 0..MUX_MAX_META opaque bytes */
    MUX_EXITED = 11,            /* H>D id = window; mux_exit; repeated to every new daemon until acknowledged */
    MUX_EXIT_ACK = 12,          /* D>H id = window; the window itself stays until CLOSE */
    MUX_CLOSE = 13,             /* D>H id = window; hang up, SIGHUP to its group, forget it */
    MUX_PUNCH = 14,             /* D>H id = window; give back the pages of its output ring outside [tail, head) */
    MUX_RENAME = 15,            /* D>H id = request; the new name; answered by RESULT */
    MUX_RESULT = 16,            /* H>D or H>client: mux_result, id as in the request. Errors always, success where said */
    MUX_STATUS = 17,            /* any>H without HELLO */
    MUX_STATUS_REPLY = 18,      /* H>any mux_status + name */
    MUX_ATTACHED = 19,          /* D>H mux_count: displays on the session; sets the x bit of the socket as screen does */
    MUX_TTY = 20,               /* D>H id = the daemon's number for it; mux_tty, fds: tty, optional pidfd of the client */
    MUX_TTY_FORGET = 21,        /* D>H id as in TTY */
    MUX_ADOPT = 22,             /* D>H id = 0: fds as WELCOME; else a window: mux_window_info + meta, fds as WINDOW; answered by RESULT */
    MUX_QUIESCE = 23,           /* H>D write your checkpoints and leave: another daemon takes over */
    MUX_QUIESCED = 24,          /* D>H done; the connection ends and no daemon is started in its place */
    MUX_SHUTDOWN = 25,          /* D>H the session is over: hang up what is left, remove the socket, exit */
    MUX_TERMINATE = 26,         /* H>D the system ends the holder (SIGTERM of process 1), which has hung up its programs */
    MUX_RECOVERED = 27,         /* D>H the session is recovered and has had its first turn: an end from here on is no failure of its recovery */
    MUX_MESSAGE_TYPE_COUNT = 28,
};

/* The order of the fds in WINDOW, SPAWNED and ADOPT. pidfd is the only one that may be missing. */
enum {
    MUX_FD_OUTPUT = 0,          /* read-only to the daemon */
    MUX_FD_CONTROL = 1,
    MUX_FD_STATE = 2,
    MUX_FD_SCROLLBACK = 3,
    MUX_FD_MASTER = 4,          /* for ADOPT and for looking at modes; only the holder reads and writes it */
    MUX_FD_PIDFD = 5,
};

enum {
    MUX_HELLO_TAKEOVER = 1,
};

struct mux_hello {
    uint16_t min_version;
    uint16_t max_version;
    uint32_t flags;             /* MUX_HELLO_* */
    int32_t pid;
    uint32_t reserved;
};

enum {
    MUX_WELCOME_ADOPTING = 1,   /* a new holder that waits for ADOPT messages */
};

struct mux_welcome {
    uint16_t version;           /* the one chosen */
    uint16_t reserved0;
    uint32_t window_count;      /* WINDOW messages that follow */
    uint64_t epoch;
    int32_t session_pid;        /* the number in PID.NAME */
    int32_t holder_pid;         /* differs from it only after ADOPT */
    uint32_t flags;             /* MUX_WELCOME_* */
    uint32_t name_length;
    uint32_t meta_length;       /* the session's META stands behind the name */
    uint32_t reserved1;
    uint64_t reserved2[2];
};

struct mux_count {
    uint32_t count;
    uint32_t reserved;
};

struct mux_winsize {
    uint16_t rows;
    uint16_t columns;
    uint16_t width_pixels;
    uint16_t height_pixels;
};

enum {
    MUX_SIGNAL_PROCESS = 0,     /* the window's program */
    MUX_SIGNAL_FOREGROUND = 1,  /* the foreground process group of its terminal */
    MUX_SIGNAL_GROUP = 2,       /* the program's process group */
};

struct mux_signal {
    int32_t signal;
    uint32_t target;            /* MUX_SIGNAL_* */
};

enum {
    MUX_EXIT_HAPPENED = 1,
    MUX_EXIT_STATUS_KNOWN = 2,  /* not for an adopted program on a kernel without PIDFD_INFO_EXIT */
    MUX_EXIT_ACKNOWLEDGED = 4,
};

struct mux_exit {
    int32_t wait_status;        /* as wait(2) gives it */
    uint32_t flags;             /* MUX_EXIT_* */
    uint64_t time_ns;           /* CLOCK_REALTIME */
    uint64_t user_us;
    uint64_t system_us;
    uint64_t max_rss_kib;
};

enum {
    MUX_WARN_CWD_HOME = 1,      /* the directory asked for could not be entered: started in $HOME */
    MUX_WARN_CWD_ROOT = 2,      /* nor could that: started in / */
    MUX_WARN_LIMITS = 4,        /* a hard limit was above the holder's own and could not be raised */
};

struct mux_window_info {
    uint64_t window_id;         /* unique in the session for ever, from 1 */
    uint64_t spawn_request;     /* the id of the SPAWN that made it */
    uint32_t slot;              /* its bit in the bitmaps; used again after CLOSE */
    int32_t pid;
    uint32_t warnings;          /* MUX_WARN_* */
    uint32_t tty_number;        /* N of /dev/pts/N */
    struct mux_winsize size;
    uint32_t ring_size;
    uint32_t meta_length;
    uint64_t start_ns;          /* CLOCK_REALTIME */
    struct mux_exit exit;
    uint64_t reserved[4];
};

struct mux_spawn {
    uint32_t block_length;      /* bytes of the memfd */
    uint32_t ring_size;         /* 0 = MUX_OUTPUT_RING_DEFAULT; else a power of two */
    uint32_t flags;             /* MUX_SPAWN_* */
    struct mux_winsize size;
    uint32_t reserved[3];
};

enum {
    MUX_SPAWN_TERMIOS = 1,      /* the block's termios is to be set */
    MUX_SPAWN_UTF8 = 2,         /* set IUTF8 */
    MUX_SPAWN_LIMITS = 4,       /* the block's limits are to be set */
    MUX_SPAWN_NO_EXEC = 8,      /* reserved: a pty pair without a program */
    MUX_SPAWN_LINE = 16,        /* no pty: the block's file is a terminal device, opened instead; argv[1], if any, its modes in stty's words */
};

struct mux_rlimit {
    uint64_t soft;              /* UINT64_MAX = unlimited */
    uint64_t hard;
};

struct mux_termios {
    uint32_t iflag;
    uint32_t oflag;
    uint32_t cflag;
    uint32_t lflag;
    uint32_t ispeed;
    uint32_t ospeed;
    uint8_t line;
    uint8_t cc_count;
    uint8_t reserved[6];
    uint8_t cc[MUX_TERMIOS_CC];
};

/* Strings are NUL-terminated and stand back to back; every offset counts from the start of the block. */
struct mux_spawn_block {
    uint32_t magic;
    uint32_t layout;
    uint32_t total_length;
    uint32_t umask;
    uint32_t argv_count;        /* at least 1 */
    uint32_t argv_offset;
    uint32_t argv_length;
    uint32_t envp_count;
    uint32_t envp_offset;
    uint32_t envp_length;
    uint32_t file_offset;       /* what to execute; length 0 = argv[0]. Without a slash it is looked for in envp's PATH */
    uint32_t file_length;       /* including its NUL */
    uint32_t cwd_offset;
    uint32_t cwd_length;        /* including its NUL; 0 = $HOME */
    uint32_t reserved[2];
    struct mux_rlimit limits[MUX_RLIMIT_COUNT];
    struct mux_termios termios;
};

enum mux_spawn_stage {
    MUX_STAGE_REQUEST = 1,      /* the message or its block is malformed */
    MUX_STAGE_TABLE = 2,        /* MUX_MAX_WINDOWS reached */
    MUX_STAGE_MEMORY = 3,
    MUX_STAGE_PTY = 4,
    MUX_STAGE_FORK = 5,
    MUX_STAGE_SESSION = 6,      /* setsid, controlling terminal, standard fds */
    MUX_STAGE_LIMITS = 7,
    MUX_STAGE_EXEC = 8,
};

struct mux_spawn_failed {
    int32_t error;              /* errno */
    uint32_t stage;             /* enum mux_spawn_stage */
    uint64_t reserved;
};

struct mux_result {
    int32_t error;              /* errno, or 0 */
    uint16_t request_type;
    uint16_t reserved;
};

struct mux_status {
    int32_t session_pid;
    int32_t holder_pid;
    uint32_t window_count;
    uint32_t attached;
    uint32_t has_daemon;
    int32_t daemon_pid;
    uint64_t epoch;
    uint64_t start_ns;          /* CLOCK_REALTIME of the session's start */
    uint32_t name_length;
    uint32_t reserved[3];
};

struct mux_tty {
    struct mux_termios saved;
    int32_t client_pid;
    uint32_t reserved;
};

/* ---- the layout, held fast -------------------------------------------------------------------------------------------------------- */

#define MUX_ASSERT_SIZE(type, size) static_assert(sizeof(struct type) == (size), #type " has another size")
#define MUX_ASSERT_AT(type, field, at) static_assert(offsetof(struct type, field) == (at), #type "." #field " has moved")

MUX_ASSERT_SIZE(mux_output_header, 128);
MUX_ASSERT_AT(mux_output_header, head, 64);
MUX_ASSERT_AT(mux_output_header, last_read_ns, 72);
MUX_ASSERT_AT(mux_output_header, flags, 80);
MUX_ASSERT_AT(mux_output_header, park_count, 88);
MUX_ASSERT_SIZE(mux_commit_client, 16);
MUX_ASSERT_SIZE(mux_commit_slot, 1024);
MUX_ASSERT_AT(mux_commit_slot, clients, 24);
MUX_ASSERT_SIZE(mux_control_page, MUX_PAGE_SIZE);
MUX_ASSERT_AT(mux_control_page, epoch, 24);
MUX_ASSERT_AT(mux_control_page, tail, 64);
MUX_ASSERT_AT(mux_control_page, effects_offset, 72);
MUX_ASSERT_AT(mux_control_page, parse_offset, 80);
MUX_ASSERT_AT(mux_control_page, parse_epoch, 96);
MUX_ASSERT_AT(mux_control_page, input_commit_seq, 112);
MUX_ASSERT_AT(mux_control_page, input_wanted, 120);
MUX_ASSERT_AT(mux_control_page, input_tail, 128);
MUX_ASSERT_AT(mux_control_page, output_parked, 136);
MUX_ASSERT_AT(mux_control_page, daemon_area, 192);
MUX_ASSERT_AT(mux_control_page, slots, 1024);
MUX_ASSERT_SIZE(mux_session_page, MUX_PAGE_SIZE);
MUX_ASSERT_AT(mux_session_page, daemon_sleeping, 64);
MUX_ASSERT_AT(mux_session_page, input_commit_seq, 72);
MUX_ASSERT_AT(mux_session_page, holder_sleeping, 128);
MUX_ASSERT_AT(mux_session_page, dirty_summary, 256);
MUX_ASSERT_AT(mux_session_page, kick_summary, 320);
MUX_ASSERT_AT(mux_session_page, dirty, 512);
MUX_ASSERT_AT(mux_session_page, slots, 1024);
MUX_ASSERT_AT(mux_session_page, kick, 3072);
MUX_ASSERT_AT(mux_session_page, daemon_area, 3584);
MUX_ASSERT_SIZE(mux_checkpoint_header, 64);
MUX_ASSERT_SIZE(mux_message_header, 16);
MUX_ASSERT_SIZE(mux_hello, 16);
MUX_ASSERT_SIZE(mux_welcome, 56);
MUX_ASSERT_SIZE(mux_count, 8);
MUX_ASSERT_SIZE(mux_winsize, 8);
MUX_ASSERT_SIZE(mux_signal, 8);
MUX_ASSERT_SIZE(mux_exit, 40);
MUX_ASSERT_SIZE(mux_window_info, 128);
MUX_ASSERT_AT(mux_window_info, exit, 56);
MUX_ASSERT_SIZE(mux_spawn, 32);
MUX_ASSERT_SIZE(mux_rlimit, 16);
MUX_ASSERT_SIZE(mux_termios, 64);
MUX_ASSERT_SIZE(mux_spawn_block, 384);
MUX_ASSERT_AT(mux_spawn_block, limits, 64);
MUX_ASSERT_AT(mux_spawn_block, termios, 320);
MUX_ASSERT_SIZE(mux_spawn_failed, 16);
MUX_ASSERT_SIZE(mux_result, 8);
MUX_ASSERT_SIZE(mux_status, 56);
MUX_ASSERT_SIZE(mux_tty, 72);

#endif
