using System.Globalization;
using System.Text;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>The state of a terminal in text, for comparisons.</summary>
internal static class StateText
{
    public static string Of(TerminalEmulator terminal)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{terminal.Columns}x{terminal.Rows} cursor {terminal.CursorRow},{terminal.CursorColumn}");
        text.Append(CultureInfo.InvariantCulture, $" pending {terminal.PendingWrap} modes {terminal.Modes} title {terminal.Title}\n");
        foreach (string line in Snapshots.ScrollbackText(terminal))
        {
            text.Append('<').Append(line).Append('\n');
        }

        for (int row = 0; row < terminal.Rows; row++)
        {
            text.AppendJoin("", ScreenText.Characters(terminal.Row(row), terminal.Tables)).Append(terminal.IsWrapped(row) ? "\\\n" : "\n");
            string last = "";
            foreach (Buffer.Cell cell in terminal.Row(row))
            {
                string now = RenditionText.Of(terminal.Tables, cell.Rendition) + (cell.IsProtected ? " protected" : "");
                text.Append(now == last ? "." : $"[{now}]");
                last = now;
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
