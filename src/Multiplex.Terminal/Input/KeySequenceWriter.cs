using System.Buffers.Text;
using System.Text;

namespace Multiplex.Terminal.Input;

/// <summary>Puts a short key or mouse sequence together.</summary>
internal ref struct KeySequenceWriter
{
    private readonly Span<byte> _buffer;

    /// <summary>A writer on a buffer that is large enough for any sequence.</summary>
    public KeySequenceWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    /// <summary>Adds a byte.</summary>
    public void Add(char value) => _buffer[Length++] = (byte)value;

    /// <summary>Adds a number in decimal.</summary>
    public void AddNumber(int value)
    {
        Utf8Formatter.TryFormat(value, _buffer[Length..], out int written);
        Length += written;
    }

    /// <summary>Adds a character in UTF-8.</summary>
    public void AddCharacter(int codePoint) => Length += (Rune.TryCreate(codePoint,
        out Rune rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(_buffer[Length..]);
}
