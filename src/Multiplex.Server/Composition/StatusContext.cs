using Multiplex.Server.Model;

namespace Multiplex.Server.Composition;

/// <summary>What the escapes of a status string speak about.</summary>
internal readonly struct StatusContext
{
    /// <summary>The escapes' default introducer.</summary>
    public const char Percent = '%';

    /// <summary>The introducer within a window's hardstatus and a backtick's output, so that a program's percent signs mean nothing.</summary>
    public const char ControlE = '\x05';

    /// <summary>A context.</summary>
    /// <param name="session">The session.</param>
    /// <param name="display">Where it is shown, or null for a log, a query or a message of no display.</param>
    /// <param name="window">The window spoken of, or null for the blank window.</param>
    public StatusContext(Session session, Display? display, Window? window)
    {
        Session = session;
        Display = display;
        Window = window;
    }

    /// <summary>The session.</summary>
    public Session Session { get; }

    /// <summary>Where it is shown, or null.</summary>
    public Display? Display { get; }

    /// <summary>The window spoken of, or null.</summary>
    public Window? Window { get; }

    /// <summary>The region spoken of, or null.</summary>
    public Region? Region { get; init; }

    /// <summary>Columns to fill; 0 when no width is known.</summary>
    public int Width { get; init; }

    /// <summary>The rendition that the line begins with; <see cref="StatusAttributes.None"/> for plain text.</summary>
    public StatusRendition Rendition { get; init; }
}
