using System.Buffers;

namespace Multiplex.Terminal.Parsing;

/// <summary>The text of a control string while it arrives, bounded; large buffers are given back when the string ends.</summary>
internal sealed class StringCollector
{
    private const int KeptCapacity = 512;

    /// <summary>Above this nothing is taken from the shared pool, which would keep megabytes for the next picture.</summary>
    private const int PooledCapacity = 1024 * 1024;

    private byte[] _buffer = [];

    /// <summary>What was collected; borrowed until the next change.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(0, Length);

    /// <summary>How many bytes were collected.</summary>
    public int Length { get; private set; }

    /// <summary>True when more came than is kept: the string shall have no effect.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Starts an empty string.</summary>
    public void Clear()
    {
        Length = 0;
        Overflowed = false;
        if (_buffer.Length > KeptCapacity)
        {
            Release();
            _buffer = [];
        }
    }

    /// <summary>Takes the last byte back.</summary>
    public void RemoveLast() => Length = Math.Max(0, Length - 1);

    /// <summary>Restores that more came than is kept.</summary>
    public void MarkOverflowed() => Overflowed = true;

    /// <summary>Adds text up to a cap.</summary>
    /// <param name="data">The next bytes.</param>
    /// <param name="cap">Most bytes kept.</param>
    public void Append(ReadOnlySpan<byte> data, int cap)
    {
        if (Overflowed)
        {
            return;
        }

        if (Length + data.Length > cap)
        {
            // It has no effect any more: nothing of it is kept until its end.
            Clear();
            Overflowed = true;
            return;
        }

        Reserve(Length + data.Length);
        data.CopyTo(_buffer.AsSpan(Length));
        Length += data.Length;
    }

    private void Reserve(int needed)
    {
        if (needed <= _buffer.Length)
        {
            return;
        }

        int size = Math.Max(needed, _buffer.Length * 2);
        byte[] larger = needed <= KeptCapacity ? new byte[KeptCapacity]
            : size <= PooledCapacity ? ArrayPool<byte>.Shared.Rent(size)
            : GC.AllocateUninitializedArray<byte>(size);
        Text.CopyTo(larger);
        Release();
        _buffer = larger;
    }

    private void Release()
    {
        if (_buffer.Length is > KeptCapacity and <= PooledCapacity)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}
