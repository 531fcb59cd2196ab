using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>The client was continued and its terminal is empty: send a full frame. No payload.</summary>
public readonly record struct ResumedMessage : IMessage<ResumedMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Resumed;

    /// <inheritdoc/>
    public static ResumedMessage Read(ReadOnlySpan<byte> payload) => default;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
    }
}
