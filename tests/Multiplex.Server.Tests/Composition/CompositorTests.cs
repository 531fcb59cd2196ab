using Multiplex.Server.Composition;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;
using Multiplex.Server.Tests.KeyLayer;
using Multiplex.Terminal.Buffer;

namespace Multiplex.Server.Tests.Composition;

public class CompositorTests
{
    [Fact]
    public void Compose_draws_the_window_and_its_cursor()
    {
        TestSession test = new(20, 4);
        test.Show("sh", "hello\r\n\u001b[31mred\u001b[0m");

        Assert.Equal(["hello", "red", "", ""], test.Picture());
        Assert.Equal((1, 3), (test.Display.Next.CursorRow, test.Display.Next.CursorColumn));
        Rendition red = test.Display.Next.Tables.Renditions[test.Display.Next.Row(1)[0].Rendition];
        Assert.Equal(Color.FromIndex(1), red.Foreground);
    }

    [Fact]
    public void Compose_draws_captions_in_standout_below_each_region()
    {
        TestSession test = new(20, 6);
        test.Show("sh", "$ ");
        test.Display.Regions.Split(sideBySide: false);

        Assert.Equal(["$", "", "   0 sh", "", "", "  --"], test.Picture());
        Assert.Equal("   0 sh             ".Length, test.Reversed(2).PadRight(20).Length);
        Assert.StartsWith("   0 sh", test.Reversed(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_draws_a_border_between_regions_side_by_side()
    {
        TestSession test = new(20, 4);
        test.Show("sh", "left");
        test.Display.Regions.Split(sideBySide: true);
        test.Display.Regions.MoveFocus(FocusDirection.Next);
        test.Show("vi", "right");

        Assert.Equal(["left      right", "", "", "   0 sh      1 vi"], test.Picture());
        ushort border = test.Display.Next.Row(0)[9].Rendition;
        Assert.True(test.Display.Next.Tables.Renditions[border].Has(RenditionAttributes.Inverse));
    }

    [Fact]
    public void Compose_cuts_wide_characters_at_the_edges_of_regions()
    {
        TestSession test = new(20, 3);
        Window window = test.Show("sh", "aあいうえ");
        Display other = test.AddDisplay(4, 3);
        other.Regions.ShowInFocus(window);
        window.Terminal!.Feed("\u001b[H"u8);

        Assert.Equal("aあ", test.Picture(other)[0]);
        Assert.Equal(CellWidth.Narrow, other.Next.Row(0)[3].Width);
        window.Terminal.Feed("\u001b[8G"u8);
        Assert.Equal(" う", test.Picture(other)[0]);
        Assert.Equal(CellWidth.Narrow, other.Next.Row(0)[0].Width);
        Assert.Equal(CellWidth.Narrow, other.Next.Row(0)[3].Width);
    }

    [Fact]
    public void Compose_draws_lines_of_double_width_over_two_cells_each()
    {
        TestSession test = new(20, 4);
        test.Show("sh", "\u001b#3big\r\n\u001b#4big\r\n\u001b#6aあb");

        Assert.Equal(["b i g", "b i g", "a あ  b", ""], test.Picture());
        Assert.Equal((2, 8), (test.Display.Next.CursorRow, test.Display.Next.CursorColumn));
    }

    [Fact]
    public void Compose_frames_a_window_smaller_than_its_region_with_bars_and_dashes()
    {
        TestSession test = new(10, 3);
        Window window = test.Show("sh", "hi");
        Display large = test.AddDisplay(14, 6);
        large.Regions.ShowInFocus(window);

        Assert.Equal(["hi        |", "          |", "          |", "----------", "", ""], test.Picture(large));
    }

    [Fact]
    public void Compose_shows_the_part_of_a_larger_window_where_the_cursor_is()
    {
        TestSession test = new(20, 6);
        Window window = test.Show("sh", "1\r\n2\r\n3\r\n4\r\n5\r\n6");
        Display small = test.AddDisplay(10, 2);
        small.Regions.ShowInFocus(window);

        Assert.Equal(["5", "6"], test.Picture(small));
        window.Terminal!.Feed("\u001b[H"u8);
        Assert.Equal(["1", "2"], test.Picture(small));
    }

    [Fact]
    public void Compose_puts_the_hardstatus_on_its_line_and_messages_over_it()
    {
        TestSession test = new(40, 4);
        test.Show("sh", "$ ");
        test.Session.Settings.Hardstatus = HardstatusMode.AlwaysLastLine;
        test.Session.Settings.HardstatusString = "%w%=abc";
        test.Display.Regions.Arrange();

        Assert.Equal("0* sh                                abc", test.Picture()[3]);
        test.Display.MessageLine.Show("This is window 0 (sh).");
        Assert.Equal("This is window 0 (sh).", test.Picture()[3]);
        test.Session.Settings.UseTerminalStatusLine = false;
        Assert.Equal("This is window 0 (sh).               abc", test.Picture()[3]);
        Assert.Equal("$", test.Picture()[0]);
    }

    [Fact]
    public void Compose_shows_messages_in_the_last_row_in_standout()
    {
        TestSession test = new(40, 3);
        test.Show("sh", "1\r\n2\r\nlast row");

        test.Display.MessageLine.Show("No other window.");

        Assert.Equal("No other window.", test.Picture()[2]);
        Assert.Equal("No other window.", test.Reversed(2));
    }

    [Fact]
    public void Compose_starts_a_timer_only_while_a_clock_is_shown()
    {
        TestSession test = new(40, 4);
        test.Show("sh");
        test.Session.Settings.Caption = CaptionMode.Always;
        test.Display.Regions.Arrange();
        test.Picture();
        Assert.Equal(0, test.Host.RunningTimers);

        test.Session.Settings.CaptionString = "%0c:%s";
        Assert.Equal("02:35:11", test.Picture()[3]);
        Assert.Equal(1, test.Host.RunningTimers);
        int before = test.Host.Invalidations;
        test.Host.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(before + 1, test.Host.Invalidations);
        Assert.Equal("02:35:12", test.Picture()[3]);
    }

    [Fact]
    public void Compose_carries_modes_titles_and_cursor_of_the_focused_window()
    {
        TestSession test = new(20, 4);
        test.Show("sh", "\u001b[?1h\u001b[?2004h\u001b[?1000h\u001b[5 q\u001b]2;title\u0007\u001b[>5u\u001b[?25l");
        test.Display.TerminalInfo = TestSession.ModernTerminal;
        Compositor.Compose(test.Display);
        Frame frame = test.Display.Next;

        Assert.True(frame.Modes.HasFlag(FrameModes.ApplicationCursorKeys | FrameModes.BracketedPaste));
        Assert.Equal((MouseTracking.Normal, MouseEncoding.Sgr), (frame.MouseTracking, frame.MouseEncoding));
        Assert.Equal(CursorShape.BlinkingBar, frame.CursorShape);
        Assert.Equal("title", frame.Title);
        Assert.Equal(5, frame.KittyKeyboardFlags);
        Assert.False(frame.CursorVisible);
    }

    [Fact]
    public void Compose_takes_key_modes_away_while_a_layer_has_the_keys()
    {
        TestSession test = new(20, 4);
        test.Show("sh", "\u001b[?1h\u001b[?1000h\u001b[>5u");
        CopyLayer.Enter(test.Display);
        Compositor.Compose(test.Display);

        Assert.Equal(FrameModes.None, test.Display.Next.Modes);
        Assert.Equal(MouseTracking.None, test.Display.Next.MouseTracking);
        Assert.Equal(0, test.Display.Next.KittyKeyboardFlags);
    }

    [Fact]
    public void Compose_clears_full_tables_and_draws_again()
    {
        TestSession test = new(20, 4);
        Window window = test.Show("sh");
        int generation = test.Display.Next.Tables.Generation;
        for (int color = 0; color < 70_000; color++)
        {
            if (color % 400 == 0)
            {
                Compositor.Compose(test.Display);
            }

            window.Terminal!.Feed(System.Text.Encoding.ASCII.GetBytes($"\u001b[H\u001b[38;2;{color >> 16};{(color >> 8) & 255};{color & 255}mx"));
            if (color % 2 == 0)
            {
                _ = test.Display.Next.Tables.Renditions.TryIntern(new Rendition(new Color(0x2000000u + (uint)color), default, default, 0, 0, 0), out _);
            }
        }

        for (int color = 0; test.Display.Next.Tables.Renditions.TryIntern(new Rendition(default, new Color(0x2000000u + (uint)color), default, 0, 0, 0), out _); color++)
        {
        }

        Assert.Equal("x", test.Picture()[0]);
        Assert.True(test.Display.Next.Tables.Generation > generation);
        Assert.Equal((byte)(69_999 & 255), test.Display.Next.Tables.Renditions[test.Display.Next.Row(0)[0].Rendition].Foreground.Blue);
    }

    [Fact]
    public void Compose_replaces_attributes_by_colours_as_attrcolor_says()
    {
        TestSession test = new(20, 2);
        test.Session.Settings.AttributeColors['b'] = "R";
        test.Show("sh", "\u001b[1mbold");
        Compositor.Compose(test.Display);

        Rendition rendition = test.Display.Next.Tables.Renditions[test.Display.Next.Row(0)[0].Rendition];
        Assert.Equal((RenditionAttributes.None, Color.FromIndex(9)), (rendition.Attributes, rendition.Foreground));
    }

    [Fact]
    public void Compose_allocates_nothing_in_the_steady_state()
    {
        TestSession test = new(80, 24);
        Window window = test.Show("sh", "\u001b[1;32mgreen e\u0301 あ\u001b[0m text");
        test.Session.Settings.Hardstatus = HardstatusMode.AlwaysLastLine;
        test.Session.Settings.HardstatusString = "%{= kG}[%S] %-Lw%{= BW}%n%f %t%{-}%+Lw%= %D %d %0c";
        test.Display.Regions.Split(sideBySide: false);
        for (int round = 0; round < 20; round++)
        {
            window.Terminal!.Feed("x"u8);
            Compositor.Compose(test.Display);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        window.Terminal!.Feed("y"u8);
        Compositor.Compose(test.Display);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
