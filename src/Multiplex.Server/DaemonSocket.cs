using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>The socket that clients connect to. When somebody removes it, or the whole directory, it is put back.</summary>
internal sealed class DaemonSocket : IPollTarget, IDisposable
{
    /// <summary>Connections that may wait to be accepted: a script that asks from a thousand processes at once is not turned away.</summary>
    private const int Backlog = 1024;

    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly EventLoop _loop;
    private readonly SocketDirectory _directory;
    private readonly Action<UnixSocket> _accept;
    private readonly Action _news;
    private readonly Action<string> _log;
    private readonly DirectoryWatch _directoryWatch = new();
    private readonly Watch _newsWatch;
    private readonly LoopTimer _timer;
    private SocketDirectory? _replacement;
    private UnixSocket? _listener;
    private Watch? _watch;
    private FileStatus _status;
    private bool _isOpen;

    /// <summary>Listens; whoever connects waits until <see cref="Open"/>, and finds another daemon if this one leaves before.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="directory">The socket directory; stays the caller's.</param>
    /// <param name="accept">Takes a connection over.</param>
    /// <param name="news">Called when something in the directory has come or gone.</param>
    /// <param name="log">Takes a line for the log.</param>
    /// <exception cref="PosixException">It cannot listen there.</exception>
    public DaemonSocket(EventLoop loop, SocketDirectory directory, Action<UnixSocket> accept, Action news, Action<string> log)
    {
        _loop = loop;
        _directory = directory;
        _accept = accept;
        _news = news;
        _log = log;
        _timer = loop.Timers.Create(Check);
        Bind(directory);
        _directoryWatch.Add(directory.Path);
        _newsWatch = loop.Watch(_directoryWatch.Descriptor, PollEvents.Read, new News(this));
    }

    /// <inheritdoc/>
    public bool IsUrgent => true;

    /// <summary>The directory it stands in: another one than at the start when that was removed.</summary>
    public SocketDirectory Directory => _replacement ?? _directory;

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        try
        {
            while (_listener?.TryAccept() is { } socket)
            {
                _accept(socket);
            }
        }
        catch (PosixException exception)
        {
            // No descriptors left: looking again at once would only burn time. Waiting connections stay in the backlog.
            _log($"accept: {exception.Message}");
            _watch?.Change(PollEvents.None);
            _timer.Set(_retry);
        }
    }

    /// <summary>Lets clients in.</summary>
    public void Open()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            _watch?.Change(Interest);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Stop();
        _newsWatch.Dispose();
        _directoryWatch.Dispose();
        if (IsInPlace())
        {
            _ = PosixFile.TryRemove(Directory.Descriptor, SocketDirectory.DaemonSocket);
        }

        Unbind();

        _replacement?.Dispose();
    }

    private PollEvents Interest => _isOpen ? PollEvents.Read : PollEvents.None;

    private void Bind(SocketDirectory directory)
    {
        // Whoever holds the daemon's lock may remove what a dead daemon has left.
        _ = PosixFile.TryRemove(directory.Descriptor, SocketDirectory.DaemonSocket);
        UnixSocket listener = UnixSocket.Listen(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream, Backlog);
        Unbind();
        _listener = listener;
        _ = PosixFile.TryGetStatus(directory.Descriptor, SocketDirectory.DaemonSocket, out _status);
        _watch = _loop.Watch(listener.Descriptor, Interest, this);
    }

    private void Unbind()
    {
        _watch?.Dispose();
        _watch = null;
        _listener?.Dispose();
        _listener = null;
    }

    private bool IsInPlace() =>
        PosixFile.TryGetStatus(Directory.Descriptor, SocketDirectory.DaemonSocket, out FileStatus named) == 0
            && (named.Device, named.Inode) == (_status.Device, _status.Inode);

    private void Check()
    {
        _watch?.Change(Interest);
        try
        {
            if (!Directory.IsInPlace())
            {
                _replacement?.Dispose();
                _replacement = null;
                _replacement = SocketDirectory.Open(_directory.Path);
                _directoryWatch.Add(_directory.Path);
            }

            if (!IsInPlace())
            {
                Bind(Directory);
                _log("the daemon's socket was removed and is back");
            }
        }
        catch (PosixException exception)
        {
            _log($"socket: {exception.Message}");
            _timer.Set(_retry);
        }
    }

    private sealed class News(DaemonSocket socket) : IPollTarget
    {
        public bool IsUrgent => false;

        public void Ready(PollEvents events)
        {
            socket._directoryWatch.Clear();
            socket.Check();
            socket._news();
        }
    }
}
