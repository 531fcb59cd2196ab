using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// What the user typed, verbatim. The offset makes it safe to send the same bytes again after a reconnection: a daemon skips what it has.
/// <code>
/// | offset u64 | bytes to the end of the payload |
/// </code>
/// </summary>
/// <param name="offset">Place of the first byte in everything this client id typed.</param>
/// <param name="bytes">The bytes, borrowed.</param>
public readonly ref struct InputMessage(ulong offset, ReadOnlySpan<byte> bytes) : IMessage<InputMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Input;

    /// <summary>Place of the first byte in everything this client id typed.</summary>
    public ulong Offset { get; } = offset;

    /// <summary>The bytes, borrowed from the payload.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <inheritdoc/>
    public static InputMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        ulong offset = reader.U64();
        return new InputMessage(offset, reader.Take(reader.Remaining));
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U64(Offset);
        output.Write(Bytes);
    }
}
