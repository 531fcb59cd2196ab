using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Messages;
using Multiplex.Server.Model;

namespace Multiplex.Server;

/// <summary>Where a connection stands; what a client may send depends on it.</summary>
internal enum ConnectionState : byte
{
    /// <summary>Nothing but Hello may come, and it must come soon.</summary>
    New,

    /// <summary>Requests may come.</summary>
    Ready,

    /// <summary>A request is being worked on; its answer is the last word.</summary>
    Waiting,

    /// <summary>The client shows a display.</summary>
    Attached,

    /// <summary>Everything was said; what still comes is ignored.</summary>
    Ended,

    /// <summary>The socket is closed.</summary>
    Closed,
}

/// <summary>One client: a socket, its messages in both directions, and what it shows. A client that breaks the protocol loses its connection, nothing else.</summary>
internal sealed class ClientConnection : IPollTarget
{
    /// <summary>A client that has not said who it is by then is dropped: whoever opens sockets must not use them up.</summary>
    public static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Most bytes on their way to a client besides frames; more is only asked for by a client that does not read its answers.</summary>
    private const int MaxOutgoing = 8 * 1024 * 1024;

    /// <summary>Above this, events such as bells are left out: the client cannot keep up with them.</summary>
    private const int MaxBeforeEvents = 1024 * 1024;

    /// <summary>Reads in one turn, so that one client's paste does not keep the others waiting.</summary>
    private const int MaxReads = 4;

    private readonly EventLoop _loop;
    private readonly IClientRequests _requests;
    private readonly UnixSocket _socket;
    private readonly MessageFramer _incoming = new();
    private readonly MessageBuffer _outgoing = new();
    private readonly Watch _watch;
    private readonly LoopTimer _timeout;
    private FileDescriptor? _received;
    private bool _isPolite;

    /// <summary>A connection that was just accepted.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="socket">Owned from now on.</param>
    /// <param name="peer">Who connected.</param>
    /// <param name="requests">What carries its requests out.</param>
    public ClientConnection(EventLoop loop, UnixSocket socket, PeerIdentity peer, IClientRequests requests)
    {
        _loop = loop;
        _socket = socket;
        _requests = requests;
        Peer = peer;
        _watch = loop.Watch(socket.Descriptor, PollEvents.Read, this);
        _timeout = loop.Timers.Start(HelloTimeout, Close);
    }

    /// <inheritdoc/>
    public bool IsUrgent => true;

    /// <summary>Where the connection stands.</summary>
    public ConnectionState State { get; set; }

    /// <summary>Who connected, as the kernel knows it.</summary>
    public PeerIdentity Peer { get; }

    /// <summary>The login name of another user, whom the daemon lets in where a session says so; null for the daemon's own.</summary>
    public string? Guest { get; init; }

    /// <summary>What the client said of itself.</summary>
    public HelloMessage Hello { get; private set; } = new();

    /// <summary>The environment, directory and limits that it sent last.</summary>
    public ClientContext Context { get; private set; } = new();

    /// <summary>The client's terminal, to be put right if it dies; null without one.</summary>
    public TerminalKeeper? Terminal { get; private set; }

    /// <summary>What it shows, or null.</summary>
    public ClientDisplay? Display { get; set; }

    /// <summary>True when nothing waits to be sent.</summary>
    public bool IsIdle => _outgoing.IsEmpty;

    /// <summary>What waits to be sent, for the encoder of frames.</summary>
    public MessageBuffer Outgoing => _outgoing;

    /// <inheritdoc/>
    public void Ready(PollEvents events)
    {
        try
        {
            if ((events & PollEvents.Write) != 0)
            {
                Flush();
            }

            if (State != ConnectionState.Closed && (events & ~PollEvents.Write) != 0)
            {
                Receive();
            }
        }
        catch (ProtocolException exception)
        {
            _requests.Log($"client {Hello.ProcessId}: {exception.Message}");
            Close();
        }
    }

    /// <summary>Queues a message and sends what goes.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="message">The message.</param>
    public void Send<T>(scoped in T message)
        where T : IMessage<T>, allows ref struct
    {
        if (State == ConnectionState.Closed)
        {
            return;
        }

        _outgoing.Add(message);
        Flush();
    }

    /// <summary>Queues an event for the terminal, unless the client is far behind.</summary>
    /// <param name="message">The event.</param>
    public void SendEvent(EventMessage message)
    {
        if (_outgoing.Length < MaxBeforeEvents)
        {
            Send(message);
        }
    }

    /// <summary>Answers a request; more requests may follow on the connection.</summary>
    /// <param name="exitCode">The client's exit code.</param>
    /// <param name="output">For its standard output.</param>
    /// <param name="error">For its standard error.</param>
    public void Reply(int exitCode, string output, string error = "")
    {
        if (State is ConnectionState.Waiting)
        {
            State = ConnectionState.Ready;
        }

        _requests.Answering();
        Send(new ReplyMessage { ExitCode = exitCode, Output = output, Error = error });
    }

    /// <summary>Sends what goes; the rest goes when the socket takes it.</summary>
    public void Flush()
    {
        while (!_outgoing.IsEmpty && State != ConnectionState.Closed)
        {
            FaultInjection.Pass("before a word to a client");
            IoResult sent = _socket.Send(_outgoing.Pending);
            FaultInjection.Pass("after a word to a client");
            if (!sent.IsSuccess)
            {
                if (!Errno.IsShortage(sent.Error) || _outgoing.Length > MaxOutgoing)
                {
                    Close();
                    return;
                }

                _watch.Change(PollEvents.Read | PollEvents.Write);
                return;
            }

            _outgoing.Consume(sent.Bytes);
        }

        _watch.Change(PollEvents.Read);
        Display?.Flush();
    }

    /// <summary>Ends the connection: its display leaves, and a terminal that its client did not restore is put right.</summary>
    public void Close()
    {
        if (State == ConnectionState.Closed)
        {
            return;
        }

        bool wasAttached = State == ConnectionState.Attached;
        State = ConnectionState.Closed;
        _timeout.Stop();
        _watch.Dispose();
        _socket.Dispose();
        _received?.Dispose();
        if (wasAttached && !_isPolite)
        {
            // Before anything else: what becomes of the display must not stand between the user and a usable terminal.
            Terminal?.Restore(_loop);
        }

        Terminal?.Dispose();
        Display?.Lost();
        _requests.Closed(this);
    }

    /// <summary>Lets go of the connection without putting its terminal right: the client lives and comes back to the next daemon.</summary>
    public void Abandon()
    {
        _isPolite = true;
        Close();
    }

    private void Receive()
    {
        Span<int> descriptors = stackalloc int[UnixSocket.MaxDescriptors];
        for (int reads = 0; reads < MaxReads && State != ConnectionState.Closed; reads++)
        {
            Span<byte> room = _incoming.GetSpan();
            IoResult received = _socket.Receive(room, descriptors, out int count);
            for (int index = 0; index < count; index++)
            {
                Keep(new FileDescriptor(descriptors[index]));
            }

            if (Errno.IsShortage(received.Error))
            {
                return;
            }

            if (received.Bytes == 0)
            {
                Close();
                return;
            }

            _incoming.Advance(received.Bytes);
            while (State != ConnectionState.Closed && _incoming.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload))
            {
                Handle(header, payload);
            }

            if (received.Bytes < room.Length)
            {
                return;
            }
        }
    }

    private void Keep(FileDescriptor descriptor)
    {
        // Only Hello carries one; what nobody takes is closed, so that a client cannot fill the table of descriptors.
        _received?.Dispose();
        _received = descriptor;
    }

    private void Handle(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        if (State == ConnectionState.New && header.Kind != MessageKind.Hello)
        {
            throw new ProtocolException($"{header.Kind} before Hello");
        }

        switch (header.Kind)
        {
            case MessageKind.Hello:
                Greet(header, HelloMessage.Read(payload));
                break;
            case MessageKind.Context:
                Context = ReadContext(ContextMessage.Read(payload));
                break;
            case MessageKind.Create:
                Begin();
                _requests.Create(this, CreateMessage.Read(payload));
                break;
            case MessageKind.Attach:
                Begin();
                _requests.Attach(this, AttachMessage.Read(payload));
                break;
            case MessageKind.Command:
                Begin();
                _requests.Command(this, CommandMessage.Read(payload));
                break;
            case MessageKind.List:
                Begin();
                _requests.List(this, ListMessage.Read(payload));
                break;
            case MessageKind.DetachRequest:
                Begin();
                _requests.Detach(this, DetachRequestMessage.Read(payload));
                break;
            case MessageKind.Goodbye:
                _isPolite = true;
                break;
            case MessageKind.Ping:
                Send(new PongMessage(PingMessage.Read(payload).Token));
                break;
            default:
                HandleAttached(header.Kind, payload);
                break;
        }
    }

    private void HandleAttached(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        if (Display is not { } display)
        {
            // What a client sent before it learnt that its display is over is of no use any more.
            if (State is not (ConnectionState.Ended or ConnectionState.Ready or ConnectionState.Waiting) && IsForDisplay(kind))
            {
                throw new ProtocolException($"{kind} without a display");
            }

            return;
        }

        switch (kind)
        {
            case MessageKind.Input:
                display.Input(InputMessage.Read(payload));
                break;
            case MessageKind.Resize:
                display.Resize(ResizeMessage.Read(payload));
                break;
            case MessageKind.FrameAck:
                display.Acknowledge(FrameAckMessage.Read(payload).Sequence);
                break;
            case MessageKind.TerminalInfo:
                display.SetInfo(TerminalInfoMessage.Read(payload));
                break;
            case MessageKind.FocusChange:
                display.SetFocus(FocusChangeMessage.Read(payload).IsFocused);
                break;
            case MessageKind.Suspended:
                display.Suspended();
                break;
            case MessageKind.Resumed:
                display.Resumed();
                break;
            default:
                break;
        }
    }

    private static bool IsForDisplay(MessageKind kind) => kind is MessageKind.Input or MessageKind.Resize or MessageKind.FrameAck
        or MessageKind.TerminalInfo or MessageKind.FocusChange or MessageKind.Suspended or MessageKind.Resumed;

    private void Greet(in MessageHeader header, HelloMessage hello)
    {
        if (State != ConnectionState.New)
        {
            throw new ProtocolException("a second Hello");
        }

        _timeout.Stop();
        Hello = hello;
        State = ConnectionState.Ready;
        if ((header.Flags & MessageFlags.HasDescriptor) != 0 && _received is { } descriptor)
        {
            _received = null;
            Terminal = new TerminalKeeper(descriptor, hello.Termios, hello.Restore);
        }

        Send(new WelcomeMessage
        {
            MaximumVersion = FaultInjection.Protocol(ProtocolVersion.Maximum),
            ProcessId = Environment.ProcessId,
            ProgramVersion = DaemonVersion.Text,
        });
    }

    private void Begin()
    {
        if (State is not (ConnectionState.Ready or ConnectionState.Ended))
        {
            throw new ProtocolException("a request while another one is under way");
        }

        State = ConnectionState.Waiting;
    }

    private static ClientContext ReadContext(ContextMessage message) => new()
    {
        Environment = message.Environment,
        WorkingDirectory = message.Directory.Length > 0 ? message.Directory : "/"u8.ToArray(),
        Umask = (int)message.Umask,
        Limits = message.Limits,
    };
}
