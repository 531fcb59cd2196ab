using System.Text;
using Multiplex.Server.Commands;

namespace Multiplex.Cli.Texts;

/// <summary>A command as the manual and the completions show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usage">Its arguments, or empty.</param>
/// <param name="Keys">Its keys behind the command key, or empty.</param>
/// <param name="Summary">What it does, one sentence.</param>
internal readonly record struct CommandText(string Name, string Usage, string Keys, string Summary)
{
    /// <summary>Every command of the daemon's table, in its order.</summary>
    public static IReadOnlyList<CommandText> All()
    {
        List<CommandText> texts = [];
        foreach (CommandDefinition command in CommandTable.All)
        {
            string note = command.Note.Length == 0 ? command.Summary : $"{command.Summary} {command.Note}";
            texts.Add(new CommandText(command.Name, command.Usage, KeysOf(command), note));
        }

        return texts;
    }

    private static string KeysOf(CommandDefinition command)
    {
        StringBuilder text = new();
        foreach (DefaultKey key in command.Keys)
        {
            text.Append(text.Length == 0 ? string.Empty : ", ").Append(key.Key == " " ? "space" : key.Key);
            if (key.Argument is not null)
            {
                text.Append(" (").Append(key.Argument).Append(')');
            }
        }

        return text.ToString();
    }
}
