using Multiplex.Terminal;

namespace Multiplex.Server.Model;

/// <summary>When a program's flow of C-s/C-q is left to the tty (screen's <c>flow</c>).</summary>
internal enum FlowControl : byte
{
    /// <summary>Off.</summary>
    Off,

    /// <summary>On.</summary>
    On,

    /// <summary>Follows the window's keypad mode.</summary>
    Auto,
}

/// <summary>A program on a pty with its screen, number and title. Groups and the windows of dead programs (zombies) are windows too.</summary>
internal sealed class Window
{
    /// <summary>A window of a session.</summary>
    /// <param name="session">The session that owns it.</param>
    /// <param name="request">What it was asked for with; kept for resurrecting.</param>
    public Window(Session session, WindowRequest request)
    {
        Session = session;
        Request = request;
    }

    /// <summary>The session that owns the window.</summary>
    public Session Session { get; set; }

    /// <summary>What the window was asked for with.</summary>
    public WindowRequest Request { get; set; }

    /// <summary>Its number, unique in the session.</summary>
    public int Number { get; set; }

    /// <summary>The title as set by <c>title</c>, <c>-t</c>, <c>ESC k</c> or the program's name; free of control characters.</summary>
    public string Title { get; set; } = string.Empty;

    /// <summary>The title that the window was created with; <c>shelltitle</c>'s search falls back to it.</summary>
    public string InitialTitle { get; set; } = string.Empty;

    /// <summary>The window's hardstatus (<c>%h</c>): OSC 0–2, <c>ESC _</c>, <c>hstatus</c>, <c>defhstatus</c>.</summary>
    public string Hardstatus { get; set; } = string.Empty;

    /// <summary>The emulated terminal; null for a group.</summary>
    public TerminalEmulator? Terminal { get; set; }

    /// <summary>The layer that waits for the window to be shown again, or null.</summary>
    public Layers.Layer? Waiting { get; set; }

    /// <summary>The program; null for groups and zombies.</summary>
    public IWindowProcess? Process { get; set; }

    /// <summary>The group that the window is in, or null.</summary>
    public Window? Group { get; set; }

    /// <summary>True for a group.</summary>
    public bool IsGroup => Request.IsGroup;

    /// <summary>True when the program has ended and the window stays (<c>zombie</c>).</summary>
    public bool IsZombie { get; set; }

    /// <summary>The wait status of a zombie's program, or null when it is not known.</summary>
    public int? ExitStatus { get; set; }

    /// <summary>When the program was started.</summary>
    public DateTimeOffset Started { get; set; }

    /// <summary>When the program last printed, as a TimeProvider timestamp.</summary>
    public long LastOutput { get; set; }

    /// <summary><c>monitor</c>.</summary>
    public bool Monitor { get; set; }

    /// <summary>The program printed while monitored and unseen (<c>@</c>).</summary>
    public bool HasActivity { get; set; }

    /// <summary>The bell rang while unseen (<c>!</c>).</summary>
    public bool HasBell { get; set; }

    /// <summary><c>silence</c>: seconds without output until a message, 0 for off.</summary>
    public int SilenceSeconds { get; set; }

    /// <summary>The running timer of <see cref="SilenceSeconds"/>.</summary>
    public IDisposable? SilenceTimer { get; set; }

    /// <summary>True after a silence was reported.</summary>
    public bool HasSilence { get; set; }

    /// <summary>Logging is on; see Services/WindowLog.</summary>
    public Services.WindowLog? Log { get; set; }

    /// <summary><c>flow</c>.</summary>
    public FlowControl Flow { get; set; } = FlowControl.Auto;

    /// <summary>Output stopped by the user's C-s (<c>xoff</c>).</summary>
    public bool IsStopped { get; set; }

    /// <summary>Counts the program's changes of colours, so that displays notice them.</summary>
    public int PaletteVersion { get; set; }

    /// <summary>OSC 9;4: state (0 none, 1 normal, 2 error, 3 indeterminate, 4 paused) and percentage.</summary>
    public (int State, int Percent) Progress { get; set; }

    /// <summary><c>writelock</c>: the user who may write, or null.</summary>
    public User? WriteLock { get; set; }

    /// <summary><c>dynamictitle</c>.</summary>
    public bool DynamicTitle { get; set; } = true;

    /// <summary><c>slowpaste</c> in milliseconds between bytes.</summary>
    public int SlowPasteMilliseconds { get; set; }

    /// <summary><c>encoding</c>: what the program reads and prints. mux itself is UTF-8.</summary>
    public string Encoding
    {
        get;
        set
        {
            if (field != value)
            {
                field = value;
                Codec = Services.WindowCodec.Create(value);
            }
        }
    } = Services.Encodings.Utf8;

    /// <summary>The translation between <see cref="Encoding"/> and UTF-8, or null for UTF-8.</summary>
    public Services.WindowCodec? Codec { get; private set; }

    /// <summary>Where the log stood at the checkpoint from which the window was recovered, or null.</summary>
    public Services.LogMark? LogMark { get; set; }

    /// <summary>The line that holds the shell's prompt, counted from the first that ever scrolled; -1 for none (<c>shelltitle</c>).</summary>
    public long PromptLine { get; set; } = -1;

    /// <summary>True until the piece of output that held the prompt has been looked at.</summary>
    public bool IsPromptFresh { get; set; }

    /// <summary>The program that <c>exec</c> runs beside the window's own, or null.</summary>
    public Services.WindowFilter? Filter { get; set; }

    /// <summary>Takes what the window's program has printed: shown, unless a filter takes it away.</summary>
    /// <param name="output">Borrowed for the call.</param>
    public void Receive(ReadOnlySpan<byte> output)
    {
        if (Filter is { TakesOutput: true } filter)
        {
            filter.Take(output);
            if (filter.HidesOutput)
            {
                return;
            }
        }

        Show(output);
    }

    /// <summary>Draws output in the window.</summary>
    /// <param name="output">In the window's encoding; borrowed for the call.</param>
    public void Show(ReadOnlySpan<byte> output)
    {
        if (Codec is { } codec && Terminal is { } terminal)
        {
            codec.Decode(output, terminal);
        }
        else
        {
            Terminal?.Feed(output);
        }
    }

    /// <summary>What commands switch in this window.</summary>
    public Settings.WindowSettings Settings { get; } = new();

    /// <summary>Why the program could not be executed, shown in the window; null when it runs.</summary>
    public string? StartError { get; set; }

    /// <summary>Access rights of other users (<c>aclchg</c>), by user name.</summary>
    public Dictionary<string, string> Access { get; } = new(StringComparer.Ordinal);

    /// <summary>Displays on which some region shows this window.</summary>
    public IEnumerable<Display> Displays => Session.Displays.Where(display => display.Shows(this));
}
