using System.Buffers;
using System.Buffers.Binary;

namespace Multiplex.Server.Holding;

/// <summary>How many answers and effects the present block had before a checkpoint, so that replay counts on from there.</summary>
/// <param name="Replies">Answers to queries.</param>
/// <param name="Effects">Bells, clipboards, notifications.</param>
internal readonly record struct JournalMarks(uint Replies, uint Effects)
{
    private const int Size = 16;

    /// <summary>Writes them.</summary>
    /// <param name="output">Where to.</param>
    public void Write(IBufferWriter<byte> output)
    {
        Span<byte> bytes = output.GetSpan(Size)[..Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Replies);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Effects);
        output.Advance(Size);
    }

    /// <summary>Reads them.</summary>
    /// <param name="bytes">Moved past them.</param>
    /// <param name="marks">The counts.</param>
    /// <returns>False when there are too few bytes.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out JournalMarks marks)
    {
        marks = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        marks = new JournalMarks(BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        bytes = bytes[Size..];
        return true;
    }
}
