using Multiplex.EndToEndTests.Harness;

namespace Multiplex.EndToEndTests;

/// <summary>The tests' own terminal does what a terminal does.</summary>
public sealed class HarnessTests
{
    [Fact]
    public void A_program_is_shown_typed_into_and_reaped()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(80, 24, "/bin/sh", "-c", "read x; echo got-$x; stty size; exit 3");
        terminal.Type("words\r");
        Assert.Equal(3, terminal.WaitForExit());
        Assert.Equal("words\ngot-words\n24 80\n", terminal.Screen.TrimEnd('\n') + "\n");
    }

    [Fact]
    public void Sizes_signals_and_modes_reach_the_program()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(80, 24, "/bin/bash", "-c", "trap 'stty size; stty -echo' WINCH; echo ready; while :; do sleep 0.02; done");
        terminal.WaitFor("ready");
        byte[] before = terminal.Modes();
        terminal.Resize(91, 17);
        terminal.WaitFor("17 91");
        MuxWorld.WaitUntil(() => !terminal.Modes().SequenceEqual(before), "the echo to be off");
        terminal.Signal(15);
        Assert.Equal(128 + 15, terminal.WaitForExit());
    }

    [Fact]
    public void A_hang_up_ends_the_program()
    {
        using MuxWorld world = new();
        OuterTerminal terminal = world.Open(80, 24, "sleep", "1000");
        Assert.True(ProcessList.IsAlive(terminal.Pid));
        terminal.HangUp();
        Assert.Equal(128 + 1, terminal.WaitForExit());
    }

    [Fact]
    public void What_a_test_leaves_running_is_ended()
    {
        int pid;
        using (MuxWorld world = new())
        {
            world.Shell("setsid sleep 1000 >/dev/null 2>&1 & echo $! >$MUX_TEST_ROOT/pid");
            pid = int.Parse(File.ReadAllText(world.PathOf("pid")), System.Globalization.CultureInfo.InvariantCulture);
            MuxWorld.WaitUntil(() => ProcessList.IsAlive(pid), "the program to start");
        }

        Assert.False(ProcessList.IsAlive(pid));
    }
}
