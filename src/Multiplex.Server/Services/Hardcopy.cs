using System.Text;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Services;

/// <summary>The visible text of a window as a file (<c>hardcopy</c>).</summary>
internal static class Hardcopy
{
    /// <summary>All rows, blank ones too, without blanks at their ends; with the scrollback in front when it is wanted.</summary>
    /// <param name="terminal">The window's terminal.</param>
    /// <param name="withScrollback"><c>-h</c>.</param>
    public static string TextOf(TerminalEmulator terminal, bool withScrollback)
    {
        var text = new StringBuilder();
        if (withScrollback)
        {
            AppendScrollback(terminal, text);
        }

        for (int row = 0; row < terminal.Rows; row++)
        {
            text.Append(terminal.TextOf(row)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes a window's text.</summary>
    /// <param name="window">A window with a terminal.</param>
    /// <param name="path">The file's whole path.</param>
    /// <param name="withScrollback"><c>-h</c>.</param>
    /// <param name="append">Write at the end of a file that is there, behind a line that separates.</param>
    /// <param name="error">The system's words when it cannot be written.</param>
    public static bool Write(Window window, string path, bool withScrollback, bool append, out string error)
    {
        string text = window.Terminal is { } terminal ? TextOf(terminal, withScrollback) : string.Empty;
        string separator = append ? Separator(window.Terminal?.Columns ?? 80) : string.Empty;
        return UserFiles.TryWrite(path, Encoding.UTF8.GetBytes(separator + text), append, out error);
    }

    private static string Separator(int columns) => $">{new string('=', Math.Max(0, columns - 2))}<\n";

    private static void AppendScrollback(TerminalEmulator terminal, StringBuilder text)
    {
        var cells = new Cell[terminal.Columns];
        for (int index = 0; index < terminal.ScrollbackCount; index++)
        {
            int length = terminal.ReadScrollbackLine(index, cells, out _);
            if (length > cells.Length)
            {
                cells = new Cell[length];
                terminal.ReadScrollbackLine(index, cells, out _);
            }

            var line = new StringBuilder();
            terminal.AppendText(cells.AsSpan(0, Math.Min(length, cells.Length)), line);
            text.Append(line.ToString().TrimEnd(' ')).Append('\n');
        }
    }
}
