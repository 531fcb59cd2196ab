using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Multiplex.Terminal.Text;

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
    private const int FirstIdeograph = 0x4E00;
    private const int LastIdeograph = 0x9FFF;
    private const int LearnEvery = 8;

    /// <summary>Renditions that are remembered as defined in the block; one that pushes another out only costs a definition more.</summary>
    private const int LocalIds = 256;

    private readonly FrameTables _tables;
    private readonly byte[] _table = new byte[TextPacking.TableSize];
    private readonly byte[] _alphabet = new byte[TextPacking.AlphabetSize];
    private readonly ushort[] _histogram = new ushort[TextPacking.TableSize];
    private readonly ulong[] _localIds = new ulong[LocalIds];
    private uint _blockStamp = 1;
    private int _generation;
    private int _definitions;
    private int _lines;
    private int _blockText;
    private int _blockExceptions;
    private bool _isDefaultAlphabet = true;

    /// <summary>An encoder for one window.</summary>
    public ScrollbackEncoder(FrameTables tables)
    {
        _tables = tables;
        TextPacking.DefaultAlphabet.CopyTo(_alphabet);
        TextPacking.BuildTable(_alphabet, _table);
    }

    /// <summary>Starts a block: its alphabet first.</summary>
    /// <returns>Bytes written.</returns>
    public int BeginBlock(Span<byte> block)
    {
        _blockStamp++;
        _definitions = 0;
        if (_blockExceptions * 16 > _blockText)
        {
            Learn();
        }

        _blockText = 0;
        _blockExceptions = 0;
        if (_isDefaultAlphabet)
        {
            block[0] = 0;
            return 1;
        }

        block[0] = 1;
        _alphabet.CopyTo(block[1..]);
        return 1 + TextPacking.AlphabetSize;
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
        ulong all = Narrow(cells, text);
        bool isStyled = all >> 26 != 0;
        if ((uint)(all & 0x3FFFFFF) >= 0x80)
        {
            return EncodeComplex(cells, flags | (isStyled ? RecordFlags.Styled : 0), target);
        }

        if (_lines++ % LearnEvery == 0)
        {
            Count(text[..cells.Length]);
        }

        return isStyled || target.Length < cells.Length + 64
            ? EncodeStyled(cells, text, flags | (isStyled ? RecordFlags.Styled : 0), target)
            : EncodePlain(text, cells.Length, flags, target);
    }

    private int EncodePlain(Span<byte> text, int length, RecordFlags flags, Span<byte> target)
    {
        int head = length < 0x80 ? 2 : 3;
        Span<byte> exceptions = stackalloc byte[MaxCells];
        int packed = TextPacking.PackedLength(length);
        int count = TextPacking.Pack(text[..RoundUp(length)], length, _table, target[head..], exceptions);
        _blockText += length;
        _blockExceptions += count;
        if (count != 0)
        {
            // The number of exceptions stands before the text; packing again is cheaper than moving would be to understand.
            head += count < 0x80 ? 1 : 2;
            if (packed + count >= length)
            {
                return EncodeRaw(text[..length], flags, target);
            }

            TextPacking.Pack(text[..RoundUp(length)], length, _table, target[head..], exceptions);
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

    private int EncodeStyled(ReadOnlySpan<Cell> cells, Span<byte> text, RecordFlags flags, Span<byte> target)
    {
        int length = cells.Length;
        Span<byte> exceptions = stackalloc byte[MaxCells];
        Span<byte> packed = stackalloc byte[MaxCells];
        int packedLength = TextPacking.PackedLength(length);
        int count = TextPacking.Pack(text[..RoundUp(length)], length, _table, packed, exceptions);
        _blockText += length;
        _blockExceptions += count;
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
            AddRuns(cells, target, ref writer);
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

    private int EncodeComplex(ReadOnlySpan<Cell> cells, RecordFlags flags, Span<byte> target)
    {
        var writer = new BlockWriter(target);
        writer.Add((byte)(flags | RecordFlags.Complex));

        // Two bytes are kept for the length of the text, which is not known yet.
        writer.Add(0);
        writer.Add(0);
        if ((flags & RecordFlags.Styled) != 0)
        {
            AddRuns(cells, target, ref writer);
        }

        int start = writer.Length;
        AddText(cells, ref writer);
        int length = writer.Length - start;
        if (writer.Overflowed || length >= 1 << 14)
        {
            return 0;
        }

        target[1] = (byte)(length | 0x80);
        target[2] = (byte)(length >> 7);
        return writer.Length;
    }

    private void AddText(ReadOnlySpan<Cell> cells, ref BlockWriter writer)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            i += AddIdeographs(cells[i..], ref writer);
            if (i >= cells.Length)
            {
                return;
            }

            Cell cell = cells[i];
            if (cell.Width == CellWidth.WideTail)
            {
                continue;
            }

            if (cell.IsGrapheme)
            {
                AddGrapheme(cell, ref writer);
            }
            else if (cell.Content < 0x80)
            {
                writer.Add((byte)cell.Content);
            }
            else
            {
                if (CharacterWidth.Of(cell.Content, ambiguousWide: false) != (int)cell.Width + 1)
                {
                    writer.Add(OtherWidthMark);
                }

                writer.AddCharacter(cell.Content);
            }
        }
    }

    /// <summary>Adds the wide ideographs at the start, which are most of such text: three bytes each, two cells each.</summary>
    /// <returns>Cells taken.</returns>
    private static int AddIdeographs(ReadOnlySpan<Cell> cells, ref BlockWriter writer)
    {
        const uint Wide = 1u << 24;
        Span<byte> rest = writer.Rest;
        int pairs = Math.Min(cells.Length / 2, (rest.Length - 1) / 3);
        ref ulong source = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        ref byte target = ref MemoryMarshal.GetReference(rest);
        int count = 0;
        while (count < pairs)
        {
            uint value = (uint)Unsafe.Add(ref source, 2 * count);
            uint code = value & 0xFFFF;
            if ((value & ~(0xFFFFu | ProtectedBit)) != Wide || code - FirstIdeograph > LastIdeograph - FirstIdeograph)
            {
                break;
            }

            // UTF-8's three bytes in one store; the fourth is overwritten by what follows.
            uint bytes = 0x8080E0 | (code >> 12) | ((code & 0xFC0) << 2) | ((code & 0x3F) << 16);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, 3 * count),
                BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes));
            count++;
        }

        if (count > 0)
        {
            writer.Advance(3 * count);
        }

        return 2 * count;
    }

    private void AddGrapheme(Cell cell, ref BlockWriter writer)
    {
        Span<byte> bytes = stackalloc byte[GraphemeTable.MaxLength * 3];
        int length = Encoding.UTF8.GetBytes(_tables.Graphemes[cell.Content], bytes);
        writer.Add(GraphemeMark);
        writer.Add((byte)(length | (cell.Width == CellWidth.Wide ? 0x80 : 0)));
        writer.Add(bytes[..length]);
    }

    /// <summary>Adds the runs, with two bytes before them for their length.</summary>
    private void AddRuns(ReadOnlySpan<Cell> cells, Span<byte> target, ref BlockWriter writer)
    {
        int at = writer.Length;
        writer.Add(0);
        writer.Add(0);
        if (_tables.Generation != _generation)
        {
            ForgetLocalIds();
        }

        int start = 0;
        for (int first = 1; first < cells.Length; first += 64)
        {
            for (ulong changes = StyleChanges(cells, first); changes != 0; changes &= changes - 1)
            {
                int end = first + BitOperations.TrailingZeroCount(changes);
                writer.AddNumber(end - start);
                AddStyle(cells[start].Bits & ScrollbackDecoder.StyleMask, ref writer);
                start = end;
            }
        }

        writer.AddNumber(cells.Length - start);
        AddStyle(cells[start].Bits & ScrollbackDecoder.StyleMask, ref writer);
        if (!writer.Overflowed)
        {
            int length = writer.Length - at - 2;
            target[at] = (byte)length;
            target[at + 1] = (byte)(length >> 8);
        }
    }

    /// <summary>Which of up to 64 cells have another style than the cell before; where runs end cannot be predicted, so no branch
    /// asks it cell by cell.</summary>
    private static ulong StyleChanges(ReadOnlySpan<Cell> cells, int first)
    {
        int count = Math.Min(64, cells.Length - first);
        ref ulong current = ref Unsafe.As<Cell, ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(cells), first));
        ref ulong before = ref Unsafe.Subtract(ref current, 1);
        ulong changes = 0;
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= count - 4; i += 4)
            {
                Vector256<ulong> differ = Vector256.LoadUnsafe(ref current, (nuint)i) ^ Vector256.LoadUnsafe(ref before, (nuint)i);
                differ &= Vector256.Create(ScrollbackDecoder.StyleMask);
                uint same = Vector256.Equals(differ, Vector256<ulong>.Zero).ExtractMostSignificantBits();
                changes |= (ulong)(same ^ 0xF) << i;
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= count - 2; i += 2)
            {
                Vector128<ulong> differ = Vector128.LoadUnsafe(ref current, (nuint)i) ^ Vector128.LoadUnsafe(ref before, (nuint)i);
                differ &= Vector128.Create(ScrollbackDecoder.StyleMask);
                uint same = Vector128.Equals(differ, Vector128<ulong>.Zero).ExtractMostSignificantBits();
                changes |= (ulong)(same ^ 3) << i;
            }
        }

        for (; i < count; i++)
        {
            ulong differ = (Unsafe.Add(ref current, i) ^ Unsafe.Add(ref before, i)) & ScrollbackDecoder.StyleMask;
            changes |= (differ != 0 ? 1ul : 0) << i;
        }

        return changes;
    }

    /// <summary>Adds a style: 0 for the default, 1 and a definition at its first use, from 2 on one that was defined before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddStyle(ulong style, ref BlockWriter writer)
    {
        uint id = (uint)(style >> 32);
        ulong known = _localIds[id % LocalIds];
        if (style == 0)
        {
            writer.Add(0);
        }
        else if (known >> 16 == (((ulong)_blockStamp << 16) | id) && (uint)style == 0)
        {
            writer.AddNumber((int)(known & 0xFFFF) + 2);
        }
        else
        {
            Define(id, isProtected: (uint)style != 0, ref writer);
        }
    }

    /// <summary>Defines a style in the block; protected ones, which are rare, at each use.</summary>
    private void Define(uint id, bool isProtected, ref BlockWriter writer)
    {
        if (!isProtected && _definitions <= ushort.MaxValue)
        {
            _localIds[id % LocalIds] = ((ulong)_blockStamp << 32) | (id << 16) | (uint)_definitions;
        }

        _definitions++;
        writer.Add(1);
        RenditionCodec.Write(ref writer, _tables.Renditions.Packed[(int)id], isProtected, _tables.Links);
    }

    private void ForgetLocalIds()
    {
        _generation = _tables.Generation;
        _localIds.AsSpan().Clear();
    }

    /// <summary>Low bytes of cells.</summary>
    /// <returns>All cells ored together.</returns>
    private static ulong Narrow(ReadOnlySpan<Cell> cells, Span<byte> text)
    {
        ref ulong source = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        ref byte target = ref MemoryMarshal.GetReference(text);
        int i = 0;
        ulong all = 0;
        if (Vector256.IsHardwareAccelerated && cells.Length >= 16)
        {
            Vector256<ulong> seen = Vector256<ulong>.Zero;
            for (; i <= cells.Length - 16; i += 16)
            {
                Vector256<ulong> a = Vector256.LoadUnsafe(ref source, (nuint)i);
                Vector256<ulong> b = Vector256.LoadUnsafe(ref source, (nuint)i + 4);
                Vector256<ulong> c = Vector256.LoadUnsafe(ref source, (nuint)i + 8);
                Vector256<ulong> d = Vector256.LoadUnsafe(ref source, (nuint)i + 12);
                seen |= a | b | c | d;
                Vector256<ushort> words = Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d));
                Vector128.Narrow(words.GetLower(), words.GetUpper()).StoreUnsafe(ref target, (nuint)i);
            }

            all = seen[0] | seen[1] | seen[2] | seen[3];
        }

        else if (Vector128.IsHardwareAccelerated && cells.Length >= 8)
        {
            Vector128<ulong> seen = Vector128<ulong>.Zero;
            for (; i <= cells.Length - 8; i += 8)
            {
                Vector128<ulong> a = Vector128.LoadUnsafe(ref source, (nuint)i);
                Vector128<ulong> b = Vector128.LoadUnsafe(ref source, (nuint)i + 2);
                Vector128<ulong> c = Vector128.LoadUnsafe(ref source, (nuint)i + 4);
                Vector128<ulong> d = Vector128.LoadUnsafe(ref source, (nuint)i + 6);
                seen |= a | b | c | d;
                Vector128<ushort> words = Vector128.Narrow(Vector128.Narrow(a, b), Vector128.Narrow(c, d));
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, i), Vector128.Narrow(words, words).AsUInt64().ToScalar());
            }

            all = seen[0] | seen[1];
        }

        for (; i < cells.Length; i++)
        {
            ulong bits = Unsafe.Add(ref source, i);
            all |= bits;
            Unsafe.Add(ref target, i) = (byte)bits;
        }

        return all;
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            ref ushort count = ref _histogram[value & 0x7F];
            if (++count == ushort.MaxValue)
            {
                Halve();
            }
        }
    }

    private void Halve()
    {
        foreach (ref ushort count in _histogram.AsSpan())
        {
            count /= 2;
        }
    }

    /// <summary>Takes the characters that came most often into the alphabet.</summary>
    private void Learn()
    {
        Span<int> order = stackalloc int[TextPacking.TableSize];
        for (int value = 0; value < order.Length; value++)
        {
            order[value] = -(_histogram[value] << 7) + value;
        }

        order.Sort();
        for (int code = 0; code < TextPacking.AlphabetSize; code++)
        {
            _alphabet[code] = (byte)(order[code] & 0x7F);
        }

        TextPacking.BuildTable(_alphabet, _table);
        _isDefaultAlphabet = false;
        Halve();
    }

    private static int RoundUp(int length) => (length + BytesPerVector - 1) & -BytesPerVector;
}
