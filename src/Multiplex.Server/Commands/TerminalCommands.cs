using System.Globalization;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>What windows and outer terminals are: encodings, character sets, flow control, capabilities, serial lines.</summary>
internal static class TerminalCommands
{
    private const string TooLate = "Sorry, too late now. Place that in your .screenrc file.";

    /// <summary>Most tweaks that are kept; a screenrc of decades holds a few dozen.</summary>
    private const int MaxTweaks = 256;

    private static readonly string[] BreakTypes = ["TIOCSBRK", "TCSBRK", "tcsendbreak"];

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("break", Arity.ZeroOrOne, Needs.Window, "[duration]", "Send a break to a serial line or a telnet host.", LineCommands.Break) { Keys = ["b", "^B"] },
        new(
            "breaktype", Arity.ZeroOrOne, Needs.Window, "[tcsendbreak|TIOCSBRK|TCSBRK]",
            "Show or set how breaks are made.", static c => BreakType(c, isDefault: false))
        {
            State = CommandState.Partial, Note = "kept; every break is made by TIOCSBRK",
        },
        new("charset", Arity.One, Needs.Window, "set", "Set the window's character sets.", Charset),
        new("console", Arity.ZeroOrOne, Needs.Window, "[on|off]", "Take the machine's console output.", UserCommands.Notice)
        {
            State = CommandState.Notice, Note = "mux leaves the machine's console alone.",
        },
        new("debug", Arity.ZeroOrOne, Needs.None, "[on|off]", "Accept screen's switch for debugging output.", UserCommands.Notice)
        {
            State = CommandState.Notice, Note = "Sorry, screen was compiled without -DDEBUG option.",
        },
        new(
            "defbreaktype", Arity.ZeroOrOne, Needs.None, "[tcsendbreak|TIOCSBRK|TCSBRK]",
            "Show or set breaktype for new windows.", static c => BreakType(c, isDefault: true))
        {
            State = CommandState.Partial, Note = "kept; every break is made by TIOCSBRK",
        },
        new("defencoding", Arity.One, Needs.None, "enc", "Set the encoding of new windows.", DefaultEncoding)
        {
            Aliases = ["defkanji"], State = CommandState.Partial, Note = "jis is kept by name only",
        },
        new(
            "defflow", Arity.OneOrTwo, Needs.None, "on|off|auto [interrupt]",
            "Set flow control of new windows.", DefaultFlow)
        { Completion = CompletionKind.Words },
        new("deflogin", Arity.One, Needs.None, "on|off|always|attached", "Set login for new windows.", DefaultLogin)
        {
            Completion = CompletionKind.Words,
        },
        new("defmode", Arity.One, Needs.None, "mode", "Set the permissions of new windows' ttys.", DefaultMode),
        new("defnonblock", Arity.One, Needs.None, "on|off|secs", "Set nonblock for new displays.", DefaultNonBlock)
        {
            State = CommandState.Partial, Note = "kept; mux never waits for a display",
        },
        new(
            "defutf8", Arity.One, Needs.None, SettingKinds.SwitchUsage,
            "Use UTF-8 in new windows.", DefaultUtf8)
        { Completion = CompletionKind.Switch },
        new(
            "dumptermcap", Arity.None, Needs.Window, string.Empty,
            "Write the windows' terminal description to a file.", UserCommands.Notice)
        {
            Keys = ["."], State = CommandState.Notice, Note = "mux writes no termcap file: infocmp shows the entry of $TERM.",
        },
        new("encoding", Arity.OneOrTwo, Needs.None, "enc [enc]", "Set the encoding of the window.", Encoding)
        {
            Aliases = ["kanji"], State = CommandState.Partial, Note = "jis is kept by name only; the display is what its client says",
        },
        new(
            "flow", Arity.ZeroOrOne, Needs.Window, "[on|off|auto]",
            "Set flow control of the window.", Flow)
        { Keys = ["f", "^F"], Completion = CompletionKind.Words },
        new(
            "multiinput", Arity.ZeroOrOne, Needs.None, "[window]",
            "Let what is typed reach this window too.", MultiInput)
        { Completion = CompletionKind.Window },
        new("partial", Arity.ZeroOrOne, Needs.Window, "[on|off]", "Redraw only the cursor's line when the window is shown.", Partial)
        {
            Completion = CompletionKind.Switch, State = CommandState.Partial, Note = "kept; switching windows sends only what differs anyway",
        },
        new("pow_break", Arity.ZeroOrOne, Needs.Window, "[duration]", "Reopen a serial line and send a break.", LineCommands.Break)
        {
            Keys = ["B"], State = CommandState.Partial, Note = "sends the break; the line stays open",
        },
        new("printcmd", Arity.ZeroOrOne, Needs.None, "[cmd]", "Show or set the program that prints.", PrintCommand)
        {
            State = CommandState.Partial, Note = "without it output for a printer is dropped: the outer terminal's printer gets none",
        },
        new(
            "termcap", Arity.TwoOrThree, Needs.None, "term tweaks [window-tweaks]",
            "Change what is known of outer terminals.", TerminalTweak)
        {
            State = CommandState.Partial, Note = "switches what mux uses of a terminal on and off, and Co sets its colours; sequences are mux's own",
        },
        new(
            "termcapinfo", Arity.TwoOrThree, Needs.None, "term tweaks [window-tweaks]",
            "Change what is known of outer terminals.", TerminalTweak)
        {
            State = CommandState.Partial, Note = "as termcap",
        },
        new(
            "terminfo", Arity.TwoOrThree, Needs.None, "term tweaks [window-tweaks]",
            "Change what is known of outer terminals.", TerminalTweak)
        {
            State = CommandState.Partial, Note = "as termcap",
        },
        new(
            "utf8", Arity.UpToTwo, Needs.Window, "[on|off [on|off]]",
            "Use UTF-8 in the window.", Utf8)
        { Completion = CompletionKind.Switch },
        new(
            "zmodem", Arity.UpToTwo, Needs.None, "[off|auto|catch|pass] | sendcmd [string] | recvcmd [string]",
            "Set how ZMODEM transfers are treated.", Zmodem)
        {
            Completion = CompletionKind.Words, State = CommandState.Partial, Note = "kept; transfers pass through the window as any output",
        },
    ];

    private static CommandResult BreakType(CommandContext context, bool isDefault)
    {
        int current = isDefault ? context.Settings.DefaultBreakType : context.RequiredWindow.Settings.BreakType;
        if (context.Argument(0) is not { } name)
        {
            return context.Message($"breaktype is ({current}) {BreakTypes[current]}");
        }

        int type = Array.FindIndex(BreakTypes, candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (type < 0 && (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out type) || type >= BreakTypes.Length))
        {
            return context.Misuse("invalid argument. Give tcsendbreak, TIOCSBRK or TCSBRK");
        }

        return Switches.Applied(
            context,
            () =>
            {
                if (isDefault)
                {
                    context.Settings.DefaultBreakType = type;
                }
                else
                {
                    context.RequiredWindow.Settings.BreakType = type;
                }
            },
            $"breaktype set to ({type}) {BreakTypes[type]}");
    }

    private static CommandResult Charset(CommandContext context)
    {
        string set = context.Arguments[0];
        if (set.Length > 6)
        {
            return context.Misuse("at most six characters expected");
        }

        Window window = context.RequiredWindow;

        // The first four characters designate G0 to G3 (ECMA-35 14.3), "." keeps one; the fifth and sixth choose GL and GR.
        const string Designators = "()*+";
        for (int index = 0; index < Math.Min(set.Length, Designators.Length); index++)
        {
            if (set[index] is >= '0' and <= '~' and not '.')
            {
                window.Terminal?.Feed([0x1b, (byte)Designators[index], (byte)set[index]]);
            }
        }

        return Switches.Applied(context, () => window.Settings.Charset = set, null);
    }

    private static CommandResult DefaultEncoding(CommandContext context)
    {
        string name = context.Arguments[0];
        return Encodings.Find(name) is { } encoding
            ? Switches.Applied(context, () => context.Settings.DefaultEncoding = encoding, null)
            : CommandResult.Failure($"{context.Name}: unknown encoding '{CommandText.Printable(name)}'");
    }

    private static CommandResult Encoding(CommandContext context)
    {
        string name = context.Arguments[0];
        if (name is "-l" or "-d")
        {
            return context.Count == 1 ? CommandResult.Failure($"{context.Name}: {name}: argument required") : CommandResult.Success;
        }

        foreach (string argument in context.Arguments)
        {
            if (argument != "." && Encodings.Find(argument) is null)
            {
                return CommandResult.Failure($"{context.Name}: unknown encoding '{CommandText.Printable(argument)}'");
            }
        }

        if (context.Window is null)
        {
            // An rc file may set the display's encoding before there is a window; screen says nothing then.
            return context.Source.Kind == SourceKind.RcFile ? CommandResult.Success : context.Misuse("window required");
        }

        return name == "." ? CommandResult.Success : SetEncoding(context, Encodings.Find(name)!);
    }

    private static CommandResult SetEncoding(CommandContext context, string encoding)
    {
        Window window = context.RequiredWindow;
        return Switches.Applied(
            context,
            () =>
            {
                window.Encoding = encoding;
                TerminalChoices.Apply(window);
            },
            null);
    }

    private static bool TryFlow(string text, out FlowControl flow)
    {
        flow = text switch { "on" => FlowControl.On, "auto" => FlowControl.Auto, _ => FlowControl.Off };
        return text is "on" or "off" or "auto";
    }

    private static CommandResult DefaultFlow(CommandContext context)
    {
        if (context.Argument(1) is { } option && !"interrupt".StartsWith(option, StringComparison.Ordinal))
        {
            return context.Misuse("invalid argument. Give 'interrupt'");
        }

        return TryFlow(context.Arguments[0], out FlowControl flow)
            ? Switches.Applied(context, () => context.Settings.DefaultFlow = flow, null)
            : context.Misuse("invalid argument. Give 'on' or 'off'");
    }

    private static CommandResult Flow(CommandContext context)
    {
        Window window = context.RequiredWindow;
        FlowControl flow = window.Flow switch { FlowControl.Auto => FlowControl.On, FlowControl.On => FlowControl.Off, _ => FlowControl.Auto };
        if (context.Argument(0) is { } argument && !TryFlow(argument, out flow))
        {
            return context.Misuse("invalid argument. Give 'on' or 'off'");
        }

        string text = flow switch { FlowControl.Off => "-flow", FlowControl.Auto => "+flow(auto)", _ => "+flow" };
        return Switches.Applied(context, () => window.Flow = flow, text);
    }

    private static CommandResult DefaultLogin(CommandContext context) => Logins.TryParse(context.Arguments[0]) is not null
        ? Switches.Applied(context, () => context.Settings.DefaultLogin = context.Arguments[0], null)
        : context.Misuse("invalid argument. Give 'on' or 'off'");

    private static CommandResult DefaultMode(CommandContext context)
    {
        string text = context.Arguments[0];
        if (text.Length is < 1 or > 4 || text.AsSpan().ContainsAnyExceptInRange('0', '7'))
        {
            return context.Misuse("argument is not octal.");
        }

        int mode = Convert.ToInt32(text, 8);
        return Switches.Applied(context, () => context.Settings.TerminalMode = mode, $"Ttymode set to {Convert.ToString(mode, 8)}");
    }

    private static CommandResult DefaultNonBlock(CommandContext context) =>
        DisplayCommands.TryNonBlock(context, context.Settings.DefaultNonBlockSeconds, out int seconds)
            ? Switches.Applied(context, () => context.Settings.DefaultNonBlockSeconds = seconds, null)
            : context.Misuse("invalid argument. Give 'on' or 'off'");

    private static CommandResult DefaultUtf8(CommandContext context) =>
        Switches.Parse(context, false, out bool value) ?? Switches.Applied(
            context,
            () => context.Settings.DefaultEncoding = value ? "UTF-8" : "ISO8859-1",
            value ? "Will use UTF-8 encoding for new windows" : "Will not use UTF-8 encoding for new windows");

    private static CommandResult Utf8(CommandContext context)
    {
        bool current = Encodings.IsUtf8(context.RequiredWindow.Encoding);
        if (Switches.Parse(context, current, out bool value) is { } failure)
        {
            return failure;
        }

        if (context.Argument(1) is { } outer && Switches.ParseOnOff(context, outer, out _) is { } wrong)
        {
            return wrong;
        }

        SetEncoding(context, value ? "UTF-8" : "ISO8859-1");
        return Switches.Confirm(context, value ? "Will use UTF-8 encoding" : "Will not use UTF-8 encoding");
    }

    private static CommandResult MultiInput(CommandContext context)
    {
        Window? window = context.Argument(0) is { } name ? WindowLookup.Find(context.Session, name) : context.Window;
        if (window is null)
        {
            return context.Misuse("invalid argument. Give window number or name.");
        }

        return Switches.Applied(context, () => window.Settings.MultiInput = !window.Settings.MultiInput, null);
    }

    private static CommandResult Partial(CommandContext context)
    {
        Window window = context.RequiredWindow;
        return Switches.Parse(context, window.Settings.Partial, out bool value)
            ?? Switches.Applied(context, () => window.Settings.Partial = value, null);
    }

    private static CommandResult PrintCommand(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Argument(0) is { } command)
        {
            Switches.Applied(context, () => settings.PrintCommand = command, null);
        }

        string text = settings.PrintCommand.Length > 0
            ? $"using '{settings.PrintCommand}' as print command"
            : "using termcap entries for printing";
        return context.Count == 0 ? context.Message(text) : Switches.Confirm(context, text);
    }

    private static CommandResult TerminalTweak(CommandContext context)
    {
        if (context.Source.Kind != SourceKind.RcFile)
        {
            return CommandResult.Failure(TooLate);
        }

        List<(string, string, string)> tweaks = context.Settings.TerminalTweaks;
        if (tweaks.Count < MaxTweaks)
        {
            tweaks.Add((context.Arguments[0], context.Arguments[1], context.Argument(2) ?? string.Empty));
        }

        return CommandResult.Success;
    }

    private static CommandResult Zmodem(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        string? text = context.Argument(1);
        switch (context.Argument(0))
        {
            case "sendcmd":
                return text is null
                    ? context.Message($"zmodem sendcmd: {settings.ZmodemSend}")
                    : Switches.Applied(context, () => settings.ZmodemSend = text, null);
            case "recvcmd":
                return text is null
                    ? context.Message($"zmodem recvcmd: {settings.ZmodemReceive}")
                    : Switches.Applied(context, () => settings.ZmodemReceive = text, null);
            case null:
                return context.Message($"zmodem mode is {settings.Zmodem}");
            case "on" or "off" or "auto" or "catch" or "pass" when text is null:
                string mode = context.Arguments[0] == "on" ? "auto" : context.Arguments[0];
                return Switches.Applied(context, () => settings.Zmodem = mode, $"zmodem mode is {mode}");
            default:
                return CommandResult.Failure("usage: zmodem off|auto|catch|pass");
        }
    }
}
