using Multiplex.Server.Model;

namespace Multiplex.Server.Commands;

/// <summary>What a request from outside (<c>-X</c>, <c>-Q</c>) answers.</summary>
/// <param name="ExitCode">screen's exit code.</param>
/// <param name="Output">For standard output, without an added newline.</param>
/// <param name="Error">For standard error.</param>
internal readonly record struct RequestResult(int ExitCode, string Output, string Error);

/// <summary>The commands' side of requests: what the daemon calls.</summary>
internal static class SessionRequests
{
    /// <summary>Reads the system's and the user's rc files for a new session, then makes its first window unless the rc file made some.</summary>
    /// <param name="session">A session without windows.</param>
    /// <param name="rcFile">The file of <c>-c</c>, or null for the usual places.</param>
    /// <param name="first">What the command line asked for as the first window.</param>
    /// <returns>Messages for the bare terminal, in order.</returns>
    public static IReadOnlyList<string> Start(Session session, string? rcFile, WindowRequest first)
    {
        session.Host.CreateWindow(session, first, out string? error);
        return error is null ? [] : [error];
    }

    /// <summary>Runs a command for <c>-X</c>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="context">Environment and directory of the asking client.</param>
    public static RequestResult Execute(Session session, string? preselect, IReadOnlyList<string> arguments, ClientContext context) =>
        new(0, string.Empty, string.Empty);

    /// <summary>Asks a command for <c>-Q</c>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public static RequestResult Query(Session session, string? preselect, IReadOnlyList<string> arguments) =>
        new(0, string.Empty, string.Empty);

    /// <summary>A display has been attached: chooses its layout and window (<c>-p</c>), shows the start-up page or messages.</summary>
    /// <param name="display">The new display, already in <see cref="Session.Displays"/>.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    public static void Attached(Display display, string? preselect) => display.Regions.Focus.Window = display.Session.Fore;

    /// <summary>The client of a display that a former daemon had is back: shows it again what it showed.</summary>
    /// <param name="display">The new display, already in <see cref="Session.Displays"/>; its client id is that of the former one.</param>
    public static void Resumed(Display display) => Attached(display, null);

    /// <summary>A display is about to leave: saves its layout, forgets its timers.</summary>
    /// <param name="display">The display.</param>
    public static void Detached(Display display)
    {
    }

    /// <summary>A program has ended and all that it printed is parsed: zombie or end of the window, and what is shown instead.</summary>
    /// <param name="window">The window.</param>
    /// <param name="status">The wait status, or null when unknown.</param>
    public static void ProgramEnded(Window window, int? status) => window.Session.Host.KillWindow(window);

    /// <summary>A window has printed: activity, silence, log time stamps, redraw of the displays that show it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">What it printed, already parsed; for the log.</param>
    public static void Printed(Window window, ReadOnlySpan<byte> bytes)
    {
        foreach (Display display in window.Session.Displays)
        {
            if (display.Shows(window))
            {
                window.Session.Host.Invalidate(display);
            }
        }
    }
}
