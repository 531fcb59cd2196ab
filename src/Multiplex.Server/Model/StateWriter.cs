using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Multiplex.Server.Model;

/// <summary>
/// Writes the state as named sections of fields. A field is <c>| length u32 | bytes |</c>, a section <c>| name field | length u32 |
/// fields |</c>, all little endian:
/// a reader of another version passes over what it does not know.
/// </summary>
/// <param name="output">Receives the bytes.</param>
internal sealed class StateWriter(IBufferWriter<byte> output)
{
    private readonly ArrayBufferWriter<byte> _section = new();

    /// <summary>Writes a section.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes its fields with this object.</param>
    public void Section(string name, Action<StateWriter> write)
    {
        _section.ResetWrittenCount();
        write(this);
        Put(output, Encoding.UTF8.GetBytes(name));
        Put(output, _section.WrittenSpan);
    }

    /// <summary>Writes a text; stray bytes in it survive.</summary>
    /// <param name="text">The text.</param>
    public void Text(string text) => Bytes(Commands.CommandText.ToBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <param name="bytes">Borrowed for the call.</param>
    public void Bytes(ReadOnlySpan<byte> bytes) => Put(_section, bytes);

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    public void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    private static void Put(IBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
        target.Write(length);
        target.Write(bytes);
    }
}
