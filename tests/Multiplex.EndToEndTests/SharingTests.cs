using System.Diagnostics;
using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Several clients at once.</summary>
public sealed class SharingTests
{
    [Fact]
    public void Two_terminals_of_different_sizes_both_show_the_session()
    {
        using MuxWorld world = new();
        OuterTerminal large = world.Open(100, 30, MuxBinary.Path, "-S", "both");
        large.WaitFor("$");
        large.Type("printf '\\033[2J\\033[1;1Htop-left\\033[5;3Hfifth'\r");
        large.WaitForRow(0, "top-left");
        OuterTerminal small = world.Open(60, 15, MuxBinary.Path, "-x", "both");
        small.WaitForRow(0, "top-left");
        small.WaitForRow(4, "  fifth");
        small.Type("echo typed-$((1+1))\r");
        small.WaitFor("typed-2");
        large.WaitFor("typed-2");
        small.Press("d");
        Assert.Equal(0, small.WaitForExit());
        large.Type("echo alone-$((1+1))\r");
        large.WaitFor("alone-2");
    }

    [Fact]
    public void Two_terminals_may_look_at_different_windows()
    {
        using MuxWorld world = new();
        OuterTerminal first = world.AttachNew("both");
        first.Type("echo in-$WINDOW\r");
        first.WaitFor("in-0");
        OuterTerminal second = world.Attach("-x", "both");
        second.WaitFor("in-0");
        second.Press("c");
        second.WaitForNo("in-0");
        second.WaitFor("$");
        second.Type("echo in-$WINDOW\r");
        second.WaitFor("in-1");
        Assert.Contains("in-0", first.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("in-1", first.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_clients_at_once_start_one_daemon()
    {
        using MuxWorld world = new();
        List<Process> clients = [.. Enumerable.Range(0, 20).Select(i => world.StartProgram(MuxBinary.Path, "-dmS", $"n{i}", "sleep", "1000"))];
        foreach (Process client in clients)
        {
            Outcome outcome = MuxWorld.Finish(client);
            Assert.Equal(new Outcome(0, "", ""), outcome);
            client.Dispose();
        }

        Assert.Single(world.Daemons());
        Assert.Equal(20, world.Sessions().Count);
        Assert.Contains("20 Sockets in ", world.Run("-ls").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_mode_and_prompts_are_seen_and_used_on_every_display_of_the_window()
    {
        using MuxWorld world = new();
        OuterTerminal first = world.AttachNew("x");
        OuterTerminal second = world.Attach("-x", "x");
        second.WaitFor("$");
        first.Type("seq 100\r");
        second.WaitFor("\n100\n");
        first.Press("[");
        first.WaitForMessage("Copy mode");
        first.Type("\x15\x15");
        first.WaitFor("\n70\n");
        second.WaitFor("\n70\n");
        second.Type("\x1b");
        first.WaitFor("\n100\n");
        second.WaitFor("\n100\n");

        first.Press(":");
        second.WaitForMessage(":");
        second.Type("echo 'typed over there'\r");
        first.WaitForMessage("typed over there");
        second.Type("echo keys-$((1+1))\r");
        first.WaitFor("keys-2");
    }

    [Fact]
    public void Copy_mode_is_seen_in_each_region_of_the_window()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("x");
        terminal.Type("seq 100\r");
        terminal.WaitFor("\n100\n");
        terminal.Press("S");
        terminal.Press("\t");
        terminal.Press("0");
        terminal.WaitForScreen(static text => text.Split("\n100\n").Length == 3, "two views of the window");
        terminal.Press("[");
        terminal.Type("gg");
        terminal.WaitForScreen(static text => text.Split("\n2\n").Length == 3, "two views of the history");
        terminal.Press("\t");
        terminal.Type("\x1b");
        terminal.WaitForScreen(static text => text.Split("\n100\n").Length == 3, "two views of the window again");
    }
}
