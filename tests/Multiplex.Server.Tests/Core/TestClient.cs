using System.Text;
using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Frames;
using Multiplex.Protocol.Messages;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Tests.Core;

/// <summary>A client that never waits: what it got is looked at between the daemon's turns.</summary>
internal sealed class TestClient : IDisposable
{
    private static ulong _lastId;
    private readonly UnixSocket _socket;
    private readonly MessageFramer _incoming = new();
    private readonly MessageBuffer _outgoing = new();
    private readonly FrameDecoder _decoder = new();
    private ulong _typed;

    public TestClient(SocketDirectory directory, int columns, int rows)
    {
        _socket = UnixSocket.Connect(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
        Id = ++_lastId;
        SendHello(columns, rows, Id);
        Send(new ContextMessage { Environment = [.. "PATH=/usr/bin:/bin\0HOME=/\0SHELL=/bin/sh\0PS1=$ \0"u8], Directory = [.. "/"u8], Umask = 0x12 });
    }

    /// <summary>The client's random id.</summary>
    public ulong Id { get; }

    public bool IsClosed { get; private set; }

    /// <summary>True when the daemon has greeted it.</summary>
    public bool IsWelcome { get; private set; }

    public AttachedMessage? Attached { get; private set; }

    public ReplyMessage? Reply { get; private set; }

    public EndMessage? End { get; private set; }

    public List<EventMessage> Events { get; } = [];

    public ulong Acknowledged { get; private set; }

    public int Frames { get; private set; }

    /// <summary>False to let frames pile up as a terminal does that is not read.</summary>
    public bool AcknowledgesFrames { get; set; } = true;

    /// <summary>False to read nothing at all.</summary>
    public bool IsReading { get; set; } = true;

    /// <summary>What the screen shows, its rows right-trimmed.</summary>
    public string Screen
    {
        get
        {
            StringBuilder text = new();
            Frame frame = _decoder.Frame;
            for (int row = 0; row < frame.Rows; row++)
            {
                StringBuilder line = new();
                foreach (Cell cell in frame.Row(row))
                {
                    line.Append(cell.Content is > ' ' and < 0x7f ? (char)cell.Content : ' ');
                }

                text.Append(line.ToString().TrimEnd()).Append('\n');
            }

            return text.ToString();
        }
    }

    public void SendHello(int columns, int rows, ulong id) => Send(new HelloMessage
    {
        ProcessId = Environment.ProcessId,
        ClientId = id,
        Columns = (ushort)columns,
        Rows = (ushort)rows,
        Flags = columns > 0 ? HelloFlags.HasTerminal : HelloFlags.None,
        TerminalName = columns > 0 ? "/dev/pts/99" : string.Empty,
        Term = "xterm-256color",
    });

    public void Send<T>(scoped in T message)
        where T : IMessage<T>, allows ref struct
    {
        _outgoing.Add(message);
        Flush();
    }

    public void Type(string keys)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(keys);
        Send(new InputMessage(_typed, bytes));
        _typed += (ulong)bytes.Length;
    }

    public void TypeAt(ulong offset, string keys) => Send(new InputMessage(offset, Encoding.UTF8.GetBytes(keys)));

    public void SendRaw(ReadOnlySpan<byte> bytes) => _ = _socket.Send(bytes);

    public void Pump()
    {
        Flush();
        while (IsReading && !IsClosed)
        {
            IoResult result = _socket.Receive(_incoming.GetSpan());
            if (result.IsWouldBlock)
            {
                return;
            }

            if (result.Bytes == 0)
            {
                IsClosed = true;
                return;
            }

            _incoming.Advance(result.Bytes);
            while (_incoming.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload))
            {
                Handle(header.Kind, payload);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Handle(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case MessageKind.Frame:
                FrameUpdate update = _decoder.Apply(payload);
                if (update.IsComplete)
                {
                    Frames++;
                    if (AcknowledgesFrames)
                    {
                        Send(new FrameAckMessage(update.Sequence));
                    }
                }

                break;
            case MessageKind.Welcome:
                IsWelcome = true;
                break;
            case MessageKind.Attached:
                Attached = AttachedMessage.Read(payload);
                break;
            case MessageKind.Reply:
                Reply = ReplyMessage.Read(payload);
                break;
            case MessageKind.End:
                End = EndMessage.Read(payload);
                break;
            case MessageKind.Event:
                Events.Add(EventMessage.Read(payload));
                break;
            case MessageKind.InputAck:
                Acknowledged = InputAckMessage.Read(payload).Offset;
                break;
            default:
                break;
        }
    }

    private void Flush()
    {
        while (!_outgoing.IsEmpty && !IsClosed)
        {
            IoResult result = _socket.Send(_outgoing.Pending);
            if (result.IsWouldBlock)
            {
                return;
            }

            if (!result.IsSuccess)
            {
                IsClosed = true;
                return;
            }

            _outgoing.Consume(result.Bytes);
        }
    }
}
