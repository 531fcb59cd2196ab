using Multiplex.Server.Composition;
using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>The list of windows in one line (<c>windows</c>).</summary>
internal static class WindowLines
{
    /// <summary>Numbers, flags and titles, two blanks between; cut to the display's width around the current window.</summary>
    /// <param name="session">The session.</param>
    /// <param name="display">Who asks, or null: then nothing is cut and no window is current.</param>
    /// <param name="window">The window in front, or null.</param>
    public static string List(Session session, Display? display, Window? window)
    {
        var line = new StatusLine();
        StatusString.Expand("%Lw", new StatusContext(session, display, display is null ? null : window), line);
        string text = line.ToString();
        if (display is null || text.Length <= display.Columns)
        {
            return text;
        }

        int current = Math.Max(0, line.CurrentStart);
        int start = Math.Clamp(current - (display.Columns / 2), 0, text.Length - display.Columns);
        return text.Substring(start, display.Columns);
    }
}
