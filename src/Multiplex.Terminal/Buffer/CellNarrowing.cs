using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Multiplex.Terminal.Buffer;

/// <summary>Parts of many cells at once: their characters, or their renditions.</summary>
internal static class CellNarrowing
{
    /// <summary>Low bytes of cells.</summary>
    /// <returns>All cells ored together.</returns>
    public static ulong Texts(ReadOnlySpan<Cell> cells, Span<byte> text)
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

    /// <summary>Rendition ids of cells.</summary>
    /// <param name="cells">At most as many as <paramref name="ids"/>.</param>
    /// <param name="ids">Filled.</param>
    public static void Renditions(ReadOnlySpan<Cell> cells, Span<ushort> ids)
    {
        ref ulong source = ref Unsafe.As<Cell, ulong>(ref MemoryMarshal.GetReference(cells));
        ref ushort target = ref MemoryMarshal.GetReference(ids[..cells.Length]);
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= cells.Length - 8; i += 8)
            {
                Vector128<uint> low = Vector128.Narrow(
                    Vector128.LoadUnsafe(ref source, (nuint)i) >>> 32, Vector128.LoadUnsafe(ref source, (nuint)i + 2) >>> 32);
                Vector128<uint> high = Vector128.Narrow(
                    Vector128.LoadUnsafe(ref source, (nuint)i + 4) >>> 32, Vector128.LoadUnsafe(ref source, (nuint)i + 6) >>> 32);
                Vector128.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < cells.Length; i++)
        {
            Unsafe.Add(ref target, i) = (ushort)(Unsafe.Add(ref source, i) >> 32);
        }
    }

    /// <summary>Which of up to 64 ids differ from the one before; where runs end cannot be predicted, so no branch asks it one by
    /// one.</summary>
    /// <param name="ids">All ids.</param>
    /// <param name="first">The first that is compared, at least 1.</param>
    /// <returns>Bit n is set when id <paramref name="first"/> + n differs.</returns>
    public static ulong Changes(ReadOnlySpan<ushort> ids, int first)
    {
        int count = Math.Min(64, ids.Length - first);
        ref ushort current = ref Unsafe.Add(ref MemoryMarshal.GetReference(ids), first);
        ref ushort before = ref Unsafe.Subtract(ref current, 1);
        ulong changes = 0;
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= count - 16; i += 16)
            {
                Vector128<ushort> low = Vector128.Equals(
                    Vector128.LoadUnsafe(ref current, (nuint)i), Vector128.LoadUnsafe(ref before, (nuint)i));
                Vector128<ushort> high = Vector128.Equals(
                    Vector128.LoadUnsafe(ref current, (nuint)i + 8), Vector128.LoadUnsafe(ref before, (nuint)i + 8));
                changes |= (ulong)(Vector128.Narrow(low, high).ExtractMostSignificantBits() ^ 0xFFFF) << i;
            }
        }

        for (; i < count; i++)
        {
            changes |= (Unsafe.Add(ref current, i) != Unsafe.Add(ref before, i) ? 1ul : 0) << i;
        }

        return changes;
    }
}
