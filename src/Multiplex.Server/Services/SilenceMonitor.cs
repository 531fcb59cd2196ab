using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Reports windows that have printed nothing for a while (<c>silence</c>).</summary>
internal static class SilenceMonitor
{
    /// <summary>Watches a window, or stops.</summary>
    /// <param name="window">The window.</param>
    /// <param name="seconds">How long it must be silent; 0 stops.</param>
    public static void Start(Window window, int seconds)
    {
        window.SilenceSeconds = seconds;
        window.HasSilence = false;
        Restart(window);
        window.Session.Host.StateChanged(window.Session);
    }

    /// <summary>Waits anew: the window printed.</summary>
    /// <param name="window">The window.</param>
    public static void Restart(Window window) => Arm(window, TimeSpan.FromSeconds(window.SilenceSeconds));

    private static void Arm(Window window, TimeSpan wait)
    {
        window.SilenceTimer?.Dispose();
        window.SilenceTimer = window.SilenceSeconds > 0 ? window.Session.Host.StartTimer(wait, () => Elapsed(window)) : null;
    }

    /// <summary>
    /// A window that prints all the time would move its timer with every piece; instead the timer looks at the clock when it ends and
    /// waits for the rest.
    /// </summary>
    private static void Elapsed(Window window)
    {
        window.SilenceTimer = null;
        TimeSpan limit = TimeSpan.FromSeconds(window.SilenceSeconds);
        TimeSpan quiet = window.LastOutput == 0 ? limit : window.Session.Host.Time.GetElapsedTime(window.LastOutput);
        if (quiet < limit)
        {
            Arm(window, limit - quiet);
            return;
        }

        window.HasSilence = true;
        if (window.Session.Displays.Exists(display => !ReferenceEquals(display.Fore, window)) || window.Session.Displays.Count == 0)
        {
            string text = $"Window {window.Number}: silence for {window.SilenceSeconds} seconds";
            foreach (Display display in window.Session.Displays)
            {
                if (!ReferenceEquals(display.Fore, window))
                {
                    Notices.Show(window.Session, display, text);
                }
            }
        }
    }
}
