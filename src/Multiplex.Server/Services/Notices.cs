using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Messages for people: on one display, or on all of a session when nobody in particular asked.</summary>
internal static class Notices
{
    /// <summary>Longest message; what is longer would not fit any terminal.</summary>
    public const int MaxLength = 4096;

    /// <summary>Shows a line.</summary>
    /// <param name="session">The session.</param>
    /// <param name="display">Who asked, or null for all displays.</param>
    /// <param name="text">One line.</param>
    public static void Show(Session session, Display? display, string text)
    {
        string line = Commands.CommandText.Printable(text.Length > MaxLength ? text[..MaxLength] : text);
        session.LastMessage = line;
        if (display is not null)
        {
            display.MessageLine.Show(line);
            return;
        }

        foreach (Display each in session.Displays)
        {
            each.MessageLine.Show(line);
        }
    }
}
