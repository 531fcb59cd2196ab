using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Commands;

/// <summary>Runs commands: the only caller of handlers. Number of arguments, needs and rights are checked here, once.</summary>
internal static class CommandRunner
{
    /// <summary>Deepest nesting of <c>source</c>, <c>eval</c> and <c>at</c>; screen's limit for <c>source</c> is 10.</summary>
    public const int MaxDepth = 10;

    /// <summary>Runs what a key is bound to.</summary>
    /// <param name="display">Where the key was typed.</param>
    /// <param name="invocation">The command.</param>
    public static void RunKey(Display display, CommandInvocation invocation) =>
        Run(ContextOf(display, SourceKind.Key), invocation);

    /// <summary>Runs a line of the colon prompt.</summary>
    /// <param name="display">Where it was typed.</param>
    /// <param name="line">The line.</param>
    public static void RunPrompt(Display display, string line) => RunLine(ContextOf(display, SourceKind.Prompt), line);

    /// <summary>The context of commands given at a display.</summary>
    /// <param name="display">The display.</param>
    /// <param name="kind">Key or prompt.</param>
    public static CommandContext ContextOf(Display display, SourceKind kind) =>
        new(display.Session, display, display.Fore, new CommandSource(kind)) { User = Rights.Guest(display) };

    /// <summary>Parses and runs a line; errors are reported.</summary>
    /// <param name="context">On what.</param>
    /// <param name="line">The line.</param>
    public static CommandResult RunLine(CommandContext context, string line)
    {
        string? error = CommandLine.Parse(line, name => CommandVariables.Value(context, name), out List<string> words);
        return error is not null ? Report(context, CommandResult.Misuse(error)) : RunWords(context, words);
    }

    /// <summary>Runs expanded words; errors are reported. No words are no command.</summary>
    /// <param name="context">On what.</param>
    /// <param name="words">Name and arguments.</param>
    public static CommandResult RunWords(CommandContext context, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            return CommandResult.Success;
        }

        // Needs come before the number of arguments in screen, but a line that names no command has neither.
        if (CommandInvocation.Create(words, out string? error) is { } invocation)
        {
            return Run(context, invocation);
        }

        CommandDefinition? definition = CommandTable.Find(words[0].TrimStart('@'));
        string? lacking = definition is null ? null : Lacking(context, definition);
        return Report(context, CommandResult.Misuse(lacking is null ? error ?? string.Empty : $"{words[0].TrimStart('@')}: {lacking}"));
    }

    /// <summary>Checks and runs a command; its error is reported where the context says.</summary>
    /// <param name="context">On what.</param>
    /// <param name="invocation">The command.</param>
    /// <returns>How it ended, the error complete with its source.</returns>
    public static CommandResult Run(CommandContext context, CommandInvocation invocation)
    {
        CommandContext resolved = context.For(invocation);
        CommandResult result = Check(resolved) ?? invocation.Definition.Handler(resolved);
        return result.Failed ? Report(context, result) : result;
    }

    private static CommandResult? Check(CommandContext context)
    {
        if (Lacking(context, context.Definition) is { } lacking)
        {
            return context.Misuse(lacking);
        }

        return context.User is { } user && !Rights.MayRun(user, context)
            ? context.Misuse($"permission denied (user {user.Name})")
            : null;
    }

    private static string? Lacking(CommandContext context, CommandDefinition definition)
    {
        if (definition.Needs.HasFlag(Needs.Layer) && context.Display is null && context.Window is null)
        {
            return "display or window required";
        }

        if (definition.Needs.HasFlag(Needs.Window) && context.Window is null)
        {
            return "window required";
        }

        return definition.Needs.HasFlag(Needs.Display) && context.Display is null ? "display required" : null;
    }

    private static CommandResult Report(CommandContext context, CommandResult result)
    {
        if (result.IsTold || result.Error is not { Length: > 0 } error)
        {
            return result;
        }

        string text = result.IsMisuse ? context.Source.Describe(error) : context.Source.Locate(error);
        context.Output?.Add(text);
        if (context.Source.Kind != SourceKind.RcFile || context.Output is null)
        {
            Notices.Show(context.Session, context.Display, text);
        }
        else
        {
            context.Session.StartWarnings.Add(text);
        }

        return new CommandResult(text);
    }
}
