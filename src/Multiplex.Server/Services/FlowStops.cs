using Multiplex.Platform;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>
/// Output that the user's C-s has stopped. The terminal of the window does the stopping; mux keeps an eye on it, because to the one who comes back to a
/// silent window nothing else tells it from a program that hangs.
/// </summary>
internal static class FlowStops
{
    private const byte Stop = 0x13;
    private const byte Start = 0x11;
    private const byte Interrupt = 0x03;

    /// <summary>Looks at what is typed into a window's program.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public static void Note(Window window, ReadOnlySpan<byte> bytes)
    {
        if (!window.IsStopped && bytes.IndexOf(Stop) < 0)
        {
            return;
        }

        TerminalModes? modes = window.Process?.Modes;
        bool isStopped = window.IsStopped;
        foreach (byte typed in bytes)
        {
            isStopped = modes is { } known
                ? known.HasFlowControl && (typed == known.StopCharacter || (isStopped && typed != known.StartCharacter && !Interrupts(known, typed)))
                : typed == Stop || (isStopped && typed is not (Start or Interrupt));
        }

        if (isStopped != window.IsStopped)
        {
            Set(window, isStopped);
        }
    }

    /// <summary>Output goes on when nobody is left to type C-q: a lost connection must not stop a job.</summary>
    /// <param name="session">The session.</param>
    public static void Lift(Session session)
    {
        foreach (Window window in session.Windows)
        {
            if (window.IsStopped)
            {
                // To a program that has taken the key for itself meanwhile it would be typed.
                TerminalModes? modes = window.Process?.Modes;
                if (modes is not { HasFlowControl: false })
                {
                    window.Process?.Write([modes?.StartCharacter ?? Start], InputOrigin.None);
                }

                Set(window, isStopped: false);
            }
        }
    }

    /// <summary>With ISIG the characters of signals start the output as well (Linux, n_tty).</summary>
    private static bool Interrupts(in TerminalModes modes, byte typed) => modes.HasSignals && typed == modes.InterruptCharacter;

    private static void Set(Window window, bool isStopped)
    {
        window.IsStopped = isStopped;
        window.Session.Host.StateChanged(window.Session);
        if (!isStopped)
        {
            return;
        }

        foreach (Display display in window.Session.Displays)
        {
            if (ReferenceEquals(display.Fore, window))
            {
                display.MessageLine.Show($"Window {window.Number}: output stopped by C-s, goes on with C-q");
            }
        }
    }
}
