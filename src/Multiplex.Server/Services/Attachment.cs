using Multiplex.Server.Commands;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>What happens when displays come and go: the layout and window that they show, and what is kept of them.</summary>
internal static class Attachment
{
    /// <summary>A client has attached.</summary>
    /// <param name="display">Its display.</param>
    /// <param name="preselect"><c>-p</c>, or null.</param>
    public static void Begin(Display display, string? preselect)
    {
        Session session = display.Session;
        Prepare(display);
        display.Other = session.Rehearsal?.Other;
        Arrange(display);
        Preselect(display, preselect);
        if (display.Fore is { } window)
        {
            WindowSwitching.Front(session, window);
            WriteLocks.Enter(display, window);
        }

        foreach (string warning in session.StartWarnings)
        {
            Notices.Show(session, display, warning);
        }

        session.StartWarnings.Clear();
        IdleTimer.Restart(session);
        session.Host.StateChanged(session);
    }

    /// <summary>A client is back after the daemon was started again.</summary>
    /// <param name="display">Its display.</param>
    public static void Resume(Display display)
    {
        Session session = display.Session;
        Prepare(display);
        bool isKnown = session.Resumable.Remove(display.ClientId, out ResumableDisplay? former);
        if (!isKnown || former!.IsGuarded)
        {
            PasswordLayer.Guard(display, static _ => { });
        }

        if (former is not null)
        {
            former.Layout.Apply(display.Regions);
            display.Layout = session.Layouts.Find(layout => layout.Number == former.LayoutNumber);
            display.Other = session.Windows.Find(former.OtherNumber);
            display.MouseTrack = former.MouseTrack;
            foreach (Region region in display.Regions.All)
            {
                // What its windows printed while the daemon was away was printed in front of the user's eyes.
                if (region.Window is { } window)
                {
                    window.HasActivity = false;
                    window.HasBell = false;
                }
            }
        }
        else
        {
            Arrange(display);
        }

        IdleTimer.Restart(session);
        session.Host.StateChanged(session);
    }

    /// <summary>A client leaves.</summary>
    /// <param name="display">Its display.</param>
    public static void End(Display display)
    {
        Session session = display.Session;
        LayoutCommands.Autosave(display);
        display.Regions.Release();
        if (display.Layout is { } layout && session.AttachesLastLayout)
        {
            session.AttachLayout = layout;
        }

        bool isLast = session.Displays.TrueForAll(other => ReferenceEquals(other, display));
        if (isLast)
        {
            session.IdleTimer?.Dispose();
            session.IdleTimer = null;
            FlowStops.Lift(session);
        }

        foreach (Window window in session.Windows)
        {
            if (window.Settings.WriteLock == Settings.WriteLockMode.Auto && window.WriteLock?.Name == display.User?.Name)
            {
                window.WriteLock = null;
            }
        }

        if (display.Fore is { } fore)
        {
            session.Fore = fore;
        }

        session.Host.StateChanged(session);
    }

    private static void Prepare(Display display)
    {
        Logins.UpdateLater(display.Session);
        Settings.SessionSettings settings = display.Session.Settings;
        display.MouseTrack = settings.DefaultMouseTrack;
        display.Settings.AutoNuke = settings.DefaultAutoNuke;
        display.Settings.OutputLimit = settings.DefaultOutputLimit;
        display.Settings.NonBlockSeconds = settings.DefaultNonBlockSeconds;
        if (display.User is { } user && display.Session.Keys.DefaultEscape is { } escape)
        {
            user.Escape ??= escape;
        }
    }

    /// <summary>Shows the regions that the rc file made, the layout that <c>layout attach</c> chose, or the window shown last.</summary>
    private static void Arrange(Display display)
    {
        Session session = display.Session;
        if (session.Rehearsal is { } rehearsal)
        {
            session.Rehearsal = null;
            TakeOver(display, rehearsal);
        }
        else if (session.AttachLayout is { } layout && session.Layouts.Contains(layout))
        {
            display.Layout = layout;
            layout.Apply(display.Regions);
        }
        else
        {
            display.Regions.Focus.Window = Unshown(display) ?? session.Fore;
        }
    }

    private static void TakeOver(Display display, Display rehearsal)
    {
        display.Layout = rehearsal.Layout;
        display.MouseTrack |= rehearsal.MouseTrack;
        display.Settings.AllPartial = rehearsal.Settings.AllPartial;
        if (rehearsal.Regions.All.Count > 1)
        {
            var arrangement = new Layout();
            arrangement.Capture(rehearsal.Regions);
            arrangement.Apply(display.Regions);
        }
        else
        {
            Window? front = rehearsal.Fore is { } shown && display.Session.Windows.Contains(shown) ? shown : display.Session.Fore;
            display.Regions.Focus.Window = front;
        }
    }

    /// <summary>
    /// The window shown last when no other display has it in front: a second client then begins at another window only if there is
    /// none.
    /// </summary>
    private static Window? Unshown(Display display) => display.Session.Fore is { } fore && display.Session.Windows.Contains(fore)
        ? fore
        : display.Session.Windows.MostRecent is [{ } recent, ..] ? recent : null;

    private static void Preselect(Display display, string? preselect)
    {
        Session session = display.Session;
        switch (preselect)
        {
            case null or "" or ".":
                return;
            case "-":
                WindowSwitching.Show(session, display, null);
                return;
            case "=":
                DisplayRequests.ShowWindowList(display, fromBlank: true, byUse: false, isNested: false);
                return;
            case "+":
                CommandRunner.RunLine(CommandRunner.ContextOf(display, SourceKind.Prompt), "screen");
                return;
        }

        if (WindowLookup.Find(session, preselect) is { } window)
        {
            WindowSwitching.Show(session, display, window);
        }
    }
}
