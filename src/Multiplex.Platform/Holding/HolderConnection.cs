using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Multiplex.Platform.Holding;

/// <summary>A message from a holder; borrowed until the next one is received.</summary>
public readonly ref struct HolderMessage
{
    private readonly Span<int> _descriptors;

    internal HolderMessage(MessageHeader header, ReadOnlySpan<byte> payload, Span<int> descriptors)
    {
        Header = header;
        Payload = payload;
        _descriptors = descriptors;
    }

    /// <summary>Type and id.</summary>
    public MessageHeader Header { get; }

    /// <summary>What follows the header.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Descriptors that came along, taken ones included.</summary>
    public int DescriptorCount => _descriptors.Length;

    /// <summary>The start of the payload as one of the messages' structs.</summary>
    /// <typeparam name="T">The struct that belongs to the type.</typeparam>
    /// <exception cref="PosixException">The payload is too short.</exception>
    public T Read<T>()
        where T : unmanaged =>
        Payload.Length >= Unsafe.SizeOf<T>() ? MemoryMarshal.Read<T>(Payload) : throw new PosixException(Errno.Protocol, "read a message");

    /// <summary>What follows the struct.</summary>
    /// <typeparam name="T">The struct that belongs to the type.</typeparam>
    public ReadOnlySpan<byte> After<T>()
        where T : unmanaged => Payload[Math.Min(Unsafe.SizeOf<T>(), Payload.Length)..];

    /// <summary>Takes a descriptor over; those not taken are closed with the next message.</summary>
    /// <param name="index">As <see cref="WindowDescriptor"/> or <see cref="SessionDescriptor"/> counts.</param>
    /// <returns>The descriptor, or null when it did not come.</returns>
    public FileDescriptor? TakeDescriptor(int index)
    {
        if (index >= _descriptors.Length || _descriptors[index] < 0)
        {
            return null;
        }

        FileDescriptor taken = new(_descriptors[index]);
        _descriptors[index] = -1;
        return taken;
    }
}

/// <summary>
/// The connection of a daemon, or of anyone who asks for STATUS, to one holder: frames messages and moves descriptors. What a message
/// means is its owner's affair. Never waits.
/// </summary>
public sealed class HolderConnection : IDisposable
{
    private readonly UnixSocket _socket;
    private readonly byte[] _buffer = new byte[HolderProtocol.MaxMessage];
    private readonly int[] _descriptors = new int[HolderProtocol.MaxDescriptors];
    private int _descriptorCount;

    /// <summary>Uses a connected socket, which it owns from now on.</summary>
    /// <param name="socket">A socket of packets.</param>
    public HolderConnection(UnixSocket socket) => _socket = socket;

    /// <summary>The descriptor, to be polled.</summary>
    public int Descriptor => _socket.Descriptor;

    /// <summary>The process that listens there; not the session's pid when it has adopted the session of another one.</summary>
    public int PeerProcessId => _socket.GetPeer().ProcessId;

    /// <summary>Connects to a session's holder.</summary>
    /// <param name="directory">Where its socket stands.</param>
    /// <param name="fileName">PID.NAME.</param>
    /// <exception cref="PosixException">ConnectionRefused or NotFound: the holder is gone. NotPermitted: somebody else listens there.</exception>
    public static HolderConnection Connect(SocketDirectory directory, string fileName)
    {
        UnixSocket socket = UnixSocket.Connect(directory.Descriptor, fileName, UnixSocketKind.Packets);
        if (socket.GetPeer().UserId == ProcessContext.EffectiveUserId)
        {
            return new HolderConnection(socket);
        }

        socket.Dispose();
        throw new PosixException(Errno.NotPermitted, "connect to a holder of another user:", fileName);
    }

    /// <summary>Sends a message without a payload.</summary>
    /// <param name="type">The type.</param>
    /// <param name="id">The window or request.</param>
    public IoResult Send(HolderMessageType type, ulong id) => SendBytes(type, id, default, default);

    /// <summary>Sends a message that is one of the structs.</summary>
    /// <typeparam name="T">The struct that belongs to the type.</typeparam>
    /// <param name="type">The type.</param>
    /// <param name="id">The window or request.</param>
    /// <param name="payload">The struct.</param>
    /// <param name="descriptors">Descriptors to go with it; they stay the caller's.</param>
    /// <returns>Would-block: the holder is behind; send again when <see cref="PollEvents.Write"/> comes.</returns>
    public IoResult Send<T>(HolderMessageType type, ulong id, in T payload, ReadOnlySpan<int> descriptors = default)
        where T : unmanaged =>
        SendBytes(type, id, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in payload)), descriptors);

    /// <summary>Sends a message of bytes: META, RENAME, ADOPT.</summary>
    /// <param name="type">The type.</param>
    /// <param name="id">The window or request.</param>
    /// <param name="payload">What follows the header.</param>
    /// <param name="descriptors">Descriptors to go with it; they stay the caller's.</param>
    public IoResult SendBytes(HolderMessageType type, ulong id, ReadOnlySpan<byte> payload, ReadOnlySpan<int> descriptors)
    {
        MessageHeader header = new(type, HolderProtocol.MaxVersion, (uint)payload.Length, id);
        return _socket.Send(MemoryMarshal.AsBytes(new ReadOnlySpan<MessageHeader>(in header)), payload, descriptors);
    }

    /// <summary>Says HELLO.</summary>
    /// <param name="takeOver">Whether to take the session over from a living daemon.</param>
    /// <param name="binary">An O_PATH descriptor of this program, from which the holder starts the next daemon, or null.</param>
    public IoResult SendHello(bool takeOver, FileDescriptor? binary)
    {
        HelloMessage hello = new(HolderProtocol.MinVersion, HolderProtocol.MaxVersion, takeOver ? HelloMessage.Takeover : 0,
            ProcessContext.ProcessId);
        return binary is null ? Send(HolderMessageType.Hello, 0, hello) : Send(HolderMessageType.Hello, 0, hello, [binary.Value]);
    }

    /// <summary>Receives one message.</summary>
    /// <param name="message">The message, borrowed until the next call.</param>
    /// <returns>Would-block: none is there. 0 bytes: the holder has closed. An error: the holder is not one; drop it.</returns>
    public IoResult TryReceive(out HolderMessage message)
    {
        CloseDescriptors();
        message = default;
        IoResult result = _socket.Receive(_buffer, _descriptors, out _descriptorCount);
        if (result.Value <= 0)
        {
            return result;
        }

        int headerLength = Unsafe.SizeOf<MessageHeader>();
        MessageHeader header = result.Bytes >= headerLength ? MemoryMarshal.Read<MessageHeader>(_buffer) : default;
        if (header.Length != result.Bytes - headerLength)
        {
            return new IoResult(-Errno.Protocol);
        }

        message = new HolderMessage(header, _buffer.AsSpan(headerLength, (int)header.Length), _descriptors.AsSpan(0, _descriptorCount));
        return result;
    }

    /// <summary>Gives the last message once more, without those descriptors that were taken.</summary>
    public HolderMessage Repeat()
    {
        int headerLength = Unsafe.SizeOf<MessageHeader>();
        MessageHeader header = MemoryMarshal.Read<MessageHeader>(_buffer);
        return new HolderMessage(header, _buffer.AsSpan(headerLength, (int)header.Length), _descriptors.AsSpan(0, _descriptorCount));
    }

    /// <summary>Takes apart a STATUS_REPLY.</summary>
    /// <param name="message">The message.</param>
    /// <param name="name">The session's name.</param>
    public static StatusRecord ReadStatus(in HolderMessage message, out string name)
    {
        StatusRecord status = message.Read<StatusRecord>();
        ReadOnlySpan<byte> bytes = message.After<StatusRecord>();
        name = Encoding.UTF8.GetString(bytes[..(int)Math.Min(status.NameLength, (uint)bytes.Length)]);
        return status;
    }

    /// <summary>Closes the connection, and the descriptors that nobody took.</summary>
    public void Dispose()
    {
        CloseDescriptors();
        _socket.Dispose();
    }

    private void CloseDescriptors()
    {
        for (int i = 0; i < _descriptorCount; i++)
        {
            if (_descriptors[i] >= 0)
            {
                _ = Interop.Shims.Close(_descriptors[i]);
            }
        }

        _descriptorCount = 0;
    }
}
