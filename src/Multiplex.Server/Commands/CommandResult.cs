namespace Multiplex.Server.Commands;

/// <summary>
/// How a command ended. What it has to tell goes through <see cref="CommandContext.Message"/>; this is only whether it failed and why.
/// </summary>
/// <param name="Error">The line for the user, or null when the command succeeded. Empty when it failed without a word.</param>
/// <param name="IsMisuse">True when screen puts the source in front (rc file, <c>-X</c>, or nothing) with a colon.</param>
internal readonly record struct CommandResult(string? Error, bool IsMisuse = false)
{
    /// <summary>True when the error was shown already, by a command that ran inside.</summary>
    public bool IsTold { get; init; }

    /// <summary>It did what was asked.</summary>
    public static CommandResult Success => default;

    /// <summary>True when it failed.</summary>
    public bool Failed => Error is not null;

    /// <summary>It could not do what was asked.</summary>
    /// <param name="error">The line for the user, shown as it is.</param>
    public static CommandResult Failure(string error) => new(error);

    /// <summary>It was called wrongly; the source of the command is put in front.</summary>
    /// <param name="error">The line without the source.</param>
    public static CommandResult Misuse(string error) => new(error, IsMisuse: true);
}

/// <summary>Failures that pass through commands which run others.</summary>
internal static class CommandResults
{
    /// <summary>A failure that was reported where it happened: the outer command fails too, but adds no second line.</summary>
    /// <param name="result">The inner failure.</param>
    public static CommandResult Told(CommandResult result) => result with { IsTold = true };
}
