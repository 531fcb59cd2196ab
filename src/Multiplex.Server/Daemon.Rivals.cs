using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server;

/// <summary>
/// Who is the daemon when there are two for a moment. The one with the lock listens; one that takes over wins the sessions first and the lock when the other one has
/// left, which it does as soon as a holder tells it that another daemon serves. Killing any of them at any step leaves the rest to the holders,
/// which start the next one.
/// </summary>
public sealed partial class Daemon : ISessionSearchOwner
{
    /// <summary>How often a lock is looked at that another daemon is about to give up.</summary>
    private static readonly TimeSpan _lockRetry = TimeSpan.FromMilliseconds(10);

    /// <summary>So long after it has lost its sessions a daemon may keep the lock; then it is told to leave.</summary>
    private static readonly TimeSpan _leaveTime = TimeSpan.FromSeconds(2);

    /// <summary>And so long when it does not listen to that: a stopped process, one that hangs.</summary>
    private static readonly TimeSpan _killTime = TimeSpan.FromSeconds(5);

    private readonly SessionSearch _search;
    private readonly HashSet<int> _starting = [];
    private long _takeOverStart;
    private bool _isToldToLeave;
    private bool _hasAsked;

    /// <inheritdoc/>
    SocketDirectory ISessionSearchOwner.Directory => Directory;

    /// <inheritdoc/>
    bool ISessionSearchOwner.IsKnown(int pid) => _starting.Contains(pid) || _hosts.Exists(host => host.ProcessId == pid);

    /// <inheritdoc/>
    int ISessionSearchOwner.Ask(string fileName)
    {
        try
        {
            Add(Connect(fileName), fileName).Link.SayHello(takeOver: false, _binary);
            return 0;
        }
        catch (PosixException exception)
        {
            return exception.Error;
        }
    }

    /// <inheritdoc/>
    void ISessionSearchOwner.StepAside()
    {
        _log.Write("another daemon has taken over: this one leaves");
        _loop.Stop();
    }

    /// <inheritdoc/>
    void ISessionSearchOwner.SearchChanged() => CheckRecovered();

    /// <inheritdoc/>
    HolderConnection ISessionEnvironment.Connect(string fileName) => Connect(fileName);

    /// <inheritdoc/>
    bool ISessionEnvironment.IsOnlyDaemon => _lock is not null;

    /// <inheritdoc/>
    void ISessionEnvironment.Missed(SessionHost host, int error)
    {
        if (_lock is not null)
        {
            Unsettle();
            _search.Missed(host.ProcessId, error);
        }
    }

    /// <summary>True when clients can connect.</summary>
    internal bool IsListening => _socket is not null;

    /// <summary>A holder of this daemon's own is starting: nobody asks it for its session before it is ready.</summary>
    /// <param name="pid">The session's pid.</param>
    internal void HolderStarts(int pid) => _starting.Add(pid);

    /// <summary>It is ready, or has failed.</summary>
    /// <param name="pid">The session's pid.</param>
    internal void HolderStarted(int pid) => _starting.Remove(pid);

    private HolderConnection Connect(string fileName) => HolderConnection.Connect(Directory, fileName);

    private HolderConnection? TryConnect(string fileName)
    {
        try
        {
            return Connect(fileName);
        }
        catch (PosixException exception)
        {
            _log.Write($"{fileName}: {exception.Message}");
            return null;
        }
    }

    private SessionHost Add(HolderConnection connection, string fileName)
    {
        SessionHost host = new(this, connection, fileName);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Every session that is there: those of a living daemon as well.</summary>
    private void TakeOverSessions()
    {
        foreach (SessionSocket socket in _directory.List())
        {
            // A socket without a holder is a dead session: -wipe removes it.
            if (TryConnect(socket.FileName) is { } connection)
            {
                Add(connection, socket.FileName).Link.SayHello(takeOver: true, _binary);
                _hasAsked = true;
            }
        }
    }

    private void TakeOverSocket()
    {
        if (_takeOverStart == 0)
        {
            _takeOverStart = _loop.Time.GetTimestamp();
        }

        if (_hosts.Count == 0)
        {
            LookForSessionsAgain();
            return;
        }

        _recoveryTimer.Stop();

        _lock = _directory.TryLock(SocketDirectory.DaemonLock);
        if (_lock is not null)
        {
            Listen();
            _recoveryTimer.Set(_recoveryTime);
            _search.Look();
            return;
        }

        TimeSpan waited = _loop.Time.GetElapsedTime(_takeOverStart);
        if (waited >= _killTime || (waited >= _leaveTime && !_isToldToLeave))
        {
            SendAway(waited >= _killTime ? SignalKind.Kill : SignalKind.Terminate);
        }

        _recoveryTimer.Set(_lockRetry);
    }

    /// <summary>
    /// Nothing is there to take over: there was nothing, or yet another daemon has taken it, which is not to be disturbed; or the sockets were removed, and
    /// the holders are about to make them anew.
    /// </summary>
    private void LookForSessionsAgain()
    {
        if (_hasAsked || _loop.Time.GetElapsedTime(_takeOverStart) >= _leaveTime)
        {
            _log.Write("take-over: no session is left");
            _loop.Stop();
            return;
        }

        TakeOverSessions();
        _recoveryTimer.Set(_lockRetry);
    }

    /// <summary>Whoever has the lock serves nothing any more and does not leave: it hangs, and its clients with it.</summary>
    private void SendAway(SignalKind signal)
    {
        try
        {
            using UnixSocket socket = UnixSocket.Connect(_directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
            int owner = socket.GetPeer().ProcessId;
            if (owner != ProcessContext.ProcessId)
            {
                _log.Write($"daemon {owner} does not leave: {signal}");
                ProcessStarter.TrySignal(owner, signal);
                _isToldToLeave = true;
            }
        }
        catch (PosixException exception)
        {
            _log.Write($"take-over: {exception.Message}");
        }
    }
}
