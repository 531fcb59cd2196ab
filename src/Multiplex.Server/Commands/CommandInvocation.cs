namespace Multiplex.Server.Commands;

/// <summary>A command with its arguments, ready to run: what a key is bound to.</summary>
/// <param name="Definition">The table's entry.</param>
/// <param name="Name">The name that was used: the entry's or an alias.</param>
/// <param name="Arguments">Expanded arguments.</param>
/// <param name="IsQuiet">True when the line began with <c>@</c>: messages are not shown.</param>
internal sealed record CommandInvocation(CommandDefinition Definition, string Name, IReadOnlyList<string> Arguments, bool IsQuiet = false)
{
    /// <summary>The line that runs the same.</summary>
    public override string ToString() =>
        (IsQuiet ? "@" : string.Empty) + (Arguments.Count == 0 ? Name : $"{Name} {CommandLine.Quote(Arguments)}");

    /// <summary>Looks the command up and counts its arguments.</summary>
    /// <param name="words">Name and arguments.</param>
    /// <param name="error">What is wrong, without its source.</param>
    /// <returns>Null when there is an error.</returns>
    public static CommandInvocation? Create(IReadOnlyList<string> words, out string? error)
    {
        string name = words.Count > 0 ? words[0] : string.Empty;
        bool quiet = name.StartsWith('@');
        if (CommandTable.Find(quiet ? name[1..] : name) is not { } definition)
        {
            error = $"unknown command '{CommandText.Printable(quiet ? name[1..] : name)}'";
            return null;
        }

        var invocation = new CommandInvocation(definition, quiet ? name[1..] : name, [.. words.Skip(1)], quiet);
        error = definition.Arity.Accepts(invocation.Arguments.Count) ? null : $"{invocation.Name}: {definition.Requirement}";
        return error is null ? invocation : null;
    }
}
