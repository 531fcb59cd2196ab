using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>The client was stopped by job control: its terminal belongs to the shell, send no frames. No payload.</summary>
public readonly record struct SuspendedMessage : IMessage<SuspendedMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Suspended;

    /// <inheritdoc/>
    public static SuspendedMessage Read(ReadOnlySpan<byte> payload) => default;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
    }
}
