namespace Multiplex.Terminal.Buffer;

/// <summary>How many columns the character of a cell takes, and which half the cell is.</summary>
public enum CellWidth : byte
{
    /// <summary>One column.</summary>
    Narrow = 0,

    /// <summary>The left half of a character of two columns.</summary>
    Wide = 1,

    /// <summary>The right half; its content is empty and belongs to the cell on its left.</summary>
    WideTail = 2,
}

/// <summary>
/// One character cell in 8 bytes.
/// <code>
///  bit 63   52 51       48 47      32 31       27 26          25..24  23         22..21   20               0
/// | picture | row (high) | rendition | row (low) | protected | width | grapheme |   0   | code point or id |
/// </code>
/// A cell that a picture covers holds the text of its placeholder, the picture's id and the row of the picture that it shows; whatever writes,
/// erases, moves or copies cells thereby does the same to the picture.
/// A content of 0 is an empty cell: it was never written, or was erased. It shows as a blank, and is told from a
/// written U+0020 so that copying and reflow know where a line ends.
/// </summary>
/// <param name="Bits">The packed value.</param>
public readonly record struct Cell(ulong Bits)
{
    private const int WidthShift = 24;
    private const int RenditionShift = 32;
    private const ulong GraphemeBit = 1ul << 23;
    private const ulong ProtectedBit = 1ul << 26;
    private const ulong CodeMask = (1ul << 21) - 1;
    private const int PictureShift = 52;
    private const int PictureHighShift = 48;
    private const int PictureLowShift = 27;
    private const int PictureLowBits = 5;

    /// <summary>The bits that belong to a picture.</summary>
    internal const ulong PictureMask = 0xFFFF_0000_F800_0000;

    /// <summary>Largest id of a picture.</summary>
    public const int MaxPictureId = 4095;

    /// <summary>Most rows of a picture.</summary>
    public const int MaxPictureRows = 512;

    /// <summary>A cell that was never written, in the default rendition.</summary>
    public static Cell Empty => default;

    /// <summary>The code point, 0 when the cell is empty; the id in the owner's <see cref="GraphemeTable"/> when <see
    /// cref="IsGrapheme"/>.</summary>
    public int Content => (int)(Bits & CodeMask);

    /// <summary>True when <see cref="Content"/> is an id of a <see cref="GraphemeTable"/> and not a code point.</summary>
    public bool IsGrapheme => (Bits & GraphemeBit) != 0;

    /// <summary>Which part of a character this cell holds.</summary>
    public CellWidth Width => (CellWidth)((Bits >> WidthShift) & 3);

    /// <summary>DECSCA: DECSED and DECSEL leave the cell alone.</summary>
    public bool IsProtected => (Bits & ProtectedBit) != 0;

    /// <summary>The id of the cell's rendition in the owner's <see cref="RenditionTable"/>.</summary>
    public ushort Rendition => (ushort)(Bits >> RenditionShift);

    /// <summary>True when nothing was written here; the rendition may still give it a background.</summary>
    public bool IsEmpty => (Bits & (CodeMask | GraphemeBit)) == 0 && Width != CellWidth.WideTail;

    /// <summary>The picture that covers the cell, 0 for none; what it means is the owner's matter.</summary>
    public int PictureId => (int)(Bits >> PictureShift);

    /// <summary>The row of the picture that the cell shows, 0..511.</summary>
    public int PictureRow => (int)(((Bits >> PictureHighShift) & 15) << PictureLowBits | ((Bits >> PictureLowShift) & 31));

    /// <summary>The same cell without a picture.</summary>
    public Cell WithoutPicture => new(Bits & ~PictureMask);

    /// <summary>The same cell, covered by a picture.</summary>
    /// <param name="id">1..4095.</param>
    /// <param name="row">0..511.</param>
    public Cell WithPicture(int id, int row) => new((Bits & ~PictureMask)
        | ((ulong)(uint)id << PictureShift)
        | ((ulong)(uint)(row >> PictureLowBits) << PictureHighShift)
        | ((ulong)(uint)(row & 31) << PictureLowShift));

    /// <summary>A cell with one code point.</summary>
    /// <param name="codePoint">1..0x10FFFF.</param>
    /// <param name="width">Narrow or Wide.</param>
    /// <param name="rendition">Rendition id.</param>
    /// <param name="isProtected">DECSCA's state.</param>
    public static Cell FromCodePoint(int codePoint, CellWidth width, ushort rendition, bool isProtected = false) =>
        new((uint)codePoint | ((ulong)width << WidthShift) | ((ulong)rendition << RenditionShift) | (isProtected ? ProtectedBit : 0));

    /// <summary>A cell with a grapheme of several code points.</summary>
    /// <param name="graphemeId">Id in the owner's <see cref="GraphemeTable"/>.</param>
    /// <param name="width">Narrow or Wide.</param>
    /// <param name="rendition">Rendition id.</param>
    /// <param name="isProtected">DECSCA's state.</param>
    public static Cell FromGrapheme(int graphemeId, CellWidth width, ushort rendition, bool isProtected = false) =>
        new((uint)graphemeId | GraphemeBit | ((ulong)width << WidthShift) | ((ulong)rendition << RenditionShift)
            | (isProtected ? ProtectedBit : 0));

    /// <summary>The right half of a wide character.</summary>
    /// <param name="rendition">Rendition id of its left half.</param>
    /// <param name="isProtected">DECSCA's state.</param>
    public static Cell Tail(ushort rendition, bool isProtected = false) =>
        new(((ulong)CellWidth.WideTail << WidthShift) | ((ulong)rendition << RenditionShift) | (isProtected ? ProtectedBit : 0));

    /// <summary>An erased cell: empty, with a rendition that carries at most a background (xterm's BCE).</summary>
    /// <param name="rendition">Rendition id.</param>
    public static Cell Erased(ushort rendition) => new((ulong)rendition << RenditionShift);

    /// <summary>The same character in another rendition.</summary>
    /// <param name="rendition">Rendition id.</param>
    public Cell WithRendition(ushort rendition) => new((Bits & 0xFFFF0000FFFFFFFF) | ((ulong)rendition << RenditionShift));
}
