using Multiplex.Platform;

namespace Multiplex.Server;

/// <summary>Where other users come in while a session is shared. Who may is asked at each connection.</summary>
internal sealed class GuestDoor : IPollTarget, IDisposable
{
    /// <summary>Guests that may wait to be let in; they are people.</summary>
    private const int Backlog = 16;

    private readonly SocketDirectory _directory;
    private readonly UnixSocket _listener;
    private readonly Watch _watch;
    private readonly Action<UnixSocket> _accept;
    private readonly Action<string> _log;

    /// <summary>Opens the door.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="accept">Takes a connection over.</param>
    /// <param name="log">Takes a line for the log.</param>
    /// <exception cref="PosixException">There is no place for it.</exception>
    public GuestDoor(EventLoop loop, Action<UnixSocket> accept, Action<string> log)
    {
        _accept = accept;
        _log = log;
        _directory = GuestDirectory.Make();
        try
        {
            // What a dead daemon has left.
            _ = PosixFile.TryRemove(_directory.Descriptor, SocketDirectory.DaemonSocket);
            _listener = UnixSocket.Listen(_directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream, Backlog);
            GuestDirectory.OpenSocket(_directory);
        }
        catch (PosixException)
        {
            _listener?.Dispose();
            _directory.Dispose();
            throw;
        }

        _watch = loop.Watch(_listener.Descriptor, PollEvents.Read, this);
    }

    /// <inheritdoc/>
    public bool IsUrgent => true;

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        try
        {
            while (_listener.TryAccept() is { } socket)
            {
                _accept(socket);
            }
        }
        catch (PosixException exception)
        {
            // No descriptors left: guests have to come again later, the owner's own clients go first.
            _log($"accept of a guest: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _listener.Dispose();
        _ = PosixFile.TryRemove(_directory.Descriptor, SocketDirectory.DaemonSocket);
        _directory.Dispose();
    }
}
