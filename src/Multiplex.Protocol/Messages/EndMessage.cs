using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>What a client does after it restored its terminal and printed the text.</summary>
public enum EndAction : byte
{
    /// <summary>Exit.</summary>
    None = 0,

    /// <summary>Power detach: send SIGHUP to the parent, then exit.</summary>
    HangUpParent = 1,
}

/// <summary>
/// The display is over.
/// <code>
/// | exit code i32 | action u8 | text text |
/// </code>
/// </summary>
public sealed record EndMessage : IMessage<EndMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.End;

    /// <summary>The client's exit code, 0..255.</summary>
    public int ExitCode { get; init; }

    /// <summary>What to do at the end.</summary>
    public EndAction Action { get; init; }

    /// <summary>What to print on the restored terminal, without newline, as <c>[detached from 123.train]</c>; empty for nothing.</summary>
    public string Text { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static EndMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new EndMessage
        {
            ExitCode = reader.I32(),
            Action = (EndAction)reader.U8(),
            Text = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.I32(ExitCode);
        writer.U8((byte)Action);
        writer.Text(Text);
    }
}
