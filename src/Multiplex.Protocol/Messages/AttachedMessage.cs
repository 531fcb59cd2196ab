using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// The client is attached: it takes over its terminal now, and the first (full) frame follows.
/// <code>
/// | display u32 | input offset u64 | session text |
/// </code>
/// </summary>
public sealed record AttachedMessage : IMessage<AttachedMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Attached;

    /// <summary>The display's id, for <see cref="AttachMessage.ResumeDisplay"/>.</summary>
    public uint Display { get; init; }

    /// <summary>
    /// How much of this client id's input is safe already; a client that reconnects sends again from here. 0 for a new one.
    /// </summary>
    public ulong InputOffset { get; init; }

    /// <summary>The session, as PID.NAME.</summary>
    public string Session { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static AttachedMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new AttachedMessage { Display = reader.U32(), InputOffset = reader.U64(), Session = reader.Text() };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U32(Display);
        writer.U64(InputOffset);
        writer.Text(Session);
    }
}
