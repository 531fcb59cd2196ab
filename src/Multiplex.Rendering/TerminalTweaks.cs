using System.Globalization;

namespace Multiplex.Rendering;

/// <summary>
/// What the user says of a terminal in screen's <c>termcap</c>, <c>termcapinfo</c> and <c>terminfo</c> lines, and with <c>truecolor off</c>. It wins
/// over whatever was found out.
/// </summary>
public sealed class TerminalTweaks
{
    /// <summary>Most entries that are read: an entry of termcap(5) has fewer.</summary>
    private const int MostEntries = 512;

    /// <summary>Capabilities by their names in termcap(5) and terminfo(5), and those that xterm, tmux and screen added.</summary>
    private static readonly (string Termcap, string Terminfo, TerminalAbilities Ability)[] s_names =
    [
        ("ti", "smcup", TerminalAbilities.AlternateScreen),
        ("te", "rmcup", TerminalAbilities.AlternateScreen),
        ("hs", "hs", TerminalAbilities.Title),
        ("ts", "tsl", TerminalAbilities.Title),
        ("ut", "bce", TerminalAbilities.BackColorErase),
        ("be", "", TerminalAbilities.BackColorErase),
        ("cs", "csr", TerminalAbilities.ScrollRegion),
        ("al", "il1", TerminalAbilities.InsertDeleteLine),
        ("AL", "il", TerminalAbilities.InsertDeleteLine),
        ("dl", "dl1", TerminalAbilities.InsertDeleteLine),
        ("DL", "dl", TerminalAbilities.InsertDeleteLine),
        ("SF", "indn", TerminalAbilities.ScrollUpDown),
        ("SR", "rin", TerminalAbilities.ScrollUpDown),
        ("ic", "ich1", TerminalAbilities.InsertDeleteCharacter),
        ("IC", "ich", TerminalAbilities.InsertDeleteCharacter),
        ("dc", "dch1", TerminalAbilities.InsertDeleteCharacter),
        ("DC", "dch", TerminalAbilities.InsertDeleteCharacter),
        ("ec", "ech", TerminalAbilities.EraseCharacters),
        ("rp", "rep", TerminalAbilities.RepeatCharacter),
        ("ch", "hpa", TerminalAbilities.ColumnAbsolute),
        ("cv", "vpa", TerminalAbilities.RowAbsolute),
        ("sc", "", TerminalAbilities.SaveCursor),
        ("rc", "", TerminalAbilities.SaveCursor),
        ("xn", "xenl", TerminalAbilities.DeferredWrap),
        ("LP", "", TerminalAbilities.DeferredWrap),
        ("md", "bold", TerminalAbilities.Bold),
        ("mh", "dim", TerminalAbilities.Faint),
        ("ZH", "sitm", TerminalAbilities.Italic),
        ("us", "smul", TerminalAbilities.Underline),
        ("mb", "blink", TerminalAbilities.Blink),
        ("mr", "rev", TerminalAbilities.Inverse),
        ("mk", "invis", TerminalAbilities.Invisible),
        ("vi", "civis", TerminalAbilities.CursorVisibility),
        ("ve", "cnorm", TerminalAbilities.CursorVisibility),
        ("ks", "smkx", TerminalAbilities.ApplicationKeys),
        ("Km", "kmous", TerminalAbilities.Mouse),
        ("XT", "", TerminalAbilities.Title | TerminalAbilities.Mouse | TerminalAbilities.FocusEvents | TerminalAbilities.BracketedPaste),
    ];

    private readonly TerminalAbilities _added;
    private readonly TerminalAbilities _removed;
    private readonly ColorDepth? _depth;
    private readonly bool _isTrueColorOff;

    private TerminalTweaks(string text, bool isTrueColorOff)
    {
        _isTrueColorOff = isTrueColorOff;
        foreach (string entry in Split(text))
        {
            (string name, char kind, string value) = Parse(entry);
            _depth = DepthOf(name, kind, value) ?? _depth;
            TerminalAbilities ability = AbilityOf(name);
            bool isThere = kind != '@' && (kind != '=' || IsMeant(name, value));
            _added = isThere ? _added | ability : _added & ~ability;
            _removed = isThere ? _removed & ~ability : _removed | ability;
        }
    }

    /// <summary>No tweaks.</summary>
    public static TerminalTweaks None { get; } = new(string.Empty, isTrueColorOff: false);

    /// <summary>Reads tweaks. What is not known is passed over: most capabilities of termcap say nothing that mux needs.</summary>
    /// <param name="text">Entries with colons between, as <c>ti@:te@:Co#256</c>.</param>
    /// <param name="isTrueColorOff">True when RGB colours are to be reduced to the palette whatever the terminal can.</param>
    public static TerminalTweaks Parse(string text, bool isTrueColorOff)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 && !isTrueColorOff ? None : new TerminalTweaks(text, isTrueColorOff);
    }

    /// <summary>The profile as the user wants it.</summary>
    /// <param name="profile">What was found out.</param>
    public TerminalProfile Apply(TerminalProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ColorDepth depth = _depth ?? profile.ColorDepth;
        return profile with
        {
            Abilities = (profile.Abilities | _added) & ~_removed,
            ColorDepth = _isTrueColorOff && depth == ColorDepth.TrueColor ? ColorDepth.Colors256 : depth,
        };
    }

    private static TerminalAbilities AbilityOf(string name)
    {
        TerminalAbilities ability = TerminalAbilities.None;
        foreach ((string termcap, string terminfo, TerminalAbilities meant) in s_names)
        {
            ability |= name == termcap || (name == terminfo && name.Length > 0) ? meant : TerminalAbilities.None;
        }

        foreach ((string extended, TerminalAbilities meant) in Terminfo.TerminfoAbilities.Extended)
        {
            ability |= name == extended ? meant : TerminalAbilities.None;
        }

        return ability;
    }

    /// <summary>An empty string is none; and screens are often kept by giving the alternate one's sequences another meaning.</summary>
    private static bool IsMeant(string name, string value) => name is "ti" or "smcup"
        ? value.Contains("49h", StringComparison.Ordinal) || value.Contains("47h", StringComparison.Ordinal)
        : value.Length > 0;

    private static ColorDepth? DepthOf(string name, char kind, string value) => name switch
    {
        "Tc" or "RGB" => kind == '@' ? ColorDepth.Colors256 : ColorDepth.TrueColor,
        "Co" or "colors" when kind == '@' => ColorDepth.Mono,
        "Co" or "colors" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) =>
            TerminalProfile.DepthOf(count),
        "AF" or "AB" or "setaf" or "setab" when kind == '@' => ColorDepth.Mono,
        _ => null,
    };

    /// <summary>A name and what follows it: <c>@</c> absent, <c>#</c> a number, <c>=</c> a string, nothing for a flag.</summary>
    private static (string Name, char Kind, string Value) Parse(string entry)
    {
        int end = entry.AsSpan().IndexOfAny('@', '#', '=');
        return end < 0 ? (entry, ' ', string.Empty) : (entry[..end], entry[end], entry[(end + 1)..]);
    }

    /// <summary>Entries end at a colon that has no backslash before it (termcap(5)), or at a comma with a blank (terminfo(5)).</summary>
    private static List<string> Split(string text)
    {
        List<string> entries = [];
        int start = 0;
        for (int at = 0; at <= text.Length && entries.Count < MostEntries; at++)
        {
            bool isEnd = at == text.Length
                || (text[at] == ':' && (at == 0 || text[at - 1] != '\\'))
                || (text[at] == ',' && at + 1 < text.Length && text[at + 1] == ' ');
            if (isEnd)
            {
                string entry = text[start..at].Trim(' ', ',');
                start = at + 1;
                if (entry.Length > 0)
                {
                    entries.Add(entry);
                }
            }
        }

        return entries;
    }
}
