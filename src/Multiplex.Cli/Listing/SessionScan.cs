using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Protocol.Listing;

namespace Multiplex.Cli.Listing;

/// <summary>
/// Finds the sessions without a daemon: each has a socket in the directory on which its holder answers for itself. A socket on which
/// nobody listens belongs to a session that is dead.
/// </summary>
internal sealed class SessionScan : IDisposable
{
    /// <summary>How long all holders together have for their answers. They answer at once; one that is stopped is listed by its socket alone.</summary>
    private const int PatienceMilliseconds = 500;

    private readonly SocketDirectory _directory;
    private readonly Poller _poller = new();
    private readonly List<SessionEntry> _entries = [];
    private readonly List<HolderConnection?> _connections = [];
    private int _asked;

    private SessionScan(SocketDirectory directory) => _directory = directory;

    /// <summary>Looks through the directory.</summary>
    /// <param name="directory">The socket directory.</param>
    /// <param name="wipe">Whether to remove the sockets of dead sessions that fit <paramref name="match"/>.</param>
    /// <param name="match">Which sessions may be wiped, or null for all.</param>
    /// <returns>All sessions, the youngest first.</returns>
    public static IReadOnlyList<SessionEntry> Run(SocketDirectory directory, bool wipe, string? match)
    {
        using SessionScan scan = new(directory);
        foreach (SessionSocket socket in directory.List())
        {
            scan.Ask(socket);
        }

        scan.CollectAnswers();
        if (wipe)
        {
            scan.Wipe(match);
        }

        scan._entries.Sort(static (left, right) => right.Created != left.Created ? right.Created.CompareTo(left.Created) : right.Pid.CompareTo(left.Pid));
        return scan._entries;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (HolderConnection? connection in _connections)
        {
            connection?.Dispose();
        }

        _poller.Dispose();
    }

    private void Ask(SessionSocket socket)
    {
        SessionCondition condition = socket.IsAttached ? SessionCondition.Attached : SessionCondition.Detached;
        HolderConnection? connection = null;
        try
        {
            connection = HolderConnection.Connect(_directory, socket.FileName);
            connection.Send(HolderMessageType.Status, 0);
            _poller.Add(connection.Descriptor, PollEvents.Read, (ulong)_connections.Count);
            _asked++;
        }
        catch (PosixException refusal)
        {
            condition = refusal.Error switch
            {
                Errno.ConnectionRefused or Errno.NotFound => SessionCondition.Dead,
                Errno.NotPermitted or Errno.AccessDenied => SessionCondition.Private,
                // Too many wait for its attention already: it lives.
                _ => condition,
            };
        }

        _connections.Add(connection);
        _entries.Add(new SessionEntry
        {
            Pid = socket.ProcessId,
            Name = socket.Name,
            Created = FromNanoseconds(socket.ModifiedNanoseconds),
            Condition = condition,
        });
    }

    private void CollectAnswers()
    {
        int missing = _asked;
        long deadline = Environment.TickCount64 + PatienceMilliseconds;
        Span<ReadyEvent> ready = stackalloc ReadyEvent[16];
        while (missing > 0 && Environment.TickCount64 < deadline)
        {
            int count = _poller.Wait(ready, (int)Math.Max(1, deadline - Environment.TickCount64));
            for (int i = 0; i < count; i++)
            {
                int index = (int)ready[i].Token;
                missing--;
                Take(index);
                _connections[index]?.Dispose();
                _connections[index] = null;
            }
        }
    }

    private void Take(int index)
    {
        if (_connections[index]!.TryReceive(out HolderMessage message).Value <= 0 || message.Header.Type != HolderMessageType.StatusReply)
        {
            return;
        }

        StatusRecord status = HolderConnection.ReadStatus(message, out _);
        _entries[index] = _entries[index] with
        {
            Created = FromNanoseconds((long)status.StartNanoseconds),
            Condition = status.Attached > 0 ? SessionCondition.Attached : SessionCondition.Detached,
            Displays = (int)status.Attached,
            Windows = (int)status.WindowCount,
        };
    }

    private void Wipe(string? match)
    {
        for (int index = 0; index < _entries.Count; index++)
        {
            SessionEntry entry = _entries[index];
            if (entry.Condition == SessionCondition.Dead && SessionMatch.Quality(entry.Pid, entry.Name, match) != MatchQuality.None
                && PosixFile.TryRemove(_directory.Descriptor, entry.FullName) == 0)
            {
                _entries[index] = entry with { Condition = SessionCondition.Removed };
            }
        }
    }

    private static DateTimeOffset FromNanoseconds(long nanoseconds) => DateTimeOffset.FromUnixTimeMilliseconds(nanoseconds / 1_000_000);
}
