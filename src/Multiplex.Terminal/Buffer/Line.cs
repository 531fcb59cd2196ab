namespace Multiplex.Terminal.Buffer;

/// <summary>One line of a screen. Lines move by reference when the screen scrolls; their cells exist from the first write on.</summary>
internal sealed class Line
{
    /// <summary>As many as the screen has columns, or none when nothing was ever written.</summary>
    public Cell[] Cells = [];

    /// <summary>Cells from here on are <see cref="Cell.Empty"/>; so clearing and keeping a line cost what was written.</summary>
    public int Occupied;

    /// <summary>The text goes on in the next line: it was wrapped, not ended.</summary>
    public bool IsWrapped;

    /// <summary>There may be wide characters; when false no edit has to look for halves.</summary>
    public bool MayHaveWide;

    /// <summary>How large its characters are; of double width it has cells in the first half of the columns only.</summary>
    public LineSize Size;

    /// <summary>The cells to write to.</summary>
    /// <param name="columns">The screen's width.</param>
    public Span<Cell> Writable(int columns)
    {
        if (Cells.Length == 0)
        {
            Cells = new Cell[columns];
        }

        return Cells;
    }

    /// <summary>Empties the line.</summary>
    /// <param name="blank">What an erased cell is.</param>
    /// <param name="columns">The screen's width.</param>
    public void Clear(Cell blank, int columns)
    {
        if (blank == Cell.Empty)
        {
            if (Occupied != 0)
            {
                Cells.AsSpan(0, Occupied).Clear();
                Occupied = 0;
            }
        }
        else
        {
            Writable(columns).Fill(blank);
            Occupied = columns;
        }

        IsWrapped = false;
        MayHaveWide = false;
        Size = LineSize.Single;
    }

    /// <summary>Makes the line equal to another one of the same width.</summary>
    public void CopyFrom(Line other, int columns)
    {
        Clear(Cell.Empty, columns);
        if (other.Occupied != 0)
        {
            other.Cells.AsSpan(0, other.Occupied).CopyTo(Writable(columns));
        }

        Occupied = other.Occupied;
        IsWrapped = other.IsWrapped;
        MayHaveWide = other.MayHaveWide;
        Size = other.Size;
    }

    /// <summary>Notes that cells below an upper bound may be occupied now.</summary>
    public void Occupy(int end)
    {
        if (end > Occupied)
        {
            Occupied = end;
        }
    }
}
