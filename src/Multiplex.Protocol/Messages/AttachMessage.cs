using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>How to attach.</summary>
[Flags]
public enum AttachFlags : uint
{
    /// <summary>-r: a detached session.</summary>
    None = 0,

    /// <summary>-d: detach it elsewhere first.</summary>
    DetachOther = 1 << 0,

    /// <summary>-D: detach it elsewhere and hang up the other client's parent.</summary>
    PowerDetach = 1 << 1,

    /// <summary>-x: attach besides others.</summary>
    Multi = 1 << 2,

    /// <summary>-R: make a session from <see cref="AttachMessage.Create"/> when none fits.</summary>
    CreateIfNone = 1 << 3,

    /// <summary>-RR: the youngest of several.</summary>
    Youngest = 1 << 4,

    /// <summary>-A: windows take this terminal's size.</summary>
    AdaptSize = 1 << 5,

    /// <summary>-q: no texts, screen's exit codes for -q.</summary>
    Quiet = 1 << 6,

    /// <summary>
    /// The client was attached to <see cref="AttachMessage.Target"/> (then PID.NAME) and lost its daemon. The session's other displays and
    /// its "(Attached)" state do not stand in the way.
    /// </summary>
    Resume = 1 << 7,
}

/// <summary>
/// Asks to show a session on the client's terminal. Answered by Attached and frames, or by Reply.
/// <code>
/// | flags u32 | target text | preselect ? | escape ? | resume display u32 | create bytes (a Create payload, empty for none) | STY text |
/// </code>
/// </summary>
public sealed record AttachMessage : IMessage<AttachMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Attach;

    /// <summary>How.</summary>
    public AttachFlags Flags { get; init; }

    /// <summary>PID, NAME, PID.NAME or a prefix of these; empty for the only one.</summary>
    public string Target { get; init; } = string.Empty;

    /// <summary>-p.</summary>
    public string? Preselect { get; init; }

    /// <summary>-e.</summary>
    public string? Escape { get; init; }

    /// <summary>With <see cref="AttachFlags.Resume"/>: the display's id in <see cref="AttachedMessage"/>.</summary>
    public uint ResumeDisplay { get; init; }

    /// <summary>With <see cref="AttachFlags.CreateIfNone"/>: the session to make.</summary>
    public CreateMessage? Create { get; init; }

    /// <summary>The client's own $STY, so that attaching a session from inside itself is refused; empty outside.</summary>
    public string InsideOf { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static AttachMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new AttachMessage
        {
            Flags = (AttachFlags)reader.U32(),
            Target = reader.Text(),
            Preselect = reader.OptionalText(),
            Escape = reader.OptionalText(),
            ResumeDisplay = reader.U32(),
            Create = CreateMessage.ReadNested(ref reader),
            InsideOf = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U32((uint)Flags);
        writer.Text(Target);
        writer.OptionalText(Preselect);
        writer.OptionalText(Escape);
        writer.U32(ResumeDisplay);
        CreateMessage.WriteNested(output, Create);
        writer.Text(InsideOf);
    }
}
