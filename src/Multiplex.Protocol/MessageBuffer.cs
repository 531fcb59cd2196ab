using System.Buffers;

namespace Multiplex.Protocol;

/// <summary>
/// Messages on their way out: a growing array that the owner writes messages to and a socket takes bytes from. It allocates only while it
/// grows. The owner decides what to do when <see cref="Length"/> gets large (a daemon sends no more frames, a client reads no more keys).
/// </summary>
public sealed class MessageBuffer : IBufferWriter<byte>
{
    private const int InitialSize = 4096;

    /// <summary>A buffer that grew over this gives its memory back when it is empty.</summary>
    private const int KeptSize = 256 * 1024;

    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _end;

    /// <summary>Bytes written and not consumed.</summary>
    public int Length => _end - _start;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>What waits to be sent, borrowed until the next write.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Appends a message with its header.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="flags">The header's flags.</param>
    /// <exception cref="ProtocolException">The message is over the cap of its kind; nothing was appended.</exception>
    public void Add<T>(scoped in T message, MessageFlags flags = MessageFlags.None)
        where T : IMessage<T>, allows ref struct
    {
        int mark = Begin();
        message.Write(this);
        End(mark, T.Kind, flags);
    }

    /// <summary>Leaves room for a header; <see cref="End"/> fills it in.</summary>
    /// <returns>A mark for <see cref="End"/>: the message's place relative to what is pending.</returns>
    public int Begin()
    {
        int mark = Length;
        Reserve(MessageHeader.Size);
        _end += MessageHeader.Size;
        return mark;
    }

    /// <summary>Bytes of payload written since <see cref="Begin"/>.</summary>
    /// <param name="mark">What Begin returned.</param>
    public int PayloadLength(int mark) => Length - mark - MessageHeader.Size;

    /// <summary>Completes the message begun at a mark.</summary>
    /// <param name="mark">What <see cref="Begin"/> returned; nothing was consumed since.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="flags">The header's flags.</param>
    /// <exception cref="ProtocolException">The message is over the cap of its kind; it was taken back.</exception>
    public void End(int mark, MessageKind kind, MessageFlags flags = MessageFlags.None)
    {
        int length = PayloadLength(mark);
        if (length > MessageHeader.MaximumFor(kind))
        {
            _end = _start + mark;
            throw new ProtocolException($"message of kind {kind} with {length} bytes is over the cap");
        }

        new MessageHeader(kind, flags, length).Write(_bytes.AsSpan(_start + mark));
    }

    /// <summary>The bytes at a place in what is pending, to be filled in later.</summary>
    /// <param name="offset">Relative to the first pending byte.</param>
    /// <param name="length">Bytes.</param>
    public Span<byte> Patch(int offset, int length) => _bytes.AsSpan(_start + offset, length);

    /// <summary>Forgets bytes that were sent.</summary>
    /// <param name="count">0..Length.</param>
    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Length);
        _start += count;
        if (_start == _end)
        {
            Clear();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
        if (_bytes.Length > KeptSize)
        {
            _bytes = new byte[InitialSize];
        }
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _end));
        _end += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_end);
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _end >= count)
        {
            return;
        }

        int length = Length;
        if (_bytes.Length - length >= count && _start >= length)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, length);
        }
        else
        {
            byte[] larger = new byte[Math.Max(_bytes.Length * 2, length + count)];
            Buffer.BlockCopy(_bytes, _start, larger, 0, length);
            _bytes = larger;
        }

        _start = 0;
        _end = length;
    }
}
