using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// The answer to Hello. A client need not wait for it before it sends its request.
/// <code>
/// | min u16 | max u16 | daemon pid u32 | program version text |
/// </code>
/// </summary>
public sealed record WelcomeMessage : IMessage<WelcomeMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Welcome;

    /// <summary>The oldest version the daemon knows.</summary>
    public ushort MinimumVersion { get; init; } = ProtocolVersion.Minimum;

    /// <summary>The newest version the daemon knows.</summary>
    public ushort MaximumVersion { get; init; } = ProtocolVersion.Maximum;

    /// <summary>The daemon's process.</summary>
    public int ProcessId { get; init; }

    /// <summary>The daemon's program version, as <c>0.1.0</c>.</summary>
    public string ProgramVersion { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static WelcomeMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new WelcomeMessage
        {
            MinimumVersion = reader.U16(),
            MaximumVersion = reader.U16(),
            ProcessId = reader.I32(),
            ProgramVersion = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U16(MinimumVersion);
        writer.U16(MaximumVersion);
        writer.I32(ProcessId);
        writer.Text(ProgramVersion);
    }
}
