using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>The client leaves on purpose; the daemon need not restore its terminal. No payload.</summary>
public readonly record struct GoodbyeMessage : IMessage<GoodbyeMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Goodbye;

    /// <inheritdoc/>
    public static GoodbyeMessage Read(ReadOnlySpan<byte> payload) => default;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
    }
}
