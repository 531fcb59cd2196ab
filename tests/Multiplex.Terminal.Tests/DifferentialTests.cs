using System.Text;
using Multiplex.Terminal.Tests.Support;

namespace Multiplex.Terminal.Tests;

/// <summary>
/// Random output of the language that engines share, shown by ours and by another one: texts, renditions and cursor must be the same.
/// </summary>
public sealed class DifferentialTests
{
    private const int Cases = 400;
    private const int PiecesPerCase = 60;

    /// <summary>
    /// What each engine does otherwise than xterm, whom we follow. A production that is listed is not fed to that engine, or not with
    /// another.
    /// </summary>
    private static readonly KnownDifference[] KnownDifferences =
    [
        new("libvterm", "DECALN", "It leaves the cursor where it is."),
        new("libvterm", "DECRC", "Without a save before it the default colours become black and grey."),
        new("libvterm", "1049", "Leaving restores a cursor that was never saved, with the same colours."),
        new("libvterm", "APC", "It prints what stands in APC and PM."),
        new("libvterm", "DECSTR", "It keeps the rendition and the margins."),
        new("libvterm", "ICH", "It does nothing outside the top and bottom margins, as the VT510 and unlike xterm.", With: "DECSTBM"),
        new("libvterm", "DCH", "It does nothing outside the top and bottom margins, as the VT510 and unlike xterm.", With: "DECSTBM"),
        new("libvterm", "CUU", "It does not stop at the margins.", With: "DECSTBM"),
        new("libvterm", "CUD", "It does not stop at the margins.", With: "DECSTBM"),
        new("libvterm", "CPL", "It does not stop at the margins.", With: "DECSTBM"),
        new("libvterm", "CNL", "It does not stop at the margins.", With: "DECSTBM"),
        new("libvterm", "VPB", "It does not stop at the margins.", With: "DECSTBM"),
        new("libvterm", "wide", "It leaves a half of a wide character where the other one was overwritten."),
        new("libvterm", "combining", "While a wrap is pending it goes to the next line on its own."),
        new("libvterm", "LF", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "IND", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "RI", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "DECAWM", "Without autowrap no wrap becomes pending, and one that was takes place."),
        new("libvterm", "REP", "It stops at the end of the line."),
        new("libvterm", "EL", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "ED", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "ECH", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "ICH", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "DCH", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "IL", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "DL", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "ICH and side margins", "It does nothing outside the top and bottom margins.", With: "DECSTBM"),
        new("libvterm", "IND and side margins", "It scrolls outside of the side margins too, and NEL goes to the first column."),
        new("libvterm", "SL", "It does not know it."),
        new("libvterm", "SR", "It does not know it."),
        new("libvterm", "47", "It does not know it."),
        new("libvterm", "SCOSC", "It does not know it."),
        new("libvterm", "DECBI", "It does not know it."),
        new("libvterm", "reverse wrap", "It does not know it."),
        new("libvterm", "DECSCNM", "Its cells are those of the other video."),
        new("libvterm", "1047", "Entering twice clears twice."),
        new("libvterm", "1048", "A restored cursor keeps the pending wrap of before."),
        new("libvterm", "DECSTBM reversed", "It resets the margins."),
        new("libvterm", "REP wide", "It writes past its memory at the end of a line."),
        new("libvterm", "DECSEL", "The wrap stays pending.", NotWhilePending: true),
        new("libvterm", "DECSED", "The wrap stays pending.", NotWhilePending: true),
        new("xterm.js", "side margins", "It has none."),
        new("xterm.js", "ICH and side margins", "It has none."),
        new("xterm.js", "IND and side margins", "It has none."),
        new("xterm.js", "reverse wrap", "A line is not wrapped any more when what it goes on with was erased, nor above the top margin."),
        new("xterm.js", "HPB", "It does not know it."),
        new("xterm.js", "VPB", "It does not know it."),
        new("xterm.js", "DECBI", "It does not know it."),
        new("xterm.js", "1047", "Entering fills the screen with the current background, and each has margins and tab stops of its own."),
        new("xterm.js", "1048", "A pending wrap is not restored."),
        new("xterm.js", "SCOSC", "A pending wrap is not restored.", NotWhilePending: true),
        new("xterm.js", "47", "Leaving clears the alternate screen, as with 1047."),
        new("xterm.js", "LNM", "RIS does not reset it.", With: "RIS"),
        new("xterm.js", "unfinished", "A character beyond ASCII ends an unfinished sequence and is shown."),
        new("xterm.js", "DECALN", "It fills with the current rendition."),
        new("xterm.js", "DECAWM", "Without autowrap it drops a wide character that does not fit at the end of the line."),
        new("xterm.js", "DECOM", "Relative movements add the top margin to the row."),
        new("xterm.js", "SD", "The new lines do not take the current background."),
        new("xterm.js", "IL", "The cursor goes to the first column."),
        new("xterm.js", "DL", "The cursor goes to the first column."),
        new("xterm.js", "wide", "A column left free before a wrap takes the current background.", With: "SGR background"),
        new("xterm.js", "ICH", "In the middle of a wide character a column is lost.", With: "wide"),
        new("xterm.js", "REP wide", "A column left free before a wrap takes the current background.", With: "SGR background"),
        new("xterm.js", "ICH", "In the middle of a wide character a column is lost.", With: "REP wide"),
        new("xterm.js", "DECIC", "In the middle of a wide character a column is lost.", With: "wide"),
        new("xterm.js", "DECIC", "In the middle of a wide character a column is lost.", With: "REP wide"),
        new("xterm.js", "DECIC", "While a wrap is pending nothing is inserted.", NotWhilePending: true),
        new("xterm.js", "DECDC", "While a wrap is pending nothing is deleted.", NotWhilePending: true),
        new("xterm.js", "DECSEL", "While a wrap is pending the last column is not erased.", NotWhilePending: true),
        new("xterm.js", "DECSED", "While a wrap is pending the last column is not erased.", NotWhilePending: true),
        new("xterm.js", "DECSTR", "The wrap stays pending.", NotWhilePending: true),
        new("xterm.js", "CBT", "While a wrap is pending the cursor does not move.", NotWhilePending: true),
        new("xterm.js", "1049", "Entering twice neither clears nor saves twice, and each screen has margins and tab stops of its own."),
        new("xterm.js", "EL", "While a wrap is pending the last column is not erased.", NotWhilePending: true),
        new("xterm.js", "ED", "While a wrap is pending the last column is not erased.", NotWhilePending: true),
        new("xterm.js", "ECH", "While a wrap is pending the last column is not erased.", NotWhilePending: true),
        new("xterm.js", "ICH", "While a wrap is pending nothing is inserted.", NotWhilePending: true),
        new("xterm.js", "DCH", "While a wrap is pending nothing is deleted.", NotWhilePending: true),
    ];

    [SkippableFact]
    public void Feed_shows_the_same_as_libvterm()
    {
        PeerEngine? peer = PeerEngine.Libvterm(out string reason);
        Skip.If(peer is null, reason);
        Compare("libvterm", peer!);
    }

    [SkippableFact]
    public void Feed_shows_the_same_as_xterm_js()
    {
        PeerEngine? peer = PeerEngine.XtermJs(out string reason);
        Skip.If(peer is null, reason);
        Compare("xterm.js", peer!);
    }

    private static void Compare(string engine, PeerEngine peer)
    {
        List<IReadOnlyList<string>> cases =
            [.. Enumerable.Range(0, Cases).Select(i => Grammar(engine, i).Next(PiecesPerCase))];
        IReadOnlyList<string[]> theirs = peer.Show([.. cases.Select(static c => Bytes(c))]);
        var differences = new List<string>();
        for (int i = 0; i < Cases && differences.Count < 3; i++)
        {
            if (!theirs[i].SequenceEqual(PeerEngine.ShowOwn(Bytes(cases[i]))))
            {
                differences.Add(Explain(engine, peer, cases[i]));
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    /// <summary>
    /// Finds the first piece after which the screens differ, drops the pieces before it that do not matter, and shows the difference.
    /// </summary>
    private static string Explain(string engine, PeerEngine peer, IReadOnlyList<string> pieces)
    {
        List<string> needed = [.. pieces];
        for (int start = 0; start < needed.Count;)
        {
            List<List<string>> shorter = [.. Enumerable.Range(start, needed.Count - start).Select(i => Without(needed, i))];
            IReadOnlyList<string[]> theirs = peer.Show([.. shorter.Select(static c => Bytes(c))]);
            int found = shorter.FindIndex(c => !theirs[shorter.IndexOf(c)].SequenceEqual(PeerEngine.ShowOwn(Bytes(c))));
            if (found < 0)
            {
                break;
            }

            needed = shorter[found];
            start += found;
        }

        string[] own = PeerEngine.ShowOwn(Bytes(needed));
        string[] other = peer.Show([Bytes(needed)])[0];
        var text = new StringBuilder();
        foreach (char c in string.Concat(needed))
        {
            text.Append(c == '\e' ? "\\e" : c < ' ' ? $"\\x{(int)c:x2}" : c.ToString());
        }

        foreach (int line in Enumerable.Range(0, own.Length).Where(i => own[i] != other[i]).Take(3))
        {
            text.Append($"\n  line {line}\n    mux {own[line]}\n    {engine} {other[line]}");
        }

        return text.ToString();
    }

    /// <summary>Of two productions that must not come together the even cases have the one and the odd cases the other.</summary>
    private static CommonGrammar Grammar(string engine, int number)
    {
        KnownDifference[] known = [.. KnownDifferences.Where(d => d.Engine == engine)];
        return new CommonGrammar(
            Seeds.Of($"differential {number}"),
            [.. known.Where(static d => !d.NotWhilePending).Select(d => d.With is null || number % 2 == 0 ? d.Production : d.With)],
            [.. known.Where(static d => d.NotWhilePending).Select(static d => d.Production)]);
    }

    private static List<string> Without(List<string> pieces, int index) => [.. pieces.Where((_, i) => i != index)];

    private static byte[] Bytes(IReadOnlyList<string> pieces) => Encoding.UTF8.GetBytes(string.Concat(pieces));

    private sealed record KnownDifference(
        string Engine, string Production, string Reason, string? With = null, bool NotWhilePending = false);
}
