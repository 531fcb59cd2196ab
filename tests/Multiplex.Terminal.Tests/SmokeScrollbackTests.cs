using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests;

public sealed class SmokeScrollbackTests
{
    [Fact]
    public void ReadScrollbackLine_gives_back_the_cells_that_left_the_screen()
    {
        var random = new Random(3);
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = 120, Rows = 2, ScrollbackLines = 5000 }, new NullTerminalEvents());
        var expected = new List<Cell[]>();
        for (int line = 0; line < 2000; line++)
        {
            terminal.Feed(Encoding.UTF8.GetBytes(RandomLine(random)));
            expected.Add(terminal.Row(terminal.CursorRow).ToArray());
            terminal.Feed("\r\n"u8);
        }

        var cells = new Cell[120];
        int offset = terminal.ScrollbackCount - expected.Count + 1;
        for (int line = 0; line < expected.Count - 1; line++)
        {
            terminal.ReadScrollbackLine(line + offset, cells, out _);
            Assert.Equal(expected[line], cells);
        }

        for (int i = 0; i < 500; i++)
        {
            int line = random.Next(expected.Count - 1);
            terminal.ReadScrollbackLine(line + offset, cells, out _);
            Assert.Equal(expected[line], cells);
        }
    }

    [Fact]
    public void Resize_to_and_fro_keeps_the_text()
    {
        var random = new Random(4);
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = 40, Rows = 10, ScrollbackLines = 5000 }, new NullTerminalEvents());
        for (int line = 0; line < 300; line++)
        {
            terminal.Feed(Encoding.UTF8.GetBytes(RandomLine(random) + "\r\n"));
        }

        string before = AllText(terminal);
        foreach (int columns in (int[])[80, 7, 2, 33, 200, 3, 40])
        {
            terminal.Resize(columns, 10 + (columns % 5));
            Assert.Equal(before, AllText(terminal));
        }
    }

    [Fact]
    public void Scrollback_of_plain_text_takes_at_most_60_bytes_a_line()
    {
        var random = new Random(5);
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = 80, Rows = 24, ScrollbackLines = 100_000 }, new NullTerminalEvents());
        var text = new StringBuilder();
        const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        for (int line = 0; line < 100_024; line++)
        {
            text.Clear();
            for (int i = 0; i < 70; i++)
            {
                text.Append(Letters[random.Next(Letters.Length)]);
            }

            terminal.Feed(Encoding.ASCII.GetBytes(text.Append("\r\n").ToString()));
        }

        Assert.Equal(100_000, terminal.ScrollbackCount);
        long bytes = (long)terminal.Core.Scrollback.Storage.Count * terminal.Core.Scrollback.Storage.BlockSize;
        Assert.InRange(bytes / 100_000.0, 1, 60);
    }

    [Fact]
    public void Scrollback_of_styled_text_takes_at_most_twice_its_text()
    {
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = 80, Rows = 24, ScrollbackLines = 100_000 }, new NullTerminalEvents());
        const string Text = " the quick brown fox jumps over the lazy dog and runs far away";
        for (int line = 0; line < 100_024; line++)
        {
            string text = $"{line:D8}{Text}";
            Assert.Equal(70, text.Length);
            terminal.Feed(Encoding.ASCII.GetBytes(
                $"\e[1;3{line % 8}m{text[..12]}\e[0m{text[12..40]}\e[4m{text[40..55]}\e[38;5;{line % 256}m{text[55..]}\e[m\r\n"));
        }

        Assert.Equal(100_000, terminal.ScrollbackCount);
        long bytes = (long)terminal.Core.Scrollback.Storage.Count * terminal.Core.Scrollback.Storage.BlockSize;
        Assert.InRange(bytes / 100_000.0, 1, 2 * 70);
    }

    private static string AllText(TerminalEmulator terminal)
    {
        var text = new StringBuilder();
        var cells = new Cell[terminal.Columns];
        for (int line = 0; line < terminal.ScrollbackCount; line++)
        {
            int count = terminal.ReadScrollbackLine(line, cells, out bool wrapped);
            terminal.AppendText(cells.AsSpan(0, count), text);
            text.Append(wrapped ? "" : "\n");
        }

        for (int row = 0; row < terminal.Rows; row++)
        {
            var line = new StringBuilder();
            terminal.AppendText(terminal.Row(row), line);
            text.Append(terminal.IsWrapped(row) ? line.ToString() : line.ToString().TrimEnd(' ') + "\n");
        }

        // Blanks at the ends of rows depend on the width; all else may not.
        return string.Join('\n', text.ToString().Replace(" ", "", StringComparison.Ordinal).TrimEnd('\n'));
    }

    private static string RandomLine(Random random)
    {
        var text = new StringBuilder();
        int words = random.Next(8);
        for (int word = 0; word < words; word++)
        {
            text.Append(random.Next(7) switch
            {
                0 => "\e[0m",
                1 => $"\e[{30 + random.Next(8)}m",
                2 => $"\e[38;2;{random.Next(256)};{random.Next(256)};1m",
                3 => "漢字",
                4 => "e\u0301é",
                5 => "\e[2C",
                _ => "\e[4;1m",
            });
            text.Append(((string[])["hello", "World", "{}~^&", "loss=0.1", "x"])[random.Next(5)]).Append(' ');
        }

        return text.ToString();
    }
}
