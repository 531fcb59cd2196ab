using Multiplex.Platform;
using Multiplex.Protocol;
using Multiplex.Protocol.Frames;
using Multiplex.Protocol.Messages;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Client.Tests;

/// <summary>A daemon whose every answer the test chooses.</summary>
internal sealed class ScriptedDaemon : IDisposable
{
    private const int Patience = 20_000;
    private readonly SocketDirectory _directory;
    private readonly MessageFramer _framer = new();
    private UnixSocket _listener;
    private UnixSocket? _client;

    public ScriptedDaemon(SocketDirectory directory)
    {
        _directory = directory;
        _listener = UnixSocket.Listen(directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);
    }

    public FrameEncoder Encoder { get; private set; } = new();

    public List<int> Descriptors { get; } = [];

    public uint LastAcknowledged { get; private set; }

    public int AcknowledgedFrames { get; private set; }

    /// <summary>Waits for a client and its Hello, Context and request.</summary>
    public HelloMessage Accept()
    {
        while ((_client = _listener.TryAccept()) is null)
        {
            Wait(_listener.Descriptor);
        }

        _framer.Clear();
        return HelloMessage.Read(Expect(MessageKind.Hello));
    }

    /// <summary>Waits for a message of a kind; others before it are dropped.</summary>
    public byte[] Expect(MessageKind kind)
    {
        Span<int> descriptors = stackalloc int[UnixSocket.MaxDescriptors];
        while (true)
        {
            while (_framer.TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload))
            {
                if (header.Kind == MessageKind.FrameAck)
                {
                    LastAcknowledged = FrameAckMessage.Read(payload).Sequence;
                    AcknowledgedFrames++;
                }

                if (header.Kind == kind)
                {
                    return payload.ToArray();
                }
            }

            Wait(_client!.Descriptor);
            IoResult result = _client.Receive(_framer.GetSpan(), descriptors, out int count);
            for (int i = 0; i < count; i++)
            {
                Descriptors.Add(descriptors[i]);
            }

            if (result.Value == 0)
            {
                throw new InvalidOperationException($"the client closed the connection before it sent {kind}");
            }

            if (!result.IsWouldBlock)
            {
                _framer.Advance(result.OrThrow("receive"));
            }
        }
    }

    /// <summary>Collects typed bytes until there are enough; every message has to begin where the one before ended.</summary>
    public byte[] ExpectInput(ulong offset, int count)
    {
        List<byte> typed = [];
        while (typed.Count < count)
        {
            InputMessage input = InputMessage.Read(Expect(MessageKind.Input));
            Assert.Equal(offset + (ulong)typed.Count, input.Offset);
            typed.AddRange(input.Bytes);
        }

        return [.. typed];
    }

    public void Send<T>(T message)
        where T : IMessage<T>
    {
        MessageBuffer output = new();
        output.Add(message);
        Send(output);
    }

    public void SendFrame(Frame frame)
    {
        MessageBuffer output = new();
        Encoder.TryEncode(frame, output);
        Send(output);
    }

    /// <summary>Dies as kill -9 would have it.</summary>
    public void Die()
    {
        _client!.Dispose();
        _listener.Dispose();
        PosixFile.TryRemove(_directory.Descriptor, SocketDirectory.DaemonSocket);
        Encoder = new FrameEncoder();
    }

    public void ComeBack() => _listener = UnixSocket.Listen(_directory.Descriptor, SocketDirectory.DaemonSocket, UnixSocketKind.Stream);

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
        foreach (int descriptor in Descriptors)
        {
            new FileDescriptor(descriptor).Dispose();
        }
    }

    private void Send(MessageBuffer output)
    {
        while (!output.IsEmpty)
        {
            IoResult result = _client!.Send(output.Pending);
            if (result.IsWouldBlock)
            {
                Wait(_client.Descriptor, PollEvents.Write);
            }
            else
            {
                output.Consume(result.OrThrow("send"));
            }
        }
    }

    private static void Wait(int descriptor, PollEvents events = PollEvents.Read)
    {
        using Poller poller = new();
        poller.Add(descriptor, events, 0);
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        if (poller.Wait(ready, Patience) == 0)
        {
            throw new TimeoutException("nothing came");
        }
    }
}
