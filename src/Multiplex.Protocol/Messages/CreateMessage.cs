using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>The switches of a request for a session or a window.</summary>
[Flags]
public enum CreateFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>-d -m: do not attach; the answer is a Reply.</summary>
    Detached = 1 << 0,

    /// <summary>-D -m: do not attach, and reply only when the session ends.</summary>
    WaitForEnd = 1 << 1,

    /// <summary>-L: log the window's output.</summary>
    Logging = 1 << 2,

    /// <summary>-q: no texts.</summary>
    Quiet = 1 << 3,

    /// <summary>-U: the windows are UTF-8.</summary>
    Utf8 = 1 << 4,

    /// <summary>-A: windows take this terminal's size.</summary>
    AdaptSize = 1 << 5,

    /// <summary>No option and no argument was given: the start-up message is shown first, if there is one.</summary>
    IsBareStart = 1 << 6,

    /// <summary>-a: all capabilities in the windows' termcap.</summary>
    AllCapabilities = 1 << 7,

    /// <summary>-i: the interrupt key stops the display's output at once.</summary>
    InterruptAtOnce = 1 << 8,

    /// <summary>-O: optimal output.</summary>
    OptimalOutput = 1 << 9,

    /// <summary>-R found nothing to attach: the window says "New screen...".</summary>
    SayNewScreen = 1 << 10,
}

/// <summary>An option with letters: -f and -l.</summary>
public enum CreateChoice : byte
{
    /// <summary>Not given.</summary>
    Unset = 0,

    /// <summary>-fn, -ln.</summary>
    Off = 1,

    /// <summary>-f, -l.</summary>
    On = 2,

    /// <summary>-fa, -la.</summary>
    Auto = 3,
}

/// <summary>
/// A session to be started, with everything screen's options say about it. Also nested in Attach (-R) and Command (a window from inside).
/// <code>
/// | flags u32 | scrollback i32 | flow u8 | login u8 | name ? | title ? | term ? | shell ? | escape ? | rc file ? |
/// | log file ? | preselect ? |
/// | argv u32 count, text … |          ("?": u8 0, or u8 1 and a text)
/// </code>
/// </summary>
public sealed record CreateMessage : IMessage<CreateMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Create;

    /// <summary>The switches.</summary>
    public CreateFlags Flags { get; init; }

    /// <summary>-h: lines of scrollback, -1 when not given.</summary>
    public int Scrollback { get; init; } = -1;

    /// <summary>-f.</summary>
    public CreateChoice FlowControl { get; init; }

    /// <summary>-l.</summary>
    public CreateChoice Login { get; init; }

    /// <summary>-S: the session's name, without pid; null for the default (tty.host).</summary>
    public string? Name { get; init; }

    /// <summary>-t: title of the first window.</summary>
    public string? Title { get; init; }

    /// <summary>-T: $TERM in windows.</summary>
    public string? Term { get; init; }

    /// <summary>-s: the shell.</summary>
    public string? Shell { get; init; }

    /// <summary>-e: command character and literal character, as typed by the user.</summary>
    public string? Escape { get; init; }

    /// <summary>-c: the configuration file.</summary>
    public string? RcFile { get; init; }

    /// <summary>-Logfile.</summary>
    public string? LogFile { get; init; }

    /// <summary>-p: window to show first.</summary>
    public string? Preselect { get; init; }

    /// <summary>The program and its arguments; none for the shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <inheritdoc/>
    public static CreateMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new CreateMessage
        {
            Flags = (CreateFlags)reader.U32(),
            Scrollback = reader.IsAtEnd ? -1 : reader.I32(),
            FlowControl = (CreateChoice)reader.U8(),
            Login = (CreateChoice)reader.U8(),
            Name = reader.OptionalText(),
            Title = reader.OptionalText(),
            Term = reader.OptionalText(),
            Shell = reader.OptionalText(),
            Escape = reader.OptionalText(),
            RcFile = reader.OptionalText(),
            LogFile = reader.OptionalText(),
            Preselect = reader.OptionalText(),
            Arguments = reader.Texts(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U32((uint)Flags);
        writer.I32(Scrollback);
        writer.U8((byte)FlowControl);
        writer.U8((byte)Login);
        writer.OptionalText(Name);
        writer.OptionalText(Title);
        writer.OptionalText(Term);
        writer.OptionalText(Shell);
        writer.OptionalText(Escape);
        writer.OptionalText(RcFile);
        writer.OptionalText(LogFile);
        writer.OptionalText(Preselect);
        writer.Texts(Arguments);
    }

    /// <summary>Writes a nested request: its length and its payload, or a length of 0 for none.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="message">The request or null.</param>
    internal static void WriteNested(IBufferWriter<byte> output, CreateMessage? message)
    {
        PayloadWriter writer = new(output);
        if (message is null)
        {
            writer.U32(0);
            return;
        }

        ArrayBufferWriter<byte> nested = new();
        message.Write(nested);
        writer.Bytes(nested.WrittenSpan);
    }

    /// <summary>Reads what <see cref="WriteNested"/> wrote.</summary>
    /// <param name="reader">The outer payload.</param>
    internal static CreateMessage? ReadNested(ref PayloadReader reader)
    {
        ReadOnlySpan<byte> nested = reader.Bytes();
        return nested.IsEmpty ? null : Read(nested);
    }
}
