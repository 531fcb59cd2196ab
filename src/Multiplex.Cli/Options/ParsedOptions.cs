using Multiplex.Protocol.Messages;

namespace Multiplex.Cli.Options;

/// <summary>What <c>-d</c> or <c>-D</c> asks for.</summary>
internal enum DetachKind
{
    /// <summary>Neither was given.</summary>
    None,

    /// <summary><c>-d</c>.</summary>
    Detach,

    /// <summary><c>-D</c>: the other client's parent is hung up too.</summary>
    Power,
}

/// <summary>The options that answer at once, whatever else stands on the command line.</summary>
internal enum Question
{
    /// <summary>None.</summary>
    None,

    /// <summary><c>--help</c>.</summary>
    Help,

    /// <summary><c>-v</c>, <c>--version</c>.</summary>
    Version,

    /// <summary><c>--man</c>.</summary>
    Manual,

    /// <summary><c>--completions</c>.</summary>
    Completions,

    /// <summary><c>--doctor</c>.</summary>
    Doctor,

    /// <summary><c>--lock</c>, which mux gives itself.</summary>
    Lock,

    /// <summary><c>--telnet</c>, which mux gives itself.</summary>
    Telnet,

    /// <summary><c>--daemon</c>, which mux gives itself.</summary>
    Daemon,
}

/// <summary>The command line as it was read, before anything is decided.</summary>
internal sealed class ParsedOptions
{
    /// <summary>-d or -D.</summary>
    public DetachKind Detach { get; set; }

    /// <summary>
    /// Screen's count of -r and -R: 0 none, 1 -r, 2 -R (make a session when there is none), more: take the youngest of several; even: make one.
    /// </summary>
    public int ResumeLevel { get; set; }

    /// <summary>-x.</summary>
    public bool Multi { get; set; }

    /// <summary>-m.</summary>
    public bool IgnoreInside { get; set; }

    /// <summary>-X or -Q; the words behind the options are the command.</summary>
    public CommandRequest Command { get; set; }

    /// <summary>-ls or -wipe.</summary>
    public bool List { get; set; }

    /// <summary>-wipe.</summary>
    public bool Wipe { get; set; }

    /// <summary>-q.</summary>
    public bool Quiet { get; set; }

    /// <summary>The session: -S, or the argument of -r, -R, -x, -d, -D, -ls, -wipe; whichever came first.</summary>
    public string? Session { get; set; }

    /// <summary>True when only -d or -D named the session; with -m it is then the program to run.</summary>
    public bool SessionFromDetach { get; set; }

    /// <summary>-p.</summary>
    public string? Preselect { get; set; }

    /// <summary>-e, not yet checked.</summary>
    public string? Escape { get; set; }

    /// <summary>-c.</summary>
    public string? RcFile { get; set; }

    /// <summary>-t.</summary>
    public string? Title { get; set; }

    /// <summary>-T.</summary>
    public string? Term { get; set; }

    /// <summary>-s.</summary>
    public string? Shell { get; set; }

    /// <summary>-h, or -1.</summary>
    public int Scrollback { get; set; } = -1;

    /// <summary>-L.</summary>
    public bool Logging { get; set; }

    /// <summary>-Logfile.</summary>
    public string? LogFile { get; set; }

    /// <summary>-f.</summary>
    public CreateChoice FlowControl { get; set; }

    /// <summary>-l.</summary>
    public CreateChoice Login { get; set; }

    /// <summary>-U.</summary>
    public bool Utf8 { get; set; }

    /// <summary>-A.</summary>
    public bool AdaptSize { get; set; }

    /// <summary>-a.</summary>
    public bool AllCapabilities { get; set; }

    /// <summary>-i.</summary>
    public bool InterruptAtOnce { get; set; }

    /// <summary>-O.</summary>
    public bool OptimalOutput { get; set; }

    /// <summary>--json.</summary>
    public bool Json { get; set; }

    /// <summary>An option that only asks for a text.</summary>
    public Question Question { get; set; }

    /// <summary>The argument of --completions.</summary>
    public string QuestionArgument { get; set; } = string.Empty;

    /// <summary>--take-over.</summary>
    public bool TakesOver { get; set; }

    /// <summary>--ready.</summary>
    public bool SaysReady { get; set; }

    /// <summary>True when the command line was empty.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>What stands behind the options: a program or a command, and its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];
}
