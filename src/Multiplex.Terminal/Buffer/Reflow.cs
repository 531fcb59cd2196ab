namespace Multiplex.Terminal.Buffer;

/// <summary>
/// A change of the primary screen's size: wrapped rows are joined and cut anew, rows that no longer fit go to scrollback, and rows come back
/// from it when the screen grows: where the bottom stays, always; else only when the screen was full. Places (the cursor, the saved
/// cursor) stay on their characters.
/// </summary>
internal sealed class Reflow
{
    private readonly ScreenBuffer _screen;
    private readonly Scrollback _scrollback;
    private readonly int _columns;
    private readonly int _rows;
    private readonly bool _bottomStays;
    private readonly List<Line> _result = [];
    private readonly LogicalLine _text = new();

    private Reflow(ScreenBuffer screen, Scrollback scrollback, int columns, int rows, bool bottomStays)
    {
        _screen = screen;
        _scrollback = scrollback;
        _columns = columns;
        _rows = rows;
        _bottomStays = bottomStays;
    }

    /// <summary>Changes the size.</summary>
    /// <param name="screen">The primary screen.</param>
    /// <param name="scrollback">Its scrollback.</param>
    /// <param name="columns">New width.</param>
    /// <param name="rows">New height.</param>
    /// <param name="bottomStays">What <see cref="TerminalOptions.BottomStays"/> says.</param>
    /// <param name="places">Places to keep; the first is the cursor, which also stays on the screen.</param>
    /// <param name="beforeLine">Called before each line of scrollback is laid out, when no ids are held.</param>
    public static void Run(
        ScreenBuffer screen, Scrollback scrollback, int columns, int rows, bool bottomStays, Span<Place> places, Action beforeLine) =>
        new Reflow(screen, scrollback, columns, rows, bottomStays).Run(places, beforeLine);

    private void Run(Span<Place> places, Action beforeLine)
    {
        int last = LastRow(places[0].Row);
        int blankRows = _screen.Rows - 1 - last;
        bool isNewWidth = _columns != _screen.Columns;
        var prefix = new List<Line>();
        if (isNewWidth)
        {
            TakePrefix(prefix);
            _scrollback.Reflow(_columns, beforeLine);
        }

        LayOut(prefix, last, places, isNewWidth);
        int excess = Excess(places[0].Row, blankRows);
        for (int row = 0; row < excess; row++)
        {
            _scrollback.Push(_result[row]);
        }

        if (excess > 0)
        {
            _result.RemoveRange(0, excess);
            Move(places, -excess);
        }

        if (_bottomStays || blankRows == 0)
        {
            PullBack(places, _rows - blankRows);
        }

        while (_result.Count < _rows)
        {
            _result.Add(new Line());
        }

        _result.RemoveRange(_rows, _result.Count - _rows);
        _screen.Replace([.. _result], _columns);
    }

    /// <summary>
    /// How many rows leave at the top. As in xterm.js and tmux, rows below the cursor are given up before rows above it leave the screen;
    /// where the bottom stays, rows leave at the top up to the cursor's.
    /// </summary>
    private int Excess(int cursorRow, int blankRows) =>
        _bottomStays ? Math.Min(_result.Count + blankRows - _rows, cursorRow) : cursorRow - _rows + 1;

    /// <summary>The last row with something on it, or the cursor's.</summary>
    private int LastRow(int cursorRow)
    {
        int last = _screen.Rows - 1;
        while (last > cursorRow && Trimmed(_screen.Lines[last]).IsEmpty)
        {
            last--;
        }

        return last;
    }

    /// <summary>Takes back from scrollback the start of the line that goes on in the first row.</summary>
    private void TakePrefix(List<Line> prefix)
    {
        var cells = new Cell[_screen.Columns];
        while (_scrollback.Count > 0)
        {
            _scrollback.Read(_scrollback.Count - 1, cells, out bool isWrapped, out _);
            if (!isWrapped || prefix.Count >= 4 * _screen.Rows)
            {
                return;
            }

            _scrollback.TryPop(cells, out _, out _);
            prefix.Insert(0, MakeLine(cells, isWrapped: true));
        }
    }

    private void LayOut(List<Line> prefix, int last, Span<Place> places, bool isNewWidth)
    {
        Span<Place> old = stackalloc Place[places.Length];
        places.CopyTo(old);
        if (!isNewWidth)
        {
            _result.AddRange(_screen.Lines.AsSpan(0, last + 1));
            return;
        }

        Span<int> offsets = stackalloc int[places.Length];
        offsets.Fill(-1);
        for (int row = -prefix.Count; row <= last; row++)
        {
            Line line = row < 0 ? prefix[row + prefix.Count] : _screen.Lines[row];
            for (int i = 0; i < old.Length; i++)
            {
                if (old[i].Row == row)
                {
                    offsets[i] = _text.Length + old[i].Column;
                }
            }

            bool isWrapped = line.IsWrapped && row < last && _screen.Lines[Math.Max(row + 1, 0)].Size == LineSize.Single;
            _text.Append(Trimmed(line), isWrapped);
            if (!isWrapped)
            {
                CutAnew(offsets, places, line.Size);
                offsets.Fill(-1);
                _text.Clear();
            }
        }
    }

    /// <param name="offsets">Where in the line the places are, or -1.</param>
    /// <param name="places">The places.</param>
    /// <param name="size">The size of its characters: a line of double width is cut to the width and not laid out anew.</param>
    private void CutAnew(Span<int> offsets, Span<Place> places, LineSize size)
    {
        if (size != LineSize.Single)
        {
            CutOff(offsets, places, size);
            return;
        }

        _text.FitTo(_columns);
        int start = 0;
        do
        {
            int end = _text.RowEnd(start, _columns);
            bool isLast = end >= _text.Length;
            for (int i = 0; i < offsets.Length; i++)
            {
                if (offsets[i] >= start && (offsets[i] < end || isLast))
                {
                    places[i] = new Place(_result.Count, Math.Min(offsets[i] - start, _columns - 1));
                }
            }

            _result.Add(MakeLine(_text.Cells[start..end], !isLast));
            start = end;
        }
        while (start < _text.Length);
    }

    private void CutOff(Span<int> offsets, Span<Place> places, LineSize size)
    {
        int columns = DoubleWidth.Columns(_columns);
        for (int i = 0; i < offsets.Length; i++)
        {
            if (offsets[i] >= 0)
            {
                places[i] = new Place(_result.Count, Math.Min(offsets[i], columns - 1));
            }
        }

        Line line = MakeLine(_text.Cells[.._text.FittingIn(columns)], isWrapped: false);
        line.Size = size;
        _result.Add(line);
    }

    private void PullBack(Span<Place> places, int count)
    {
        var cells = new Cell[_columns];
        while (_result.Count < count && _scrollback.TryPop(cells, out bool isWrapped, out LineSize size))
        {
            Line line = MakeLine(cells, isWrapped);
            line.Size = size;
            _result.Insert(0, line);
            Move(places, 1);
        }
    }

    private Line MakeLine(ReadOnlySpan<Cell> cells, bool isWrapped)
    {
        var line = new Line { IsWrapped = isWrapped, MayHaveWide = true };
        if (!cells.IsEmpty)
        {
            // A row of the old width is only joined and never shown.
            line.Cells = new Cell[Math.Max(_columns, cells.Length)];
            cells.CopyTo(line.Cells);
            line.Occupied = cells.Length;
        }

        return line;
    }

    private static ReadOnlySpan<Cell> Trimmed(Line line)
    {
        ReadOnlySpan<Cell> cells = line.Cells.AsSpan(0, line.Occupied);
        int end = cells.Length;
        while (end > 0 && cells[end - 1] == Cell.Empty)
        {
            end--;
        }

        return cells[..end];
    }

    private static void Move(Span<Place> places, int rows)
    {
        foreach (ref Place place in places)
        {
            place = place with { Row = place.Row + rows };
        }
    }
}

/// <summary>A place on the screen.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
internal readonly record struct Place(int Row, int Column);
