using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>
/// Input that does not fit into a window's ring at present. It waits in the daemon's memory, so a cap makes a paste into a program that does not read
/// a refused paste and not a daemon without memory.
/// </summary>
internal sealed class InputQueue
{
    /// <summary>Most bytes that wait: a paste of some hundred thousand lines; what is beyond is refused with a message.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private readonly Queue<(byte[] Bytes, InputOrigin Origin, ulong Reply)> _pieces = new();
    private int _consumed;

    /// <summary>Bytes that wait.</summary>
    public int Length { get; private set; }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The next bytes and where they come from; the origin's offset is that of the end of the piece.</summary>
    /// <param name="origin">Where they come from.</param>
    /// <param name="reply">The mark of the query that they answer, or 0; an answer is not to be taken apart.</param>
    public ReadOnlySpan<byte> Next(out InputOrigin origin, out ulong reply)
    {
        (byte[] bytes, origin, reply) = _pieces.Peek();
        return bytes.AsSpan(_consumed);
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <param name="bytes">Copied.</param>
    /// <param name="origin">Where they come from.</param>
    /// <param name="reply">The mark of the query that they answer, or 0.</param>
    /// <returns>False when the cap would be passed: nothing was added.</returns>
    public bool TryAdd(ReadOnlySpan<byte> bytes, InputOrigin origin, ulong reply = 0)
    {
        if (bytes.Length > MaxBytes - Length)
        {
            return false;
        }

        _pieces.Enqueue((bytes.ToArray(), origin, reply));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Takes bytes of the next piece away.</summary>
    /// <param name="count">At most the length of what <see cref="Next"/> gave.</param>
    public void Consume(int count)
    {
        _consumed += count;
        Length -= count;
        if (_consumed == _pieces.Peek().Bytes.Length)
        {
            _pieces.Dequeue();
            _consumed = 0;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _consumed = 0;
        Length = 0;
    }
}
