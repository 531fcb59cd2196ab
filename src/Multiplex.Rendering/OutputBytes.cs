namespace Multiplex.Rendering;

/// <summary>
/// Bytes for the terminal while a frame is drawn; reused for every frame, so that drawing allocates nothing once it has grown.
/// </summary>
internal sealed class OutputBytes
{
    private const int InitialSize = 4096;

    /// <summary>More than any drawing of text takes.</summary>
    private const int KeptSize = 4 * 1024 * 1024;

    private byte[] _bytes = new byte[InitialSize];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>All bytes, borrowed until the next call.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets all bytes, and gives back the memory that a picture took.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptSize)
        {
            _bytes = new byte[InitialSize];
        }
    }

    /// <summary>Appends one byte.</summary>
    /// <param name="value">The byte.</param>
    public void Add(byte value)
    {
        if (Length == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        _bytes[Length++] = value;
    }

    /// <summary>Appends bytes.</summary>
    /// <param name="values">The bytes.</param>
    public void Add(ReadOnlySpan<byte> values) => values.CopyTo(Reserve(values.Length));

    /// <summary>Appends a byte several times.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="count">0 or more.</param>
    public void AddRepeated(byte value, int count) => Reserve(count).Fill(value);

    /// <summary>Appends a decimal number.</summary>
    /// <param name="value">0 or more.</param>
    public void AddNumber(int value)
    {
        int digits = DigitCount(value);
        Span<byte> room = Reserve(digits);
        for (int i = digits - 1; i >= 0; i--)
        {
            room[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    /// <summary>Appends <c>CSI n final</c>, without the number when it is 1.</summary>
    /// <param name="count">1 or more.</param>
    /// <param name="final">The final byte.</param>
    public void AddCsi(int count, byte final)
    {
        Add("\e["u8);
        if (count != 1)
        {
            AddNumber(count);
        }

        Add(final);
    }

    /// <summary>Appends ASCII text.</summary>
    /// <param name="text">The text.</param>
    public void AddAscii(string text)
    {
        foreach (char c in text)
        {
            Add((byte)c);
        }
    }

    /// <summary>Appends text in UTF-8 without its control characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maximum">Most UTF-16 units that are taken.</param>
    public void AddPrintable(ReadOnlySpan<char> text, int maximum = int.MaxValue)
    {
        foreach (System.Text.Rune rune in text[..Math.Min(text.Length, maximum)].EnumerateRunes())
        {
            if (!System.Text.Rune.IsControl(rune))
            {
                AddCodePoint(rune.Value);
            }
        }
    }

    /// <summary>Appends a code point in UTF-8.</summary>
    /// <param name="codePoint">A scalar value.</param>
    public void AddCodePoint(int codePoint)
    {
        if (codePoint < 0x80)
        {
            Add((byte)codePoint);
            return;
        }

        int length = Utf8Length(codePoint);
        Span<byte> room = Reserve(length);
        for (int i = length - 1; i > 0; i--)
        {
            room[i] = (byte)(0x80 | (codePoint & 0x3F));
            codePoint >>= 6;
        }

        room[0] = (byte)(codePoint | (length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0));
    }

    /// <summary>Bytes a code point takes in UTF-8.</summary>
    /// <param name="codePoint">A scalar value.</param>
    public static int Utf8Length(int codePoint) => codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

    /// <summary>Digits a number takes.</summary>
    /// <param name="value">0 or more.</param>
    public static int DigitCount(int value)
    {
        int digits = 1;
        for (; value >= 10; value /= 10)
        {
            digits++;
        }

        return digits;
    }

    private Span<byte> Reserve(int count)
    {
        int start = Length;
        if (_bytes.Length - start < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + count));
        }

        Length = start + count;
        return _bytes.AsSpan(start, count);
    }
}
