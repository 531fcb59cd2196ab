namespace Multiplex.Rendering;

/// <summary>What a terminal without UTF-8 shows for a character: the ASCII character that looks most like it, or a question mark.</summary>
internal static class AsciiForm
{
    /// <summary>The ASCII form.</summary>
    /// <param name="codePoint">Any code point.</param>
    public static int Of(int codePoint) => codePoint switch
    {
        >= 0x20 and < 0x7F => codePoint,
        0xA0 => ' ',
        0x2500 or 0x2501 or (>= 0x2504 and <= 0x2505) or (>= 0x2508 and <= 0x2509) or 0x2550 or (>= 0x2010 and <= 0x2015) => '-',
        0x2502 or 0x2503 or (>= 0x2506 and <= 0x2507) or (>= 0x250A and <= 0x250B) or 0x2551 => '|',
        (>= 0x250C and <= 0x254B) or (>= 0x2552 and <= 0x256C) or (>= 0x256D and <= 0x2570) => '+',
        (>= 0x2580 and <= 0x2593) or 0x25A0 => '#',
        0x2018 or 0x2019 => '\'',
        0x201C or 0x201D => '"',
        0x2022 or 0x00B7 or 0x25CF => '*',
        0x2190 => '<',
        0x2192 => '>',
        0x2191 => '^',
        0x2193 => 'v',
        _ => '?',
    };
}
