using System.Globalization;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>What windows that are not in view make known: bells, titles set by their programs.</summary>
internal static class WindowNotices
{
    /// <summary>The bell rang in a window that some display does not show: says so there.</summary>
    /// <param name="window">The window.</param>
    public static void Bell(Window window)
    {
        Session session = window.Session;
        string text = Expand(session.Settings.BellMessage, window);
        foreach (Display display in session.Displays)
        {
            if (!display.Shows(window))
            {
                Notices.Show(session, display, text);
                session.Host.Send(display, new OuterEvent(OuterEventKind.Bell));
            }
        }
    }

    /// <summary>A program set its window's title with screen's own sequence (ESC k).</summary>
    /// <param name="window">The window.</param>
    /// <param name="title">Free of control characters.</param>
    public static void ScreenTitle(Window window, string title)
    {
        if (title.Length > 0)
        {
            window.Title = title;
        }
    }

    private static string Expand(string message, Window window) => message
        .Replace("%n", window.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("%t", window.Title, StringComparison.Ordinal);
}
