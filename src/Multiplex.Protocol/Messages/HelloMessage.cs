using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>What a client says about itself in <see cref="HelloMessage"/>.</summary>
[Flags]
public enum HelloFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The terminal shows UTF-8 (locale, or -U).</summary>
    Utf8 = 1 << 0,

    /// <summary>The client has a terminal; the message carries its descriptor and <see cref="HelloMessage.Termios"/>.</summary>
    HasTerminal = 1 << 1,

    /// <summary>The client was attached before and lost its daemon.</summary>
    IsReconnect = 1 << 2,
}

/// <summary>
/// The first message of a client. With <see cref="HelloFlags.HasTerminal"/> the header has <see cref="MessageFlags.HasDescriptor"/> and the
/// terminal's descriptor comes along, so that the daemon can put the terminal right when the client dies.
/// <code>
/// | min u16 | max u16 | pid u32 | client id u64 | flags u32 | columns u16 | rows u16 | pixel width u16 | pixel height u16 |
/// | tty text | TERM text | COLORTERM text | termios bytes | restore bytes |
/// </code>
/// </summary>
public sealed record HelloMessage : IMessage<HelloMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Hello;

    /// <summary>The oldest version the client knows.</summary>
    public ushort MinimumVersion { get; init; } = ProtocolVersion.Minimum;

    /// <summary>The newest version the client knows.</summary>
    public ushort MaximumVersion { get; init; } = ProtocolVersion.Maximum;

    /// <summary>The client's process.</summary>
    public int ProcessId { get; init; }

    /// <summary>A random number that the client keeps across reconnections: the owner of its input offsets.</summary>
    public ulong ClientId { get; init; }

    /// <summary>What holds for the client.</summary>
    public HelloFlags Flags { get; init; }

    /// <summary>Columns of the terminal, 0 when there is none.</summary>
    public ushort Columns { get; init; }

    /// <summary>Rows of the terminal, 0 when there is none.</summary>
    public ushort Rows { get; init; }

    /// <summary>Width of the terminal in pixels, 0 when unknown.</summary>
    public ushort PixelWidth { get; init; }

    /// <summary>Height of the terminal in pixels, 0 when unknown.</summary>
    public ushort PixelHeight { get; init; }

    /// <summary>Path of the terminal, as <c>/dev/pts/3</c>; empty when there is none.</summary>
    public string TerminalName { get; init; } = string.Empty;

    /// <summary>The client's $TERM.</summary>
    public string Term { get; init; } = string.Empty;

    /// <summary>The client's $COLORTERM.</summary>
    public string ColorTerm { get; init; } = string.Empty;

    /// <summary>The terminal's modes as they were found: the platform's struct termios, opaque to the protocol.</summary>
    public byte[] Termios { get; init; } = [];

    /// <summary>
    /// What the daemon writes to the terminal when an attached client is gone without Goodbye: it undoes everything that client may have
    /// switched on. The client's Rendering made it; the daemon does not look into it.
    /// </summary>
    public byte[] Restore { get; init; } = [];

    /// <inheritdoc/>
    public static HelloMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new HelloMessage
        {
            MinimumVersion = reader.U16(),
            MaximumVersion = reader.U16(),
            ProcessId = reader.I32(),
            ClientId = reader.U64(),
            Flags = (HelloFlags)reader.U32(),
            Columns = reader.U16(),
            Rows = reader.U16(),
            PixelWidth = reader.U16(),
            PixelHeight = reader.U16(),
            TerminalName = reader.Text(),
            Term = reader.Text(),
            ColorTerm = reader.Text(),
            Termios = reader.Bytes().ToArray(),
            Restore = reader.Bytes().ToArray(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U16(MinimumVersion);
        writer.U16(MaximumVersion);
        writer.I32(ProcessId);
        writer.U64(ClientId);
        writer.U32((uint)Flags);
        writer.U16(Columns);
        writer.U16(Rows);
        writer.U16(PixelWidth);
        writer.U16(PixelHeight);
        writer.Text(TerminalName);
        writer.Text(Term);
        writer.Text(ColorTerm);
        writer.Bytes(Termios);
        writer.Bytes(Restore);
    }
}
