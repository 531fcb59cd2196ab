namespace Multiplex.Server.Commands;

/// <summary>The page of <c>license</c>, which is also shown when mux is started without arguments.</summary>
internal static class LicenseText
{
    /// <summary>The page, one string a paragraph.</summary>
    public static IReadOnlyList<string> Paragraphs { get; } =
    [
        VersionText.Line,
        string.Empty,
        "A terminal multiplexer with the command line, the keys and the screenrc of GNU screen.",
        string.Empty,
        "mux is free software under the MIT licence: use, copy, change and give it to whom you like, as long as the notice of copyright and this "
            + "permission stay with it. It comes without any warranty, to the extent permitted by law.",
        string.Empty,
        "Press C-a ? for the keys. C-a d leaves the session; its programs run on, and mux -r comes back to it.",
    ];
}
