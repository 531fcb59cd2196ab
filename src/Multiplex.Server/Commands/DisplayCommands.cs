using System.Globalization;
using Multiplex.Server.Input;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>What concerns one attached terminal: leaving, locking, redrawing, its keys and its size.</summary>
internal static class DisplayCommands
{
    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "allpartial", Arity.One, Needs.Display, SettingKinds.SwitchUsage,
            "Redraw only the cursor's line when windows are switched.", AllPartial)
        {
            Completion = CompletionKind.Switch, State = CommandState.Partial, Note = "kept; switching windows sends only what differs anyway",
        },
        new("autonuke", Arity.One, Needs.Display, SettingKinds.SwitchUsage, "Drop output that a cleared screen makes useless.", AutoNuke)
        {
            Completion = CompletionKind.Switch, State = CommandState.Partial, Note = "kept; a display never gets output that is outdated",
        },
        new("blanker", Arity.None, Needs.Display, string.Empty, "Blank the display until a key is pressed.", Blank),
        new("colon", Arity.ZeroOrOne, Needs.Layer, "[prefix]", "Ask for a command line and run it.", Colon) { Keys = [":"] },
        new("command", Arity.ZeroOrTwo, Needs.Display, "[-c class]", "Act as if the command key was pressed.", Command),
        new("detach", Arity.ZeroOrOne, Needs.Display, "[-h]", "Detach the display.", Detach) { Keys = ["d", "^D"] },
        new("displays", Arity.None, Needs.Layer, string.Empty, "List the attached displays.", Displays) { Keys = ["*"] },
        new(
            "height", Arity.UpToThree, Needs.Display, "[-w|-d] [lines [cols]]",
            "Change the height of the display or of the window.", static c => Resize(c, isWidth: false)),
        new("help", Arity.ZeroOrTwo, Needs.Layer, "[-c class]", "Show the key bindings.", Help) { Keys = ["?"] },
        new(
            "lastmsg", Arity.None, Needs.Display, string.Empty,
            "Show the last message again.", LastMessage)
        { Keys = ["m", "^M"], IsQueryable = true },
        new("license", Arity.None, Needs.Layer, string.Empty, "Show the licence.", License) { Keys = [","] },
        new(
            "lockscreen", Arity.None, Needs.Display, string.Empty,
            "Lock the terminal.", static c => Leave(c, DetachReason.Lock))
        { Keys = ["x", "^X"] },
        new("mapdefault", Arity.None, Needs.Display, string.Empty, "Look the next key up in the default table only.", MapDefault),
        new("mapnotnext", Arity.None, Needs.Display, string.Empty, "Look the next key up in no table.", MapNotNext),
        new(
            "meta", Arity.None, Needs.Layer, string.Empty,
            "Type the command key itself.", Meta)
        { Keys = ["a"], Access = CommandAccess.WriteWindow },
        new(
            "mousetrack", Arity.ZeroOrOne, Needs.Display, "[on|off]",
            "Let mouse clicks choose regions and set marks.", MouseTrack)
        { Completion = CompletionKind.Switch },
        new("nonblock", Arity.ZeroOrOne, Needs.Display, "[on|off|secs]", "Do not wait for a display that stops reading.", NonBlock)
        {
            State = CommandState.Partial, Note = "kept; mux never waits for a display",
        },
        new("obuflimit", Arity.ZeroOrOne, Needs.Display, "[bytes]", "Show or set the limit of a display's output buffer.", OutputLimit)
        {
            State = CommandState.Partial, Note = "kept; at most two frames are on their way to a display",
        },
        new(
            "pow_detach", Arity.NoneOrConfirm, Needs.Display, "[--confirm]",
            "Detach the display and hang up the client's parent.", PowerDetach)
        { Keys = ["D"] },
        new("redisplay", Arity.None, Needs.Display, string.Empty, "Redraw the display.", Redisplay) { Keys = ["l", "^L"] },
        new(
            "suspend", Arity.None, Needs.Display, string.Empty,
            "Suspend the client.", static c => Leave(c, DetachReason.Suspend))
        { Keys = ["z", "^Z"] },
        new(
            "width", Arity.UpToThree, Needs.Display, "[-w|-d] [cols [lines]]",
            "Change the width of the display or of the window.", static c => Resize(c, isWidth: true))
        { Keys = ["W"] },
    ];

    private static CommandResult AllPartial(CommandContext context) =>
        Switches.Parse(context, false, out bool value) ?? Switches.Applied(
            context,
            () => context.RequiredDisplay.Settings.AllPartial = value,
            value ? "No refresh on window change!" : "Window specific refresh");

    private static CommandResult AutoNuke(CommandContext context) =>
        Switches.Parse(context, false, out bool value)
            ?? Switches.Applied(
                context,
                () => context.RequiredDisplay.Settings.AutoNuke = value,
                value ? "Autonuke turned on" : "Autonuke turned off");

    private static CommandResult Blank(CommandContext context)
    {
        DisplayRequests.Blank(context.RequiredDisplay);
        return CommandResult.Success;
    }

    private static CommandResult Colon(CommandContext context)
    {
        if (context.Display is { } display)
        {
            DisplayRequests.AskCommand(display, context.Argument(0) ?? string.Empty, CommandRunner.RunPrompt);
        }

        return CommandResult.Success;
    }

    private static CommandResult Command(CommandContext context)
    {
        string? name = null;
        if (context.Count > 0)
        {
            if (context.Arguments[0] != "-c")
            {
                return context.Misuse("-c expected");
            }

            name = context.Arguments[1];
            if (context.Session.Keys.Class(name) is null)
            {
                return CommandResult.Failure($"Unknown command class '{name}'");
            }
        }

        context.RequiredDisplay.Keys.BeginCommand(name);
        return CommandResult.Success;
    }

    private static CommandResult Detach(CommandContext context)
    {
        if (context.Argument(0) is { } option && option != "-h")
        {
            return context.Misuse($"unknown option {option}");
        }

        return Leave(context, context.Count > 0 ? DetachReason.HangUp : DetachReason.Detach);
    }

    private static CommandResult Leave(CommandContext context, DetachReason reason)
    {
        Display display = context.RequiredDisplay;
        display.Session.Host.Detach(display, reason);
        return CommandResult.Success;
    }

    /// <summary>screen 4.9 waits for a second press of the key; <c>--confirm</c> asks as screen 5 does.</summary>
    private static CommandResult PowerDetach(CommandContext context)
    {
        Display display = context.RequiredDisplay;
        if (context.Argument(0) == "--confirm")
        {
            DisplayRequests.Confirm(
                display,
                "Really detach and send HANGUP to parent process [y/n]",
                answering => Leave(context.AnsweredOn(answering), DetachReason.PowerDetach));
            return CommandResult.Success;
        }

        if (context.Source.Kind != SourceKind.Key)
        {
            return Leave(context, DetachReason.PowerDetach);
        }

        display.MessageLine.Show("D");
        display.Keys.AskNext((asked, key) =>
        {
            if (key == 'D')
            {
                asked.Session.Host.Detach(asked, DetachReason.PowerDetach);
            }
            else
            {
                Notices.Show(asked.Session, asked, "Detach aborted.");
            }
        });
        return CommandResult.Success;
    }

    private static CommandResult Displays(CommandContext context)
    {
        if (context.Display is { } display)
        {
            DisplayRequests.ShowDisplays(display);
        }

        return CommandResult.Success;
    }

    private static CommandResult Help(CommandContext context)
    {
        string? name = null;
        if (context.Count > 0)
        {
            if (context.Arguments[0] != "-c")
            {
                return context.Misuse("-c expected");
            }

            name = context.Arguments[1];
            if (context.Session.Keys.Class(name) is null)
            {
                return CommandResult.Failure($"{context.Name}: no such command class: {name}");
            }
        }

        if (context.Display is { } display)
        {
            DisplayRequests.ShowHelp(display, name);
        }

        return CommandResult.Success;
    }

    private static CommandResult License(CommandContext context)
    {
        if (context.Display is { } display)
        {
            DisplayRequests.ShowLicense(display);
        }

        return CommandResult.Success;
    }

    private static CommandResult LastMessage(CommandContext context)
    {
        string last = context.RequiredDisplay.MessageLine.Last;
        return last.Length > 0 ? context.Message(last) : CommandResult.Success;
    }

    private static CommandResult MapDefault(CommandContext context)
    {
        context.RequiredDisplay.Keys.UseDefaultMapOnce();
        return CommandResult.Success;
    }

    private static CommandResult MapNotNext(CommandContext context)
    {
        context.RequiredDisplay.Keys.SkipMapsOnce();
        return CommandResult.Success;
    }

    private static CommandResult Meta(CommandContext context)
    {
        KeyMaps keys = context.Session.Keys;
        if ((context.Display?.User?.Escape?.Command ?? keys.Command) is { } key)
        {
            Typing.Type(context, [key]);
        }

        return CommandResult.Success;
    }

    private static CommandResult MouseTrack(CommandContext context)
    {
        Display display = context.RequiredDisplay;
        if (context.Count == 0)
        {
            return context.Message($"Mouse tracking for this display is turned {(display.MouseTrack ? "on" : "off")}");
        }

        if (Switches.Parse(context, false, out bool value) is { } failure)
        {
            return failure;
        }

        display.MouseTrack = value;
        display.Session.Host.Invalidate(display);
        return CommandResult.Success;
    }

    private static CommandResult NonBlock(CommandContext context)
    {
        int current = context.RequiredDisplay.Settings.NonBlockSeconds;
        if (!TryNonBlock(context, current, out int seconds))
        {
            return context.Misuse("invalid argument. Give 'on' or 'off'");
        }

        string text = seconds == 0 ? "display set to blocking mode" : $"display set to nonblocking mode, {seconds}s timeout";
        return Switches.Applied(context, () => context.RequiredDisplay.Settings.NonBlockSeconds = seconds, text);
    }

    /// <summary>Reads <c>on</c>, <c>off</c> or seconds; without an argument the value turns over.</summary>
    /// <param name="context">The command.</param>
    /// <param name="current">The value now.</param>
    /// <param name="seconds">The value wanted.</param>
    internal static bool TryNonBlock(CommandContext context, int current, out int seconds)
    {
        seconds = current == 0 ? 1 : 0;
        switch (context.Argument(0))
        {
            case null:
                return true;
            case "on":
                seconds = 1;
                return true;
            case "off":
                seconds = 0;
                return true;
            case { } text:
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        }
    }

    private static CommandResult OutputLimit(CommandContext context)
    {
        DisplaySettings settings = context.RequiredDisplay.Settings;
        if (context.Argument(0) is not { } argument)
        {
            return context.Message($"Limit is {settings.OutputLimit}, current buffer size is 4096");
        }

        return Switches.ParseNumber(context, argument, out int limit)
            ?? Switches.Applied(context, () => settings.OutputLimit = limit, $"Limit set to {limit}");
    }

    private static CommandResult Redisplay(CommandContext context)
    {
        DisplayRequests.Redraw(context.RequiredDisplay);
        return CommandResult.Success;
    }

    private static CommandResult Resize(CommandContext context, bool isWidth)
    {
        string what = isWidth ? "width" : "height";
        Display display = context.RequiredDisplay;
        bool isWindow = false;
        int at = 0;
        if (context.Argument(0) is { Length: > 1 } option && option[0] == '-')
        {
            if (option is not ("-w" or "-d"))
            {
                return context.Misuse($"unknown option {option}");
            }

            isWindow = option == "-w";
            at++;
        }

        if (isWindow && context.Window is null)
        {
            return context.Misuse("window required");
        }

        int columns = isWindow ? context.Window?.Terminal?.Columns ?? 80 : display.Columns;
        int rows = isWindow ? context.Window?.Terminal?.Rows ?? 24 : display.Rows;
        return ReadSize(context, at, isWidth, ref columns, ref rows) ?? Apply(context, what, isWindow, columns, rows);
    }

    private static CommandResult? ReadSize(CommandContext context, int at, bool isWidth, ref int columns, ref int rows)
    {
        ref int first = ref isWidth ? ref columns : ref rows;
        ref int second = ref isWidth ? ref rows : ref columns;
        if (context.Argument(at) is not { } argument)
        {
            // Without a number screen turns between the two sizes of a VT100 and of a VT220 page.
            first = isWidth ? (first == 132 ? 80 : 132) : (first == 42 ? 24 : 42);
            return null;
        }

        if (Switches.ParseNumber(context, argument, out first) is { } failure)
        {
            return failure;
        }

        if (context.Argument(at + 1) is { } other && Switches.ParseNumber(context, other, out second) is { } wrong)
        {
            return wrong;
        }

        if (context.Count > at + 2)
        {
            return context.Misuse("too many arguments");
        }

        return columns is < 1 or > WindowSize.Maximum ? CommandResult.Failure("Illegal width")
            : rows is < 1 or > WindowSize.Maximum ? CommandResult.Failure("Illegal height")
            : null;
    }

    private static CommandResult Apply(CommandContext context, string what, bool isWindow, int columns, int rows)
    {
        if (isWindow)
        {
            WindowSize.Set(context.RequiredWindow, columns, rows);
            return CommandResult.Success;
        }

        Display display = context.RequiredDisplay;
        if (columns == display.Columns && rows == display.Rows)
        {
            return CommandResult.Success;
        }

        // An outer terminal is never resized from here: the user's terminal decides its own size.
        (string kind, string wanted) = columns != display.Columns && rows != display.Rows
            ? ("resolution", $"{columns}x{rows}")
            : columns != display.Columns ? ("width", $"{columns}") : ("height", $"{rows}");
        return CommandResult.Failure($"Your termcap does not specify how to change the terminal's {kind} to {wanted}.");
    }
}
