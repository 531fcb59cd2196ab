using System.Text;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Tests.KeyLayer;

namespace Multiplex.Server.Tests.Copy;

public class CopyModeTests
{
    private static string Lines(int count) =>
        string.Join("\r\n", Enumerable.Range(1, count).Select(static number => $"line {number} alpha beta"));

    [Fact]
    public void Enter_says_where_the_cursor_is_and_how_deep_the_scrollback_is()
    {
        TestSession test = Begin("one\r\ntw", columns: 60, rows: 16);

        Assert.Equal("Copy mode - Column 3 Line 2(+100) (60,16)", test.Display.MessageLine.Text);
    }

    [Theory]
    [InlineData("h", 1, 7)]
    [InlineData("3h", 1, 5)]
    [InlineData("k0", 0, 0)]
    [InlineData("0l", 1, 1)]
    [InlineData("0|", 1, 0)]
    [InlineData("5|", 1, 4)]
    [InlineData("^", 1, 2)]
    [InlineData("0$", 1, 7)]
    [InlineData("-", 0, 0)]
    [InlineData("k+", 1, 2)]
    [InlineData("k\n", 1, 0)]
    [InlineData("H", 0, 0)]
    [InlineData("M", 2, 0)]
    [InlineData("L", 5, 0)]
    [InlineData("gw", 0, 4)]
    [InlineData("gww", 0, 7)]
    [InlineData("gwww", 0, 9)]
    [InlineData("g3w", 0, 9)]
    [InlineData("ge", 0, 2)]
    [InlineData("gee", 0, 6)]
    [InlineData("gwb", 0, 0)]
    [InlineData("g$b", 0, 9)]
    [InlineData("gfo", 0, 1)]
    [InlineData("g3fo", 0, 5)]
    [InlineData("g2ft", 0, 10)]
    [InlineData("gft;", 0, 10)]
    [InlineData("gft;,", 0, 4)]
    [InlineData("g$Fo", 0, 5)]
    [InlineData("gtt", 0, 3)]
    [InlineData("g$To", 0, 6)]
    [InlineData("G", 5, 0)]
    [InlineData("2G", 0, 0)]
    [InlineData("102G", 1, 0)]
    [InlineData("\u001b[A", 0, 8)]
    [InlineData("\u001b[H", 0, 0)]
    public void Keys_move_the_cursor(string keys, int line, int column)
    {
        TestSession test = Begin("foo to1; at\r\n  second", columns: 20, rows: 6);

        test.Type(keys);

        CopyLayer copy = Assert.IsType<CopyLayer>(test.Display.Regions.Focus.Layer);
        Assert.Equal((line, column), (copy.State.Position.Line, copy.State.Position.Column));
    }

    [Theory]
    [InlineData("gB", 0)]
    [InlineData("$B", 14)]
    [InlineData("$BB", 5)]
    public void Capital_keys_go_by_runs_of_blanks(string keys, int column)
    {
        TestSession test = Begin("four; five-six seven\r\n", columns: 40, rows: 4);

        test.Type("g" + keys);

        Assert.Equal(column, ((CopyLayer)test.Display.Regions.Focus.Layer!).State.Position.Column);
    }

    [Fact]
    public void Space_marks_and_copies_from_mark_to_cursor()
    {
        TestSession test = Begin(Lines(12));

        test.Type("?line 12\r0 ");
        Assert.Equal("First mark set - Column 1 Line 12", test.Display.MessageLine.Text);
        test.Type("wwe ");

        Assert.Equal("Copied 13 characters into buffer", test.Display.MessageLine.Text);
        Assert.Equal("line 12 alpha", Buffer(test));
        Assert.Null(test.Display.Regions.Focus.Layer);
        Assert.Equal((OuterEventKind.Clipboard, "c", "bGluZSAxMiBhbHBoYQ=="), Assert.Single(test.Host.Sent));
    }

    [Fact]
    public void A_count_before_Y_copies_lines_joined_by_line_feeds()
    {
        TestSession test = Begin(Lines(20));

        test.Type("?line 3 \r3Y");

        Assert.Equal("line 3 alpha beta\nline 4 alpha beta\nline 5 alpha beta", Buffer(test));
    }

    [Fact]
    public void Append_adds_a_line_to_the_buffer()
    {
        TestSession test = Begin(Lines(5));
        test.Type("gW");
        CopyLayer.Enter(test.Display);

        test.Type("ga");
        Assert.Equal(":set append", test.Display.MessageLine.Text);
        test.Type("W");

        Assert.Equal("Appended 4 characters to buffer", test.Display.MessageLine.Text);
        Assert.Equal("line\nline", Buffer(test));
    }

    [Fact]
    public void Margins_cut_a_rectangle()
    {
        TestSession test = Begin(Lines(39));

        test.Type("?line 36\r05lc4lC0 ");
        test.Type("jj$ ");

        Assert.Equal("36 al\n37 al\n38 al", Buffer(test));
    }

    [Fact]
    public void Control_V_makes_mark_and_cursor_corners_of_a_rectangle()
    {
        TestSession test = Begin("abcdef\r\nghijkl\r\nmnopqr");

        test.Type("gl \u0016jj2l ");

        Assert.Equal("bcd\nhij\nnop", Buffer(test));
    }

    [Theory]
    [InlineData("J", "Lines joined", "ab")]
    [InlineData("JJ", "Lines joined with blanks", "a b")]
    [InlineData("JJJ", "Lines joined with comma", "a,b")]
    [InlineData("JJJJ", "Multiple lines (LF)", "a\nb")]
    public void J_chooses_how_lines_are_joined(string keys, string message, string copied)
    {
        TestSession test = Begin("a\r\nb\r\n");

        test.Type("g" + keys);
        Assert.Equal(message, test.Display.MessageLine.Text);
        test.Type(" j ");

        Assert.Equal(copied, Buffer(test));
    }

    [Fact]
    public void Wrapped_lines_are_copied_as_one()
    {
        TestSession test = Begin("0123456789abcdef\r\nx", columns: 10, rows: 5);

        test.Type("g 2j0 ");

        Assert.Equal("0123456789abcdef\nx", Buffer(test));
    }

    [Fact]
    public void The_view_stands_still_while_the_program_prints_on()
    {
        TestSession test = Begin(Lines(30), columns: 30, rows: 5);
        test.Type("99k");
        string[] before = test.Picture();

        test.Display.Fore!.Terminal!.Feed(Encoding.UTF8.GetBytes("\r\n" + Lines(40)));

        Assert.Equal("line 1 alpha beta", before[0]);
        Assert.Equal(before[..4], test.Picture()[..4]);
        test.Type("q");
        test.Host.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("line 40 alpha beta", test.Picture()[4]);
    }

    [Fact]
    public void Search_shows_its_matches_and_repeats_both_ways()
    {
        TestSession test = Begin(Lines(9));
        CopyLayer copy = (CopyLayer)test.Display.Regions.Focus.Layer!;

        test.Type("g/alpha\r");
        Assert.Equal((0, 7), (copy.State.Position.Line, copy.State.Position.Column));
        test.Type("n");
        Assert.Equal(1, copy.State.Position.Line);
        test.Type("N");
        Assert.Equal(0, copy.State.Position.Line);
        test.Type("/nowhere\r");
        Assert.Equal("Pattern not found", test.Display.MessageLine.Text);
    }

    [Fact]
    public void A_pattern_that_means_nothing_literally_is_a_regular_expression()
    {
        TestSession test = Begin(Lines(15));

        test.Type("g/line 1[34]\r");

        Assert.Equal(12, ((CopyLayer)test.Display.Regions.Focus.Layer!).State.Position.Line);
    }

    [Fact]
    public void Incremental_search_follows_the_typing_and_says_when_it_fails()
    {
        TestSession test = Begin("alpha\r\nbeta\r\nbell\r\n");
        CopyLayer copy = (CopyLayer)test.Display.Regions.Focus.Layer!;

        test.Type("g\u0013");
        Assert.Equal("I-search: ", test.Display.MessageLine.Text);
        test.Type("be");
        Assert.Equal((1, "I-search: be"), (copy.State.Position.Line, test.Display.MessageLine.Text));
        test.Type("l");
        Assert.Equal(2, copy.State.Position.Line);
        test.Type("x");
        Assert.Equal("failing I-search: belx", test.Display.MessageLine.Text);
        test.Type("\b\b");
        Assert.Equal(1, copy.State.Position.Line);
        test.Type("\a");
        Assert.Equal(0, copy.State.Position.Line);
        Assert.Same(copy, test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Copy_mode_waits_with_its_window_while_another_one_is_shown()
    {
        TestSession test = Begin("text");
        Window window = test.Display.Fore!;
        Layer copy = test.Display.Regions.Focus.Layer!;
        Window other = test.AddWindow("other");

        test.Display.Regions.ShowInFocus(other);
        Assert.Null(test.Display.Regions.Focus.Layer);
        test.Display.Regions.ShowInFocus(window);

        Assert.Same(copy, test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Any_other_key_leaves()
    {
        TestSession test = Begin("text");

        test.Type("q");

        Assert.Null(test.Display.Regions.Focus.Layer);
        Assert.Equal("Copy mode aborted", test.Display.MessageLine.Text);
    }

    [Fact]
    public void Control_G_shows_column_line_and_offset()
    {
        TestSession test = Begin(Lines(120), columns: 60, rows: 16);

        test.Type("\u0015\a");

        Assert.Equal("Column 20 Line 16(+92)", test.Display.MessageLine.Text);
    }

    private static string Buffer(TestSession test) => Encoding.UTF8.GetString(test.Session.Registers[Registers.PasteBuffer].Span);

    private static TestSession Begin(string output, int columns = 80, int rows = 24)
    {
        var test = new TestSession(columns, rows);
        test.Show("sh", output);
        CopyLayer.Enter(test.Display);
        return test;
    }
}
