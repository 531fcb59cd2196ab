namespace Multiplex.Server.Services;

/// <summary>The encodings whose names screen knows. mux itself works in UTF-8; a window in another encoding is kept by name.</summary>
internal static class Encodings
{
    private static readonly string[] Names =
    [
        "C", "eucJP", "SJIS", "eucKR", "eucCN", "Big5", "KOI8-R", "CP1251", "UTF-8", "ISO8859-2", "ISO8859-3", "ISO8859-4", "ISO8859-5", "ISO8859-6",
        "ISO8859-7", "ISO8859-8", "ISO8859-9", "ISO8859-10", "ISO8859-15", "jis", "GBK", "CP437", "CP1252", "Big5-HKSCS", "ISO8859-1", "KOI8-U",
    ];

    /// <summary>The encoding of a name as screen writes it, or null; case and dashes do not matter.</summary>
    /// <param name="name">The name.</param>
    public static string? Find(string name)
    {
        string wanted = Plain(name);
        return Array.Find(Names, candidate => Plain(candidate) == wanted)
            ?? wanted switch
            {
                "EUC" or "UJIS" => "eucJP",
                "KANJI" or "SHIFTJIS" => "SJIS",
                "UTF" => "UTF-8",
                "LATIN1" or "88591" => "ISO8859-1",
                _ => null,
            };
    }

    /// <summary>True for UTF-8.</summary>
    /// <param name="name">A name that <see cref="Find"/> gave.</param>
    public static bool IsUtf8(string name) => name == "UTF-8";

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
