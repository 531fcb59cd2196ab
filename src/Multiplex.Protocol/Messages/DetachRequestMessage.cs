using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>The switches of a detach request.</summary>
[Flags]
public enum DetachFlags : uint
{
    /// <summary>-d.</summary>
    None = 0,

    /// <summary>-D: hang up the other client's parent.</summary>
    Power = 1 << 0,

    /// <summary>-q.</summary>
    Quiet = 1 << 1,
}

/// <summary>
/// -d or -D without -r: detach a session elsewhere, answered by Reply.
/// <code>
/// | flags u32 | target text |
/// </code>
/// </summary>
public sealed record DetachRequestMessage : IMessage<DetachRequestMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.DetachRequest;

    /// <summary>The switches.</summary>
    public DetachFlags Flags { get; init; }

    /// <summary>PID, NAME, PID.NAME or a prefix; empty for the only attached one.</summary>
    public string Target { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static DetachRequestMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new DetachRequestMessage { Flags = (DetachFlags)reader.U32(), Target = reader.Text() };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U32((uint)Flags);
        writer.Text(Target);
    }
}
