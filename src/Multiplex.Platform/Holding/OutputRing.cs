using System.Numerics;

namespace Multiplex.Platform.Holding;

/// <summary>What a holder says of a window's output.</summary>
[Flags]
public enum OutputFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Nobody has the terminal open at present.</summary>
    Hangup = 1,

    /// <summary>The program is gone and everything it wrote is in the ring.</summary>
    Drained = 2,
}

/// <summary>The daemon's read-only view of everything a pty has given: the bytes [tail, head) of the stream.</summary>
public sealed unsafe class OutputRing : IDisposable
{
    internal const int WindowIdAt = 16;
    internal const int RingSizeAt = 12;
    internal const int HeadAt = 64;
    internal const int LastReadAt = 72;
    internal const int FlagsAt = 80;
    internal const int ParkCountAt = 88;
    private readonly SharedMemory _memory;
    private readonly ulong _mask;

    /// <summary>Maps a window's output.</summary>
    /// <param name="descriptor">The memfd of <see cref="WindowDescriptor.Output"/>; it stays the caller's.</param>
    /// <exception cref="PosixException">The memory is not what a holder makes.</exception>
    public OutputRing(FileDescriptor descriptor)
    {
        Capacity = (int)ReadRingSize(descriptor);
        _mask = (ulong)Capacity - 1;
        _memory = SharedMemory.MapRing(descriptor, Capacity, false);
    }

    /// <summary>Bytes that the ring holds, a power of two.</summary>
    public int Capacity { get; }

    /// <summary>The window it belongs to.</summary>
    public ulong WindowId => *(ulong*)(_memory.Address + WindowIdAt);

    /// <summary>Bytes ever read from the pty.</summary>
    public ulong Head => Volatile.Read(ref *(ulong*)(_memory.Address + HeadAt));

    /// <summary>When bytes were last read, in nanoseconds since 1970 (UTC), to the system's tick; 0 = never.</summary>
    public ulong LastReadNanoseconds => Volatile.Read(ref *(ulong*)(_memory.Address + LastReadAt));

    /// <summary>How the output stands. To be read before <see cref="Head"/>: only then does <see cref="OutputFlags.Drained"/> cover that head.</summary>
    public OutputFlags Flags => (OutputFlags)Volatile.Read(ref *(uint*)(_memory.Address + FlagsAt));

    /// <summary>How often the ring was full.</summary>
    public ulong ParkCount => Volatile.Read(ref *(ulong*)(_memory.Address + ParkCountAt));

    /// <summary>Bytes of the stream, contiguous; borrowed until the tail moves past them.</summary>
    /// <param name="start">The first byte, not before the tail.</param>
    /// <param name="end">The byte after the last, not after <see cref="Head"/>.</param>
    public ReadOnlySpan<byte> Read(ulong start, ulong end)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end - start, (ulong)Capacity, nameof(end));
        return new ReadOnlySpan<byte>(_memory.Address + HolderProtocol.PageSize + (start & _mask), (int)(end - start));
    }

    /// <summary>Ends the mapping.</summary>
    public void Dispose() => _memory.Dispose();

    private static uint ReadRingSize(FileDescriptor descriptor)
    {
        using SharedMemory header = SharedMemory.Map(descriptor, 0, HolderProtocol.PageSize, false);
        uint* words = (uint*)header.Address;
        uint size = words[RingSizeAt / sizeof(uint)];
        bool isSound = words[0] == HolderProtocol.OutputMagic && words[1] == HolderProtocol.LayoutVersion
            && size is >= HolderProtocol.OutputRingMin and <= HolderProtocol.OutputRingMax && BitOperations.IsPow2(size)
            && SharedMemory.SizeOf(descriptor) == HolderProtocol.PageSize + size;
        return isSound ? size : throw new PosixException(Errno.Protocol, "map the output of a window");
    }
}
