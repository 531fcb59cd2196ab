namespace Multiplex.Terminal.State;

/// <summary>Tab stops, one bit a column; every eighth column at the start.</summary>
internal sealed class TabStops
{
    private const ulong EveryEighth = 0x0101010101010101;

    private ulong[] _bits;

    /// <summary>Default stops.</summary>
    public TabStops(int columns)
    {
        _bits = new ulong[WordsFor(columns)];
        Reset();
    }

    /// <summary>The words of the bit set, for a snapshot.</summary>
    public Span<ulong> Words => _bits;

    /// <summary>Puts the default stops back.</summary>
    public void Reset()
    {
        _bits.AsSpan().Fill(EveryEighth);
        _bits[0] &= ~1ul;
    }

    /// <summary>Makes room for a new width; new columns get default stops.</summary>
    public void Resize(int columns)
    {
        int old = _bits.Length;
        int words = WordsFor(columns);
        if (words != old)
        {
            Array.Resize(ref _bits, words);
            _bits.AsSpan(Math.Min(old, words)).Fill(EveryEighth);
        }
    }

    /// <summary>True when there is a stop.</summary>
    public bool IsSet(int column) => (_bits[column >> 6] >> (column & 63) & 1) != 0;

    /// <summary>Sets a stop.</summary>
    public void Set(int column) => _bits[column >> 6] |= 1ul << (column & 63);

    /// <summary>Clears a stop.</summary>
    public void Clear(int column) => _bits[column >> 6] &= ~(1ul << (column & 63));

    /// <summary>Clears all stops.</summary>
    public void ClearAll() => _bits.AsSpan().Clear();

    /// <summary>The next stop after a column, or the last column before the limit.</summary>
    public int Next(int column, int limit)
    {
        for (int next = column + 1; next < limit; next++)
        {
            if (IsSet(next))
            {
                return next;
            }
        }

        return Math.Max(column, limit - 1);
    }

    /// <summary>The last stop before a column, or the limit.</summary>
    public int Previous(int column, int limit)
    {
        for (int previous = column - 1; previous > limit; previous--)
        {
            if (IsSet(previous))
            {
                return previous;
            }
        }

        return Math.Min(column, limit);
    }

    private static int WordsFor(int columns) => (columns + 63) / 64;
}
