using System.Buffers;
using System.Buffers.Binary;
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

    /// <summary>
    /// Largest piece that no client typed (a paste, <c>stuff</c>) and that outlives the daemon all the same; a longer one ends with it, so that a register is
    /// not kept three times.
    /// </summary>
    private const int MaxKeptPiece = 64 * 1024;

    private const int PieceHeader = 32;

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

    /// <summary>How far into a client's stream the pieces go, or 0.</summary>
    /// <param name="clientId">The client.</param>
    public ulong LastOffset(ulong clientId)
    {
        ulong last = 0;
        foreach ((byte[] _, InputOrigin origin, ulong _) in _pieces)
        {
            last = origin.ClientId == clientId ? origin.Offset : last;
        }

        return last;
    }

    /// <summary>Writes the pieces for a checkpoint: a u32 count, then each with its origin, its mark, its length and whether its bytes follow.</summary>
    /// <param name="output">Where to.</param>
    public void Save(IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), _pieces.Count);
        output.Advance(sizeof(int));
        int consumed = _consumed;
        foreach ((byte[] bytes, InputOrigin origin, ulong reply) in _pieces)
        {
            ReadOnlySpan<byte> rest = bytes.AsSpan(consumed);
            bool isKept = origin.ClientId != 0 || rest.Length <= MaxKeptPiece;
            Span<byte> header = output.GetSpan(PieceHeader)[..PieceHeader];
            BinaryPrimitives.WriteUInt64LittleEndian(header, origin.ClientId);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], origin.Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(header[16..], reply);
            BinaryPrimitives.WriteInt32LittleEndian(header[24..], rest.Length);
            BinaryPrimitives.WriteInt32LittleEndian(header[28..], isKept ? 1 : 0);
            output.Advance(PieceHeader);
            output.Write(isKept ? rest : default);
            consumed = 0;
        }
    }

    /// <summary>Takes the pieces of a checkpoint, without those bytes that have gone since.</summary>
    /// <param name="bytes">What <see cref="Save"/> wrote, and more; moved past it.</param>
    /// <param name="gone">How many bytes have gone from the front.</param>
    /// <returns>False when the bytes make no sense.</returns>
    public bool TryLoad(ref ReadOnlySpan<byte> bytes, ulong gone)
    {
        Clear();
        if (!TryReadInt32(ref bytes, out int count) || count < 0)
        {
            return false;
        }

        for (; count > 0; count--)
        {
            if (bytes.Length < PieceHeader)
            {
                return false;
            }

            InputOrigin origin = new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            ulong reply = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
            bool isKept = BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]) != 0;
            bytes = bytes[PieceHeader..];
            if (length < 0 || (isKept && length > bytes.Length))
            {
                return false;
            }

            int start = (int)Math.Min(gone, (ulong)length);
            gone -= (ulong)start;
            if (isKept)
            {
                _ = start == length || TryAdd(bytes[start..length], origin, reply);
                bytes = bytes[length..];
            }
        }

        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _consumed = 0;
        Length = 0;
    }

    private static bool TryReadInt32(ref ReadOnlySpan<byte> bytes, out int value)
    {
        bool isThere = bytes.Length >= sizeof(int);
        value = isThere ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;
        bytes = isThere ? bytes[sizeof(int)..] : bytes;
        return isThere;
    }
}
