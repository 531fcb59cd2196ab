namespace Multiplex.Terminal.Buffer;

/// <summary>Lines that left the primary screen.</summary>
internal sealed class Scrollback
{
    private readonly List<(Cell[] Cells, bool Wrapped)> _lines = [];

    public Scrollback(ScrollbackStorage storage, FrameTables tables)
    {
        Storage = storage;
        Tables = tables;
    }

    public ScrollbackStorage Storage { get; }

    public FrameTables Tables { get; }

    /// <summary>Most lines kept.</summary>
    public int Limit { get; set; }

    /// <summary>Lines kept.</summary>
    public int Count => _lines.Count;

    /// <summary>Lines that were ever pushed.</summary>
    public long TotalCount { get; private set; }

    /// <summary>Keeps a line.</summary>
    public void Push(Line line)
    {
        TotalCount++;
        if (Limit > 0)
        {
            _lines.Add((line.Cells.AsSpan(0, line.Occupied).ToArray(), line.IsWrapped));
            if (_lines.Count > Limit)
            {
                _lines.RemoveAt(0);
            }
        }
    }

    /// <summary>Reads a line.</summary>
    public int Read(int index, Span<Cell> destination, out bool wrapped)
    {
        (Cell[] cells, wrapped) = _lines[index];
        int count = Math.Min(cells.Length, destination.Length);
        cells.AsSpan(0, count).CopyTo(destination);
        destination[count..].Clear();
        return count;
    }

    /// <summary>Forgets all lines.</summary>
    public void Clear() => _lines.Clear();
}
