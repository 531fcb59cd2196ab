using Multiplex.Server.Commands;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Runs a command when nobody has typed for a while (<c>idle</c>).</summary>
internal static class IdleTimer
{
    /// <summary>Waits anew, or stops when <c>idle</c> is off.</summary>
    /// <param name="session">The session.</param>
    public static void Restart(Session session) => Arm(session, TimeSpan.FromSeconds(session.Settings.IdleSeconds));

    private static void Arm(Session session, TimeSpan wait)
    {
        session.IdleTimer?.Dispose();
        session.IdleTimer = session.Settings.IdleSeconds > 0 && session.Displays.Count > 0
            ? session.Host.StartTimer(wait, () => Elapsed(session))
            : null;
    }

    /// <summary>A timer that moved with each key would be busy all day; this one looks at the last key when it ends.</summary>
    private static void Elapsed(Session session)
    {
        TimeSpan limit = TimeSpan.FromSeconds(session.Settings.IdleSeconds);
        TimeSpan rest = limit;
        foreach (Display display in session.Displays.ToList())
        {
            TimeSpan quiet = session.Host.Time.GetElapsedTime(display.LastInput);
            if (quiet < limit)
            {
                rest = limit - quiet < rest ? limit - quiet : rest;
            }
            else if (quiet < limit * 2 || !display.IsBlanked)
            {
                CommandRunner.RunLine(
                    new CommandContext(session, display, display.Fore, new CommandSource(SourceKind.Timer)),
                    session.Settings.IdleCommand);
            }
        }

        Arm(session, rest);
    }
}
