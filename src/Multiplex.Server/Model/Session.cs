using Multiplex.Server.Input;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Model;

/// <summary>What the daemon keeps under one name: windows, displays, settings, keys, registers, layouts. Its pid is its holder's.</summary>
internal sealed class Session
{
    /// <summary>A session of a holder.</summary>
    /// <param name="host">The daemon around it.</param>
    /// <param name="pid">The holder's process id.</param>
    /// <param name="name">The part after the dot in <c>PID.NAME</c>.</param>
    public Session(ISessionHost host, int pid, string name)
    {
        Host = host;
        Pid = pid;
        Name = name;
        Settings = new SessionSettings();
        Keys = new KeyMaps();
    }

    /// <summary>The daemon around the session.</summary>
    public ISessionHost Host { get; }

    /// <summary>The session's process id: its holder's, the same for as long as it lives.</summary>
    public int Pid { get; }

    /// <summary>The name after the dot.</summary>
    public string Name { get; set; }

    /// <summary><c>PID.NAME</c>, as <c>-ls</c> and STY have it.</summary>
    public string FullName => $"{Pid}.{Name}";

    /// <summary>When the session was created.</summary>
    public DateTimeOffset Created { get; set; }

    /// <summary>Its windows.</summary>
    public WindowList Windows { get; } = new();

    /// <summary>The attached displays, the oldest first.</summary>
    public List<Display> Displays { get; } = [];

    /// <summary>The settings that screen calls global: each session has its own, since each reads its own rc file.</summary>
    public SessionSettings Settings { get; }

    /// <summary>Key bindings by class, <c>bindkey</c> tables, command key.</summary>
    public KeyMaps Keys { get; }

    /// <summary>Registers and the paste buffer.</summary>
    public Registers Registers { get; } = new();

    /// <summary>Saved layouts in the order of their numbers.</summary>
    public List<Layout> Layouts { get; } = [];

    /// <summary>Users known to a multiuser session.</summary>
    public List<User> Users { get; } = [];

    /// <summary>Backticks by id.</summary>
    public SortedDictionary<int, Services.Backtick> Backticks { get; } = [];

    /// <summary>Variables changed by <c>setenv</c> (value) and <c>unsetenv</c> (null) for windows made later.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Context of whoever created the session or attached last: for windows that nobody asks for with one of their own.</summary>
    public ClientContext Context { get; set; } = new();

    /// <summary><c>chdir</c>: directory of new windows, or null for the requester's.</summary>
    public string? Directory { get; set; }

    /// <summary>The login name of the owner: the user whose daemon this is.</summary>
    public string Owner { get; set; } = string.Empty;

    /// <summary><c>multiuser on</c>.</summary>
    public bool IsMultiuser { get; set; }

    /// <summary>The rc files while the session starts; null from then on.</summary>
    public Commands.StartScript? Script { get; set; }

    /// <summary>The window that a command without a display works on: the one shown last.</summary>
    public Window? Fore { get; set; }

    /// <summary>The layout that is shown on the next attach (<c>layout attach</c>), or null.</summary>
    public Layout? AttachLayout { get; set; }

    /// <summary><c>layout attach :last</c>: the layout shown last is shown on the next attach.</summary>
    public bool AttachesLastLayout { get; set; } = true;

    /// <summary>The message that <c>lastmsg</c> shows when there is no display.</summary>
    public string LastMessage { get; set; } = string.Empty;

    /// <summary>The display that nobody sees, on which the rc file's commands worked; the first client takes its regions over. Null afterwards.</summary>
    public Display? Rehearsal { get; set; }

    /// <summary>What the rc file got wrong; the first display shows it.</summary>
    public List<string> StartWarnings { get; } = [];

    /// <summary>What displays of the former daemon showed, by their clients' ids.</summary>
    public Dictionary<ulong, ResumableDisplay> Resumable { get; } = [];

    /// <summary>Characters made of two (<c>digraph</c>).</summary>
    public Digraphs Digraphs { get; } = new();

    /// <summary>The running timer of <c>idle</c>.</summary>
    public IDisposable? IdleTimer { get; set; }

    /// <summary>Runs until the system's list of logins is brought in line, or null.</summary>
    public IDisposable? LoginTimer { get; set; }

    /// <summary>History of all prompts, the newest first.</summary>
    public List<string> PromptHistory { get; } = [];

    /// <summary>True from <c>quit</c> or the last window's end on.</summary>
    public bool IsTerminating { get; set; }
}
