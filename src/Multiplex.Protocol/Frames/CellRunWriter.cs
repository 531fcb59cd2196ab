using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Frames;

/// <summary>Writes the cells in which two frames differ as runs, each in its shortest form.</summary>
internal static class CellRunWriter
{
    private const int HeadSize = 7;

    /// <summary>
    /// Unchanged cells up to this many between two changed ones are sent along: they take fewer bytes than another run's head.
    /// </summary>
    private const int MergedGap = 1;

    /// <summary>Shortest run of equal cells worth a run of its own.</summary>
    private const int ShortestRepeat = 4;

    /// <summary>Shortest run of ASCII in one rendition worth a run of its own.</summary>
    private const int ShortestAscii = 3;

    /// <summary>Adds all runs in which a frame differs from the one sent before.</summary>
    /// <param name="part">The message.</param>
    /// <param name="sent">What the receiver has; of the same size.</param>
    /// <param name="next">What it shall have.</param>
    public static void AddChanges(ref FramePart part, Frame sent, Frame next)
    {
        bool isOpen = false;
        for (int row = 0; row < next.Rows; row++)
        {
            ReadOnlySpan<ulong> before = MemoryMarshal.Cast<Cell, ulong>(sent.Row(row));
            ReadOnlySpan<ulong> after = MemoryMarshal.Cast<Cell, ulong>(next.Row(row));
            int column = before.CommonPrefixLength(after);
            if (column == after.Length)
            {
                continue;
            }

            if (isOpen && part.IsLong)
            {
                part.EndSection();
                isOpen = false;
            }

            if (!isOpen)
            {
                part.BeginSection(FrameSection.Cells);
                isOpen = true;
            }

            AddRow(part.Output, row, column, before, after);
        }

        if (isOpen)
        {
            part.EndSection();
        }
    }

    private static void AddRow(MessageBuffer output, int row, int column, ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after)
    {
        while (column < after.Length)
        {
            int end = ChangedEnd(column, before, after);
            AddRuns(output, row, column, after[column..end]);
            column = end;
            column += before[column..].CommonPrefixLength(after[column..]);
        }
    }

    private static int ChangedEnd(int column, ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after)
    {
        int end = column + 1;
        for (int i = end; i < after.Length && i - end <= MergedGap; i++)
        {
            if (before[i] != after[i])
            {
                end = i + 1;
            }
        }

        return end;
    }

    private static void AddRuns(MessageBuffer output, int row, int column, ReadOnlySpan<ulong> cells)
    {
        int raw = 0;
        int at = 0;
        while (at < cells.Length)
        {
            int repeat = RepeatLength(cells[at..]);
            int ascii = repeat >= ShortestRepeat ? 0 : AsciiLength(cells[at..]);
            if (repeat < ShortestRepeat && ascii < ShortestAscii)
            {
                at++;
                continue;
            }

            AddRaw(output, row, column + raw, cells[raw..at]);
            if (repeat >= ShortestRepeat)
            {
                AddRepeat(output, row, column + at, repeat, cells[at]);
                at += repeat;
            }
            else
            {
                AddAscii(output, row, column + at, cells.Slice(at, ascii));
                at += ascii;
            }

            raw = at;
        }

        AddRaw(output, row, column + raw, cells[raw..]);
    }

    private static int RepeatLength(ReadOnlySpan<ulong> cells)
    {
        int differing = cells.IndexOfAnyExcept(cells[0]);
        return differing < 0 ? cells.Length : differing;
    }

    private static int AsciiLength(ReadOnlySpan<ulong> cells)
    {
        // Narrow, unprotected, no grapheme: everything but the rendition and the low seven bits is zero.
        const ulong Fixed = ~0x7Ful;
        ulong rendition = cells[0] & Fixed;
        if ((rendition & 0xFFFF_0000_FFFF_FFFF) != 0)
        {
            return 0;
        }

        int length = 0;
        while (length < cells.Length && (cells[length] & Fixed) == rendition && (cells[length] & 0x7F) is >= 0x20 and < 0x7F)
        {
            length++;
        }

        return length;
    }

    private static Span<byte> AddHead(MessageBuffer output, int row, int column, int count, CellRunForm form, int dataSize)
    {
        Span<byte> head = output.GetSpan(HeadSize + dataSize);
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)row);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)column);
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], (ushort)count);
        head[6] = (byte)form;
        output.Advance(HeadSize + dataSize);
        return head.Slice(HeadSize, dataSize);
    }

    private static void AddRaw(MessageBuffer output, int row, int column, ReadOnlySpan<ulong> cells)
    {
        if (cells.IsEmpty)
        {
            return;
        }

        Span<byte> data = AddHead(output, row, column, cells.Length, CellRunForm.Raw, cells.Length * sizeof(ulong));
        for (int i = 0; i < cells.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data[(i * sizeof(ulong))..], cells[i]);
        }
    }

    private static void AddRepeat(MessageBuffer output, int row, int column, int count, ulong cell) =>
        BinaryPrimitives.WriteUInt64LittleEndian(AddHead(output, row, column, count, CellRunForm.Repeat, sizeof(ulong)), cell);

    private static void AddAscii(MessageBuffer output, int row, int column, ReadOnlySpan<ulong> cells)
    {
        Span<byte> data = AddHead(output, row, column, cells.Length, CellRunForm.Ascii, 2 + cells.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(data, new Cell(cells[0]).Rendition);
        for (int i = 0; i < cells.Length; i++)
        {
            data[2 + i] = (byte)cells[i];
        }
    }
}
