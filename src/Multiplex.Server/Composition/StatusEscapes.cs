namespace Multiplex.Server.Composition;

/// <summary>
/// The single list of the escapes of status strings. Letters and meanings are screen 4.9's; <c>%g</c>, <c>%N</c>, <c>%O</c> and <c>%T</c> are screen 5's.
/// </summary>
internal sealed class StatusEscapes
{
    private const string Hidden = "Structure";

    private readonly StatusEscape?[] _byLetter = new StatusEscape?[128];

    private StatusEscapes()
    {
        foreach (StatusEscape escape in All)
        {
            _byLetter[escape.Letter] = escape;
        }
    }

    /// <summary>The table, built once.</summary>
    public static StatusEscapes Table { get; } = new();

    /// <summary>All entries in the order of their letters.</summary>
    public IReadOnlyList<StatusEscape> All { get; } =
    [
        new(':', Hidden + ": the part of %? for the other case", static (e, in _, _) => Otherwise(e)),
        new('<', Hidden + ": truncate", static (e, in a, _) => Pad(e, a, fills: false)),
        new('=', Hidden + ": fill", static (e, in a, _) => Pad(e, a, fills: true)),
        new('>', Hidden + ": mark the spot for truncation", static (e, in a, _) => Mark(e, a)),
        new('?', Hidden + ": condition", static (e, in _, _) => Condition(e)),
        new('A', "AM or PM", static (e, in _, _) => StatusClock.Noon(e, "AM", "PM")),
        new('C', "time of 12 hours", static (e, in a, _) => StatusClock.Time(e, a.Zero, twelve: true)),
        new('D', "day of the week", static (e, in a, _) => StatusClock.Weekday(e, a.Long)),
        new('E', "true while the command key waits for its binding", static (e, in _, _) => e.Context.Display?.Keys.IsCommandPending == true),
        new('F', "true in the region with the focus", static (e, in a, _) => HasFocus(e) != a.Minus),
        new('H', "host name up to the first dot", static (e, in _, _) => e.AppendValue(HostFacts.HostName)),
        new('M', "name of the month", static (e, in a, _) => StatusClock.MonthName(e, a.Long)),
        new('N', "name of the open log file", static (e, in _, _) => e.AppendValue(ServiceText.LogName(e.Window))),
        new('O', "number of windows", static (e, in a, _) => WindowNames.Count(e, a.Minus)),
        new('P', "true while the region is in copy mode", static (e, in _, _) => IsCopying(e)),
        new('S', "name of the session", static (e, in _, _) => e.AppendValue(e.Context.Session.Name)),
        new('T', "tty of the window", static (e, in _, _) => e.AppendValue(e.Window?.Process?.TerminalName)),
        new('W', "all windows but this one", static (e, in a, _) => WindowNames.Others(e, a)),
        new('X', "program of the window", static (e, in _, _) => WindowFacts.Command(e, withArguments: false)),
        new('Y', "year", static (e, in _, _) => StatusClock.Year(e, 4)),
        new('`', "output of a backtick", static (e, in a, _) => Backtick(e, a)),
        new('a', "am or pm", static (e, in _, _) => StatusClock.Noon(e, "am", "pm")),
        new('c', "time of 24 hours", static (e, in a, _) => StatusClock.Time(e, a.Zero, twelve: false)),
        new('d', "day of the month", static (e, in _, _) => StatusClock.Day(e)),
        new('e', "encoding", static (e, in _, _) => WindowFacts.Encoding(e)),
        new('f', "flags of the window", static (e, in _, _) => WindowNames.Flags(e, e.Window, WindowFlagSet.States)),
        new('g', "title of the window's group", static (e, in _, _) => e.AppendValue(e.Window?.Group?.Title)),
        new('h', "hardstatus of the window", static (e, in a, _) => Hardstatus(e, a.Depth)),
        new('l', "load averages", static (e, in _, _) => StatusClock.Load(e)),
        new('m', "month", static (e, in _, _) => StatusClock.Month(e)),
        new('n', "number of the window", static (e, in a, _) => Number(e, a)),
        new('p', "process id of the session", static (e, in _, _) => e.AppendNumber(e.Context.Session.Pid)),
        new('s', "seconds", static (e, in _, _) => StatusClock.Seconds(e)),
        new('t', "title of the window", static (e, in _, _) => e.AppendValue(e.Window?.Title)),
        new('u', "other users of the window", static (e, in _, _) => WindowFacts.Users(e)),
        new('w', "all windows", static (e, in a, _) => WindowNames.List(e, a)),
        new('x', "program of the window with its arguments", static (e, in _, _) => WindowFacts.Command(e, withArguments: true)),
        new('y', "year of the century", static (e, in _, _) => StatusClock.Year(e, 2)),
        new('{', Hidden + ": rendition", static (e, in _, text) => Rendition(e, text)),
    ];

    /// <summary>The entry of a letter, or null.</summary>
    /// <param name="letter">The letter.</param>
    public StatusEscape? Find(char letter) => letter < _byLetter.Length ? _byLetter[letter] : null;

    /// <summary>Writes the window's number, which also stands for every unknown letter.</summary>
    /// <param name="expansion">Where to.</param>
    /// <param name="arguments">The width.</param>
    public static bool Number(StatusExpansion expansion, in StatusArguments arguments)
    {
        if (expansion.Window is { } window)
        {
            return expansion.AppendNumber(window.Number, arguments.Number);
        }

        string none = arguments.Number > 1 ? "--" : "-";
        for (int count = none.Length; count < arguments.Number; count++)
        {
            expansion.Append(' ');
        }

        return expansion.AppendValue(none);
    }

    private static bool Otherwise(StatusExpansion expansion)
    {
        expansion.Otherwise();
        return false;
    }

    private static bool Condition(StatusExpansion expansion)
    {
        expansion.Condition();
        return false;
    }

    private static bool Pad(StatusExpansion expansion, in StatusArguments arguments, bool fills)
    {
        expansion.Pad(arguments, fills);
        return false;
    }

    private static bool Mark(StatusExpansion expansion, in StatusArguments arguments)
    {
        expansion.Mark(arguments.Number, arguments.Long);
        return false;
    }

    private static bool Rendition(StatusExpansion expansion, ReadOnlySpan<char> text)
    {
        if (RenditionModifier.TryParse(text, out RenditionModifier modifier))
        {
            expansion.Change(modifier);
        }

        return false;
    }

    private static bool HasFocus(StatusExpansion expansion) =>
        expansion.Context.Display is { } display && ReferenceEquals(display.Regions.Focus, expansion.Context.Region ?? display.Regions.Focus);

    private static bool IsCopying(StatusExpansion expansion) =>
        (expansion.Context.Region ?? expansion.Context.Display?.Regions.Focus)?.Layer is Layers.CopyLayer;

    private static bool Hardstatus(StatusExpansion expansion, int depth)
    {
        int before = expansion.Line.Count;
        if (expansion.Window is { } window)
        {
            StatusString.Copy(window.Hardstatus, StatusContext.ControlE, expansion, depth + 1);
        }

        return expansion.Line.Count > before;
    }

    private static bool Backtick(StatusExpansion expansion, in StatusArguments arguments)
    {
        int before = expansion.Line.Count;
        if (expansion.Context.Session.Backticks.TryGetValue(arguments.Number, out Services.Backtick? backtick))
        {
            StatusString.Copy(ServiceText.Of(backtick), StatusContext.ControlE, expansion, arguments.Depth + 1);
        }

        return expansion.Line.Count > before;
    }
}
