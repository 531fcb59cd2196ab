namespace Multiplex.Protocol.Frames;

/// <summary>What the head of a frame message says.</summary>
[Flags]
public enum FrameFlags : ushort
{
    /// <summary>Changes to the frame before.</summary>
    None = 0,

    /// <summary>
    /// The receiver empties its frame (all cells <see cref="Terminal.Buffer.Cell.Empty"/>) before it applies the message.
    /// </summary>
    Full = 1 << 0,

    /// <summary>Another message with the same sequence number completes the frame; it is not drawn before that.</summary>
    More = 1 << 1,

    /// <summary>The receiver forgets all table entries before it applies the message.</summary>
    ClearTables = 1 << 2,
}

/// <summary>
/// The sections of a frame message. Each begins with its number (u8) and its length in bytes (u32); unknown ones are skipped.
/// </summary>
internal enum FrameSection : byte
{
    /// <summary>
    /// first u16, count u16, then foreground u32, background u32, underline u32, attributes u16, underline style u8, link u16 each.
    /// </summary>
    Renditions = 1,

    /// <summary>first u16, count u16, then a text each.</summary>
    Graphemes = 2,

    /// <summary>first u16, count u16, then id text and address text each.</summary>
    Links = 3,

    /// <summary>row u16, column u16, visible u8, shape u8.</summary>
    Cursor = 4,

    /// <summary>
    /// cursor colour u32, foreground u32, background u32, modes u32, mouse u8, encoding u8, kitty u8, modifyOtherKeys u8, title ?,
    /// icon title ?.
    /// </summary>
    State = 5,

    /// <summary>Runs of cells: row u16, column u16, count u16, form u8, then what the form says; until the section's end.</summary>
    Cells = 7,
}

/// <summary>How the cells of a run are written.</summary>
internal enum CellRunForm : byte
{
    /// <summary>count × u64.</summary>
    Raw = 0,

    /// <summary>One u64 for all of them.</summary>
    Repeat = 1,

    /// <summary>rendition u16, then count bytes of printable ASCII.</summary>
    Ascii = 2,
}

/// <summary>Caps of a frame on the wire.</summary>
public static class FrameLimits
{
    /// <summary>Largest width and height of a display, as of a window.</summary>
    public const int MaximumSide = 10_000;

    /// <summary>Most cells of a display: 32 MB of cells, fifty times the largest wall of monitors.</summary>
    public const int MaximumCells = 4 << 20;

    /// <summary>
    /// A frame message that grew over this is followed by another one, so that it stays below <see
    /// cref="MessageHeader.MaximumLength"/>.
    /// </summary>
    internal const int SplitLength = 512 * 1024;

    /// <summary>
    /// Longest title that is carried, in UTF-16 units: terminals show less, and a part must fit besides <see cref="SplitLength"/>.
    /// </summary>
    internal const int MaximumTitle = 4096;
}
