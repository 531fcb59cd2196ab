using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Sequences;

/// <summary>
/// Reads SGR's parameters from the input itself. Coloured text is a sequence every few letters, and which one comes next cannot be
/// predicted: so one colour of 256 or of RGB is read without a loop, and any other short text of parameters is looked up among those seen
/// lately, as the bits that it keeps and sets. What is longer goes to the parser.
/// </summary>
internal sealed class RenditionReader
{
    /// <summary>Bytes that must be there after the CSI, whatever the sequence needs of them.</summary>
    public const int Lookahead = 24;

    private const int Entries = 64;
    private const int EntryShift = 64 - 6;
    private const int LongestKept = sizeof(ulong);

    /// <summary>The bytes of "8;5;" and "8;2;" after the 3, 4 or 5 that says what the colour is for.</summary>
    private const uint IndexedTail = 0x3B353B38;
    private const uint RgbTail = 0x3B323B38;

    /// <summary>
    /// Nothing seen but the sequence without parameters, whose key is that of an empty entry. All readers begin with it: a window that never has a
    /// colour needs no entries of its own.
    /// </summary>
    private static readonly Entry[] s_nothingSeen = MakeEmpty();

    private Entry[] _entries = s_nothingSeen;

    /// <summary>Changes a rendition as the parameters say.</summary>
    /// <param name="data">What follows the CSI, at least <see cref="Lookahead"/> bytes.</param>
    /// <param name="length">How many of them are parameters, at most <see cref="ParameterText.MaxLength"/>.</param>
    /// <param name="pen">Changed.</param>
    /// <returns>False when they are unusual; then nothing was changed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> data, int length, ref PackedRendition pen) =>
        length <= LongestKept ? ReadShort(data, length, ref pen) : ReadRgb(data, length, ref pen);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReadShort(ReadOnlySpan<byte> data, int length, ref PackedRendition pen)
    {
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(data);
        if ((uint)(bytes >> 8) == IndexedTail && TryReadIndexed(data, length, ref pen))
        {
            return true;
        }

        // The bytes at the top and zeros below; in two steps, because no text at all is a shift by the whole width.
        int half = 4 * (LongestKept - length);
        ulong key = bytes << half << half;
        ref Entry entry = ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(_entries), (nuint)((key * 0x9E3779B97F4A7C15) >> EntryShift));
        if (entry.Key != key)
        {
            entry = ref Learn(key, data[..length]);
        }

        pen.Change(entry.Keep, entry.Set);
        return true;
    }

    private static bool TryReadIndexed(ReadOnlySpan<byte> data, int length, ref PackedRendition pen)
    {
        int digits = ParameterText.ShortNumber(data[5..], out int index);
        if (digits != length - 5 || (uint)index > byte.MaxValue)
        {
            return false;
        }

        return TrySet(data[0], Color.FromIndex((byte)index), ref pen);
    }

    private static bool ReadRgb(ReadOnlySpan<byte> data, int length, ref PackedRendition pen)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) != RgbTail)
        {
            return false;
        }

        int at = 5 + ParameterText.ShortNumber(data[5..], out int red);
        int isBroken = data[at] ^ ';';
        at += 1 + ParameterText.ShortNumber(data[(at + 1)..], out int green);
        isBroken |= data[at] ^ ';';
        at += 1 + ParameterText.ShortNumber(data[(at + 1)..], out int blue);
        isBroken |= at ^ length;

        // An omitted value is -1, which the state machine takes for 0.
        return (isBroken | (int)((uint)(red | green | blue) >> 8)) == 0
            && TrySet(data[0], Color.FromRgb((byte)red, (byte)green, (byte)blue), ref pen);
    }

    private static bool TrySet(byte target, Color color, ref PackedRendition pen)
    {
        switch (target)
        {
            case (byte)'3':
                pen.Foreground = color;
                return true;
            case (byte)'4':
                pen.Background = color;
                return true;
            case (byte)'5':
                pen.UnderlineColor = color;
                return true;
            default:
                return false;
        }
    }

    private static Entry[] MakeEmpty()
    {
        Entry[] entries = new Entry[Entries];
        entries.AsSpan().Fill(Read(0, []));
        return entries;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Entry Learn(ulong key, ReadOnlySpan<byte> text)
    {
        if (ReferenceEquals(_entries, s_nothingSeen))
        {
            _entries = [.. s_nothingSeen];
        }

        ref Entry entry = ref _entries[(int)((key * 0x9E3779B97F4A7C15) >> EntryShift)];
        entry = Read(key, text);
        return ref entry;
    }

    /// <summary>What parameters do does not depend on the pen: applied to nothing they tell what they set, applied to everything what
    /// they keep.</summary>
    private static Entry Read(ulong key, ReadOnlySpan<byte> text)
    {
        Span<int> values = stackalloc int[LongestKept + 1];
        int count = 0;
        uint subParameters = 0;
        int value = -1;
        foreach (byte current in text)
        {
            if (current <= (byte)'9')
            {
                value = Math.Min((Math.Max(value, 0) * 10) + (current - '0'), ParserLimits.MaxParameterValue);
                continue;
            }

            values[count++] = value;
            value = -1;
            subParameters |= (current == (byte)':' ? 1u : 0u) << count;
        }

        values[count++] = value;
        var parameters = new SequenceParameters(values[..count], subParameters);
        PackedRendition keep = PackedRendition.AllBits;
        PackedRendition set = default;
        RenditionSequences.Select(ref keep, parameters);
        RenditionSequences.Select(ref set, parameters);
        return new Entry { Key = key, Keep = keep, Set = set };
    }

    /// <summary>A text of parameters and what it does.</summary>
    private struct Entry
    {
        public ulong Key;
        public PackedRendition Keep;
        public PackedRendition Set;
    }
}
