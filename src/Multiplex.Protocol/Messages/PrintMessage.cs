using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>
/// Text for the bare terminal: what echo and warnings in a configuration file say while no display stands. A client that draws keeps it
/// until its terminal is restored.
/// <code>
/// | to stderr u8 | text text |
/// </code>
/// </summary>
public sealed record PrintMessage : IMessage<PrintMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Print;

    /// <summary>True for standard error.</summary>
    public bool IsError { get; init; }

    /// <summary>The text, newlines included.</summary>
    public string Text { get; init; } = string.Empty;

    /// <inheritdoc/>
    public static PrintMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new PrintMessage { IsError = reader.Bool(), Text = reader.Text() };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.Bool(IsError);
        writer.Text(Text);
    }
}
