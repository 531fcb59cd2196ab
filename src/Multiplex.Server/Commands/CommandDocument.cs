using System.Text;

namespace Multiplex.Server.Commands;

/// <summary>The published list of commands, made from the table.</summary>
internal static class CommandDocument
{
    /// <summary>The list as Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("# Commands\n\n");
        text.Append("Made from the command table; a test keeps the two equal.\n\n");
        text.Append("*full*: as in GNU screen. *partial*: the note says what is left out. *notice*: accepted, answered with the note. *own*: not in screen.\n\n");
        text.Append("| command | arguments | keys after the command key | what it does | state | note |\n|---|---|---|---|---|---|\n");
        foreach (CommandDefinition definition in CommandTable.All)
        {
            string names = string.Join(", ", definition.Aliases.Prepend(definition.Name).Select(static name => $"`{name}`"));
            string usage = definition.Usage.Length > 0 ? Code(definition.Usage) : string.Empty;
            text.Append($"| {names} | {usage} | {Keys(definition)} | {definition.Summary} | {State(definition.State)} | {Escape(definition.Note)} |\n");
        }

        return text.ToString();
    }

    private static string Keys(CommandDefinition definition) => string.Join(", ", definition.Keys.Select(static key =>
    {
        string name = key.Key switch { " " => "Space", "kB" => "BackTab", "^I" => "Tab", "^[" => "Esc", _ => key.Key };
        return Code(key.Argument is null ? name : $"{name} = {key.Argument}");
    }));

    private static string State(CommandState state) => state switch
    {
        CommandState.Partial => "partial",
        CommandState.Notice => "notice",
        CommandState.Own => "own",
        _ => "full",
    };

    /// <summary>Code in a cell of a table: a bar ends the cell unless it is escaped, even within code.</summary>
    private static string Code(string text) => $"`{Escape(text)}`";

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
