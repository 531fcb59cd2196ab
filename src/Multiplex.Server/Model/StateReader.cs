using System.Buffers.Binary;

namespace Multiplex.Server.Model;

/// <summary>
/// Reads what <see cref="StateWriter"/> wrote. Bad bytes never throw: reading past the end gives empty fields and <see
/// cref="IsAtEnd"/>.
/// </summary>
/// <param name="bytes">The bytes.</param>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True when there is no further field.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads a field.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        if (_rest.Length < sizeof(uint))
        {
            _rest = default;
            return default;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        ReadOnlySpan<byte> after = _rest[sizeof(uint)..];
        if (length > after.Length)
        {
            _rest = default;
            return default;
        }

        _rest = after[(int)length..];
        return after[..(int)length];
    }

    /// <summary>Reads a text.</summary>
    public string Text() => Commands.CommandText.FromBytes(Bytes());

    /// <summary>Reads a number; 0 for a field that is none.</summary>
    public long Number()
    {
        ReadOnlySpan<byte> field = Bytes();
        return field.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(field) : 0;
    }

    /// <summary>Reads a number that counts or numbers something: clamped to what an int holds.</summary>
    public int Int() => (int)Math.Clamp(Number(), int.MinValue, int.MaxValue);
}
