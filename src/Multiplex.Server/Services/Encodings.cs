namespace Multiplex.Server.Services;

/// <summary>An encoding that a window can have.</summary>
/// <param name="Name">As screen writes it.</param>
/// <param name="CodePage">Its number among .NET's code pages; 0 for one that is known by name only or needs no translation.</param>
/// <param name="OtherNames">Further names, in the form in which names are compared: capitals, no dashes, no underscores.</param>
internal sealed record EncodingDefinition(string Name, int CodePage, params string[] OtherNames);

/// <summary>The encodings that windows can have: those that screen knows, and some that are as usual.</summary>
internal static class Encodings
{
    /// <summary>UTF-8, in which mux works.</summary>
    public const string Utf8 = "UTF-8";

    /// <summary>A code page that is not among .NET's.</summary>
    public const int Latin6 = -10;

    /// <summary>The bytes of ISO 8859-1, which the emulator takes as they are.</summary>
    public const int Latin1 = 28591;

    /// <summary>All encodings.</summary>
    public static IReadOnlyList<EncodingDefinition> All { get; } =
    [
        new(Utf8, 0, "UTF"),
        new("C", Latin1, "POSIX", "ASCII"),
        new("eucJP", 51932, "EUC", "UJIS"),
        new("SJIS", 932, "KANJI", "SHIFTJIS", "CP932"),
        new("eucKR", 949, "CP949", "UHC"),
        new("eucCN", 936, "GB2312"),
        new("Big5", 950, "CP950"),
        new("KOI8-R", 20866),
        new("KOI8-U", 21866),
        new("CP1250", 1250, "WINDOWS1250"),
        new("CP1251", 1251, "WINDOWS1251"),
        new("CP1252", 1252, "WINDOWS1252"),
        new("CP1253", 1253, "WINDOWS1253"),
        new("CP1254", 1254, "WINDOWS1254"),
        new("CP1257", 1257, "WINDOWS1257"),
        new("ISO8859-1", Latin1, "LATIN1", "88591", "ISO88591"),
        new("ISO8859-2", 28592, "LATIN2", "88592"),
        new("ISO8859-3", 28593, "LATIN3", "88593"),
        new("ISO8859-4", 28594, "LATIN4", "88594"),
        new("ISO8859-5", 28595, "88595"),
        new("ISO8859-6", 28596, "88596"),
        new("ISO8859-7", 28597, "88597"),
        new("ISO8859-8", 28598, "88598"),
        new("ISO8859-9", 28599, "LATIN5", "88599"),
        new("ISO8859-10", Latin6, "LATIN6", "885910"),
        new("ISO8859-13", 28603, "LATIN7", "885913"),
        new("ISO8859-15", 28605, "LATIN9", "885915"),
        new("jis", 0, "ISO2022JP"),
        new("GBK", 936, "CP936"),
        new("GB18030", 54936),
        new("CP437", 437, "IBM437"),
        new("CP850", 850, "IBM850"),
        new("CP852", 852, "IBM852"),
        new("CP866", 866, "IBM866"),
        new("Big5-HKSCS", 950),
    ];

    /// <summary>The encoding of a name as screen writes it, or null; case, dashes and underscores do not matter.</summary>
    /// <param name="name">The name.</param>
    public static string? Find(string name) => FindDefinition(name)?.Name;

    /// <summary>The encoding of a name, or null.</summary>
    /// <param name="name">The name.</param>
    public static EncodingDefinition? FindDefinition(string name)
    {
        string wanted = Plain(name);
        foreach (EncodingDefinition definition in All)
        {
            if (Plain(definition.Name) == wanted || definition.OtherNames.Contains(wanted))
            {
                return definition;
            }
        }

        return null;
    }

    /// <summary>True for UTF-8.</summary>
    /// <param name="name">A name that <see cref="Find"/> gave.</param>
    public static bool IsUtf8(string name) => name == Utf8;

    private static string Plain(string name) =>
        name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
