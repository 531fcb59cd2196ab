using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Which window is in front: switching at a display or without one, and what comes up when a window goes.</summary>
internal static class WindowSwitching
{
    /// <summary>Shows a window in the focused region, or makes it the one that commands without a display work on.</summary>
    /// <param name="session">The session.</param>
    /// <param name="display">The display, or null.</param>
    /// <param name="window">The window, or null for the blank one.</param>
    public static void Show(Session session, Display? display, Window? window)
    {
        if (display is null)
        {
            if (window is not null)
            {
                Front(session, window);
            }

            return;
        }

        if (window is not null && !Rights.MaySee(display, window))
        {
            Notices.Show(session, display, $"Access to window {window.Number} denied.");
            return;
        }

        if (!ReferenceEquals(display.Fore, window))
        {
            WriteLocks.Leave(display, display.Fore);
            WriteLocks.Enter(display, window);

            // Coming from the blank window the other one stays, unless it is the one that is shown now.
            display.Other = display.Fore ?? (ReferenceEquals(display.Other, window) ? Recent(session, window) : display.Other);
        }

        display.Regions.Focus.Window = window;
        if (window is not null)
        {
            Front(session, window);
        }

        session.Host.Invalidate(display);
    }

    /// <summary>The window that <c>other</c> goes to, or null.</summary>
    /// <param name="session">The session.</param>
    /// <param name="display">The display, or null.</param>
    /// <param name="current">The window in front, or null.</param>
    public static Window? Other(Session session, Display? display, Window? current)
    {
        if (display?.Other is { } other && session.Windows.Contains(other) && !ReferenceEquals(other, current))
        {
            return other;
        }

        return Recent(session, current);
    }

    /// <summary>The next window by number, round the list, within the same group; null when there is no other.</summary>
    /// <param name="session">The session.</param>
    /// <param name="current">The window in front, or null for the blank one.</param>
    /// <param name="step">1 or -1.</param>
    public static Window? Neighbour(Session session, Window? current, int step)
    {
        var windows = session.Windows.Where(window => ReferenceEquals(window.Group, current?.Group)).ToList();
        if (windows.Count == 0)
        {
            return null;
        }

        if (current is null)
        {
            return step > 0 ? windows[0] : windows[^1];
        }

        int at = windows.IndexOf(current);
        Window found = windows[(at + step + windows.Count) % windows.Count];
        return ReferenceEquals(found, current) ? null : found;
    }

    /// <summary>
    /// Takes a window away: its regions show another one, its program is hung up, and the session ends with its last window.
    /// </summary>
    /// <param name="window">The window.</param>
    public static void Close(Window window)
    {
        Session session = window.Session;
        foreach (Window member in session.Windows.Where(member => ReferenceEquals(member.Group, window)).ToList())
        {
            member.Group = window.Group;
        }

        window.SilenceTimer?.Dispose();
        window.SilenceTimer = null;
        window.Log?.Dispose();
        window.Log = null;
        session.Host.KillWindow(window);
        session.Windows.Remove(window);
        if (session.Windows.Count == 0)
        {
            End(session);
            return;
        }

        if (ReferenceEquals(session.Fore, window))
        {
            session.Fore = session.Windows.MostRecent[0];
        }

        foreach (Display display in session.Displays.ToList())
        {
            Replace(display, window);
        }

        session.Host.StateChanged(session);
    }

    /// <summary>Ends a session.</summary>
    /// <param name="session">The session.</param>
    public static void End(Session session)
    {
        session.IsTerminating = true;
        session.Host.Terminate(session);
    }

    /// <summary>A window comes to the front: its news have been seen.</summary>
    /// <param name="session">The session.</param>
    /// <param name="window">The window.</param>
    public static void Front(Session session, Window window)
    {
        window.HasActivity = false;
        window.HasBell = false;
        window.HasSilence = false;
        session.Fore = window;
        session.Windows.Touch(window);
        session.Host.StateChanged(session);
    }

    /// <summary>The window used last that is not in front, and better no group; null when there is none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="current">The window in front, or null.</param>
    public static Window? Recent(Session session, Window? current) =>
        session.Windows.MostRecent.FirstOrDefault(window => !ReferenceEquals(window, current) && !window.IsGroup)
            ?? session.Windows.MostRecent.FirstOrDefault(window => !ReferenceEquals(window, current));

    private static void Replace(Display display, Window gone)
    {
        if (ReferenceEquals(display.Other, gone))
        {
            display.Other = null;
        }

        foreach (Region region in display.Regions.All.ToList())
        {
            if (!ReferenceEquals(region.Window, gone))
            {
                continue;
            }

            Window? next = Other(display.Session, display, gone) is { } other && !display.Shows(other)
                ? other
                : Unseen(display) ?? display.Session.Fore;
            region.Window = next;
            if (next is not null && ReferenceEquals(region, display.Regions.Focus))
            {
                display.Other = display.Other is { } kept && !ReferenceEquals(kept, next) ? kept : Recent(display.Session, next);
                Front(display.Session, next);
            }
        }

        display.Session.Host.Invalidate(display);
    }

    private static Window? Unseen(Display display) =>
        display.Session.Windows.MostRecent.FirstOrDefault(window => !display.Shows(window));
}
