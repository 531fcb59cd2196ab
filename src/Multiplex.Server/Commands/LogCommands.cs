using Multiplex.Server.Model;
using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>Logs and hardcopies.</summary>
internal static class LogCommands
{
    private const string StampUsage = "usage: logtstamp [after [n]|string [str]|on|off]";

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "hardcopy", Arity.UpToTwo, Needs.Window, "[-h] [file]",
            "Write the visible text to a file, with -h the scrollback too.", HardcopyOf)
        {
            Keys = ["h"], Completion = CompletionKind.File,
        },
        new(
            "hardcopydir", Arity.ZeroOrOne, Needs.None, "[directory]",
            "Show or set where hardcopies are written.", HardcopyDirectory)
        { Completion = CompletionKind.Directory },
        new(
            "log", Arity.ZeroOrOne, Needs.Window, "[on|off]",
            "Write the window's output to its log file.", Log)
        { Keys = ["H"], Completion = CompletionKind.Switch },
        new(
            "logfile", Arity.UpToTwo, Needs.None, "[filename] | flush secs",
            "Show or set the name of log files.", LogFileName)
        { Completion = CompletionKind.File },
        new(
            "logtstamp", Arity.UpToTwo, Needs.None, "[on|off] | after [secs] | string [string]",
            "Set time stamps in log files.", TimeStamp)
        { Completion = CompletionKind.Words },
    ];

    private static CommandResult HardcopyOf(CommandContext context)
    {
        Window window = context.RequiredWindow;
        bool withScrollback = context.Argument(0) == "-h";
        if (context.Count == 2 && !withScrollback)
        {
            return context.Misuse("too many arguments");
        }

        string? name = context.Argument(withScrollback ? 1 : 0);
        SessionSettings settings = context.Settings;
        string shown = name ?? (
            settings.HardcopyDirectory.Length > 0 ? $"{settings.HardcopyDirectory}/hardcopy.{window.Number}" : $"hardcopy.{window.Number}");
        string path = name is null ? Logging.PathOf(context.Session, shown) : CommandVariables.Resolve(context, name);
        bool appends = settings.HardcopyAppend && name is null && UserFiles.Exists(path);
        if (!Hardcopy.Write(window, path, withScrollback, appends, out string error))
        {
            return CommandResult.Failure($"Error opening file \"{shown}\": {error}");
        }

        return Switches.Confirm(context, $"Screen image {(appends ? "appended" : "written")} to \"{shown}\".");
    }

    private static CommandResult HardcopyDirectory(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Argument(0) is { } directory)
        {
            Switches.Applied(context, () => settings.HardcopyDirectory = directory, null);
        }

        string shown = settings.HardcopyDirectory.Length > 0 ? settings.HardcopyDirectory : "<cwd>";
        return context.Count == 0 ? context.Message($"hardcopydir is {shown}") : Switches.Confirm(context, $"hardcopydir is {shown}");
    }

    private static CommandResult Log(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (Switches.Parse(context, window.Log is not null, out bool value) is { } failure)
        {
            return failure;
        }

        if (value == window.Log is not null)
        {
            return Switches.Confirm(context, value ? "You are already logging." : "You are not logging.");
        }

        if (!value)
        {
            return Switches.Confirm(context, Logging.Stop(window));
        }

        (bool isOpen, string text) = Logging.Start(window);
        return isOpen ? Switches.Confirm(context, text) : CommandResult.Failure(text);
    }

    private static CommandResult LogFileName(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Argument(0) == "flush" && context.Argument(1) is { } seconds)
        {
            return Switches.ParseNumber(context, seconds, out int value)
                ?? Switches.Applied(context, () => settings.LogFlushSeconds = value, $"log flush timeout set to {value}s");
        }

        if (context.Count == 2)
        {
            return context.Misuse("invalid argument. Give 'flush'");
        }

        if (context.Argument(0) is { } name)
        {
            Switches.Applied(context, () => settings.LogFile = name, null);
        }

        string shown = $"logfile is '{Switches.Caret(settings.LogFile)}'";
        return context.Count == 0 ? context.Message(shown) : Switches.Confirm(context, shown);
    }

    private static CommandResult TimeStamp(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        switch (context.Argument(0))
        {
            case null or "on" or "off" when context.Count < 2:
                bool value = context.Argument(0) is { } word ? word == "on" : !settings.LogTimestamp;
                Switches.Applied(context, () => settings.LogTimestamp = value, null);
                string state = $"timestamps turned {(value ? "on" : "off")}";
                return context.Count == 0 ? context.Message(state) : Switches.Confirm(context, state);
            case "after":
                if (context.Argument(1) is { } seconds)
                {
                    if (Switches.ParseNumber(context, seconds, out int after) is { } failure)
                    {
                        return failure;
                    }

                    return Switches.Applied(context, () => settings.LogTimestampSeconds = after, $"timestamp printed after {after}s");
                }

                return context.Message($"timestamp printed after {settings.LogTimestampSeconds}s");
            case "string":
                if (context.Argument(1) is { } text)
                {
                    return Switches.Applied(context, () => settings.LogTimestampString = text, StampText(text));
                }

                return context.Message(StampText(settings.LogTimestampString));
            default:
                return CommandResult.Failure(StampUsage);
        }
    }

    private static string StampText(string text) => $"logfile timestamp is '{text.TrimEnd('\n')}'";
}
