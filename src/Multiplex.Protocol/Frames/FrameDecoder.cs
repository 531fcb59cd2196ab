using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Frames;

/// <summary>What came of a frame message.</summary>
/// <param name="Sequence">The frame's number, for FrameAck.</param>
/// <param name="IsComplete">False when a further message completes the frame.</param>
public readonly record struct FrameUpdate(uint Sequence, bool IsComplete);

/// <summary>
/// Applies the messages of a <see cref="FrameEncoder"/> to the receiver's own frame. It allocates only when the frame grows or tables
/// get entries.
/// </summary>
public sealed class FrameDecoder
{
    /// <summary>The frame as far as it has come. When the tables were cleared, <see cref="Frame.Tables"/> is a new instance.</summary>
    public Frame Frame { get; } = new(80, 24, new FrameTables());

    /// <summary>Applies one message.</summary>
    /// <param name="payload">The payload of a message of kind <see cref="MessageKind.Frame"/>.</param>
    /// <returns>Which frame it was, and whether it may be drawn.</returns>
    /// <exception cref="ProtocolException">The message makes no sense; the frame may be half changed and a full one is needed.</exception>
    public FrameUpdate Apply(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        uint sequence = reader.U32();
        FrameFlags flags = (FrameFlags)reader.U16();
        SetSize(flags, reader.U16(), reader.U16());
        if ((flags & FrameFlags.ClearTables) != 0)
        {
            Frame.Tables = new FrameTables();
        }

        while (!reader.IsAtEnd)
        {
            FrameSection section = (FrameSection)reader.U8();
            int length = (int)Math.Min(reader.U32(), int.MaxValue);
            ApplySection(section, new PayloadReader(reader.Take(length)));
        }

        return new FrameUpdate(sequence, (flags & FrameFlags.More) == 0);
    }

    private void SetSize(FrameFlags flags, int columns, int rows)
    {
        bool isFull = (flags & FrameFlags.Full) != 0;
        if (!isFull && (columns != Frame.Columns || rows != Frame.Rows))
        {
            throw new ProtocolException($"frame of {columns}x{rows} changes one of {Frame.Columns}x{Frame.Rows}");
        }

        bool isSideWrong = columns is < 1 or > FrameLimits.MaximumSide || rows is < 1 or > FrameLimits.MaximumSide;
        if (isSideWrong || columns * rows > FrameLimits.MaximumCells)
        {
            throw new ProtocolException($"frame of {columns}x{rows} cells");
        }

        if (isFull)
        {
            Frame.Resize(columns, rows);
        }
    }

    private void ApplySection(FrameSection section, PayloadReader reader)
    {
        switch (section)
        {
            case FrameSection.Links:
                ReadLinks(ref reader);
                break;
            case FrameSection.Renditions:
                ReadRenditions(ref reader);
                break;
            case FrameSection.Graphemes:
                ReadGraphemes(ref reader);
                break;
            case FrameSection.Cursor:
                ReadCursor(ref reader);
                break;
            case FrameSection.State:
                ReadState(ref reader);
                break;
            case FrameSection.Cells:
                CellRunReader.Apply(ref reader, Frame);
                break;
            default:
                break;
        }
    }

    private void ReadLinks(ref PayloadReader reader)
    {
        HyperlinkTable links = Frame.Tables.Links;
        int count = BeginTable(ref reader, links.Count);
        for (int i = 0; i < count; i++)
        {
            Hyperlink link = new(Printable(reader.Text()), Printable(reader.Text()));
            int expected = links.Count;
            if (!links.TryIntern(link, out ushort id) || id != expected)
            {
                throw new ProtocolException("hyperlink sent twice");
            }
        }
    }

    private void ReadRenditions(ref PayloadReader reader)
    {
        RenditionTable renditions = Frame.Tables.Renditions;
        int count = BeginTable(ref reader, renditions.Count);
        for (int i = 0; i < count; i++)
        {
            Rendition rendition = new(
                ReadColor(ref reader),
                ReadColor(ref reader),
                ReadColor(ref reader),
                (RenditionAttributes)reader.U16(),
                (UnderlineStyle)Math.Min(reader.U8(), (byte)UnderlineStyle.Dashed),
                reader.U16());
            int expected = renditions.Count;
            if (rendition.Link >= Frame.Tables.Links.Count || !renditions.TryIntern(rendition, out ushort id) || id != expected)
            {
                throw new ProtocolException("rendition sent twice, or with an unknown link");
            }
        }
    }

    private void ReadGraphemes(ref PayloadReader reader)
    {
        GraphemeTable graphemes = Frame.Tables.Graphemes;
        int count = BeginTable(ref reader, graphemes.Count);
        for (int i = 0; i < count; i++)
        {
            string text = Printable(reader.Text());
            int expected = graphemes.Count;
            if (!graphemes.TryIntern(text, out int id) || id != expected)
            {
                throw new ProtocolException("grapheme sent twice, empty or too long");
            }
        }
    }

    private static int BeginTable(ref PayloadReader reader, int known)
    {
        int first = reader.U16();
        int count = reader.U16();
        return first == known ? count : throw new ProtocolException($"table entries from {first}, {known} known");
    }

    private static Color ReadColor(ref PayloadReader reader)
    {
        Color color = new(reader.U32());
        return color.Kind <= ColorKind.Rgb ? color : throw new ProtocolException("colour of an unknown form");
    }

    /// <summary>What is written to the user's terminal as text must not be able to command it.</summary>
    private static string Printable(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                throw new ProtocolException("control character in a text");
            }
        }

        return text;
    }

    private void ReadCursor(ref PayloadReader reader)
    {
        Frame.CursorRow = Math.Min(reader.U16(), Frame.Rows - 1);
        Frame.CursorColumn = Math.Min(reader.U16(), Frame.Columns - 1);
        Frame.CursorVisible = reader.Bool();
        Frame.CursorShape = (CursorShape)Math.Min(reader.U8(), (byte)CursorShape.SteadyBar);
    }

    private void ReadState(ref PayloadReader reader)
    {
        Frame.CursorColor = ReadColor(ref reader);
        Frame.DefaultForeground = ReadColor(ref reader);
        Frame.DefaultBackground = ReadColor(ref reader);
        Frame.Modes = (FrameModes)reader.U32();
        Frame.MouseTracking = (MouseTracking)Math.Min(reader.U8(), (byte)MouseTracking.AnyEvent);
        Frame.MouseEncoding = (MouseEncoding)Math.Min(reader.U8(), (byte)MouseEncoding.SgrPixels);
        Frame.KittyKeyboardFlags = (byte)(reader.U8() & 31);
        Frame.ModifyOtherKeys = Math.Min(reader.U8(), (byte)3);
        Frame.Title = reader.OptionalText();
        Frame.IconTitle = reader.OptionalText();
    }
}
