namespace Multiplex.Protocol;

/// <summary>
/// Cuts a byte stream into messages. The owner lets the socket read into <see cref="GetSpan"/>, says how much came with
/// <see cref="Advance"/>, and takes messages with <see cref="TryRead"/> until there are no more. It allocates only while it grows,
/// and it grows no further than the largest message that a header may announce.
/// </summary>
public sealed class MessageFramer
{
    private const int InitialSize = 16 * 1024;

    /// <summary>A buffer that grew over this for one large message gives its memory back when it is empty.</summary>
    private const int KeptSize = 256 * 1024;

    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _end;

    /// <summary>Bytes received and not yet handed out as messages.</summary>
    public int Length => _end - _start;

    /// <summary>Room for the next read; never empty. What TryRead returned before is no longer valid.</summary>
    public Span<byte> GetSpan()
    {
        if (_start == _end)
        {
            Clear();
            if (_bytes.Length > KeptSize)
            {
                _bytes = new byte[InitialSize];
            }
        }
        else if (_start > 0 && _bytes.Length - _end < InitialSize / 4)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            // Growing with what has come, not with what was announced: a peer pays for the memory it makes us take.
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        return _bytes.AsSpan(_end);
    }

    /// <summary>Says how many bytes were put into <see cref="GetSpan"/>.</summary>
    /// <param name="count">0..the span's length.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _end));
        _end += count;
    }

    /// <summary>Forgets all bytes, for a new connection.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
    }

    /// <summary>Takes the next whole message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its payload, borrowed until <see cref="GetSpan"/>.</param>
    /// <returns>False when the next message is not complete.</returns>
    /// <exception cref="ProtocolException">A length is over its cap; the connection is to be closed.</exception>
    public bool TryRead(out MessageHeader header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_start, _end - _start);
        if (bytes.Length < MessageHeader.Size)
        {
            return false;
        }

        header = MessageHeader.Read(bytes);
        if (bytes.Length - MessageHeader.Size < header.Length)
        {
            return false;
        }

        payload = bytes.Slice(MessageHeader.Size, header.Length);
        _start += MessageHeader.Size + header.Length;
        return true;
    }
}
