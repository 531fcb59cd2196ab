namespace Multiplex.Terminal.Buffer;

/// <summary>A line as the program wrote it: rows that were wrapped, joined. Used while the width changes.</summary>
internal sealed class LogicalLine
{
    private Cell[] _cells = new Cell[256];

    /// <summary>Its cells.</summary>
    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, Length);

    /// <summary>How many cells it has.</summary>
    public int Length { get; private set; }

    /// <summary>Starts an empty line.</summary>
    public void Clear() => Length = 0;

    /// <summary>Adds a row; of a row that is wrapped an empty last cell is left out, where a wide character did not fit.</summary>
    public void Append(ReadOnlySpan<Cell> cells, bool isWrapped)
    {
        if (isWrapped && !cells.IsEmpty && cells[^1].IsEmpty)
        {
            cells = cells[..^1];
        }

        Reserve(cells.Length);
        cells.CopyTo(_cells.AsSpan(Length));
        Length += cells.Length;
    }

    /// <summary>Adds a line of scrollback.</summary>
    public void Append(Scrollback scrollback, int index, out bool isWrapped, out LineSize size)
    {
        int count = scrollback.Read(index, _cells.AsSpan(Length), out isWrapped, out size);
        if (count > _cells.Length - Length)
        {
            Reserve(count);
            scrollback.Read(index, _cells.AsSpan(Length), out isWrapped, out size);
        }

        Length += count;
    }

    /// <summary>On a screen of one column a wide character has no room: a replacement character stands for it.</summary>
    public void FitTo(int columns)
    {
        if (columns > 1)
        {
            return;
        }

        int kept = 0;
        for (int i = 0; i < Length; i++)
        {
            Cell cell = _cells[i];
            if (cell.Width != CellWidth.WideTail)
            {
                _cells[kept++] = cell.Width == CellWidth.Wide
                    ? Cell.FromCodePoint(0xFFFD, CellWidth.Narrow, cell.Rendition, cell.IsProtected)
                    : cell;
            }
        }

        Length = kept;
    }

    /// <summary>How many of the cells have room in so many columns without half of a wide character.</summary>
    public int FittingIn(int columns)
    {
        FitTo(columns);
        return Length == 0 ? 0 : RowEnd(0, columns);
    }

    /// <summary>Where the row that starts at a cell ends.</summary>
    public int RowEnd(int start, int columns)
    {
        int end = Math.Min(start + columns, Length);
        bool cutsWide = end < Length && end > start + 1 && _cells[end].Width == CellWidth.WideTail;
        return cutsWide ? end - 1 : end;
    }

    /// <summary>Pushes the line to scrollback in rows of a width.</summary>
    public void PushTo(Scrollback scrollback, int columns, bool isWrapped)
    {
        FitTo(columns);
        int start = 0;
        do
        {
            int end = RowEnd(start, columns);
            scrollback.Push(Cells[start..end], end < Length || isWrapped);
            start = end;
        }
        while (start < Length);
    }

    private void Reserve(int count)
    {
        if (Length + count > _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(Length + count, _cells.Length * 2));
        }
    }
}
