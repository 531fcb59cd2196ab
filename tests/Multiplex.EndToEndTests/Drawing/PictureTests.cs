using System.Text.RegularExpressions;
using Multiplex.EndToEndTests.Harness;
using Multiplex.Terminal;
using Multiplex.Terminal.Buffer;

namespace Multiplex.EndToEndTests.Drawing;

/// <summary>Pictures of programs on terminals with sixels, with kitty's graphics, and with neither.</summary>
public sealed class PictureTests
{
    private const string Sixel = @"\033Pq""1;1;200;60#1;2;100;0;0#1!200~-!200~\033\\";
    private const string Kitty = @"\033_Ga=T,i=5,q=2,f=24,s=200,v=60;QUJDREVG\033\\";
    private const string SixelData = "\"1;1;200;60#1;2;100;0;0#1!200~-!200~";
    private const string KittyData = "QUJDREVG";

    [Theory]
    [InlineData(true, Sixel, SixelData)]
    [InlineData(false, Kitty, KittyData)]
    public void A_picture_is_sent_once_for_each_time_that_it_has_to_be_drawn(bool isSixel, string print, string data)
    {
        using MuxWorld world = World(isSixel);
        string show = Script(world, print);
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Type($"clear; echo; echo; echo; echo; echo; {show}; echo; echo said\r");
        terminal.WaitFor("\nsaid");
        WaitForPicture(terminal);
        Assert.Equal(1, Count(terminal, data));

        // It stays where it is while other things change, and goes up with the lines.
        terminal.Type("echo more-$((1+1))\r");
        terminal.WaitFor("more-2");
        int top = TopOf(terminal);
        terminal.Type("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; done\r");
        terminal.WaitFor("line 12");
        terminal.WaitForState(t => TopOf(t) < top, "the picture further up");
        Assert.Equal(1, Count(terminal, data));

        // Another window has none; coming back, and drawing again, draws it again.
        terminal.Type($"clear; {show}; echo said-$((1+2))\r");
        terminal.WaitFor("said-3");
        WaitForPicture(terminal);
        Assert.Equal(2, Count(terminal, data));
        terminal.Press("c");
        terminal.WaitForState(static t => TopOf(t) < 0, "no picture in another window");
        terminal.Press("\x01");
        WaitForPicture(terminal);
        Assert.Equal(3, Count(terminal, data));
        terminal.Press("l");
        terminal.WaitForState(_ => Count(terminal, data) == 4, "the picture drawn again");
        WaitForPicture(terminal);

        terminal.Press("d");
        terminal.WaitForExit();
        Assert.Equal(-1, TopOf(terminal));
        OuterTerminal second = world.Attach("-r", "p");
        second.WaitFor("said-3");
        WaitForPicture(second);
        Assert.Equal(1, Count(second, data));
    }

    [Theory]
    [InlineData(Sixel, "SIXEL IMAGE (20x3)++")]
    [InlineData(Kitty, "KITTY IMAGE (20x3)++")]
    public void A_terminal_without_pictures_shows_placeholders(string print, string placeholder)
    {
        using MuxWorld world = new();
        string show = Script(world, print);
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Type($"clear; {show}; echo; echo said\r");
        terminal.WaitFor("\nsaid");
        Assert.StartsWith(placeholder + "\n++++++++++++++++++++\n++++++++++++++++++++\n", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\x1b_Ga=t", terminal.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("#1!200~", terminal.Printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Programs_hear_of_sixels_while_a_terminal_with_them_is_attached(bool isSixel)
    {
        using MuxWorld world = isSixel ? World(isSixel: true) : new();
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Type($"stty raw -echo; printf '\\033[c'; dd bs=1 count={(isSixel ? 38 : 36)} 2>/dev/null | tr '\\033' E; stty sane; echo\r");
        terminal.WaitFor(isSixel ? "E[?64;1;4" : "E[?64;1;6");
        if (isSixel)
        {
            File.WriteAllText(
                world.PathOf("ask"),
                $"stty raw -echo; echo asking; while [ ! -e {world.PathOf("away")} ]; do :; done; printf '\\033[c'; dd bs=1 count=36 2>/dev/null | tr '\\033' E >{world.PathOf("heard")}\n");

            // What is typed while the terminal is raw would stay without an end of line.
            terminal.WaitFor("29c\n$");
            terminal.Type($"sh {world.PathOf("ask")}\r");
            terminal.WaitFor("asking");
            terminal.Press("d");
            terminal.WaitForExit();
            File.WriteAllText(world.PathOf("away"), string.Empty);
            world.WaitForFile("heard", "E[?64;1;6");
        }
    }

    [Fact]
    public void Kittys_query_is_answered_where_the_terminal_has_its_graphics_and_the_pty_tells_pixels()
    {
        using MuxWorld world = World(isSixel: false);
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Type("stty raw -echo; printf '\\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\\033\\\\\\033[5n'; dd bs=1 count=11 2>/dev/null | tr '\\033' E; stty sane; echo\r");
        terminal.WaitFor("E_Gi=31;OKE");
    }

    [Fact]
    public void A_region_beside_another_one_shows_the_placeholder()
    {
        using MuxWorld world = World(isSixel: true);
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);

        // With a region beside it the window has a row less, and as in screen its top row is hidden.
        terminal.Type($"clear; echo; printf '{Sixel}'; echo said\r");
        terminal.WaitFor("\nsaid");
        WaitForPicture(terminal);
        terminal.Press("|");
        terminal.WaitForState(static t => TopOf(t) < 0, "no picture");
        terminal.WaitFor("SIXEL IMAGE (20x3)++");
        terminal.Press("Q");
        WaitForPicture(terminal);
    }

    [Fact]
    public void A_sixel_of_cells_of_another_size_shows_the_placeholder()
    {
        using MuxWorld world = World(isSixel: true);
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Type($"clear; printf '{Sixel}'; echo said\r");
        terminal.WaitFor("\nsaid");
        WaitForPicture(terminal);
        world.TerminalChoices = static options => (options.Sixel, options.CellPixelWidth, options.CellPixelHeight) = (true, 8, 16);
        OuterTerminal other = world.Attach("-x", "p");
        PassThroughTests.WaitForAnswers(other);
        other.Type($"clear; printf '{Sixel}'; echo said\r");
        other.WaitFor("\nsaid");
        WaitForPicture(other);

        // 200 by 60 pixels are 25 by 4 cells there.
        terminal.WaitFor("SIXEL IMAGE (25x4)+++++++");
        Assert.Equal(-1, TopOf(terminal));
    }

    [Fact]
    public void A_large_picture_keeps_no_key_waiting_and_arrives_whole()
    {
        using MuxWorld world = World(isSixel: true);
        string path = world.PathOf("large");
        File.WriteAllText(path, "\x1bPq\"1;1;200;60#1" + string.Concat(Enumerable.Repeat("!200~$", 400_000)) + "\x1b\\said\r\n");
        OuterTerminal terminal = world.AttachNew("p");
        PassThroughTests.WaitForAnswers(terminal);
        terminal.Type($"clear; cat {path}; echo also-$((1+1))\r");
        terminal.WaitFor("also-2");
        WaitForPicture(terminal);
        Assert.Equal(2_400_013, terminal.Look(static t => t.Picture(t.Row(0)[0].PictureId)!.Data.Bytes.Length));
    }

    private static MuxWorld World(bool isSixel)
    {
        MuxWorld world = new();
        world.Variables["TERM"] = "xterm-256color";
        world.TerminalChoices = options => (options.Sixel, options.KittyGraphics) = (isSixel, !isSixel);
        return world;
    }

    /// <summary>A command that prints; what is typed shows nothing of it.</summary>
    private static string Script(MuxWorld world, string print)
    {
        File.WriteAllText(world.PathOf("show"), $"printf '{print}'\n");
        return $"sh {world.PathOf("show")}";
    }

    private static void WaitForPicture(OuterTerminal terminal) => terminal.WaitForState(static t => TopOf(t) >= 0, "the picture");

    private static int Count(OuterTerminal terminal, string data) => Regex.Count(terminal.Printed, Regex.Escape(data));

    private static int TopOf(OuterTerminal terminal) => terminal.Look(TopOf);

    /// <summary>The first row with a picture, -1 when there is none.</summary>
    private static int TopOf(TerminalEmulator terminal)
    {
        for (int row = 0; row < terminal.Rows; row++)
        {
            foreach (Cell cell in terminal.Row(row))
            {
                if (cell.PictureId != 0)
                {
                    return row;
                }
            }
        }

        return -1;
    }
}
