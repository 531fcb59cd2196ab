using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Listing;

namespace Multiplex.Server;

/// <summary>All sessions of the user, as <c>-ls</c> shows them: those that this daemon serves and sockets on which nobody answers.</summary>
/// <param name="daemon">The daemon.</param>
internal sealed class SessionDirectory(Daemon daemon)
{
    /// <summary>All sessions, the youngest first.</summary>
    public IReadOnlyList<SessionEntry> List()
    {
        List<SessionEntry> entries = [];
        foreach (SessionHost host in daemon.ReadyHosts)
        {
            entries.Add(host.ToEntry());
        }

        AddDead(entries);
        entries.Sort(static (left, right) =>
            right.Created.CompareTo(left.Created) is not 0 and int byTime ? byTime : right.Pid.CompareTo(left.Pid));
        return entries;
    }

    /// <summary>Removes the sockets of dead sessions.</summary>
    /// <param name="entries">All sessions.</param>
    /// <param name="match">Which, or empty for all.</param>
    /// <returns>The sessions, those wiped out marked.</returns>
    public IReadOnlyList<SessionEntry> Wipe(IReadOnlyList<SessionEntry> entries, string match)
    {
        List<SessionEntry> result = [];
        foreach (SessionEntry entry in entries)
        {
            bool isWiped = entry.Condition == SessionCondition.Dead
                && SessionMatch.Quality(entry.Pid, entry.Name, match) != MatchQuality.None
                && PosixFile.TryRemove(daemon.Directory.Descriptor, entry.FullName) == 0;
            result.Add(isWiped ? entry with { Condition = SessionCondition.Removed } : entry);
        }

        return result;
    }

    /// <summary>The session of an entry.</summary>
    /// <param name="entry">One that is alive.</param>
    public SessionHost? Find(SessionEntry entry)
    {
        foreach (SessionHost host in daemon.ReadyHosts)
        {
            if (host.Session!.Pid == entry.Pid)
            {
                return host;
            }
        }

        return null;
    }

    private void AddDead(List<SessionEntry> entries)
    {
        List<SessionSocket> sockets;
        try
        {
            sockets = daemon.Directory.List();
        }
        catch (PosixException)
        {
            return;
        }

        foreach (SessionSocket socket in sockets)
        {
            if (!entries.Exists(entry => entry.Pid == socket.ProcessId) && IsDead(socket))
            {
                entries.Add(new SessionEntry
                {
                    Pid = socket.ProcessId,
                    Name = socket.Name,
                    Created = DateTimeOffset.FromUnixTimeMilliseconds(socket.ModifiedNanoseconds / 1_000_000),
                    Condition = SessionCondition.Dead,
                });
            }
        }
    }

    private bool IsDead(SessionSocket socket)
    {
        try
        {
            HolderConnection.Connect(daemon.Directory, socket.FileName).Dispose();
            return false;
        }
        catch (PosixException exception)
        {
            return exception.Error is Errno.ConnectionRefused;
        }
    }
}
