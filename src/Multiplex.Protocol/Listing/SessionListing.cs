using System.Globalization;
using System.Text;

namespace Multiplex.Protocol.Listing;

/// <summary>What <c>-ls</c> and <c>-wipe</c> print: GNU screen 4.9's texts with Debian's column of times, or JSON.</summary>
public static class SessionListing
{
    /// <summary>The answer to <c>-ls [MATCH]</c> and <c>-wipe [MATCH]</c>.</summary>
    /// <param name="sessions">All sessions, the youngest first; those that were just wiped are <see cref="SessionCondition.Removed"/>.</param>
    /// <param name="directory">The socket directory.</param>
    /// <param name="match">Which sessions, or null for all.</param>
    /// <param name="quiet"><c>-q</c>: no text, the exit code tells.</param>
    /// <returns>The text for standard output and screen's exit code.</returns>
    public static (string Text, int ExitCode) List(IReadOnlyList<SessionEntry> sessions, string directory, string? match, bool quiet)
    {
        List<SessionEntry> matching = Matching(sessions, match);
        int remaining = 0;
        foreach (SessionEntry session in matching)
        {
            remaining += session.Condition == SessionCondition.Removed ? 0 : 1;
        }

        if (quiet)
        {
            return (string.Empty, remaining == 0 ? 9 : 10 + remaining);
        }

        StringBuilder text = new(Table(matching, remaining, isListing: true));
        if (remaining == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"No Sockets found in {directory}.\n\r\n");
            return (text.ToString(), 1);
        }

        text.Append(CultureInfo.InvariantCulture, $"{remaining} Socket{(remaining == 1 ? string.Empty : "s")} in {directory}.\r\n");
        return (text.ToString(), 0);
    }

    /// <summary>The same as a JSON document, one line.</summary>
    /// <param name="sessions">All sessions, the youngest first.</param>
    /// <param name="directory">The socket directory.</param>
    /// <param name="match">Which sessions, or null for all.</param>
    /// <returns>The text for standard output and screen's exit code.</returns>
    public static (string Text, int ExitCode) Json(IReadOnlyList<SessionEntry> sessions, string directory, string? match)
    {
        List<SessionEntry> matching = Matching(sessions, match);
        StringBuilder text = new("{\"version\":1,\"directory\":");
        AppendJson(text, directory).Append(",\"sessions\":[");
        for (int index = 0; index < matching.Count; index++)
        {
            SessionEntry session = matching[index];
            text.Append(index == 0 ? "{\"pid\":" : ",{\"pid\":").Append(session.Pid).Append(",\"name\":");
            AppendJson(text, session.Name).Append(",\"session\":");
            AppendJson(text, session.FullName).Append(",\"created\":\"")
                .Append(session.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))
                .Append("\",\"state\":\"").Append(JsonState(session.Condition))
                .Append("\",\"multiuser\":").Append(session.IsMultiuser ? "true" : "false")
                .Append(",\"displays\":").Append(session.Displays)
                .Append(",\"windows\":").Append(session.Windows < 0 ? "null" : session.Windows.ToString(CultureInfo.InvariantCulture))
                .Append(",\"stopped\":").Append(session.StoppedWindows)
                .Append('}');
        }

        return (text.Append("]}\n").ToString(), matching.Count == 0 ? 1 : 0);
    }

    /// <summary>The head line, a line for each session, and what to do about dead ones; empty without sessions.</summary>
    /// <param name="sessions">The matching sessions.</param>
    /// <param name="suitable">How many of them fit what was asked for.</param>
    /// <param name="isListing">True for <c>-ls</c>, which calls none of them suitable.</param>
    internal static string Table(IReadOnlyList<SessionEntry> sessions, int suitable, bool isListing)
    {
        if (sessions.Count == 0)
        {
            return string.Empty;
        }

        StringBuilder text = new(!isListing && suitable > 1 ? "There are several suitable screens on:\r\n"
            : sessions.Count > 1 ? "There are screens on:\r\n"
            : "There is a screen on:\r\n");
        int dead = 0;
        int removed = 0;
        foreach (SessionEntry session in sessions)
        {
            dead += session.Condition == SessionCondition.Dead ? 1 : 0;
            removed += session.Condition == SessionCondition.Removed ? 1 : 0;
            AppendLine(text, session);
        }

        if (removed > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{removed} socket{(removed == 1 ? string.Empty : "s")} wiped out.\r\n");
        }

        if (dead > 0)
        {
            text.Append("Remove dead screens with 'mux -wipe'.\r\n");
        }

        return text.ToString();
    }

    /// <summary>A text of the user's or a file's name without what a terminal would act on.</summary>
    /// <param name="text">Any text.</param>
    internal static string Clean(string text)
    {
        foreach (char character in text)
        {
            if (char.IsControl(character))
            {
                return string.Create(text.Length, text, static (span, source) =>
                {
                    for (int index = 0; index < span.Length; index++)
                    {
                        span[index] = char.IsControl(source[index]) ? '?' : source[index];
                    }
                });
            }
        }

        return text;
    }

    private static void AppendLine(StringBuilder text, SessionEntry session)
    {
        text.Append('\t').Append(session.Pid).Append('.').Append(Clean(session.Name));
        if (session.Created != default)
        {
            // %x %X of the C locale, which is what Debian's column shows: mux runs without culture data.
            text.Append("\t(").Append(session.Created.ToLocalTime().ToString("MM/dd/yy HH:mm:ss", CultureInfo.InvariantCulture)).Append(')');
        }

        text.Append(session.Condition switch
        {
            SessionCondition.Attached => session.IsMultiuser ? "\t(Multi, attached" : "\t(Attached",
            SessionCondition.Detached => session.IsMultiuser ? "\t(Multi, detached" : "\t(Detached",
            SessionCondition.Removed => "\t(Removed",
            SessionCondition.Private => "\t(Private",
            _ => "\t(Dead ???",
        });
        text.Append(session.StoppedWindows > 0 ? ", stopped)\n" : ")\n");
    }

    private static List<SessionEntry> Matching(IReadOnlyList<SessionEntry> sessions, string? match)
    {
        List<SessionEntry> matching = [];
        foreach (SessionEntry session in sessions)
        {
            if (SessionMatch.Quality(session.Pid, session.Name, match) != MatchQuality.None)
            {
                matching.Add(session);
            }
        }

        return matching;
    }

    private static string JsonState(SessionCondition condition) => condition switch
    {
        SessionCondition.Attached => "attached",
        SessionCondition.Detached => "detached",
        SessionCondition.Removed => "removed",
        SessionCondition.Private => "private",
        _ => "dead",
    };

    // Written by hand: a JSON library would cost the start-up path more than these twenty lines.
    private static StringBuilder AppendJson(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char character in value)
        {
            if (character is '"' or '\\')
            {
                text.Append('\\').Append(character);
            }
            else if (character < ' ' || char.IsSurrogate(character) || character is '\u007f')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                text.Append(character);
            }
        }

        return text.Append('"');
    }
}
