using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Multiplex.Terminal.Buffer;

/// <summary>
/// Text of scrollback in six bits a character: the 63 characters of an alphabet, and a code that says "see the exceptions".
/// Chosen over a general compressor because it is reversible in place, has no state between lines and costs a fraction of a nanosecond a
/// byte.
/// </summary>
internal static class TextPacking
{
    /// <summary>Characters in an alphabet.</summary>
    public const int AlphabetSize = 63;

    /// <summary>The code of a character that is not in the alphabet.</summary>
    public const byte Exception = 63;

    /// <summary>Bytes of a table that gives each ASCII byte its code.</summary>
    public const int TableSize = 128;

    /// <summary>What text in general needs most.</summary>
    public static ReadOnlySpan<byte> DefaultAlphabet => "\0 abcdefghijklmnopqrstuvwxyz0123456789.,-_/:=()'\"[]%*+|<>#EISTA"u8;

    /// <summary>How long packed text is without its exceptions.</summary>
    public static int PackedLength(int length) => ((length * 6) + 7) / 8;

    /// <summary>Makes the table of an alphabet.</summary>
    public static void BuildTable(ReadOnlySpan<byte> alphabet, Span<byte> table)
    {
        table.Fill(Exception);
        for (int code = 0; code < alphabet.Length; code++)
        {
            table[alphabet[code]] = (byte)code;
        }
    }

    /// <summary>Packs text.</summary>
    /// <param name="text">Bytes below 0x80; may be overwritten with codes beyond the end up to a multiple of 32.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="table">The alphabet's table.</param>
    /// <param name="packed">Room for the packed text and 16 bytes more.</param>
    /// <param name="exceptions">Room for every byte; gets those that are not in the alphabet.</param>
    /// <returns>How many exceptions there are.</returns>
    public static int Pack(Span<byte> text, int length, ReadOnlySpan<byte> table, Span<byte> packed, Span<byte> exceptions)
    {
        // The rest of the last group packs as zeros and is cut off by the caller's length.
        text[length..].Clear();
        return Avx2.IsSupported ? PackVectors(text, length, table, packed, exceptions)
            : Ssse3.IsSupported ? PackSmallVectors(text, length, table, packed, exceptions)
            : PackScalar(text, length, table, packed, exceptions);
    }

    /// <summary>Unpacks text.</summary>
    /// <param name="packed">What <see cref="Pack"/> wrote.</param>
    /// <param name="exceptions">The exceptions.</param>
    /// <param name="alphabet">The alphabet.</param>
    /// <param name="text">Filled.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> exceptions, ReadOnlySpan<byte> alphabet, Span<byte> text)
    {
        int taken = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int bit = i * 6;
            int code = packed[bit >> 3] >> (bit & 7);
            if ((bit & 7) > 2)
            {
                code |= packed[(bit >> 3) + 1] << (8 - (bit & 7));
            }

            code &= 63;
            if (code < alphabet.Length)
            {
                text[i] = alphabet[code];
            }
            else
            {
                text[i] = taken < exceptions.Length ? exceptions[taken] : (byte)' ';
                taken++;
            }
        }
    }

    private static int PackScalar(Span<byte> text, int length, ReadOnlySpan<byte> table, Span<byte> packed, Span<byte> exceptions)
    {
        int count = 0;
        for (int i = 0; i < length; i += 4)
        {
            uint group = 0;
            for (int k = 0; k < 4; k++)
            {
                byte value = text[i + k];
                byte code = table[value];
                if (code == Exception && i + k < length)
                {
                    exceptions[count++] = value;
                }

                group |= (uint)code << (6 * k);
            }

            int at = i / 4 * 3;
            packed[at] = (byte)group;
            packed[at + 1] = (byte)(group >> 8);
            packed[at + 2] = (byte)(group >> 16);
        }

        return count;
    }

    private static int PackVectors(Span<byte> text, int length, ReadOnlySpan<byte> table, Span<byte> packed, Span<byte> exceptions)
    {
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetReference(packed);
        ref byte rows = ref MemoryMarshal.GetReference(table);
        var compress = Vector256.Create(
            (byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0x80, 0x80, 0x80, 0x80,
            0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0x80, 0x80, 0x80, 0x80);
        int count = 0;
        for (int i = 0; i < length; i += 32)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref source, (nuint)i);
            Vector256<byte> codes = Lookup(bytes, ref rows);
            uint mask = Vector256.Equals(codes, Vector256.Create(Exception)).ExtractMostSignificantBits();
            if (length - i < 32)
            {
                mask &= (1u << (length - i)) - 1;
            }

            while (mask != 0)
            {
                exceptions[count++] = Unsafe.Add(ref source, i + System.Numerics.BitOperations.TrailingZeroCount(mask));
                mask &= mask - 1;
            }

            // Pairs of codes to 12 bits, pairs of those to 24, and the empty bytes squeezed out.
            Vector256<short> pairs = Avx2.MultiplyAddAdjacent(codes, Vector256.Create((short)0x4001).AsSByte());
            Vector256<int> quads = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x10000001).AsInt16());
            Vector256<byte> squeezed = Avx2.Shuffle(quads.AsByte(), compress);
            ref byte at = ref Unsafe.Add(ref target, i / 4 * 3);
            squeezed.GetLower().StoreUnsafe(ref at);
            squeezed.GetUpper().StoreUnsafe(ref Unsafe.Add(ref at, 12));
        }

        return count;
    }

    /// <summary>The same with half as wide vectors, which ahead-of-time code has on every x64.</summary>
    private static int PackSmallVectors(Span<byte> text, int length, ReadOnlySpan<byte> table, Span<byte> packed, Span<byte> exceptions)
    {
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetReference(packed);
        ref byte rows = ref MemoryMarshal.GetReference(table);
        Vector128<byte> row0 = Vector128.LoadUnsafe(ref rows);
        Vector128<byte> row1 = Vector128.LoadUnsafe(ref rows, 16);
        Vector128<byte> row2 = Vector128.LoadUnsafe(ref rows, 32);
        Vector128<byte> row3 = Vector128.LoadUnsafe(ref rows, 48);
        Vector128<byte> row4 = Vector128.LoadUnsafe(ref rows, 64);
        Vector128<byte> row5 = Vector128.LoadUnsafe(ref rows, 80);
        Vector128<byte> row6 = Vector128.LoadUnsafe(ref rows, 96);
        Vector128<byte> row7 = Vector128.LoadUnsafe(ref rows, 112);
        var step = Vector128.Create((byte)0x10);
        var compress = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0x80, 0x80, 0x80, 0x80);
        int count = 0;
        for (int i = 0; i < length; i += 16)
        {
            // A shuffle gives 0 where the high bit is set: subtracting 16 with a bias picks one row after another.
            Vector128<byte> at = Vector128.LoadUnsafe(ref source, (nuint)i);
            Vector128<byte> codes = Row(row0, at) | Row(row1, at -= step) | Row(row2, at -= step) | Row(row3, at -= step)
                | Row(row4, at -= step) | Row(row5, at -= step) | Row(row6, at -= step) | Row(row7, at - step);
            uint mask = Vector128.Equals(codes, Vector128.Create(Exception)).ExtractMostSignificantBits();
            if (length - i < 16)
            {
                mask &= (1u << (length - i)) - 1;
            }

            while (mask != 0)
            {
                exceptions[count++] = Unsafe.Add(ref source, i + System.Numerics.BitOperations.TrailingZeroCount(mask));
                mask &= mask - 1;
            }

            Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(codes, Vector128.Create((short)0x4001).AsSByte());
            Vector128<int> quads = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x10000001).AsInt16());
            Ssse3.Shuffle(quads.AsByte(), compress).StoreUnsafe(ref target, (nuint)(i / 4 * 3));
        }

        return count;
    }

    /// <summary>A row's codes for the bytes 0..15, 0 for all others: adding 0x70 with saturation sets the high bit of those
    /// above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Row(Vector128<byte> row, Vector128<byte> at) =>
        Ssse3.Shuffle(row, Sse2.AddSaturate(at, Vector128.Create((byte)0x70)));

    /// <summary>Looks 32 bytes below 0x80 up in a table of 128: eight rows of sixteen, of which the high half of each byte picks
    /// one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Lookup(Vector256<byte> bytes, ref byte rows)
    {
        Vector256<byte> low = bytes & Vector256.Create((byte)0x0F);
        Vector256<byte> high = (bytes.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)0x0F);
        Vector256<byte> codes = Vector256<byte>.Zero;
        for (int row = 0; row < 8; row++)
        {
            var half = Vector128.LoadUnsafe(ref rows, (nuint)(row * 16));
            Vector256<byte> found = Avx2.Shuffle(Vector256.Create(half, half), low);
            codes |= found & Vector256.Equals(high, Vector256.Create((byte)row));
        }

        return codes;
    }
}
