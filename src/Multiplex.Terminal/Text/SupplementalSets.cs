namespace Multiplex.Terminal.Text;

/// <summary>The right halves of ISO 8859 that a VT500 has as sets of 96 characters (VT510 RM, "Character Sets"; xterm has the same). A test
/// holds their letters to the runtime's encodings.</summary>
internal static class SupplementalSets
{
    /// <summary>ISO 8859-2, Latin-2.</summary>
    private const string Latin2 =
        "\u00A0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00ADŽŻ°ą˛ł´ľśˇ¸šşťź˝žż" +
        "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß" +
        "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

    /// <summary>ISO 8859-7, Greek, as it was when the VT500 took it up.</summary>
    private const string Greek =
        "\u00A0\u2018\u2019£\uFFFD\uFFFD¦§¨©\uFFFD«¬\u00AD\uFFFD―°±²³΄΅Ά·ΈΉΊ»Ό½ΎΏ" +
        "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\uFFFDΣΤΥΦΧΨΩΪΫάέήί" +
        "ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\uFFFD";

    /// <summary>ISO 8859-8, Hebrew.</summary>
    private const string Hebrew =
        "\u00A0\uFFFD¢£¤¥¦§¨©×«¬\u00AD®¯°±²³´µ¶·¸¹÷»¼½¾\uFFFD" +
        "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD‗" +
        "\u05D0\u05D1\u05D2\u05D3\u05D4\u05D5\u05D6\u05D7\u05D8\u05D9\u05DA\u05DB\u05DC\u05DD\u05DE\u05DF\u05E0\u05E1\u05E2\u05E3\u05E4\u05E5\u05E6\u05E7\u05E8\u05E9\u05EA\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD";

    /// <summary>ISO 8859-5, Cyrillic.</summary>
    private const string Cyrillic =
        "\u00A0ЁЂЃЄЅІЇЈЉЊЋЌ\u00ADЎЏАБВГДЕЖЗИЙКЛМНОП" +
        "РСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп" +
        "рстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ";

    /// <summary>ISO 8859-9, Latin-5.</summary>
    private const string Latin5 =
        "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿" +
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß" +
        "àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ";

    /// <summary>The characters of a set of 96 from 0x20 on, null when it is not one of these.</summary>
    /// <param name="final">The final byte of its designation.</param>
    public static string? Find(char final) => final switch
    {
        'B' => Latin2,
        'F' => Greek,
        'H' => Hebrew,
        'L' => Cyrillic,
        'M' => Latin5,
        _ => null,
    };
}
