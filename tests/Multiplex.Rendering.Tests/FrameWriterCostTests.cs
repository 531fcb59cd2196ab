using System.Buffers;
using System.Text;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Rendering.Tests;

/// <summary>How many bytes and allocations a drawing takes.</summary>
public sealed class FrameWriterCostTests
{
    private static readonly TerminalProfile s_xterm = TerminalProfile.Create("xterm-256color", null, string.Empty, isUtf8: true);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 60)]
    public void One_typed_character_is_one_byte(int columns, int rows)
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(columns, rows);
        frame.Row(10)[20] = Cell.FromCodePoint('#', CellWidth.Narrow, 0);
        frame.CursorColumn = 21;
        Assert.Equal(1, terminal.Draw(writer, frame));
    }

    [Fact]
    public void One_typed_space_is_one_byte()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        frame.Row(10).Clear();
        terminal.Draw(writer, frame);
        frame.Row(10)[20] = Cell.FromCodePoint(' ', CellWidth.Narrow, 0);
        frame.CursorColumn = 21;
        Assert.Equal(1, terminal.Draw(writer, frame));
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void One_changed_character_anywhere_takes_at_most_12_bytes_with_the_cursor_after_it()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            int row = random.Next(24);
            int column = random.Next(79);
            frame.Row(row)[column] = Cell.FromCodePoint(random.Next('0', '9' + 1), CellWidth.Narrow, 0);
            frame.CursorRow = row;
            frame.CursorColumn = column + 1;
            Assert.InRange(terminal.Draw(writer, frame), 0, 12);
            Assert.Equal(string.Empty, terminal.Differences(frame));
        }
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 60)]
    public void One_changed_character_anywhere_takes_at_most_12_bytes_with_the_cursor_elsewhere(int columns, int rows)
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(columns, rows);
        Random random = new(2);
        for (int i = 0; i < 2000; i++)
        {
            // The last cell of the last row is one of them: it must not scroll.
            frame.Cells[i == 0 ? (columns * rows) - 1 : random.Next(columns * rows)] =
                Cell.FromCodePoint(random.Next('0', '9' + 1), CellWidth.Narrow, 0);
            Assert.InRange(terminal.Draw(writer, frame), 0, 12);
            Assert.Equal(string.Empty, terminal.Differences(frame));
        }
    }

    /// <summary>
    /// Right after an echo the saved cursor is a character away. The way to a place takes at most 8 bytes (CUP with two digits each), the character
    /// one, the way back DECRC and the character of the echo. With three digits CUP takes 9 bytes or 10, and one of these 12 is over.
    /// </summary>
    [Theory]
    [InlineData(80, 24, 12)]
    [InlineData(200, 60, 13)]
    [InlineData(200, 120, 14)]
    public void One_changed_character_anywhere_takes_at_most_12_bytes_after_an_echo(int columns, int rows, int most)
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(columns, rows);
        for (int place = 0; place < columns * rows; place++)
        {
            Type(frame, 1);
            Assert.InRange(terminal.Draw(writer, frame), 1, 12);
            int row = place / columns;
            int column = place % columns;
            Cell cell = frame.Cells[place];
            frame.Cells[place] = Cell.FromCodePoint(cell.Content == '#' ? '*' : '#', CellWidth.Narrow, 0);
            int limit = row >= 99 && column >= 99 ? 14 : (row >= 99 && column >= 9) || (column >= 99 && row >= 9) ? 13 : 12;
            Assert.InRange(limit, 12, most);
            Assert.InRange(terminal.Draw(writer, frame), 1, limit);
            if (place % 37 == 0)
            {
                Assert.Equal(string.Empty, terminal.Differences(frame));
            }

            Rest(terminal, writer, frame);
        }
    }

    /// <summary>
    /// After more characters typed since the last long drawing the cursor is saved nowhere near: DECSC and DECRC take two bytes each instead of DECRC
    /// and the echoed character. Saving it with each echo would cost more than it saves.
    /// </summary>
    [Fact]
    public void One_changed_character_takes_a_byte_more_after_several_echoes()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        for (int place = 0; place < 80 * 24; place++)
        {
            for (int i = 0; i < 4; i++)
            {
                Type(frame, 1);
                terminal.Draw(writer, frame);
            }

            Cell cell = frame.Cells[place];
            frame.Cells[place] = Cell.FromCodePoint(cell.Content == '#' ? '*' : '#', CellWidth.Narrow, 0);
            Assert.InRange(terminal.Draw(writer, frame), 1, place / 80 >= 9 && place % 80 >= 9 ? 13 : 12);
            Assert.Equal(string.Empty, terminal.Differences(frame));
            Rest(terminal, writer, frame);
        }
    }

    /// <summary>The user types: a character at the cursor, which goes on.</summary>
    private static void Type(Frame frame, int count)
    {
        for (int i = 0; i < count; i++)
        {
            frame.Row(frame.CursorRow)[frame.CursorColumn++] = Cell.FromCodePoint('e', CellWidth.Narrow, 0);
        }
    }

    /// <summary>A new line begins, with a drawing that is long enough for the cursor to be saved behind it.</summary>
    private static void Rest(OuterTerminal terminal, FrameWriter writer, Frame frame)
    {
        frame.CursorColumn = 20;
        Span<Cell> line = frame.Row(3)[20..60];
        bool isOdd = line[0].Content == '-';
        line.Fill(Cell.FromCodePoint(isOdd ? '=' : '-', CellWidth.Narrow, 0));
        for (int i = 0; i < line.Length; i += 2)
        {
            line[i] = Cell.FromCodePoint(isOdd ? '+' : '-', CellWidth.Narrow, 0);
        }

        terminal.Draw(writer, frame);
    }

    [Theory]
    [InlineData("xterm-256color")]
    [InlineData("linux")]
    [InlineData("vt100")]
    [InlineData("screen")]
    public void A_clock_far_from_the_cursor_takes_at_most_12_bytes_on_any_terminal(string term)
    {
        TerminalProfile profile = TerminalProfile.Create(term, null, string.Empty, isUtf8: true);
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24, profile);
        frame.Row(23)[74] = Cell.FromCodePoint('#', CellWidth.Narrow, 0);
        Assert.InRange(terminal.Draw(writer, frame), 1, 12);
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void A_page_of_similar_lines_is_changed_in_place_instead_of_scrolled()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        for (int row = 0; row < 24; row++)
        {
            Put(frame, row, $"line {row} of a text whose lines differ in their numbers alone, {row} in all");
        }

        terminal.Draw(writer, frame);
        for (int row = 0; row < 24; row++)
        {
            Put(frame, row, $"line {row + 22} of a text whose lines differ in their numbers alone, {row + 22} in all");
        }

        Assert.InRange(terminal.Draw(writer, frame), 24, 24 * 35);
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void An_unchanged_frame_takes_no_byte()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        Assert.Equal(0, terminal.Draw(writer, frame));
    }

    [Theory]
    [InlineData("xterm-256color", 0, 24)]
    [InlineData("xterm-256color", 3, 20)]
    [InlineData("vt100", 0, 24)]
    [InlineData("vt100", 3, 20)]
    [InlineData("linux", 0, 22)]
    public void A_scrolled_region_takes_one_scroll_and_one_line(string term, int top, int bottom)
    {
        TerminalProfile profile = TerminalProfile.Create(term, null, string.Empty, isUtf8: true);
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24, profile);
        for (int row = top; row < bottom - 1; row++)
        {
            frame.Row(row + 1).CopyTo(frame.Row(row));
        }

        Put(frame, bottom - 1, "a new line of forty characters, no more.");
        Assert.InRange(terminal.Draw(writer, frame), 40, 90);
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void A_scrolled_pane_takes_one_scroll_where_the_terminal_has_margins()
    {
        TerminalProfile profile = s_xterm with { Abilities = s_xterm.Abilities | TerminalAbilities.LeftRightMargins };
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24, profile);
        for (int row = 0; row < 21; row++)
        {
            frame.Row(row + 1)[..40].CopyTo(frame.Row(row));
        }

        frame.Row(21)[..40].Fill(Cell.Empty);
        Assert.InRange(terminal.Draw(writer, frame), 10, 60);
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void Typing_inside_a_line_inserts()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        Span<Cell> row = frame.Row(10);
        row[20..79].ToArray().CopyTo(row[21..]);
        row[20] = Cell.FromCodePoint('#', CellWidth.Narrow, 0);
        frame.CursorColumn = 21;
        Assert.InRange(terminal.Draw(writer, frame), 1, 12);
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void Clearing_the_screen_takes_a_few_bytes()
    {
        (OuterTerminal terminal, FrameWriter writer, Frame frame) = FullScreen(80, 24);
        frame.Cells.Clear();
        frame.CursorRow = 0;
        frame.CursorColumn = 0;
        Assert.InRange(terminal.Draw(writer, frame), 1, 8);
        Assert.Equal(string.Empty, terminal.Differences(frame));
    }

    [Fact]
    public void Drawing_allocates_nothing_in_the_steady_state()
    {
        RandomScreens screens = new(5, 120, 40);
        Frame[] frames = [.. Enumerable.Range(0, 20).Select(_ => screens.Create())];
        FrameWriter writer = new(s_xterm);
        ArrayBufferWriter<byte> output = new(1 << 20);
        long before = 0;
        for (int i = 0; i < 100; i++)
        {
            if (i == 50)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            output.ResetWrittenCount();
            writer.Draw(frames[i % frames.Length], output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_last_cell_is_not_written_where_that_scrolls()
    {
        TerminalProfile profile = s_xterm with { Abilities = s_xterm.Abilities & ~TerminalAbilities.DeferredWrap };
        Frame frame = new(5, 2, new FrameTables());
        Put(frame, 0, "abcde");
        Put(frame, 1, "fghij");
        ArrayBufferWriter<byte> output = new();
        new FrameWriter(profile).Draw(frame, output);
        string written = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Contains("fghi", written, StringComparison.Ordinal);
        Assert.DoesNotContain("j", written, StringComparison.Ordinal);
    }

    private static (OuterTerminal Terminal, FrameWriter Writer, Frame Frame) FullScreen(
        int columns, int rows, TerminalProfile? profile = null)
    {
        profile ??= s_xterm;
        Frame frame = new(columns, rows, new FrameTables()) { CursorRow = 10, CursorColumn = 20 };
        Random random = new(7);
        foreach (ref Cell cell in frame.Cells)
        {
            cell = Cell.FromCodePoint(random.Next(0x21, 0x7F), CellWidth.Narrow, 0);
        }

        OuterTerminal terminal = new(profile, columns, rows);
        FrameWriter writer = new(profile);
        terminal.Draw(writer, frame);
        Assert.Equal(string.Empty, terminal.Differences(frame));
        return (terminal, writer, frame);
    }

    private static void Put(Frame frame, int row, string text)
    {
        frame.Row(row).Fill(Cell.Empty);
        for (int i = 0; i < text.Length; i++)
        {
            frame.Row(row)[i] = Cell.FromCodePoint(text[i], CellWidth.Narrow, 0);
        }
    }
}
