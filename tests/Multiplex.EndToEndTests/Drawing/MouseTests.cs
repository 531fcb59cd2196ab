using System.Globalization;
using System.Text;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>The mouse: a program's own passes through; with <c>mousetrack on</c> the rest is mux's.</summary>
public sealed class MouseTests
{
    [Fact]
    public void Without_mousetrack_the_mouse_is_the_terminals()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("m");
        PassThroughTests.WaitForAnswers(terminal);
        Assert.Equal(MouseTracking.None, terminal.Look(static t => t.MouseTracking));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("mousetrack on\n", 1, 1)]
    [InlineData("mousetrack on\n", 12, 40)]
    public void A_programs_mouse_mode_passes_through_either_way(string configuration, int row, int column)
    {
        using MuxWorld world = new();
        world.WriteRc(configuration);
        OuterTerminal terminal = world.Attach("-S", "m", "sh", "-c", "stty raw -echo; printf '\\033[?1000h\\033[?1006hREADY'; exec cat -v");
        terminal.WaitFor("READY");
        terminal.WaitForState(static t => t.MouseTracking != MouseTracking.None, "the mouse to be tracked");
        string position = string.Create(CultureInfo.InvariantCulture, $"{column};{row}");
        terminal.Type($"\x1b[<0;{position}M\x1b[<0;{position}m\x1b[<64;{position}M");
        terminal.WaitFor($"READY^[[<0;{position}M^[[<0;{position}m^[[<64;{position}M");
    }

    [Fact]
    public void A_program_with_decs_locator_gets_its_reports()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Attach("-S", "m", "sh", "-c", @"stty raw -echo; printf '\033[1\047z\033[1;3\047{READY'; exec cat -v");
        terminal.WaitFor("READY");
        terminal.WaitForState(static t => t.MouseTracking == MouseTracking.AnyEvent, "the mouse to be tracked");
        terminal.Type("\x1b[<0;7;5M\x1b[<0;7;5m");
        terminal.WaitFor("READY^[[2;4;5;7&w^[[3;0;5;7&w");
    }

    [Fact]
    public void A_click_focuses_a_region()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Tracked(world);
        terminal.Press("S");
        terminal.Press("\t");
        terminal.Press("c");
        terminal.WaitForState(static t => t.CursorRow > 11, "the cursor in the lower region");
        Click(terminal, 3, 10);
        terminal.WaitForState(static t => t.CursorRow < 11, "the cursor in the upper region");
        Click(terminal, 18, 10);
        terminal.WaitForState(static t => t.CursorRow > 11, "the cursor in the lower region again");
    }

    [Fact]
    public void A_border_is_dragged()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Tracked(world);
        terminal.Press("S");
        terminal.WaitForState(static t => t.TextOf(11).Contains(" 0 sh", StringComparison.Ordinal), "the upper region's caption in the middle");
        Mouse(terminal, 0, 12, 30, 'M');
        Mouse(terminal, 32, 9, 30, 'M');
        Mouse(terminal, 32, 6, 30, 'M');
        Mouse(terminal, 0, 6, 30, 'm');
        terminal.WaitForState(static t => t.TextOf(5).Contains(" 0 sh", StringComparison.Ordinal), "the caption six rows higher");
    }

    [Fact]
    public void The_wheel_scrolls_into_the_scrollback_and_back_out()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Tracked(world);
        terminal.Type("i=0; while [ $i -lt 90 ]; do i=$((i+1)); echo line-$i; done\r");
        terminal.WaitFor("line-90\n$");
        for (int i = 0; i < 10; i++)
        {
            Mouse(terminal, 64, 10, 10, 'M');
        }

        terminal.WaitFor("line-50\n");
        for (int i = 0; i < 12; i++)
        {
            Mouse(terminal, 65, 10, 10, 'M');
        }

        terminal.WaitFor("line-90\n$");
        terminal.Type("echo typed-$((1+1))\r");
        terminal.WaitFor("typed-2\n$");
    }

    [Fact]
    public void Dragging_selects_copies_and_reaches_the_clipboard()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Tracked(world);
        terminal.Type("clear; echo; echo some words to copy\r");
        terminal.WaitForRow(1, "some words to copy");
        Mouse(terminal, 0, 2, 6, 'M');
        Mouse(terminal, 32, 2, 8, 'M');
        Mouse(terminal, 32, 2, 10, 'M');
        Mouse(terminal, 0, 2, 10, 'm');
        terminal.WaitForTold("clipboard c " + Base64("words"));
        terminal.WaitForState(static t => t.CursorRow == 2, "the shell's cursor");
        terminal.Type("echo \"");
        terminal.Press("]");
        terminal.Type("\"-pasted\r");
        terminal.WaitFor("\nwords-pasted");
    }

    [Theory]
    [InlineData(2, "words")]
    [InlineData(3, "some words to copy")]
    public void Two_clicks_copy_a_word_and_three_a_line(int clicks, string copied)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Tracked(world);
        terminal.Type("clear; echo; echo some words to copy\r");
        terminal.WaitForRow(1, "some words to copy");
        for (int i = 0; i < clicks; i++)
        {
            Click(terminal, 2, 8);
        }

        terminal.WaitForScreen(_ => terminal.CountTold("clipboard c " + Base64(copied)) + terminal.CountTold("clipboard c " + Base64(copied + "\n")) > 0, copied);
    }

    [Fact]
    public void A_click_on_a_window_of_the_status_line_shows_it()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = Tracked(world, "hardstatus alwayslastline '%-w%n %t%+w'\n");
        terminal.Type("echo first-$((0+1))\r");
        terminal.WaitFor("first-1");
        terminal.Press("c");
        terminal.WaitForNo("first-1");
        terminal.WaitForRow(23, "0 sh");
        Click(terminal, 24, 2);
        terminal.WaitFor("first-1");
    }

    [Fact]
    public void Mousetrack_is_switched_at_run_time_and_gone_on_leaving()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("m");
        terminal.Press(":mousetrack on\r");
        terminal.WaitForState(static t => t.MouseTracking == MouseTracking.ButtonEvent && t.MouseEncoding == MouseEncoding.Sgr, "tracking");
        terminal.Press(":mousetrack off\r");
        terminal.WaitForState(static t => t.MouseTracking == MouseTracking.None, "no tracking");
        terminal.Press(":mousetrack on\r");
        terminal.WaitForState(static t => t.MouseTracking == MouseTracking.ButtonEvent, "tracking");
        terminal.Press("d");
        terminal.WaitForExit();
        terminal.WaitForState(static t => t.MouseTracking == MouseTracking.None && t.MouseEncoding == MouseEncoding.X10, "no tracking");
    }

    private static OuterTerminal Tracked(MuxWorld world, string configuration = "")
    {
        world.WriteRc("defmousetrack on\n" + configuration);
        OuterTerminal terminal = world.AttachNew("m", "-t", "sh");
        terminal.WaitForState(static t => t.MouseTracking == MouseTracking.ButtonEvent, "mux to track the mouse");
        return terminal;
    }

    private static void Click(OuterTerminal terminal, int row, int column)
    {
        Mouse(terminal, 0, row, column, 'M');
        Mouse(terminal, 0, row, column, 'm');
    }

    private static void Mouse(OuterTerminal terminal, int buttons, int row, int column, char final) =>
        terminal.Type(string.Create(CultureInfo.InvariantCulture, $"\x1b[<{buttons};{column};{row}{final}"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
