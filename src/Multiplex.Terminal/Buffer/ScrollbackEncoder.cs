using System.Runtime.CompilerServices;

namespace Multiplex.Terminal.Buffer;

/// <summary>How a line stands in a block. A record is <c>flags, text length, [exceptions], [length of the runs, runs], text</c>.</summary>
[Flags]
internal enum RecordFlags : byte
{
    /// <summary>The line was wrapped.</summary>
    Wrapped = 1,

    /// <summary>Runs of renditions come before the text.</summary>
    Styled = 2,

    /// <summary>The text is packed in six bits.</summary>
    Packed = 4,

    /// <summary>The next record goes on with the same line.</summary>
    Continues = 8,

    /// <summary>The text has more than one byte for some cells.</summary>
    Complex = 16,

    /// <summary>Packed text has exceptions.</summary>
    Exceptions = 32,

    /// <summary>The line's <see cref="LineSize"/>, shifted by <see cref="RecordSize.Shift"/>.</summary>
    SizeMask = 0xC0,
}

/// <summary>The size of a line's characters in the flags of its record.</summary>
internal static class RecordSize
{
    /// <summary>Where it stands.</summary>
    public const int Shift = 6;

    /// <summary>The flags of a line's last record.</summary>
    public static RecordFlags Flags(bool isWrapped, LineSize size) =>
        (isWrapped ? RecordFlags.Wrapped : 0) | (RecordFlags)((int)size << Shift);

    /// <summary>The size in flags.</summary>
    public static LineSize Of(RecordFlags flags) => (LineSize)((int)(flags & RecordFlags.SizeMask) >> Shift);
}

/// <summary>
/// Lines of cells to records. A block is complete in itself: renditions are defined in it at their first use, so that neither
/// compacting the tables nor another process that reads the block needs anything else.
/// </summary>
internal sealed class ScrollbackEncoder
{
    /// <summary>Most cells in one record; longer lines take several.</summary>
    public const int MaxCells = 512;

    /// <summary>In complex text: a grapheme follows, with a byte of its length and whether it is wide.</summary>
    public const byte GraphemeMark = 1;

    /// <summary>In complex text: the next character has not the width that its table gives it.</summary>
    public const byte OtherWidthMark = 2;

    private const int BytesPerVector = 32;
    private const uint ProtectedBit = 1u << 26;

    private readonly FrameTables _tables;
    private readonly LearntAlphabet _alphabet = new();
    private readonly StyleRunEncoder _runs;

    /// <summary>An encoder for one window.</summary>
    public ScrollbackEncoder(FrameTables tables)
    {
        _tables = tables;
        _runs = new StyleRunEncoder(tables);
    }

    /// <summary>Starts a block: its alphabet first.</summary>
    /// <returns>Bytes written.</returns>
    public int BeginBlock(Span<byte> block)
    {
        _runs.BeginBlock();
        return _alphabet.BeginBlock(block);
    }

    /// <summary>Writes a record.</summary>
    /// <param name="cells">At most <see cref="MaxCells"/>.</param>
    /// <param name="flags">Wrapped and Continues.</param>
    /// <param name="target">What is left of the block.</param>
    /// <returns>Bytes written, 0 when it does not fit.</returns>
    [SkipLocalsInit]
    public int Encode(ReadOnlySpan<Cell> cells, RecordFlags flags, Span<byte> target)
    {
        Span<byte> text = stackalloc byte[MaxCells + BytesPerVector];
        ulong all = CellNarrowing.Texts(cells, text);
        bool isStyled = all >> 26 != 0;
        if ((uint)(all & 0x3FFFFFF) >= 0x80)
        {
            return EncodeComplex(cells, all, text, flags | (isStyled ? RecordFlags.Styled : 0), target);
        }

        _alphabet.See(text[..cells.Length]);
        return isStyled || target.Length < cells.Length + 64
            ? EncodeStyled(cells, all, text, flags | (isStyled ? RecordFlags.Styled : 0), target)
            : EncodePlain(text, cells.Length, flags, target);
    }

    private int EncodePlain(Span<byte> text, int length, RecordFlags flags, Span<byte> target)
    {
        int head = length < 0x80 ? 2 : 3;
        Span<byte> exceptions = stackalloc byte[MaxCells];
        int packed = TextPacking.PackedLength(length);
        int count = TextPacking.Pack(text[..RoundUp(length)], length, _alphabet.Table, target[head..], exceptions);
        _alphabet.Packed(length, count);
        if (count != 0)
        {
            // The number of exceptions stands before the text; packing again is cheaper than moving would be to understand.
            head += count < 0x80 ? 1 : 2;
            if (packed + count >= length)
            {
                return EncodeRaw(text[..length], flags, target);
            }

            TextPacking.Pack(text[..RoundUp(length)], length, _alphabet.Table, target[head..], exceptions);
            flags |= RecordFlags.Exceptions;
            exceptions[..count].CopyTo(target[(head + packed)..]);
        }

        var writer = new BlockWriter(target);
        writer.Add((byte)(flags | RecordFlags.Packed));
        writer.AddNumber(length);
        if (count != 0)
        {
            writer.AddNumber(count);
        }

        return head + packed + count;
    }

    private static int EncodeRaw(ReadOnlySpan<byte> text, RecordFlags flags, Span<byte> target)
    {
        var writer = new BlockWriter(target);
        writer.Add((byte)flags);
        writer.AddNumber(text.Length);
        writer.Add(text);
        return writer.Overflowed ? 0 : writer.Length;
    }

    private int EncodeStyled(ReadOnlySpan<Cell> cells, ulong all, Span<byte> text, RecordFlags flags, Span<byte> target)
    {
        int length = cells.Length;
        Span<byte> exceptions = stackalloc byte[MaxCells];
        Span<byte> packed = stackalloc byte[MaxCells];
        int packedLength = TextPacking.PackedLength(length);
        int count = TextPacking.Pack(text[..RoundUp(length)], length, _alphabet.Table, packed, exceptions);
        _alphabet.Packed(length, count);
        bool isPacked = packedLength + count < length;
        flags |= isPacked ? RecordFlags.Packed | (count != 0 ? RecordFlags.Exceptions : 0) : 0;
        var writer = new BlockWriter(target);
        writer.Add((byte)flags);
        writer.AddNumber(length);
        if ((flags & RecordFlags.Exceptions) != 0)
        {
            writer.AddNumber(count);
        }

        if ((flags & RecordFlags.Styled) != 0)
        {
            _runs.Add(cells, target, ref writer, (all & ProtectedBit) != 0);
        }

        if (isPacked)
        {
            writer.Add(packed[..packedLength]);
            writer.Add(exceptions[..count]);
        }
        else
        {
            writer.Add(text[..length]);
        }

        return writer.Overflowed ? 0 : writer.Length;
    }

    private int EncodeComplex(ReadOnlySpan<Cell> cells, ulong all, ReadOnlySpan<byte> text, RecordFlags flags, Span<byte> target)
    {
        var writer = new BlockWriter(target);
        writer.Add((byte)(flags | RecordFlags.Complex));

        // Two bytes are kept for the length of the text, which is not known yet.
        writer.Add(0);
        writer.Add(0);
        if ((flags & RecordFlags.Styled) != 0)
        {
            _runs.Add(cells, target, ref writer, (all & ProtectedBit) != 0);
        }

        int start = writer.Length;
        MixedText.Add(cells, text, _tables, ref writer);
        int length = writer.Length - start;
        if (writer.Overflowed || length >= 1 << 14)
        {
            return 0;
        }

        target[1] = (byte)(length | 0x80);
        target[2] = (byte)(length >> 7);
        return writer.Length;
    }

    private static int RoundUp(int length) => (length + BytesPerVector - 1) & -BytesPerVector;
}
