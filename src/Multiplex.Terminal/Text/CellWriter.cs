using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Text;

/// <summary>Writes runs of ASCII into cells: each byte widened to eight and the rendition put above it.</summary>
internal static class CellWriter
{
    /// <summary>Most bytes that <see cref="WidenWord"/> takes, and what must be there of input and cells.</summary>
    public const int Step = 16;

    /// <summary>Writes a run.</summary>
    /// <param name="text">Bytes 0x20..0x7E.</param>
    /// <param name="cells">As many cells.</param>
    /// <param name="bits">What is common to all cells.</param>
    public static void Widen(ReadOnlySpan<byte> text, Span<Cell> cells, ulong bits)
    {
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref ulong target = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        int length = Math.Min(text.Length, cells.Length);
        int i = 0;
        if (Avx2.IsSupported && length >= 8)
        {
            Vector256<ulong> common = Vector256.Create(bits);
            for (; i <= length - 8; i += 8)
            {
                Store8(ref Unsafe.Add(ref source, i), ref Unsafe.Add(ref target, i), common);
            }

            if (i < length)
            {
                // The last eight once more, overlapping what is written: cheaper than a loop over the rest.
                i = length - 8;
                Store8(ref Unsafe.Add(ref source, i), ref Unsafe.Add(ref target, i), common);
            }

            return;
        }

        if (Vector128.IsHardwareAccelerated && length >= 8)
        {
            Vector128<ulong> common = Vector128.Create(bits);
            for (; i <= length - 8; i += 8)
            {
                Store8(ref Unsafe.Add(ref source, i), ref Unsafe.Add(ref target, i), common);
            }

            if (i < length)
            {
                i = length - 8;
                Store8(ref Unsafe.Add(ref source, i), ref Unsafe.Add(ref target, i), common);
            }

            return;
        }

        if (Vector128.IsHardwareAccelerated && length >= 4)
        {
            Vector128<ulong> common = Vector128.Create(bits);
            Store4(ref source, ref target, common);
            Store4(ref Unsafe.Add(ref source, length - 4), ref Unsafe.Add(ref target, length - 4), common);
            return;
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i) | bits;
        }
    }

    /// <summary>Writes a word of up to <see cref="Step"/> bytes onto empty cells. How long words are cannot be predicted: so all cells of
    /// the step are written, and those after the word emptied.</summary>
    /// <param name="data">At least <see cref="Step"/> bytes that begin with a printable one.</param>
    /// <param name="cells">At least as many cells.</param>
    /// <param name="bits">What is common to all cells.</param>
    /// <returns>How many were printable.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WidenWord(ReadOnlySpan<byte> data, Span<Cell> cells, ulong bits)
    {
        Vector128<byte> text = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(data));
        Vector128<byte> stops = Vector128.GreaterThan(text - Vector128.Create((byte)' '), Vector128.Create((byte)('~' - ' ')));
        int length = System.Numerics.BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits() | 1u << Step);
        ref ulong target = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        Vector128<ulong> common = Vector128.Create(bits);
        text &= Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(text);
        StoreKept(low, length, ref target, common);
        StoreKept(high, length - 8, ref Unsafe.Add(ref target, 8), common);
        return length;
    }

    /// <summary>Writes a word of up to <see cref="Step"/> bytes over cells, of which those after the word stay.</summary>
    /// <param name="data">At least <see cref="Step"/> bytes that begin with a printable one.</param>
    /// <param name="cells">At least as many cells.</param>
    /// <param name="bits">What is common to all cells.</param>
    /// <returns>How many were printable.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OverlayWord(ReadOnlySpan<byte> data, Span<Cell> cells, ulong bits)
    {
        Vector128<byte> text = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(data));
        Vector128<byte> stops = Vector128.GreaterThan(text - Vector128.Create((byte)' '), Vector128.Create((byte)('~' - ' ')));
        int length = System.Numerics.BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits() | 1u << Step);
        ref ulong target = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        Vector128<ulong> common = Vector128.Create(bits);
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(text);
        StoreOver(low, length, ref target, common);
        if (length > 8)
        {
            StoreOver(high, length - 8, ref Unsafe.Add(ref target, 8), common);
        }

        return length;
    }

    /// <summary>How many printable ASCII bytes stand at the start. Words of a few letters between sequences are found in one
    /// step.</summary>
    /// <param name="data">Not empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PrintableLength(ReadOnlySpan<byte> data)
    {
        if (data.Length >= 16 && BitConverter.IsLittleEndian)
        {
            ref byte start = ref MemoryMarshal.GetReference(data);
            ulong stops = Stops(Unsafe.ReadUnaligned<ulong>(ref start));
            if (stops != 0)
            {
                return System.Numerics.BitOperations.TrailingZeroCount(stops) >> 3;
            }

            stops = Stops(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, 8)));
            if (stops != 0)
            {
                return 8 + (System.Numerics.BitOperations.TrailingZeroCount(stops) >> 3);
            }
        }

        int run = data.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        return run < 0 ? data.Length : run;
    }

    /// <summary>The high bit of each byte that is not printable: below 0x20 or above 0x7E. Borrows and carries only reach bytes after
    /// the first such one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Stops(ulong bytes) =>
        (((bytes - 0x2020202020202020) & ~bytes) | bytes | (bytes + 0x0101010101010101)) & 0x8080808080808080;

    /// <summary>Stores eight cells: as many as are kept with what is common to all, the others empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreKept(Vector128<ushort> text, int kept, ref ulong target, Vector128<ulong> common)
    {
        // Both halves of a cell are compared with its number, so that the comparison is a mask of the whole cell.
        Vector128<int> count = Vector128.Create(kept);
        Vector128<uint> low = Vector128.WidenLower(text);
        Vector128<uint> high = Vector128.WidenUpper(text);
        (Vector128.WidenLower(low) | (common & Vector128.GreaterThan(count, Vector128.Create(0, 0, 1, 1)).AsUInt64()))
            .StoreUnsafe(ref target);
        (Vector128.WidenUpper(low) | (common & Vector128.GreaterThan(count, Vector128.Create(2, 2, 3, 3)).AsUInt64()))
            .StoreUnsafe(ref target, 2);
        (Vector128.WidenLower(high) | (common & Vector128.GreaterThan(count, Vector128.Create(4, 4, 5, 5)).AsUInt64()))
            .StoreUnsafe(ref target, 4);
        (Vector128.WidenUpper(high) | (common & Vector128.GreaterThan(count, Vector128.Create(6, 6, 7, 7)).AsUInt64()))
            .StoreUnsafe(ref target, 6);
    }

    /// <summary>Stores as many of eight cells as are written; the others stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreOver(Vector128<ushort> text, int written, ref ulong target, Vector128<ulong> common)
    {
        Vector128<int> count = Vector128.Create(written);
        Vector128<uint> low = Vector128.WidenLower(text);
        Vector128<uint> high = Vector128.WidenUpper(text);
        Over(Vector128.WidenLower(low) | common, Vector128.GreaterThan(count, Vector128.Create(0, 0, 1, 1)), ref target);
        Over(Vector128.WidenUpper(low) | common, Vector128.GreaterThan(count, Vector128.Create(2, 2, 3, 3)), ref Unsafe.Add(ref target, 2));
        Over(Vector128.WidenLower(high) | common, Vector128.GreaterThan(count, Vector128.Create(4, 4, 5, 5)), ref Unsafe.Add(ref target, 4));
        Over(Vector128.WidenUpper(high) | common, Vector128.GreaterThan(count, Vector128.Create(6, 6, 7, 7)), ref Unsafe.Add(ref target, 6));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Over(Vector128<ulong> cells, Vector128<int> written, ref ulong target) =>
        Vector128.ConditionalSelect(written.AsUInt64(), cells, Vector128.LoadUnsafe(ref target)).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8(ref byte source, ref ulong target, Vector256<ulong> common)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte();
        Vector256<ulong> low = Avx2.ConvertToVector256Int64(bytes).AsUInt64();
        Vector256<ulong> high = Avx2.ConvertToVector256Int64(Sse2.ShiftRightLogical128BitLane(bytes, 4)).AsUInt64();
        (low | common).StoreUnsafe(ref target);
        (high | common).StoreUnsafe(ref target, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(ref byte source, ref ulong target, Vector128<ulong> common)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref source)).AsByte();
        Vector128<uint> cells = Vector128.WidenLower(Vector128.WidenLower(bytes));
        (Vector128.WidenLower(cells) | common).StoreUnsafe(ref target);
        (Vector128.WidenUpper(cells) | common).StoreUnsafe(ref target, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8(ref byte source, ref ulong target, Vector128<ulong> common)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte();
        Vector128<ushort> words = Vector128.WidenLower(bytes);
        Vector128<uint> low = Vector128.WidenLower(words);
        Vector128<uint> high = Vector128.WidenUpper(words);
        (Vector128.WidenLower(low) | common).StoreUnsafe(ref target);
        (Vector128.WidenUpper(low) | common).StoreUnsafe(ref target, 2);
        (Vector128.WidenLower(high) | common).StoreUnsafe(ref target, 4);
        (Vector128.WidenUpper(high) | common).StoreUnsafe(ref target, 6);
    }
}
