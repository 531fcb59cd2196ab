namespace Multiplex.Terminal.Buffer;

/// <summary>Writes into what is left of a block; what does not fit sets <see cref="Overflowed"/> and is dropped.</summary>
internal ref struct BlockWriter
{
    private readonly Span<byte> _target;

    /// <summary>A writer.</summary>
    public BlockWriter(Span<byte> target) => _target = target;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Something did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Adds a byte.</summary>
    public void Add(byte value)
    {
        if (Length < _target.Length)
        {
            _target[Length++] = value;
        }
        else
        {
            Overflowed = true;
        }
    }

    /// <summary>Adds bytes.</summary>
    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= _target.Length - Length)
        {
            bytes.CopyTo(_target[Length..]);
            Length += bytes.Length;
        }
        else
        {
            Overflowed = true;
        }
    }

    /// <summary>Adds a number in groups of seven bits.</summary>
    public void AddNumber(int value)
    {
        uint rest = (uint)value;
        while (rest >= 0x80)
        {
            Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        Add((byte)rest);
    }

    /// <summary>Adds UTF-8 with its length before it.</summary>
    public void AddText(string text)
    {
        Span<byte> bytes = stackalloc byte[(Parsing.ParserLimits.MaxLinkLength * 3) + 16];
        int length = System.Text.Encoding.UTF8.TryGetBytes(text, bytes, out int written) ? written : 0;
        AddNumber(length);
        Add(bytes[..length]);
    }
}

/// <summary>Reads what <see cref="BlockWriter"/> wrote; past the end it gives zeros, so that damaged blocks do no harm.</summary>
internal ref struct BlockReader
{
    private readonly ReadOnlySpan<byte> _source;

    /// <summary>A reader.</summary>
    public BlockReader(ReadOnlySpan<byte> source) => _source = source;

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>Nothing is left.</summary>
    public readonly bool IsAtEnd => Position >= _source.Length;

    /// <summary>The next byte.</summary>
    public byte ReadByte() => Position < _source.Length ? _source[Position++] : (byte)0;

    /// <summary>The next bytes, fewer at the end.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        count = Math.Clamp(count, 0, _source.Length - Position);
        ReadOnlySpan<byte> bytes = _source.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>A number in groups of seven bits.</summary>
    public int ReadNumber()
    {
        uint value = 0;
        for (int shift = 0; shift < 32; shift += 7)
        {
            byte part = ReadByte();
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        return (int)(value & int.MaxValue);
    }

    /// <summary>UTF-8 with its length before it.</summary>
    public string ReadText() => System.Text.Encoding.UTF8.GetString(ReadBytes(ReadNumber()));
}
