using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Making and ending windows, and the properties of one window.</summary>
internal static class WindowCommands
{
    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "clear", Arity.None, Needs.Window, string.Empty,
            "Clear the window and move the cursor home.", static c => Feed(c, "\e[H\e[J"u8))
        {
            Keys = ["C"], Access = CommandAccess.CommandWindow,
        },
        new("dynamictitle", Arity.One, Needs.None, SettingKinds.SwitchUsage, "Let programs set the window's title.", DynamicTitle)
        {
            Completion = CompletionKind.Switch,
        },
        new(
            "hstatus", Arity.One, Needs.Window, "status",
            "Set the window's hardstatus.", Hardstatus)
        { Access = CommandAccess.CommandWindow },
        new(
            "kill", Arity.NoneOrConfirm, Needs.Window, "[--confirm]",
            "End the window's program, after a question when a key asked for it.", Kill)
        {
            Keys = ["k", "^K"], Access = CommandAccess.CommandWindow,
        },
        new("login", Arity.ZeroOrOne, Needs.Window, "[on|off|always|attached]", "Put the window into the system's list of logins, or take it out.", Login)
        {
            Keys = ["L"],
        },
        new("reset", Arity.None, Needs.Window, string.Empty, "Reset the window's terminal.", static c => Reset(c))
        {
            Keys = ["Z"], Access = CommandAccess.CommandWindow,
        },
        new("screen", Arity.Any, Needs.None, "[-opts] [n] [cmd [args]|//group|//telnet host [port]|/dev/tty [modes]]", "Open a window.", Screen)
        {
            Keys = ["c", "^C"],
        },
        new("scrollback", Arity.One, Needs.Window, "lines", "Set how many lines of scrollback the window keeps.", Scrollback)
        {
            Access = CommandAccess.CommandWindow,
        },
        new(
            "verbose", Arity.ZeroOrOne, Needs.None, "[on|off]",
            "Show the command of a new window.", Verbose)
        { Completion = CompletionKind.Switch },
        new("wrap", Arity.ZeroOrOne, Needs.Window, "[on|off]", "Let the window wrap long lines.", Wrap)
        {
            Keys = ["r", "^R"], Access = CommandAccess.CommandWindow, Completion = CompletionKind.Switch,
        },
        new(
            "xoff", Arity.None, Needs.Layer, string.Empty,
            "Send ^S to the window.", static c => Send(c, 0x13))
        { Keys = ["s", "^S"], Access = CommandAccess.WriteWindow },
        new(
            "xon", Arity.None, Needs.Layer, string.Empty,
            "Send ^Q to the window.", static c => Send(c, 0x11))
        { Keys = ["q", "^Q"], Access = CommandAccess.WriteWindow },
    ];

    private static CommandResult Feed(CommandContext context, ReadOnlySpan<byte> sequence)
    {
        context.RequiredWindow.Terminal?.Feed(sequence);
        Redraw(context.RequiredWindow);
        return CommandResult.Success;
    }

    private static CommandResult Reset(CommandContext context)
    {
        context.RequiredWindow.Terminal?.Reset(hard: true);
        Redraw(context.RequiredWindow);
        return CommandResult.Success;
    }

    private static void Redraw(Window window)
    {
        window.Process?.Changed();
        foreach (Display display in window.Displays)
        {
            window.Session.Host.Invalidate(display);
        }
    }

    private static CommandResult DynamicTitle(CommandContext context)
    {
        if (Switches.Parse(context, false, out bool value) is { } failure)
        {
            return failure;
        }

        return context.Window is { } window
            ? Switches.Applied(context, () => window.DynamicTitle = value, null)
            : context.Misuse("window required");
    }

    private static CommandResult Hardstatus(CommandContext context)
    {
        Switches.Applied(context, () => context.RequiredWindow.Hardstatus = context.Arguments[0], null);
        Redraw(context.RequiredWindow);
        return CommandResult.Success;
    }

    private static CommandResult Kill(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Argument(0) is not (null or "--confirm"))
        {
            return context.Misuse(Arity.None.Requirement);
        }

        bool asks = context.Count > 0 || context.Source.Kind == SourceKind.Key;
        bool hasFilter = window.Filter is not null;
        if (asks && context.Display is { } display)
        {
            DisplayRequests.Confirm(
                display,
                hasFilter ? "Really kill this filter [y/n]" : "Really kill this window [y/n]",
                answering => KillNow(context.AnsweredOn(answering), window));
            return CommandResult.Success;
        }

        return KillNow(context, window);
    }

    private static CommandResult KillNow(CommandContext context, Window window)
    {
        if (window.Filter is not null)
        {
            window.Filter.Dispose();
            return context.Message("Filter removed.");
        }

        if (!window.Session.Windows.Contains(window))
        {
            return CommandResult.Success;
        }

        string text = $"Window {window.Number} ({window.Title}) killed.";
        WindowSwitching.Close(window);
        return window.Session.IsTerminating ? CommandResult.Success : context.Message(text);
    }

    private static CommandResult Login(CommandContext context)
    {
        Window window = context.RequiredWindow;
        LoginWish? wish = context.Argument(0) is { } argument ? Logins.TryParse(argument)
            : window.Settings.Login == LoginWish.Off ? LoginWish.On
            : LoginWish.Off;
        if (wish is null)
        {
            return context.Misuse("invalid argument. Give 'on' or 'off'");
        }

        Session session = window.Session;
        Display? display = context.Display;
        Logins.Set(window, wish.Value, text => Notices.Show(session, display, text));
        session.Host.StateChanged(session);
        return CommandResult.Success;
    }

    private static CommandResult Screen(CommandContext context)
    {
        if (WindowOptions.Parse(context, out WindowRequest request) is { } failure)
        {
            return failure;
        }

        Window? window = WindowCreation.Create(context, request, out string? error);
        if (window is null)
        {
            return CommandResult.Failure(error ?? "No more windows.");
        }

        return context.Settings.Verbose && !context.IsQuiet && request.Arguments.Count > 0 && context.Source.Kind != SourceKind.RcFile
            ? context.Message($":screen ({window.Title}): {string.Join(' ', request.Arguments)}")
            : CommandResult.Success;
    }

    private static CommandResult Scrollback(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (Switches.ParseNumber(context, context.Arguments[0], out int lines) is { } failure)
        {
            return failure;
        }

        if (window.Terminal is { } terminal)
        {
            terminal.ScrollbackLimit = lines;
            window.Process?.Changed();
        }

        return Switches.Applied(context, static () => { }, $"scrollback set to {lines}");
    }

    private static CommandResult Verbose(CommandContext context)
    {
        if (context.Count == 0)
        {
            return context.Message(
                context.Settings.Verbose ? "Will echo command when creating windows." : "Won't echo command when creating windows.");
        }

        return Switches.Parse(context, false, out bool value) ?? Switches.Applied(context, () => context.Settings.Verbose = value, null);
    }

    private static CommandResult Wrap(CommandContext context)
    {
        Window window = context.RequiredWindow;
        bool current = window.Terminal?.IsAutoWrap ?? true;
        if (Switches.Parse(context, current, out bool value) is { } failure)
        {
            return failure;
        }

        // DECAWM by its own sequence: the emulator has one place where the mode changes.
        window.Terminal?.Feed(value ? "\e[?7h"u8 : "\e[?7l"u8);
        if (window.Terminal is { } terminal)
        {
            terminal.Options.Wrap = value;
        }

        window.Process?.Changed();
        return Switches.Applied(context, () => window.Settings.Wrap = value, value ? "+wrap" : "-wrap");
    }

    private static CommandResult Send(CommandContext context, byte control)
    {
        if (context.Window is { } window)
        {
            Typing.Send(window, [control], InputOrigin.None);
            Redraw(window);
        }

        return CommandResult.Success;
    }
}
