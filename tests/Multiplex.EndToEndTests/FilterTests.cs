using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>Programs beside a window's own (exec) and where their streams go.</summary>
public sealed class FilterTests
{
    [Fact]
    public void A_second_shell_gets_the_keys_until_it_ends()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, "exec /bin/sh");
        terminal.WaitFor("$ $");
        terminal.Type("echo $((6*7)) $(tty) $WINDOW $(stty size); test -t 0 -a -t 1 -a -t 2 && echo ttys\r");
        terminal.WaitFor("42 /dev/pts/");
        terminal.WaitFor(" 0 24 80\nttys\n");
        terminal.Type("exit\r");
        MuxWorld.WaitUntil(() => !HasFilter(world), "the second shell to end");
        terminal.Type("echo first-$((1+1))\r");
        terminal.WaitFor("first-2");
    }

    [Fact]
    public void A_filter_changes_what_the_window_shows()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, "exec ! sed -u s/apple/pear/");
        terminal.Type("echo an apple a day\r");
        terminal.WaitFor("an pear a day");
        Assert.DoesNotContain("an apple a day\n", terminal.Screen);
        terminal.Press("k");
        terminal.WaitForMessage("Really kill this filter [y/n]");
        terminal.Type("y");
        MuxWorld.WaitUntil(() => !HasFilter(world), "the filter to end");
        terminal.Type("echo one apple\r");
        terminal.WaitFor("one apple\n");
    }

    [Fact]
    public void A_filter_that_only_listens_leaves_the_window_as_it_is()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, $"exec :.. tee {world.PathOf("heard")}");
        terminal.Type("echo $((20+3))-heard\r");
        world.WaitForFile("heard", "23-heard");
        terminal.WaitFor("23-heard");
    }

    [Fact]
    public void What_a_filter_prints_can_be_typed_into_the_window()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, "exec .! echo 'echo typed-$((2+3))'");
        terminal.WaitFor("\ntyped-5\n");
        Command(terminal, "exec .!. sh -c 'echo \"echo out-$((3+3))\"; echo err-$((4+4)) >&2'");
        terminal.WaitFor("err-8");
        terminal.WaitFor("\nout-6\n");
    }

    [Fact]
    public void A_pipe_gives_the_keys_to_a_program_that_reads_the_output()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, "exec !..| sh -c 'read -r key </dev/tty; echo \"key=$key\"; cat'");
        terminal.Type("abc\r");
        terminal.WaitFor("key=abc");
    }

    [Fact]
    public void Output_waits_for_a_slow_filter_and_none_is_lost()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, $"exec ! sh -c 'sleep 1; exec cat >{world.PathOf("all")}'");
        MuxWorld.WaitUntil(() => HasFilter(world), "the filter to run");
        world.Run("-X", "stuff", "seq 100000; echo the-$((1+0))-end\\015");
        string all = world.WaitForFile("all", "the-1-end");
        string[] numbers = [.. all.Split("\r\n").Where(static line => int.TryParse(line, out _))];
        Assert.Equal(Enumerable.Range(1, 100000).Select(static number => $"{number}"), numbers);
    }

    [Fact]
    public void A_program_that_is_missing_is_told()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.AttachNew("f");
        Command(terminal, "exec /no/such/program");
        terminal.WaitForMessage("Cannot exec '/no/such/program': No such file or directory");
        terminal.Type("echo still-$((1+1))\r");
        terminal.WaitFor("still-2");
    }

    private static void Command(OuterTerminal terminal, string line)
    {
        terminal.Press(":");
        terminal.WaitForMessage(":");
        terminal.Type(line + "\r");
        terminal.WaitForNo(":" + line);
    }

    private static bool HasFilter(MuxWorld world)
    {
        world.Run("-X", "exec");
        return !world.Run("-Q", "lastmsg").Output.Contains("(none)", StringComparison.Ordinal);
    }
}
