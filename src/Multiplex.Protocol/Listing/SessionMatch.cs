using System.Globalization;

namespace Multiplex.Protocol.Listing;

/// <summary>How well a text names a session.</summary>
public enum MatchQuality : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It begins the pid, the name or <c>PID.NAME</c>.</summary>
    Prefix,

    /// <summary>It is the pid, the name or <c>PID.NAME</c>.</summary>
    Exact,
}

/// <summary>
/// Which sessions a user means: by PID, PID.NAME, NAME or the beginning of one; a name's <c>tty</c> prefix may be left out. An exact match
/// wins over those that only begin with the text, as <c>-p</c> does it for windows; screen itself would call <c>log</c> and <c>log-old</c> ambiguous.
/// </summary>
public static class SessionMatch
{
    /// <summary>How well the text names the session.</summary>
    /// <param name="pid">The session's pid.</param>
    /// <param name="name">The session's name.</param>
    /// <param name="text">What the user typed; null or empty names every session, by prefix.</param>
    public static MatchQuality Quality(int pid, string name, string? text)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrEmpty(text))
        {
            return MatchQuality.Prefix;
        }

        MatchQuality best = Compare(name, text);
        if (name.StartsWith("tty", StringComparison.Ordinal) && !text.StartsWith("tty", StringComparison.Ordinal))
        {
            best = Max(best, Compare(name[3..], text));
        }

        if (char.IsAsciiDigit(text[0]))
        {
            string number = pid.ToString(CultureInfo.InvariantCulture);
            best = Max(best, text == number ? MatchQuality.Exact : Compare($"{number}.{name}", text));
        }

        return best;
    }

    /// <summary>The sessions that a text names: all exact ones, or when there is none all that begin with it.</summary>
    /// <param name="sessions">The sessions, in the order of the list.</param>
    /// <param name="text">What the user typed, or null for all.</param>
    public static IReadOnlyList<SessionEntry> Select(IReadOnlyList<SessionEntry> sessions, string? text)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        List<SessionEntry> exact = [];
        List<SessionEntry> matching = [];
        foreach (SessionEntry session in sessions)
        {
            MatchQuality quality = Quality(session.Pid, session.Name, text);
            if (quality != MatchQuality.None)
            {
                matching.Add(session);
            }

            if (quality == MatchQuality.Exact)
            {
                exact.Add(session);
            }
        }

        return exact.Count > 0 ? exact : matching;
    }

    private static MatchQuality Compare(string name, string text) =>
        !name.StartsWith(text, StringComparison.Ordinal) ? MatchQuality.None
        : name.Length == text.Length ? MatchQuality.Exact
        : MatchQuality.Prefix;

    private static MatchQuality Max(MatchQuality left, MatchQuality right) => left > right ? left : right;
}
