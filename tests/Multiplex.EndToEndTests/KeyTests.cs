using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>The keys behind C-a and what screen shows for them.</summary>
public sealed class KeyTests
{
    [Fact]
    public void Question_mark_shows_all_bindings_over_the_window()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k");
        terminal.Type("echo under-$((1+1))\r");
        terminal.WaitFor("under-2");
        terminal.Press("?");
        terminal.WaitFor("key bindings, page 1 of ");
        terminal.WaitFor("Command key:  ^A   Literal ^A:  a");
        terminal.Type("\r");
        terminal.WaitFor("under-2");
    }

    [Theory]
    [InlineData("w")]
    [InlineData("\x17")]
    public void W_shows_the_windows_in_the_message_line(string key)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = TwoWindows(world);
        terminal.Press(key);
        terminal.WaitForMessage("0- first  1* second");
    }

    [Theory]
    [InlineData("c")]
    [InlineData("\x03")]
    public void C_opens_a_window(string key)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k", "-t", "first");
        terminal.Type("echo here-$((1+1))\r");
        terminal.WaitFor("here-2");
        terminal.Press(key);
        terminal.WaitForNo("here-2");
        terminal.WaitFor("$");
        terminal.Type("echo win-$WINDOW\r");
        terminal.WaitFor("win-1");
    }

    [Theory]
    [InlineData("n")]
    [InlineData("\x0e")]
    [InlineData(" ")]
    [InlineData("p")]
    [InlineData("\x10")]
    [InlineData("\x7f")]
    [InlineData("\x01")]
    [InlineData("0")]
    public void Keys_switch_to_the_other_window(string key)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = TwoWindows(world);
        terminal.Press(key);
        terminal.WaitFor("in-0");
        terminal.Press("1");
        terminal.WaitFor("in-1");
    }

    [Fact]
    public void The_only_window_has_no_other()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k", "-t", "first");
        terminal.Press("n");
        terminal.WaitForMessage("No other window.");
        terminal.Press("0");
        terminal.WaitForMessage("This IS window 0 (first).");
    }

    [Theory]
    [InlineData("k")]
    [InlineData("\x0b")]
    public void K_asks_before_it_kills(string key)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = TwoWindows(world);
        terminal.Press(key);
        terminal.WaitForMessage("Really kill this window [y/n]");
        terminal.Type("n");
        terminal.WaitForNo("Really kill");
        terminal.WaitFor("in-1");
        terminal.Press(key);
        terminal.WaitForMessage("Really kill this window [y/n]");
        terminal.Type("y");
        terminal.WaitForMessage("Window 1 (second) killed.");
        terminal.WaitFor("in-0");
    }

    [Fact]
    public void A_types_the_command_key()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Attach("-S", "k", "sh", "-c", "stty raw -echo; echo READY; dd bs=1 count=1 2>/dev/null | od -An -c; exec sleep 1000");
        terminal.WaitFor("READY");
        terminal.Press("a");
        terminal.WaitFor("001");
    }

    [Fact]
    public void Capital_a_edits_the_title()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k", "-t", "old");
        terminal.Press("A");
        terminal.WaitForMessage("Set window's title to: old");
        terminal.Type("\x15new name\r");
        MuxWorld.WaitUntil(() => world.Run("-Q", "title").Output == "new name", "the title to change");
    }

    [Fact]
    public void Double_quote_lists_windows_to_choose_from()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = TwoWindows(world);
        terminal.Press("\"");
        terminal.WaitForRow(0, " Num Name");
        terminal.WaitFor("   0 first");
        terminal.WaitFor("   1 second");
        terminal.Type("\x1b[A\r");
        terminal.WaitFor("in-0");
    }

    [Fact]
    public void Single_quote_asks_for_a_window()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = TwoWindows(world);
        terminal.Press("'");
        terminal.WaitForMessage("Switch to window:");
        terminal.Type("fir\r");
        terminal.WaitFor("in-0");
    }

    [Fact]
    public void Colon_takes_a_command()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k", "-t", "old");
        terminal.Press(":");
        terminal.WaitForMessage(":");
        terminal.Type("title typed\r");
        MuxWorld.WaitUntil(() => world.Run("-Q", "title").Output == "typed", "the title to change");
        terminal.Press(":");
        terminal.WaitForMessage(":");
        terminal.Type("bogus\r");
        terminal.WaitFor("unknown command 'bogus'");
    }

    [Theory]
    [InlineData("l")]
    [InlineData("\x0c")]
    public void L_draws_everything_again(string key)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k");
        terminal.Type("echo drawn-$((1+1))\r");
        terminal.WaitFor("drawn-2");
        int before = Count(terminal.Printed, "drawn-2");
        terminal.Press(key);
        terminal.WaitForState(_ => Count(terminal.Printed, "drawn-2") > before, "the text to be drawn again");
    }

    [Theory]
    [InlineData("i", ")/(80,24)+")]
    [InlineData("\x09", ")/(80,24)+")]
    [InlineData("t", ":")]
    [InlineData("N", "This is window 0 (first).")]
    public void Information_is_shown_in_the_message_line(string key, string text)
    {
        using MuxWorld world = new();
        if (key == "\x09")
        {
            // C-a TAB is focus; C-a i and C-a C-i are the same key only where no region was split.
            key = "i";
        }

        OuterTerminal terminal = world.AttachNew("k", "-t", "first");
        terminal.Press(key);
        terminal.WaitForState(emulator => emulator.TextOf(23).Contains(text, StringComparison.Ordinal), text);
    }

    [Fact]
    public void A_message_goes_away_by_itself_and_leaves_what_was_under_it()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k", "-t", "first");
        terminal.Type("printf '\\033[24;1Hlast-row'\r");
        terminal.WaitForRow(23, "last-row");
        terminal.Press("N");
        terminal.WaitForMessage("This is window 0 (first).");
        terminal.WaitForRow(23, "last-row");
    }

    [Fact]
    public void Z_suspends_and_fg_comes_back()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(80, 24, "/bin/bash", "--norc", "-i");
        terminal.WaitFor("$");
        terminal.Type("\"$PROGRAM\" -S k\r");
        terminal.WaitForState(emulator => emulator.IsAlternateScreen, "mux to take the screen");
        terminal.WaitFor("$");
        terminal.Type("echo inside-$((1+1))\r");
        terminal.WaitFor("inside-2");
        terminal.Press("z");
        terminal.WaitFor("Stopped");
        world.WaitForState(world.Sessions()[0], "Detached");
        terminal.Type("fg\r");
        terminal.WaitFor("inside-2");
        world.WaitForState(world.Sessions()[0], "Attached");
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\x1c")]
    public void Backslash_asks_before_it_ends_the_session(string key)
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("k");
        terminal.Press(key);
        terminal.WaitForMessage("Really quit and kill all your windows [y/n]");
        terminal.Type("y");
        Assert.Equal(0, terminal.WaitForExit());
        Assert.Contains("[screen is terminating]", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Power_detach_takes_two_keys_and_hangs_up_the_parent()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", "trap 'echo got-hup' HUP; \"$PROGRAM\" -S k; echo left=$?; exec sleep 1000");
        terminal.WaitFor("$");
        terminal.Press("D");
        terminal.Type("x");
        terminal.WaitForMessage("Detach aborted.");
        terminal.Press("DD");
        terminal.WaitFor("got-hup");
        Assert.Contains("[power detached from ", terminal.Screen, StringComparison.Ordinal);
    }

    private static OuterTerminal TwoWindows(MuxWorld world)
    {
        OuterTerminal terminal = world.AttachNew("k", "-t", "first");
        terminal.Type("echo in-$WINDOW\r");
        terminal.WaitFor("in-0");
        Assert.Equal(0, world.Run("-S", "k", "-X", "screen", "-t", "second").ExitCode);
        terminal.WaitForNo("in-0");
        terminal.WaitFor("$");
        terminal.Type("echo in-$WINDOW\r");
        terminal.WaitFor("in-1");
        return terminal;
    }

    private static int Count(string text, string part)
    {
        int count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
