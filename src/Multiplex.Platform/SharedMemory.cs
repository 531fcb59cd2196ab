using System.Text;
using Multiplex.Platform.Interop;

namespace Multiplex.Platform;

/// <summary>A mapping of shared memory; the descriptor may be closed while the mapping lives.</summary>
public sealed unsafe class SharedMemory : IDisposable
{
    private byte* _address;

    private SharedMemory(byte* address, long length, bool isWritable)
    {
        _address = address;
        Length = length;
        IsWritable = isWritable;
    }

    /// <summary>Bytes mapped.</summary>
    public long Length { get; }

    /// <summary>Whether it may be written.</summary>
    public bool IsWritable { get; }

    /// <summary>The first byte; valid until <see cref="Dispose"/>.</summary>
    public byte* Address => _address != null ? _address : throw new ObjectDisposedException(nameof(SharedMemory));

    /// <summary>Makes an anonymous memory file.</summary>
    /// <param name="name">A name for /proc, without meaning.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <returns>Its descriptor, which belongs to the caller.</returns>
    public static FileDescriptor Create(string name, long size)
    {
        int descriptor;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            PosixException.Check(Shims.MemoryCreate(text, size, &descriptor), "memfd_create");
        }

        return new FileDescriptor(descriptor);
    }

    /// <summary>The size of a memory file in bytes.</summary>
    /// <param name="descriptor">The memory file.</param>
    public static long SizeOf(FileDescriptor descriptor)
    {
        long size;
        PosixException.Check(Shims.MemorySize(descriptor.Value, &size), "fstat");
        return size;
    }

    /// <summary>Changes the size of a memory file that is not sealed.</summary>
    /// <param name="descriptor">The memory file.</param>
    /// <param name="size">The new size in bytes.</param>
    public static void Resize(FileDescriptor descriptor, long size) =>
        PosixException.Check(Shims.MemoryResize(descriptor.Value, size), "ftruncate");

    /// <summary>Forbids to shrink or grow a memory file, for ever.</summary>
    /// <param name="descriptor">The memory file.</param>
    public static void Seal(FileDescriptor descriptor) => PosixException.Check(Shims.MemorySeal(descriptor.Value), "fcntl F_ADD_SEALS");

    /// <summary>Gives whole pages back to the system; they read as zero afterwards.</summary>
    /// <param name="descriptor">The memory file.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    public static void Punch(FileDescriptor descriptor, long offset, long length) =>
        PosixException.Check(Shims.MemoryPunch(descriptor.Value, offset, length), "fallocate");

    /// <summary>Maps a part of a memory file.</summary>
    /// <param name="descriptor">The memory file.</param>
    /// <param name="offset">The first byte, a multiple of the page size.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="isWritable">Whether it is to be written.</param>
    public static SharedMemory Map(FileDescriptor descriptor, long offset, long length, bool isWritable)
    {
        byte* address;
        PosixException.Check(Shims.MemoryMap(descriptor.Value, offset, (ulong)length, isWritable ? 1 : 0, &address), "mmap");
        return new SharedMemory(address, length, isWritable);
    }

    /// <summary>Maps a page and the ring behind it, the ring twice in a row so that each of its runs is contiguous.</summary>
    /// <param name="descriptor">The memory file.</param>
    /// <param name="ringSize">Bytes of the ring, a multiple of the page size.</param>
    /// <param name="isWritable">Whether it is to be written.</param>
    public static SharedMemory MapRing(FileDescriptor descriptor, int ringSize, bool isWritable)
    {
        byte* address;
        PosixException.Check(Shims.MemoryMapRing(descriptor.Value, (uint)ringSize, isWritable ? 1 : 0, &address), "mmap");
        return new SharedMemory(address, Holding.HolderProtocol.PageSize + (2L * ringSize), isWritable);
    }

    /// <summary>A part of the mapping; borrowed until <see cref="Dispose"/>.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    public Span<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
        return new Span<byte>(Address + offset, length);
    }

    /// <summary>
    /// Takes whole pages out of this process's resident memory; the bytes stay where they are and are valid as before. For what is not looked at soon.
    /// </summary>
    /// <param name="start">The first byte; rounded up to a page.</param>
    /// <param name="end">Where it ends; rounded down.</param>
    public void Evict(long start, long end)
    {
        start = (start + Holding.HolderProtocol.PageSize - 1) & -(long)Holding.HolderProtocol.PageSize;
        end &= -(long)Holding.HolderProtocol.PageSize;
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Length);
        if (end > start)
        {
            // A kernel that refuses leaves the pages resident, which harms nothing.
            _ = Shims.MemoryEvict(Address + start, (ulong)(end - start));
        }
    }

    /// <summary>Ends the mapping.</summary>
    public void Dispose()
    {
        if (_address != null)
        {
            _ = Shims.MemoryUnmap(_address, (ulong)Length);
            _address = null;
        }
    }
}
