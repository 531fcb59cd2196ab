using System.IO.Enumeration;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>What the configuration says of the terminals outside: <c>termcap</c>, <c>termcapinfo</c>, <c>terminfo</c> and <c>truecolor</c>.</summary>
internal static class OuterSettings
{
    /// <summary>The message that tells a client.</summary>
    /// <param name="session">The session.</param>
    /// <param name="term">The client's $TERM.</param>
    public static EventMessage MessageFor(Session session, string term) => new()
    {
        Event = EventKind.TerminalSettings,
        Text = TweaksFor(session, term),
        Number = session.Settings.TrueColor ? 0 : 1,
    };

    /// <summary>The entries of all lines that name a terminal, the later ones behind the earlier ones.</summary>
    private static string TweaksFor(Session session, string term)
    {
        List<string> tweaks = [];
        foreach ((string terminals, string entries, _) in session.Settings.TerminalTweaks)
        {
            foreach (string pattern in terminals.Split('|'))
            {
                if (FileSystemName.MatchesSimpleExpression(pattern, term, ignoreCase: false))
                {
                    tweaks.Add(entries);
                    break;
                }
            }
        }

        return string.Join(':', tweaks);
    }
}
