using System.Text;
using Multiplex.Rendering.Terminfo;

namespace Multiplex.Rendering;

/// <summary>What the outer terminal can do: first from its terminfo entry and the environment, then from its own answers.</summary>
/// <param name="Term">$TERM.</param>
/// <param name="Abilities">What it can do.</param>
/// <param name="ColorDepth">How many colours it shows.</param>
public sealed record TerminalProfile(string Term, TerminalAbilities Abilities, ColorDepth ColorDepth)
{
    /// <summary>What every terminal that follows ECMA-48 and the VT220 does.</summary>
    private const TerminalAbilities Common = TerminalAbilities.EraseCharacters
        | TerminalAbilities.ScrollRegion
        | TerminalAbilities.InsertDeleteLine
        | TerminalAbilities.InsertDeleteCharacter
        | TerminalAbilities.ColumnAbsolute
        | TerminalAbilities.RowAbsolute
        | TerminalAbilities.DeferredWrap
        | TerminalAbilities.SaveCursor
        | TerminalAbilities.PartialReset
        | TerminalAbilities.Bold
        | TerminalAbilities.Underline
        | TerminalAbilities.Blink
        | TerminalAbilities.Inverse
        | TerminalAbilities.CursorVisibility
        | TerminalAbilities.ApplicationKeys;

    /// <summary>What xterm and those that call themselves xterm do.</summary>
    private const TerminalAbilities XtermFamily = TerminalAbilities.ScrollUpDown
        | TerminalAbilities.Title
        | TerminalAbilities.TitleStack
        | TerminalAbilities.Mouse
        | TerminalAbilities.FocusEvents
        | TerminalAbilities.BracketedPaste
        | TerminalAbilities.DynamicColors
        | TerminalAbilities.AlternateScreen
        | TerminalAbilities.CursorShape
        | TerminalAbilities.Clipboard
        | TerminalAbilities.PrivateModes
        | TerminalAbilities.OperatingSystemCommands
        | TerminalAbilities.Queries
        | TerminalAbilities.StringQueries
        | TerminalAbilities.Hyperlinks;

    /// <summary>True when the terminal can do all of these.</summary>
    /// <param name="abilities">The abilities asked for.</param>
    public bool Can(TerminalAbilities abilities) => (Abilities & abilities) == abilities;

    /// <summary>True when a terminal that calls itself so knows xterm's modifyOtherKeys; there is no question that all of them answer.</summary>
    /// <param name="name">XTVERSION's answer.</param>
    public static bool HasModifyOtherKeys(string name)
    {
        foreach (string known in (ReadOnlySpan<string>)["xterm(", "mintty", "iterm2", "foot", "contour", "wezterm", "ghostty", "tmux", "mux"])
        {
            if (name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a terminal that is called screen says that it is another multiplexer, one that swallows strings it does not know.</summary>
    /// <param name="name">XTVERSION's answer.</param>
    public static bool HasStringQueries(string name) =>
        name.StartsWith("mux", StringComparison.OrdinalIgnoreCase) || name.StartsWith("tmux", StringComparison.OrdinalIgnoreCase);

    /// <summary>A profile for a terminal type.</summary>
    /// <param name="term">$TERM; empty counts as "vt100".</param>
    /// <param name="entry">Its terminfo entry; null when there is none, then the name decides.</param>
    /// <param name="colorTerm">$COLORTERM; "truecolor" and "24bit" mean RGB.</param>
    /// <param name="isUtf8">True when the locale, or -U, says that the terminal shows UTF-8.</param>
    public static TerminalProfile Create(string term, TerminfoEntry? entry, string colorTerm, bool isUtf8)
    {
        ArgumentNullException.ThrowIfNull(term);
        term = term.Length == 0 ? "vt100" : term;
        TerminalAbilities abilities = entry is null ? FromName(term) : FromEntry(term, entry);
        ColorDepth depth = entry is null ? DepthFromName(term) : DepthFromEntry(entry);
        if (colorTerm is "truecolor" or "24bit")
        {
            depth = ColorDepth.TrueColor;
        }

        if (isUtf8)
        {
            abilities |= TerminalAbilities.Utf8;
        }

        return new TerminalProfile(term, abilities, depth);
    }

    /// <summary>The depth of a number of colours (terminfo colors, termcap Co).</summary>
    /// <param name="count">The number; none when it is not positive.</param>
    internal static ColorDepth DepthOf(int count) => count switch
    {
        >= 1 << 24 => ColorDepth.TrueColor,
        >= 256 => ColorDepth.Colors256,
        >= 16 => ColorDepth.Colors16,
        >= 8 => ColorDepth.Colors8,
        _ => ColorDepth.Mono,
    };

    private static bool IsXtermFamily(string term) =>
        term.StartsWith("xterm", StringComparison.Ordinal)
        || term.StartsWith("rxvt", StringComparison.Ordinal)
        || term.StartsWith("alacritty", StringComparison.Ordinal)
        || term.StartsWith("foot", StringComparison.Ordinal)
        || term.StartsWith("wezterm", StringComparison.Ordinal)
        || term.StartsWith("vte", StringComparison.Ordinal)
        || term.StartsWith("gnome", StringComparison.Ordinal)
        || term.StartsWith("konsole", StringComparison.Ordinal)
        || term.StartsWith("iterm", StringComparison.OrdinalIgnoreCase)
        || term.StartsWith("contour", StringComparison.Ordinal)
        || term.StartsWith("mintty", StringComparison.Ordinal);

    private static bool IsMultiplexer(string term) =>
        term.StartsWith("screen", StringComparison.Ordinal) || term.StartsWith("tmux", StringComparison.Ordinal);

    private static TerminalAbilities OfFamily(string term)
    {
        if (IsXtermFamily(term))
        {
            return XtermFamily;
        }

        if (!IsMultiplexer(term))
        {
            return TerminalAbilities.None;
        }

        // screen and tmux swallow OSC strings that they do not know; neither has a title stack that it can be relied on. Each of them may call
        // itself screen, so what screen would show is not asked.
        const TerminalAbilities Doubtful = TerminalAbilities.TitleStack | TerminalAbilities.Hyperlinks | TerminalAbilities.DynamicColors;
        return XtermFamily & ~(term.StartsWith("screen", StringComparison.Ordinal) ? Doubtful | TerminalAbilities.StringQueries : Doubtful);
    }

    private static TerminalAbilities FromName(string term)
    {
        if (term is "dumb" or "unknown")
        {
            return TerminalAbilities.None;
        }

        TerminalAbilities family = OfFamily(term);
        TerminalAbilities rest = term.StartsWith("vt1", StringComparison.Ordinal)
            ? TerminalAbilities.ScrollRegion | TerminalAbilities.DeferredWrap | TerminalAbilities.SaveCursor | TerminalAbilities.Bold
                | TerminalAbilities.Underline | TerminalAbilities.Blink | TerminalAbilities.Inverse | TerminalAbilities.ApplicationKeys
            : Common;
        return family == TerminalAbilities.None ? rest : rest | family | TerminalAbilities.Italic | TerminalAbilities.Faint;
    }

    private static ColorDepth DepthFromName(string term)
    {
        if (term.StartsWith("vt", StringComparison.Ordinal)
            || term is "dumb" or "unknown"
            || term.EndsWith("-mono", StringComparison.Ordinal))
        {
            return ColorDepth.Mono;
        }

        return term.Contains("direct", StringComparison.Ordinal) ? ColorDepth.TrueColor
            : term.Contains("256", StringComparison.Ordinal) || IsXtermFamily(term) ? ColorDepth.Colors256
            : ColorDepth.Colors8;
    }

    private static TerminalAbilities FromEntry(string term, TerminfoEntry entry)
    {
        TerminalAbilities abilities = OfFamily(term);
        foreach ((TerminfoString name, string ending, TerminalAbilities ability) in TerminfoAbilities.Strings)
        {
            if (entry.Has(name) && WithoutPadding(entry.Get(name)).EndsWith(Encoding.Latin1.GetBytes(ending)))
            {
                abilities |= ability;
            }
        }

        foreach ((string name, TerminalAbilities ability) in TerminfoAbilities.Extended)
        {
            if (entry.HasExtended(name))
            {
                abilities |= ability;
            }
        }

        if (entry.Has(TerminfoFlag.BackColorErase))
        {
            abilities |= TerminalAbilities.BackColorErase;
        }

        if (!entry.Has(TerminfoFlag.AutoRightMargin) || entry.Has(TerminfoFlag.EatNewlineGlitch))
        {
            // Without automatic margins the cursor stays too.
            abilities |= TerminalAbilities.DeferredWrap;
        }

        // A VT100 ends underlining by ending everything; such a terminal knows no SGR 24.
        if (WithoutPadding(entry.Get(TerminfoString.ExitUnderline)).SequenceEqual("\e[24m"u8))
        {
            abilities |= TerminalAbilities.PartialReset;
        }

        return abilities;
    }

    /// <summary>Cuts off a padding time at the end, as <c>$&lt;2&gt;</c>.</summary>
    private static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> capability)
    {
        int padding = capability.LastIndexOf("$<"u8);
        return padding >= 0 && capability[^1] == '>' ? capability[..padding] : capability;
    }

    private static ColorDepth DepthFromEntry(TerminfoEntry entry)
    {
        if (entry.HasExtended("RGB") || entry.HasExtended("Tc"))
        {
            return ColorDepth.TrueColor;
        }

        return DepthOf(entry.MaximumColors);
    }
}
