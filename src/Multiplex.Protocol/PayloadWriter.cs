using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Multiplex.Protocol;

/// <summary>Writes the fields of a payload: little-endian integers, and strings and lists with a u32 count before them.</summary>
/// <param name="output">Where to.</param>
public readonly ref struct PayloadWriter(IBufferWriter<byte> output)
{
    /// <summary>One byte.</summary>
    /// <param name="value">The value.</param>
    public void U8(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>A truth value as one byte.</summary>
    /// <param name="value">The value.</param>
    public void Bool(bool value) => U8(value ? (byte)1 : (byte)0);

    /// <summary>Two bytes.</summary>
    /// <param name="value">The value.</param>
    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    /// <summary>Four bytes.</summary>
    /// <param name="value">The value.</param>
    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    /// <summary>Four bytes, signed.</summary>
    /// <param name="value">The value.</param>
    public void I32(int value) => U32((uint)value);

    /// <summary>Eight bytes.</summary>
    /// <param name="value">The value.</param>
    public void U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    /// <summary>A count and that many bytes.</summary>
    /// <param name="value">The bytes.</param>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        U32((uint)value.Length);
        output.Write(value);
    }

    /// <summary>A count and a text in UTF-8.</summary>
    /// <param name="value">The text.</param>
    public void Text(ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        U32((uint)length);
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }

    /// <summary>A text that may be missing: one byte that says whether it is there, then the text.</summary>
    /// <param name="value">The text or null.</param>
    public void OptionalText(string? value)
    {
        Bool(value is not null);
        if (value is not null)
        {
            Text(value);
        }
    }

    /// <summary>A count and that many texts.</summary>
    /// <param name="values">The texts.</param>
    public void Texts(IReadOnlyList<string> values)
    {
        U32((uint)values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            Text(values[i]);
        }
    }
}
