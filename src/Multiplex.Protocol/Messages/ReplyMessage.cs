using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// The answer to a request: what to print and the exit code. With <see cref="HasMore"/> another Reply follows and only the last one's
/// code counts.
/// <code>
/// | exit code i32 | more u8 | stdout text | stderr text |
/// </code>
/// </summary>
public sealed record ReplyMessage : IMessage<ReplyMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Reply;

    /// <summary>The client's exit code, 0..255.</summary>
    public int ExitCode { get; init; }

    /// <summary>True when another Reply follows.</summary>
    public bool HasMore { get; init; }

    /// <summary>Text for standard output, newlines included.</summary>
    public string Output { get; init; } = string.Empty;

    /// <summary>Text for standard error, newlines included.</summary>
    public string Error { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static ReplyMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new ReplyMessage { ExitCode = reader.I32(), HasMore = reader.Bool(), Output = reader.Text(), Error = reader.Text() };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.I32(ExitCode);
        writer.Bool(HasMore);
        writer.Text(Output);
        writer.Text(Error);
    }
}
