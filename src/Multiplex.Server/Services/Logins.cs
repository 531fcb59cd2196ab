using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>What <c>login</c> asks for a window.</summary>
internal enum LoginWish
{
    /// <summary>The window is no login of its own.</summary>
    Off,

    /// <summary>It is one while somebody is attached, as in screen.</summary>
    On,

    /// <summary>It is one until its program ends.</summary>
    Always,
}

/// <summary>
/// Windows in the system's list of logins (utmp(5)), where who(1) and others find them: those that <c>login</c> and <c>deflogin</c> want there, and while a session
/// is detached none of them.
/// </summary>
internal static class Logins
{
    /// <summary>The list is written when a session or a window is drawn already: what is written by another process is not to be waited for by anybody.</summary>
    private static readonly TimeSpan _later = TimeSpan.FromSeconds(1);

    /// <summary>A window's program has started: <c>deflogin</c> says whether it is a login.</summary>
    /// <param name="window">The window.</param>
    public static void Started(Window window)
    {
        window.Settings.Login = TryParse(window.Session.Settings.DefaultLogin) ?? LoginWish.Off;
        UpdateLater(window.Session);
    }

    /// <summary>The window's program has ended, or is about to be hung up.</summary>
    /// <param name="window">The window.</param>
    public static void Ended(Window window)
    {
        window.Settings.Login = LoginWish.Off;
        Update(window);
    }

    /// <summary>Displays or windows have come or gone: the list follows in a moment.</summary>
    /// <param name="session">The session.</param>
    public static void UpdateLater(Session session)
    {
        if (session.Host.HasLogins)
        {
            session.LoginTimer ??= session.Host.StartTimer(_later, () => Update(session));
        }
    }

    private static void Update(Session session)
    {
        session.LoginTimer = null;
        foreach (Window window in session.Windows)
        {
            Update(window);
        }
    }

    /// <summary>Puts a window into the list, or takes it out, because somebody asked for it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="wish">What was asked for.</param>
    /// <param name="say">Is told what has become of it, perhaps at once.</param>
    public static void Set(Window window, LoginWish wish, Action<string> say)
    {
        bool isWanted = wish != LoginWish.Off;
        bool wasWanted = window.Settings.Login != LoginWish.Off;
        window.Settings.Login = wish;
        if (isWanted == window.Settings.IsLoggedIn)
        {
            say(isWanted ? "This window is already logged in." : wasWanted ? "This window is not logged in." : "This window is already logged out");
            return;
        }

        Record(window, isWanted, isDone => say(
            isWanted ? isDone ? "This window is now logged in." : "This window should now be logged in."
            : isDone ? "This window is no longer logged in." : "This window should now be logged out."));
    }

    /// <summary>Reads the argument of <c>login</c>.</summary>
    /// <param name="argument">The argument.</param>
    /// <returns>Null when it is none.</returns>
    public static LoginWish? TryParse(string argument) => argument switch
    {
        "on" or "attached" => LoginWish.On,
        "off" => LoginWish.Off,
        "always" => LoginWish.Always,
        _ => null,
    };

    private static void Update(Window window)
    {
        bool isWanted = window.Settings.Login switch
        {
            LoginWish.Always => true,
            LoginWish.On => window.Session.Displays.Count > 0,
            _ => false,
        };
        if (isWanted != window.Settings.IsLoggedIn)
        {
            Record(window, isWanted, static _ => { });
        }
    }

    private static void Record(Window window, bool isIn, Action<bool> answered)
    {
        // Where the window stands in the list it shows the terminal that it is seen on, and its number, as screen's do.
        string terminal = window.Session.Displays.Count > 0 ? window.Session.Displays[0].TerminalName : string.Empty;
        string host = $":{(terminal.StartsWith("/dev/", StringComparison.Ordinal) ? terminal[5..] : terminal)}:S.{window.Number}";
        window.Settings.IsLoggedIn = isIn;
        window.Session.Host.RecordLogin(window, isIn, host, isDone =>
        {
            window.Settings.IsLoggedIn &= isDone || !isIn;
            window.Session.Host.StateChanged(window.Session);
            foreach (Display display in window.Session.Displays)
            {
                window.Session.Host.Invalidate(display);
            }

            answered(isDone);
        });
    }
}
