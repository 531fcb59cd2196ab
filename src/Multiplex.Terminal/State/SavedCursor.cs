using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.State;

/// <summary>What DECSC saves (VT510 RM, DECSC): position, pending wrap, rendition, protection, origin mode, character sets.</summary>
internal struct SavedCursor
{
    /// <summary>Zero-based row.</summary>
    public int Row;

    /// <summary>Zero-based column.</summary>
    public int Column;

    /// <summary>The wrap that the next character would do.</summary>
    public bool PendingWrap;

    /// <summary>The rendition of further characters.</summary>
    public Rendition Pen;

    /// <summary>DECSCA.</summary>
    public bool IsProtected;

    /// <summary>DECOM.</summary>
    public bool OriginMode;

    /// <summary>Character sets and shifts.</summary>
    public CharacterSets Sets;
}
