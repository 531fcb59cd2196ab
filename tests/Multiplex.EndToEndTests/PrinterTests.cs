using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>What a program sends to the printer (CSI 5 i) goes to the command of <c>printcmd</c>.</summary>
public sealed class PrinterTests
{
    [Fact]
    public void A_page_goes_to_the_command_and_not_to_the_screen()
    {
        using MuxWorld world = new();
        world.WriteRc($"printcmd 'cat > {world.PathOf("printed")}'\n");
        OuterTerminal terminal = world.Attach("-S", "p", "sh", "-c", "printf 'before\\033[5ithe page\\033[4i after'; exec cat");
        terminal.WaitFor("before after");
        Assert.Equal("the page", world.WaitForFile("printed", "the page"));
    }

    [Fact]
    public void A_page_of_which_the_daemon_died_is_printed_whole_and_once()
    {
        using MuxWorld world = new();
        world.WriteRc($"printcmd 'cat >> {world.PathOf("printed")}'\n");
        OuterTerminal terminal = world.Attach(
            "-S", "p", "sh", "-c", "stty -echo; printf 'before\\033[5ithe first half, '; read line; printf 'the second\\033[4i after'; exec cat");
        terminal.WaitFor("before");
        ProcessList.Kill(Assert.Single(world.Daemons()));
        terminal.Type("\r");
        terminal.WaitFor("before after");
        world.WaitForFile("printed", "the second");
        ProcessList.Kill(Assert.Single(world.Daemons()));
        terminal.Type("typed\r");
        terminal.WaitFor("typed");
        Assert.Equal("the first half, the second", File.ReadAllText(world.PathOf("printed")));
    }

    [Fact]
    public void Without_a_command_the_text_is_shown()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Attach("-S", "p", "sh", "-c", "printf 'before \\033[5ithe page\\033[4i after'; exec cat");
        terminal.WaitFor("before the page after");
    }
}
