using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>The switches of -ls.</summary>
[Flags]
public enum ListFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>-wipe: remove the sockets of dead sessions.</summary>
    Wipe = 1 << 0,

    /// <summary>--json.</summary>
    Json = 1 << 1,

    /// <summary>-q: no text, the number of sessions in the exit code.</summary>
    Quiet = 1 << 2,
}

/// <summary>
/// Asks for the list of sessions, answered by Reply.
/// <code>
/// | flags u32 | match text | STY text |
/// </code>
/// </summary>
public sealed record ListMessage : IMessage<ListMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.List;

    /// <summary>The switches.</summary>
    public ListFlags Flags { get; init; }

    /// <summary>Only sessions that fit; empty for all.</summary>
    public string Match { get; init; } = string.Empty;

    /// <summary>The client's own $STY; empty outside of a session.</summary>
    public string InsideOf { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static ListMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new ListMessage { Flags = (ListFlags)reader.U32(), Match = reader.Text(), InsideOf = reader.Text() };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U32((uint)Flags);
        writer.Text(Match);
        writer.Text(InsideOf);
    }
}
