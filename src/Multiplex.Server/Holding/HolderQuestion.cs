using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Holding;

/// <summary>
/// Finds out whether the holder lives whose connection has just ended: it was killed, or it has dropped a daemon that did not answer for too long. Only
/// a dead one's session may be handed to another holder, since two of them would share the bytes of the same terminals.
/// </summary>
internal sealed class HolderQuestion : IPollTarget
{
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(5);

    /// <summary>A living holder has put a removed socket back by then.</summary>
    private static readonly TimeSpan _returnTime = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop;
    private readonly Func<HolderConnection> _connect;
    private readonly Action<bool> _answered;
    private readonly long _start;
    private HolderConnection? _connection;
    private Watch? _watch;

    /// <summary>Asks.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="connect">Connects to the holder's socket, or throws.</param>
    /// <param name="answered">Called once, with whether it lives.</param>
    public HolderQuestion(EventLoop loop, Func<HolderConnection> connect, Action<bool> answered)
    {
        _loop = loop;
        _connect = connect;
        _answered = answered;
        _start = loop.Time.GetTimestamp();
        loop.Post(Ask);
    }

    /// <inheritdoc/>
    public bool IsUrgent => false;

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        IoResult result = _connection!.TryReceive(out HolderMessage message);
        if (result.IsWouldBlock)
        {
            return;
        }

        bool isAnswer = result.Value > 0 && message.Header.Type == HolderMessageType.StatusReply;
        Close();
        if (isAnswer)
        {
            _answered(true);
        }
        else
        {
            // It was about to be gone: the next attempt is refused.
            AskLater();
        }
    }

    private void Ask()
    {
        try
        {
            _connection = _connect();
            _watch = _loop.Watch(_connection.Descriptor, PollEvents.Read, this);
            _ = _connection.Send(HolderMessageType.Status, 0);
        }
        catch (PosixException exception) when (IsDead(exception.Error))
        {
            _answered(false);
        }
        catch (PosixException)
        {
            Close();
            AskLater();
        }
    }

    private bool IsDead(int error) => error == Errno.ConnectionRefused
        || (error == Errno.NotFound && _loop.Time.GetElapsedTime(_start) >= _returnTime);

    private void AskLater() => _loop.Timers.Start(_again, Ask);

    private void Close()
    {
        _watch?.Dispose();
        _connection?.Dispose();
        _watch = null;
        _connection = null;
    }
}
