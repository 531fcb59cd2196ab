using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Multiplex.Terminal.Text;

namespace Multiplex.Terminal.Buffer;

/// <summary>Text of scrollback that is not ASCII alone: UTF-8, in which runs of ASCII and of characters of three bytes, which are nearly
/// all there is, are taken in loops of their own.</summary>
internal static class MixedText
{
    private const ulong NotAscii = 0x03FFFF80;
    private const uint ProtectedBit = 1u << 26;
    private const uint ShortCharacter = 0x0100FFFF;
    private const int FirstOfThreeBytes = 0x800;

    /// <summary>Adds text.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="low">Their low bytes, and eight bytes more.</param>
    /// <param name="tables">Where graphemes are.</param>
    /// <param name="writer">Moved on.</param>
    public static void Add(ReadOnlySpan<Cell> cells, ReadOnlySpan<byte> low, FrameTables tables, ref BlockWriter writer)
    {
        int i = 0;
        while (i < cells.Length)
        {
            int start = i;
            i += AddAscii(cells[i..], low[i..], ref writer);
            i += AddThreeBytes(cells[i..], ref writer);
            if (i == start)
            {
                AddOne(cells[i++], tables, ref writer);
            }
        }
    }

    /// <summary>Adds the ASCII at the start.</summary>
    /// <returns>Cells taken.</returns>
    private static int AddAscii(ReadOnlySpan<Cell> cells, ReadOnlySpan<byte> low, ref BlockWriter writer)
    {
        const int Step = 8;
        Span<byte> rest = writer.Rest;
        int most = Math.Min(cells.Length, rest.Length);
        int i = 0;
        while (i <= most - Step)
        {
            // All eight are stored; those from the first other one on are overwritten by what follows.
            int count = AsciiLength(ref Unsafe.Add(ref MemoryMarshal.GetReference(cells), i));
            low.Slice(i, Step).CopyTo(rest[i..]);
            i += count;
            if (count != Step)
            {
                writer.Skip(i);
                return i;
            }
        }

        while (i < most && (cells[i].Bits & NotAscii) == 0)
        {
            rest[i] = low[i];
            i++;
        }

        writer.Skip(i);
        return i;
    }

    /// <summary>How many of eight cells are ASCII up to the first that is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AsciiLength(ref Cell cells)
    {
        ref ulong source = ref Unsafe.As<Cell, ulong>(ref cells);
        var other = Vector128.Create(NotAscii);
        uint ascii = 0;
        for (int i = 0; i < 8; i += 2)
        {
            Vector128<ulong> pair = Vector128.LoadUnsafe(ref source, (nuint)i) & other;
            ascii |= Vector128.Equals(pair, Vector128<ulong>.Zero).ExtractMostSignificantBits() << i;
        }

        return BitOperations.TrailingZeroCount(~ascii);
    }

    /// <summary>Adds the characters of three bytes at the start that have the width of their table.</summary>
    /// <returns>Cells taken.</returns>
    private static int AddThreeBytes(ReadOnlySpan<Cell> cells, ref BlockWriter writer)
    {
        Span<byte> rest = writer.Rest;
        ref ulong source = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        int i = 0;
        int at = 0;
        while (Ideographs.IsSupported && i <= cells.Length - Ideographs.Cells && at <= rest.Length - Ideographs.BytesTouched
            && Ideographs.TryRead(ref Unsafe.Add(ref source, i), out Vector128<uint> codes))
        {
            Ideographs.Encode(codes, ref Unsafe.Add(ref MemoryMarshal.GetReference(rest), at));
            at += Ideographs.Bytes;
            i += Ideographs.Cells;
        }

        while (i < cells.Length && at <= rest.Length - sizeof(uint))
        {
            uint value = (uint)Unsafe.Add(ref source, i) & ~ProtectedBit;
            int code = (int)(value & 0xFFFF);
            int width = (int)(value >> 24);
            if ((value & ~ShortCharacter) != 0 || code < FirstOfThreeBytes || CharacterWidth.Of(code, ambiguousWide: false) != width + 1)
            {
                break;
            }

            // The fourth byte of the store is overwritten by what follows.
            uint bytes = 0x8080E0 | ((uint)code >> 12) | (((uint)code & 0xFC0) << 2) | (((uint)code & 0x3F) << 16);
            BinaryPrimitives.WriteUInt32LittleEndian(rest[at..], bytes);
            at += 3;
            i++;
            if (width != 0)
            {
                i++;
            }
        }

        writer.Skip(at);
        return Math.Min(i, cells.Length);
    }

    private static void AddOne(Cell cell, FrameTables tables, ref BlockWriter writer)
    {
        if (cell.Width == CellWidth.WideTail)
        {
            return;
        }

        if (cell.IsGrapheme)
        {
            AddGrapheme(cell, tables, ref writer);
        }
        else if (cell.Content < 0x80)
        {
            writer.Add((byte)cell.Content);
        }
        else
        {
            if (CharacterWidth.Of(cell.Content, ambiguousWide: false) != (int)cell.Width + 1)
            {
                writer.Add(ScrollbackEncoder.OtherWidthMark);
            }

            writer.AddCharacter(cell.Content);
        }
    }

    private static void AddGrapheme(Cell cell, FrameTables tables, ref BlockWriter writer)
    {
        Span<byte> bytes = stackalloc byte[GraphemeTable.MaxLength * 3];
        int length = Encoding.UTF8.GetBytes(tables.Graphemes[cell.Content], bytes);
        writer.Add(ScrollbackEncoder.GraphemeMark);
        writer.Add((byte)(length | (cell.Width == CellWidth.Wide ? 0x80 : 0)));
        writer.Add(bytes[..length]);
    }
}
