using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// Asks for a Pong with the same token.
/// <code>
/// | token u64 |
/// </code>
/// </summary>
/// <param name="Token">Any number.</param>
public readonly record struct PingMessage(ulong Token) : IMessage<PingMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Ping;

    /// <inheritdoc/>
    public static PingMessage Read(ReadOnlySpan<byte> payload) => new(new PayloadReader(payload).U64());

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output) => new PayloadWriter(output).U64(Token);
}
