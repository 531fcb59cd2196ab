using System.Buffers.Text;
using Multiplex.Terminal.Buffer;
using Multiplex.Terminal.Parsing;

namespace Multiplex.Terminal.Sequences;

/// <summary>Puts an answer together from fixed text and numbers; there is no way to add what a program sent.</summary>
internal ref struct ReplyBuilder
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>An empty answer.</summary>
    /// <param name="buffer">Room for <see cref="ParserLimits.MaxReplyBytes"/>.</param>
    public ReplyBuilder(Span<byte> buffer) => _buffer = buffer;

    /// <summary>The answer so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Adds fixed text.</summary>
    public void Add(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length <= _buffer.Length - _length)
        {
            text.CopyTo(_buffer[_length..]);
            _length += text.Length;
        }
    }

    /// <summary>Adds one character of fixed text.</summary>
    public void Add(char character) => Add([(byte)character]);

    /// <summary>Adds a number in decimal.</summary>
    public void Add(int value)
    {
        if (Utf8Formatter.TryFormat(value, _buffer[_length..], out int written))
        {
            _length += written;
        }
    }

    /// <summary>Adds a number of 32 bits in decimal.</summary>
    public void Add(uint value)
    {
        if (Utf8Formatter.TryFormat(value, _buffer[_length..], out int written))
        {
            _length += written;
        }
    }

    /// <summary>Adds a number in hexadecimal, upper case or lower case.</summary>
    public void AddHex(int value, int digits, bool upper)
    {
        if (Utf8Formatter.TryFormat(value, _buffer[_length..], out int written, new System.Buffers.StandardFormat(upper ? 'X' : 'x',
            (byte)digits)))
        {
            _length += written;
        }
    }

    /// <summary>Adds a colour as X has it, with four digits a part.</summary>
    public void AddColor(Color color)
    {
        Add("rgb:"u8);
        AddHex(color.Red * 0x101, 4, upper: false);
        Add('/');
        AddHex(color.Green * 0x101, 4, upper: false);
        Add('/');
        AddHex(color.Blue * 0x101, 4, upper: false);
    }
}
