using System.Globalization;
using System.Text;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>How a socket cuts what it carries.</summary>
public enum UnixSocketKind
{
    /// <summary>A stream of bytes.</summary>
    Stream = 0,

    /// <summary>Packets that arrive whole and in order.</summary>
    Packets = 1,
}

/// <summary>Who is at the other end of a socket, as the kernel knows it.</summary>
/// <param name="ProcessId">The process that connected or listened.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="GroupId">Its effective group.</param>
public readonly record struct PeerIdentity(int ProcessId, uint UserId, uint GroupId);

/// <summary>A Unix socket: never waits, is closed in programs that are started, and carries descriptors.</summary>
public sealed unsafe class UnixSocket : IDisposable
{
    /// <summary>Descriptors that fit into one message.</summary>
    public const int MaxDescriptors = Holding.HolderProtocol.MaxDescriptors;

    private readonly FileDescriptor _descriptor;

    private UnixSocket(int descriptor) => _descriptor = new FileDescriptor(descriptor);

    /// <summary>The descriptor, to be polled.</summary>
    public int Descriptor => _descriptor.Value;

    /// <summary>Connects to a path.</summary>
    /// <param name="path">The socket's path, shorter than 108 bytes.</param>
    /// <param name="kind">The kind of socket that listens there.</param>
    /// <exception cref="PosixException">Nobody listens, or access is refused.</exception>
    public static UnixSocket Connect(string path, UnixSocketKind kind)
    {
        int descriptor;
        fixed (byte* bytes = NativeText.Terminate(path))
        {
            int length = Encoding.UTF8.GetByteCount(path);
            PosixException.Check(Shims.SocketConnect(bytes, (uint)length, (int)kind, &descriptor), "connect", path);
        }

        return new UnixSocket(descriptor);
    }

    /// <summary>Connects to a socket in an open directory; the directory's own path may have any length and cannot be swapped meanwhile.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The socket's name in it.</param>
    /// <param name="kind">The kind of socket that listens there.</param>
    /// <exception cref="PosixException">Nobody listens, or access is refused.</exception>
    public static UnixSocket Connect(FileDescriptor directory, string name, UnixSocketKind kind) =>
        Connect(PathThrough(directory, name), kind);

    /// <summary>Listens in an open directory. The socket's file gets the mode that the umask leaves.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The socket's name in it; it must not exist.</param>
    /// <param name="kind">The kind of socket.</param>
    /// <param name="backlog">Connections that may wait to be accepted.</param>
    public static UnixSocket Listen(FileDescriptor directory, string name, UnixSocketKind kind, int backlog = 128)
    {
        int descriptor;
        string path = PathThrough(directory, name);
        fixed (byte* bytes = NativeText.Terminate(path))
        {
            int length = Encoding.UTF8.GetByteCount(path);
            PosixException.Check(Shims.SocketListen(bytes, (uint)length, (int)kind, backlog, &descriptor), "listen", name);
        }

        return new UnixSocket(descriptor);
    }

    /// <summary>Two sockets that are connected to each other.</summary>
    /// <param name="kind">Their kind.</param>
    public static (UnixSocket First, UnixSocket Second) Pair(UnixSocketKind kind)
    {
        int first;
        int second;
        PosixException.Check(Shims.SocketPair((int)kind, &first, &second), "socketpair");
        return (new UnixSocket(first), new UnixSocket(second));
    }

    /// <summary>Takes one connection of those that wait.</summary>
    /// <returns>The connection, or null when there is none.</returns>
    /// <exception cref="PosixException">There is one and it cannot be taken, for instance for want of descriptors.</exception>
    public UnixSocket? TryAccept()
    {
        int descriptor;
        int result = Shims.SocketAccept(_descriptor.Value, &descriptor);
        if (result is -Errno.Again or -ConnectionAborted)
        {
            return null;
        }

        PosixException.Check(result, "accept");
        return new UnixSocket(descriptor);
    }

    /// <summary>Who is at the other end.</summary>
    public PeerIdentity GetPeer()
    {
        int processId;
        uint userId;
        uint groupId;
        PosixException.Check(Shims.SocketPeer(_descriptor.Value, &processId, &userId, &groupId), "getsockopt SO_PEERCRED");
        return new PeerIdentity(processId, userId, groupId);
    }

    /// <summary>Sets how much the kernel keeps for a peer that does not read.</summary>
    /// <param name="bytes">Bytes; the kernel doubles them.</param>
    public void SetSendBuffer(int bytes) => PosixException.Check(Shims.SocketSendBuffer(_descriptor.Value, bytes), "setsockopt SO_SNDBUF");

    /// <summary>Sends what goes without waiting.</summary>
    /// <param name="bytes">What to send; a packet goes whole or not at all.</param>
    public IoResult Send(ReadOnlySpan<byte> bytes) => Send(bytes, default, default);

    /// <summary>Sends two runs of bytes as one, with descriptors, without waiting.</summary>
    /// <param name="first">The first run.</param>
    /// <param name="second">The second run.</param>
    /// <param name="descriptors">At most <see cref="MaxDescriptors"/>; they stay the caller's. They arrive with the first byte.</param>
    public IoResult Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<int> descriptors)
    {
        fixed (byte* one = first)
        fixed (byte* two = second)
        fixed (int* list = descriptors)
        {
            return new IoResult(Shims.SocketSend(_descriptor.Value, one, (uint)first.Length, two, (uint)second.Length, list,
                (uint)descriptors.Length));
        }
    }

    /// <summary>Receives what is there without waiting.</summary>
    /// <param name="buffer">Where to put it; for packets as large as the largest one.</param>
    public IoResult Receive(Span<byte> buffer)
    {
        Span<int> descriptors = stackalloc int[MaxDescriptors];
        IoResult result = Receive(buffer, descriptors, out int count);
        for (int i = 0; i < count; i++)
        {
            _ = Shims.Close(descriptors[i]);
        }

        return result;
    }

    /// <summary>Receives what is there, and the descriptors with it, without waiting.</summary>
    /// <param name="buffer">Where to put it; for packets as large as the largest one.</param>
    /// <param name="descriptors">Room for <see cref="MaxDescriptors"/> descriptors.</param>
    /// <param name="count">How many came; they belong to the caller.</param>
    /// <returns>The bytes; 0 = the peer has closed; MessageTooLong = a packet or descriptors did not fit and are lost.</returns>
    public IoResult Receive(Span<byte> buffer, Span<int> descriptors, out int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(descriptors.Length, MaxDescriptors, nameof(descriptors));
        uint received;
        int result;
        fixed (byte* bytes = buffer)
        fixed (int* list = descriptors)
        {
            result = Shims.SocketReceive(_descriptor.Value, bytes, (uint)buffer.Length, list, &received);
        }

        count = (int)received;
        return new IoResult(result);
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _descriptor.Dispose();

    private const int ConnectionAborted = 103;

    private static string PathThrough(FileDescriptor directory, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Value}/{name}");
}
