using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Holding;

/// <summary>What a holder tells the session it holds.</summary>
internal interface IHolderEvents
{
    /// <summary>The holder took this daemon; its windows follow, as many as the message says.</summary>
    /// <param name="welcome">The answer to HELLO.</param>
    /// <param name="name">The session's name.</param>
    public void Welcomed(in WelcomeMessage welcome, string name);

    /// <summary>A window that was there before this daemon.</summary>
    /// <param name="info">The window.</param>
    /// <param name="memory">Its memory; owned from now on.</param>
    public void WindowFound(in WindowInfo info, WindowMemory memory);

    /// <summary>A window that this daemon asked for.</summary>
    /// <param name="request">The request's id.</param>
    /// <param name="info">The window.</param>
    /// <param name="memory">Its memory; owned from now on.</param>
    public void Spawned(ulong request, in WindowInfo info, WindowMemory memory);

    /// <summary>A window could not be made.</summary>
    /// <param name="request">The request's id.</param>
    /// <param name="failure">Why.</param>
    public void SpawnFailed(ulong request, SpawnFailure failure);

    /// <summary>A program has ended and all that it wrote is in the ring.</summary>
    /// <param name="window">The holder's number of the window.</param>
    /// <param name="exit">How.</param>
    public void Exited(ulong window, in ExitRecord exit);

    /// <summary>A new holder has taken the session; it is to be handed the windows.</summary>
    public void Adopted();

    /// <summary>Another daemon takes over: write everything and say <see cref="HolderLink.Quiesced"/>.</summary>
    public void Quiesce();

    /// <summary>The system goes down and ends the holder: the session ends.</summary>
    public void Terminating();

    /// <summary>The connection is gone, or was refused.</summary>
    /// <param name="error">errno of a refusal, or 0.</param>
    public void Lost(int error);
}

/// <summary>The connection to one session's holder: messages in both directions, and the page that says which windows have news.</summary>
internal sealed partial class HolderLink : IHolder, IPollTarget, IDisposable
{
    private HolderConnection _connection;
    private readonly IHolderEvents _events;
    private readonly Func<ulong, bool> _isClientKnown;
    private Watch _watch;
    private readonly EventLoop _loop;
    private readonly Queue<(HolderMessageType Type, ulong Id, byte[] Payload, FileDescriptor? Descriptor)> _waiting = new();
    private readonly FileDescriptor?[] _sessionDescriptors = new FileDescriptor?[4];
    private FileDescriptor? _binary;
    private EventFd? _toDaemon;
    private EventFd? _toHolder;
    private Watch? _wakeUps;
    private bool _isClosed;
    private bool _isBroken;
    private bool _isAdopting;

    /// <summary>A connection on which nothing was said yet.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="connection">Owned from now on.</param>
    /// <param name="events">Who is told.</param>
    /// <param name="isClientKnown">Whether a client is connected.</param>
    public HolderLink(EventLoop loop, HolderConnection connection, IHolderEvents events, Func<ulong, bool> isClientKnown)
    {
        _loop = loop;
        _connection = connection;
        _events = events;
        _isClientKnown = isClientKnown;
        _watch = loop.Watch(connection.Descriptor, PollEvents.Read, this);
    }

    /// <inheritdoc/>
    public ulong Epoch { get; private set; }

    /// <inheritdoc/>
    public bool IsUrgent => false;

    /// <summary>The session's page; null before WELCOME.</summary>
    public SessionPage? Page { get; private set; }

    /// <summary>The memfd of the session's checkpoints; null before WELCOME.</summary>
    public FileDescriptor? StateDescriptor => _sessionDescriptors[(int)SessionDescriptor.State];

    /// <summary>The session's descriptors in the order of <see cref="SessionDescriptor"/>, to be handed to another holder.</summary>
    public IReadOnlyList<FileDescriptor?> SessionDescriptors => _sessionDescriptors;

    /// <summary>True while this daemon may write into the session's memory.</summary>
    public bool IsServing => !_isClosed && !_isBroken && Page is { } page && page.Epoch == Epoch;

    /// <summary>Says HELLO.</summary>
    /// <param name="takeOver">Whether to take the session over from a living daemon.</param>
    /// <param name="binary">This program's binary, or null.</param>
    public void SayHello(bool takeOver, FileDescriptor? binary)
    {
        _binary = binary;
        IoResult result = _connection.SendHello(takeOver, binary);
        if (!result.IsSuccess)
        {
            _loop.Post(() => Lose(result.Error));
        }
    }

    /// <summary>
    /// The holder is dead: gives up its connection and keeps everything else, since the memory, the ptys' masters and the programs are still there for
    /// another holder (<see cref="Adopt(HolderConnection)"/>).
    /// </summary>
    public void Break()
    {
        if (!_isBroken)
        {
            _isBroken = true;
            _retry?.Stop();
            DropTaken();
            _watch.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>Goes on with a new holder, which is handed the session when it has answered.</summary>
    /// <param name="connection">Owned from now on.</param>
    public void Adopt(HolderConnection connection)
    {
        _connection = connection;
        _isBroken = false;
        _isAdopting = true;
        _watch = _loop.Watch(connection.Descriptor, PollEvents.Read, this);
        SayHello(takeOver: false, _binary);
    }

    /// <summary>Hands a window to a new holder.</summary>
    /// <param name="info">The window as the dead holder knew it.</param>
    /// <param name="memory">Its memory.</param>
    public void Adopt(in WindowInfo info, WindowMemory memory)
    {
        WindowInfo window = info;
        window.MetaLength = 0;
        Span<int> descriptors = stackalloc int[memory.Descriptors.Count];
        int count = 0;
        foreach (FileDescriptor? descriptor in memory.Descriptors)
        {
            if (descriptor is not null)
            {
                descriptors[count++] = descriptor.Value;
            }
        }

        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<WindowInfo>(in window));
        _ = _connection.SendBytes(HolderMessageType.Adopt, info.WindowId, bytes, descriptors[..count]);
    }

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        if ((events & PollEvents.Write) != 0)
        {
            Flush();
        }

        while (!_isClosed && !_isBroken && _retry is not { IsRunning: true })
        {
            IoResult result = _connection.TryReceive(out HolderMessage message);
            if (result.IsWouldBlock)
            {
                return;
            }

            if (Errno.IsShortage(result.Error))
            {
                Postpone(() => Ready(PollEvents.Read));
                return;
            }

            if (result.Value <= 0)
            {
                Lose(0);
                return;
            }

            TryHandle(message);
        }
    }

    /// <summary>Asks for a window.</summary>
    /// <param name="request">The request's id, which the answer repeats.</param>
    /// <param name="message">What belongs to the block.</param>
    /// <param name="block">Owned from now on.</param>
    public void Spawn(ulong request, in SpawnRequest message, FileDescriptor block) =>
        Send(HolderMessageType.Spawn, request, message, block);

    /// <summary>The end of a program was noted; the window stays until <see cref="Close"/>.</summary>
    /// <param name="window">The holder's number of the window.</param>
    public void AcknowledgeExit(ulong window) => Send(HolderMessageType.ExitAck, window, []);

    /// <summary>Renames the session's socket.</summary>
    /// <param name="name">The new name in UTF-8.</param>
    public void Rename(byte[] name) => Send(HolderMessageType.Rename, 0, name);

    /// <summary>Says how many displays are on the session: it shows in the socket's mode, as screen keeps it.</summary>
    /// <param name="count">Displays.</param>
    public void SetAttached(int count) => Send(HolderMessageType.Attached, 0, new CountMessage((uint)count));

    /// <summary>Gives the holder a client's terminal for the case that neither client nor daemon can put it right.</summary>
    /// <param name="id">This daemon's number for it.</param>
    /// <param name="message">The modes to restore.</param>
    /// <param name="terminal">The terminal; stays the caller's.</param>
    public void KeepTerminal(ulong id, in TtyMessage message, FileDescriptor terminal) =>
        Send(HolderMessageType.Tty, id, message, PosixFile.Duplicate(terminal.Value));

    /// <summary>The terminal needs no emergency any more.</summary>
    /// <param name="id">This daemon's number for it.</param>
    public void ForgetTerminal(ulong id) => Send(HolderMessageType.TtyForget, id, []);

    /// <summary>Everything is written: the next daemon may come.</summary>
    public void Quiesced() => Send(HolderMessageType.Quiesced, 0, []);

    /// <summary>The session is recovered and has had its first turn.</summary>
    public void Recovered() => Send(HolderMessageType.Recovered, 0, []);

    /// <summary>The session is over.</summary>
    public void Shutdown() => Send(HolderMessageType.Shutdown, 0, []);

    /// <inheritdoc/>
    public void Kick(uint slot)
    {
        if (_toHolder is { } toHolder && !_isClosed)
        {
            Page?.Kick(slot, toHolder);
        }
    }

    /// <inheritdoc/>
    public void Resize(ulong window, WindowSize size) => Send(HolderMessageType.Resize, window, size);

    /// <inheritdoc/>
    public void Signal(ulong window, int signal) =>
        Send(HolderMessageType.Signal, window, new SignalRequest(signal, SignalTarget.Foreground));

    /// <inheritdoc/>
    public void Close(ulong window) => Send(HolderMessageType.Close, window, []);

    /// <inheritdoc/>
    public void Punch(ulong window) => Send(HolderMessageType.Punch, window, []);

    /// <inheritdoc/>
    public bool IsClientKnown(ulong clientId) => _isClientKnown(clientId);

    /// <summary>Leaves the holder to itself: it goes on holding.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        Break();
        _isClosed = true;
        _wakeUps?.Dispose();
        Page?.Dispose();
        State?.Dispose();
        _toDaemon?.Dispose();
        _toHolder?.Dispose();
        foreach (FileDescriptor? descriptor in _sessionDescriptors)
        {
            descriptor?.Dispose();
        }

        foreach ((HolderMessageType _, ulong _, byte[] _, FileDescriptor? descriptor) in _waiting)
        {
            descriptor?.Dispose();
        }

        _waiting.Clear();
    }

    private void Lose(int error)
    {
        if (!_isClosed && !_isBroken)
        {
            _events.Lost(error);
        }
    }

    private void TryHandle(in HolderMessage message)
    {
        try
        {
            Handle(message);
        }
        catch (PosixException exception)
        {
            // A holder that says what makes no sense is not one.
            DropTaken();
            Lose(exception.Error);
        }
    }

    private void Handle(in HolderMessage message)
    {
        ulong id = message.Header.Id;
        switch (message.Header.Type)
        {
            case HolderMessageType.Welcome:
                Welcome(message);
                break;
            case HolderMessageType.Window:
                WindowInfo found = message.Read<WindowInfo>();
                if (TryTakeMemory(message) is { } foundMemory)
                {
                    Acknowledge();
                    _events.WindowFound(found, foundMemory);
                }

                break;
            case HolderMessageType.Spawned:
                WindowInfo spawned = message.Read<WindowInfo>();
                if (TryTakeMemory(message) is { } memory)
                {
                    Acknowledge();
                    _events.Spawned(id, spawned, memory);
                }

                break;
            case HolderMessageType.SpawnFailed:
                _events.SpawnFailed(id, message.Read<SpawnFailure>());
                break;
            case HolderMessageType.Exited:
                _events.Exited(id, message.Read<ExitRecord>());
                break;
            case HolderMessageType.Quiesce:
                _events.Quiesce();
                break;
            case HolderMessageType.Terminate:
                _events.Terminating();
                break;
            case HolderMessageType.Result when !_isWelcomed || _isAdopting:
                Lose(message.Read<ResultMessage>().Error);
                break;
            default:
                break;
        }
    }

    private void HandOver()
    {
        Span<int> descriptors = stackalloc int[_sessionDescriptors.Length];
        for (int index = 0; index < descriptors.Length; index++)
        {
            descriptors[index] = _sessionDescriptors[index]!.Value;
        }

        _isAdopting = false;
        _ = _connection.SendBytes(HolderMessageType.Adopt, 0, default, descriptors);
        _events.Adopted();
    }

    private void Acknowledge() => Send(HolderMessageType.Ack, 0, new CountMessage(1));

    private void Send<T>(HolderMessageType type, ulong id, in T payload, FileDescriptor? descriptor = null)
        where T : unmanaged =>
        Send(type, id, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in payload)), descriptor);

    private void Send(HolderMessageType type, ulong id, ReadOnlySpan<byte> payload, FileDescriptor? descriptor = null)
    {
        if (_isClosed || _isBroken)
        {
            descriptor?.Dispose();
            return;
        }

        if (_waiting.Count == 0 && TrySend(type, id, payload, descriptor))
        {
            descriptor?.Dispose();
            return;
        }

        _waiting.Enqueue((type, id, payload.ToArray(), descriptor));
        _watch.Change(PollEvents.Read | PollEvents.Write);
    }

    private bool TrySend(HolderMessageType type, ulong id, ReadOnlySpan<byte> payload, FileDescriptor? descriptor)
    {
        FaultInjection.Pass("before a word to the holder");
        IoResult result = descriptor is null
            ? _connection.SendBytes(type, id, payload, default)
            : _connection.SendBytes(type, id, payload, [descriptor.Value]);

        FaultInjection.Pass("after a word to the holder");

        // A broken connection shows when it is read from; what could not be said does not matter any more. What there is no memory for is said again.
        return !Errno.IsShortage(result.Error);
    }

    private void Flush()
    {
        while (_waiting.TryPeek(out (HolderMessageType Type, ulong Id, byte[] Payload, FileDescriptor? Descriptor) next))
        {
            if (!TrySend(next.Type, next.Id, next.Payload, next.Descriptor))
            {
                return;
            }

            next.Descriptor?.Dispose();
            _waiting.Dequeue();
        }

        _watch.Change(PollEvents.Read);
    }

    /// <summary>
    /// The eventfd says no more than that the loop shall look at the page, which it does in every turn. Each write to it is an edge, so it need not even be read:
    /// its counter would be full after some hundred thousand years.
    /// </summary>
    private sealed class WakeUp : IPollTarget
    {
        public bool IsUrgent => false;

        public void Ready(PollEvents events)
        {
        }
    }
}
