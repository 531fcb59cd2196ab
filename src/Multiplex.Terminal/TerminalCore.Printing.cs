using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Modes;
using Multiplex.Terminal.Parsing;
using Multiplex.Terminal.State;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal;

/// <content>Text: runs of ASCII go to cells by vectors, UTF-8 in one loop, everything unusual character by character.</content>
internal sealed partial class TerminalCore
{
    private const int ReplacementCharacter = 0xFFFD;

    private uint _utf8Pending;
    private int _utf8PendingLength;
    private bool _isSlowPrint;
    private int _singleShift;

    /// <summary>The input is UTF-8.</summary>
    public bool Utf8 { get; set; }

    /// <summary>The character that REP repeats, 0 for none.</summary>
    public int LastPrinted { get; set; }

    /// <summary>Takes text and C0 controls; see <see cref="Parsing.IVtSink.Print"/>.</summary>
    public int Print(ReadOnlySpan<byte> data, out byte c1)
    {
        c1 = 0;
        int i = 0;
        if (_utf8PendingLength != 0)
        {
            i = ResumeCharacter(data, out c1);
        }

        while (i < data.Length && c1 == 0)
        {
            byte current = data[i];
            if (current >= 0x80)
            {
                i += Utf8 ? PrintUtf8(data[i..], out c1) : PrintEightBit(current, out c1);
            }
            else if (current >= 0x20)
            {
                i += PrintAscii(data[i..]);
            }
            else if (current == 0x1B)
            {
                break;
            }
            else
            {
                Execute(current);
                LastPrinted = 0;
                i++;
            }
        }

        return i;
    }

    /// <summary>Works out whether text may take the fast path; to be called whenever a mode or set that matters changed.</summary>
    public void UpdatePrinting() =>
        _isSlowPrint = InsertMode || _singleShift != 0 || Sets.GraphicLeft != CharacterSets.Ascii || _hasDoubleLines;

    private int PrintAscii(ReadOnlySpan<byte> data)
    {
        if (data[0] == 0x7F)
        {
            return 1;
        }

        if (_isSlowPrint)
        {
            PutCharacter(MapLeft(data[0]));
            return 1;
        }

        int run = CellWriter.PrintableLength(data);
        PrintRun(data[..run]);
        return run;
    }

    private void PrintRun(ReadOnlySpan<byte> text)
    {
        LastPrinted = text[^1];
        ulong bits = PenBits;
        while (true)
        {
            if (PendingWrap && AutoWrap)
            {
                Wrap();
            }

            int limit = Column < Right ? Right : Columns;
            int count = Math.Min(text.Length, limit - Column);
            Line line = Screen.Lines[Row];
            Span<Cell> cells = line.Writable(Columns);
            if (line.MayHaveWide)
            {
                WideCharacters.SplitAt(line, Column, Blank);
                WideCharacters.SplitAt(line, Column + count, Blank);
            }

            CellWriter.Widen(text[..count], cells.Slice(Column, count), bits);
            Damage.Mark(Row);
            int column = Column + count;
            Column = column;
            line.Occupy(column);
            if (column == limit)
            {
                Column = column - 1;
                PendingWrap = true;
                line.IsWrapped = false;
            }

            if (count == text.Length)
            {
                return;
            }

            // Without autowrap only the last character stays in the last column.
            text = AutoWrap ? text[count..] : text[^1..];
        }
    }

    /// <summary>The deferred wrap: to the start of the next line, scrolling when needed.</summary>
    private void Wrap()
    {
        Screen.Lines[Row].IsWrapped = Column + 1 >= Columns;
        Column = Column < Left ? 0 : Left;
        PendingWrap = false;
        Index();
        if (_hasDoubleLines)
        {
            KeepLinesApart(Row);
        }
    }

    /// <summary>Puts one character at the cursor and moves it on.</summary>
    public void PutCharacter(int codePoint)
    {
        int width = codePoint < 0x7F ? 1 : CharacterWidth.Of(codePoint, Options.AmbiguousWide);
        if (width == 0 || (Modes[ModeId.GraphemeClusters] && codePoint >= 0x300))
        {
            if (TryCombine(codePoint, width))
            {
                return;
            }

            if (width == 0)
            {
                return;
            }
        }

        LastPrinted = codePoint;
        if (PendingWrap && AutoWrap)
        {
            Wrap();
        }

        int limit = TextLimit();
        if (width == 2 && Column + 2 > limit && !MakeRoomForWide(ref limit))
        {
            codePoint = ReplacementCharacter;
            width = 1;
        }

        if (InsertMode)
        {
            Screen.InsertCells(Row, Column, limit, width, Blank);
        }

        Line line = Screen.Lines[Row];
        Span<Cell> cells = line.Writable(Columns);
        if (line.MayHaveWide)
        {
            WideCharacters.SplitAt(line, Column, Blank);
            WideCharacters.SplitAt(line, Column + width, Blank);
        }

        ulong bits = PenBits;
        cells[Column] = new Cell((uint)codePoint | ((ulong)(width - 1) << 24) | bits);
        if (width == 2)
        {
            cells[Column + 1] = new Cell(((ulong)CellWidth.WideTail << 24) | bits);
            line.MayHaveWide = true;
        }

        Damage.Mark(Row);
        Advance(line, width, limit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(Line line, int width, int limit)
    {
        Column += width;
        line.Occupy(Column);
        if (Column >= limit)
        {
            Column = limit - 1;
            PendingWrap = true;
            line.IsWrapped = false;
        }
    }

    /// <summary>A wide character does not fit in what is left of the line.</summary>
    private bool MakeRoomForWide(ref int limit)
    {
        int start = Column < Left ? 0 : Left;
        if (limit - start < 2)
        {
            return false;
        }

        if (AutoWrap)
        {
            Wrap();
            limit = TextLimit();
            return Column + 2 <= limit;
        }

        Column = limit - 2;
        return true;
    }

    private int PrintUtf8(ReadOnlySpan<byte> data, out byte c1)
    {
        c1 = 0;
        int i = 0;
        while (i < data.Length && data[i] >= 0x80)
        {
            bool mayBeFresh = (data[i] & 0xF0) == 0xE0 && !InsertMode && !_hasDoubleLines && !Modes[ModeId.GraphemeClusters];
            int fresh = mayBeFresh ? PrintFresh(data[i..]) : 0;
            if (fresh != 0)
            {
                i += fresh;
                continue;
            }

            int codePoint = Utf8Decoder.Decode(data[i..], out int length);
            if (codePoint == Utf8Decoder.Incomplete)
            {
                HoldBack(data[i..]);
                return data.Length;
            }

            if (codePoint <= 0x9F)
            {
                i += length;
                if (Options.C1)
                {
                    c1 = (byte)codePoint;
                    return i;
                }

                continue;
            }

            PutCharacter(codePoint);
            i += length;
        }

        return i;
    }

    /// <summary>
    /// The common case of text beyond ASCII: characters of three bytes onto the untouched rest of a line, where nothing can be cut in two
    /// and no wrap is near.
    /// </summary>
    /// <returns>Bytes consumed; what stops it takes the general path.</returns>
    private int PrintFresh(ReadOnlySpan<byte> data)
    {
        Line line = Screen.Lines[Row];
        int column = Column;
        if (PendingWrap || column < line.Occupied || column >= Right)
        {
            return 0;
        }

        ulong bits = PenBits;
        ulong tailBits = ((ulong)CellWidth.WideTail << 24) | bits;
        Span<Cell> cells = line.Writable(Columns)[..Right];
        bool ambiguousWide = Options.AmbiguousWide;
        int last = 0;
        int i = 0;
        while (Ideographs.IsSupported && i <= data.Length - Ideographs.BytesTouched && column + Ideographs.Cells < cells.Length
            && Ideographs.TryDecode(ref Unsafe.Add(ref MemoryMarshal.GetReference(data), i), out Vector128<uint> codes))
        {
            Ideographs.Store(codes, cells[column..], bits);
            last = (int)codes[3];
            column += Ideographs.Cells;
            i += Ideographs.Bytes;
        }

        bool hasWide = i > 0;
        while (i <= data.Length - sizeof(uint) && column + 2 < cells.Length)
        {
            uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(data[i..]);
            int codePoint = (int)(((bytes & 0x0F) << 12) | (bytes >> 2 & 0xFC0) | (bytes >> 16 & 0x3F));
            int width = CharacterWidth.Of(codePoint, ambiguousWide);
            if ((bytes & 0xC0C0F0) != 0x8080E0 || width == 0 || codePoint < 0x800 || (codePoint & 0xF800) == 0xD800)
            {
                break;
            }

            // A branch and not arithmetic: text is of one width or the other, and the next column must not wait for the table.
            Span<Cell> pair = cells.Slice(column, 2);
            if (width == 2)
            {
                pair[0] = new Cell((uint)codePoint | (1ul << 24) | bits);
                pair[1] = new Cell(tailBits);
                column += 2;
                hasWide = true;
            }
            else
            {
                pair[0] = new Cell((uint)codePoint | bits);
                column++;
            }

            last = codePoint;
            i += 3;
        }

        if (i > 0)
        {
            line.MayHaveWide |= hasWide;
            Column = column;
            line.Occupy(column);
            LastPrinted = last;
            Damage.Mark(Row);
        }

        return i;
    }

    private void HoldBack(ReadOnlySpan<byte> data)
    {
        _utf8Pending = 0;
        _utf8PendingLength = data.Length;
        for (int i = 0; i < data.Length; i++)
        {
            _utf8Pending |= (uint)data[i] << (8 * i);
        }
    }

    /// <summary>Goes on with a character that began in the input before.</summary>
    private int ResumeCharacter(ReadOnlySpan<byte> data, out byte c1)
    {
        c1 = 0;
        Span<byte> bytes = stackalloc byte[4];
        int held = _utf8PendingLength;
        for (int i = 0; i < held; i++)
        {
            bytes[i] = (byte)(_utf8Pending >> (8 * i));
        }

        int added = Math.Min(data.Length, 4 - held);
        data[..added].CopyTo(bytes[held..]);
        int codePoint = Utf8Decoder.Decode(bytes[..(held + added)], out int length);
        if (codePoint == Utf8Decoder.Incomplete)
        {
            HoldBack(bytes[..(held + added)]);
            return added;
        }

        _utf8PendingLength = 0;
        if (codePoint > 0x9F)
        {
            PutCharacter(codePoint);
        }
        else if (Options.C1)
        {
            c1 = (byte)codePoint;
        }

        return length - held;
    }

    private int PrintEightBit(byte value, out byte c1)
    {
        c1 = 0;
        if (value >= 0xA0)
        {
            PutCharacter(MapRight(value));
        }
        else if (Options.C1)
        {
            c1 = value;
        }

        return 1;
    }

    /// <summary>Adds a combining character to the character before the cursor, or joins one to it where clusters are kept
    /// together.</summary>
    private bool TryCombine(int codePoint, int width)
    {
        int column = PendingWrap ? Column : Column - 1;
        if (column < 0)
        {
            return width == 0;
        }

        Line line = Screen.Lines[Row];
        if (column >= line.Occupied)
        {
            return width == 0;
        }

        if (line.Cells[column].Width == CellWidth.WideTail)
        {
            column--;
        }

        Cell cell = line.Cells[column];
        if (cell.IsEmpty)
        {
            return width == 0;
        }

        return Graphemes.Join(this, line, column, cell, codePoint, width);
    }
}
