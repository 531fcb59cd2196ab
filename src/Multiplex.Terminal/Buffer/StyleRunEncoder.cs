using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Multiplex.Terminal.Buffer;

/// <summary>
/// The runs of renditions of a line of scrollback: twice the number of cells, and one more when the style is defined here, at its first
/// use in the block; then the definition, or the style's number: 0 is the default, from 1 on those that were defined before. Which of
/// these comes next cannot be predicted, so each is worked out and one is chosen without a branch.
/// </summary>
internal sealed class StyleRunEncoder
{
    /// <summary>Styles that are remembered as defined in the block; one that pushes another out only costs a definition more. The
    /// default is known from the start, as number 0.</summary>
    private const int LocalIds = 256;

    /// <summary>Past so many definitions in a block no more are remembered, so that a number takes two bytes at most.</summary>
    private const int MaxDefinitions = (1 << 14) - 2;

    /// <summary>Most bytes of a run: its length, and a definition with the rest of the word it is stored in.</summary>
    private const int LongestRun = 2 + sizeof(ulong);

    private const int NumberBits = 16;

    private readonly FrameTables _tables;

    // The block's stamp, the id and the style's number in the block.
    private readonly ulong[] _localIds = new ulong[LocalIds];
    private uint _blockStamp = 1;
    private int _generation;
    private int _definitions;

    /// <summary>An encoder for one window.</summary>
    public StyleRunEncoder(FrameTables tables)
    {
        _tables = tables;
        BeginBlock();
    }

    /// <summary>Forgets what was defined in the block before.</summary>
    public void BeginBlock()
    {
        _blockStamp++;
        _definitions = 0;
        Local(0) = Known(0, 0);
    }

    /// <summary>Adds the runs of a line, with two bytes before them for their length.</summary>
    /// <param name="cells">Not empty.</param>
    /// <param name="target">What <paramref name="writer"/> writes to.</param>
    /// <param name="writer">Moved on.</param>
    /// <param name="isProtected">Some cells are protected.</param>
    public void Add(ReadOnlySpan<Cell> cells, Span<byte> target, ref BlockWriter writer, bool isProtected)
    {
        int at = writer.Length;
        writer.Add(0);
        writer.Add(0);
        if (_tables.Generation != _generation)
        {
            ForgetLocalIds();
        }

        if (isProtected)
        {
            AddProtected(cells, ref writer);
        }
        else
        {
            AddRuns(cells, ref writer);
        }

        if (!writer.Overflowed)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[at..], (ushort)(writer.Length - at - 2));
        }
    }

    [SkipLocalsInit]
    private void AddRuns(ReadOnlySpan<Cell> cells, ref BlockWriter writer)
    {
        Span<ushort> room = stackalloc ushort[ScrollbackEncoder.MaxCells];
        Span<ushort> ids = room[..cells.Length];
        CellNarrowing.Renditions(cells, ids);
        ReadOnlySpan<ulong> encoded = _tables.Renditions.Encoded;
        int start = 0;
        for (int first = 1; first < ids.Length; first += 64)
        {
            for (ulong changes = CellNarrowing.Changes(ids, first); changes != 0; changes &= changes - 1)
            {
                int end = first + BitOperations.TrailingZeroCount(changes);
                AddRun(end - start, ids[start], encoded, ref writer);
                start = end;
            }
        }

        AddRun(ids.Length - start, ids[start], encoded, ref writer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddRun(int count, uint id, ReadOnlySpan<ulong> encoded, ref BlockWriter writer)
    {
        ulong definition = encoded[(int)id];
        Span<byte> rest = writer.Rest;
        if (definition == RenditionCodec.NotShort || rest.Length < LongestRun || _definitions >= MaxDefinitions)
        {
            AddUnusual(count, id, ref writer);
            return;
        }

        // All bits when the style is not known in the block yet, else none; by it one of two is taken without a branch.
        ref ulong local = ref Local(id);
        ulong known = local;
        ulong difference = (known ^ Known(id, 0)) >> NumberBits;
        ulong isNew = (ulong)((long)(difference | (0 - difference)) >> 63);
        local = known ^ ((known ^ Known(id, _definitions + 1)) & isNew);
        _definitions += (int)(isNew & 1);

        int number = (ushort)known;
        int isLong = (0x7F - number) >> 31;
        ulong reference = (uint)((number & 0x7F) | (isLong & 0x80) | (number >> 7 << 8));
        ulong style = reference ^ ((reference ^ definition) & isNew);
        int referenceLength = 1 - isLong;
        int length = referenceLength ^ ((referenceLength ^ (int)(definition >> RenditionCodec.ShortLengthShift)) & (int)isNew);
        int at = 1;
        int head = (count << 1) | (int)(isNew & 1);
        rest[0] = (byte)head;
        if (head >= 0x80)
        {
            rest[0] |= 0x80;
            rest[1] = (byte)(head >> 7);
            at = 2;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(rest[at..], style);
        writer.Advance(at + length);
    }

    /// <summary>Adds a run whose style may take more bytes than a word has, in a block that may be full.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddUnusual(int count, uint id, ref BlockWriter writer)
    {
        ref ulong local = ref Local(id);
        if ((local ^ Known(id, 0)) >> NumberBits == 0)
        {
            writer.AddNumber(count << 1);
            writer.AddNumber((ushort)local);
            return;
        }

        if (_definitions < MaxDefinitions)
        {
            local = Known(id, _definitions + 1);
        }

        Define(count, id, isProtected: false, ref writer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong Local(uint id) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_localIds), (nuint)((id - 1) & (LocalIds - 1)));

    private void AddProtected(ReadOnlySpan<Cell> cells, ref BlockWriter writer)
    {
        int start = 0;
        for (int end = 1; end <= cells.Length; end++)
        {
            ulong style = cells[start].Bits & ScrollbackDecoder.StyleMask;
            if (end == cells.Length || (cells[end].Bits & ScrollbackDecoder.StyleMask) != style)
            {
                Define(end - start, (uint)(style >> 32), (uint)style != 0, ref writer);
                start = end;
            }
        }
    }

    /// <summary>Defines a style in the block in as many bytes as it needs: protected ones, which are rare, at each use.</summary>
    private void Define(int count, uint id, bool isProtected, ref BlockWriter writer)
    {
        _definitions++;
        writer.AddNumber((count << 1) | 1);
        RenditionCodec.Write(ref writer, _tables.Renditions.Packed[(int)id], isProtected, _tables.Links);
    }

    private ulong Known(uint id, int number) => ((ulong)_blockStamp << 32) | (id << NumberBits) | (uint)number;

    private void ForgetLocalIds()
    {
        _generation = _tables.Generation;
        _localIds.AsSpan().Clear();
        Local(0) = Known(0, 0);
    }
}
