using System.Globalization;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>One thing that a program may write and that other engines know too.</summary>
/// <param name="Name">What differences are listed by.</param>
/// <param name="Weight">How often it is chosen, in relation to the others.</param>
/// <param name="Make">Makes one, with parameters for a screen of 80 by 24.</param>
internal sealed record Production(string Name, int Weight, Func<Random, string> Make);

/// <summary>
/// Random output of a language that several engines speak. A difference between engines is kept out by the name of its production.
/// </summary>
internal sealed class CommonGrammar
{
    private static readonly string[] Words = ["a", "Hello ", "xyz", "0123", " ", "word", "The quick brown fox jumps over the lazy dog "];
    private static readonly string[] Wide = ["中", "日本", "한글", "ｗ"];
    private static readonly string[] Renditions = ["", "0", "1", "4", "7", "22", "24", "27", "31", "32", "39", "93"];

    private static readonly Production[] Productions =
    [
        new("text", 30, static r => One(r, Words)),
        new("wide", 6, static r => One(r, Wide)),
        new("combining", 2, static r => One(r, ["e\u0301", "o\u0302"])),
        new("CR", 4, static r => "\r"),
        new("LF", 6, static r => One(r, ["\n", "\r\n", "\v", "\f"])),
        new("BS", 3, static r => "\b"),
        new("HT", 3, static r => "\t"),
        new("IND", 2, static r => "\eD"),
        new("RI", 2, static r => "\eM"),
        new("NEL", 2, static r => "\eE"),
        new("DECSC", 1, static r => "\e7"),
        new("DECRC", 1, static r => "\e8"),
        new("CUP", 8, static r => $"\e[{r.Next(1, 27)};{r.Next(1, 84)}{One(r, ["H", "f"])}"),
        new("CUP home", 1, static r => "\e[H"),
        new("CUU", 2, static r => $"\e[{Count(r)}A"),
        new("CUD", 2, static r => $"\e[{Count(r)}B"),
        new("CUF", 2, static r => $"\e[{Count(r)}C"),
        new("CUB", 2, static r => $"\e[{Count(r)}D"),
        new("CNL", 1, static r => $"\e[{Count(r)}E"),
        new("CPL", 1, static r => $"\e[{Count(r)}F"),
        new("CHA", 2, static r => $"\e[{r.Next(1, 84)}{One(r, ["G", "`"])}"),
        new("VPA", 2, static r => $"\e[{r.Next(1, 27)}d"),
        new("HPR", 1, static r => $"\e[{Count(r)}a"),
        new("VPR", 1, static r => $"\e[{Count(r)}e"),
        new("CHT", 1, static r => $"\e[{Count(r)}I"),
        new("CBT", 1, static r => $"\e[{Count(r)}Z"),
        new("HTS", 1, static r => "\eH"),
        new("TBC", 1, static r => One(r, ["\e[g", "\e[0g"])),
        new("ED", 2, static r => $"\e[{One(r, ["", "0", "1", "2"])}J"),
        new("EL", 4, static r => $"\e[{One(r, ["", "0", "1", "2"])}K"),
        new("ECH", 3, static r => $"\e[{Count(r)}X"),
        new("ICH", 3, static r => $"\e[{Count(r)}@"),
        new("DCH", 3, static r => $"\e[{Count(r)}P"),
        new("IL", 2, static r => $"\e[{Count(r)}L"),
        new("DL", 2, static r => $"\e[{Count(r)}M"),
        new("SU", 2, static r => $"\e[{Count(r)}S"),
        new("SD", 2, static r => $"\e[{r.Next(1, 6)}T"),
        new("REP", 1, static r => $"q\e[{Count(r)}b"),
        new("SGR", 8, static r => $"\e[{One(r, Renditions)}m"),
        new("SGR colours", 2, static r => One(r, [$"\e[38;5;{r.Next(256)}m", $"\e[38;2;{r.Next(256)};{r.Next(256)};{r.Next(256)}m"])),
        new("SGR background", 3, static r => One(
            r,
            ["\e[42m", "\e[49m", "\e[49m", "\e[103m", $"\e[48;5;{r.Next(256)}m", $"\e[48;2;{r.Next(256)};{r.Next(256)};{r.Next(256)}m"])),
        new("DECSTBM", 2, static r => Region(r)),
        new("DECOM", 1, static r => One(r, ["\e[?6h", "\e[?6l"])),
        new("IRM", 1, static r => One(r, ["\e[4h", "\e[4l", "\e[4l"])),
        new("DECAWM", 1, static r => One(r, ["\e[?7h", "\e[?7l", "\e[?7h"])),
        new("LNM", 1, static r => One(r, ["\e[20h", "\e[20l"])),
        new("SCS", 2, static r => One(r, ["\e(0lqk\e(B", "\e(0x\e(B", "\e)0\x0et\x0f"])),
        new("1049", 1, static r => One(r, ["\e[?1049h", "\e[?1049l"])),
        new("DECALN", 1, static r => "\e#8"),
        new("DECSTR", 1, static r => "\e[!p"),
        new("side margins", 2, static r => WithinSides(r, $"\e[{Count(r)}{One(r, ["L", "M", "S", "T", "'}", "'~", "X"])}")),
        new("ICH and side margins", 1, static r => WithinSides(r, $"\e[{Count(r)}{One(r, ["@", "P"])}")),
        new("IND and side margins", 1, static r => WithinSides(r, One(r, ["\eD", "\eM", "\eE"]))),
        new("DECBI", 1, static r => One(r, ["\e6", "\e9"])),
        new("DECIC", 1, static r => $"\e[{Count(r)}'}}"),
        new("DECDC", 1, static r => $"\e[{Count(r)}'~"),
        new("SL", 1, static r => $"\e[{Count(r)} @"),
        new("SR", 1, static r => $"\e[{Count(r)} A"),
        new("DECSCA", 2, static r => $"\e[1\"q{One(r, Words)}\e[0\"q"),
        new("DECSEL", 1, static r => $"\e[?{One(r, ["", "0", "1", "2"])}K"),
        new("DECSED", 1, static r => $"\e[?{One(r, ["", "0", "1", "2"])}J"),
        new("ED 3", 1, static r => "\e[3J"),
        new("TBC all", 1, static r => "\e[3g"),
        new("HPB", 1, static r => $"\e[{Count(r)}j"),
        new("VPB", 1, static r => $"\e[{Count(r)}k"),
        new("RIS", 1, static r => r.Next(4) == 0 ? "\ec" : ""),
        new("47", 1, static r => One(r, ["\e[?47h", "\e[?47l"])),
        new("1047", 1, static r => One(r, ["\e[?1047h", "\e[?1047l"])),
        new("1048", 1, static r => "\e[?1048h" + One(r, Words) + "\e[?1048l"),
        new("SCOSC", 1, static r => "\e[s" + One(r, Words) + "\e[u"),
        new("DECSCNM", 1, static r => One(r, ["\e[?5h", "\e[?5l"])),
        new("REP wide", 1, static r => $"中\e[{r.Next(1, 5)}b"),
        new("UK", 1, static r => "\e(A#a\e(B"),
        new("SGR styles", 2, static r => $"\e[{One(r, ["2", "3", "9", "21", "23", "29", "53", "4:3", "4:0", "4:1"])}m"),
        new("SGR sub-parameters", 1, static r => $"\e[{One(r, ["38", "48"])}:5:{r.Next(256)}m"),
        new("CUP defaults", 2, static r => One(r, ["\e[;5H", "\e[3;H", "\e[0;0H", "\e[7H", "\e[999;999H"])),
        new("CHA defaults", 1, static r => One(r, ["\e[G", "\e[0G", "\e[`", "\e[d", "\e[0d"])),
        new("reverse wrap", 1, static r => "\e[?45h" + new string('\b', r.Next(1, 12)) + "\e[?45l"),
        new("DECSTBM reversed", 1, static r => "\e[10;5r"),
        new("ignored", 2, static r => One(r, ["\0", "\x7f", "\e[3\x18", "\e[5\x1a", "\e[>5;7X", "\e[1!w", "\x05"])),
        new("unfinished", 1, static r => "\e%!"),
        new("C0 within", 1, static r => One(r, ["\e[2\nC", "\e[\r3C", "\e[1\b;5H"])),
        new("OSC", 1, static r => One(r, ["\e]0;title\a", "\e]2;title\e\\", "\e]1;icon\a"])),
        new("DCS", 1, static r => One(r, ["\eP+q\e\\", "\eP1;2z\e\\"])),
        new("APC", 1, static r => One(r, ["\e_apc\e\\", "\e^pm\e\\"])),
    ];

    private readonly Random _random;
    private readonly Production[] _choices;
    private readonly HashSet<string> _notWhilePending;

    /// <summary>A grammar without what two engines are known to differ in.</summary>
    /// <param name="seed">Where its randomness begins.</param>
    /// <param name="without">Productions left out.</param>
    /// <param name="notWhilePending">Productions that come only where no wrap is pending.</param>
    public CommonGrammar(int seed, HashSet<string> without, HashSet<string> notWhilePending)
    {
        string? unknown = without.Concat(notWhilePending).FirstOrDefault(static name => Productions.All(p => p.Name != name));
        if (unknown is not null)
        {
            throw new ArgumentException($"no production is called {unknown}", nameof(without));
        }

        _random = new Random(seed);
        _notWhilePending = notWhilePending;
        _choices = [.. Productions.Where(p => !without.Contains(p.Name)).SelectMany(static p => Enumerable.Repeat(p, p.Weight))];
    }

    /// <summary>So many pieces of output.</summary>
    public IReadOnlyList<string> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private string Next()
    {
        Production production = _choices[_random.Next(_choices.Length)];
        string settled = _notWhilePending.Contains(production.Name) ? $"\r\e[{_random.Next(1, 78)}C" : "";
        return settled + production.Make(_random);
    }

    /// <summary>One edit within left and right margins, or outside of them.</summary>
    private static string WithinSides(Random random, string edit) =>
        $"\e[?69h\e[{random.Next(1, 40)};{random.Next(41, 82)}s\e[{random.Next(1, 25)};{random.Next(1, 81)}H{edit}\e[?69l";

    private static string Region(Random random)
    {
        int top = random.Next(1, 20);
        return random.Next(3) == 0
            ? One(random, ["\e[r", "\e[r", "\e[5r", "\e[;10r", "\e[0;0r", "\e[3;999r"])
            : $"\e[{top};{random.Next(top + 1, 25)}r";
    }

    private static string Count(Random random) =>
        random.Next(4) switch
        {
            0 => "",
            1 => "1",
            2 => random.Next(2, 8).ToString(CultureInfo.InvariantCulture),
            _ => One(random, ["12", "30", "100"]),
        };

    private static string One(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
