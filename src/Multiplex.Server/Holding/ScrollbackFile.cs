using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Multiplex.Platform;
using Multiplex.Platform.Holding;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Holding;

/// <summary>
/// Scrollback blocks in a window's scrollback memfd: they outlive the daemon, and a checkpoint refers to them by number. A block that is freed
/// is only given out again after the next checkpoint, since the valid one may still refer to it.
/// </summary>
internal sealed class ScrollbackFile : ScrollbackStorage, IDisposable
{
    /// <summary>Most blocks: 2^31 lines are not worth more than 4 GiB of shared memory in one window.</summary>
    private const int MaxBlocks = 1 << 20;

    /// <summary>Blocks that one mapping covers: one system call for 256 KiB of scrollback. A multiple of the bits of a word.</summary>
    private const int BlocksPerMapping = 64;

    private readonly List<SharedMemory?> _mappings = [];
    private readonly Stack<int> _free = new();
    private readonly List<int> _pending = [];
    private ulong[] _used = [];
    private FileDescriptor? _descriptor;
    private int _next;

    /// <inheritdoc/>
    public override int BlockSize => HolderProtocol.PageSize;

    /// <inheritdoc/>
    public override int Count => _next - _free.Count - _pending.Count;

    /// <inheritdoc/>
    public override bool IsPersistent => true;

    /// <summary>Gives the storage its memfd; before that there is no room in it.</summary>
    /// <param name="descriptor">The memfd; it stays the caller's and outlives this object.</param>
    public void Attach(FileDescriptor descriptor) => _descriptor = descriptor;

    /// <inheritdoc/>
    public override Span<byte> Block(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)_next, nameof(number));
        int index = number / BlocksPerMapping;
        SharedMemory mapping = _mappings[index] ??= SharedMemory.Map(
            _descriptor!, (long)index * BlocksPerMapping * BlockSize, (long)BlocksPerMapping * BlockSize, isWritable: true);
        return mapping.Slice((long)(number % BlocksPerMapping) * BlockSize, BlockSize);
    }

    /// <inheritdoc/>
    public override int Allocate()
    {
        if (!_free.TryPop(out int number))
        {
            number = _next;
            if (!TryGrow(number + 1))
            {
                return -1;
            }
        }

        _used[number / BlocksPerMapping] |= 1UL << (number % BlocksPerMapping);
        FaultInjection.Pass("after a scrollback block is taken");
        return number;
    }

    /// <inheritdoc/>
    public override void Free(int number)
    {
        _used[number / BlocksPerMapping] &= ~(1UL << (number % BlocksPerMapping));
        _pending.Add(number);
        FaultInjection.Pass("after a scrollback block is freed");
    }

    /// <summary>Writes which blocks are in use, for a checkpoint: a u32 count of words, then 64 blocks a word.</summary>
    /// <param name="output">Where to.</param>
    public void SaveMap(IBufferWriter<byte> output)
    {
        int words = (_next + BlocksPerMapping - 1) / BlocksPerMapping;
        Span<byte> bytes = output.GetSpan(sizeof(uint) + (words * sizeof(ulong)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)words);
        for (int word = 0; word < words; word++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(sizeof(uint) + (word * sizeof(ulong)))..], _used[word]);
        }

        output.Advance(sizeof(uint) + (words * sizeof(ulong)));
    }

    /// <summary>After a restart: takes the blocks into use that a checkpoint refers to; all others of the file are free.</summary>
    /// <param name="bytes">What <see cref="SaveMap"/> wrote, and more; moved past it.</param>
    /// <returns>False when the map does not fit the file: the checkpoint cannot be used.</returns>
    public bool TryLoadMap(ref ReadOnlySpan<byte> bytes)
    {
        long room = SharedMemory.SizeOf(_descriptor!) / BlockSize;
        if (bytes.Length < sizeof(uint))
        {
            return false;
        }

        uint words = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        bytes = bytes[sizeof(uint)..];
        if (words > MaxBlocks / BlocksPerMapping || words * BlocksPerMapping > room || bytes.Length < words * sizeof(ulong))
        {
            return false;
        }

        Forget();
        _used = new ulong[words];
        _next = (int)words * BlocksPerMapping;
        for (int word = (int)words - 1; word >= 0; word--)
        {
            _mappings.Add(null);
            _used[word] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(word * sizeof(ulong))..]);
            for (ulong free = ~_used[word]; free != 0; free &= ~(1UL << (63 - BitOperations.LeadingZeroCount(free))))
            {
                _free.Push((word * BlocksPerMapping) + 63 - BitOperations.LeadingZeroCount(free));
            }
        }

        bytes = bytes[(int)(words * sizeof(ulong))..];
        return true;
    }

    /// <summary>A checkpoint that does not refer to the freed blocks is valid now: they may be given out again.</summary>
    public void Checkpointed()
    {
        for (int index = 0; index < _pending.Count; index++)
        {
            _free.Push(_pending[index]);
        }

        _pending.Clear();
    }

    /// <summary>Gives the pages of free blocks back to the system, for a window that has fallen idle.</summary>
    public void Trim()
    {
        foreach (int number in _free)
        {
            SharedMemory.Punch(_descriptor!, (long)number * BlockSize, BlockSize);
        }
    }

    /// <summary>Forgets all blocks and ends the mappings; the memfd stays open.</summary>
    public void Dispose() => Forget();

    private void Forget()
    {
        foreach (SharedMemory? mapping in _mappings)
        {
            mapping?.Dispose();
        }

        _mappings.Clear();
        _free.Clear();
        _pending.Clear();
        _next = 0;
    }

    private bool TryGrow(int blocks)
    {
        if (blocks > MaxBlocks || _descriptor is null)
        {
            return false;
        }

        if ((blocks + BlocksPerMapping - 1) / BlocksPerMapping > _mappings.Count)
        {
            try
            {
                // Only the size grows here: a page costs memory once something is written to it.
                SharedMemory.Resize(_descriptor, (long)(_mappings.Count + 1) * BlocksPerMapping * BlockSize);
            }
            catch (PosixException)
            {
                return false;
            }

            _mappings.Add(null);
            if (_used.Length < _mappings.Count)
            {
                Array.Resize(ref _used, Math.Max(1, _used.Length * 2));
            }
        }

        _next = blocks;
        return true;
    }
}
