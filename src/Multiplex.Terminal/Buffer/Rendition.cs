namespace Multiplex.Terminal.Buffer;

/// <summary>The attributes that SGR switches (ECMA-48 8.3.117; xterm ctlseqs, "Character Attributes").</summary>
[Flags]
public enum RenditionAttributes : ushort
{
    /// <summary>No attribute.</summary>
    None = 0,

    /// <summary>SGR 1.</summary>
    Bold = 1 << 0,

    /// <summary>SGR 2.</summary>
    Faint = 1 << 1,

    /// <summary>SGR 3.</summary>
    Italic = 1 << 2,

    /// <summary>SGR 5 and 6.</summary>
    Blink = 1 << 3,

    /// <summary>SGR 7.</summary>
    Inverse = 1 << 4,

    /// <summary>SGR 8.</summary>
    Invisible = 1 << 5,

    /// <summary>SGR 9.</summary>
    CrossedOut = 1 << 6,

    /// <summary>SGR 53.</summary>
    Overline = 1 << 7,
}

/// <summary>The underline styles of SGR 4:0 to 4:5 and 21.</summary>
public enum UnderlineStyle : byte
{
    /// <summary>Not underlined (SGR 24, 4:0).</summary>
    None = 0,

    /// <summary>SGR 4.</summary>
    Single = 1,

    /// <summary>SGR 21, 4:2.</summary>
    Double = 2,

    /// <summary>SGR 4:3.</summary>
    Curly = 3,

    /// <summary>SGR 4:4.</summary>
    Dotted = 4,

    /// <summary>SGR 4:5.</summary>
    Dashed = 5,
}

/// <summary>How a cell is drawn: attributes, underline, three colours and the hyperlink it belongs to (screen's word for SGR's "graphic
/// rendition").</summary>
/// <param name="Foreground">SGR 30–39, 90–97.</param>
/// <param name="Background">SGR 40–49, 100–107.</param>
/// <param name="UnderlineColor">SGR 58 and 59.</param>
/// <param name="Attributes">The switches.</param>
/// <param name="Underline">The underline's style.</param>
/// <param name="Link">Id of an OSC 8 hyperlink in the owner's <see cref="HyperlinkTable"/>; 0 for none.</param>
public readonly record struct Rendition(
    Color Foreground,
    Color Background,
    Color UnderlineColor,
    RenditionAttributes Attributes,
    UnderlineStyle Underline,
    ushort Link)
{
    /// <summary>SGR 0, no hyperlink.</summary>
    public static Rendition Default => default;

    /// <summary>True when no attribute, colour or link is set.</summary>
    public bool IsDefault => this == default;

    /// <summary>True when all of <paramref name="attributes"/> are set.</summary>
    /// <param name="attributes">The attributes asked for.</param>
    public bool Has(RenditionAttributes attributes) => (Attributes & attributes) == attributes;
}
