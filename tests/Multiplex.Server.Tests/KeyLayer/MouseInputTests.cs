using System.Text;
using Multiplex.Server.Composition;
using Multiplex.Server.Layers;
using Multiplex.Server.Model;
using Multiplex.Server.Settings;

namespace Multiplex.Server.Tests.KeyLayer;

public class MouseInputTests
{
    [Fact]
    public void A_programs_mouse_gets_events_in_its_own_coordinates_and_encoding()
    {
        TestSession test = Begin(split: true);
        Window window = test.Show("vi", "\u001b[?1000h");
        test.Display.MouseTrack = false;

        Mouse(test, "0;44;3M");
        Mouse(test, "0;44;3m");

        Assert.Equal("\u001b[M $#\u001b[M#$#", TestSession.ProcessOf(window).Typed);

    }

    [Fact]
    public void Events_outside_the_focused_region_are_dropped_without_mousetrack()
    {
        TestSession test = Begin(split: true);
        Window window = test.Show("vi", "\u001b[?1000h");
        test.Display.MouseTrack = false;
        Region focus = test.Display.Regions.Focus;

        Mouse(test, "0;3;3M");

        Assert.Empty(TestSession.ProcessOf(window).Typed);
        Assert.Same(focus, test.Display.Regions.Focus);
    }

    [Fact]
    public void A_click_focuses_a_region()
    {
        TestSession test = Begin(split: true);

        Mouse(test, "0;3;3M");

        Assert.Same(test.Display.Regions.All[0], test.Display.Regions.Focus);
    }

    [Fact]
    public void Dragging_the_border_resizes_the_regions()
    {
        TestSession test = Begin(split: true);

        Mouse(test, "0;40;5M");
        Mouse(test, "32;31;5M");
        Mouse(test, "0;31;5m");

        Assert.Equal(30, test.Display.Regions.All[0].Area.Columns);
        Assert.Equal(31, test.Display.Regions.All[1].Area.Column);
    }

    [Fact]
    public void The_wheel_scrolls_into_the_scrollback_and_back_out()
    {
        TestSession test = Begin(split: false);
        test.Display.Fore!.Terminal!.Feed(Encoding.ASCII.GetBytes(string.Join("\r\n", Enumerable.Range(1, 60))));

        Mouse(test, "64;3;3M");
        CopyLayer copy = Assert.IsType<CopyLayer>(test.Display.Regions.Focus.Layer);
        Assert.Equal(copy.State.Text.HistoryCount - 3, copy.State.Top);
        Mouse(test, "65;3;3M");
        Mouse(test, "65;3;3M");

        Assert.Null(test.Display.Regions.Focus.Layer);
    }

    [Fact]
    public void Dragging_over_text_copies_it()
    {
        TestSession test = Begin(split: false);
        test.Display.Fore!.Terminal!.Feed("hello brave world"u8);

        Mouse(test, "0;7;1M");
        Mouse(test, "32;9;1M");
        Mouse(test, "32;11;1M");
        Mouse(test, "0;11;1m");

        Assert.Equal("brave", Buffer(test));
        Assert.Null(test.Display.Regions.Focus.Layer);
        Assert.Equal(OuterEventKind.Clipboard, Assert.Single(test.Host.Sent).Kind);
    }

    [Fact]
    public void Two_clicks_copy_a_word_and_three_a_line()
    {
        TestSession test = Begin(split: false);
        test.Display.Fore!.Terminal!.Feed("hello brave world"u8);

        Click(test);
        Click(test);
        Assert.Equal("brave", Buffer(test));
        Click(test);
        Assert.Equal("hello brave world", Buffer(test));

        static void Click(TestSession test)
        {
            Mouse(test, "0;9;1M");
            Mouse(test, "0;9;1m");
        }
    }

    [Fact]
    public void A_click_on_a_window_of_the_hardstatus_line_shows_it()
    {
        TestSession test = Begin(split: false);
        Window second = test.AddWindow("second");
        test.Session.Settings.Hardstatus = HardstatusMode.AlwaysLastLine;
        test.Session.Settings.HardstatusString = "[%S] %w";
        test.Display.Regions.Arrange();
        Assert.Equal("[main] 0* sh  1 second", test.Picture()[23]);

        Mouse(test, "0;18;24M");

        Assert.Same(second, test.Display.Fore);
    }

    [Fact]
    public void The_wheel_sends_arrows_to_a_full_screen_program_without_a_mouse()
    {
        TestSession test = Begin(split: false);
        test.Display.Fore!.Terminal!.Feed("\u001b[?1049h\u001b[?1007h"u8);

        Mouse(test, "64;3;3M");

        Assert.Equal("\u001b[A\u001b[A\u001b[A", TestSession.ProcessOf(test.Display.Fore).Typed);
    }

    private static void Mouse(TestSession test, string report)
    {
        Compositor.Compose(test.Display);
        test.Type("\u001b[<" + report);
    }

    private static string Buffer(TestSession test) => Encoding.UTF8.GetString(test.Session.Registers[Registers.PasteBuffer].Span);

    private static TestSession Begin(bool split)
    {
        TestSession test = new();
        test.Display.MouseTrack = true;
        test.Show("sh");
        if (split)
        {
            test.Display.Regions.Split(sideBySide: true);
            test.Display.Regions.MoveFocus(FocusDirection.Next);
        }

        return test;
    }
}
