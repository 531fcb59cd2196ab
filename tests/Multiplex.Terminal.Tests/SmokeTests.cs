using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Terminal.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Feed_plain_text_shows_it()
    {
        TerminalEmulator terminal = Fed("hello\r\nworld");
        Assert.Equal("hello", terminal.TextOf(0));
        Assert.Equal("world", terminal.TextOf(1));
        Assert.Equal((1, 5), (terminal.CursorRow, terminal.CursorColumn));
    }

    [Fact]
    public void Feed_more_lines_than_rows_keeps_them_in_scrollback()
    {
        TerminalEmulator terminal = Fed("a\r\nb\r\nc\r\nd\r\ne", columns: 4, rows: 3);
        Assert.Equal(2, terminal.ScrollbackCount);
        var cells = new Cell[4];
        terminal.ReadScrollbackLine(1, cells, out bool wrapped);
        Assert.Equal('b', cells[0].Content);
        Assert.False(wrapped);
        Assert.Equal("e", terminal.TextOf(2));
    }

    [Fact]
    public void Feed_a_wide_character_takes_two_cells()
    {
        TerminalEmulator terminal = Fed("漢e\u0301x");
        Assert.Equal(CellWidth.Wide, terminal.Row(0)[0].Width);
        Assert.Equal(CellWidth.WideTail, terminal.Row(0)[1].Width);
        Assert.Equal("漢e\u0301x", terminal.TextOf(0));
        Assert.Equal(4, terminal.CursorColumn);
    }

    [Fact]
    public void Feed_of_a_full_line_wraps_late()
    {
        TerminalEmulator terminal = Fed("abcdef", columns: 4, rows: 3);
        Assert.Equal("abcd", terminal.TextOf(0));
        Assert.True(terminal.IsWrapped(0));
        Assert.Equal("ef", terminal.TextOf(1));
    }

    [Fact]
    public void Feed_SGR_gives_cells_a_rendition()
    {
        TerminalEmulator terminal = Fed("\e[1;38;2;1;2;3mx\e[0my");
        Rendition first = terminal.Tables.Renditions[terminal.Row(0)[0].Rendition];
        Assert.True(first.Has(RenditionAttributes.Bold));
        Assert.Equal(Color.FromRgb(1, 2, 3), first.Foreground);
        Assert.Equal(0, terminal.Row(0)[1].Rendition);
    }

    private static TerminalEmulator Fed(string text, int columns = 80, int rows = 24)
    {
        var terminal = new TerminalEmulator(
            new TerminalOptions { Columns = columns, Rows = rows, ScrollbackLines = 100 }, new NullTerminalEvents());
        terminal.Feed(Encoding.UTF8.GetBytes(text));
        return terminal;
    }
}
