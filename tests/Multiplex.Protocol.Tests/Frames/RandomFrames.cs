using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Tests.Frames;

/// <summary>Random frames and random changes to them.</summary>
internal sealed class RandomFrames(int seed)
{
    private readonly Random _random = new(seed);

    public FrameTables Tables { get; } = new();

    public Frame Create(int columns, int rows)
    {
        Frame frame = new(columns, rows, Tables);
        Change(frame);
        return frame;
    }

    /// <summary>Changes runs of cells and, now and then, the state.</summary>
    public void Change(Frame frame)
    {
        int runs = _random.Next(0, 8);
        for (int i = 0; i < runs; i++)
        {
            Span<Cell> row = frame.Row(_random.Next(frame.Rows));
            int start = _random.Next(row.Length);
            Fill(row.Slice(start, _random.Next(1, row.Length - start + 1)));
        }

        if (_random.Next(2) == 0)
        {
            ChangeState(frame);
        }
    }

    private void Fill(Span<Cell> cells)
    {
        ushort rendition = Rendition();
        int kind = _random.Next(4);
        Cell same = Cell.FromCodePoint(0x2500, CellWidth.Narrow, rendition);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = kind switch
            {
                0 => same,
                1 => Cell.FromCodePoint(_random.Next(0x20, 0x7F), CellWidth.Narrow, rendition),
                2 => Cell.Erased(rendition),
                _ => i + 1 < cells.Length && _random.Next(2) == 0 ? Wide(ref cells[++i], rendition, i) : Other(rendition),
            };
        }
    }

    private static Cell Wide(ref Cell tail, ushort rendition, int salt)
    {
        tail = Cell.Tail(rendition);
        // The caller writes its result to the place after the tail, so a mixture of halves comes about; the wire does not care.
        return Cell.FromCodePoint(0x4E00 + salt, CellWidth.Wide, rendition);
    }

    private Cell Other(ushort rendition)
    {
        string text = "e" + (char)_random.Next(0x300, 0x330);
        return Tables.Graphemes.TryIntern(text, out int id)
            ? Cell.FromGrapheme(id, CellWidth.Narrow, rendition, _random.Next(2) == 0)
            : Cell.FromCodePoint('e', CellWidth.Narrow, rendition);
    }

    private ushort Rendition()
    {
        Tables.Links.TryIntern(new Hyperlink($"id{_random.Next(3)}", "https://example.org/"), out ushort link);
        Rendition rendition = new(
            Color.FromIndex((byte)_random.Next(16)),
            _random.Next(2) == 0 ? Color.Default : Color.FromRgb((byte)_random.Next(4), 1, 2),
            Color.Default,
            (RenditionAttributes)_random.Next(4),
            (UnderlineStyle)_random.Next(3),
            _random.Next(4) == 0 ? link : (ushort)0);
        Tables.Renditions.TryIntern(rendition, out ushort id);
        return id;
    }

    private void ChangeState(Frame frame)
    {
        frame.CursorRow = _random.Next(frame.Rows);
        frame.CursorColumn = _random.Next(frame.Columns);
        frame.CursorVisible = _random.Next(2) == 0;
        frame.CursorShape = (CursorShape)_random.Next(7);
        frame.CursorColor = _random.Next(2) == 0 ? Color.Default : Color.FromRgb(1, 2, 3);
        frame.Modes = (FrameModes)_random.Next(256);
        frame.MouseTracking = (MouseTracking)_random.Next(5);
        frame.MouseEncoding = (MouseEncoding)_random.Next(5);
        frame.KittyKeyboardFlags = (byte)_random.Next(32);
        frame.ModifyOtherKeys = (byte)_random.Next(4);
        frame.Title = _random.Next(3) == 0 ? null : $"title {_random.Next(3)}";
        frame.IconTitle = _random.Next(3) == 0 ? null : $"icon {_random.Next(3)}";
    }
}
