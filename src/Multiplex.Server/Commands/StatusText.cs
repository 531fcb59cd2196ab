using Multiplex.Server.Composition;
using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>Status strings in messages and answers.</summary>
internal static class StatusText
{
    /// <summary>Expands a status string to plain text.</summary>
    /// <param name="format">The string.</param>
    /// <param name="session">The session.</param>
    /// <param name="window">The window that it speaks of, or null.</param>
    /// <param name="display">The display that it speaks of, or null.</param>
    public static string Expand(string format, Session session, Window? window, Display? display) =>
        StatusString.ExpandText(format, new StatusContext(session, display, window));
}
