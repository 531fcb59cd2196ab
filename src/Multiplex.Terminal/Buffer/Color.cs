namespace Multiplex.Terminal.Buffer;

/// <summary>What a <see cref="Color"/> holds.</summary>
public enum ColorKind : byte
{
    /// <summary>The terminal's own foreground or background.</summary>
    Default = 0,

    /// <summary>An index 0..255 into the palette (0..7 normal, 8..15 bright).</summary>
    Indexed = 1,

    /// <summary>24-bit red, green and blue.</summary>
    Rgb = 2,
}

/// <summary>A colour of a cell in 32 bits: kind in the top byte, index or 0xRRGGBB below (ECMA-48 8.3.117 SGR; ISO 8613-6 for
/// RGB).</summary>
/// <param name="Value">The packed value; 0 is the default colour.</param>
public readonly record struct Color(uint Value)
{
    /// <summary>The terminal's own colour.</summary>
    public static Color Default => default;

    /// <summary>Which form the colour has.</summary>
    public ColorKind Kind => (ColorKind)(Value >> 24);

    /// <summary>True for the terminal's own colour.</summary>
    public bool IsDefault => Value == 0;

    /// <summary>The palette index, 0..255, when <see cref="Kind"/> is <see cref="ColorKind.Indexed"/>.</summary>
    public byte Index => (byte)Value;

    /// <summary>The red part, 0..255, when <see cref="Kind"/> is <see cref="ColorKind.Rgb"/>.</summary>
    public byte Red => (byte)(Value >> 16);

    /// <summary>The green part, 0..255.</summary>
    public byte Green => (byte)(Value >> 8);

    /// <summary>The blue part, 0..255.</summary>
    public byte Blue => (byte)Value;

    /// <summary>A palette colour.</summary>
    /// <param name="index">0..255.</param>
    public static Color FromIndex(byte index) => new((1u << 24) | index);

    /// <summary>A 24-bit colour.</summary>
    /// <param name="red">0..255.</param>
    /// <param name="green">0..255.</param>
    /// <param name="blue">0..255.</param>
    public static Color FromRgb(byte red, byte green, byte blue) =>
        new((2u << 24) | ((uint)red << 16) | ((uint)green << 8) | blue);
}
