namespace Multiplex.Terminal.Buffer;

/// <summary>
/// A grid of lines: the primary or the alternate screen. Scrolling moves references to lines, never cells, unless left and right
/// margins cut the lines. All ranges are half-open. No operation leaves half of a wide character.
/// </summary>
internal sealed class ScreenBuffer
{
    private readonly Damage _damage;
    private Cell[] _blankRow;
    private Cell[]?[] _spread = [];

    /// <summary>An empty screen.</summary>
    public ScreenBuffer(int columns, int rows, Damage damage)
    {
        _damage = damage;
        _blankRow = [];
        Columns = columns;
        Lines = new Line[rows];
        for (int row = 0; row < rows; row++)
        {
            Lines[row] = new Line();
        }
    }

    /// <summary>Width in cells.</summary>
    public int Columns { get; private set; }

    /// <summary>Height in lines.</summary>
    public int Rows => Lines.Length;

    /// <summary>The lines from the top.</summary>
    public Line[] Lines { get; private set; }

    /// <summary>Takes over lines that were laid out for a new size.</summary>
    public void Replace(Line[] lines, int columns)
    {
        Lines = lines;
        Columns = columns;
        _blankRow = [];
        _spread = [];
    }

    /// <summary>The cells of a row, as many as there are columns.</summary>
    public ReadOnlySpan<Cell> Row(int row)
    {
        Cell[] cells = Lines[row].Cells;
        if (cells.Length != 0)
        {
            return cells;
        }

        if (_blankRow.Length == 0)
        {
            _blankRow = new Cell[Columns];
        }

        return _blankRow;
    }

    /// <summary>The cells of a row as they are shown: of a line of double width spread over two cells each.</summary>
    public ReadOnlySpan<Cell> Shown(int row)
    {
        if (Lines[row].Size == LineSize.Single)
        {
            return Row(row);
        }

        // One array a row, so that what was lent for another row stays.
        if (_spread.Length != Rows)
        {
            _spread = new Cell[Rows][];
        }

        Cell[] shown = _spread[row] ??= new Cell[Columns];
        DoubleWidth.Spread(Row(row), shown);
        return shown;
    }

    /// <summary>Empties part of a row.</summary>
    public void Erase(int row, int left, int right, Cell blank)
    {
        Line line = Lines[row];
        _damage.Mark(row);
        if (left <= 0 && right >= Columns)
        {
            // Erasing a line leaves its size, unlike erasing the display (xterm).
            LineSize size = line.Size;
            line.Clear(blank, Columns);
            line.Size = size;
            return;
        }

        if (blank == Cell.Empty && left >= line.Occupied)
        {
            return;
        }

        WideCharacters.SplitAt(line, left, blank);
        WideCharacters.SplitAt(line, right, blank);
        if (blank == Cell.Empty)
        {
            int end = Math.Min(right, line.Occupied);
            Array.Clear(line.Cells, left, end - left);
            if (end == line.Occupied)
            {
                line.Occupied = left;
            }
        }
        else
        {
            line.Writable(Columns)[left..right].Fill(blank);
            line.Occupy(right);
        }
    }

    /// <summary>Empties whole rows.</summary>
    public void EraseRows(int top, int bottom, Cell blank)
    {
        for (int row = top; row < bottom; row++)
        {
            Lines[row].Clear(blank, Columns);
        }

        _damage.Mark(top, bottom);
    }

    /// <summary>Empties part of a row but for characters protected by DECSCA.</summary>
    public void EraseUnprotected(int row, int left, int right, Cell blank)
    {
        Line line = Lines[row];
        if (line.Occupied == 0)
        {
            Erase(row, left, right, blank);
            return;
        }

        for (int column = left; column < right; column++)
        {
            if (!line.Cells[column].IsProtected)
            {
                Erase(row, column, column + 1, blank);
            }
        }
    }

    /// <summary>Moves the cells of a row to the right and blanks those that open.</summary>
    public void InsertCells(int row, int column, int right, int count, Cell blank)
    {
        Line line = Lines[row];
        count = Math.Min(count, right - column);
        if (count <= 0)
        {
            return;
        }

        _damage.Mark(row);
        if (blank == Cell.Empty && column >= line.Occupied)
        {
            return;
        }

        WideCharacters.SplitAt(line, column, blank);
        WideCharacters.SplitAt(line, right, blank);
        WideCharacters.SplitAt(line, right - count, blank);
        Span<Cell> cells = line.Writable(Columns);
        cells[column..(right - count)].CopyTo(cells[(column + count)..]);
        cells.Slice(column, count).Fill(blank);
        int end = line.Occupied < right ? line.Occupied + count : line.Occupied;
        line.Occupied = Math.Min(Math.Max(end, blank == Cell.Empty ? 0 : column + count), Columns);
        line.IsWrapped = false;
    }

    /// <summary>Moves the cells of a row to the left and blanks those that open at the right.</summary>
    public void DeleteCells(int row, int column, int right, int count, Cell blank)
    {
        Line line = Lines[row];
        count = Math.Min(count, right - column);
        if (count <= 0)
        {
            return;
        }

        _damage.Mark(row);
        line.IsWrapped = false;
        if (blank == Cell.Empty && column >= line.Occupied)
        {
            return;
        }

        WideCharacters.SplitAt(line, column, blank);
        WideCharacters.SplitAt(line, column + count, blank);
        WideCharacters.SplitAt(line, right, blank);
        Span<Cell> cells = line.Writable(Columns);
        cells[(column + count)..right].CopyTo(cells[column..]);
        cells[(right - count)..right].Fill(blank);
        if (blank != Cell.Empty)
        {
            line.Occupy(right);
        }
        else if (line.Occupied <= right)
        {
            line.Occupied = Math.Max(column, line.Occupied - count);
        }
    }

    /// <summary>Moves rows up and blanks those that open at the bottom.</summary>
    public void ScrollUp(int top, int bottom, int count, Cell blank)
    {
        count = Math.Min(count, bottom - top);
        if (count <= 0)
        {
            return;
        }

        Line[] lines = Lines;
        if (count == 1)
        {
            Line first = lines[top];
            Array.Copy(lines, top + 1, lines, top, bottom - top - 1);
            lines[bottom - 1] = first;
            first.Clear(blank, Columns);
        }
        else
        {
            Rotate(lines.AsSpan(top, bottom - top), count);
            for (int row = bottom - count; row < bottom; row++)
            {
                lines[row].Clear(blank, Columns);
            }
        }

        if (top > 0)
        {
            lines[top - 1].IsWrapped = false;
        }

        MarkScrolled(top, bottom);
    }

    /// <summary>Moves rows down and blanks those that open at the top.</summary>
    public void ScrollDown(int top, int bottom, int count, Cell blank)
    {
        count = Math.Min(count, bottom - top);
        if (count <= 0)
        {
            return;
        }

        Line[] lines = Lines;
        Rotate(lines.AsSpan(top, bottom - top), bottom - top - count);
        for (int row = top; row < top + count; row++)
        {
            lines[row].Clear(blank, Columns);
        }

        if (top > 0)
        {
            lines[top - 1].IsWrapped = false;
        }

        lines[bottom - 1].IsWrapped = false;
        MarkScrolled(top, bottom);
    }

    /// <summary>Moves a block of cells up within left and right margins.</summary>
    public void ScrollBlockUp(int top, int bottom, int left, int right, int count, Cell blank)
    {
        count = Math.Min(count, bottom - top);
        for (int row = top; row < bottom; row++)
        {
            CopyOrErase(row, row + count < bottom ? row + count : -1, left, right, blank);
        }
    }

    /// <summary>Moves a block of cells down within left and right margins.</summary>
    public void ScrollBlockDown(int top, int bottom, int left, int right, int count, Cell blank)
    {
        count = Math.Min(count, bottom - top);
        for (int row = bottom - 1; row >= top; row--)
        {
            CopyOrErase(row, row - count >= top ? row - count : -1, left, right, blank);
        }
    }

    private void CopyOrErase(int row, int source, int left, int right, Cell blank)
    {
        if (source < 0)
        {
            Erase(row, left, right, blank);
            return;
        }

        Line from = Lines[source];
        WideCharacters.SplitAt(from, left, blank);
        WideCharacters.SplitAt(from, right, blank);
        CopyCells(Row(source)[left..right], row, left);
    }

    /// <summary>Overwrites part of a row with cells that hold whole characters.</summary>
    public void CopyCells(ReadOnlySpan<Cell> cells, int row, int left)
    {
        Line line = Lines[row];
        int right = left + cells.Length;
        WideCharacters.SplitAt(line, left);
        WideCharacters.SplitAt(line, right);
        cells.CopyTo(line.Writable(Columns)[left..]);
        line.Occupy(right);
        line.MayHaveWide = true;
        line.IsWrapped = false;
        _damage.Mark(row);
    }

    private void MarkScrolled(int top, int bottom)
    {
        if (top == 0 && bottom == Rows)
        {
            _damage.MarkAll();
        }
        else
        {
            _damage.Mark(top, bottom);
        }
    }

    private static void Rotate(Span<Line> lines, int count)
    {
        lines[..count].Reverse();
        lines[count..].Reverse();
        lines.Reverse();
    }
}
