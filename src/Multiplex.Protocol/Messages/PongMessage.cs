using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// The answer to Ping.
/// <code>
/// | token u64 |
/// </code>
/// </summary>
/// <param name="Token">Any number.</param>
public readonly record struct PongMessage(ulong Token) : IMessage<PongMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Pong;

    /// <inheritdoc/>
    public static PongMessage Read(ReadOnlySpan<byte> payload) => new(new PayloadReader(payload).U64());

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output) => new PayloadWriter(output).U64(Token);
}
