using Multiplex.Server.Composition;
using Multiplex.Server.Model;

namespace Multiplex.Server.Services;

/// <summary>Switches logs on and off.</summary>
internal static class Logging
{
    /// <summary>Begins a window's log in the file that <c>logfile</c> names.</summary>
    /// <param name="window">The window.</param>
    /// <returns>What is said: that the file is made or appended to, or why it cannot be written.</returns>
    public static (bool IsOpen, string Text) Start(Window window)
    {
        Session session = window.Session;
        string name = StatusString.ExpandText(session.Settings.LogFile, new StatusContext(session, null, window));
        string path = PathOf(session, name);
        bool exists = UserFiles.Exists(path);
        window.Log = WindowLog.Open(window, path, name, out string error);
        session.Host.StateChanged(session);

        // The checkpoint that follows says from which byte of output on the log goes.
        window.Process?.Changed();
        return window.Log is null
            ? (false, $"Error opening logfile \"{name}\": {error}")
            : (true, exists ? $"Appending to logfile \"{name}\"." : $"Creating logfile \"{name}\".");
    }

    /// <summary>Ends a window's log.</summary>
    /// <param name="window">A window with a log.</param>
    /// <returns>What is said.</returns>
    public static string Stop(Window window)
    {
        string name = window.Log?.Name ?? string.Empty;
        window.Log?.Dispose();
        window.Log = null;
        window.Session.Host.StateChanged(window.Session);
        return $"Logfile \"{name}\" closed.";
    }

    /// <summary>Logs what a window printed; a log that fails is switched off with one message.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">Borrowed for the call.</param>
    public static void Write(Window window, ReadOnlySpan<byte> bytes)
    {
        if (window.Log is { } log && !log.Write(bytes))
        {
            string text = $"Logfile \"{log.Name}\" switched off: {log.Failure}";
            log.Dispose();
            window.Log = null;
            Notices.Show(window.Session, null, text);
            window.Session.Host.StateChanged(window.Session);
        }
    }

    /// <summary>Where a relative name of a log or hardcopy lies: in the session's directory.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The name.</param>
    public static string PathOf(Session session, string name) =>
        name.StartsWith('/')
            ? name
            : Path.Combine(session.Directory ?? Commands.CommandText.FromBytes(session.Context.WorkingDirectory), name);
}
