using System.Runtime.InteropServices;
using Multiplex.Platform;
using Multiplex.Platform.Holding;

namespace Multiplex.Server.Holding;

/// <summary>What a valid checkpoint says of itself.</summary>
/// <param name="Sequence">Counts up from 1.</param>
/// <param name="JournalOffset">The output bytes that it covers.</param>
/// <param name="FormatVersion">The format of its payload.</param>
internal readonly record struct CheckpointInfo(ulong Sequence, ulong JournalOffset, uint FormatVersion);

/// <summary>
/// Two alternating checkpoint slots in a state memfd. The one that is valid is never touched while the other one is written, so that a death at any
/// instant leaves at least one. A payload lies behind its header when it is small, else on pages of its own that do not overlap the other slot's.
/// </summary>
internal sealed unsafe class CheckpointStore : IDisposable
{
    /// <summary>Largest payload: a screen of 10000 × 10000 cells is not worth more, and a holder's memory is not ours to fill.</summary>
    public const int MaxPayload = 64 * 1024 * 1024;

    /// <summary>
    /// Where the checkpoints end for good, and other things of the daemon that outlive it may begin: two of the largest, and the room that growing takes.
    /// </summary>
    public const long AreaOffset = 1L << 30;

    private const int HeaderSize = 64;
    private const int SlotCount = 2;
    private static readonly int _inlineCapacity = HolderProtocol.SecondCheckpointOffset - HeaderSize;
    private readonly FileDescriptor _descriptor;
    private SharedMemory _memory;
    private int _current = -1;
    private ulong _sequence;

    /// <summary>Maps a state memfd and finds its newest valid checkpoint.</summary>
    /// <param name="descriptor">The memfd; it stays the caller's and outlives the store.</param>
    public CheckpointStore(FileDescriptor descriptor)
    {
        _descriptor = descriptor;
        long size = SharedMemory.SizeOf(descriptor);
        if (size < HolderProtocol.PageSize)
        {
            size = HolderProtocol.PageSize;
            SharedMemory.Resize(descriptor, size);
        }

        _memory = SharedMemory.Map(descriptor, 0, Math.Min(size, AreaOffset), isWritable: true);
        FindNewest();
    }

    /// <summary>True when there is a valid checkpoint.</summary>
    public bool HasCheckpoint => _current >= 0;

    /// <summary>The newest valid checkpoint; only when there is one.</summary>
    public CheckpointInfo Info
    {
        get
        {
            CheckpointHeader* header = Header(_current);
            return new CheckpointInfo(header->Sequence, header->JournalOffset, header->FormatVersion);
        }
    }

    /// <summary>The payload of the newest valid checkpoint; borrowed until the next write.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            CheckpointHeader* header = Header(_current);
            return _memory.Slice((long)header->PayloadOffset, (int)header->PayloadLength);
        }
    }

    /// <summary>Writes a checkpoint; from the last store of this call on it is the valid one.</summary>
    /// <param name="journalOffset">The output bytes that it covers.</param>
    /// <param name="formatVersion">The format of the payload.</param>
    /// <param name="payload">At most <see cref="MaxPayload"/> bytes.</param>
    /// <exception cref="PosixException">There is no memory for it; the one before is still valid.</exception>
    public void Write(ulong journalOffset, uint formatVersion, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayload, nameof(payload));
        int slot = _current < 0 ? 0 : 1 - _current;
        long place = Place(slot, payload.Length);
        Reserve(place + payload.Length);
        CheckpointHeader* header = Header(slot);
        Volatile.Write(ref header->Sequence, 0);
        FaultInjection.Pass("after the older checkpoint is given up");
        payload.CopyTo(_memory.Slice(place, payload.Length));
        FaultInjection.Pass("after a checkpoint's payload");
        CheckpointHeader fresh = new()
        {
            Magic = HolderProtocol.CheckpointMagic,
            FormatVersion = formatVersion,
            JournalOffset = journalOffset,
            PayloadOffset = (ulong)place,
            PayloadLength = (ulong)payload.Length,
        };
        fresh.Crc32C = Checksum(fresh, payload);
        *header = fresh;
        FaultInjection.Pass("before a checkpoint is valid");
        Volatile.Write(ref header->Sequence, ++_sequence);
        _current = slot;
        FaultInjection.Pass("after a checkpoint is valid");
    }

    /// <summary>Falls back to the other checkpoint, when the newest one's payload cannot be read.</summary>
    /// <returns>False when there is no other valid one.</returns>
    public bool FallBack()
    {
        int other = 1 - _current;
        if (_current < 0 || !IsValid(other))
        {
            return false;
        }

        Volatile.Write(ref Header(_current)->Sequence, 0);
        _current = other;
        return true;
    }

    /// <summary>Gives back all pages but those of the valid checkpoint, for a window that has fallen idle.</summary>
    public void Trim()
    {
        if (_current < 0)
        {
            return;
        }

        CheckpointHeader* header = Header(_current);
        long start = Math.Max(HolderProtocol.PageSize, PageDown((long)header->PayloadOffset));
        long end = Math.Max(HolderProtocol.PageSize, PageUp((long)(header->PayloadOffset + header->PayloadLength)));
        Volatile.Write(ref Header(1 - _current)->Sequence, 0);
        FaultInjection.Pass("before pages are given back");
        PunchRange(HolderProtocol.PageSize, start);
        PunchRange(end, _memory.Length);
    }

    /// <summary>Ends the mapping; the memfd stays open.</summary>
    public void Dispose() => _memory.Dispose();

    private static long PageUp(long value) => (value + HolderProtocol.PageSize - 1) & -HolderProtocol.PageSize;

    private static long PageDown(long value) => value & -HolderProtocol.PageSize;

    private static uint Checksum(CheckpointHeader header, ReadOnlySpan<byte> payload)
    {
        header.Sequence = 0;
        header.Crc32C = 0;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in header, 1));
        return Crc32C.Finish(Crc32C.Append(Crc32C.Append(Crc32C.Start, bytes), payload));
    }

    private void PunchRange(long start, long end)
    {
        if (end > start)
        {
            SharedMemory.Punch(_descriptor, start, end - start);
        }
    }

    private CheckpointHeader* Header(int slot) => (CheckpointHeader*)(_memory.Address + (slot * HolderProtocol.SecondCheckpointOffset));

    private void FindNewest()
    {
        for (int slot = 0; slot < SlotCount; slot++)
        {
            // A slot that was being written at a death has a sequence of 0; its number must not be given out again.
            if (IsValid(slot) && Header(slot)->Sequence > _sequence)
            {
                _current = slot;
                _sequence = Header(slot)->Sequence;
            }
        }
    }

    private bool IsValid(int slot)
    {
        CheckpointHeader header = *Header(slot);
        return header.Magic == HolderProtocol.CheckpointMagic
            && header.Sequence != 0
            && header.PayloadLength <= MaxPayload
            && header.PayloadOffset <= (ulong)_memory.Length
            && header.PayloadOffset + header.PayloadLength <= (ulong)_memory.Length
            && header.Crc32C == Checksum(header, _memory.Slice((long)header.PayloadOffset, (int)header.PayloadLength));
    }

    private long Place(int slot, int length)
    {
        if (length <= _inlineCapacity)
        {
            return (slot * HolderProtocol.SecondCheckpointOffset) + HeaderSize;
        }

        if (_current < 0)
        {
            return HolderProtocol.PageSize;
        }

        CheckpointHeader* other = Header(_current);
        long otherStart = PageDown((long)other->PayloadOffset);
        long otherEnd = PageUp((long)(other->PayloadOffset + other->PayloadLength));
        return otherStart < HolderProtocol.PageSize || otherStart >= HolderProtocol.PageSize + PageUp(length)
            ? HolderProtocol.PageSize
            : otherEnd;
    }

    private void Reserve(long length)
    {
        if (length <= _memory.Length)
        {
            return;
        }

        // Grown in steps of half as much again, so that a screen that grows line by line is not mapped anew each time.
        long size = PageUp(Math.Max(length, _memory.Length + (_memory.Length / 2)));
        if (SharedMemory.SizeOf(_descriptor) < size)
        {
            SharedMemory.Resize(_descriptor, size);
        }

        SharedMemory larger = SharedMemory.Map(_descriptor, 0, size, isWritable: true);
        _memory.Dispose();
        _memory = larger;
    }
}
