using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>What a <see cref="CommandMessage"/> asks.</summary>
public enum CommandRequest : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>-X: run a command; errors are shown in the session.</summary>
    Execute = 1,

    /// <summary>-Q: run a command and print its answer.</summary>
    Query = 2,

    /// <summary><c>mux CMD</c> inside a session: a window there, as the command <c>screen</c> makes one.</summary>
    NewWindow = 3,
}

/// <summary>The switches of a command request.</summary>
[Flags]
public enum CommandFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>--json: the answer as JSON.</summary>
    Json = 1 << 0,

    /// <summary>-r with -X: only a detached session.</summary>
    DetachedOnly = 1 << 1,

    /// <summary>-d with -X: only an attached session.</summary>
    AttachedOnly = 1 << 2,

    /// <summary>-q.</summary>
    Quiet = 1 << 3,
}

/// <summary>
/// A command for a session, answered by Reply.
/// <code>
/// | request u8 | flags u32 | target text | preselect ? | argv u32 count, text … |
/// | create bytes (a Create payload, empty for none) | window i32 |
/// </code>
/// </summary>
public sealed record CommandMessage : IMessage<CommandMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Command;

    /// <summary>What is asked.</summary>
    public CommandRequest Request { get; init; }

    /// <summary>The switches.</summary>
    public CommandFlags Flags { get; init; }

    /// <summary>The session: -S, or $STY for requests from inside; empty for the only one.</summary>
    public string Target { get; init; } = string.Empty;

    /// <summary>-p.</summary>
    public string? Preselect { get; init; }

    /// <summary>The command and its arguments as the shell gave them; for NewWindow the program to run.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>For NewWindow: -t, -T, -h, -L and the like.</summary>
    public CreateMessage? Create { get; init; }

    /// <summary>$WINDOW of the caller, -1 outside of a session.</summary>
    public int CallerWindow { get; init; } = -1;

    /// <inheritdoc/>
    public static CommandMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new CommandMessage
        {
            Request = (CommandRequest)reader.U8(),
            Flags = (CommandFlags)reader.U32(),
            Target = reader.Text(),
            Preselect = reader.OptionalText(),
            Arguments = reader.Texts(),
            Create = CreateMessage.ReadNested(ref reader),
            CallerWindow = reader.IsAtEnd ? -1 : reader.I32(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U8((byte)Request);
        writer.U32((uint)Flags);
        writer.Text(Target);
        writer.OptionalText(Preselect);
        writer.Texts(Arguments);
        CreateMessage.WriteNested(output, Create);
        writer.I32(CallerWindow);
    }
}
