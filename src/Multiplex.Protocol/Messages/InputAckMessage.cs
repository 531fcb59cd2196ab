using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// Input up to an offset will reach its window whatever happens to the daemon; the client may forget it.
/// <code>
/// | offset u64 |
/// </code>
/// </summary>
/// <param name="Offset">One past the last safe byte of the client's stream.</param>
public readonly record struct InputAckMessage(ulong Offset) : IMessage<InputAckMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.InputAck;

    /// <inheritdoc/>
    public static InputAckMessage Read(ReadOnlySpan<byte> payload) => new(new PayloadReader(payload).U64());

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output) => new PayloadWriter(output).U64(Offset);
}
