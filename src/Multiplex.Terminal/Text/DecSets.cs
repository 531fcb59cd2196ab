using Multiplex.Terminal.State;

namespace Multiplex.Terminal.Text;

/// <summary>DEC's own right halves of 94 characters (VT510 RM, "Character Sets"; xterm has the same), which share the signs of DEC
/// Multinational and differ in the letters.</summary>
internal static class DecSets
{
    private const ushort Greek = ('"' << 8) | '?';
    private const ushort Hebrew = ('"' << 8) | '4';
    private const ushort Turkish = ('%' << 8) | '0';
    private const ushort Cyrillic = ('&' << 8) | '4';
    private const int FirstLetter = 0x40;
    private const int LastLetter = 0x7E;
    private const char None = '\uFFFD';

    /// <summary>0x40..0x7E.</summary>
    private const string GreekLetters =
        "ϊΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟ\uFFFDΠΡΣΤΥΦΧΨΩάέήί\uFFFDό" +
        "ϋαβγδεζηθικλμνξο\uFFFDπρστυφχψωςύώ΄\uFFFD";

    /// <summary>0x40..0x7E: KOI-8, small letters first.</summary>
    private const string CyrillicLetters =
        "юабцдефгхийклмнопярстужвьызшэщчъ" +
        "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧ";

    private const int FirstHebrew = 0x60;
    private const int LastHebrew = 0x7A;
    private const int Aleph = 0x05D0;

    /// <summary>True when a set is one of these or DEC Supplemental.</summary>
    public static bool IsKnown(ushort set) => set is CharacterSets.DecSupplemental or Greek or Hebrew or Turkish or Cyrillic;

    /// <summary>The code point of a byte.</summary>
    /// <param name="set">One of these.</param>
    /// <param name="value">0x20..0x7E; 0x7F, which a set of 94 has not, is that of Latin-1.</param>
    public static int Map(ushort set, byte value) => value > LastLetter ? Multinational(value) : set switch
    {
        Greek => value >= FirstLetter ? GreekLetters[value - FirstLetter] : Multinational(value),
        Cyrillic => value >= FirstLetter ? CyrillicLetters[value - FirstLetter] : value == ' ' ? 0xA0 : None,
        Hebrew => value < FirstLetter ? Multinational(value)
            : value is >= FirstHebrew and <= LastHebrew ? Aleph + value - FirstHebrew : None,
        Turkish => (value | 0x80) switch
        {
            0xAE => 'İ',
            0xBE => 'ı',
            0xD0 => 'Ğ',
            0xDE => 'Ş',
            0xF0 => 'ğ',
            0xFE => 'ş',
            _ => Multinational(value),
        },
        _ => Multinational(value),
    };

    /// <summary>DEC Supplemental (the DEC Multinational right half): Latin-1 but for a few places.</summary>
    private static int Multinational(byte value) => (value | 0x80) switch
    {
        0xA8 => '¤',
        0xD7 => 'Œ',
        0xDD => 'Ÿ',
        0xF7 => 'œ',
        0xFD => 'ÿ',
        0xA4 or 0xA6 or 0xAC or 0xAD or 0xAE or 0xAF or 0xB4 or 0xB8 or 0xBE or 0xD0 or 0xDE or 0xF0 or 0xFE => None,
        int latin => latin,
    };
}
