using System.Text;
using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Commands;

/// <summary>Commands that only tell something.</summary>
internal static class InformationCommands
{
    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new("dinfo", Arity.None, Needs.Display, string.Empty, "Show what the display is.", DisplayInfo),
        new(
            "echo", Arity.OneOrTwo, Needs.None, "[-n] [-p] message",
            "Show a message, with -p as a status string.", Echo)
        { IsQueryable = true },
        new(
            "info", Arity.None, Needs.Layer, string.Empty,
            "Show the window's cursor, size, modes and title.", Info)
        { Keys = ["i"], IsQueryable = true },
        new(
            "time", Arity.ZeroOrOne, Needs.None, "[string]",
            "Show time, host and load, or set how they are shown.", Time)
        { Keys = ["t", "^T"], IsQueryable = true },
        new("version", Arity.None, Needs.None, string.Empty, "Show the version.", static c => c.Message(VersionText.Line)) { Keys = ["v"] },
        new("wall", Arity.One, Needs.None, "message", "Show a message on all displays.", Wall),
    ];

    private static CommandResult DisplayInfo(CommandContext context)
    {
        Display display = context.RequiredDisplay;
        return context.Message($"({display.Columns},{display.Rows}) UTF-8 {TerminalName(display.TerminalType)} color iso2022");
    }

    private static string TerminalName(string type)
    {
        int dash = type.IndexOf('-');
        return dash > 0 ? type[..dash] : type;
    }

    private static CommandResult Echo(CommandContext context)
    {
        bool expands = false;
        int at = 0;
        while (at < context.Count - 1 && context.Arguments[at] is "-n" or "-p")
        {
            expands |= context.Arguments[at++] == "-p";
        }

        if (at != context.Count - 1)
        {
            return context.Misuse("'echo [-n] [-p] \"string\"' expected.");
        }

        string text = context.Arguments[at];
        if (text.Length == 0 && context.Source.Kind == SourceKind.RcFile)
        {
            return CommandResult.Success;
        }

        return context.Message(expands ? StatusText.Expand(text, context.Session, context.Window, context.Display) : text);
    }

    private static CommandResult Info(CommandContext context)
    {
        if (context.Window is { Terminal: { } terminal } window)
        {
            return context.Message(InfoOf(window, terminal, context.Display is null));
        }

        if (context.Window is { } group)
        {
            string flow = group.Flow == FlowControl.Off ? "-flow" : "+flow";
            return context.Message($"(1,1)/(0,0)+0 {flow} {group.Encoding} {group.Number}({group.Title})");
        }

        Display display = context.RequiredDisplay;
        return context.Message($"(1,1)/({display.Columns},{display.Rows}) no window");
    }

    private static string InfoOf(Window window, TerminalEmulator terminal, bool isDetached)
    {
        bool isApplication = (terminal.Modes & FrameModes.ApplicationKeypad) != 0;
        bool flows = window.Flow != FlowControl.Off;
        string automatic = window.Flow == FlowControl.Auto && isDetached ? "(+)" : string.Empty;
        var text = new StringBuilder();
        text.Append(
            $"({terminal.CursorColumn + 1},{terminal.CursorRow + 1})/({terminal.Columns},{terminal.Rows})+{terminal.ScrollbackLimit}");
        text.Append($" {(flows ? '+' : '-')}{automatic}flow");
        Flag(text, !terminal.IsAutoWrap, " -wrap");
        Flag(text, terminal.IsInsertMode, " ins");
        Flag(text, terminal.IsOriginMode, " org");
        Flag(text, isApplication, " app");
        Flag(text, window.Log is not null, " log");
        Flag(text, window.Monitor, " mon");
        Flag(text, terminal.MouseTracking != MouseTracking.None, " mouse");
        Flag(text, !window.Settings.C1, " -c1");
        Flag(text, window.Settings.Partial, " nored");
        Flag(text, window.IsStopped, " stopped");
        text.Append($" {window.Encoding}");
        if (window.Process?.Signals is { } signals)
        {
            text.Append(' ').Append(LineCommands.Describe(signals));
        }

        text.Append($" {window.Number}({window.Title})");
        return text.ToString();
    }

    private static void Flag(StringBuilder text, bool isSet, string flag)
    {
        if (isSet)
        {
            text.Append(flag);
        }
    }

    private static CommandResult Time(CommandContext context)
    {
        if (context.Argument(0) is { } format)
        {
            return Switches.Applied(context, () => context.Settings.TimeString = format, null);
        }

        return context.Message(StatusText.Expand(context.Settings.TimeString, context.Session, context.Window, context.Display));
    }

    private static CommandResult Wall(CommandContext context)
    {
        string who = context.Display?.User?.Name ?? context.Session.Owner;
        Notices.Show(context.Session, null, $"{who}: {context.Arguments[0]}");
        return CommandResult.Success;
    }
}
