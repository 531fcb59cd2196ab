using System.Text;
using Multiplex.Server.Composition;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Copy;

/// <summary>A place in the text that copy mode shows.</summary>
/// <param name="Line">Zero-based line, counted from the oldest line of scrollback.</param>
/// <param name="Column">Zero-based column.</param>
internal readonly record struct CopyPosition(int Line, int Column) : IComparable<CopyPosition>
{
    /// <inheritdoc/>
    public int CompareTo(CopyPosition other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
}

/// <summary>
/// A window's scrollback and screen as they were when copy mode began. The screen is a copy, the scrollback is read where it lies: its lines keep their
/// absolute numbers while the program prints on, and those that the scrollback has forgotten meanwhile are empty.
/// </summary>
internal sealed class CopyText
{
    private readonly TerminalEmulator _terminal;
    private readonly FrameTables _tables = new();
    private readonly Cell[] _screen;
    private readonly bool[] _wrapped;
    private readonly Cell[] _line;
    private readonly long _first;
    private readonly StringBuilder _builder = new();
    private readonly List<int> _columns = [];

    /// <summary>Takes the text of a terminal.</summary>
    /// <param name="terminal">The terminal; the scrollback is read from it later.</param>
    public CopyText(TerminalEmulator terminal)
    {
        _terminal = terminal;
        Columns = terminal.Columns;
        Rows = terminal.Rows;
        HistoryCount = terminal.ScrollbackCount;
        UnusedHistory = Math.Max(terminal.ScrollbackLimit - HistoryCount, 0);
        _first = terminal.ScrollCount - terminal.ScrollbackCount;
        _screen = new Cell[Columns * Rows];
        _wrapped = new bool[Rows];
        _line = new Cell[Columns];
        var map = new TableMap();
        var rules = new AttributeRules();
        map.Bind(terminal.Tables, _tables, rules.Version);
        for (int row = 0; row < Rows; row++)
        {
            map.Copy(terminal.Row(row), _screen.AsSpan(row * Columns, Columns), rules);
            _wrapped[row] = terminal.IsWrapped(row);
        }
    }

    /// <summary>Width in cells.</summary>
    public int Columns { get; }

    /// <summary>Height of the screen.</summary>
    public int Rows { get; }

    /// <summary>Lines of scrollback above the screen.</summary>
    public int HistoryCount { get; }

    /// <summary>Lines that the scrollback has room for and that nothing was printed into yet; screen counts and shows them as empty lines.</summary>
    public int UnusedHistory { get; }

    /// <summary>All lines.</summary>
    public int LineCount => HistoryCount + Rows;

    /// <summary>The cells of a line, <see cref="Columns"/> of them. Borrowed until the next call.</summary>
    /// <param name="index">0..LineCount-1.</param>
    /// <param name="tables">What the ids in the cells refer to.</param>
    /// <param name="isWrapped">The text goes on in the next line.</param>
    public ReadOnlySpan<Cell> Line(int index, out FrameTables tables, out bool isWrapped)
    {
        if (index >= HistoryCount)
        {
            int row = index - HistoryCount;
            tables = _tables;
            isWrapped = _wrapped[row];
            return _screen.AsSpan(row * Columns, Columns);
        }

        tables = _terminal.Tables;
        isWrapped = false;
        long now = _first + index - (_terminal.ScrollCount - _terminal.ScrollbackCount);
        if (now < 0 || now >= _terminal.ScrollbackCount)
        {
            _line.AsSpan().Clear();
            return _line;
        }

        _terminal.ReadScrollbackLine((int)now, _line, out isWrapped);
        return _line;
    }

    /// <summary>The character at a place: a blank for an empty cell, the left half's for the right half of a wide one; of a grapheme its base.</summary>
    /// <param name="position">The place.</param>
    public Rune CharacterAt(CopyPosition position)
    {
        ReadOnlySpan<Cell> cells = Line(position.Line, out FrameTables tables, out _);
        int column = position.Column;
        if (column > 0 && cells[column].Width == CellWidth.WideTail)
        {
            column--;
        }

        Cell cell = cells[column];
        return cell.IsGrapheme
            ? Rune.GetRuneAt(tables.Graphemes[cell.Content], 0)
            : cell.Content > 0x1F ? new Rune(cell.Content) : new Rune(' ');
    }

    /// <summary>The first column from a margin on that is not blank, or the margin.</summary>
    /// <param name="line">The line.</param>
    /// <param name="margin">The left margin.</param>
    public int FirstFilledFrom(int line, int margin)
    {
        ReadOnlySpan<Cell> cells = Line(line, out _, out _);
        for (int column = margin; column < cells.Length; column++)
        {
            if (!IsBlank(cells[column]))
            {
                return column;
            }
        }

        return margin;
    }

    /// <summary>The last column that is not blank, or -1.</summary>
    /// <param name="line">The line.</param>
    /// <param name="margin">The last column that counts.</param>
    public int LastFilled(int line, int margin = int.MaxValue)
    {
        ReadOnlySpan<Cell> cells = Line(line, out _, out _);
        int column = Math.Min(cells.Length - 1, margin);
        while (column >= 0 && IsBlank(cells[column]))
        {
            column--;
        }

        return column;
    }

    /// <summary>The text of a part of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">First column.</param>
    /// <param name="end">One past the last column.</param>
    /// <param name="columns">Receives the column of each UTF-16 unit, or null.</param>
    public string Text(int line, int start, int end, List<int>? columns = null)
    {
        ReadOnlySpan<Cell> cells = Line(line, out FrameTables tables, out _);
        _builder.Clear();
        columns?.Clear();
        Span<char> units = stackalloc char[2];
        for (int column = Math.Max(start, 0); column < Math.Min(end, cells.Length); column++)
        {
            Cell cell = cells[column];
            if (cell.Width == CellWidth.WideTail)
            {
                continue;
            }

            int before = _builder.Length;
            if (cell.IsGrapheme)
            {
                _builder.Append(tables.Graphemes[cell.Content]);
            }
            else if (cell.Content == 0)
            {
                _builder.Append(' ');
            }
            else
            {
                _builder.Append(units[..new Rune(cell.Content).EncodeToUtf16(units)]);
            }

            for (int unit = before; unit < _builder.Length; unit++)
            {
                columns?.Add(column);
            }
        }

        return _builder.ToString();
    }

    /// <summary>The whole text of a line and the column of each of its UTF-16 units. The list is borrowed until the next call.</summary>
    /// <param name="line">The line.</param>
    /// <param name="columns">The columns.</param>
    public string Text(int line, out IReadOnlyList<int> columns)
    {
        columns = _columns;
        return Text(line, 0, Columns, _columns);
    }

    private static bool IsBlank(Cell cell) => cell.Width != CellWidth.WideTail && !cell.IsGrapheme && (cell.Content is 0 or (int)' ');
}
