using Multiplex.Server.Services;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Commands;

/// <summary>What concerns the session as a whole: its name, its end, its environment, and commands that run others.</summary>
internal static class SessionCommands
{
    /// <summary>Longest name of a session, as for <c>-S</c>.</summary>
    public const int MaxNameLength = 80;

    /// <summary>The family, in the order of the names.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "at", Arity.TwoOrMore, Needs.None, "[ident][#|*|%] command [args]",
            "Run a command on other windows, displays or users.", AtCommand.Run)
        { Completion = CompletionKind.Window },
        new(
            "blankerprg", Arity.Any, Needs.None, "[program [args]]",
            "Set the program that runs while the display is blanked.", BlankerProgram),
        new(
            "chdir", Arity.ZeroOrOne, Needs.None, "[dir]",
            "Set the directory of new windows.", ChangeDirectory)
        { Completion = CompletionKind.Directory },
        new(
            "eval", Arity.OneOrMore, Needs.None, "command1 [command2 ...]",
            "Run each argument as a command line.", Eval)
        { Completion = CompletionKind.Command },
        new(
            "idle", Arity.Any, Needs.None, "[secs|off [command [args]]]",
            "Run a command when no key was pressed for a while.", Idle)
        { Completion = CompletionKind.Command },
        new("maxwin", Arity.ZeroOrOne, Needs.None, "[n]", "Show or set how many windows the session may have.", MaximumWindows),
        new(
            "quit", Arity.NoneOrConfirm, Needs.None, "[--confirm]",
            "End all programs and the session.", Quit)
        { Keys = ["\\", "^\\"], Access = CommandAccess.Owner },
        new(
            "sessionname", Arity.ZeroOrOne, Needs.None, "[name]",
            "Show or change the session's name.", SessionName)
        { Access = CommandAccess.Owner },
        new(
            "setenv", Arity.UpToTwo, Needs.None, "[var [value]]",
            "Set a variable in the environment of new windows.", SetEnvironment)
        { Completion = CompletionKind.Variable },
        new("sleep", Arity.One, Needs.None, "secs", "Pause while an rc file is read.", Sleep),
        new("source", Arity.One, Needs.None, "file", "Run the commands of a file.", Source) { Completion = CompletionKind.File },
        new(
            "unsetenv", Arity.One, Needs.None, "var",
            "Remove a variable from the environment of new windows.", UnsetEnvironment)
        { Completion = CompletionKind.Variable },
        new("upgrade", Arity.None, Needs.None, string.Empty, "Let the program on disk take over from the running daemon.", Upgrade)
        {
            State = CommandState.Own, Access = CommandAccess.Owner, Note = "programs and displays go on as they are",
        },
    ];

    private static CommandResult BlankerProgram(CommandContext context)
    {
        if (context.Count == 0)
        {
            string program = context.Settings.BlankerProgram;
            return context.Message(program.Length == 0 ? "No blankerprg set." : $"blankerprg: {program}");
        }

        string line = context.Count == 1 && context.Arguments[0].Length == 0 ? string.Empty : CommandLine.Quote(context.Arguments);
        return Switches.Applied(context, () => context.Settings.BlankerProgram = line, line.Length == 0 ? "blankerprg: none" : null);
    }

    private static CommandResult ChangeDirectory(CommandContext context)
    {
        string name = context.Argument(0) ?? CommandVariables.Environment(context, "HOME") ?? "/";
        string path = Path.GetFullPath(CommandVariables.Resolve(context, name));
        if (UserFiles.DirectoryError(path) is { } error)
        {
            return CommandResult.Failure($"{name}: {error}");
        }

        return Switches.Applied(context, () => context.Session.Directory = path, null);
    }

    private static CommandResult Eval(CommandContext context)
    {
        if (context.Depth >= CommandRunner.MaxDepth)
        {
            return context.Misuse("too many levels");
        }

        CommandResult last = CommandResult.Success;
        foreach (string line in context.Arguments)
        {
            CommandResult result = CommandRunner.RunLine(context.Within(context.Source).Refreshed(), line);
            last = result.Failed ? CommandResults.Told(result) : last;
        }

        return last;
    }

    private static CommandResult Idle(CommandContext context)
    {
        SessionSettings settings = context.Settings;
        if (context.Argument(0) is { } first)
        {
            int seconds = 0;
            if (first != "off" && Switches.ParseNumber(context, first, out seconds) is { } failure)
            {
                return failure;
            }

            var words = context.Arguments.Skip(1).ToList();
            if (words.Count > 0 && CommandInvocation.Create(words, out string? error) is null)
            {
                return context.Misuse(error ?? string.Empty);
            }

            Switches.Applied(
                context,
                () =>
                {
                    settings.IdleSeconds = seconds;
                    settings.IdleCommand = words.Count > 0 ? CommandLine.Quote(words) : settings.IdleCommand;
                },
                null);
            IdleTimer.Restart(context.Session);
        }

        string text = settings.IdleSeconds == 0 ? "idle off" : $"idle timeout {settings.IdleSeconds}s, {settings.IdleCommand}";
        return context.Count == 0 ? context.Message(text) : Switches.Confirm(context, text);
    }

    private static CommandResult MaximumWindows(CommandContext context)
    {
        if (context.Argument(0) is not { } argument)
        {
            return context.Message($"maximum windows allowed: {context.Settings.MaximumWindows}");
        }

        if (Switches.ParseNumber(context, argument, out int value) is { } failure)
        {
            return failure;
        }

        if (value < 1)
        {
            return CommandResult.Failure("illegal maxwin number specified");
        }

        if (value > SessionSettings.MaximumWindowsCeiling)
        {
            return CommandResult.Failure($"maximum {SessionSettings.MaximumWindowsCeiling} windows allowed");
        }

        if (context.Session.Windows.Count > 0 && context.Session.Windows.Max(static window => window.Number) >= value)
        {
            return context.Misuse("illegal value");
        }

        return Switches.Applied(
            context,
            () => context.Settings.MaximumWindows = value,
            null);
    }

    private static CommandResult Quit(CommandContext context)
    {
        if (context.Argument(0) is not (null or "--confirm"))
        {
            return context.Misuse(Arity.None.Requirement);
        }

        if ((context.Count > 0 || context.Source.Kind == SourceKind.Key) && context.Display is { } display)
        {
            DisplayRequests.Confirm(display, "Really quit and kill all your windows [y/n]", static answering => WindowSwitching.End(answering.Session));
            return CommandResult.Success;
        }

        WindowSwitching.End(context.Session);
        return CommandResult.Success;
    }

    private static CommandResult SessionName(CommandContext context)
    {
        if (context.Argument(0) is not { } name)
        {
            return context.Message($"This session is named '{context.Session.FullName}'");
        }

        if (!IsName(name))
        {
            return CommandResult.Misuse($"bad session name '{CommandText.Printable(name)}'");
        }

        if (context.Session.Name != name)
        {
            context.Session.Host.Rename(context.Session, name);
            context.Session.Name = name;
            context.Session.Host.StateChanged(context.Session);
        }

        return CommandResult.Success;
    }

    /// <summary>True when a session may be called so: no slash (the name is a file's), no control characters, not too long.</summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && !name.Contains('/') && name is not ("." or "..") && CommandText.Printable(name) == name && !name.Any(CommandText.IsDirection);

    private static CommandResult SetEnvironment(CommandContext context)
    {
        switch (context.Arguments)
        {
            case [{ } name, { } value]:
                return Change(context, name, value);
            case [{ } name]:
                AskValue(context, name);
                break;
            default:
                if (context.Display is { } display)
                {
                    DisplayRequests.Ask(display, "Setenv: Enter variable name: ", string.Empty, (answering, name) => AskValue(context.AnsweredOn(answering), name));
                }

                break;
        }

        return CommandResult.Success;
    }

    private static void AskValue(CommandContext context, string name)
    {
        if (context.Display is not { } display || name.Length == 0)
        {
            return;
        }

        if (IllegalName(context, name) is { } error)
        {
            Notices.Show(context.Session, display, error);
        }
        else
        {
            DisplayRequests.Ask(display, $"Enter value for {name}: ", string.Empty, (answering, value) => Change(context.AnsweredOn(answering), name, value));
        }
    }

    private static CommandResult UnsetEnvironment(CommandContext context) => Change(context, context.Arguments[0], null);

    private static CommandResult Change(CommandContext context, string name, string? value)
    {
        if (IllegalName(context, name) is { } error)
        {
            return CommandResult.Failure(error);
        }

        return Switches.Applied(context, () => context.Session.Environment[name] = value, null);
    }

    private static string? IllegalName(CommandContext context, string name) => name.Length == 0 || name.Contains('=') || name.Contains('\0')
        ? $"{context.Name}: illegal variable name '{CommandText.Printable(name)}'"
        : null;

    private static CommandResult Sleep(CommandContext context)
    {
        if (Switches.ParseNumber(context, context.Arguments[0], out int seconds) is { } failure)
        {
            return failure;
        }

        // Only a start can wait: a key or a request must not stop what others do.
        if (context.Source.Kind == SourceKind.RcFile)
        {
            context.Session.Script?.Sleep(TimeSpan.FromSeconds(seconds));
        }

        return CommandResult.Success;
    }

    private static CommandResult Source(CommandContext context) => RcFile.Source(context, context.Arguments[0]);

    private static CommandResult Upgrade(CommandContext context)
    {
        context.Session.Host.Upgrade();
        return CommandResult.Success;
    }
}
