namespace Multiplex.Client.Input;

/// <summary>
/// What the user typed and the daemon has not yet put in a safe place. Every byte has an offset in the client's stream, so that a new
/// daemon can say
/// from where it wants to hear it again.
/// </summary>
internal sealed class InputQueue
{
    /// <summary>
    /// Most bytes kept. At this point no more keys are read, and the terminal's own queue fills: a paste waits, nothing is lost.
    /// </summary>
    public const int Capacity = 1 << 20;

    private const int InitialSize = 4096;

    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _end;

    /// <summary>The offset of the first byte that is kept.</summary>
    public ulong Acknowledged { get; private set; }

    /// <summary>The offset of the next byte that will be typed.</summary>
    public ulong End => Acknowledged + (ulong)(_end - _start);

    /// <summary>What is kept, borrowed until the next call.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Room for more bytes.</summary>
    public int Room => Capacity - (_end - _start);

    /// <summary>Keeps bytes.</summary>
    /// <param name="bytes">At most <see cref="Room"/> bytes.</param>
    /// <returns>The offset of the first one.</returns>
    public ulong Append(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, Room, nameof(bytes));
        ulong offset = End;
        if (_bytes.Length - _end < bytes.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
        return offset;
    }

    /// <summary>Forgets bytes that are safe.</summary>
    /// <param name="offset">One past the last safe byte; offsets outside of what is kept change nothing beyond it.</param>
    public void Acknowledge(ulong offset)
    {
        if (offset <= Acknowledged)
        {
            return;
        }

        ulong count = Math.Min(offset - Acknowledged, (ulong)(_end - _start));
        _start += (int)count;
        Acknowledged += count;
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
    }

    private void MakeRoom(int count)
    {
        int length = _end - _start;
        byte[] target = _bytes.Length - length >= count && length <= _bytes.Length / 2
            ? _bytes
            : new byte[Math.Max(_bytes.Length * 2, length + count)];
        Buffer.BlockCopy(_bytes, _start, target, 0, length);
        _bytes = target;
        _start = 0;
        _end = length;
    }
}
