using System.Runtime.CompilerServices;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    /// <summary>Adds a character above U+007F in UTF-8.</summary>
    public void AddCharacter(int codePoint)
    {
        if (_target.Length - Length < 4)
        {
            Overflowed = true;
            return;
        }

        Span<byte> at = _target.Slice(Length, 4);
        if (codePoint < 0x800)
        {
            at[0] = (byte)(0xC0 | (codePoint >> 6));
            at[1] = (byte)(0x80 | (codePoint & 0x3F));
            Length += 2;
        }
        else if (codePoint < 0x10000)
        {
            at[0] = (byte)(0xE0 | (codePoint >> 12));
            at[1] = (byte)(0x80 | (codePoint >> 6 & 0x3F));
            at[2] = (byte)(0x80 | (codePoint & 0x3F));
            Length += 3;
        }
        else
        {
            at[0] = (byte)(0xF0 | (codePoint >> 18));
            at[1] = (byte)(0x80 | (codePoint >> 12 & 0x3F));
            at[2] = (byte)(0x80 | (codePoint >> 6 & 0x3F));
            at[3] = (byte)(0x80 | (codePoint & 0x3F));
            Length += 4;
        }
    }

    /// <summary>Adds a number in groups of seven bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddNumber(int value)
    {
        if ((uint)value < 0x80)
        {
            Add((byte)value);
        }
        else
        {
            AddLargeNumber((uint)value);
        }
    }

    private void AddLargeNumber(uint rest)
    {
        while (rest >= 0x80)
        {
            Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        Add((byte)rest);
    }

    /// <summary>Adds 64 bits.</summary>
    public void AddUnsigned(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Add(bytes);
    }

    /// <summary>Adds a truth value.</summary>
    public void Add(bool value) => Add(value ? (byte)1 : (byte)0);

    /// <summary>Gives the rest of the target to a function that fills it.</summary>
    public readonly Span<byte> Rest => _target[Length..];

    /// <summary>Takes over bytes that were put into <see cref="Rest"/>; 0 means that they did not fit.</summary>
    public void Advance(int count)
    {
        Length += count;
        Overflowed |= count == 0;
    }

    /// <summary>Takes over bytes that were put into <see cref="Rest"/>, perhaps none.</summary>
    public void Skip(int count) => Length += count;

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

    /// <summary>64 bits.</summary>
    public ulong ReadUnsigned()
    {
        ReadOnlySpan<byte> bytes = ReadBytes(8);
        return bytes.Length == 8 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
    }

    /// <summary>A truth value.</summary>
    public bool ReadBoolean() => ReadByte() != 0;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => _source[Position..];

    /// <summary>Passes over bytes.</summary>
    public void Advance(int count) => Position = Math.Clamp(Position + count, 0, _source.Length);

    /// <summary>UTF-8 with its length before it.</summary>
    public string ReadText() => System.Text.Encoding.UTF8.GetString(ReadBytes(ReadNumber()));
}
