using Multiplex.Platform;

namespace Multiplex.Server.Model;

/// <summary>Where bytes for a window come from: a client's input stream up to an offset, or mux itself (<see cref="None"/>).</summary>
/// <param name="ClientId">The client's random id; 0 for mux itself (paste, stuff, answers).</param>
/// <param name="Offset">The offset in that client's stream just past the bytes: what is committed together with them.</param>
internal readonly record struct InputOrigin(ulong ClientId, ulong Offset)
{
    /// <summary>Bytes that no client typed.</summary>
    public static InputOrigin None => default;
}

/// <summary>How a display leaves its client.</summary>
internal enum DetachReason
{
    /// <summary>The user detached: <c>[detached from PID.NAME]</c>.</summary>
    Detach,

    /// <summary><c>pow_detach</c>: the client's parent is hung up too.</summary>
    PowerDetach,

    /// <summary>Another client took the session: <c>[remote detached from PID.NAME]</c>.</summary>
    RemoteDetach,

    /// <summary>The same with <c>-D</c>: <c>[remote power detached from PID.NAME]</c>.</summary>
    RemotePowerDetach,

    /// <summary>The connection broke; nothing can be said.</summary>
    HangUp,

    /// <summary>The session ends: <c>[screen is terminating]</c>.</summary>
    Terminating,

    /// <summary>The password was wrong.</summary>
    Refused,

    /// <summary><c>suspend</c>: the client stops itself and attaches again when it is continued.</summary>
    Suspend,

    /// <summary><c>lockscreen</c>: the client runs the lock and attaches again afterwards.</summary>
    Lock,
}

/// <summary>What a window's program may be asked by the model; implemented over the holder.</summary>
internal interface IWindowProcess
{
    /// <summary>The holder's number of the window; it survives a daemon's crash.</summary>
    public int HolderId { get; }

    /// <summary>The process id of the program, or 0 when it is gone.</summary>
    public int Pid { get; }

    /// <summary>The slave's path, such as <c>/dev/pts/7</c>.</summary>
    public string TerminalName { get; }

    /// <summary>
    /// Types bytes into the window: they are committed to the input ring together with <paramref name="origin"/>. What does not fit waits in a capped queue.
    /// </summary>
    /// <param name="bytes">Borrowed for the call.</param>
    /// <param name="origin">Where they come from.</param>
    /// <returns>False when the queue's cap was reached and the bytes were refused; to a program that is gone nothing is refused.</returns>
    public bool Write(ReadOnlySpan<byte> bytes, InputOrigin origin);

    /// <summary>Types a register's text, with its line feeds as returns; it waits where it is.</summary>
    /// <param name="text">Held until it is typed.</param>
    /// <param name="start">What comes before it; borrowed for the call.</param>
    /// <param name="end">What comes behind it; borrowed for the call.</param>
    /// <returns>False when the queue's cap was reached and nothing was typed.</returns>
    public bool Paste(RegisterText text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end);

    /// <summary>Answers a query of the program: committed with the journal offset of the query, so that it is answered exactly once.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    public void Reply(ReadOnlySpan<byte> bytes);

    /// <summary>True while the journal is replayed up to what was already acted on: bells, clipboard and notifications must not happen again.</summary>
    public bool IsReplaying { get; }

    /// <summary>Sets the pty's size (TIOCSWINSZ, SIGWINCH).</summary>
    /// <param name="columns">1..10000.</param>
    /// <param name="rows">1..10000.</param>
    public void Resize(int columns, int rows);

    /// <summary>The window's emulator was changed by something other than the program's output (a command): the change is to outlive the daemon.</summary>
    public void Changed();

    /// <summary>Sends a signal to the program's foreground process group.</summary>
    /// <param name="signal">The number.</param>
    public void Signal(int signal);

    /// <summary>Begins or ends a break on a serial line.</summary>
    /// <param name="isOn">Whether it begins.</param>
    /// <returns>False when the window is no line, or the line cannot do that.</returns>
    public bool TryBreak(bool isOn) => false;

    /// <summary>The modes of the window's terminal, or null when they cannot be read.</summary>
    public TerminalModes? Modes => null;

    /// <summary>The signals of a serial line, or null when the window is none.</summary>
    public LineSignals? Signals => null;

    /// <summary>What kept the window's output from being taken is over: a filter had no room for it.</summary>
    public void Continue();

    /// <summary>Closes the master: the program gets SIGHUP. The window's record goes away when it is reaped.</summary>
    public void Close();
}

/// <summary>What is asked for with a new window: the requester's environment travels with it.</summary>
internal sealed class WindowRequest
{
    /// <summary>Program and arguments; empty for the session's shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>True when no program was named: the arguments are the session's shell.</summary>
    public bool IsShell { get; init; }

    /// <summary>The title, or null to derive it from the program or <c>shelltitle</c>.</summary>
    public string? Title { get; init; }

    /// <summary>The wished number, or null for the lowest free one.</summary>
    public int? Number { get; init; }

    /// <summary>Lines of scrollback, or null for <c>defscrollback</c>.</summary>
    public int? ScrollbackLines { get; init; }

    /// <summary>$TERM, or null for the session's <c>term</c>.</summary>
    public string? Term { get; init; }

    /// <summary>Whether to log from the start (<c>-L</c>), or null for <c>deflog</c>.</summary>
    public bool? Log { get; init; }

    /// <summary>Whether to monitor from the start (<c>-M</c>), or null for <c>defmonitor</c>.</summary>
    public bool? Monitor { get; init; }

    /// <summary>Flow control (<c>-f</c>), or null for <c>defflow</c>.</summary>
    public FlowControl? Flow { get; init; }

    /// <summary>Environment, directory, umask and limits of whoever asked; null for the session's own.</summary>
    public ClientContext? Context { get; init; }

    /// <summary>A directory that wins over the context's (<c>chdir</c>), or null.</summary>
    public string? Directory { get; init; }

    /// <summary>Initial size; null for the asking display's or 80x24.</summary>
    public (int Columns, int Rows)? Size { get; set; }

    /// <summary>True for a group (<c>//group</c>), which has no program.</summary>
    public bool IsGroup { get; init; }

    /// <summary>True for a serial line: the first argument is the device, the second names its modes.</summary>
    public bool IsLine => Arguments.Count > 0 && SerialLine.IsDevice(Arguments[0]);
}

/// <summary>What the model asks of the daemon around it. One instance for a session; all calls come from the event-loop thread.</summary>
internal interface ISessionHost
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The path of mux itself.</summary>
    public string ProgramPath { get; }

    /// <summary>All sessions of the user, this one included.</summary>
    public IReadOnlyCollection<Session> Sessions { get; }

    /// <summary>
    /// Starts a program on a new pty and adds its window to the session. The window exists at once; when the program cannot be executed it shows the
    /// reason as screen does and ends by itself.
    /// </summary>
    /// <param name="session">Where.</param>
    /// <param name="request">What.</param>
    /// <param name="error">A line for the user when no window could be made.</param>
    /// <returns>The window, or null.</returns>
    public Window? CreateWindow(Session session, WindowRequest request, out string? error);

    /// <summary>Starts a dead window's program again (zombie's second key) with its former request.</summary>
    /// <param name="window">A window whose program ended.</param>
    /// <returns>False when it cannot be started.</returns>
    public bool Resurrect(Window window);

    /// <summary>Hangs up a window's program and removes the window from its session.</summary>
    /// <param name="window">The window.</param>
    public void KillWindow(Window window);

    /// <summary>Ends a session: all windows are hung up, all displays leave with the given reason.</summary>
    /// <param name="session">The session.</param>
    public void Terminate(Session session);

    /// <summary>Takes a display away from its client.</summary>
    /// <param name="display">The display.</param>
    /// <param name="reason">Why; decides what the client prints.</param>
    public void Detach(Display display, DetachReason reason);

    /// <summary>Renames the session's socket (<c>sessionname</c>).</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">A checked name.</param>
    public void Rename(Session session, string name);

    /// <summary>A display owes its client a frame; called whenever anything that it shows has changed.</summary>
    /// <param name="display">The display.</param>
    public void Invalidate(Display display);

    /// <summary>The user says that the terminal shows something else than it should: the next frame is sent whole.</summary>
    /// <param name="display">The display.</param>
    public void Redraw(Display display) => Invalidate(display);

    /// <summary>Sends something that is not a frame: bell, clipboard, notification, pass-through bytes.</summary>
    /// <param name="display">The display.</param>
    /// <param name="outerEvent">The event.</param>
    public void Send(Display display, in OuterEvent outerEvent);

    /// <summary>Calls back on the event-loop thread. Disposing the result cancels it.</summary>
    /// <param name="delay">From now.</param>
    /// <param name="callback">What to do, once.</param>
    /// <returns>The running timer.</returns>
    public IDisposable StartTimer(TimeSpan delay, Action callback);

    /// <summary>
    /// Runs a program without a window, its output given line by line (backtick, blanker, printcmd). The program gets the session's environment.
    /// </summary>
    /// <param name="session">Whose environment.</param>
    /// <param name="arguments">Program and arguments.</param>
    /// <param name="output">Receives each piece of output, then an empty piece at its end.</param>
    /// <returns>Disposing hangs the program up.</returns>
    public IDisposable RunProgram(Session session, IReadOnlyList<string> arguments, Action<ReadOnlyMemory<byte>> output);

    /// <summary>Compares a password with that of the account of the session's owner.</summary>
    /// <param name="password">What was typed.</param>
    /// <param name="answered">Told whether it is the right one, in a later turn; the display that asked may be gone by then.</param>
    public void CheckAccount(string password, Action<bool> answered) => answered(false);

    /// <summary>True where the system has a list of logins that this process may have written.</summary>
    public bool HasLogins => false;

    /// <summary>Puts a window's terminal into the system's list of logins, or takes it out.</summary>
    /// <param name="window">The window.</param>
    /// <param name="isIn">Whether it is to stand there.</param>
    /// <param name="host">Where the login comes from.</param>
    /// <param name="answered">Told whether it was done: at once where there is no such list, else in a later turn.</param>
    public void RecordLogin(Window window, bool isIn, string host, Action<bool> answered) => answered(false);

    /// <summary>Has a shell run a command that reads a page (<c>printcmd</c>); what it says is lost.</summary>
    /// <param name="session">The session, whose environment it gets.</param>
    /// <param name="command">The command.</param>
    /// <param name="page">What it reads.</param>
    public void PrintPage(Session session, string command, byte[] page);

    /// <summary>Starts a program beside a window's own (<c>exec</c>), on terminals of its own.</summary>
    /// <param name="window">The window, whose size and environment it gets.</param>
    /// <param name="pattern">Where its streams go.</param>
    /// <param name="arguments">Program and arguments.</param>
    /// <param name="events">Who is told.</param>
    /// <returns>Disposing hangs the program up.</returns>
    /// <exception cref="PosixException">It cannot be started.</exception>
    public Services.IFilterTerminals RunFilter(
        Window window, Services.FilterPattern pattern, IReadOnlyList<string> arguments, Services.IFilterEvents events);

    /// <summary>The session's state that must outlive the daemon has changed; it is written at the end of the turn.</summary>
    /// <param name="session">The session.</param>
    public void StateChanged(Session session);

    /// <summary>Starts a take-over by the binary at its place on disk (<c>upgrade</c>).</summary>
    public void Upgrade();
}
