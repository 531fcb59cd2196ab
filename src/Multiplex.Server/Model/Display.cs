using Multiplex.Server.Composition;
using Multiplex.Server.Input;
using Multiplex.Server.Layers;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Model;

/// <summary>The daemon's view of one attached terminal: its size, regions, focus, message line and key state.</summary>
internal sealed class Display
{
    /// <summary>A display of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="columns">Width of the terminal, 1..10000.</param>
    /// <param name="rows">Height of the terminal, 1..10000.</param>
    public Display(Session session, int columns, int rows)
    {
        Session = session;
        Columns = columns;
        Rows = rows;
        Regions = new RegionTree(this);
        MessageLine = new MessageLine(this);
        Keys = new CommandKey(this);
        Next = new Frame(columns, rows, new FrameTables());
    }

    /// <summary>The session that it shows.</summary>
    public Session Session { get; }

    /// <summary>Its number in the session, by which a client that lost its daemon finds it again.</summary>
    public uint Id { get; init; }

    /// <summary>Width of the terminal.</summary>
    public int Columns { get; set; }

    /// <summary>Height of the terminal.</summary>
    public int Rows { get; set; }

    /// <summary>The client's random id, which names its input stream.</summary>
    public ulong ClientId { get; init; }

    /// <summary>The offset in the client's input stream just past the byte that is handled at the moment.</summary>
    public ulong InputOffset { get; set; }

    /// <summary>Who attached.</summary>
    public User? User { get; init; }

    /// <summary>The tty's name, such as <c>/dev/pts/3</c>.</summary>
    public string TerminalName { get; init; } = string.Empty;

    /// <summary>$TERM outside.</summary>
    public string TerminalType { get; init; } = string.Empty;

    /// <summary>What the client found out about its terminal; null until it did.</summary>
    public Protocol.Messages.TerminalInfoMessage? TerminalInfo { get; set; }

    /// <summary>True while the terminal has the keyboard, as far as it tells.</summary>
    public bool IsFocused { get; set; } = true;

    /// <summary>The client's process id.</summary>
    public int ClientPid { get; init; }

    /// <summary>Environment, directory and limits of the client, for windows asked for here.</summary>
    public ClientContext Context { get; set; } = new();

    /// <summary>The regions and which one has the focus.</summary>
    public RegionTree Regions { get; }

    /// <summary>The layout in use, or null when there is none.</summary>
    public Layout? Layout { get; set; }

    /// <summary>The window of the focused region, or null for the blank window.</summary>
    public Window? Fore => Regions.Focus.Window;

    /// <summary>The window shown before the present one (<c>C-a C-a</c>), or null.</summary>
    public Window? Other { get; set; }

    /// <summary>A prompt, list or page that lies over the whole display or its message line, or null. It takes the keys first.</summary>
    public Layer? Overlay
    {
        get => Guard ?? field;
        set;
    }

    /// <summary>Asks for the session's password, and lets nothing be seen or done before; null once it was given.</summary>
    public PasswordLayer? Guard { get; set; }

    /// <summary>The transient line of messages.</summary>
    public MessageLine MessageLine { get; }

    /// <summary>The state of the command key and of <c>bindkey</c>'s sequences.</summary>
    public CommandKey Keys { get; }

    /// <summary>The frame that is composed next; its tables are the display's own.</summary>
    public Frame Next { get; }

    /// <summary>What is kept between two compositions.</summary>
    public DisplayComposition Composition { get; } = new();

    /// <summary>True while <c>blanker</c> hides everything.</summary>
    public bool IsBlanked { get; set; }

    /// <summary><c>mousetrack</c>.</summary>
    public bool MouseTrack { get; set; }

    /// <summary>What commands switch on this display.</summary>
    public Settings.DisplaySettings Settings { get; } = new();

    /// <summary>When a key was last typed, as a TimeProvider timestamp (<c>idle</c>).</summary>
    public long LastInput { get; set; }

    /// <summary>True when some region shows the window.</summary>
    /// <param name="window">The window.</param>
    public bool Shows(Window window) => Regions.Shows(window);
}
