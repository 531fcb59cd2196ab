using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// A frame and all before it are drawn: the bytes went into the terminal. The daemon sends on when at most one frame is unacknowledged.
/// <code>
/// | sequence u32 |
/// </code>
/// </summary>
/// <param name="Sequence">The frame's sequence number.</param>
public readonly record struct FrameAckMessage(uint Sequence) : IMessage<FrameAckMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.FrameAck;

    /// <inheritdoc/>
    public static FrameAckMessage Read(ReadOnlySpan<byte> payload) => new(new PayloadReader(payload).U32());

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output) => new PayloadWriter(output).U32(Sequence);
}
