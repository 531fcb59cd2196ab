using System.Text;
using Multiplex.Cli.Options;

namespace Multiplex.Cli.Texts;

/// <summary>The usage text, made from the table of options; its frame is screen's, which scripts look for.</summary>
internal static class HelpText
{
    private const int Column = 14;

    /// <summary>The whole text.</summary>
    public static string Usage()
    {
        StringBuilder text = new("Use: mux [-opts] [cmd [args]]\n or: mux -r [host.tty]\n\nOptions:\n");
        foreach (OptionDefinition definition in OptionTable.Create())
        {
            if (definition.IsShown)
            {
                Append(text, definition);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, OptionDefinition definition)
    {
        string form = definition.Form;
        text.Append(form);
        if (form.Length < Column)
        {
            text.Append(' ', Column - form.Length);
        }
        else
        {
            text.Append('\n').Append(' ', Column);
        }

        text.Append(definition.Summary).Append('\n');
    }
}
