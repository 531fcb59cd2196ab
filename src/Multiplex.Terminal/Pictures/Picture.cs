namespace Multiplex.Terminal.Pictures;

/// <summary>In which protocol a picture came, and goes on.</summary>
public enum PictureKind : byte
{
    /// <summary>Sixel (VT340 GPM): the data of a DCS q.</summary>
    Sixel = 0,

    /// <summary>kitty's graphics protocol: base64 of pixels or of a PNG file.</summary>
    Kitty = 1,
}

/// <summary>A part of a picture in its own pixels; all 0 for the whole.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Width">Pixels, 0 for the rest.</param>
/// <param name="Height">Pixels, 0 for the rest.</param>
public readonly record struct PictureSource(int X, int Y, int Width, int Height);

/// <summary>A picture as a program sent it, never decoded: what is known of it stands in its header.</summary>
public sealed class PictureData
{
    /// <summary>The protocol.</summary>
    public PictureKind Kind { get; init; }

    /// <summary>Width in pixels; 0 when the header does not tell.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 when the header does not tell.</summary>
    public int Height { get; init; }

    /// <summary>kitty's f: 24, 32, or 100 for PNG. Sixel: twice P1, the form of a dot, and one more where P2 is 1: pixels that are not set stay.</summary>
    public int Format { get; init; }

    /// <summary>kitty's o=z. Sixel has nothing of the kind.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Sixel: printable characters between the q and the end. kitty: base64. Owned; not changed any more.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>kitty's i; 0 when the program gave none.</summary>
    internal uint Id { get; init; }

    /// <summary>kitty's I; 0 when the program gave none.</summary>
    internal uint Number { get; init; }

    /// <summary>True when a program may ask for it again by its id.</summary>
    internal bool IsNamed => Id != 0;
}

/// <summary>A picture at a place: how many cells it covers there.</summary>
/// <param name="Data">The picture, shared by all of its places.</param>
/// <param name="Columns">Width in cells.</param>
/// <param name="Rows">Height in cells, at most <see cref="Buffer.Cell.MaxPictureRows"/>.</param>
/// <param name="CellWidth">Pixels of a cell that the size was reckoned with.</param>
/// <param name="CellHeight">Pixels of a cell that the size was reckoned with.</param>
/// <param name="Source">kitty: the part shown.</param>
/// <param name="Placement">kitty's p.</param>
/// <param name="Depth">kitty's z: below the text when negative.</param>
public sealed record Picture(
    PictureData Data,
    int Columns,
    int Rows,
    int CellWidth,
    int CellHeight,
    PictureSource Source = default,
    uint Placement = 0,
    int Depth = 0)
{
    /// <summary>True when no screen has it any more.</summary>
    public bool IsGone { get; internal set; }
}
