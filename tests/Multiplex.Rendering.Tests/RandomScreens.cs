using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>Random screens and the changes that programs make to them: text, erasures, scrolls, insertions, panes.</summary>
internal sealed class RandomScreens(int seed, int columns, int rows)
{
    private static readonly string[] s_graphemes = ["e\u0301", "a\u0308\u0304", "o\u0302", "n\u0303"];
    private readonly Random _random = new(seed);
    private readonly FrameTables _tables = new();

    public Frame Create()
    {
        Frame frame = new(columns, rows, _tables);
        int changes = _random.Next(30);
        for (int i = 0; i < changes; i++)
        {
            Change(frame);
        }

        return frame;
    }

    public void Change(Frame frame)
    {
        switch (_random.Next(8))
        {
            case 0:
                Scroll(frame);
                break;
            case 1:
                Erase(frame);
                break;
            case 2:
                InsertOrDelete(frame);
                break;
            case 3:
                Fill(frame);
                break;
            default:
                Write(frame);
                break;
        }

        frame.CursorRow = _random.Next(rows);
        frame.CursorColumn = _random.Next(columns);
        frame.CursorVisible = _random.Next(5) != 0;
    }

    /// <summary>Puts random text somewhere, keeping wide characters whole.</summary>
    private void Write(Frame frame)
    {
        Span<Cell> row = frame.Row(_random.Next(rows));
        int column = _random.Next(columns);
        int end = Math.Min(columns, column + _random.Next(1, columns + 1));
        ushort rendition = RandomRendition();
        while (column < end)
        {
            int kind = _random.Next(20);
            if (kind == 0 && column + 1 < end)
            {
                Put(row, column, Cell.FromCodePoint(0x4E00 + _random.Next(500), CellWidth.Wide, rendition));
                Put(row, column + 1, Cell.Tail(rendition));
                row[column] = Cell.FromCodePoint(0x4E00 + _random.Next(500), CellWidth.Wide, rendition);
                column += 2;
                continue;
            }

            Cell cell = kind switch
            {
                1 => Grapheme(rendition),
                2 => Cell.Erased(rendition),
                3 => Cell.FromCodePoint(0x2500, CellWidth.Narrow, rendition),
                4 => Cell.FromCodePoint(0xE9, CellWidth.Narrow, rendition),
                _ => Cell.FromCodePoint(_random.Next(0x20, 0x7F), CellWidth.Narrow, rendition),
            };
            Put(row, column++, cell);
            if (_random.Next(12) == 0)
            {
                rendition = RandomRendition();
            }
        }
    }

    private static void Put(Span<Cell> row, int column, Cell cell)
    {
        if (row[column].Width == CellWidth.Wide && column + 1 < row.Length)
        {
            row[column + 1] = Cell.Empty;
        }

        if (row[column].Width == CellWidth.WideTail && column > 0)
        {
            row[column - 1] = Cell.Empty;
        }

        row[column] = cell;
    }

    private Cell Grapheme(ushort rendition)
    {
        _tables.Graphemes.TryIntern(s_graphemes[_random.Next(s_graphemes.Length)], out int id);
        return Cell.FromGrapheme(id, CellWidth.Narrow, rendition);
    }

    private void Erase(Frame frame)
    {
        Cell cell = Cell.Erased(_random.Next(2) == 0 ? (ushort)0 : RandomRendition());
        int first = _random.Next(rows);
        int last = _random.Next(first, rows);
        for (int row = first; row <= last; row++)
        {
            int column = _random.Next(columns);
            for (int i = column; i < columns; i++)
            {
                Put(frame.Row(row), i, cell);
            }
        }
    }

    private void Fill(Frame frame)
    {
        Span<Cell> row = frame.Row(_random.Next(rows));
        int start = _random.Next(columns);
        int end = _random.Next(start, columns + 1);
        Cell cell = Cell.FromCodePoint(_random.Next(2) == 0 ? 0x2550 : '*', CellWidth.Narrow, RandomRendition());
        for (int i = start; i < end; i++)
        {
            Put(row, i, cell);
        }
    }

    private void Scroll(Frame frame)
    {
        int top = _random.Next(rows);
        int bottom = _random.Next(top, rows) + 1;
        int left = _random.Next(3) == 0 ? _random.Next(columns) : 0;
        int right = left == 0 ? columns : _random.Next(left, columns) + 1;
        int count = _random.Next(1, 4);
        bool isUp = _random.Next(2) == 0;
        for (int i = 0; i < bottom - top; i++)
        {
            int row = isUp ? top + i : bottom - 1 - i;
            int source = isUp ? row + count : row - count;
            for (int column = left; column < right; column++)
            {
                Cell cell = source >= top && source < bottom ? frame.Row(source)[column] : Cell.Empty;
                frame.Row(row)[column] = cell;
            }

            Repair(frame.Row(row));
        }
    }

    private void InsertOrDelete(Frame frame)
    {
        Span<Cell> row = frame.Row(_random.Next(rows));
        int column = _random.Next(columns);
        int count = _random.Next(1, Math.Min(6, columns - column) + 1);
        if (_random.Next(2) == 0)
        {
            row[column..^count].CopyTo(row[(column + count)..]);
            row.Slice(column, count).Fill(Cell.FromCodePoint('i', CellWidth.Narrow, RandomRendition()));
        }
        else
        {
            row[(column + count)..].CopyTo(row[column..]);
            row[^count..].Fill(Cell.Empty);
        }

        Repair(row);
    }

    /// <summary>Blanks halves of wide characters whose other half is gone.</summary>
    private static void Repair(Span<Cell> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            bool isLonelyHead = row[i].Width == CellWidth.Wide && (i + 1 == row.Length || row[i + 1].Width != CellWidth.WideTail);
            bool isLonelyTail = row[i].Width == CellWidth.WideTail && (i == 0 || row[i - 1].Width != CellWidth.Wide);
            bool isOtherTail = row[i].Width == CellWidth.WideTail && i > 0 && row[i - 1].Rendition != row[i].Rendition;
            if (isLonelyHead || isLonelyTail)
            {
                row[i] = Cell.Empty;
            }
            else if (isOtherTail)
            {
                row[i] = Cell.Tail(row[i - 1].Rendition);
            }
        }
    }

    private ushort RandomRendition()
    {
        ushort link = 0;
        if (_random.Next(10) == 0)
        {
            _tables.Links.TryIntern(new Hyperlink($"l{_random.Next(3)}", "https://example.org/a"), out link);
        }

        Rendition rendition = _random.Next(3) == 0 ? Rendition.Default : new Rendition(
            RandomColor(),
            RandomColor(),
            _random.Next(6) == 0 ? RandomColor() : Color.Default,
            (RenditionAttributes)(_random.Next(3) == 0 ? _random.Next(256) : 0),
            (UnderlineStyle)(_random.Next(4) == 0 ? _random.Next(6) : 0),
            link);
        _tables.Renditions.TryIntern(rendition, out ushort id);
        return id;
    }

    private Color RandomColor() => _random.Next(4) switch
    {
        0 => Color.FromIndex((byte)_random.Next(16)),
        1 => Color.FromIndex((byte)_random.Next(256)),
        2 => Color.FromRgb((byte)_random.Next(256), (byte)_random.Next(256), (byte)_random.Next(256)),
        _ => Color.Default,
    };
}
