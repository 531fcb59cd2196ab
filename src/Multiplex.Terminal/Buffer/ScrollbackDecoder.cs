using System.Text;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal.Buffer;

/// <summary>Records to cells. Keeps its place in a block, so that lines are read one after another without walking.</summary>
internal sealed class ScrollbackDecoder
{
    /// <summary>Rendition and protection of a cell.</summary>
    public const ulong StyleMask = 0x0000FFFF_04000000;

    private readonly FrameTables _tables;
    private readonly List<(Rendition Rendition, bool IsProtected)> _styles = [];
    private readonly byte[] _alphabet = new byte[TextPacking.AlphabetSize];
    private bool _hasShortRuns;

    /// <summary>A decoder for one window.</summary>
    public ScrollbackDecoder(FrameTables tables) => _tables = tables;

    /// <summary>Which block is being read; -1 for none.</summary>
    public long BlockSerial { get; private set; } = -1;

    /// <summary>The line that the next record at <see cref="Position"/> starts or goes on with.</summary>
    public long Line { get; set; }

    /// <summary>Where the next record is.</summary>
    public int Position { get; private set; }

    /// <summary>Forgets the place.</summary>
    public void Forget() => BlockSerial = -1;

    /// <summary>Starts reading a block.</summary>
    public void Open(long serial, ReadOnlySpan<byte> block)
    {
        BlockSerial = serial;
        _styles.Clear();
        Position = HeaderLength(block);
        _hasShortRuns = !block.IsEmpty && (block[0] & LearntAlphabet.HasShortRuns) != 0;
        if (Position == 1 || Position > block.Length)
        {
            TextPacking.DefaultAlphabet.CopyTo(_alphabet);
        }
        else
        {
            block[1..Position].CopyTo(_alphabet);
        }
    }

    /// <summary>Bytes before the first record.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> block) =>
        block.IsEmpty || (block[0] & LearntAlphabet.HasAlphabet) == 0 ? 1 : 1 + TextPacking.AlphabetSize;

    /// <summary>Passes over a record.</summary>
    /// <returns>Its flags.</returns>
    public RecordFlags Skip(ReadOnlySpan<byte> block)
    {
        int end = 0;
        return Next(block, [], ref end, measure: false);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="block">The used part of the block.</param>
    /// <param name="destination">Cells are put from <paramref name="end"/> on; what does not fit is left out.</param>
    /// <param name="end">Cells of the line so far; goes up by those of the record.</param>
    /// <param name="measure">False when neither cells nor their number are wanted.</param>
    /// <returns>Its flags.</returns>
    public RecordFlags Next(ReadOnlySpan<byte> block, Span<Cell> destination, ref int end, bool measure = true)
    {
        var reader = new BlockReader(block[Math.Min(Position, block.Length)..]);
        var flags = (RecordFlags)reader.ReadByte();
        int length = reader.ReadNumber();
        int exceptionCount = (flags & RecordFlags.Exceptions) != 0 ? reader.ReadNumber() : 0;
        ReadOnlySpan<byte> runs = [];
        if ((flags & RecordFlags.Styled) != 0)
        {
            int runsLength = reader.ReadByte();
            runsLength |= reader.ReadByte() << 8;
            runs = reader.ReadBytes(runsLength);
        }

        bool isPacked = (flags & RecordFlags.Packed) != 0;
        length = isPacked ? Math.Min(length, ScrollbackEncoder.MaxCells) : length;
        ReadOnlySpan<byte> text = reader.ReadBytes(isPacked ? TextPacking.PackedLength(length) : length);
        ReadOnlySpan<byte> exceptions = reader.ReadBytes(exceptionCount);
        Position += reader.Position;
        Span<Cell> room = destination[Math.Min(end, destination.Length)..];
        if (measure)
        {
            end += Fill(flags, text, exceptions, isPacked ? Math.Min(length, text.Length * 8 / 6) : text.Length, room);
        }

        Style(runs, room);
        return flags;
    }

    private int Fill(RecordFlags flags, ReadOnlySpan<byte> text, ReadOnlySpan<byte> exceptions, int length, Span<Cell> room)
    {
        if ((flags & RecordFlags.Complex) != 0)
        {
            return FillComplex(text, room);
        }

        Span<byte> plain = stackalloc byte[ScrollbackEncoder.MaxCells];
        length = Math.Min(length, plain.Length);
        if ((flags & RecordFlags.Packed) != 0)
        {
            TextPacking.Unpack(text, exceptions, _alphabet, plain[..length]);
        }
        else
        {
            text[..length].CopyTo(plain);
        }

        for (int i = 0; i < Math.Min(length, room.Length); i++)
        {
            room[i] = new Cell((ulong)plain[i] & 0x7F);
        }

        return length;
    }

    private int FillComplex(ReadOnlySpan<byte> text, Span<Cell> room)
    {
        int column = 0;
        while (!text.IsEmpty)
        {
            Cell cell;
            byte first = text[0];
            if (first == ScrollbackEncoder.GraphemeMark)
            {
                cell = ReadGrapheme(ref text);
            }
            else
            {
                bool isOtherWidth = first == ScrollbackEncoder.OtherWidthMark;
                text = text[(isOtherWidth ? 1 : 0)..];
                Rune.DecodeFromUtf8(text, out Rune rune, out int used);
                text = text[used..];
                bool isWide = (CharacterWidth.Of(rune.Value, ambiguousWide: false) == 2) != isOtherWidth;
                cell = new Cell((uint)rune.Value | (isWide ? 1ul << 24 : 0));
            }

            int width = cell.Width == CellWidth.Wide ? 2 : 1;
            if (column + width <= room.Length)
            {
                room[column] = cell;
                if (width == 2)
                {
                    room[column + 1] = Cell.Tail(0);
                }
            }

            column += width;
        }

        return column;
    }

    private Cell ReadGrapheme(ref ReadOnlySpan<byte> text)
    {
        int head = text.Length > 1 ? text[1] : 0;
        int length = Math.Min(head & 0x7F, text.Length - Math.Min(2, text.Length));
        ReadOnlySpan<byte> bytes = text.Slice(Math.Min(2, text.Length), length);
        text = text[Math.Min(2 + length, text.Length)..];
        CellWidth width = (head & 0x80) != 0 ? CellWidth.Wide : CellWidth.Narrow;
        Span<char> characters = stackalloc char[128];
        int count = Encoding.UTF8.GetChars(bytes, characters);
        if (_tables.Graphemes.TryIntern(characters[..count], out int id))
        {
            return Cell.FromGrapheme(id, width, 0);
        }

        Rune.DecodeFromUtf8(bytes, out Rune rune, out _);
        return Cell.FromCodePoint(rune.Value, width, 0);
    }

    /// <summary>Gives cells their renditions; must see every record of a block, because renditions are defined on the way.</summary>
    private void Style(ReadOnlySpan<byte> runs, Span<Cell> room)
    {
        var reader = new BlockReader(runs);
        int column = 0;
        while (!reader.IsAtEnd)
        {
            int count = ReadRun(ref reader, out int style);
            if (style < 0)
            {
                Rendition rendition = RenditionCodec.Read(ref reader, _tables.Links, out bool isProtected);
                _styles.Add((rendition, isProtected));
                style = _styles.Count;
            }

            if (style > 0 && style <= _styles.Count && column < room.Length)
            {
                Apply(_styles[style - 1], room[column..Math.Min(column + count, room.Length)]);
            }

            column += Math.Min(count, int.MaxValue - column);
        }
    }

    /// <summary>Reads the start of a run.</summary>
    /// <param name="reader">Moved on.</param>
    /// <param name="style">0 the default, from 1 on one that was defined before, -1 one whose definition follows.</param>
    /// <returns>How many cells.</returns>
    private int ReadRun(ref BlockReader reader, out int style)
    {
        int head = reader.ReadNumber();
        if (_hasShortRuns)
        {
            style = (head & 1) != 0 ? -1 : reader.ReadNumber();
            return Math.Min(head >> 1, ScrollbackEncoder.MaxCells);
        }

        style = reader.ReadNumber();
        style = style == 1 ? -1 : Math.Max(0, style - 1);
        return Math.Min(head, ScrollbackEncoder.MaxCells);
    }

    private void Apply((Rendition Rendition, bool IsProtected) style, Span<Cell> cells)
    {
        _ = _tables.Renditions.TryIntern(style.Rendition, out ushort id);
        ulong bits = ((ulong)id << 32) | (style.IsProtected ? 1ul << 26 : 0);
        foreach (ref Cell cell in cells)
        {
            cell = new Cell(cell.Bits | bits);
        }
    }
}
