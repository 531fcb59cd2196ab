using Multiplex.Terminal.Buffer;

namespace Multiplex.Protocol.Frames;

/// <summary>
/// Turns frames into messages that carry only what changed since the frame before. One encoder per attached client; it keeps a copy
/// of what it sent
/// last and allocates only when a frame grows.
/// <code>
/// | sequence u32 | flags u16 | columns u16 | rows u16 | section: number u8, length u32, … | section … |
/// </code>
/// </summary>
public sealed class FrameEncoder
{
    private Frame? _sent;
    private FrameTables? _tables;
    private int _generation;
    private int _renditions;
    private int _graphemes;
    private int _links;
    private bool _isFull = true;

    /// <summary>The sequence number of the last frame, 0 before the first.</summary>
    public uint Sequence { get; private set; }

    /// <summary>Forgets what was sent: the next frame is a full one with all table entries.</summary>
    public void Reset()
    {
        _isFull = true;
        _tables = null;
    }

    /// <summary>Appends a frame to a client's outgoing messages.</summary>
    /// <param name="next">What the client shall show. Its tables may have grown or been cleared since the last call.</param>
    /// <param name="output">The client's outgoing messages.</param>
    /// <returns>False when nothing changed: no message was written and <see cref="Sequence"/> stands.</returns>
    public bool TryEncode(Frame next, MessageBuffer output)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(output);
        FrameFlags flags = Prepare(next);
        Frame sent = _sent!;
        bool isCursorChanged = _isFull || IsCursorChanged(sent, next);
        bool isStateChanged = _isFull || IsStateChanged(sent, next);
        bool isChanged = flags != FrameFlags.None || isCursorChanged || isStateChanged || IsTableGrown(next.Tables);
        if (!isChanged && sent.Cells.SequenceEqual(next.Cells))
        {
            return false;
        }

        Sequence++;
        FramePart part = new(output, Sequence, next.Columns, next.Rows, flags);
        AddTables(ref part, next.Tables);
        if (isStateChanged)
        {
            AddState(ref part, next);
        }

        if (isCursorChanged)
        {
            AddCursor(ref part, next);
        }

        CellRunWriter.AddChanges(ref part, sent, next);
        part.End(isLast: true);
        sent.CopyFrom(next);
        _isFull = false;
        return true;
    }

    private static bool IsCursorChanged(Frame sent, Frame next) =>
        sent.CursorRow != next.CursorRow
        || sent.CursorColumn != next.CursorColumn
        || sent.CursorVisible != next.CursorVisible
        || sent.CursorShape != next.CursorShape;

    private static bool IsStateChanged(Frame sent, Frame next) =>
        sent.CursorColor != next.CursorColor
        || sent.DefaultForeground != next.DefaultForeground
        || sent.DefaultBackground != next.DefaultBackground
        || sent.Modes != next.Modes
        || sent.MouseTracking != next.MouseTracking
        || sent.MouseEncoding != next.MouseEncoding
        || sent.KittyKeyboardFlags != next.KittyKeyboardFlags
        || sent.ModifyOtherKeys != next.ModifyOtherKeys
        || !string.Equals(sent.Title, next.Title, StringComparison.Ordinal)
        || !string.Equals(sent.IconTitle, next.IconTitle, StringComparison.Ordinal);

    private static void AddCursor(ref FramePart part, Frame next)
    {
        PayloadWriter writer = part.BeginSection(FrameSection.Cursor);
        writer.U16((ushort)next.CursorRow);
        writer.U16((ushort)next.CursorColumn);
        writer.Bool(next.CursorVisible);
        writer.U8((byte)next.CursorShape);
        part.EndSection();
    }

    private static void AddState(ref FramePart part, Frame next)
    {
        PayloadWriter writer = part.BeginSection(FrameSection.State);
        writer.U32(next.CursorColor.Value);
        writer.U32(next.DefaultForeground.Value);
        writer.U32(next.DefaultBackground.Value);
        writer.U32((uint)next.Modes);
        writer.U8((byte)next.MouseTracking);
        writer.U8((byte)next.MouseEncoding);
        writer.U8(next.KittyKeyboardFlags);
        writer.U8(next.ModifyOtherKeys);
        AddTitle(writer, next.Title);
        AddTitle(writer, next.IconTitle);
        part.EndSection();
    }

    private static void AddTitle(PayloadWriter writer, string? title)
    {
        writer.Bool(title is not null);
        if (title is not null)
        {
            writer.Text(title.AsSpan(0, Math.Min(title.Length, FrameLimits.MaximumTitle)));
        }
    }

    /// <summary>Brings the copy of the last frame and the counts of sent entries to where the receiver will be after the flags.</summary>
    private FrameFlags Prepare(Frame next)
    {
        FrameFlags flags = FrameFlags.None;
        if (!ReferenceEquals(_tables, next.Tables) || _generation != next.Tables.Generation)
        {
            _tables = next.Tables;
            _generation = next.Tables.Generation;
            _renditions = 1;
            _graphemes = 1;
            _links = 1;
            _isFull = true;
            flags |= FrameFlags.ClearTables;
        }

        _sent ??= new Frame(next.Columns, next.Rows, next.Tables);
        _isFull |= _sent.Columns != next.Columns || _sent.Rows != next.Rows;
        if (_isFull)
        {
            _sent.Resize(next.Columns, next.Rows);
            flags |= FrameFlags.Full;
        }

        return flags;
    }

    private bool IsTableGrown(FrameTables tables) =>
        tables.Renditions.Count != _renditions || tables.Graphemes.Count != _graphemes || tables.Links.Count != _links;

    private void AddTables(ref FramePart part, FrameTables tables)
    {
        while (_links < tables.Links.Count)
        {
            AddLinks(ref part, tables.Links);
        }

        while (_renditions < tables.Renditions.Count)
        {
            AddRenditions(ref part, tables.Renditions);
        }

        while (_graphemes < tables.Graphemes.Count)
        {
            AddGraphemes(ref part, tables.Graphemes);
        }
    }

    private void AddLinks(ref FramePart part, HyperlinkTable links)
    {
        PayloadWriter writer = part.BeginSection(FrameSection.Links);
        writer.U16((ushort)_links);
        part.ReserveCount();
        ushort added = 0;
        for (; _links < links.Count && !part.IsLong; _links++, added++)
        {
            Hyperlink link = links[(ushort)_links];
            writer.Text(link.Id);
            writer.Text(link.Uri);
        }

        part.SetCount(added);
        part.EndSection();
    }

    private void AddRenditions(ref FramePart part, RenditionTable renditions)
    {
        PayloadWriter writer = part.BeginSection(FrameSection.Renditions);
        writer.U16((ushort)_renditions);
        part.ReserveCount();
        ushort added = 0;
        for (; _renditions < renditions.Count && !part.IsLong; _renditions++, added++)
        {
            Rendition rendition = renditions[(ushort)_renditions];
            writer.U32(rendition.Foreground.Value);
            writer.U32(rendition.Background.Value);
            writer.U32(rendition.UnderlineColor.Value);
            writer.U16((ushort)rendition.Attributes);
            writer.U8((byte)rendition.Underline);
            writer.U16(rendition.Link);
        }

        part.SetCount(added);
        part.EndSection();
    }

    private void AddGraphemes(ref FramePart part, GraphemeTable graphemes)
    {
        PayloadWriter writer = part.BeginSection(FrameSection.Graphemes);
        writer.U16((ushort)_graphemes);
        part.ReserveCount();
        ushort added = 0;
        for (; _graphemes < graphemes.Count && !part.IsLong; _graphemes++, added++)
        {
            writer.Text(graphemes[_graphemes]);
        }

        part.SetCount(added);
        part.EndSection();
    }
}
