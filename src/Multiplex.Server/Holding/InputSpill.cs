using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Holding;

/// <summary>
/// Waiting input in a window's state memfd, far behind its checkpoints: it is there once, outlives the daemon, and a checkpoint only says where it lies. A
/// ring in which every piece is contiguous; twice as large as what may wait, so that a piece that is skipped to the start for finds room there.
/// </summary>
/// <param name="descriptor">The memfd; it stays the caller's and outlives this object.</param>
internal sealed class InputSpill(FileDescriptor descriptor) : IDisposable
{
    private const int Capacity = 2 * InputQueue.MaxBytes;

    /// <summary>Pages are given back in pieces of this size, so that keys that flow through cost few system calls.</summary>
    private const int PunchSize = 1024 * 1024;

    private SharedMemory? _memory;
    private int _start;
    private int _end;
    private int _punched;

    /// <summary>Adds bytes at the end.</summary>
    /// <param name="bytes">Copied; with what is there no more than <see cref="InputQueue.MaxBytes"/>.</param>
    /// <returns>Where they are; negative when there is no memory for them.</returns>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        if (!TryMap())
        {
            return -1;
        }

        int place = _end + bytes.Length <= Capacity ? _end : 0;
        bytes.CopyTo(_memory!.Slice(place, bytes.Length));
        _end = place + bytes.Length;

        // What waits at the end is looked at last. Its last page is still written to, and evicted with the next piece.
        _memory!.Evict(place == 0 ? 0 : place - (place % HolderProtocol.PageSize), _end);
        return place;
    }

    /// <summary>After a restart: takes a piece into use that lies behind the one before.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="length">Its length.</param>
    /// <param name="isFirst">No other one was taken yet.</param>
    /// <returns>False when there is no such place.</returns>
    public bool TryTake(long place, int length, bool isFirst)
    {
        if (place < 0 || place + length > Capacity || !TryMap())
        {
            return false;
        }

        _start = isFirst ? (int)place : _start;
        _punched = isFirst ? _start - (_start % PunchSize) : _punched;
        _end = (int)place + length;
        return true;
    }

    /// <summary>Bytes that were added; borrowed until they are consumed.</summary>
    /// <param name="place">What <see cref="Add"/> gave, or more.</param>
    /// <param name="length">How many.</param>
    public ReadOnlySpan<byte> Bytes(int place, int length) => _memory!.Slice(place, length);

    /// <summary>Bytes are needed no more.</summary>
    /// <param name="place">Where the bytes end that were consumed; all before them are.</param>
    public void Consumed(int place)
    {
        if (place < _start)
        {
            // The piece was one of those at the start: what lies behind the last one before them is free as well.
            Punch(_punched, Capacity);
            _punched = 0;
        }

        _start = place;
        int whole = place - (place % PunchSize);
        if (whole > _punched)
        {
            Punch(_punched, whole);
            _punched = whole;
        }
    }

    /// <summary>Nothing waits any more: all pages are given back.</summary>
    public void Clear()
    {
        if (_memory is not null)
        {
            Punch(0, Capacity);
            _memory.Dispose();
            _memory = null;
        }

        _start = 0;
        _end = 0;
        _punched = 0;
    }

    /// <summary>Ends the mapping; what waits stays in the memfd.</summary>
    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
    }

    private void Punch(int start, int end)
    {
        if (end > start)
        {
            FaultInjection.Pass("before consumed input is given back");
            SharedMemory.Punch(descriptor, CheckpointStore.AreaOffset + start, end - start);
        }
    }

    private bool TryMap()
    {
        try
        {
            if (_memory is null && SharedMemory.SizeOf(descriptor) < CheckpointStore.AreaOffset + Capacity)
            {
                SharedMemory.Resize(descriptor, CheckpointStore.AreaOffset + Capacity);
            }

            _memory ??= SharedMemory.Map(descriptor, CheckpointStore.AreaOffset, Capacity, isWritable: true);
            return true;
        }
        catch (PosixException)
        {
            return false;
        }
    }
}
