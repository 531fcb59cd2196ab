using System.Buffers;

namespace Multiplex.Protocol.Messages;

/// <summary>What happened, in an <see cref="EventMessage"/>. Numbers are never given out twice; unknown ones are ignored.</summary>
public enum EventKind : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Ring the terminal's bell.</summary>
    Bell = 1,

    /// <summary>Flash the screen, where the terminal can.</summary>
    VisualBell = 2,

    /// <summary>OSC 52: put Bytes (already decoded) into the selections named by Text (letters of OSC 52, "c" when empty).</summary>
    ClipboardSet = 3,

    /// <summary>OSC 52 query of the selection in Text; the answer comes as Input.</summary>
    ClipboardQuery = 4,

    /// <summary>A desktop notification: Title and Text.</summary>
    Notification = 5,

    /// <summary>OSC 9;4 progress: Number is the state 0..4, Value the percentage.</summary>
    Progress = 6,

    /// <summary>Bytes go to the terminal as they are (sixel, DCS passthrough).</summary>
    Passthrough = 7,

    /// <summary>OSC 4: colour Number (0..255) becomes 0xRRGGBB Value.</summary>
    PaletteSet = 8,

    /// <summary>OSC 104: colour Number is the terminal's own again; all when Number is -1.</summary>
    PaletteReset = 9,

    /// <summary>OSC 7: the focused window's directory as a URL in Text.</summary>
    WorkingDirectory = 10,

    /// <summary>Restore the terminal, stop the client as C-z does a program, and come back on SIGCONT.</summary>
    Suspend = 11,

    /// <summary>Restore the terminal, run the lock program (Text, a path; empty for $LOCKPRG), and come back when it ends with 0.</summary>
    Lock = 12,

    /// <summary>Forget what is on the screen and draw all of it again (C-a l).</summary>
    Redraw = 13,

    /// <summary>Ask the terminal for the size Number columns × Value rows (CSI 8 t), as screen's width and height do.</summary>
    ResizeTerminal = 14,

    /// <summary>
    /// What the user says of the terminal: Text is termcap's entries with colons between (<c>ti@:te@</c>); with Number 1 RGB colours are reduced to
    /// the palette. Comes before Attached, and again when it changes.
    /// </summary>
    TerminalSettings = 15,
}

/// <summary>
/// Something for the terminal that is not part of a frame. Events and frames keep their order.
/// <code>
/// | event u16 | number i32 | value i32 | title text | text text | bytes bytes |
/// </code>
/// </summary>
public sealed record EventMessage : IMessage<EventMessage>
{
    /// <inheritdoc/>
    public static MessageKind Kind => MessageKind.Event;

    /// <summary>What happened.</summary>
    public EventKind Event { get; init; }

    /// <summary>See <see cref="EventKind"/>.</summary>
    public int Number { get; init; }

    /// <summary>See <see cref="EventKind"/>.</summary>
    public int Value { get; init; }

    /// <summary>See <see cref="EventKind"/>.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>See <see cref="EventKind"/>.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>See <see cref="EventKind"/>.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <inheritdoc/>
    public static EventMessage Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        return new EventMessage
        {
            Event = (EventKind)reader.U16(),
            Number = reader.I32(),
            Value = reader.I32(),
            Title = reader.Text(),
            Text = reader.Text(),
            Bytes = reader.Bytes().ToArray(),
        };
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        PayloadWriter writer = new(output);
        writer.U16((ushort)Event);
        writer.I32(Number);
        writer.I32(Value);
        writer.Text(Title);
        writer.Text(Text);
        writer.Bytes(Bytes);
    }
}
