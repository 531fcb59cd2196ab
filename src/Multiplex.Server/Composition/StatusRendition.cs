using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Composition;

/// <summary>The attributes that screen's renditions know, with the bits of their hexadecimal form.</summary>
[Flags]
internal enum StatusAttributes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Letter d.</summary>
    Dim = 0x01,

    /// <summary>Letter u.</summary>
    Underline = 0x02,

    /// <summary>Letter b.</summary>
    Bold = 0x04,

    /// <summary>Letter r.</summary>
    Reverse = 0x08,

    /// <summary>Letter s: drawn in reverse, but an attribute of its own, so that <c>!r</c> does not undo it.</summary>
    Standout = 0x10,

    /// <summary>Letter B.</summary>
    Blink = 0x20,
}

/// <summary>How a piece of a status line is drawn.</summary>
/// <param name="Attributes">The attributes.</param>
/// <param name="Foreground">The text's colour.</param>
/// <param name="Background">The colour behind it.</param>
internal readonly record struct StatusRendition(StatusAttributes Attributes, Color Foreground = default, Color Background = default)
{
    /// <summary>What status lines and messages begin with unless <c>sorendition</c> changed it.</summary>
    public static StatusRendition Standout => new(StatusAttributes.Standout);

    /// <summary>True when a single colour letter means the background, because the text is shown in reverse.</summary>
    public bool IsReversed => (Attributes & (StatusAttributes.Reverse | StatusAttributes.Standout)) != 0;

    /// <summary>The same as a cell's rendition.</summary>
    public Rendition ToRendition()
    {
        RenditionAttributes attributes = RenditionAttributes.None;
        attributes |= (Attributes & StatusAttributes.Dim) != 0 ? RenditionAttributes.Faint : 0;
        attributes |= (Attributes & StatusAttributes.Bold) != 0 ? RenditionAttributes.Bold : 0;
        attributes |= (Attributes & StatusAttributes.Blink) != 0 ? RenditionAttributes.Blink : 0;
        attributes |= IsReversed ? RenditionAttributes.Inverse : 0;
        UnderlineStyle underline = (Attributes & StatusAttributes.Underline) != 0 ? UnderlineStyle.Single : UnderlineStyle.None;
        return new Rendition(Foreground, Background, default, attributes, underline, 0);
    }
}
