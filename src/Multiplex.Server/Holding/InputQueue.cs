using System.Buffers;
using System.Buffers.Binary;
using Multiplex.Server.Model;

namespace Multiplex.Server.Holding;

/// <summary>
/// Input that does not fit into a window's ring at present. A cap makes a paste into a program that does not read a refused paste and not a daemon
/// without memory; what is much waits in shared memory, and a register that is pasted waits where it is, so that nothing is there twice.
/// </summary>
internal sealed class InputQueue
{
    /// <summary>Most bytes that wait: a paste of some hundred thousand lines; what is beyond is refused with a message.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>
    /// Largest piece that no client typed (a paste, <c>stuff</c>) and that outlives the daemon all the same; a longer one ends with it, so that a register is
    /// not kept twice.
    /// </summary>
    private const int MaxKeptPiece = 64 * 1024;

    /// <summary>What waits beyond this is not written into each checkpoint, but once into memory that outlives the daemon.</summary>
    private const int MaxInCheckpoints = 64 * 1024;

    private const int PieceHeader = 32;

    private readonly Queue<Piece> _pieces = new();
    private byte[] _chunk = [];
    private int _consumed;

    /// <summary>How a checkpoint keeps a piece.</summary>
    private enum Keeping
    {
        Not,
        Inside,
        Spilled,
    }

    /// <summary>Bytes that wait.</summary>
    public int Length { get; private set; }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Where much input waits; null before there is a window that could lose it.</summary>
    public InputSpill? Spill { get; set; }

    /// <summary>The next bytes and where they come from; the origin's offset is that of the end of what this gives.</summary>
    /// <param name="origin">Where they come from.</param>
    /// <param name="reply">The mark of the query that they answer, or 0; an answer is not to be taken apart.</param>
    public ReadOnlySpan<byte> Next(out InputOrigin origin, out ulong reply)
    {
        Piece piece = _pieces.Peek();
        (origin, reply) = (piece.Origin, piece.Reply);
        return Rest(piece, _consumed);
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

        int place = Length + bytes.Length > MaxInCheckpoints && Spill is { } spill ? spill.Add(bytes) : -1;
        Add(new Piece(bytes.Length, origin, reply) { Bytes = place < 0 ? bytes.ToArray() : null, Place = place });
        return true;
    }

    /// <summary>Adds a register's text, with its line feeds as returns.</summary>
    /// <param name="text">Held, and not copied, until it is typed.</param>
    /// <param name="start">What comes before it.</param>
    /// <param name="end">What comes behind it.</param>
    /// <returns>False when the cap would be passed: nothing was added.</returns>
    public bool TryAdd(RegisterText text, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        if (text.Length + start.Length + end.Length > MaxBytes - Length)
        {
            return false;
        }

        _ = start.IsEmpty || TryAdd(start, InputOrigin.None);
        Add(new Piece(text.Length, InputOrigin.None, 0) { Text = text.Hold(), Place = -1 });
        _ = end.IsEmpty || TryAdd(end, InputOrigin.None);
        return true;
    }

    /// <summary>Takes bytes of the next piece away.</summary>
    /// <param name="count">At most the length of what <see cref="Next"/> gave.</param>
    public void Consume(int count)
    {
        Piece piece = _pieces.Peek();
        _consumed += count;
        Length -= count;
        if (_consumed == piece.Length)
        {
            _pieces.Dequeue().Text?.Release();
            _consumed = 0;
        }

        if (piece.Place >= 0)
        {
            Spill!.Consumed(piece.Place + (_consumed == 0 ? piece.Length : _consumed));
        }

        if (IsEmpty)
        {
            Spill?.Clear();
            _chunk = [];
        }
    }

    /// <summary>How far into a client's stream the pieces go, or 0.</summary>
    /// <param name="clientId">The client.</param>
    public ulong LastOffset(ulong clientId)
    {
        ulong last = 0;
        foreach (Piece piece in _pieces)
        {
            last = piece.Origin.ClientId == clientId ? piece.Origin.Offset : last;
        }

        return last;
    }

    /// <summary>
    /// Writes the pieces for a checkpoint: a u32 count, then each with its origin, its mark, its length and how it is kept: its bytes or its place follow.
    /// </summary>
    /// <param name="output">Where to.</param>
    public void Save(IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), _pieces.Count);
        output.Advance(sizeof(int));
        int consumed = _consumed;
        foreach (Piece piece in _pieces)
        {
            int length = piece.Length - consumed;
            Keeping keeping = piece.Place >= 0 ? Keeping.Spilled : piece.Origin.ClientId != 0 || length <= MaxKeptPiece ? Keeping.Inside : Keeping.Not;
            Span<byte> header = output.GetSpan(PieceHeader)[..PieceHeader];
            BinaryPrimitives.WriteUInt64LittleEndian(header, piece.Origin.ClientId);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], piece.Origin.Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(header[16..], piece.Reply);
            BinaryPrimitives.WriteInt32LittleEndian(header[24..], length);
            BinaryPrimitives.WriteInt32LittleEndian(header[28..], (int)keeping);
            output.Advance(PieceHeader);
            if (keeping == Keeping.Spilled)
            {
                BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), piece.Place + consumed);
                output.Advance(sizeof(int));
            }
            else if (keeping == Keeping.Inside)
            {
                output.Write(Rest(piece, consumed));
            }

            consumed = 0;
        }
    }

    /// <summary>Takes the pieces of a checkpoint, without those bytes that have gone since.</summary>
    /// <param name="bytes">What <see cref="Save"/> wrote, and more; moved past it.</param>
    /// <param name="gone">How many bytes have gone from the front.</param>
    /// <returns>False when the bytes make no sense.</returns>
    public bool TryLoad(ref ReadOnlySpan<byte> bytes, ulong gone)
    {
        Forget();
        if (!TryReadInt32(ref bytes, out int count) || count < 0)
        {
            return false;
        }

        bool isFirstSpilled = true;
        for (; count > 0; count--)
        {
            if (bytes.Length < PieceHeader)
            {
                return false;
            }

            InputOrigin origin = new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            ulong reply = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
            var keeping = (Keeping)BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]);
            bytes = bytes[PieceHeader..];
            if (length < 0 || length > MaxBytes || (keeping == Keeping.Inside && length > bytes.Length))
            {
                return false;
            }

            int start = (int)Math.Min(gone, (ulong)length);
            gone -= (ulong)start;
            if (keeping == Keeping.Inside)
            {
                _ = start == length || TryAdd(bytes[start..length], origin, reply);
                bytes = bytes[length..];
            }
            else if (keeping == Keeping.Spilled)
            {
                if (!TryReadInt32(ref bytes, out int place) || Spill is not { } spill || !spill.TryTake(place, length, isFirstSpilled))
                {
                    return false;
                }

                isFirstSpilled = false;
                if (start < length)
                {
                    Add(new Piece(length - start, origin, reply) { Place = place + start });
                }
            }
        }

        if (IsEmpty)
        {
            Spill?.Clear();
        }

        return true;
    }

    /// <summary>Lets go of everything; what outlives the daemon stays where it is.</summary>
    public void Abandon()
    {
        Forget();
        Spill?.Dispose();
        Spill = null;
    }

    private static bool TryReadInt32(ref ReadOnlySpan<byte> bytes, out int value)
    {
        bool isThere = bytes.Length >= sizeof(int);
        value = isThere ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;
        bytes = isThere ? bytes[sizeof(int)..] : bytes;
        return isThere;
    }

    private void Add(Piece piece)
    {
        _pieces.Enqueue(piece);
        Length += piece.Length;
    }

    private void Forget()
    {
        foreach (Piece piece in _pieces)
        {
            piece.Text?.Release();
        }

        _pieces.Clear();
        _consumed = 0;
        Length = 0;
    }

    /// <summary>What is left of a piece; a register's text a part at a time, since it is not typed as it lies there.</summary>
    private ReadOnlySpan<byte> Rest(Piece piece, int consumed)
    {
        if (piece.Text is not { } text)
        {
            return piece.Bytes is { } bytes ? bytes.AsSpan(consumed) : Spill!.Bytes(piece.Place + consumed, piece.Length - consumed);
        }

        _chunk = _chunk.Length > 0 ? _chunk : new byte[MaxKeptPiece];
        Span<byte> typed = _chunk.AsSpan(0, Math.Min(piece.Length - consumed, MaxKeptPiece));
        text.Span.Slice(consumed, typed.Length).Replace(typed, (byte)'\n', (byte)'\r');
        return typed;
    }

    private sealed record Piece(int Length, InputOrigin Origin, ulong Reply)
    {
        public byte[]? Bytes { get; init; }

        public RegisterText? Text { get; init; }

        public required int Place { get; init; }
    }
}
