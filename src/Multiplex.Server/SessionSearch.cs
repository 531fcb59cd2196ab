using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>What the search asks of the daemon.</summary>
internal interface ISessionSearchOwner
{
    /// <summary>The socket directory as it is now.</summary>
    public SocketDirectory Directory { get; }

    /// <summary>True when the session is served, asked for, or about to be created here.</summary>
    /// <param name="pid">The session's pid.</param>
    public bool IsKnown(int pid);

    /// <summary>Asks a holder for its session.</summary>
    /// <param name="fileName">The name of its socket.</param>
    /// <returns>0 when it was asked, else errno of the connection.</returns>
    public int Ask(string fileName);

    /// <summary>Another daemon serves one of the sessions: this one is not needed.</summary>
    public void StepAside();

    /// <summary>Something was found, or is looked for no longer.</summary>
    public void SearchChanged();
}

/// <summary>
/// Looks for sessions that the daemon with the lock ought to serve and does not: one whose holder could not be asked, whose socket was away at that moment,
/// that was given away and came back, or that another daemon serves. There is another one only after a take-over: it wins, since it was asked for
/// last, has no socket yet, and waits for the lock. So a daemon that a holder refuses for longer than a dead one's descriptors take to be
/// closed leaves at once; it never tells a client that there is no such session.
/// </summary>
internal sealed class SessionSearch
{
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    /// <summary>A killed daemon may have let go of its lock and not yet of its holders.</summary>
    private static readonly TimeSpan _politeness = TimeSpan.FromMilliseconds(30);

    private readonly ISessionSearchOwner _owner;
    private readonly TimeProvider _time;
    private readonly LoopTimer _timer;

    /// <summary>The sessions' pids, and when a holder first said that another daemon is there; 0 for other reasons.</summary>
    private readonly Dictionary<int, long> _missing = [];
    private TimeSpan _pause = _again;

    /// <summary>A search that looks for nothing yet.</summary>
    /// <param name="owner">The daemon.</param>
    /// <param name="timers">The timers.</param>
    /// <param name="time">The clock.</param>
    public SessionSearch(ISessionSearchOwner owner, TimerQueue timers, TimeProvider time)
    {
        _owner = owner;
        _time = time;
        _timer = timers.Create(Look);
    }

    /// <summary>True when nothing is looked for.</summary>
    public bool IsSettled => _missing.Count == 0;

    /// <summary>True when the session is looked for.</summary>
    /// <param name="pid">The session's pid.</param>
    public bool Expects(int pid) => _missing.ContainsKey(pid);

    /// <summary>A session was refused or lost, and its holder may live.</summary>
    /// <param name="pid">The session's pid.</param>
    /// <param name="error">Why, as errno; <see cref="Errno.Busy"/> when another daemon serves it.</param>
    public void Missed(int pid, int error)
    {
        _missing.TryGetValue(pid, out long since);
        if (error != Errno.Busy)
        {
            since = 0;
        }
        else if (since == 0)
        {
            since = _time.GetTimestamp();
        }
        else if (_time.GetElapsedTime(since) >= _politeness)
        {
            _owner.StepAside();
            return;
        }

        _missing[pid] = since;
        _timer.Set(error == Errno.Busy ? _again : _pause);
    }

    /// <summary>A session is served.</summary>
    /// <param name="pid">The session's pid.</param>
    public void Found(int pid)
    {
        if (_missing.Remove(pid))
        {
            _pause = _again;
            _owner.SearchChanged();
        }
    }

    /// <summary>Asks every holder whose session is not known here. What has no socket any more, or one without a holder, is looked for no longer.</summary>
    public void Look()
    {
        List<SessionSocket> sockets = List();
        foreach (int pid in _missing.Keys.ToArray())
        {
            if (!sockets.Exists(socket => socket.ProcessId == pid))
            {
                _missing.Remove(pid);
            }
        }

        foreach (SessionSocket socket in sockets)
        {
            if (!_owner.IsKnown(socket.ProcessId))
            {
                Ask(socket);
            }
        }

        if (IsSettled)
        {
            _pause = _again;
        }

        _owner.SearchChanged();
    }

    private void Ask(SessionSocket socket)
    {
        switch (_owner.Ask(socket.FileName))
        {
            case 0:
                break;
            case Errno.ConnectionRefused or Errno.NotFound or Errno.NotPermitted:
                _missing.Remove(socket.ProcessId);
                break;
            default:
                // No descriptors left, or too many at its door: it is there.
                _missing[socket.ProcessId] = 0;
                _pause = _pause * 2 < _longestPause ? _pause * 2 : _longestPause;
                _timer.Set(_pause);
                break;
        }
    }

    private List<SessionSocket> List()
    {
        try
        {
            return _owner.Directory.List();
        }
        catch (PosixException)
        {
            return [];
        }
    }
}
