#!/usr/bin/env python3
"""Records what programs write to a terminal: chunks as they come within 8 ms, each with its length (u32, little-endian) before it.

usage: record.py [OUTPUT-DIRECTORY [NAME...]]      records all sessions, or those of the names given
       record.py --through COMMAND...    counts the bytes each session writes through a multiplexer, e.g. --through tmux -f /dev/null new-session
"""
import fcntl, os, pty, select, struct, sys, tempfile, termios, time

TEXT = tempfile.NamedTemporaryFile("w", suffix=".c", delete=False)
for i in range(400):
    TEXT.write(f"/* line {i} */ static int function_{i}(int first, const char *second) {{ return first + {i * 7}; }}\n")
TEXT.close()

SESSIONS = {
    "vim": (["vim", "-u", "NONE", "-N", "+syntax on", "+set number", TEXT.name],
            ["\x06", "\x06", "\x04", "\x15", "jjjjj", "\x05\x05\x05", "iHello, world\x1b", "ofoo bar baz\x1b", "dd", "10dd", "u", "/function_3\r", "n", "n", "G", "gg", ":split\r", "\x06", ":q!\r", ":q!\r"]),
    "less": (["less", TEXT.name], [" ", " ", "j", "j", "j", "k", "b", "/function_9\r", "n", "G", "g", "q"]),
    "htop": (["htop", "-d", "10"], ["j", "j", "j", "\x1b[6~", "t", "t", "q"]),
    "mc": (["mc", "--nosubshell", "-a", "/usr", "/etc"], ["\x1b[B", "\x1b[B", "\r", "\x1b[B", "\x1b[6~", "\t", "\x1b[B", "\x1b[B", "\x1b[6~", "\x1b[5~", "\x1b[21~"]),
    "emacs": (["emacs", "-nw", "-Q", TEXT.name],
              ["\x16", "\x16", "\x1bv", "\x0e\x0e\x0e", "Hello, world", "\r", "\x0b", "\x0b", "\x1f", "\x13function_9\r", "\x18" + "2", "\x16", "\x18" + "o", "\x0e", "\x18" + "1", "\x1b>", "\x1b<", "\x1bxhelp\t", "\x07", "\x18\x03", "n", "yes\r"]),
    "nano": (["nano", TEXT.name], ["Some new text ", "\r", "\x16", "\x16", "\x19", "abc", "\x0b", "\x18", "n"]),
    "bash": (["bash", "--norc", "-i"], ["ls --color /usr/bin | head -60\r", "echo hello\r", "seq 30\r", "for i in a b c; do echo $i; done\r", "exit\r"]),
}
SIZES = [(80, 24), (200, 60)]


def record(argv, keys, columns, rows, term):
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM=term, LANG="C.UTF-8", COLUMNS=str(columns), LINES=str(rows), HOME="/nonexistent", PS1="$ ")
        os.environ.pop("TMUX", None)
        os.environ.pop("STY", None)
        os.execvp(argv[0], argv)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    chunks, pending = [], list(keys)

    def drain(quiet):
        while True:
            ready, _, _ = select.select([fd], [], [], quiet)
            if not ready:
                return True
            chunk, end = b"", time.monotonic() + 0.008
            while True:
                try:
                    data = os.read(fd, 65536)
                except OSError:
                    data = b""
                if not data:
                    if chunk:
                        chunks.append(chunk)
                    return False
                chunk += data
                left = end - time.monotonic()
                if left <= 0 or not select.select([fd], [], [], left)[0]:
                    break
            chunks.append(chunk)

    alive = drain(0.8)
    while alive and pending:
        key = pending.pop(0)
        # An escape sequence is one key; everything else is typed byte by byte.
        for part in ([key] if key.startswith("\x1b[") else list(key)):
            os.write(fd, part.encode())
            alive = drain(0.05)
            if not alive:
                break
        alive = alive and drain(0.3)
    if alive:
        drain(0.5)
    os.close(fd)
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        pass
    return chunks


def main():
    through = sys.argv[2:] if sys.argv[1:2] == ["--through"] else None
    target = "." if through is not None or len(sys.argv) < 2 else sys.argv[1]
    wanted = [] if through is not None else sys.argv[2:]
    for name, (argv, keys) in SESSIONS.items():
        if wanted and name not in wanted:
            continue
        for columns, rows in SIZES:
            if through is not None:
                chunks = record(through + argv, keys, columns, rows, "xterm-256color")
                print(f"{name}-{columns}x{rows} {sum(map(len, chunks))}", flush=True)
                continue
            chunks = record(argv, keys, columns, rows, "screen-256color")
            with open(os.path.join(target, f"{name}-{columns}x{rows}.rec"), "wb") as file:
                for chunk in chunks:
                    file.write(struct.pack("<I", len(chunk)) + chunk)


main()
