using System.Globalization;
using Multiplex.Server.Composition;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Status lines, captions, lists, and how they are drawn.</summary>
internal static class StatusCommands
{
    private const string HardstatusUsage = "usage: hardstatus [always]lastline|ignore|message|string [string]";
    private const string CaptionUsage = "usage: caption always|splitonly|string <string>";
    private const string StatusUsage = "usage: status [top|up|down|bottom] [left|right]";
    private const string BacktickUsage = "usage: backtick num [lifespan tick cmd args...]";

    /// <summary>Most backticks of a session; each may keep a process.</summary>
    private const int MaxBackticks = 256;

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("attrcolor", Arity.OneOrTwo, Needs.None, "attrib [attribute/color-modifier]", "Show an attribute by a colour.", AttributeColor),
        new(
            "backtick", Arity.OneOrMore, Needs.None, "id [lifespan autorefresh cmd [args]]",
            "Give status lines the output of a program.", BacktickOf),
        new(
            "caption", Arity.OneToThree, Needs.None, "[top|bottom] always|splitonly [string] | string [string]",
            "Set when regions have captions, and what they show.", Caption)
        {
            Requirement = Arity.OneOrTwo.Requirement,
            Completion = CompletionKind.Words,
        },
        new(
            "hardstatus", Arity.UpToTwo, Needs.None, "[on|off] | [always]firstline|lastline|message|ignore [string] | string [string]",
            "Set where the status line is and what it shows.", Hardstatus)
        {
            Completion = CompletionKind.Words,
        },
        new(
            "rendition", Arity.TwoOrThree, Needs.None, "bell|monitor|silence|so attr [color]",
            "Set how windows with news are drawn in lists.", Rendition)
        { Completion = CompletionKind.Words },
        new("sorendition", Arity.UpToTwo, Needs.None, "[attr [color]]", "Show or set how messages and marks are drawn.", StandoutRendition),
        new(
            "status", Arity.OneOrTwo, Needs.None, "[top|up|down|bottom] [left|right]",
            "Set the corner in which messages appear.", Status)
        { Completion = CompletionKind.Words },
        new(
            "windowlist", Arity.UpToTwo, Needs.None, "[-b] [-m] [-g] | string [string] | title [title]",
            "List the windows on the whole display.", WindowListCommand)
        {
            Keys = [("\"", "-b")], Completion = CompletionKind.Words,
        },
    ];

    private static CommandResult AttributeColor(CommandContext context)
    {
        string name = context.Arguments[0];
        if (name.Length != 1 || !"dubrsBiI".Contains(name[0]))
        {
            return context.Misuse($"unknown attribute '{CommandText.Printable(name)}'.");
        }

        SortedDictionary<char, string> colors = context.Settings.AttributeColors;
        if (context.Argument(1) is not { Length: > 0 } modifier)
        {
            return Switches.Applied(context, () => colors.Remove(name[0]), null);
        }

        return RenditionModifier.TryParse(modifier, out _)
            ? Redraw(context, () => colors[name[0]] = modifier)
            : context.Misuse($"junk after description: '{CommandText.Printable(modifier)}'");
    }

    private static CommandResult BacktickOf(CommandContext context)
    {
        if (!TryNumber(context.Arguments[0], out int id))
        {
            return context.Misuse("argument is not decimal.");
        }

        SortedDictionary<int, Backtick> backticks = context.Session.Backticks;
        if (context.Count == 1)
        {
            if (backticks.Remove(id, out Backtick? former))
            {
                former.Dispose();
            }

            return Redraw(context, static () => { });
        }

        if (context.Count < 4)
        {
            return CommandResult.Misuse(BacktickUsage);
        }

        if (!TryNumber(context.Arguments[1], out int lifespan) || !TryNumber(context.Arguments[2], out int refresh))
        {
            return context.Misuse("argument is not decimal.");
        }

        if (!backticks.ContainsKey(id) && backticks.Count >= MaxBackticks)
        {
            return context.Misuse("too many backticks");
        }

        if (backticks.Remove(id, out Backtick? replaced))
        {
            replaced.Dispose();
        }

        return Redraw(context, () => backticks[id] = new Backtick(context.Session, id, lifespan, refresh, [.. context.Arguments.Skip(3)]));
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static CommandResult Caption(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        int at = 0;
        bool? onTop = context.Arguments[0] switch { "top" => true, "bottom" => false, _ => null };
        at += onTop is null ? 0 : 1;
        string? word = context.Argument(at);
        string? text = context.Argument(at + 1);
        if (word == "string" && onTop is null)
        {
            return text is null
                ? context.Message($"caption string is '{Switches.Caret(settings.CaptionString)}'")
                : context.Count > 2 ? CommandResult.Misuse(CaptionUsage) : Redraw(context, () => settings.CaptionString = text);
        }

        CaptionMode? mode = word switch { "always" => CaptionMode.Always, "splitonly" => CaptionMode.SplitOnly, null => settings.Caption, _ => null };
        if (mode is null || context.Count > at + 2 || (word is null && onTop is null))
        {
            return CommandResult.Misuse(CaptionUsage);
        }

        return Redraw(context, () =>
        {
            settings.Caption = mode.Value;
            settings.CaptionOnTop = onTop ?? settings.CaptionOnTop;
            settings.CaptionString = text ?? settings.CaptionString;
        });
    }

    private static CommandResult Hardstatus(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Argument(0) is not { } word)
        {
            return ShowUse(context, !settings.UseTerminalStatusLine);
        }

        string? text = context.Argument(1);
        if (word is "on" or "off")
        {
            bool on = word == "on";
            Redraw(context, () => settings.UseTerminalStatusLine = on);
            return Switches.Confirm(context, UseText(on));
        }

        if (word == "string")
        {
            return text is null
                ? context.Message($"hardstatus string is '{Switches.Caret(settings.HardstatusString)}'")
                : Redraw(context, () => settings.HardstatusString = text);
        }

        bool always = word.StartsWith("always", StringComparison.Ordinal);
        HardstatusMode? mode = (always ? word["always".Length..] : word) switch
        {
            "lastline" => always ? HardstatusMode.AlwaysLastLine : HardstatusMode.LastLine,
            "firstline" => HardstatusMode.AlwaysFirstLine,
            "message" when !always => HardstatusMode.Message,
            "ignore" when !always => HardstatusMode.Ignore,
            _ => null,
        };
        if (mode is null || context.Count > 2)
        {
            return CommandResult.Misuse(HardstatusUsage);
        }

        return Redraw(context, () =>
        {
            settings.Hardstatus = mode.Value;
            settings.HardstatusString = text ?? settings.HardstatusString;
        });
    }

    private static CommandResult ShowUse(CommandContext context, bool value)
    {
        Redraw(context, () => context.Settings.UseTerminalStatusLine = value);
        return context.Message(UseText(value));
    }

    private static string UseText(bool isHardstatus) =>
        isHardstatus ? "messages displayed on hardstatus line" : "messages displayed on window";

    /// <summary>Changes something that shows, and draws all displays anew.</summary>
    private static CommandResult Redraw(CommandContext context, Action change)
    {
        change();
        Session session = context.Session;
        session.Host.StateChanged(session);
        IEnumerable<Display> displays = context.Display is { } own && !session.Displays.Contains(own)
            ? session.Displays.Append(own)
            : session.Displays;
        foreach (Display display in displays)
        {
            display.Regions.Arrange();
            session.Host.Invalidate(display);
        }

        return CommandResult.Success;
    }

    private static CommandResult Rendition(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Arguments[0] is not ("bell" or "monitor" or "silence" or "so"))
        {
            return CommandResult.Failure($"Invalid option '{CommandText.Printable(context.Arguments[0])}' for rendition");
        }

        if (Modifier(context, 1, out string modifier) is { } failure)
        {
            return failure;
        }

        switch (context.Arguments[0])
        {
            case "bell":
                return Redraw(context, () => settings.BellRendition = modifier);
            case "monitor":
                return Redraw(context, () => settings.MonitorRendition = modifier);
            case "silence":
                return Redraw(context, () => settings.SilenceRendition = modifier);
            default:
                Redraw(context, () => settings.StandoutRendition = modifier);
                return Switches.Confirm(context, DisplayRequests.DescribeStandout(context.Session));
        }
    }

    private static CommandResult StandoutRendition(CommandContext context)
    {
        if (context.Count > 0)
        {
            if (Modifier(context, 0, out string modifier) is { } failure)
            {
                return failure;
            }

            Redraw(context, () => context.Settings.StandoutRendition = modifier);
            return Switches.Confirm(context, DisplayRequests.DescribeStandout(context.Session));
        }

        return context.Message(DisplayRequests.DescribeStandout(context.Session));
    }

    /// <summary>Attributes and colours of one or two arguments, as one modifier.</summary>
    private static CommandResult? Modifier(CommandContext context, int at, out string modifier)
    {
        string attributes = context.Argument(at) ?? string.Empty;
        string? colors = context.Argument(at + 1);
        modifier = colors is null ? attributes : $"{attributes} {colors}";
        return RenditionModifier.TryParse(attributes, colors, out _)
            ? null
            : CommandResult.Failure($"junk after description: '{CommandText.Printable(modifier)}'");
    }

    private static CommandResult Status(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        bool top = settings.StatusOnTop;
        bool right = settings.StatusAtRight;
        foreach (string word in context.Arguments)
        {
            switch (word)
            {
                case "top" or "up":
                    top = true;
                    break;
                case "bottom" or "down":
                    top = false;
                    break;
                case "left" or "right":
                    right = word == "right";
                    break;
                default:
                    return CommandResult.Misuse(StatusUsage);
            }
        }

        return Redraw(context, () =>
        {
            settings.StatusOnTop = top;
            settings.StatusAtRight = right;
        });
    }

    private static CommandResult WindowListCommand(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        string? text = context.Argument(1);
        switch (context.Argument(0))
        {
            case "string":
                return text is null
                    ? context.Message($"windowlist string is '{Switches.Caret(settings.WindowListString)}'")
                    : Redraw(context, () => settings.WindowListString = text);
            case "title":
                return text is null
                    ? context.Message($"windowlist title is '{Switches.Caret(settings.WindowListTitle)}'")
                    : Redraw(context, () => settings.WindowListTitle = text);
        }

        if (context.Arguments.FirstOrDefault(static option => option is not ("-b" or "-m" or "-g")) is not null)
        {
            return CommandResult.Failure("usage: windowlist [-b] [-g] [-m] [string [string] | title [title]]");
        }

        if (context.Display is not { } display)
        {
            return context.Misuse("display required");
        }

        DisplayRequests.ShowWindowList(
            display,
            context.Arguments.Contains("-b"),
            context.Arguments.Contains("-m"),
            context.Arguments.Contains("-g"));
        return CommandResult.Success;
    }
}
