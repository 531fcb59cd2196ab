using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests.Support;

/// <summary>The text of scrollback and screen with wrapped lines joined, as a user would copy it.</summary>
internal static class LogicalText
{
    public static string Of(TerminalEmulator terminal)
    {
        var text = new StringBuilder();
        var cells = new Cell[4096];
        for (int i = 0; i < terminal.ScrollbackCount; i++)
        {
            int length = terminal.ReadScrollbackLine(i, cells, out bool wrapped);
            Append(text, cells.AsSpan(0, length), terminal.Tables, wrapped);
        }

        for (int row = 0; row < terminal.Rows; row++)
        {
            Append(text, terminal.Row(row), terminal.Tables, terminal.IsWrapped(row));
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A cell at the end of a wrapped line that was left empty for a wide character is no text.</summary>
    private static void Append(StringBuilder text, ReadOnlySpan<Cell> cells, FrameTables tables, bool wrapped)
    {
        IEnumerable<string> characters = ScreenText.Characters(cells, tables);
        if (wrapped)
        {
            text.AppendJoin("", characters.Where(static c => c != ScreenText.NeverWritten));
        }
        else
        {
            text.Append(ScreenText.Plain(characters).TrimEnd(' ')).Append('\n');
        }
    }
}

/// <summary>Random lines, as a program writes them and as they should be read.</summary>
internal sealed class StringBuilderOfLines
{
    private static readonly string[] Pieces = ["a", "word", "中", "e\u0301", "x-y", "日本", "0123456789"];

    public StringBuilderOfLines(Random random)
    {
        var lines = new List<string>();
        for (int i = random.Next(5, 40); i >= 0; i--)
        {
            lines.Add(string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        }

        lines.Add("end");
        Plain = string.Join('\n', lines);
        Bytes = string.Join("\r\n", lines);
    }

    public string Plain { get; }

    public string Bytes { get; }
}
