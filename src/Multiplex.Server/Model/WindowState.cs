using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Model;

/// <summary>Properties of windows in the stored state. Windows are known by their holder's number, groups by their own.</summary>
internal static class WindowState
{
    private const int None = -1;

    /// <summary>Writes numbers, settings, rights and groups, and the order in which windows were shown.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteWindows(Session session, StateWriter writer)
    {
        // From the one shown longest ago on: reading them back in this order restores the order of use.
        for (int index = session.Windows.MostRecent.Count - 1; index >= 0; index--)
        {
            Window window = session.Windows.MostRecent[index];
            writer.Number(window.Process?.HolderId ?? None);
            writer.Number(window.Number);
            writer.Number(window.Group?.Number ?? None);
            writer.Text(window.WriteLock?.Name ?? string.Empty);
            writer.Number(window.Access.Count);
            foreach ((string user, string rights) in window.Access)
            {
                writer.Text(user);
                writer.Text(rights);
            }

            WriteSettings(window, writer);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadWindows(Session session, ref StateReader reader)
    {
        var read = new List<(Window Window, int Number, int Group)>();
        while (!reader.IsAtEnd)
        {
            int holderId = reader.Int();
            int number = reader.Int();
            int group = reader.Int();
            Window? window = Find(session, holderId, number);
            string lockedBy = reader.Text();
            for (int count = reader.Int(); count > 0 && !reader.IsAtEnd; count--)
            {
                string user = reader.Text();
                string rights = reader.Text();
                window?.Access[user] = rights;
            }

            ReadSettings(window, ref reader);
            if (window is not null)
            {
                window.WriteLock = session.Users.Find(user => user.Name == lockedBy) ?? (lockedBy.Length > 0 ? new User(lockedBy) : null);
                read.Add((window, number, group));
            }
        }

        Number(session, read);
    }

    /// <summary>Writes the logs: how much of each file is certain, and what is to be written behind it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="writer">The section.</param>
    public static void WriteLogs(Session session, StateWriter writer)
    {
        foreach (Window window in session.Windows)
        {
            if (window.Log is { } log)
            {
                log.GetState(out byte[] pending, out long written);
                writer.Number(window.Process?.HolderId ?? None);
                writer.Number(window.Number);
                writer.Text(log.Path);
                writer.Text(log.Name);
                writer.Number(written);
                writer.Bytes(pending);
            }
        }
    }

    /// <summary>Reads them and goes on with the logs.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    public static void ReadLogs(Session session, ref StateReader reader) => ReadLogs(session, ref reader, null);

    /// <summary>Reads the log of a window that was heard of later than the others.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">The section.</param>
    /// <param name="only">The window, or null for all.</param>
    public static void ReadLogs(Session session, ref StateReader reader, Window? only)
    {
        while (!reader.IsAtEnd)
        {
            int holderId = reader.Int();
            int number = reader.Int();
            string path = reader.Text();
            string name = reader.Text();
            long written = reader.Number();
            ReadOnlySpan<byte> pending = reader.Bytes();
            if (path.StartsWith('/') && Find(session, holderId, number) is { Log: null } window && (only is null || ReferenceEquals(window, only)))
            {
                window.Log = window.LogMark is { } mark
                    ? WindowLog.Resume(window, path, name, mark.Written, mark.Pending)
                    : WindowLog.Resume(window, path, name, written, pending);
                window.LogMark = null;
            }
        }
    }

    private static void WriteSettings(Window window, StateWriter writer)
    {
        var target = new SettingTarget(window.Session, window);
        writer.Number(SettingTable.All.Count(static setting => setting.Scope == SettingScope.Window));
        foreach (SettingDefinition setting in SettingTable.All)
        {
            if (setting.Scope == SettingScope.Window)
            {
                writer.Text(setting.Name);
                writer.Text(setting.Get(target));
            }
        }
    }

    private static void ReadSettings(Window? window, ref StateReader reader)
    {
        for (int count = reader.Int(); count > 0 && !reader.IsAtEnd; count--)
        {
            string name = reader.Text();
            string value = reader.Text();
            if (window is not null)
            {
                SettingTable.Find(SettingScope.Window, name)?.Set(new SettingTarget(window.Session, window), value);
            }
        }

        if (window is not null)
        {
            TerminalChoices.Apply(window);
            if (window.SilenceSeconds > 0)
            {
                SilenceMonitor.Restart(window);
            }
        }
    }

    private static Window? Find(Session session, int holderId, int number)
    {
        if (holderId == None)
        {
            return session.Windows.Find(number) is { Process: null } window ? window : null;
        }

        // The holder had not answered yet when this was written: the session's record knows such a window by its request, and gave it its number.
        if (holderId == 0)
        {
            return session.Windows.Find(number);
        }

        return session.Windows.FirstOrDefault(window => window.Process?.HolderId == holderId);
    }

    private static void Number(Session session, List<(Window Window, int Number, int Group)> read)
    {
        foreach ((Window window, int number, _) in read)
        {
            if (number >= 0 && session.Windows.Find(number) is { } other && !ReferenceEquals(other, window))
            {
                other.Number = window.Number;
            }

            window.Number = Math.Max(number, 0);
            session.Windows.Touch(window);
        }

        session.Windows.Sort();
        foreach ((Window window, _, int group) in read)
        {
            window.Group = session.Windows.Find(group) is { IsGroup: true } target && !ReferenceEquals(target, window) ? target : null;
        }
    }
}
