using System.Buffers.Binary;

namespace Multiplex.Protocol;

/// <summary>What the header says about a message besides its kind.</summary>
[Flags]
public enum MessageFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>One file descriptor travels with the message's first byte (SCM_RIGHTS).</summary>
    HasDescriptor = 1 << 0,
}

/// <summary>
/// The eight bytes before every message, little-endian.
/// <code>
/// | kind u16 | flags u16 | length u32 | payload, length bytes … |
/// </code>
/// </summary>
/// <param name="Kind">The kind, possibly one this build does not know.</param>
/// <param name="Flags">The flags.</param>
/// <param name="Length">Bytes of payload.</param>
public readonly record struct MessageHeader(MessageKind Kind, MessageFlags Flags, int Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 8;

    /// <summary>
    /// Longest payload: a peer gone mad costs at most this much memory, while a full frame of 400 × 300 raw cells still fits
    /// in one message (bigger ones are sent in parts).
    /// </summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>
    /// Longest payload of a Context and of a request with arguments: execve itself takes a few MB of environment and arguments.
    /// </summary>
    public const int MaximumContextLength = 16 << 20;

    /// <summary>The cap that holds for a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static int MaximumFor(MessageKind kind) => kind is MessageKind.Context or MessageKind.Create or MessageKind.Command
        ? MaximumContextLength
        : MaximumLength;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ProtocolException">The length is over the cap of its kind.</exception>
    public static MessageHeader Read(ReadOnlySpan<byte> bytes)
    {
        MessageKind kind = (MessageKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        MessageFlags flags = (MessageFlags)BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (length > (uint)MaximumFor(kind))
        {
            throw new ProtocolException($"message of kind {(ushort)kind} with {length} bytes is over the cap");
        }

        return new MessageHeader(kind, flags, (int)length);
    }

    /// <summary>Writes the header.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)Kind);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)Length);
    }
}
