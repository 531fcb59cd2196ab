using Multiplex.Server.Commands;
using Multiplex.Server.Model;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Services;

/// <summary>
/// <c>shelltitle "search|name"</c>: a shell whose prompt holds an empty <c>ESC k ESC \</c> gets the program that is typed behind the
/// search text as its
/// title (screen's manual, "TITLES"). With a colon at its end the name stays in front of the program's.
/// </summary>
internal static class ShellTitle
{
    /// <summary>The title that a window begins with.</summary>
    /// <param name="setting"><c>shelltitle</c>.</param>
    public static string Initial(string setting)
    {
        int bar = setting.IndexOf('|');
        return CommandText.Printable(bar < 0 ? setting : setting[(bar + 1)..]);
    }

    /// <summary>A program set its title with <c>ESC k</c>.</summary>
    /// <param name="window">Its window.</param>
    /// <param name="title">The title; empty at a prompt.</param>
    public static void Set(Window window, string title)
    {
        if (title.Length > 0)
        {
            window.Title = CommandText.Printable(title);
            return;
        }

        if (window.Terminal is { } terminal && SearchOf(window).Length > 0)
        {
            window.Title = window.InitialTitle;
            window.PromptLine = terminal.ScrollCount + terminal.CursorRow;
            window.IsPromptFresh = true;
        }
    }

    /// <summary>A window printed: when its user has ended the line of the prompt, the program typed there becomes the title.</summary>
    /// <param name="window">The window.</param>
    /// <param name="bytes">What it printed.</param>
    public static void Printed(Window window, ReadOnlySpan<byte> bytes)
    {
        if (window.PromptLine < 0 || window.Terminal is not { } terminal)
        {
            return;
        }

        // In the piece that held the prompt, only what follows the title's end has been typed.
        ReadOnlySpan<byte> typed = window.IsPromptFresh ? bytes[(bytes.LastIndexOf("\e\\"u8) + 1)..] : bytes;
        window.IsPromptFresh = false;
        if (!typed.Contains((byte)'\n'))
        {
            return;
        }

        long line = window.PromptLine;
        window.PromptLine = -1;
        if (Program(TextOf(terminal, line), SearchOf(window)) is not { Length: > 0 } program)
        {
            return;
        }

        string name = window.InitialTitle;
        window.Title = CommandText.Printable(name.EndsWith(':') ? name + program : program);
        foreach (Display display in window.Session.Displays)
        {
            window.Session.Host.Invalidate(display);
        }
    }

    private static string SearchOf(Window window)
    {
        string setting = window.Session.Settings.ShellTitle;
        int bar = setting.IndexOf('|');
        return bar < 0 ? string.Empty : setting[..bar];
    }

    /// <summary>The name of the program behind the prompt: the first word, without its directory.</summary>
    private static string? Program(string line, string search)
    {
        int at = line.IndexOf(search, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string typed = line[(at + search.Length)..].TrimStart();
        int end = typed.IndexOf(' ');
        string word = end < 0 ? typed : typed[..end];
        return word[(word.LastIndexOf('/') + 1)..];
    }

    private static string TextOf(TerminalEmulator terminal, long line)
    {
        long row = line - terminal.ScrollCount;
        if (row >= 0)
        {
            return row < terminal.Rows ? terminal.TextOf((int)row) : string.Empty;
        }

        long index = terminal.ScrollbackCount + row;
        if (index < 0)
        {
            return string.Empty;
        }

        var cells = new Cell[terminal.Columns];
        var text = new System.Text.StringBuilder();
        terminal.ReadScrollbackLine((int)index, cells, out _);
        terminal.AppendText(cells, text);
        return text.ToString();
    }
}
