using System.Buffers.Binary;
using System.Text;

namespace Multiplex.Protocol;

/// <summary>
/// Reads the fields of a payload in the order of <see cref="PayloadWriter"/>. A field that begins where the payload ends is missing and
/// takes its default (an older peer did not know it); a field that is cut off is an error.
/// </summary>
/// <param name="payload">The payload, borrowed.</param>
public ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>True when the next field is missing.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>One byte.</summary>
    /// <returns>The value, 0 when missing.</returns>
    public byte U8() => IsAtEnd ? (byte)0 : Take(1)[0];

    /// <summary>A truth value.</summary>
    /// <returns>The value, false when missing.</returns>
    public bool Bool() => U8() != 0;

    /// <summary>Two bytes.</summary>
    /// <returns>The value, 0 when missing.</returns>
    public ushort U16() => IsAtEnd ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Four bytes.</summary>
    /// <returns>The value, 0 when missing.</returns>
    public uint U32() => IsAtEnd ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Four bytes, signed.</summary>
    /// <returns>The value, 0 when missing.</returns>
    public int I32() => (int)U32();

    /// <summary>Eight bytes.</summary>
    /// <returns>The value, 0 when missing.</returns>
    public ulong U64() => IsAtEnd ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count and that many bytes.</summary>
    /// <returns>The bytes, borrowed from the payload; empty when missing.</returns>
    /// <exception cref="ProtocolException">The payload ends before.</exception>
    public ReadOnlySpan<byte> Bytes() => IsAtEnd ? default : Take(Count(1));

    /// <summary>A count and a text; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <returns>The text; empty when missing.</returns>
    /// <exception cref="ProtocolException">The payload ends before.</exception>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>A text that may be missing.</summary>
    /// <returns>The text or null.</returns>
    /// <exception cref="ProtocolException">The payload ends before.</exception>
    public string? OptionalText() => Bool() ? Text() : null;

    /// <summary>A count and that many texts.</summary>
    /// <returns>The texts; none when missing.</returns>
    /// <exception cref="ProtocolException">The payload ends before, or the count is impossible.</exception>
    public string[] Texts()
    {
        int count = Count(4);
        if (count == 0)
        {
            return [];
        }

        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = Text();
        }

        return texts;
    }

    /// <summary>A u32 count of elements that each take at least some bytes of what is left.</summary>
    /// <param name="minimumSize">Fewest bytes of one element, at least 1.</param>
    /// <returns>The count, 0 when missing.</returns>
    /// <exception cref="ProtocolException">So many elements cannot follow.</exception>
    public int Count(int minimumSize)
    {
        uint count = U32();
        if ((ulong)count * (uint)minimumSize > (ulong)Remaining)
        {
            throw new ProtocolException($"{count} elements announced, {Remaining} bytes left");
        }

        return (int)count;
    }

    /// <summary>Bytes without a count.</summary>
    /// <param name="length">How many.</param>
    /// <returns>The bytes, borrowed from the payload.</returns>
    /// <exception cref="ProtocolException">The payload ends before.</exception>
    public ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
        {
            throw new ProtocolException($"field of {length} bytes cut off after {_rest.Length}");
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
