using Multiplex.Platform;
using Multiplex.Server.Model;
using Multiplex.Server.Services;

namespace Multiplex.Server.Commands;

/// <summary>Programs beside a window's own.</summary>
internal static class ExecCommands
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<CommandDefinition> Family { get; } =
    [
        new(
            "exec", Arity.Any, Needs.Window, "[[fdpat] newcommand [args ...]]",
            "Run a program whose output goes to the window or to its program.", Exec)
        {
            Access = CommandAccess.CommandWindow,
        },
    ];

    private static CommandResult Exec(CommandContext context)
    {
        Window window = context.RequiredWindow;
        if (context.Count == 0)
        {
            return context.Message($"Filter running: {(window.Filter is { } running ? string.Join(' ', running.Arguments) : "(none)")}");
        }

        if (window.Filter is not null)
        {
            return CommandResult.Failure("Filter already running.");
        }

        string first = context.Arguments[0];
        int length = first.AsSpan().IndexOfAnyExcept(FilterPattern.Characters);
        List<string> words = [.. context.Arguments.Skip(1)];
        if (length >= 0)
        {
            words.Insert(0, first[length..]);
        }

        ReadOnlySpan<char> streams = length < 0 ? first : first.AsSpan(0, length);
        if (words.Count == 0 || !FilterPattern.TryParse(streams, out FilterPattern pattern))
        {
            return context.Misuse("command expected");
        }

        try
        {
            WindowFilter.Start(window, pattern, words);
            return CommandResult.Success;
        }
        catch (PosixException exception)
        {
            return CommandResult.Failure($"Cannot exec '{words[0]}': {Errno.Describe(exception.Error)}");
        }
    }
}
