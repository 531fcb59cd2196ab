using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Text;

/// <summary>
/// Four ideographs or Hangul syllables at a time, from UTF-8 to cells and back: text in Chinese and Korean is made of little else. All of them
/// take three bytes and two columns, so four are decoded, checked and stored by vectors without a look at each.
/// </summary>
internal static class Ideographs
{
    /// <summary>Bytes of four.</summary>
    public const int Bytes = 12;

    /// <summary>Cells of four.</summary>
    public const int Cells = 8;

    /// <summary>Bytes that are read and written, of which the last ones belong to what follows.</summary>
    public const int BytesTouched = 16;

    /// <summary>Ranges in which every character is wide; a test holds them to the table.</summary>
    public const int FirstIdeograph = 0x3400;

    /// <summary>End of the first range.</summary>
    public const int LastIdeograph = 0x9FFF;

    /// <summary>Start of the second range.</summary>
    public const int FirstSyllable = 0xAC00;

    /// <summary>End of the second range.</summary>
    public const int LastSyllable = 0xD7A3;

    /// <summary>This machine has the instructions.</summary>
    public static bool IsSupported => Ssse3.IsSupported || AdvSimd.IsSupported;

    private const uint ProtectedBit = 1u << 26;
    private const uint Wide = 1u << 24;

    /// <summary>Decodes four.</summary>
    /// <param name="source"><see cref="BytesTouched"/> bytes.</param>
    /// <param name="codes">The code points.</param>
    /// <returns>False when the first twelve bytes are not four of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDecode(ref byte source, out Vector128<uint> codes)
    {
        // Each character's bytes in a lane, the first one at the top.
        Vector128<uint> lanes = Rearrange(
            Vector128.LoadUnsafe(ref source),
            Vector128.Create((byte)2, 1, 0, 0xFF, 5, 4, 3, 0xFF, 8, 7, 6, 0xFF, 11, 10, 9, 0xFF)).AsUInt32();
        codes = (lanes & Vector128.Create(0x3Fu)) | ((lanes >>> 2) & Vector128.Create(0xFC0u)) | ((lanes >>> 4) & Vector128.Create(0xF000u));
        Vector128<uint> formed = Vector128.Equals(lanes & Vector128.Create(0xF0C0C0u), Vector128.Create(0xE08080u));
        return (formed & AreWide(codes)).ExtractMostSignificantBits() == 0xF;
    }

    /// <summary>Stores four.</summary>
    /// <param name="codes">The code points.</param>
    /// <param name="target"><see cref="Cells"/> cells.</param>
    /// <param name="bits">What is common to all cells.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<uint> codes, Span<Cell> target, ulong bits)
    {
        ref ulong cells = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(target[..Cells]));
        Vector128<ulong> common = Vector128.Create(Wide | bits, ((ulong)CellWidth.WideTail << 24) | bits);
        Vector128<ulong> low = Vector128.WidenLower(codes);
        Vector128<ulong> high = Vector128.WidenUpper(codes);
        ((low & Vector128.Create(ulong.MaxValue, 0)) | common).StoreUnsafe(ref cells);
        (Vector128.Shuffle(low, Vector128.Create(1ul, ulong.MaxValue)) | common).StoreUnsafe(ref cells, 2);
        ((high & Vector128.Create(ulong.MaxValue, 0)) | common).StoreUnsafe(ref cells, 4);
        (Vector128.Shuffle(high, Vector128.Create(1ul, ulong.MaxValue)) | common).StoreUnsafe(ref cells, 6);
    }

    /// <summary>Reads four from cells.</summary>
    /// <param name="source"><see cref="Cells"/> cells.</param>
    /// <param name="codes">The code points.</param>
    /// <returns>False when the cells hold something else.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ref ulong source, out Vector128<uint> codes)
    {
        // The low halves of all cells, then those of the cells that are not tails.
        Vector128<uint> low = Vector128.Narrow(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref source, 2));
        Vector128<uint> high = Vector128.Narrow(Vector128.LoadUnsafe(ref source, 4), Vector128.LoadUnsafe(ref source, 6));
        codes = (Vector128.Narrow(low.AsUInt64(), high.AsUInt64()) & Vector128.Create(~ProtectedBit)) ^ Vector128.Create(Wide);
        return AreWide(codes).ExtractMostSignificantBits() == 0xF;
    }

    /// <summary>Writes four as UTF-8.</summary>
    /// <param name="codes">The code points.</param>
    /// <param name="target"><see cref="BytesTouched"/> bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Encode(Vector128<uint> codes, ref byte target)
    {
        Vector128<uint> lanes = (codes >>> 12) | ((codes & Vector128.Create(0xFC0u)) << 2) | ((codes & Vector128.Create(0x3Fu)) << 16)
            | Vector128.Create(0x8080E0u);
        Rearrange(
            lanes.AsByte(),
            Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0xFF, 0xFF, 0xFF, 0xFF)).StoreUnsafe(ref target);
    }

    /// <summary>All bits of each code that is in one of the ranges; any other bit in a lane puts it outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> AreWide(Vector128<uint> codes) =>
        AreBetween(codes.AsInt32(), FirstIdeograph, LastIdeograph) | AreBetween(codes.AsInt32(), FirstSyllable, LastSyllable);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> AreBetween(Vector128<int> codes, int first, int last) =>
        (Vector128.GreaterThan(codes, Vector128.Create(first - 1)) & Vector128.LessThan(codes, Vector128.Create(last + 1))).AsUInt32();

    /// <summary>Asks for SSSE3 itself, because ahead-of-time code does not take it for granted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Rearrange(Vector128<byte> bytes, Vector128<byte> places) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(bytes, places) : Vector128.Shuffle(bytes, places);
}
