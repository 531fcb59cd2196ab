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
    /// <summary>Where it differs from screen's, one sentence, or empty.</summary>
    public string Difference { get; init; } = string.Empty;

    /// <summary>The words that its first argument may be, separated by blanks; empty when it is something else.</summary>
    public string Words { get; init; } = string.Empty;

    /// <summary>How the notes begin of settings that change nothing.</summary>
    private const string Kept = "kept; ";

    /// <summary>Every command of the daemon's table, in its order.</summary>
    public static IReadOnlyList<CommandText> All()
    {
        List<CommandText> texts = [];
        foreach (CommandDefinition command in CommandTable.All)
        {
            texts.Add(new CommandText(command.Name, command.Usage, KeysOf(command), command.Summary)
            {
                Difference = DifferenceOf(command),
                Words = string.Join(' ', WordsOf(command)),
            });
        }

        return texts;
    }

    private static string DifferenceOf(CommandDefinition command)
    {
        string note = command.Note.TrimEnd('.');
        return command.State switch
        {
            CommandState.Notice => $"It does nothing but say: {note}.",
            _ when note.StartsWith(Kept, StringComparison.Ordinal) => $"It is kept, and has no effect: {note[Kept.Length..]}.",
            CommandState.Own => note.Length == 0 ? "Not in screen." : $"Not in screen; {note}.",
            _ => note.Length == 0 ? string.Empty : $"Unlike in screen: {note}.",
        };
    }

    /// <summary>
    /// What the usage offers as a first argument: the first word of each form when it lists several, else the choices of its first word. What stands for
    /// something else (a number, a title) is left out.
    /// </summary>
    private static List<string> WordsOf(CommandDefinition command)
    {
        List<string> words = [];
        if (command.Completion is not (CompletionKind.Switch or CompletionKind.Words or CompletionKind.Layout))
        {
            return words;
        }

        string[] forms = command.Usage.Split(" | ");
        foreach (string form in forms)
        {
            int end = form.IndexOf(' ', StringComparison.Ordinal);
            string[] choices = (end < 0 ? form : form[..end]).Trim('[', ']').Split('|');
            if (forms.Length > 1 || choices.Length > 1)
            {
                words.AddRange(choices.Where(static choice => choice.Length > 1 && choice.All(static letter => char.IsAsciiLetter(letter) || letter == '-')));
            }
        }

        return words;
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
