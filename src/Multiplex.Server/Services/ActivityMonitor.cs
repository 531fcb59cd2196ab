using Multiplex.Server.Composition;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Tells of output and bells in windows that are not in front (<c>monitor</c>, <c>activity</c>, <c>bell_msg</c>).</summary>
internal static class ActivityMonitor
{
    /// <summary>A window has printed.</summary>
    /// <param name="window">The window.</param>
    public static void Printed(Window window)
    {
        if (window.SilenceSeconds > 0 && window.SilenceTimer is null)
        {
            SilenceMonitor.Restart(window);
        }

        window.HasSilence = false;
        if (!window.Monitor || window.HasActivity || window.Process?.IsReplaying == true || IsSeen(window))
        {
            return;
        }

        window.HasActivity = true;
        Tell(window, window.Session.Settings.ActivityMessage);
        window.Session.Host.StateChanged(window.Session);
    }

    /// <summary>A program rang the bell.</summary>
    /// <param name="window">Its window.</param>
    public static void Bell(Window window)
    {
        Session session = window.Session;
        foreach (Display display in session.Displays)
        {
            if (display.Shows(window))
            {
                Ring(display);
            }
        }

        if (window.HasBell || IsSeen(window))
        {
            return;
        }

        window.HasBell = true;
        Tell(window, session.Settings.BellMessage);
        session.Host.StateChanged(session);
    }

    /// <summary>Rings a display's bell, or shows it, as <c>vbell</c> says.</summary>
    /// <param name="display">The display.</param>
    public static void Ring(Display display)
    {
        Session session = display.Session;
        if (!session.Settings.VisualBell)
        {
            session.Host.Send(display, new OuterEvent(OuterEventKind.Bell));
            return;
        }

        session.Host.Send(display, new OuterEvent(OuterEventKind.VisualBell));
        display.MessageLine.Flash(Commands.CommandText.Printable(session.Settings.VisualBellMessage), session.Settings.VisualBellWait);
    }

    private static bool IsSeen(Window window)
    {
        foreach (Display display in window.Session.Displays)
        {
            if (display.Shows(window))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Shows a status string about a window; a BEL in it rings the displays that see the text.</summary>
    private static void Tell(Window window, string format)
    {
        if (format.Length == 0)
        {
            return;
        }

        Session session = window.Session;
        string text = StatusString.ExpandText(format, new StatusContext(session, null, window));
        bool rings = text.Contains('\a');
        foreach (Display display in session.Displays)
        {
            Notices.Show(session, display, text);
            if (rings)
            {
                session.Host.Send(display, new OuterEvent(OuterEventKind.Bell));
            }
        }

        if (session.Displays.Count > 0)
        {
            return;
        }

        session.LastMessage = Commands.CommandText.Printable(text);
    }
}
